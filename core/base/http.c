/*
 * One thread, one curl_multi. Callers put jobs into a queue under a mutex, wake the thread
 * through curl_multi_wakeup() and sleep on the condition of their batch. Every job ends by
 * its own time-out at the latest, in the queue or in curl, so that callers wait without one.
 */
#include "config.h"

#include "core/base/http.h"

#include "core/base/clock.h"
#include "core/base/str.h"

#include <assert.h>
#include <curl/curl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include "core/base/banned.h"

enum {
	BATCH_MAX = 64,
	HEADERS_MAX = 32 * 1024, /* of one answer */
	URL_MAX = 8192,
	BYTES_DEFAULT = 1024 * 1024,
	TIMEOUT_DEFAULT = 30000,
	CONNECT_DEFAULT = 5000,
	KEEPALIVE_S = 30,
	IDLE_MS = 1000, /* longest nap of the thread */
	GRACE_MS = 20,	/* curl's own time-out comes first */
	STACK_BYTES = 1024 * 1024, /* resolving and TLS need more than a worker has */
};

struct batch {
	pthread_cond_t done;
	size_t left;
};

struct buffer {
	char *p;
	size_t len, cap;
};

struct job {
	const struct http_request *request;
	struct http_response *response;
	struct batch *batch;
	struct job *next;
	int64_t deadline; /* monotonic ms */
	int64_t timeout_ms, since;
	int64_t started_us;
	CURL *easy;
	struct curl_slist *headers;
	struct buffer body, head;
	size_t max_bytes;
	bool too_big, denied;
	char error[CURL_ERROR_SIZE];
};

struct http_fetcher {
	struct http_options options;
	pthread_mutex_t lock;
	struct job *queue; /* under lock; by `since`, equals in order of arrival */
	bool running, stop;		/* under lock */
	pthread_t thread;
	CURLM *multi; /* set under lock before the thread runs */
	/* the thread's own */
	CURL **spare;
	size_t n_spare;
	struct job **active; /* given to curl */
	int n_active;
	bool mixed; /* connections to private addresses may be in the pool */
};

/* ---- buffers and headers */

static bool buffer_add(struct buffer *b, const void *p, size_t len, size_t max)
{
	if (len > max || b->len > max - len)
		return false;
	if (b->len + len + 1 > b->cap) {
		size_t cap = b->cap ? b->cap * 2 : 4096;
		while (cap < b->len + len + 1)
			cap *= 2;
		b->p = realloc(b->p, cap);
		if (!b->p)
			abort();
		b->cap = cap;
	}
	memcpy(b->p + b->len, p, len);
	b->len += len;
	b->p[b->len] = '\0';
	return true;
}

static size_t on_body(char *p, size_t size, size_t n, void *ctx)
{
	struct job *job = ctx;
	if (buffer_add(&job->body, p, size * n, job->max_bytes))
		return size * n;
	job->too_big = true;
	return 0;
}

static void head_cut(struct job *job, size_t len)
{
	job->head.len = len;
	if (job->head.p)
		job->head.p[len] = '\0';
}

/* Keeps "name: value\n" of the last answer, whole lines only; a status line begins a new one. */
static size_t on_header(char *p, size_t size, size_t n, void *ctx)
{
	struct job *job = ctx;
	size_t len = size * n, total = len;
	if (len >= 5 && memcmp(p, "HTTP/", 5) == 0) {
		head_cut(job, 0);
		return total;
	}
	while (len && ascii_is_space(p[len - 1]))
		len--;
	const char *colon = memchr(p, ':', len);
	if (!colon)
		return total;
	size_t name = (size_t)(colon - p), value = name + 1;
	while (value < len && ascii_is_space(p[value]))
		value++;
	size_t start = job->head.len;
	bool fits = buffer_add(&job->head, p, name, HEADERS_MAX) && buffer_add(&job->head, ": ", 2, HEADERS_MAX) &&
		buffer_add(&job->head, p + value, len - value, HEADERS_MAX) &&
		buffer_add(&job->head, "\n", 1, HEADERS_MAX);
	if (!fits) {
		head_cut(job, start);
		job->too_big = true;
		return 0;
	}
	for (size_t i = start; i < start + name; i++)
		job->head.p[i] = ascii_lower(job->head.p[i]);
	return total;
}

