/* Fetches that outlive the request that began them. Threads come with the work and go when there is none. */
#include "config.h"

#include "core/base/arena.h"
#include "core/base/clock.h"
#include "core/base/conf.h"
#include "core/base/hash.h"
#include "core/base/log.h"
#include "core/base/str.h"
#include "core/web/gate.h"
#include "fcgi/scope.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include "core/base/banned.h"

enum {
	THREADS_MIN = 2, /* stay, however quiet it is */
	JOBS_EACH = 4,	 /* a thread that can be: a card needs several sections */
	WHO_BYTES = 72,
	GIVE_UP_S = 2,
	KEEP_MS = 120000, /* a result nobody has seen, for who asks again: the cache may be away */
	SLACK_MS = 5000,
	TICK_MS = 20000,
	TIDY_MS = 60000,
	WORKER_HOME = 2048
};

enum job_state { JOB_FREE, JOB_QUEUED, JOB_RUNNING, JOB_DONE };

struct job {
	enum job_state state;
	int waiters;
	uint64_t hash; /* of key */
	uint64_t order; /* of arrival */
	char key[SECTION_KEY_BYTES], who[WHO_BYTES];
	struct section_ask ask; /* its strings live in home */
	struct quota quota;
	struct arena home;  /* of the ask */
	struct arena arena; /* of the result */
	const void *bytes;
	size_t len;
	enum err err;
	struct err_note note;
	pthread_cond_t done;
	bool seen;	/* somebody got the result */
	int64_t ended;	/* clock_monotonic() */
};

struct background {
	struct scope *scope;
	pthread_mutex_t lock;
	pthread_cond_t work, ended;
	struct job *jobs; /* under lock, but for the running thread's own result */
	size_t n_jobs;
	uint64_t next_order;
	int64_t tidied; /* clock_monotonic() */
	int n_threads, n_idle, n_queued, threads_max;
	bool stop;
};

static struct job *next_job(struct background *b)
{
	struct job *first = NULL;
	for (size_t i = 0; i < b->n_jobs && b->n_queued; i++)
		if (b->jobs[i].state == JOB_QUEUED && (!first || b->jobs[i].order < first->order))
			first = &b->jobs[i];
	return first;
}

/* Under the lock. */
static void free_job(struct job *j)
{
	arena_release(&j->arena);
	arena_release(&j->home);
	j->state = JOB_FREE;
}

/* Under the lock. Whether a result is still good for somebody, though nobody waits. */
static bool is_kept(const struct job *j)
{
	return !j->seen && !j->err && clock_monotonic() - j->ended < KEEP_MS;
}

/* Under the lock. */
static void drop(struct job *j)
{
	if (j->state == JOB_DONE && !j->waiters && !is_kept(j))
		free_job(j);
}

/* Under the lock. *ret_free: where a new one can stand; a result that was kept longest makes room for it. */
static struct job *find_job(struct background *b, const char *key, uint64_t hash, struct job **ret_free)
{
	struct job *spare = NULL;
	for (size_t i = 0; i < b->n_jobs; i++) {
		struct job *j = &b->jobs[i];
		drop(j);
		if (j->state != JOB_FREE && j->hash == hash && str_eq(j->key, key) && (j->state != JOB_DONE || is_kept(j)))
			return j;
		if (j->state == JOB_FREE && (!spare || spare->state != JOB_FREE))
			spare = j;
		if (j->state == JOB_DONE && !j->waiters && (!spare || (spare->state == JOB_DONE && j->ended < spare->ended)))
			spare = j;
	}
	if (spare && spare->state == JOB_DONE)
		free_job(spare);
	*ret_free = spare;
	return NULL;
}

/* Everything but the job's state and waiters belongs to this thread while it runs. */
static void run(struct scope_worker *w, struct arena *a, struct job *j)
{
	const struct conf *conf = w->scope->app->conf;
	const void *bytes;
	size_t len;
	int64_t deadline = clock_monotonic() + conf->github_deadline + SLACK_MS;
	j->err = section_fetch(&j->note, w, a, &j->ask, &j->quota, deadline, &bytes, &len);
	if (j->err)
		return;
	arena_init(&j->arena, (size_t)conf->arena_max);
	j->bytes = arena_memdup(&j->arena, bytes, len);
	j->len = len;
}

