/* The year of contributions: where its days stand in a grid of weeks, how dark each is, and what stands out. */
#ifndef CORE_OWN_YEAR_H
#define CORE_OWN_YEAR_H

#include "core/cards/facts.h"

struct locale;

enum { YEAR_WEEKS_MAX = 54, YEAR_LEVELS = 5 };

struct year {
	const struct facts *facts;
	int first_weekday; /* of a column: 0 = Sunday */
	size_t offset;	   /* row of the first day */
	size_t weeks;	   /* columns, 0 = no calendar */
	int64_t total;
	int best;	   /* contributions of the best day, 0 = none at all */
	int64_t best_day;  /* days since 1970, the first of equals */
	int64_t active;	   /* days with any */
	int64_t longest;   /* days in a row */
	int64_t longest_first;
	int quartiles[3];  /* of the active days */
};

struct year year_of(const struct facts *f, const struct locale *l);
/* 0 none, 1..4 by the quarter of the active days it belongs to. */
int year_level(const struct year *y, int n);
static inline size_t year_column(const struct year *y, size_t i)
{
	return (i + y->offset) / 7;
}
static inline size_t year_row(const struct year *y, size_t i)
{
	return (i + y->offset) % 7;
}
/* The month that begins in a column, 1..12; 0 = none. */
int year_month(const struct year *y, size_t column);

#endif