const char *http_response_header(const struct http_response *r, const char *name, char *ret_buf, size_t size)
{
	size_t n = strlen(name);
	for (const char *line = r->headers; line && *line; line = strchr(line, '\n') + 1) {
		if (strncmp(line, name, n) != 0 || line[n] != ':' || line[n + 1] != ' ')
			continue;
		size_t len = strcspn(line + n + 2, "\n");
		if (len >= size)
			len = size - 1;
		memcpy(ret_buf, line + n + 2, len);
		ret_buf[len] = '\0';
		return ret_buf;
	}
	return NULL;
}

int64_t http_response_date(const struct http_response *r)
{
	char date[64];
	time_t seconds = http_response_header(r, "date", date, sizeof(date)) ? curl_getdate(date, NULL) : -1;
	return seconds < 0 ? -1 : (int64_t)seconds * 1000;
}

/* ---- what may be asked */

static bool is_token(const char *s)
{
	for (const char *p = s; *p; p++)
		if (!ascii_is_alnum(*p) && !strchr("!#$%&'*+-.^_`|~", *p))
			return false;
	return *s != '\0';
}

/* No control characters: neither a second header nor a second request can be smuggled in. */
static bool is_clean(const char *s)
{
	for (; *s; s++)
		if ((unsigned char)*s < 0x20 || *s == 0x7f)
			return false;
	return true;
}

static const char *refusal(const struct http_request *q)
{
	if (!q->url || strlen(q->url) > URL_MAX || !is_clean(q->url) || strchr(q->url, ' '))
		return "the URL is not acceptable";
	bool https = strncmp(q->url, "https://", 8) == 0, http = strncmp(q->url, "http://", 7) == 0;
	if (!https && !(http && q->allow_http))
		return "only https is allowed";
	for (size_t i = 0; i < q->n_headers; i++)
		if (!is_token(q->headers[i].name) || !is_clean(q->headers[i].value))
			return "a header is not acceptable";
	return NULL;
}

