/*
 * What a source gives, besides facts, in the packed form of pack.h: how histories, repositories, gists, coding times and
 * single numbers lie in the cache.
 */
#ifndef CORE_CARDS_PACKED_H
#define CORE_CARDS_PACKED_H

#include "core/base/pack.h"
#include "core/profile/source.h"

#include <stdint.h>

enum { PACKED_VERSION = 1 };

/* commits of a year or of all time */
struct packed_number {
	int64_t n, fetched_ms;
};

/* of enum tally_kind */
struct packed_counts {
	struct metric counts[TALLY__MAX];
	int64_t fetched_ms;
};

extern const struct pack_shape packed_history, packed_repo, packed_gist, packed_wakatime, packed_number_shape,
	packed_counts_shape, packed_missing;

#endif
