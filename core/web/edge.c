/* Threads around libfcgi. */
#include "config.h"

#include "core/web/edge.h"

#include "core/base/arena.h"
#include "core/base/clock.h"
#include "core/base/conf.h"
#include "core/base/log.h"
#include "core/base/metrics.h"
#include "core/base/str.h"
#include "core/web/app.h"
#include "core/web/gate.h"

#include <errno.h>
#include <fcgiapp.h>
#include <link.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>
#include "core/base/banned.h"

enum {
	LISTEN_FD = 0,
	WAKE_MS = 100,
	HEAD_MAX = 16 * 1024,
	DISCARD_BYTES = 4096,
	DISCARD_MAX = 1 << 20,
	PEER_S = 30,
	WORKER_HOME = 2048,
	PROCESS_HOME = 256 << 20,
	RUNNING_EACH_CORE = 8, /* that wait for memcached, a lock, a disk, beside the one that works */
	HEAPS = 2,
	CHUNKS_KEPT = 16 /* 4 MiB; more threads than these seldom draw or parse at once, most wait */
};

struct process {
	const struct web_app *app;
	atomic_bool stop;
	atomic_int failed; /* threads that could not go on */
	atomic_llong served;
};

struct thread {
	struct process *process;
	pthread_t id;
	bool joined;
	void *worker;
	bool worker_made;
	struct arena home;  /* the worker's own, until the end */
	struct arena arena; /* of one request */
	struct err_note note;
};

/* An accept() in progress returns EINTR; nothing else is to be done. */
static void on_wake(int sig)
{
	(void)sig;
}

static const char *fcgi_param(void *ctx, const char *name)
{
	FCGX_Request *request = ctx;
	return FCGX_GetParam(name, request->envp);
}

static enum err read_body(struct req *rq, FCGX_Request *request, const struct req_env *env)
{
	uint64_t declared;
	TRY(req_body_length(rq->note, env, &declared));
	if (declared > (uint64_t)rq->app->conf->body_max) {
		rq->body_refused = true;
		return OK;
	}
	char *body = arena_alloc(rq->arena, (size_t)declared + 1);
	int n = FCGX_GetStr(body, (int)declared, request->in);
	rq->body = body;
	rq->body_len = n > 0 ? (size_t)n : 0;
	if (rq->body_len != declared)
		return err_set(rq->note, ERR_INVALID, "the body ended early");
	return OK;
}

/* Closing with unread bytes would cut off the answer, so what is not wanted is read, too; within bounds. */
static void discard(FCGX_Request *request)
{
	char trash[DISCARD_BYTES];
	for (int left = DISCARD_MAX; left > 0; left -= DISCARD_BYTES)
		if (FCGX_GetStr(trash, sizeof(trash), request->in) < (int)sizeof(trash))
			return;
}

static enum err thread_worker(struct thread *t)
{
	const struct web_app *app = t->process->app;
	if (t->worker_made || !app->worker_new)
		return OK;
	TRY(app->worker_new(&t->note, app, &t->home, &t->worker));
	t->worker_made = true;
	return OK;
}

static void account(const struct req *rq, const char *endpoint, size_t bytes)
{
	struct metrics *m = rq->app->metrics;
	int64_t us = clock_monotonic_us() - rq->started_us;
	char status[8], took[32], size[24];
	(void)snprintf(status, sizeof(status), "%d", rq->resp.status);
	(void)snprintf(took, sizeof(took), "%.1f", (double)us / 1000);
	(void)snprintf(size, sizeof(size), "%zu", bytes);
	metrics_add(m, METRIC_HTTP_REQUESTS, 1, web_method_name(rq->method), endpoint, status);
	metrics_observe(m, METRIC_HTTP_SECONDS, us, web_method_name(rq->method), endpoint);
	log_line(LOG_INFO, "req", rq->id, "method", web_method_name(rq->method), "route", endpoint, "status", status,
		"ms", took, "bytes", size, NULL);
}

