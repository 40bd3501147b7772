/* A year of contributions. */
#include "config.h"

#include "core/own/year.h"

#include "core/base/clean.h"
#include "core/base/clock.h"
#include "core/locale/locale.h"

#include <stdlib.h>
#include "core/base/banned.h"

static int by_size(const void *a, const void *b)
{
	int x = *(const int *)a, y = *(const int *)b;
	return x < y ? -1 : x > y;
}

static void quartiles(struct year *y)
{
	int sorted[FACTS_DAYS];
	size_t n = 0;
	for (size_t i = 0; i < y->facts->n_days; i++)
		if (y->facts->days[i] > 0)
			sorted[n++] = y->facts->days[i];
	if (!n)
		return;
	qsort(sorted, n, sizeof(sorted[0]), by_size);
	for (size_t i = 0; i < ARRAY_LEN(y->quartiles); i++)
		y->quartiles[i] = sorted[(n - 1) * (i + 1) / 4];
}

struct year year_of(const struct facts *f, const struct locale *l)
{
	struct year y = { .facts = f, .first_weekday = locale_first_weekday(l) };
	int64_t run = 0;
	if (!f->n_days)
		return y;
	y.offset = (size_t)((clock_weekday(f->first_day) - y.first_weekday + 7) % 7);
	y.weeks = (y.offset + f->n_days + 6) / 7;
	for (size_t i = 0; i < f->n_days; i++) {
		int n = f->days[i] > 0 ? f->days[i] : 0;
		y.total += n;
		y.active += n > 0;
		run = n > 0 ? run + 1 : 0;
		if (n > y.best) {
			y.best = n;
			y.best_day = f->first_day + (int64_t)i;
		}
		if (run > y.longest) {
			y.longest = run;
			y.longest_first = f->first_day + (int64_t)i - run + 1;
		}
	}
	if (f->contributions_year.known)
		y.total = f->contributions_year.n;
	quartiles(&y);
	return y;
}

int year_level(const struct year *y, int n)
{
	int level = 1;
	if (n <= 0)
		return 0;
	for (size_t i = 0; i < ARRAY_LEN(y->quartiles); i++)
		level += n > y->quartiles[i];
	/* a year of equal days is not a pale one */
	return y->quartiles[0] == y->best ? YEAR_LEVELS - 1 : level;
}

int year_month(const struct year *y, size_t column)
{
	for (size_t row = 0; row < 7; row++) {
		size_t at = column * 7 + row;
		if (at < y->offset || at - y->offset >= y->facts->n_days)
			continue;
		struct civil c = clock_civil(y->facts->first_day + (int64_t)(at - y->offset));
		if (c.day == 1)
			return c.month;
	}
	return 0;
}
