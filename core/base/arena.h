/*
 * Memory of one request: everything allocated for it comes from one arena and
 * dies with arena_reset(). Allocation never returns NULL; out of memory aborts.
 *
 * The cap is soft and sticky: an allocation beyond it still succeeds, but
 * arena_over() stays true until the reset, and the dispatcher answers
 * ERR_TOO_BIG. Loops over outside input look at arena_over() at their head.
 * Four times the cap is a broken invariant and aborts.
 *
 * Arenas of many threads share an arena_pool: chunks of 256 KiB, zeroed, the last given first. A thread without a
 * request then owns none, and what stays is as much as ever ran at once, at most what the pool is told to keep.
 *
 * With ARENA_EMULATOR (sanitizer builds) each allocation is a malloc of its own,
 * so that ASan sees one step over any edge.
 */
#ifndef CORE_BASE_ARENA_H
#define CORE_BASE_ARENA_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

struct arena_chunk;
struct arena_defer;
struct arena_pool;

struct arena {
	struct arena_pool *pool; /* NULL: its chunks are its own */
	struct arena_chunk *chunks; /* newest first */
	struct arena_defer *defers; /* newest first */
	size_t cap;		    /* bytes, soft */
	size_t used;		    /* bytes handed out since the last reset */
};

void arena_init(struct arena *a, size_t cap);
void arena_init_pooled(struct arena *a, size_t cap, struct arena_pool *pool);
/* Run the deferred calls, wipe, and give back all but one chunk of at most 256 KiB; to the pool, where there is one, all. */
void arena_reset(struct arena *a);
/* The same, and give back everything; a zeroed arena is fine. */
void arena_release(struct arena *a);

/* For any number of threads; keeps at most so many chunks that nobody uses. Freed after the last of its arenas. */
struct arena_pool *arena_pool_new(size_t keep) __attribute__((returns_nonnull));
void arena_pool_free(struct arena_pool *pool); /* NULL is fine */
/* Chunks that wait to be used. */
size_t arena_pool_kept(struct arena_pool *pool);

/*
 * Before the first thread, once a program that has many: the C library would give them up to eight heaps a core, each as
 * large as its own worst moment, and keep what they freed. n_heaps serve all; blocks from 256 KiB on (pixels, chunks of
 * large requests) are mapped and go back to the system when they are freed.
 */
void arena_share_heaps(size_t n_heaps);

/*
 * Give the system what all threads have freed: the C library keeps it, and after a peak of a hundred analyses at once
 * that is most of the process. Takes some 10 ms; for idle times, and done by itself
 * after a request that used many MB.
 */
void arena_give_back(void);

bool arena_over(const struct arena *a);

/* Zeroed, aligned for any type. */
void *arena_alloc(struct arena *a, size_t size) __attribute__((returns_nonnull, malloc, alloc_size(2)));
/* n * size, aborts on overflow. */
void *arena_array(struct arena *a, size_t n, size_t size)
	__attribute__((returns_nonnull, malloc, alloc_size(2, 3)));
/* Copy of old (old_size bytes) in a block of new_size; in place where it is the newest block. */
void *arena_grow(struct arena *a, void *old, size_t old_size, size_t new_size)
	__attribute__((returns_nonnull, warn_unused_result));
void *arena_memdup(struct arena *a, const void *p, size_t size) __attribute__((returns_nonnull));
/* NUL-terminated copies; NULL gives "". */
char *arena_strdup(struct arena *a, const char *s) __attribute__((returns_nonnull));
char *arena_strndup(struct arena *a, const char *s, size_t len) __attribute__((returns_nonnull));
char *arena_printf(struct arena *a, const char *fmt, ...)
	__attribute__((returns_nonnull, format(printf, 2, 3)));

/* Call fn(handle) at reset, newest first: for foreign handles that outlive a function. */
void arena_defer(struct arena *a, void (*fn)(void *), void *handle);

/*
 * A growing array in an arena: ARENA_PUSH(a, list.items, list.n, list.cap) makes
 * room for one more and yields a pointer to the new, zeroed element. cap 0 for a list made
 * elsewhere, of any length: it is copied first.
 */
#define ARENA_PUSH(a, items, n, cap) \
	((items) = arena_room((a), (items), (n), &(cap), sizeof(*(items))), &(items)[(n)++])
void *arena_room(struct arena *a, void *items, size_t n, size_t *cap, size_t size)
	__attribute__((returns_nonnull));

#endif
