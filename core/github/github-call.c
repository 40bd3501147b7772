/* Requests with tokens, retries and limits: the one way to GitHub. */
#include "config.h"

#include "core/github/github-call.h"

#include "core/base/clean.h"
#include "core/base/clock.h"
#include "core/base/conf.h"
#include "core/base/http.h"
#include "core/base/json.h"
#include "core/base/parse.h"
#include "core/base/random.h"
#include "core/base/str.h"
#include "core/github/github-etag.h"
#include "core/github/github-parse.h"
#include "core/github/github-tokens.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include "core/base/banned.h"

enum {
	CALLS_MAX = 8,
	RETRIES = 3,
	BACKOFF_MS = 300,
	PATIENCE_MS = 2000, /* a limit that ends sooner is waited for */
	ANSWER_MAX = 8 * 1024 * 1024,
	PROBE_MS = 3000, /* for all tokens together */
	PROBE_BATCH = 32,
	HOUR_MS = 3600 * 1000,
	MINUTE_MS = 60 * 1000,
	PAUSE_MIN_MS = 1000, /* of a limit, whatever GitHub says */
	COST_MAX = 5000, /* more is not believed */
};

static const char *const endpoint_names[] = {
	[GITHUB_EP_PROFILE] = "profile",
	[GITHUB_EP_REPOSITORIES] = "repositories",
	[GITHUB_EP_CONTRIBUTIONS] = "contributions",
	[GITHUB_EP_COMMITS] = "commits",
	[GITHUB_EP_RATE] = "rate_limit",
	[GITHUB_EP_USER] = "user",
	[GITHUB_EP_REPOS] = "repos",
	[GITHUB_EP_EVENTS] = "events",
	[GITHUB_EP_HISTORY] = "history",
	[GITHUB_EP_REPOSITORY] = "repository",
	[GITHUB_EP_GIST] = "gist",
	[GITHUB_EP_SEARCH] = "search",
	[GITHUB_EP_AFFILIATED] = "affiliated",
	[GITHUB_EP_COUNTS] = "counts",
};

/* What one answer means for the call and for its token. */
enum verdict { V_OK, V_PARTIAL, V_SAME, V_NOT_FOUND, V_DEAD, V_SUSPENDED, V_PRIMARY, V_SECONDARY, V_REFUSED, V_RETRY, V_SILENT };

static const struct {
	const char *status;
	enum err err;
	bool again; /* ask again: after a pause (V_RETRY) or with another token */
	enum github_outcome outcome;
} verdicts[] = {
	[V_OK] = { "ok", OK, false, GITHUB_DONE },
	[V_PARTIAL] = { "partial", OK, false, GITHUB_DONE },
	[V_SAME] = { "not_modified", OK, false, GITHUB_DONE },
	[V_NOT_FOUND] = { "not_found", ERR_NOT_FOUND, false, GITHUB_DONE },
	[V_DEAD] = { "unauthorized", ERR_AUTH, true, GITHUB_DEAD },
	[V_SUSPENDED] = { "unauthorized", ERR_AUTH, true, GITHUB_SUSPENDED },
	[V_PRIMARY] = { "limited", ERR_LIMIT, true, GITHUB_PRIMARY },
	[V_SECONDARY] = { "limited", ERR_LIMIT, true, GITHUB_SECONDARY },
	[V_REFUSED] = { "error", ERR_UPSTREAM, false, GITHUB_DONE },
	[V_RETRY] = { "error", ERR_UPSTREAM, true, GITHUB_DONE },
	[V_SILENT] = { "timeout", ERR_TIMEOUT, false, GITHUB_DONE },
};

static bool is_dead(enum verdict v)
{
	return v == V_DEAD || v == V_SUSPENDED;
}

/* ---- reading an answer */

static int64_t header_number(const struct http_response *r, const char *name)
{
	char text[32];
	int64_t n;
	return http_response_header(r, name, text, sizeof(text)) && parse_i64(text, 0, INT64_C(1) << 40, &n) ? n : -1;
}

/* A Unix time of the server, as ms from now on the server's own clock. */
static int64_t until_ms(const struct http_response *r, int64_t unix_s)
{
	int64_t date = http_response_date(r);
	int64_t ms = unix_s * 1000 - (date >= 0 ? date : clock_now());
	return ms > 0 ? ms : 0;
}

