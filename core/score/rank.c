/* One row a count: median, weight and shape of its distribution. */
#include "config.h"

#include "core/score/rank.h"

#include <math.h>
#include <stddef.h>
#include "core/base/banned.h"

struct rank_term {
	size_t offset; /* in struct rank_counts */
	double median, median_all, weight;
	bool exponential;
};

static const struct rank_term terms[] = {
	{ offsetof(struct rank_counts, commits), 250, 1000, 2, true },
	{ offsetof(struct rank_counts, prs), 50, 50, 3, true },
	{ offsetof(struct rank_counts, issues), 25, 25, 1, true },
	{ offsetof(struct rank_counts, reviews), 2, 2, 1, true },
	{ offsetof(struct rank_counts, stars), 50, 50, 4, false },
	{ offsetof(struct rank_counts, followers), 10, 10, 1, false },
};

static const struct rank levels[] = {
	{ "S", 1 },    { "A+", 12.5 }, { "A", 25 },    { "A-", 37.5 }, { "B+", 50 },
	{ "B", 62.5 }, { "B-", 75 },   { "C+", 87.5 }, { "C", 100 },
};

enum { N_TERMS = sizeof(terms) / sizeof(terms[0]), N_LEVELS = sizeof(levels) / sizeof(levels[0]) };

struct rank rank_of(const struct rank_counts *counts, bool all_commits)
{
	double sum = 0, weights = 0;
	for (size_t i = 0; i < N_TERMS; i++) {
		const struct rank_term *t = &terms[i];
		int64_t n = *(const int64_t *)(const void *)((const char *)counts + t->offset);
		double x = n > 0 ? (double)n / (all_commits ? t->median_all : t->median) : 0;
		sum += t->weight * (t->exponential ? 1 - exp2(-x) : x / (1 + x));
		weights += t->weight;
	}
	struct rank rank = { levels[N_LEVELS - 1].level, 100 * (1 - sum / weights) };
	for (size_t i = N_LEVELS; i-- > 0;)
		if (rank.percentile <= levels[i].percentile)
			rank.level = levels[i].level;
	return rank;
}
