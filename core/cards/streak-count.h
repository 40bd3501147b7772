/*
 * Streaks of a history, by the rules users of github-readme-streak-stats know. Pure functions.
 *
 * Daily: a day counts when it has a contribution, or when its weekday is excluded and a streak is running. Today at 0 does
 * not break the streak (it may still come); tomorrow counts where it already has a contribution, for people east of the
 * calendar. Weekly: the same with weeks from Sunday, each the sum of its days; excluded weekdays mean nothing there.
 * Of equally long streaks the first is the longest.
 */
#ifndef CORE_CARDS_STREAK_COUNT_H
#define CORE_CARDS_STREAK_COUNT_H

#include <stdbool.h>
#include <stdint.h>

struct history;

enum { STREAK_YEAR_MIN = 2005 };

struct streak_rules {
	int64_t today; /* days since 1970, in the person's time zone */
	bool weekly;
	unsigned int excluded; /* bit 0 = Sunday; daily only */
	int starting_year;     /* 0 = from the history's first day; else at least STREAK_YEAR_MIN, at most this year */
};

/* Days since 1970; weekly: the Sundays the first and the last week begin with. Length 0: both are today (its week). */
struct streak {
	int64_t start, end;
	int64_t length; /* days or weeks */
};

struct streak_count {
	int64_t total;
	bool any;	/* false: no contribution at all, `first` means nothing */
	int64_t first;	/* day of the first contribution counted */
	struct streak longest, current;
};

struct streak_count streak_count(const struct history *h, const struct streak_rules *rules);

#endif