static struct github_rate read_rate(const struct http_response *r)
{
	struct github_rate rate = {
		.limit = header_number(r, "x-ratelimit-limit"),
		.remaining = header_number(r, "x-ratelimit-remaining"),
		.reset_in_ms = header_number(r, "x-ratelimit-reset"),
		.retry_after_ms = header_number(r, "retry-after"),
	};
	if (rate.reset_in_ms >= 0)
		rate.reset_in_ms = until_ms(r, rate.reset_in_ms);
	if (rate.retry_after_ms > HOUR_MS / 1000)
		rate.retry_after_ms = HOUR_MS / 1000;
	if (rate.retry_after_ms >= 0)
		rate.retry_after_ms *= 1000;
	return rate;
}

static bool contains(const char *text, const char *part)
{
	size_t n = strlen(part);
	for (; *text; text++) {
		size_t i = 0;
		while (i < n && ascii_lower(text[i]) == part[i])
			i++;
		if (i == n)
			return true;
	}
	return false;
}

/* 403 and 429 say four things; the body's words and the headers tell which. */
static enum verdict judge_refusal(const struct http_response *r, const struct github_rate *rate)
{
	if (contains(r->body, "suspended"))
		return V_SUSPENDED;
	if (contains(r->body, "secondary") || contains(r->body, "abuse"))
		return V_SECONDARY;
	if (rate->remaining == 0)
		return V_PRIMARY;
	if (rate->retry_after_ms >= 0 || r->status == 429)
		return V_SECONDARY;
	return contains(r->body, "rate limit") ? V_PRIMARY : V_REFUSED;
}

static enum verdict judge_status(const struct http_response *r, const struct github_rate *rate)
{
	if (r->err == ERR_TIMEOUT)
		return V_SILENT;
	if (r->err == ERR_UPSTREAM)
		return V_RETRY;
	if (r->err)
		return V_REFUSED;
	if (r->status == 200)
		return V_OK;
	if (r->status == 304)
		return V_SAME;
	if (r->status == 401)
		return V_DEAD;
	if (r->status == 403 || r->status == 429)
		return judge_refusal(r, rate);
	if (r->status == 301 || r->status == 404 || r->status == 410 || r->status == 451)
		return V_NOT_FOUND; /* moved, never there, gone, taken down */
	return r->status >= 500 ? V_RETRY : V_REFUSED;
}

static bool is_limit(struct json_object *error, const struct github_rate *rate)
{
	const char *type = json_str(error, "type", "");
	if (str_eq(type, "RATE_LIMIT") || str_eq(type, "RATE_LIMITED") ||
		str_eq(json_str(error, "code", ""), "graphql_rate_limit"))
		return true;
	return (rate->remaining <= 0 || !*type) && contains(json_str(error, "message", ""), "rate limit");
}

/* A GraphQL answer of status 200. */
static enum verdict judge_graphql(struct json_object *root, const struct github_rate *rate)
{
	struct json_object *errors = json_get(root, "errors"), *data = json_get(root, "data");
	for (size_t i = 0; i < json_len(errors); i++)
		if (is_limit(json_at(errors, i), rate))
			return contains(json_str(json_at(errors, i), "message", ""), "secondary") ? V_SECONDARY
				: V_PRIMARY;
	if (!json_object_is_type(data, json_type_object))
		return json_len(errors) ? V_REFUSED : V_RETRY;
	return json_len(errors) ? V_PARTIAL : V_OK;
}

static void explain(struct github_call *call, const struct http_response *r, enum verdict v)
{
	struct json_object *first = json_at(json_get(call->root, "errors"), 0);
	if (v == V_SILENT)
		snprintf(call->reason, sizeof(call->reason), "GitHub was silent");
	else if (v == V_PRIMARY)
		snprintf(call->reason, sizeof(call->reason), GITHUB_LIMIT_TEXT);
	else if (v == V_SECONDARY)
		snprintf(call->reason, sizeof(call->reason), GITHUB_PAUSE_TEXT);
	else if (is_dead(v))
		snprintf(call->reason, sizeof(call->reason), "GitHub refuses the token");
	else if (r->err)
		snprintf(call->reason, sizeof(call->reason), "GitHub cannot be reached: %s", r->reason);
	else if (first) /* its words may name the login or repeat the token: neither is for logs or visitors */
		snprintf(call->reason, sizeof(call->reason), "GitHub refuses the question: %s", github_error_type(first));
	else if (r->status == 200)
		snprintf(call->reason, sizeof(call->reason), "GitHub answered nonsense");
	else
		snprintf(call->reason, sizeof(call->reason), "GitHub answered with status %d", r->status);
}