static curl_socket_t on_socket(void *ctx, curlsocktype purpose, struct curl_sockaddr *address)
{
	struct job *job = ctx;
	if (purpose != CURLSOCKTYPE_IPCXN || (!job->request->allow_private && !http_address_public(&address->addr))) {
		job->denied = true;
		return CURL_SOCKET_BAD;
	}
	return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

/* ---- one job */

/* An answer or a failure: hand it to the caller. The job is the caller's again afterwards. */
static void job_end(struct http_fetcher *f, struct job *job, enum err err, int status, const char *reason)
{
	struct http_response *r = job->response;
	if (err == OK)
		err = buffer_add(&job->body, "", 0, job->max_bytes) ? OK : ERR_TOO_BIG;
	*r = (struct http_response){ .err = err, .status = status, .body = job->body.p, .len = job->body.len,
		.headers = job->head.p };
	if (job->started_us)
		r->us = clock_monotonic_us() - job->started_us;
	snprintf(r->reason, sizeof(r->reason), "%s", reason ? reason : "");
	(void)pthread_mutex_lock(&f->lock);
	if (--job->batch->left == 0)
		(void)pthread_cond_signal(&job->batch->done);
	(void)pthread_mutex_unlock(&f->lock);
}

static void must(CURLcode code)
{
	assert(code == CURLE_OK);
	(void)code;
}

static struct curl_slist *header_list(const struct http_request *q)
{
	struct curl_slist *list = NULL;
	/* no "Expect: 100-continue": it costs a round trip */
	list = curl_slist_append(list, "Expect:");
	for (size_t i = 0; i < q->n_headers; i++) {
		const struct http_header *h = &q->headers[i];
		size_t size = strlen(h->name) + strlen(h->value) + 3;
		char *line = malloc(size);
		if (!line)
			abort();
		/* curl sends an empty header only when it ends in a semicolon */
		snprintf(line, size, *h->value ? "%s: %s" : "%s;", h->name, h->value);
		list = curl_slist_append(list, line);
		explicit_bzero(line, size);
		free(line);
	}
	return list;
}

static void job_setup(struct http_fetcher *f, struct job *job, int64_t left_ms)
{
	const struct http_request *q = job->request;
	CURL *e = job->easy;
	int64_t connect_ms = f->options.connect_timeout_ms ? f->options.connect_timeout_ms : CONNECT_DEFAULT;
	must(curl_easy_setopt(e, CURLOPT_URL, q->url));
	must(curl_easy_setopt(e, CURLOPT_PROTOCOLS_STR, q->allow_http ? "http,https" : "https"));
	must(curl_easy_setopt(e, CURLOPT_FOLLOWLOCATION, 0L));
	must(curl_easy_setopt(e, CURLOPT_PROXY, ""));
	must(curl_easy_setopt(e, CURLOPT_NOSIGNAL, 1L));
	must(curl_easy_setopt(e, CURLOPT_QUICK_EXIT, 1L)); /* never wait for a resolver thread */
	must(curl_easy_setopt(e, CURLOPT_TCP_KEEPALIVE, 1L));
	must(curl_easy_setopt(e, CURLOPT_TCP_KEEPIDLE, (long)KEEPALIVE_S));
	must(curl_easy_setopt(e, CURLOPT_TIMEOUT_MS, (long)left_ms));
	must(curl_easy_setopt(e, CURLOPT_CONNECTTIMEOUT_MS, (long)(connect_ms < left_ms ? connect_ms : left_ms)));
	must(curl_easy_setopt(e, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_2TLS));
	must(curl_easy_setopt(e, CURLOPT_PIPEWAIT, strncmp(q->url, "https:", 6) == 0 ? 1L : 0L));
	must(curl_easy_setopt(e, CURLOPT_ACCEPT_ENCODING, "gzip"));
	must(curl_easy_setopt(e, CURLOPT_USERAGENT, PACKAGE_NAME "/" PACKAGE_VERSION));
	must(curl_easy_setopt(e, CURLOPT_WRITEFUNCTION, on_body));
	must(curl_easy_setopt(e, CURLOPT_WRITEDATA, job));
	must(curl_easy_setopt(e, CURLOPT_HEADERFUNCTION, on_header));
	must(curl_easy_setopt(e, CURLOPT_HEADERDATA, job));
	must(curl_easy_setopt(e, CURLOPT_OPENSOCKETFUNCTION, on_socket));
	must(curl_easy_setopt(e, CURLOPT_OPENSOCKETDATA, job));
	must(curl_easy_setopt(e, CURLOPT_ERRORBUFFER, job->error));
	must(curl_easy_setopt(e, CURLOPT_PRIVATE, job));
	/* a connection opened under the waiver must not serve a request without it */
	must(curl_easy_setopt(e, CURLOPT_FRESH_CONNECT, f->mixed && !q->allow_private ? 1L : 0L));
	job->headers = header_list(q);
	must(curl_easy_setopt(e, CURLOPT_HTTPHEADER, job->headers));
	if (q->body) {
		must(curl_easy_setopt(e, CURLOPT_POST, 1L));
		must(curl_easy_setopt(e, CURLOPT_POSTFIELDS, q->body));
		must(curl_easy_setopt(e, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)q->body_len));
	}
	f->mixed = f->mixed || q->allow_private;
}

static void job_start(struct http_fetcher *f, struct job *job)
{
	int64_t left = job->deadline - clock_monotonic();
	if (left <= 0) {
		job_end(f, job, ERR_TIMEOUT, 0, "waited too long for its turn");
		return;
	}
	if (left > job->timeout_ms) {
		left = job->timeout_ms;
		job->deadline = clock_monotonic() + left;
	}
	job->easy = f->n_spare ? f->spare[--f->n_spare] : curl_easy_init();
	if (!job->easy)
		abort();
	job->started_us = clock_monotonic_us();
	job_setup(f, job, left);
	if (curl_multi_add_handle(f->multi, job->easy) != CURLM_OK)
		abort();
	f->active[f->n_active++] = job;
}

static enum err job_error(const struct job *job, CURLcode code)
{
	if (job->too_big)
		return ERR_TOO_BIG;
	if (job->denied)
		return ERR_FORBIDDEN;
	if (code == CURLE_OPERATION_TIMEDOUT)
		return ERR_TIMEOUT;
	if (code == CURLE_URL_MALFORMAT)
		return ERR_INVALID;
	return code == CURLE_OK ? OK : ERR_UPSTREAM;
}

