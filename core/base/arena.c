/* The arena: chunks of growing size, a list of deferred calls, a soft cap. */
#include "config.h"

#include "core/base/arena.h"

#include <malloc.h>
#include <pthread.h>
#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "core/base/banned.h"

enum {
	CHUNK_MIN = 16 * 1024,
	CHUNK_MAX = 1024 * 1024,
	CHUNK_KEPT = 256 * 1024,
	CAP_ABORT = 4,
	UNUSUAL = 4 * 1024 * 1024, /* bytes of one request */
	MAPPED_FROM = 256 * 1024,  /* so are the pool's chunks: only the pages that were used are in memory */
	TOP_KEPT = 256 * 1024,	   /* freed at the end of a heap */
};

struct arena_chunk {
	struct arena_chunk *next;
	size_t size; /* of data */
	size_t used;
	alignas(max_align_t) unsigned char data[];
};

struct arena_pool {
	pthread_mutex_t lock;
	struct arena_chunk *chunks; /* zeroed */
	size_t n, keep;
};

struct arena_defer {
	struct arena_defer *next;
	void (*fn)(void *);
	void *handle;
};

static size_t aligned(size_t size)
{
	const size_t mask = alignof(max_align_t) - 1;
	if (size > SIZE_MAX / 2)
		abort();
	return (size + mask) & ~mask;
}

static struct arena_chunk *chunk_new(size_t size)
{
	struct arena_chunk *chunk = calloc(1, sizeof(*chunk) + size);
	if (!chunk)
		abort();
	chunk->size = size;
	return chunk;
}

/* ---- the pool */

static void lock(struct arena_pool *pool)
{
	if (pthread_mutex_lock(&pool->lock))
		abort();
}

static void unlock(struct arena_pool *pool)
{
	if (pthread_mutex_unlock(&pool->lock))
		abort();
}

struct arena_pool *arena_pool_new(size_t keep)
{
	struct arena_pool *pool = calloc(1, sizeof(*pool));
	if (!pool || pthread_mutex_init(&pool->lock, NULL))
		abort();
	pool->keep = keep;
	return pool;
}

void arena_pool_free(struct arena_pool *pool)
{
	if (!pool)
		return;
	while (pool->chunks) {
		struct arena_chunk *chunk = pool->chunks;
		pool->chunks = chunk->next;
		free(chunk);
	}
	(void)pthread_mutex_destroy(&pool->lock);
	free(pool);
}

size_t arena_pool_kept(struct arena_pool *pool)
{
	lock(pool);
	size_t n = pool->n;
	unlock(pool);
	return n;
}

static struct arena_chunk *pool_take(struct arena_pool *pool)
{
	lock(pool);
	struct arena_chunk *chunk = pool->chunks;
	if (chunk) {
		pool->chunks = chunk->next;
		pool->n--;
	}
	unlock(pool);
	return chunk ? chunk : chunk_new(CHUNK_KEPT);
}

/* A wiped chunk. */
static void pool_give(struct arena_pool *pool, struct arena_chunk *chunk)
{
	lock(pool);
	bool wanted = pool->n < pool->keep;
	if (wanted) {
		chunk->next = pool->chunks;
		pool->chunks = chunk;
		pool->n++;
	}
	unlock(pool);
	if (!wanted)
		free(chunk);
}

void arena_share_heaps(size_t n_heaps)
{
	(void)mallopt(M_ARENA_MAX, (int)n_heaps);
	(void)mallopt(M_MMAP_THRESHOLD, MAPPED_FROM);
	(void)mallopt(M_TRIM_THRESHOLD, TOP_KEPT);
}

/* ---- chunks of an arena */

static struct arena_chunk *chunk_add(struct arena *a, size_t size)
{
	struct arena_chunk *chunk = a->pool && size == CHUNK_KEPT ? pool_take(a->pool) : chunk_new(size);
	chunk->next = a->chunks;
	a->chunks = chunk;
	return chunk;
}

static size_t chunk_size(const struct arena *a, size_t need)
{
#ifdef ARENA_EMULATOR
	(void)a;
	return need;
#else
	size_t size = a->pool ? CHUNK_KEPT : a->chunks ? a->chunks->size * 2 : CHUNK_MIN;
	if (size > CHUNK_MAX)
		size = CHUNK_MAX;
	if (!a->chunks && !a->pool && size > a->cap) /* a few handles of one thread */
		size = a->cap;
	return need > size ? need : size;
#endif
}

static void chunk_wipe(struct arena_chunk *chunk)
{
	memset(chunk->data, 0, chunk->used);
	chunk->used = 0;
}

void arena_init(struct arena *a, size_t cap)
{
	*a = (struct arena){ .cap = cap };
}

void arena_init_pooled(struct arena *a, size_t cap, struct arena_pool *pool)
{
	*a = (struct arena){ .cap = cap, .pool = pool };
}

static void run_defers(struct arena *a)
{
	while (a->defers) {
		struct arena_defer *defer = a->defers;
		a->defers = defer->next;
		defer->fn(defer->handle);
	}
}