/*
 * Wait for work; now and then, forget old results, bring the gauge of sessions up to date and give memory back. Under the
 * lock. false: this thread is one too many.
 */
static bool idle(struct background *b)
{
	const int64_t at = clock_monotonic() + TICK_MS;
	const struct timespec until = { .tv_sec = at / 1000, .tv_nsec = at % 1000 * 1000000 };
	b->n_idle++;
	int late = pthread_cond_timedwait(&b->work, &b->lock, &until);
	b->n_idle--;
	if (!late || b->stop || b->n_queued)
		return true;
	for (size_t i = 0; i < b->n_jobs; i++)
		drop(&b->jobs[i]);
	if (b->n_threads > THREADS_MIN)
		return false;
	scope_sessions_count(b->scope, false);
	if (clock_monotonic() - b->tidied < TIDY_MS)
		return true;
	b->tidied = clock_monotonic();
	(void)pthread_mutex_unlock(&b->lock);
	arena_give_back();
	(void)pthread_mutex_lock(&b->lock);
	return true;
}

/* Under the lock. */
static void work(struct background *b, struct scope_worker *w, struct arena *a)
{
	while (!b->stop) {
		struct job *j = next_job(b);
		if (!j) {
			if (!idle(b))
				return;
			continue;
		}
		j->state = JOB_RUNNING;
		b->n_queued--;
		(void)pthread_mutex_unlock(&b->lock);
		run(w, a, j);
		arena_reset(a);
		(void)pthread_mutex_lock(&b->lock);
		j->state = JOB_DONE;
		j->ended = clock_monotonic();
		(void)pthread_cond_broadcast(&j->done);
		drop(j);
	}
}

static void *background_main(void *arg)
{
	struct background *b = arg;
	struct err_note note = { .code = OK };
	struct arena arena, home;
	void *worker = NULL;
	arena_init(&home, WORKER_HOME);
	arena_init_pooled(&arena, (size_t)b->scope->app->conf->arena_max, b->scope->app->chunks);
	enum err e = scope_worker_new(&note, b->scope->app, &home, &worker);
	if (e)
		log_line(LOG_ERROR, "msg", note.text, NULL);
	(void)pthread_mutex_lock(&b->lock);
	if (!e)
		work(b, worker, &arena);
	(void)pthread_mutex_unlock(&b->lock);
	arena_release(&arena);
	if (!e)
		scope_worker_free(worker);
	arena_release(&home);
	(void)pthread_mutex_lock(&b->lock);
	b->n_threads--;
	(void)pthread_cond_broadcast(&b->ended);
	(void)pthread_mutex_unlock(&b->lock);
	return NULL;
}

/* One more thread where all have something to do. Under the lock. */
static void staff(struct background *b)
{
	pthread_attr_t attr;
	pthread_t thread;
	if (b->n_queued <= b->n_idle || b->n_threads >= b->threads_max)
		return;
	if (pthread_attr_init(&attr) || pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED) ||
		pthread_attr_setstacksize(&attr, (size_t)THREAD_STACK_KIB * 1024))
		abort();
	if (!pthread_create(&thread, &attr, background_main, b))
		b->n_threads++;
	(void)pthread_attr_destroy(&attr);
}

struct background *background_new(struct scope *s)
{
	struct background *b = arena_alloc(s->home, sizeof(*b));
	pthread_condattr_t clock;
	b->scope = s;
	b->threads_max = (int)s->app->conf->scope_threads;
	b->n_jobs = (size_t)b->threads_max * JOBS_EACH;
	b->jobs = calloc(b->n_jobs, sizeof(*b->jobs));
	if (!b->jobs || pthread_mutex_init(&b->lock, NULL) || pthread_condattr_init(&clock) ||
		pthread_condattr_setclock(&clock, CLOCK_MONOTONIC) || pthread_cond_init(&b->work, &clock) ||
		pthread_cond_init(&b->ended, &clock))
		abort();
	for (size_t i = 0; i < b->n_jobs; i++)
		if (pthread_cond_init(&b->jobs[i].done, &clock))
			abort();
	(void)pthread_condattr_destroy(&clock);
	(void)pthread_mutex_lock(&b->lock);
	b->n_queued = THREADS_MIN; /* as if there were work for the first ones */
	for (int i = 0; i < THREADS_MIN; i++)
		staff(b);
	b->n_queued = 0;
	(void)pthread_mutex_unlock(&b->lock);
	return b;
}