static void job_finish(struct http_fetcher *f, struct job *job, CURLcode code)
{
	long status = 0;
	(void)curl_easy_getinfo(job->easy, CURLINFO_RESPONSE_CODE, &status);
	(void)curl_multi_remove_handle(f->multi, job->easy);
	curl_easy_reset(job->easy);
	f->spare[f->n_spare++] = job->easy;
	job->easy = NULL;
	curl_slist_free_all(job->headers);
	for (int i = 0; i < f->n_active; i++)
		if (f->active[i] == job) {
			f->active[i] = f->active[--f->n_active];
			break;
		}
	enum err err = job_error(job, code);
	const char *reason = curl_easy_strerror(code);
	if (err == ERR_TOO_BIG)
		reason = "the answer is too large";
	else if (err == ERR_FORBIDDEN)
		reason = "the address is not public";
	job_end(f, job, err, (int)status, err ? reason : NULL);
}

/* ---- the thread */

static struct job *take(struct http_fetcher *f, bool *ret_stop)
{
	(void)pthread_mutex_lock(&f->lock);
	struct job *job = f->n_active < f->options.concurrency ? f->queue : NULL;
	if (job)
		f->queue = job->next;
	*ret_stop = f->stop;
	(void)pthread_mutex_unlock(&f->lock);
	return job;
}

/* Jobs whose time ran out while they waited; yields ms until the next one does. */
static int expire(struct http_fetcher *f)
{
	int64_t now = clock_monotonic(), next = now + IDLE_MS;
	struct job *expired = NULL;
	(void)pthread_mutex_lock(&f->lock);
	struct job **p = &f->queue;
	while (*p) {
		struct job *job = *p;
		if (job->deadline <= now) {
			*p = job->next;
			job->next = expired;
			expired = job;
			continue;
		}
		if (job->deadline < next)
			next = job->deadline;
		p = &job->next;
	}
	(void)pthread_mutex_unlock(&f->lock);
	while (expired) {
		struct job *job = expired;
		expired = job->next;
		job_end(f, job, ERR_TIMEOUT, 0, "waited too long for its turn");
	}
	/* curl does not watch the clock of a transfer that waits for a free connection */
	for (int i = f->n_active; i-- > 0;) {
		int64_t limit = f->active[i]->deadline + GRACE_MS;
		if (limit <= now)
			job_finish(f, f->active[i], CURLE_OPERATION_TIMEDOUT);
		else if (limit < next)
			next = limit;
	}
	return (int)(next - now);
}

static void collect(struct http_fetcher *f)
{
	int left;
	const CURLMsg *m;
	while ((m = curl_multi_info_read(f->multi, &left))) {
		if (m->msg != CURLMSG_DONE)
			continue;
		void *job = NULL;
		CURLcode code = m->data.result;
		(void)curl_easy_getinfo(m->easy_handle, CURLINFO_PRIVATE, &job);
		job_finish(f, job, code);
	}
}

static void *fetcher_run(void *ctx)
{
	struct http_fetcher *f = ctx;
	for (;;) {
		bool stop = false;
		struct job *job;
		while ((job = take(f, &stop)))
			job_start(f, job);
		if (stop)
			return NULL;
		int running, wait = expire(f);
		if (curl_multi_perform(f->multi, &running) != CURLM_OK)
			abort();
		int before = f->n_active;
		collect(f);
		if (f->n_active == before) /* else there may be room for a queued job at once */
			(void)curl_multi_poll(f->multi, NULL, 0, wait, NULL);
	}
}

/* No signal is for this thread; and TLS over a broken connection would raise SIGPIPE. */
static void thread_start(struct http_fetcher *f)
{
	sigset_t all, before;
	(void)sigfillset(&all);
	(void)pthread_sigmask(SIG_SETMASK, &all, &before);
	pthread_attr_t attr;
	if (pthread_attr_init(&attr) || pthread_attr_setstacksize(&attr, STACK_BYTES) ||
		pthread_create(&f->thread, &attr, fetcher_run, f))
		abort();
	(void)pthread_attr_destroy(&attr);
	(void)pthread_sigmask(SIG_SETMASK, &before, NULL);
}

