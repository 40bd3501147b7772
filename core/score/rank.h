/*
 * The rank shown on stats cards of other services (github-readme-stats and its forks): a
 * percentile of six counts against fixed medians. Formula, medians and thresholds are theirs:
 * percentile = 100 * (1 - sum(weight * cdf(value / median)) / 12), exp cdf 1 - 2^-x for
 * commits, PRs, issues and reviews, x / (1 + x) for stars and followers.
 */
#ifndef CORE_SCORE_RANK_H
#define CORE_SCORE_RANK_H

#include <stdbool.h>
#include <stdint.h>

struct rank_counts {
	int64_t commits, prs, issues, reviews, stars, followers; /* negative counts as 0 */
};

struct rank {
	const char *level; /* S, A+, A, A-, B+, B, B-, C+, C */
	double percentile; /* 0 (best) .. 100; a ring shows 100 - percentile */
};

/* all_commits: the commits are of all time, their median is then 1000 instead of 250. */
struct rank rank_of(const struct rank_counts *counts, bool all_commits);

#endif