/* Nobody waits for what is still under way: it is given up after a moment. */
void background_free(struct background *b)
{
	if (!b)
		return;
	const int64_t at = clock_monotonic() + GIVE_UP_S * 1000;
	const struct timespec until = { .tv_sec = at / 1000, .tv_nsec = at % 1000 * 1000000 };
	(void)pthread_mutex_lock(&b->lock);
	b->stop = true;
	(void)pthread_cond_broadcast(&b->work);
	int late = 0;
	while (b->n_threads && !late)
		late = pthread_cond_timedwait(&b->ended, &b->lock, &until);
	if (b->n_threads) {
		log_line(LOG_INFO, "msg", "an analysis under way is given up", NULL);
		_exit(0);
	}
	(void)pthread_mutex_unlock(&b->lock);
	for (size_t i = 0; i < b->n_jobs; i++) {
		arena_release(&b->jobs[i].arena);
		arena_release(&b->jobs[i].home);
		(void)pthread_cond_destroy(&b->jobs[i].done);
	}
	free(b->jobs);
}

/* Under the lock. */
static void enqueue(struct background *b, struct job *j, const struct section_ask *ask, const char *key, uint64_t hash,
	const struct quota *quota)
{
	arena_init(&j->home, SECTION_KEY_BYTES * 4);
	j->arena = (struct arena){ .cap = 0 };
	j->ask = *ask;
	j->ask.id = arena_strdup(&j->home, ask->id);
	j->ask.more = arena_strdup(&j->home, ask->more);
	memcpy(j->key, key, strlen(key) + 1);
	memcpy(j->who, quota->who, strlen(quota->who) + 1);
	j->quota = *quota;
	j->quota.who = j->who;
	j->hash = hash;
	j->order = b->next_order++;
	j->err = OK;
	j->note = (struct err_note){ .code = OK };
	j->waiters = 0;
	j->seen = false;
	j->state = JOB_QUEUED;
	b->n_queued++;
	staff(b);
	(void)pthread_cond_signal(&b->work);
}

enum err background_start(struct err_note *note, struct background *b, const struct section_ask *ask,
	const struct quota *quota, struct job **ret_job)
{
	char key[SECTION_KEY_BYTES];
	struct job *spare;
	TRY(section_key(note, ask, key));
	if (strlen(quota->who) >= WHO_BYTES)
		return err_set(note, ERR_INVALID, "nobody who could pay");
	uint64_t hash = hash_fnv(key, strlen(key));
	(void)pthread_mutex_lock(&b->lock);
	struct job *j = find_job(b, key, hash, &spare);
	if (!j && spare)
		enqueue(b, j = spare, ask, key, hash, quota);
	if (j)
		j->waiters++;
	(void)pthread_mutex_unlock(&b->lock);
	if (!j)
		return err_set(note, ERR_BUSY, "too many analyses are under way");
	*ret_job = j;
	return OK;
}

enum err background_wait(struct err_note *note, struct background *b, struct job *j, struct arena *a, int64_t deadline,
	const void **ret_bytes, size_t *ret_len)
{
	const struct timespec until = { .tv_sec = deadline / 1000, .tv_nsec = deadline % 1000 * 1000000 };
	int late = 0;
	enum err e = ERR_TIMEOUT;
	(void)pthread_mutex_lock(&b->lock);
	bool wait = j->state != JOB_DONE;
	if (wait)
		gate_away(b->scope->app->gate);
	while (j->state != JOB_DONE && !late)
		late = pthread_cond_timedwait(&j->done, &b->lock, &until);
	if (wait)
		gate_back(b->scope->app->gate);
	if (j->state == JOB_DONE) {
		e = j->err;
		*note = j->note;
	} else {
		(void)err_field(note, ERR_TIMEOUT, BACKGROUND_PENDING, "the analysis is under way");
	}
	if (j->state == JOB_DONE && !e) {
		*ret_bytes = arena_memdup(a, j->bytes, j->len);
		*ret_len = j->len;
		j->seen = true;
	}
	j->waiters--;
	drop(j);
	(void)pthread_mutex_unlock(&b->lock);
	return e;
}