static enum verdict judge(struct github_call *call, const struct http_response *r, const struct github_rate *rate)
{
	enum verdict v = judge_status(r, rate);
	if (v != V_OK)
		return v;
	struct err_note note;
	if (json_parse(&note, r->body, r->len, JSON_DEPTH_DEEP, &call->root))
		return V_RETRY;
	return call->body ? judge_graphql(call->root, rate) : V_OK;
}

/* ---- one round of requests */

struct attempt {
	struct github_call *call;
	struct github_lease lease;
	struct http_header headers[4];
	char etag[GITHUB_ETAG_MAX];
};

static void observe(struct github *gh, enum github_endpoint endpoint, enum verdict v, int64_t us)
{
	atomic_fetch_add(&gh->requests, 1);
	if (verdicts[v].err && v != V_NOT_FOUND)
		atomic_fetch_add(&gh->failures, 1);
	if (v == V_SAME)
		atomic_fetch_add(&gh->not_modified, 1);
	if (gh->observe)
		gh->observe(gh->observe_ctx, endpoint_names[endpoint], verdicts[v].status, us);
}

static void fail(struct github_call *call, enum err err, int64_t wait_ms, const char *reason)
{
	call->err = err;
	call->retry_after = (int)((wait_ms + 999) / 1000);
	if (reason)
		snprintf(call->reason, sizeof(call->reason), "%.150s", reason);
	call->pending = false;
}

static _Atomic int64_t *pause_of(struct github *gh, const struct github_call *call)
{
	return &gh->rest_paused_until[call->is_search];
}

/* Who asks, and how long he has to wait first. ERR_AUTH: nobody. */
static enum err choose_asker(struct err_note *note, struct github *gh, struct attempt *t, int64_t now, int64_t *ret_wait)
{
	struct github_call *call = t->call;
	enum err err = ERR_AUTH;
	if (call->body || call->is_search) {
		enum github_budget budget = call->body ? GITHUB_GRAPHQL : GITHUB_SEARCH;
		err = github_tokens_take(note, gh->tokens, budget, now, call->body ? call->points : 1, &t->lease);
		*ret_wait = err ? (int64_t)note->retry_after * 1000 : 0;
	}
	call->authorized = err != ERR_AUTH;
	if (call->authorized || call->body)
		return err == ERR_AUTH ? err : OK;
	int64_t until = atomic_load(pause_of(gh, call));
	*ret_wait = until > now ? until - now : 0;
	return OK;
}

/* A lease for the call, or the moment to try again, or the end of it. */
static bool admit(struct github *gh, struct attempt *t, int64_t now, int64_t deadline)
{
	struct github_call *call = t->call;
	struct err_note note = { .code = OK, .text = GITHUB_LIMIT_TEXT };
	int64_t wait = 0;
	enum err err = choose_asker(&note, gh, t, now, &wait);
	if (err) {
		fail(call, err, 0, note.text);
		return false;
	}
	if (wait == 0)
		return true;
	if (wait <= PATIENCE_MS && now + wait < deadline)
		call->next_at = now + wait;
	else
		fail(call, ERR_LIMIT, wait, call->authorized ? note.text : GITHUB_LIMIT_TEXT);
	return false;
}

static void request_init(struct github *gh, struct arena *a, struct attempt *t, int64_t deadline,
	struct http_request *ret_request)
{
	struct github_call *call = t->call;
	size_t n = 0;
	t->headers[n++] = (struct http_header){ "Accept",
		call->body ? "application/json" : "application/vnd.github+json" };
	if (call->authorized)
		t->headers[n++] = (struct http_header){ "Authorization", t->lease.authorization };
	if (call->body) {
		t->headers[n++] = (struct http_header){ "Content-Type", "application/json" };
	} else {
		t->headers[n++] = (struct http_header){ "X-GitHub-Api-Version", "2022-11-28" };
		if (github_etag_find(gh->etags, clock_monotonic(), call->path, t->etag))
			t->headers[n++] = (struct http_header){ "If-None-Match", t->etag };
	}
	*ret_request = (struct http_request){ .url = call->body ? gh->graphql
			: arena_printf(a, "%s%s", gh->rest, call->path),
		.headers = t->headers, .n_headers = n, .body = call->body, .body_len = call->body ? strlen(call->body) : 0,
		.timeout_ms = gh->conf->github_timeout, .deadline = deadline,
		.since = deadline - gh->conf->github_deadline, .max_bytes = ANSWER_MAX, .allow_http = gh->allow_http, .allow_private = true };
}