static void serve(struct thread *t, FCGX_Request *request)
{
	const struct req_env env = { .get = fcgi_param, .ctx = request };
	const struct web_app *app = t->process->app;
	struct req *rq = arena_alloc(&t->arena, sizeof(*rq));
	rq->arena = &t->arena;
	rq->note = &t->note;
	rq->app = app;
	err_clear(&t->note);
	metrics_gauge_add(app->metrics, METRIC_WORKER_BUSY, 1);
	if (req_read(rq, &env, &app->key) == OK)
		(void)read_body(rq, request, &env);
	discard(request);
	(void)thread_worker(t); /* for what cannot be read, too: its error may be drawn */
	rq->worker = t->worker;
	web_dispatch(rq);

	struct str out;
	str_init(&out, &t->arena, HEAD_MAX + rq->resp.len);
	resp_write(rq, &out);
	if (out.over) {
		log_line(LOG_ERROR, "req", rq->id, "msg", "the answer does not fit", NULL);
		str_reset(&out);
		str_addz(&out, "Status: 500\r\nContent-Length: 0\r\n\r\n");
	}
	if (FCGX_PutStr(out.buf, (int)out.len, request->out) != (int)out.len)
		log_line(LOG_DEBUG, "req", rq->id, "msg", "the client went away", NULL);
	request->keepConnection = 0;
	FCGX_Finish_r(request);
	account(rq, rq->route ? rq->route->pattern : "other", out.len);
	metrics_gauge_add(app->metrics, METRIC_WORKER_BUSY, -1);
	arena_reset(&t->arena);
}

static void wake_mask(int how)
{
	sigset_t set;
	(void)sigemptyset(&set);
	(void)sigaddset(&set, SIGUSR2);
	(void)pthread_sigmask(how, &set, NULL);
}

static int take_connection(struct process *p)
{
	wake_mask(SIG_UNBLOCK);
	int fd = atomic_load(&p->stop) ? -1 : accept4(LISTEN_FD, NULL, NULL, SOCK_CLOEXEC);
	int why = errno;
	if (fd < 0 && (why == EMFILE || why == ENFILE || why == ENOBUFS || why == ENOMEM) && !atomic_load(&p->stop)) {
		log_line(LOG_WARNING, "msg", "no file or memory left for a connection: waiting 1 s", NULL);
		(void)nanosleep(&(struct timespec){ .tv_sec = 1 }, NULL);
		why = EINTR;
	}
	wake_mask(SIG_BLOCK);
	errno = why;
	return fd;
}

/* nginx has the whole request before it calls, so a peer that is silent for so long has failed: no thread waits on. */
static void limit_patience(int fd)
{
	const struct timeval patience = { .tv_sec = PEER_S };
	(void)setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	(void)setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
}

static bool passing(int why)
{
	return why == EINTR || why == ECONNABORTED || why == EAGAIN || why == EPROTO;
}

static void *thread_main(void *arg)
{
	struct thread *t = arg;
	struct process *p = t->process;
	long long limit = p->app->conf->requests_per_process;
	FCGX_Request request;
	if (FCGX_InitRequest(&request, -1, 0))
		abort();
	metrics_gauge_add(p->app->metrics, METRIC_WORKERS, 1);
	while (!atomic_load(&p->stop) && gate_enter(p->app->gate)) {
		int fd = take_connection(p);
		if (fd < 0)
			gate_missed(p->app->gate);
		if (fd < 0 && atomic_load(&p->stop))
			break;
		if (fd < 0 && passing(errno))
			continue;
		if (fd < 0) {
			log_line(LOG_ERROR, "msg", "the listening socket does not accept", NULL);
			atomic_fetch_add(&p->failed, 1);
			(void)kill(getpid(), SIGTERM);
			break;
		}
		gate_taken(p->app->gate);
		limit_patience(fd);
		request.ipcFd = fd;
		request.keepConnection = 1; /* so that Accept_r takes it as it is */
		FCGX_Detach(&request);
		if (FCGX_Accept_r(&request)) { /* the peer left before its request was whole */
			FCGX_Finish_r(&request);
			gate_done(p->app->gate);
			continue;
		}
		serve(t, &request);
		gate_done(p->app->gate);
		if (limit && atomic_fetch_add(&p->served, 1) + 1 == limit)
			(void)kill(getpid(), SIGTERM);
	}
	metrics_gauge_add(p->app->metrics, METRIC_WORKERS, -1);
	if (t->worker_made && p->app->worker_free)
		p->app->worker_free(t->worker);
	arena_release(&t->arena);
	arena_release(&t->home);
	return NULL;
}

