/* Analyses that outlive the request that began them. */
#include "config.h"

#include "core/base/arena.h"
#include "core/base/clock.h"
#include "core/base/conf.h"
#include "core/base/log.h"
#include "core/base/str.h"
#include "fcgi/scope.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include "core/base/banned.h"

enum {
	THREADS = 16,
	JOBS = 256,
	LOGIN_BYTES = 64,
	WHO_BYTES = 72,
	GIVE_UP_S = 2,
	SLACK_MS = 5000,
	TICK_MS = 20000,
	TIDY_MS = 60000,
	WORKER_HOME = 1 << 20
};

enum job_state { JOB_FREE, JOB_QUEUED, JOB_RUNNING, JOB_DONE };

struct job {
	enum job_state state;
	int waiters;
	uint64_t order; /* of arrival */
	char login[LOGIN_BYTES], who[WHO_BYTES];
	struct quota quota;
	struct arena arena; /* of the result */
	const char *text;
	size_t len;
	enum err err;
	struct err_note note;
};

struct background {
	struct scope *scope;
	pthread_mutex_t lock;
	pthread_cond_t work, done;
	struct job jobs[JOBS]; /* under lock, but for the running thread's own result */
	uint64_t next_order;
	int64_t tidied; /* clock_monotonic() */
	bool stop;
	pthread_t threads[THREADS];
	int n_threads;
};

static struct job *next_job(struct background *b)
{
	struct job *first = NULL;
	for (size_t i = 0; i < JOBS; i++)
		if (b->jobs[i].state == JOB_QUEUED && (!first || b->jobs[i].order < first->order))
			first = &b->jobs[i];
	return first;
}

static struct job *find_job(struct background *b, const char *login, struct job **ret_free)
{
	*ret_free = NULL;
	for (size_t i = 0; i < JOBS; i++) {
		struct job *j = &b->jobs[i];
		if ((j->state == JOB_QUEUED || j->state == JOB_RUNNING) && str_eq_nocase(j->login, login))
			return j;
		if (j->state == JOB_FREE && !*ret_free)
			*ret_free = j;
	}
	return NULL;
}

/* Under the lock. */
static void drop(struct job *j)
{
	if (j->state != JOB_DONE || j->waiters)
		return;
	arena_release(&j->arena);
	*j = (struct job){ .state = JOB_FREE };
}

struct counting {
	struct scope_worker *w;
	struct arena *arena;
};

static void count(void *ctx, const struct profile *p)
{
	struct counting *c = ctx;
	struct err_note note = { .code = OK };
	struct report r;
	if (scope_report(&note, c->w, c->arena, p, NULL, &r) == OK)
		scope_record(c->w, &r, INSIGHT_CARD);
}

/* Everything but the job's state and waiters belongs to this thread while it runs. */
static void run(struct scope_worker *w, struct arena *a, struct job *j)
{
	const struct conf *conf = w->scope->app->conf;
	struct counting counting = { w, a };
	const char *text;
	int64_t deadline = clock_monotonic() + conf->github_deadline + SLACK_MS;
	j->err = scope_profile_text(&j->note, w, a, j->login, &j->quota, deadline, count, &counting, &text, &j->len);
	if (j->err)
		return;
	arena_init(&j->arena, (size_t)conf->arena_max);
	j->text = arena_strndup(&j->arena, text, j->len);
}

/* Wait for work; now and then, bring the gauge of sessions up to date and give memory back. Under the lock. */
static void idle(struct background *b)
{
	const int64_t at = clock_monotonic() + TICK_MS;
	const struct timespec until = { .tv_sec = at / 1000, .tv_nsec = at % 1000 * 1000000 };
	if (!pthread_cond_timedwait(&b->work, &b->lock, &until) || b->stop)
		return;
	scope_sessions_count(b->scope, false);
	if (clock_monotonic() - b->tidied < TIDY_MS)
		return;
	b->tidied = clock_monotonic();
	(void)pthread_mutex_unlock(&b->lock);
	arena_give_back();
	(void)pthread_mutex_lock(&b->lock);
}

