/* Sliding windows out of two counters. */
#include "config.h"

#include "core/web/limit.h"

#include "core/base/cache.h"
#include "core/base/clock.h"
#include "core/base/hash.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include "core/base/banned.h"

/* 16 k slots of 32 bytes: half a MiB; a key looks at PROBES slots. */
enum { SLOTS = 16384, PROBES = 8, KEY_MAX = 160 };

struct slot {
	uint64_t key; /* 0 = free */
	int64_t ends; /* Unix ms: end of the bucket that `now` counts */
	uint64_t now, before;
};

struct limits {
	pthread_mutex_t lock; /* shared by processes, survives the death of one */
	struct slot slots[SLOTS];
};

struct limits *limits_new(void)
{
	struct limits *l =
		mmap(NULL, sizeof(*l), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	pthread_mutexattr_t attr;
	if (l == MAP_FAILED || pthread_mutexattr_init(&attr) ||
		pthread_mutexattr_setpshared(&attr, PTHREAD_PROCESS_SHARED) ||
		pthread_mutexattr_setrobust(&attr, PTHREAD_MUTEX_ROBUST) || pthread_mutex_init(&l->lock, &attr))
		abort();
	(void)pthread_mutexattr_destroy(&attr);
	return l;
}

void limits_free(struct limits *l)
{
	if (l)
		(void)munmap(l, sizeof(*l));
}

bool limit_passes(uint64_t before, uint64_t now, uint64_t max, int64_t window_ms, int64_t now_ms,
	int64_t *ret_wait_ms)
{
	int64_t into = now_ms % window_ms;
	if (now < max) {
		/* whole numbers: before * (window - into) / window + now + 1 <= max */
		double room = (double)(max - now - 1) + 1e-9;
		double weight = (double)(window_ms - into) / (double)window_ms;
		if ((double)before * weight <= room)
			return true;
		*ret_wait_ms = window_ms - into - (int64_t)(room / (double)before * (double)window_ms);
		return false;
	}
	/* this bucket becomes the last one and must fade until max - 1 of it count */
	*ret_wait_ms = window_ms - into + (int64_t)((double)window_ms / (double)(now ? now : 1) * (double)(now - max + 1));
	return false;
}

/* The slot of a key; a new one takes that of its neighbours whose window ends first, so a day outlasts a minute. */
static struct slot *slot_of(struct limits *l, uint64_t key, int64_t ends, int64_t window_ms)
{
	struct slot *first = NULL;
	for (uint64_t i = 0; i < PROBES; i++) {
		struct slot *s = &l->slots[(key + i) % SLOTS];
		if (s->key == key) {
			if (s->ends != ends) {
				s->before = s->ends == ends - window_ms ? s->now : 0;
				s->now = 0;
				s->ends = ends;
			}
			return s;
		}
		if (!first || !s->key || (first->key && s->ends < first->ends))
			first = s;
	}
	*first = (struct slot){ .key = key, .ends = ends };
	return first;
}

static bool table_take(struct limits *l, const char *kind, const char *key, uint64_t max, int64_t window_ms,
	int64_t now_ms, uint64_t n, int64_t *ret_wait_ms)
{
	char name[KEY_MAX];
	(void)snprintf(name, sizeof(name), "%s:%s", kind, key);
	uint64_t hash = hash_fnv(name, strlen(name)) | 1;
	int e = pthread_mutex_lock(&l->lock);
	if (e == EOWNERDEAD) /* counters are whole at any moment */
		e = pthread_mutex_consistent(&l->lock);
	if (e)
		abort();
	struct slot *s = slot_of(l, hash, now_ms - now_ms % window_ms + window_ms, window_ms);
	bool passes = limit_passes(s->before, s->now, max, window_ms, now_ms, ret_wait_ms);
	s->now += passes ? n : 0;
	(void)pthread_mutex_unlock(&l->lock);
	return passes;
}

static enum err cached_take(struct cache *cache, const char *kind, const char *key, uint64_t max,
	int64_t window_ms, int64_t now_ms, uint64_t n, bool *ret_passes, int64_t *ret_wait_ms)
{
	char name[KEY_MAX];
	uint64_t before, now;
	int64_t bucket = now_ms / window_ms;
	(void)snprintf(name, sizeof(name), "%s:%s:%lld", kind, key, (long long)(bucket - 1));
	TRY(cache_incr(NULL, cache, "limit", name, 0, 2 * window_ms, &before));
	(void)snprintf(name, sizeof(name), "%s:%s:%lld", kind, key, (long long)bucket);
	TRY(cache_incr(NULL, cache, "limit", name, 0, 2 * window_ms, &now));
	*ret_passes = limit_passes(before, now, max, window_ms, now_ms, ret_wait_ms);
	if (!*ret_passes || !n)
		return OK;
	TRY(cache_incr(NULL, cache, "limit", name, n, 2 * window_ms, &now));
	/* others may have come in between; who is refused by that is not counted either */
	*ret_passes = limit_passes(before, now - n, max, window_ms, now_ms, ret_wait_ms);
	if (!*ret_passes)
		(void)cache_decr(NULL, cache, "limit", name, n);
	return OK;
}

static enum err limit_ask(struct err_note *note, struct limits *l, struct cache *cache, const char *kind,
	const char *key, uint64_t max, int64_t window_ms, uint64_t n)
{
	int64_t now_ms = clock_now(), wait_ms = 0;
	bool passes = true;
	if (!*key)
		return OK;
	if (!cache || cached_take(cache, kind, key, max, window_ms, now_ms, n, &passes, &wait_ms))
		passes = table_take(l, kind, key, max, window_ms, now_ms, n, &wait_ms);
	if (passes)
		return OK;
	int wait = (int)((wait_ms + 999) / 1000);
	(void)err_set(note, ERR_LIMIT, "the limit of %llu requests is reached; try again in %d s",
		(unsigned long long)max, wait < 1 ? 1 : wait);
	if (note)
		note->retry_after = wait < 1 ? 1 : wait;
	return ERR_LIMIT;
}

enum err limit_take(struct err_note *note, struct limits *l, struct cache *cache, const char *kind,
	const char *key, uint64_t max, int64_t window_ms)
{
	return limit_ask(note, l, cache, kind, key, max, window_ms, 1);
}

enum err limit_peek(struct err_note *note, struct limits *l, struct cache *cache, const char *kind,
	const char *key, uint64_t max, int64_t window_ms)
{
	return limit_ask(note, l, cache, kind, key, max, window_ms, 0);
}
