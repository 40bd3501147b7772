/* One walk over the days, or over the weeks, from the first to today. */
#include "config.h"

#include "core/cards/streak-count.h"

#include "core/base/clock.h"
#include "core/profile/profile.h"

#include "core/base/banned.h"

enum { WEEK_DAYS = 7 };

static int64_t sunday_of(int64_t day)
{
	return day - clock_weekday(day);
}

static int64_t on_day(const struct history *h, int64_t day)
{
	int64_t i = day - h->first_day;
	return i >= 0 && i < (int64_t)h->n && h->counts[i] > 0 ? h->counts[i] : 0;
}

static int64_t first_of(const struct history *h, const struct streak_rules *rules, int64_t last)
{
	int64_t first = h->n ? h->first_day : last;
	if (rules->starting_year) {
		int64_t year = rules->starting_year, this_year = clock_civil(rules->today).year;
		if (year < STREAK_YEAR_MIN)
			year = STREAK_YEAR_MIN;
		int64_t start = clock_days_from_civil(year < this_year ? year : this_year, 1, 1);
		if (first < start)
			first = start;
	}
	return first < last ? first : last;
}

/* A unit (day or week) of the walk: it counts, or it breaks the streak unless it is the last. */
static void step(struct streak_count *c, int64_t unit, bool counts, bool is_last)
{
	if (!counts) {
		if (!is_last)
			c->current.length = 0;
		return;
	}
	if (!c->current.length)
		c->current.start = unit;
	c->current.end = unit;
	c->current.length++;
	if (c->current.length > c->longest.length)
		c->longest = c->current;
}

static void count_days(struct streak_count *c, const struct history *h, const struct streak_rules *rules,
	int64_t first, int64_t last)
{
	for (int64_t day = first; day <= last; day++) {
		bool excluded = rules->excluded >> clock_weekday(day) & 1;
		step(c, day, on_day(h, day) > 0 || (excluded && c->current.length), day == last);
	}
}

static void count_weeks(struct streak_count *c, const struct history *h, int64_t first, int64_t last)
{
	for (int64_t week = sunday_of(first); week <= last; week += WEEK_DAYS) {
		bool any = false;
		for (int64_t day = week; day < week + WEEK_DAYS; day++)
			any = any || (day >= first && day <= last && on_day(h, day) > 0);
		step(c, week, any, week + WEEK_DAYS > last);
	}
}

static void count_total(struct streak_count *c, const struct history *h, int64_t first, int64_t last)
{
	for (int64_t day = last; day >= first; day--) {
		int64_t n = on_day(h, day);
		if (!n)
			continue;
		c->total += n;
		c->first = day;
		c->any = true;
	}
}

struct streak_count streak_count(const struct history *h, const struct streak_rules *rules)
{
	struct streak_count c = { 0 };
	int64_t last = rules->today + (on_day(h, rules->today + 1) > 0);
	int64_t first = first_of(h, rules, last);
	count_total(&c, h, first, last);
	if (rules->weekly)
		count_weeks(&c, h, first, last);
	else
		count_days(&c, h, rules, first, last);
	int64_t now = rules->weekly ? sunday_of(last) : last;
	if (!c.current.length)
		c.current = (struct streak){ now, now, 0 };
	if (!c.longest.length)
		c.longest = (struct streak){ now, now, 0 };
	return c;
}