static void pause_rest(struct github *gh, const struct github_call *call, int64_t now, enum verdict v,
	const struct github_rate *rate)
{
	int64_t ms = 0;
	if (v == V_SECONDARY)
		ms = rate->retry_after_ms >= 0 ? rate->retry_after_ms : MINUTE_MS;
	else if (v == V_PRIMARY || rate->remaining == 0)
		ms = rate->reset_in_ms >= 0 ? rate->reset_in_ms : call->is_search ? MINUTE_MS : HOUR_MS;
	if (verdicts[v].outcome != GITHUB_DONE && ms < PAUSE_MIN_MS)
		ms = PAUSE_MIN_MS;
	if (ms > 0)
		atomic_store(pause_of(gh, call), now + ms);
}

/* REST: remember a new answer, recall a confirmed one. */
static enum verdict revalidate(struct github *gh, struct github_call *call, const struct http_response *r,
	enum verdict v)
{
	char etag[GITHUB_ETAG_MAX];
	int64_t now = clock_monotonic();
	if (v == V_OK && http_response_header(r, "etag", etag, sizeof(etag)))
		github_etag_store(gh->etags, now, call->path, etag, r->body, r->len);
	if (v == V_SAME && !github_etag_body(gh->etags, now, call->path, &call->root))
		return V_RETRY; /* forgotten in between: the next request asks without the tag */
	return v;
}

/* Money and good name: what the answer says of him who asked. */
static void settle_asker(struct github *gh, struct attempt *t, enum verdict v, const struct github_rate *rate)
{
	struct github_call *call = t->call;
	int64_t now = clock_monotonic();
	if (!call->authorized) {
		pause_rest(gh, call, now, v, rate);
		return;
	}
	struct json_object *data = call->body ? json_get(call->root, "data") : NULL;
	int64_t cost = json_int(json_get(data, "rateLimit"), "cost", 0);
	call->cost = cost > 0 && cost <= COST_MAX ? (int)cost : 0;
	github_tokens_give(gh->tokens, &t->lease, now, verdicts[v].outcome, rate,
		json_str(json_get(data, "viewer"), "login", NULL));
}

static void settle(struct github *gh, struct attempt *t, const struct http_response *r, int64_t deadline)
{
	struct github_call *call = t->call;
	struct github_rate rate = read_rate(r);
	enum verdict v = judge(call, r, &rate);
	if (!call->body)
		v = revalidate(gh, call, r, v);
	if (is_dead(v) && !call->authorized)
		v = V_REFUSED;
	if (verdicts[v].err)
		explain(call, r, v);
	observe(gh, call->endpoint, v, r->us);
	settle_asker(gh, t, v, &rate);
	call->err = verdicts[v].err;
	call->status = r->status;
	call->pending = verdicts[v].again;
	if (!verdicts[v].err) {
		atomic_fetch_add(&gh->points, call->cost);
		return;
	}
	github_call_drop(call);
	if (v == V_RETRY) {
		int64_t pause = (int64_t)BACKOFF_MS << call->attempts;
		call->next_at = clock_monotonic() + pause + (int64_t)random_below((uint64_t)pause / 10 + 1);
		call->pending = !call->once && call->attempts < RETRIES && call->next_at < deadline;
		call->attempts++;
	}
}

static void nap(int64_t ms)
{
	struct timespec t = { .tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000 };
	(void)nanosleep(&t, NULL);
}

/* Calls whose time has come are sent; yields ms to sleep when none is due. */
static int64_t send_due(struct github *gh, struct arena *a, struct github_call *calls, size_t n, int64_t deadline)
{
	struct attempt *attempts = arena_array(a, CALLS_MAX, sizeof(*attempts));
	struct http_request requests[CALLS_MAX];
	struct http_response responses[CALLS_MAX];
	size_t due = 0;
	int64_t now = clock_monotonic(), next = deadline;
	for (size_t i = 0; i < n; i++) {
		if (!calls[i].pending)
			continue;
		attempts[due].call = &calls[i];
		if (calls[i].next_at <= now && admit(gh, &attempts[due], now, deadline)) {
			request_init(gh, a, &attempts[due], deadline, &requests[due]);
			due++;
		} else if (calls[i].pending && calls[i].next_at < next) {
			next = calls[i].next_at;
		}
	}
	if (due == 0)
		return next > now ? next - now : 0;
	http_fetch_all(gh->fetcher, requests, due, responses);
	for (size_t i = 0; i < due; i++) {
		settle(gh, &attempts[i], &responses[i], deadline);
		http_response_release(&responses[i]);
	}
	return 0;
}

static bool is_pending(const struct github_call *calls, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (calls[i].pending)
			return true;
	return false;
}

