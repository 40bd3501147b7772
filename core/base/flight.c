/* Single flight: a few shards, each a mutex and a short list of what is under way. */
#include "config.h"

#include "core/base/flight.h"

#include "core/base/arena.h"
#include "core/base/clock.h"
#include "core/base/hash.h"
#include "core/base/str.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "core/base/banned.h"

enum { SHARDS = 16 };

/* The public result and what keeps it alive; pub comes first. */
struct holder {
	struct flight_result pub;
	atomic_int refs;
	struct arena arena;
};

struct entry {
	struct entry *next;
	char *key;
	int refs; /* the leader and every follower; under the shard's mutex */
	bool done;
	enum err err;
	struct err_note note;
	struct holder *holder; /* the entry's own reference */
	pthread_cond_t ready;
};

struct shard {
	pthread_mutex_t mutex;
	struct entry *entries;
};

struct flight {
	size_t max;
	struct shard shards[SHARDS];
};

static void *must(void *p)
{
	if (!p)
		abort();
	return p;
}

static void lock(struct shard *s)
{
	if (pthread_mutex_lock(&s->mutex))
		abort();
}

static void unlock(struct shard *s)
{
	if (pthread_mutex_unlock(&s->mutex))
		abort();
}

struct flight *flight_new(size_t max)
{
	struct flight *f = must(calloc(1, sizeof(*f)));
	f->max = max;
	for (int i = 0; i < SHARDS; i++)
		if (pthread_mutex_init(&f->shards[i].mutex, NULL))
			abort();
	return f;
}

void flight_free(struct flight *f)
{
	if (!f)
		return;
	for (int i = 0; i < SHARDS; i++) {
		if (f->shards[i].entries)
			abort();
		(void)pthread_mutex_destroy(&f->shards[i].mutex);
	}
	free(f);
}

void flight_release(struct flight_result *r)
{
	struct holder *h = (struct holder *)(void *)r;
	if (!h || atomic_fetch_sub_explicit(&h->refs, 1, memory_order_acq_rel) != 1)
		return;
	arena_release(&h->arena);
	free(h);
}

static struct flight_result *retain(struct holder *h)
{
	(void)atomic_fetch_add_explicit(&h->refs, 1, memory_order_relaxed);
	return &h->pub;
}

static struct entry *entry_new(const char *key)
{
	struct entry *e = must(calloc(1, sizeof(*e)));
	pthread_condattr_t attr;
	e->key = must(strdup(key));
	e->refs = 1;
	if (pthread_condattr_init(&attr) || pthread_condattr_setclock(&attr, CLOCK_MONOTONIC) ||
		pthread_cond_init(&e->ready, &attr))
		abort();
	(void)pthread_condattr_destroy(&attr);
	return e;
}

/* With the shard's mutex held. */
static void entry_unref(struct entry *e)
{
	if (--e->refs)
		return;
	(void)pthread_cond_destroy(&e->ready);
	if (e->holder)
		flight_release(&e->holder->pub);
	free(e->key);
	free(e);
}

static struct entry *find(struct shard *s, const char *key)
{
	struct entry *e = s->entries;
	while (e && strcmp(e->key, key) != 0)
		e = e->next;
	return e;
}

static void drop(struct shard *s, struct entry *e)
{
	struct entry **at = &s->entries;
	while (*at != e)
		at = &(*at)->next;
	*at = e->next;
}

/* With the shard's mutex held: the answer of a finished flight. */
static enum err collect(struct err_note *note, struct entry *e, struct flight_result **ret_result)
{
	if (e->err) {
		if (note)
			*note = e->note;
		return e->err;
	}
	*ret_result = retain(e->holder);
	return OK;
}

static enum err lead(struct err_note *note, struct flight *f, struct shard *s, struct entry *e, flight_make *make,
	void *ctx, struct flight_result **ret_result)
{
	struct holder *h = must(calloc(1, sizeof(*h)));
	struct err_note own = { .code = OK };
	struct str out;
	atomic_init(&h->refs, 1);
	arena_init(&h->arena, 4 * f->max + 65536); /* a growing string leaves its smaller copies behind */
	str_init(&out, &h->arena, f->max);
	enum err err = make(&own, ctx, &out);
	if (!err && out.over)
		err = err_set(&own, ERR_TOO_BIG, "the answer is over %zu bytes", f->max);
	h->pub = (struct flight_result){ .text = out.buf, .len = out.len };

	lock(s);
	e->err = err;
	e->note = own;
	e->holder = h;
	e->done = true;
	drop(s, e);
	if (pthread_cond_broadcast(&e->ready))
		abort();
	err = collect(note, e, ret_result);
	entry_unref(e);
	unlock(s);
	return err;
}

static enum err follow(struct err_note *note, struct shard *s, struct entry *e, int64_t deadline,
	struct flight_result **ret_result)
{
	struct timespec until = { .tv_sec = deadline > 0 ? deadline / 1000 : 0,
		.tv_nsec = deadline > 0 ? deadline % 1000 * 1000000 : 0 };
	e->refs++;
	while (!e->done && clock_monotonic() < deadline)
		(void)pthread_cond_timedwait(&e->ready, &s->mutex, &until);
	enum err err = e->done ? collect(note, e, ret_result) :
				 err_set(note, ERR_TIMEOUT, "the same work is under way and took too long");
	entry_unref(e);
	return err;
}

enum err flight_do(struct err_note *note, struct flight *f, const char *key, int64_t deadline, flight_make *make,
	void *ctx, bool *ret_led, struct flight_result **ret_result)
{
	struct shard *s = &f->shards[hash_fnv(key, strlen(key)) % SHARDS];
	lock(s);
	struct entry *e = find(s, key);
	if (ret_led)
		*ret_led = !e;
	if (e) {
		enum err err = follow(note, s, e, deadline, ret_result);
		unlock(s);
		return err;
	}
	e = entry_new(key);
	e->next = s->entries;
	s->entries = e;
	unlock(s);
	return lead(note, f, s, e, make, ctx, ret_result);
}
