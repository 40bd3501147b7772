/*
 * Which trophies a person has, and of what rank: the ladders users of github-profile-trophy know, as data. Pure functions.
 * A trophy whose number nobody knows is not there; it is never counted as 0.
 */
#ifndef CORE_DROPIN_TROPHY_RANK_H
#define CORE_DROPIN_TROPHY_RANK_H

#include "core/locale/locale.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct facts;

/* Best first: trophies are shown in this order. */
enum trophy_rank { TROPHY_SECRET, TROPHY_SSS, TROPHY_SS, TROPHY_S, TROPHY_AAA, TROPHY_AA, TROPHY_A, TROPHY_B, TROPHY_C,
	TROPHY_UNKNOWN, TROPHY_RANKS };

enum { TROPHY_LADDER = TROPHY_UNKNOWN - TROPHY_SSS, TROPHY_MAX = 15, TROPHY_ALIASES = 4 };

struct trophy_row {
	const char *title;		       /* English: what `title` filters by, and JSON's */
	const char *aliases[TROPHY_ALIASES]; /* other words for the filter; NULL at the end */
	enum word word;
	bool hidden;		   /* secret: one step, shown only when earned */
	int steps[TROPHY_LADDER];  /* from SSS down to C; of a secret one the first alone */
	const char *captions[TROPHY_LADDER]; /* English, the same way */
	const char *line; /* of a secret one, English: stands instead of its score; NULL = the score */
	const char *sign; /* the same for all other languages */
};

struct trophy {
	const struct trophy_row *row;
	enum trophy_rank rank;
	int64_t score;
	bool known;
};

/* "SSS", "SECRET", "?". */
const char *trophy_rank_name(enum trophy_rank rank);
/* Also "UNKNOWN", any case. */
bool trophy_rank_parse(const char *name, enum trophy_rank *ret_rank);
/* Title or alias, ASCII case ignored. */
bool trophy_is_called(const struct trophy_row *row, const char *name);

/* All of them, unsorted: the seven counts everybody knows first. */
void trophy_measure(const struct facts *f, int64_t today, struct trophy ret_trophies[TROPHY_MAX]);

/* Score the next rank begins with; -1: there is none above. */
int64_t trophy_next(const struct trophy *t);
/* Way done from this rank to the next, 0..1; 0 below the first rank, 1 where there is none above. */
double trophy_progress(const struct trophy *t);

#endif