void github_ask(struct github *gh, struct arena *a, struct github_call *calls, size_t n, int64_t deadline)
{
	assert(n <= CALLS_MAX);
	for (size_t i = 0; i < n; i++) {
		calls[i].pending = true;
		calls[i].err = ERR_TIMEOUT;
	}
	while (is_pending(calls, n) && clock_monotonic() < deadline) {
		int64_t ms = send_due(gh, a, calls, n, deadline);
		if (ms > 0 && is_pending(calls, n))
			nap(ms);
	}
	for (size_t i = 0; i < n; i++)
		if (calls[i].err == ERR_TIMEOUT && !calls[i].reason[0])
			snprintf(calls[i].reason, sizeof(calls[i].reason), "GitHub was silent");
}

enum err github_call_err(struct err_note *note, const struct github_call *call)
{
	enum err err = err_set(note, call->err, "%s", call->reason);
	if (note)
		note->retry_after = call->retry_after;
	return err;
}

const char *github_call_reason(const struct github_call *call)
{
	return call->err == ERR_LIMIT ? "RATE_LIMIT" : call->err == ERR_TIMEOUT ? "TIMEOUT"
		: call->err == ERR_AUTH ? "UNAUTHORIZED" : "UPSTREAM";
}

void github_call_drop(struct github_call *call)
{
	json_object_put(call->root);
	call->root = NULL;
}

/* ---- what tokens have left */

/* The document of /rate_limit; a server without limits answers 404, and its tokens stay as they are. */
static void learn(struct github *gh, struct github_lease *lease, const struct http_response *r)
{
	struct github_rate none = { -1, -1, -1, -1 }, rate = none;
	struct github_rate headers = read_rate(r);
	enum verdict v = judge_status(r, &headers);
	CLEAN_JSON struct json_object *root = NULL;
	struct err_note note;
	if (v == V_OK && json_parse(&note, r->body, r->len, JSON_DEPTH, &root) == OK) {
		struct json_object *graphql = json_path(root, "resources.graphql");
		rate.limit = json_int(graphql, "limit", -1);
		rate.remaining = json_int(graphql, "remaining", -1);
		int64_t reset = json_int(graphql, "reset", -1);
		rate.reset_in_ms = reset > 0 && reset < INT64_C(1) << 40 ? until_ms(r, reset) : -1;
	}
	observe(gh, GITHUB_EP_RATE, v, r->us);
	github_tokens_give(gh->tokens, lease, clock_monotonic(), is_dead(v) ? verdicts[v].outcome : GITHUB_DONE, &rate, NULL);
}

static void probe_some(struct github *gh, struct arena *a, int first, int n, int64_t deadline)
{
	struct github_lease *leases = arena_array(a, PROBE_BATCH, sizeof(*leases));
	struct http_header *headers = arena_array(a, PROBE_BATCH, sizeof(*headers));
	struct http_request *requests = arena_array(a, PROBE_BATCH, sizeof(*requests));
	struct http_response *responses = arena_array(a, PROBE_BATCH, sizeof(*responses));
	size_t sent = 0;
	int64_t timeout = gh->conf->github_timeout < PROBE_MS ? gh->conf->github_timeout : PROBE_MS;
	for (int i = first; i < first + n; i++) {
		if (github_tokens_take_one(gh->tokens, i, &leases[sent]))
			continue;
		headers[sent] = (struct http_header){ "Authorization", leases[sent].authorization };
		requests[sent] = (struct http_request){ .url = arena_printf(a, "%s/rate_limit", gh->rest),
			.headers = &headers[sent], .n_headers = 1, .timeout_ms = timeout, .deadline = deadline,
			.allow_http = gh->allow_http, .allow_private = true };
		sent++;
	}
	http_fetch_all(gh->fetcher, requests, sent, responses);
	for (size_t i = 0; i < sent; i++) {
		learn(gh, &leases[i], &responses[i]);
		http_response_release(&responses[i]);
	}
}

void github_probe(struct github *gh, struct arena *a)
{
	(void)pthread_mutex_lock(&gh->probe_lock);
	int n = gh->probed ? 0 : github_tokens_count(gh->tokens);
	int64_t deadline = clock_monotonic() + PROBE_MS;
	for (int i = 0; i < n && clock_monotonic() < deadline; i += PROBE_BATCH)
		probe_some(gh, a, i, n - i < PROBE_BATCH ? n - i : PROBE_BATCH, deadline);
	gh->probed = true;
	(void)pthread_mutex_unlock(&gh->probe_lock);
}
