/*
 * flight: process-wide single flight. Of all threads that ask for one key at the same time the first
 * does the work, the others wait and share its answer (or its error and note). Nothing is remembered:
 * the key is gone when the work is done, so neither errors nor values outlive their flight.
 *
 *	struct flight_result *r = NULL;
 *	enum err e = flight_do(note, f, key, deadline, make, &ctx, &r);
 *	... r->text, r->len ...
 *	flight_release(r);
 */
#ifndef CORE_BASE_FLIGHT_H
#define CORE_BASE_FLIGHT_H

#include "core/base/clean.h"
#include "core/base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct flight;
struct str;

/* Immutable, shared by everybody who waited; lives until the last release. */
struct flight_result {
	const char *text; /* NUL-terminated; len does not count it */
	size_t len;
};

/* max: bytes of the longest answer. Made once in each process; outlives all threads that use it. */
struct flight *flight_new(size_t max);
void flight_free(struct flight *f); /* no flight may be under way; NULL is fine */

/*
 * Writes the answer to out and returns OK, or an error with its note. Runs in the leader's thread,
 * with no lock held. An answer longer than max becomes ERR_TOO_BIG.
 */
typedef enum err flight_make(struct err_note *note, void *ctx, struct str *out);

/*
 * deadline: clock_monotonic() ms until which a follower waits for the leader, then ERR_TIMEOUT; the
 * leader itself is bounded by what make() does. *ret_led (may be NULL): this call was the leader.
 * ctx of followers is not used: everything that decides the answer belongs into the key.
 */
enum err flight_do(struct err_note *note, struct flight *f, const char *key, int64_t deadline, flight_make *make,
	void *ctx, bool *ret_led, struct flight_result **ret_result);
void flight_release(struct flight_result *r); /* NULL is fine */
DEFINE_CLEANUP(struct flight_result *, flight_release)
#define CLEAN_FLIGHT CLEANUP(flight_releasep)

#endif
