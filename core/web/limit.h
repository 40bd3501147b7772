/*
 * Request limits. A limit allows `max` calls of one key in any window, approximated by two fixed
 * buckets: calls = this bucket + the last one's * the share of it that the sliding window still covers.
 * (Never more than max in one bucket; over a border the estimate is exact when calls came evenly.)
 *
 * Counters live in memcached, shared by all processes and machines; while no server answers they are
 * kept in a table that the processes of one responder share. The table is small; when it is full it
 * forgets the keys whose window ends first, and then errs on the side of the visitor.
 * A call that is refused is not counted, so asking on does not lengthen the wait.
 * Keys are keyed hashes or hashes of API keys, never an address or a login in clear.
 */
#ifndef CORE_WEB_LIMIT_H
#define CORE_WEB_LIMIT_H

#include "core/base/err.h"

#include <stdbool.h>
#include <stdint.h>

struct cache;
struct limits;

#define LIMIT_MINUTE_MS (INT64_C(60) * 1000)
#define LIMIT_DAY_MS (INT64_C(24) * 60 * 60 * 1000)

/* The shared table: made before the fork; aborts without memory. */
struct limits *limits_new(void);
void limits_free(struct limits *l); /* NULL is fine */

/*
 * Count one call of kind ("analyze") by key. ERR_LIMIT: max is reached; note.retry_after says when one
 * more call will pass. cache may be NULL. An empty key is not limited.
 */
enum err limit_take(struct err_note *note, struct limits *l, struct cache *cache, const char *kind,
	const char *key, uint64_t max, int64_t window_ms);
/* The same question without counting. */
enum err limit_peek(struct err_note *note, struct limits *l, struct cache *cache, const char *kind,
	const char *key, uint64_t max, int64_t window_ms);

/*
 * The arithmetic, for tests: whether a call at now_ms passes when `before` calls fell into the last
 * bucket and `now` into this one; *ret_wait_ms (refused only): until one passes.
 */
bool limit_passes(uint64_t before, uint64_t now, uint64_t max, int64_t window_ms, int64_t now_ms,
	int64_t *ret_wait_ms);

#endif