static void *background_main(void *arg)
{
	struct background *b = arg;
	struct err_note note = { .code = OK };
	struct arena arena, home;
	void *worker = NULL;
	arena_init(&home, WORKER_HOME);
	if (scope_worker_new(&note, b->scope->app, &home, &worker)) {
		log_line(LOG_ERROR, "msg", note.text, NULL);
		arena_release(&home);
		return NULL;
	}
	arena_init(&arena, (size_t)b->scope->app->conf->arena_max);
	(void)pthread_mutex_lock(&b->lock);
	while (!b->stop) {
		struct job *j = next_job(b);
		if (!j) {
			idle(b);
			continue;
		}
		j->state = JOB_RUNNING;
		(void)pthread_mutex_unlock(&b->lock);
		run(worker, &arena, j);
		arena_reset(&arena);
		(void)pthread_mutex_lock(&b->lock);
		j->state = JOB_DONE;
		drop(j);
		(void)pthread_cond_broadcast(&b->done);
	}
	(void)pthread_mutex_unlock(&b->lock);
	arena_release(&arena);
	scope_worker_free(worker);
	arena_release(&home);
	return NULL;
}

struct background *background_new(struct scope *s)
{
	struct background *b = arena_alloc(s->home, sizeof(*b));
	pthread_condattr_t clock;
	pthread_attr_t attr;
	b->scope = s;
	if (pthread_mutex_init(&b->lock, NULL) || pthread_condattr_init(&clock) ||
		pthread_condattr_setclock(&clock, CLOCK_MONOTONIC) || pthread_cond_init(&b->work, &clock) ||
		pthread_cond_init(&b->done, &clock) || pthread_attr_init(&attr) ||
		pthread_attr_setstacksize(&attr, (size_t)THREAD_STACK_KIB * 1024))
		abort();
	while (b->n_threads < THREADS && !pthread_create(&b->threads[b->n_threads], &attr, background_main, b))
		b->n_threads++;
	(void)pthread_attr_destroy(&attr);
	(void)pthread_condattr_destroy(&clock);
	return b;
}

/* Nobody waits for what is still under way: it is given up after a moment. */
void background_free(struct background *b)
{
	if (!b)
		return;
	(void)pthread_mutex_lock(&b->lock);
	b->stop = true;
	(void)pthread_cond_broadcast(&b->work);
	(void)pthread_mutex_unlock(&b->lock);
	struct timespec until;
	(void)clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += GIVE_UP_S;
	for (int i = 0; i < b->n_threads; i++)
		if (pthread_timedjoin_np(b->threads[i], NULL, &until)) {
			log_line(LOG_INFO, "msg", "an analysis under way is given up", NULL);
			_exit(0);
		}
	for (size_t i = 0; i < JOBS; i++)
		arena_release(&b->jobs[i].arena);
}

static void enqueue(struct background *b, struct job *j, const char *login, const struct quota *quota)
{
	*j = (struct job){ .state = JOB_QUEUED, .order = b->next_order++, .quota = *quota };
	memcpy(j->login, login, strlen(login) + 1);
	memcpy(j->who, quota->who, strlen(quota->who) + 1);
	j->quota.who = j->who;
	(void)pthread_cond_signal(&b->work);
}

enum err background_profile(struct err_note *note, struct background *b, struct arena *a, const char *login,
	const struct quota *quota, int64_t deadline, const char **ret_text, size_t *ret_len)
{
	const struct timespec until = { .tv_sec = deadline / 1000, .tv_nsec = deadline % 1000 * 1000000 };
	struct job *spare;
	if (strlen(login) >= LOGIN_BYTES || strlen(quota->who) >= WHO_BYTES)
		return err_set(note, ERR_INVALID, "not a login");
	(void)pthread_mutex_lock(&b->lock);
	struct job *j = find_job(b, login, &spare);
	if (!j && !spare) {
		(void)pthread_mutex_unlock(&b->lock);
		return err_set(note, ERR_BUSY, "too many analyses are under way");
	}
	if (!j) {
		j = spare;
		enqueue(b, j, login, quota);
	}
	j->waiters++;
	int late = 0;
	while (j->state != JOB_DONE && !late)
		late = pthread_cond_timedwait(&b->done, &b->lock, &until);
	enum err e = ERR_TIMEOUT;
	if (j->state == JOB_DONE && (e = j->err) == OK) {
		*ret_text = arena_strndup(a, j->text, j->len);
		*ret_len = j->len;
	}
	if (j->state == JOB_DONE)
		*note = j->note;
	else
		(void)err_field(note, ERR_TIMEOUT, BACKGROUND_PENDING, "the analysis is under way");
	j->waiters--;
	drop(j);
	(void)pthread_mutex_unlock(&b->lock);
	return e;
}