static size_t start_threads(struct process *p, struct thread *threads, size_t n)
{
	pthread_attr_t attr;
	size_t started = 0;
	if (pthread_attr_init(&attr) || pthread_attr_setstacksize(&attr, (size_t)THREAD_STACK_KIB * 1024))
		abort();
	for (; started < n; started++) {
		struct thread *t = &threads[started];
		t->process = p;
		arena_init_pooled(&t->arena, (size_t)p->app->conf->arena_max, p->app->chunks);
		arena_init(&t->home, WORKER_HOME);
		if (pthread_create(&t->id, &attr, thread_main, t))
			break;
	}
	(void)pthread_attr_destroy(&attr);
	return started;
}

/* Wake every thread until all have ended or the limit is over; true: all have. */
static bool join_all(struct thread *threads, size_t n, int64_t until)
{
	for (;;) {
		size_t left = 0;
		for (size_t i = 0; i < n; i++) {
			if (threads[i].joined)
				continue;
			if (pthread_tryjoin_np(threads[i].id, NULL) == 0) {
				threads[i].joined = true;
				continue;
			}
			(void)pthread_kill(threads[i].id, SIGUSR2);
			left++;
		}
		if (!left)
			return true;
		if (clock_monotonic() >= until)
			return false;
		(void)nanosleep(&(struct timespec){ .tv_nsec = left == n ? 1000000 : WAKE_MS * 100000L }, NULL);
	}
}

static void wait_for_term(void)
{
	sigset_t set;
	int sig = 0;
	(void)sigemptyset(&set);
	(void)sigaddset(&set, SIGTERM);
	(void)sigaddset(&set, SIGINT);
	while (sigwait(&set, &sig))
		;
}

/* Pages of code and tables that were read to link and to start; what is needed again comes from the system's cache. */
static int drop_pages(struct dl_phdr_info *info, size_t size, void *ctx)
{
	const uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
	(void)size;
	(void)ctx;
	for (int i = 0; *info->dlpi_name && i < info->dlpi_phnum; i++) {
		const ElfW(Phdr) *part = &info->dlpi_phdr[i];
		if (part->p_type != PT_LOAD || part->p_flags & PF_W)
			continue;
		uintptr_t from = (info->dlpi_addr + part->p_vaddr) & ~(page - 1);
		uintptr_t to = (info->dlpi_addr + part->p_vaddr + part->p_memsz + page - 1) & ~(page - 1);
		(void)madvise((void *)from, to - from, MADV_DONTNEED);
	}
	return 0;
}

static size_t cores(void)
{
	long n = sysconf(_SC_NPROCESSORS_ONLN);
	return n > 0 ? (size_t)n : 1;
}

int edge_run(struct web_app *app, int slot)
{
	struct process p = { .app = app };
	struct err_note note = { .code = OK };
	struct arena home;
	int processes, n;
	struct sigaction wake = { .sa_handler = on_wake }; /* no SA_RESTART */
	if (FCGX_Init() || sigaction(SIGUSR2, &wake, NULL))
		abort();
	app->size(app->conf, &processes, &n);
	metrics_attach(app->metrics, slot);
	arena_share_heaps(HEAPS);
	app->chunks = arena_pool_new(CHUNKS_KEPT);
	app->gate = gate_new(RUNNING_EACH_CORE * cores());
	arena_init(&home, PROCESS_HOME);
	if (app->process_new && app->process_new(&note, app, &home, &app->process)) {
		log_line(LOG_ERROR, "msg", note.text, NULL);
		return 1;
	}
	if (app->process_start)
		app->process_start(app->process);
	(void)dl_iterate_phdr(drop_pages, NULL);
	struct thread *threads = arena_array(&home, (size_t)n, sizeof(*threads));
	size_t started = start_threads(&p, threads, (size_t)n);
	if (started < (size_t)n) {
		log_line(LOG_ERROR, "msg", "not all threads could be started", NULL);
		atomic_fetch_add(&p.failed, 1);
	} else {
		wait_for_term();
	}
	atomic_store(&p.stop, true);
	gate_stop(app->gate);
	if (!join_all(threads, started, clock_monotonic() + app->conf->drain_limit)) {
		log_line(LOG_WARNING, "msg", "requests were under way beyond drain_limit", NULL);
		_exit(1);
	}
	if (app->process_free)
		app->process_free(app->process);
	arena_release(&home);
	arena_pool_free(app->chunks);
	gate_free(app->gate);
	return atomic_load(&p.failed) ? 1 : 0;
}