static void chunks_free(struct arena_pool *pool, struct arena_chunk *chunk)
{
	while (chunk) {
		struct arena_chunk *next = chunk->next;
		chunk_wipe(chunk);
		if (pool && chunk->size == CHUNK_KEPT)
			pool_give(pool, chunk);
		else
			free(chunk);
		chunk = next;
	}
}

/* A request far out of the ordinary leaves a hundred MB in free lists of its thread: the system gets them back. */
static void after(size_t used)
{
	if (used > UNUSUAL)
		arena_give_back();
}

void arena_reset(struct arena *a)
{
	size_t used = a->used;
	run_defers(a);
	a->used = 0;
#ifdef ARENA_EMULATOR
	bool all = true;
#else
	bool all = a->pool;
#endif
	if (all) {
		chunks_free(a->pool, a->chunks);
		a->chunks = NULL;
	}
	while (a->chunks && a->chunks->size > CHUNK_KEPT) {
		struct arena_chunk *big = a->chunks;
		a->chunks = big->next;
		big->next = NULL;
		chunks_free(NULL, big);
	}
	if (a->chunks) {
		chunks_free(NULL, a->chunks->next);
		a->chunks->next = NULL;
		chunk_wipe(a->chunks);
	}
	after(used);
}

void arena_release(struct arena *a)
{
	size_t used = a->used;
	run_defers(a);
	chunks_free(a->pool, a->chunks);
	after(used);
	*a = (struct arena){ .cap = a->cap, .pool = a->pool };
}

void arena_give_back(void)
{
	(void)malloc_trim(0);
}

bool arena_over(const struct arena *a)
{
	return a->used > a->cap;
}

void *arena_alloc(struct arena *a, size_t size)
{
	size_t need = aligned(size ? size : 1);
	if (a->used / CAP_ABORT > a->cap)
		abort();
#ifdef ARENA_EMULATOR
	struct arena_chunk *chunk = chunk_add(a, chunk_size(a, size ? size : 1));
	chunk->used = chunk->size;
	a->used += need;
	return chunk->data;
#else
	struct arena_chunk *chunk = a->chunks;
	if (!chunk || chunk->size - chunk->used < need)
		chunk = chunk_add(a, chunk_size(a, need));
	void *p = chunk->data + chunk->used;
	chunk->used += need;
	a->used += need;
	return p;
#endif
}

void *arena_array(struct arena *a, size_t n, size_t size)
{
	size_t bytes;
	if (__builtin_mul_overflow(n, size, &bytes))
		abort();
	return arena_alloc(a, bytes);
}

void *arena_grow(struct arena *a, void *old, size_t old_size, size_t new_size)
{
#ifndef ARENA_EMULATOR
	struct arena_chunk *chunk = a->chunks;
	size_t old_need = aligned(old_size ? old_size : 1), new_need = aligned(new_size ? new_size : 1);
	if (old && chunk && (unsigned char *)old + old_need == chunk->data + chunk->used &&
		new_need >= old_need && chunk->size - chunk->used >= new_need - old_need) {
		chunk->used += new_need - old_need;
		a->used += new_need - old_need;
		return old;
	}
#endif
	void *p = arena_alloc(a, new_size);
	if (old)
		memcpy(p, old, old_size < new_size ? old_size : new_size);
	return p;
}

void *arena_room(struct arena *a, void *items, size_t n, size_t *cap, size_t size)
{
	if (items && n < *cap)
		return items;
	size_t more = 8;
	while (more <= n || more < *cap)
		if (more > SIZE_MAX / 2 / size)
			abort();
		else
			more *= 2;
	items = arena_grow(a, items, n * size, more * size);
	*cap = more;
	return items;
}

void *arena_memdup(struct arena *a, const void *p, size_t size)
{
	void *copy = arena_alloc(a, size);
	if (size)
		memcpy(copy, p, size);
	return copy;
}

char *arena_strndup(struct arena *a, const char *s, size_t len)
{
	char *copy = arena_alloc(a, len + 1);
	if (len)
		memcpy(copy, s, len);
	return copy;
}

char *arena_strdup(struct arena *a, const char *s)
{
	return s ? arena_strndup(a, s, strlen(s)) : arena_strndup(a, "", 0);
}

char *arena_printf(struct arena *a, const char *fmt, ...)
{
	va_list ap, again;
	va_start(ap, fmt);
	va_copy(again, ap);
	int len = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (len < 0)
		abort();
	char *s = arena_alloc(a, (size_t)len + 1);
	(void)vsnprintf(s, (size_t)len + 1, fmt, again);
	va_end(again);
	return s;
}

void arena_defer(struct arena *a, void (*fn)(void *), void *handle)
{
	struct arena_defer *defer = arena_alloc(a, sizeof(*defer));
	*defer = (struct arena_defer){ .next = a->defers, .fn = fn, .handle = handle };
	a->defers = defer;
}