/* Under the lock. */
static void fetcher_start(struct http_fetcher *f)
{
	if (f->running)
		return;
	if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
		abort();
	f->multi = curl_multi_init();
	f->spare = calloc((size_t)f->options.concurrency, sizeof(*f->spare));
	f->active = calloc((size_t)f->options.concurrency, sizeof(struct job *));
	if (!f->multi || !f->spare || !f->active)
		abort();
	long connections = f->options.connections;
	(void)curl_multi_setopt(f->multi, CURLMOPT_MAXCONNECTS, connections);
	(void)curl_multi_setopt(f->multi, CURLMOPT_MAX_TOTAL_CONNECTIONS, connections);
	(void)curl_multi_setopt(f->multi, CURLMOPT_PIPELINING, (long)CURLPIPE_MULTIPLEX);
	thread_start(f);
	f->running = true;
}

struct http_fetcher *http_fetcher_new(const struct http_options *options)
{
	assert(options->connections > 0 && options->concurrency > 0);
	struct http_fetcher *f = calloc(1, sizeof(*f));
	if (!f || pthread_mutex_init(&f->lock, NULL))
		abort();
	f->options = *options;
	return f;
}

void http_fetcher_free(struct http_fetcher *f)
{
	if (!f)
		return;
	if (f->running) {
		(void)pthread_mutex_lock(&f->lock);
		f->stop = true;
		(void)pthread_mutex_unlock(&f->lock);
		(void)curl_multi_wakeup(f->multi);
		(void)pthread_join(f->thread, NULL);
		while (f->n_spare)
			curl_easy_cleanup(f->spare[--f->n_spare]);
		(void)curl_multi_cleanup(f->multi);
		curl_global_cleanup();
	}
	free(f->spare);
	free(f->active);
	(void)pthread_mutex_destroy(&f->lock);
	free(f);
}

/* ---- callers */

static void job_init(struct job *job, const struct http_request *q, struct http_response *r, struct batch *batch)
{
	*job = (struct job){ .request = q, .response = r, .batch = batch };
	int64_t now = clock_monotonic();
	job->max_bytes = q->max_bytes ? q->max_bytes : BYTES_DEFAULT;
	job->since = q->since ? q->since : now;
	job->timeout_ms = q->timeout_ms > 0 ? q->timeout_ms : TIMEOUT_DEFAULT;
	job->deadline = q->deadline ? q->deadline : now + job->timeout_ms;
}

void http_fetch_all(struct http_fetcher *f, const struct http_request *requests, size_t n,
	struct http_response *ret_responses)
{
	assert(n <= BATCH_MAX);
	struct batch batch = { .done = PTHREAD_COND_INITIALIZER, .left = n };
	struct job *jobs = calloc(n ? n : 1, sizeof(*jobs));
	if (!jobs)
		abort();
	for (size_t i = 0; i < n; i++) {
		job_init(&jobs[i], &requests[i], &ret_responses[i], &batch);
		const char *why = refusal(&requests[i]);
		if (why)
			job_end(f, &jobs[i], ERR_INVALID, 0, why);
	}
	(void)pthread_mutex_lock(&f->lock);
	if (batch.left)
		fetcher_start(f);
	for (size_t i = 0; i < n; i++) {
		if (refusal(&requests[i]))
			continue;
		struct job **p = &f->queue;
		while (*p && (*p)->since <= jobs[i].since)
			p = &(*p)->next;
		jobs[i].next = *p;
		*p = &jobs[i];
	}
	if (batch.left)
		(void)curl_multi_wakeup(f->multi);
	while (batch.left)
		(void)pthread_cond_wait(&batch.done, &f->lock);
	(void)pthread_mutex_unlock(&f->lock);
	for (size_t i = 0; i < n; i++)
		if (!ret_responses[i].body) {
			ret_responses[i].body = calloc(1, 1);
			if (!ret_responses[i].body)
				abort();
		}
	free(jobs);
	(void)pthread_cond_destroy(&batch.done);
}

void http_response_release(struct http_response *r)
{
	if (!r)
		return;
	free(r->body);
	free(r->headers);
	*r = (struct http_response){ .err = r->err, .status = r->status };
}
