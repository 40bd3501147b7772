/* The rules of streaks: vectors made by hand, and thousands of random histories against a second counting. */
#include "config.h"

#include "core/base/clock.h"
#include "core/cards/streak-count.h"
#include "core/profile/profile.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

enum { DAYS_MAX = 90, SUN = 1, MON = 2, FRI = 32, SAT = 64 };

static int64_t day(int year, int month, int d)
{
	return clock_days_from_civil(year, month, d);
}

/* "1..20": a digit a day, "." = 0 */
static struct streak_count count(const char *digits, int64_t first, struct streak_rules rules)
{
	int counts[DAYS_MAX];
	size_t n = strlen(digits);
	assert_true(n <= DAYS_MAX);
	for (size_t i = 0; i < n; i++)
		counts[i] = digits[i] == '.' ? 0 : digits[i] - '0';
	struct history h = { .first_day = first, .counts = counts, .n = n };
	return streak_count(&h, &rules);
}

static void expect(struct streak s, int64_t start, int64_t end, int64_t length)
{
	assert_int_equal(s.length, length);
	assert_int_equal(s.start, start);
	assert_int_equal(s.end, end);
}

static void test_daily(void **state)
{
	(void)state;
	int64_t d = day(2026, 11, 1); /* a Sunday */
	struct streak_count c = count("12.345.1", d, (struct streak_rules){ .today = d + 7 });
	assert_int_equal(c.total, 16);
	assert_true(c.any);
	assert_int_equal(c.first, d);
	expect(c.longest, d + 3, d + 5, 3);
	expect(c.current, d + 7, d + 7, 1);

	/* today at 0 does not break it, yesterday at 0 does */
	c = count("..123.", d, (struct streak_rules){ .today = d + 5 });
	expect(c.current, d + 2, d + 4, 3);
	assert_int_equal(c.first, d + 2);
	c = count("..123..", d, (struct streak_rules){ .today = d + 6 });
	expect(c.current, d + 6, d + 6, 0);
	expect(c.longest, d + 2, d + 4, 3);

	/* of two equally long ones the first */
	c = count("11.11.", d, (struct streak_rules){ .today = d + 5 });
	expect(c.longest, d, d + 1, 2);
	expect(c.current, d + 3, d + 4, 2);
}

static void test_tomorrow(void **state)
{
	(void)state;
	int64_t d = day(2026, 11, 1);
	struct streak_count c = count("1112", d, (struct streak_rules){ .today = d + 2 });
	expect(c.current, d, d + 3, 4);
	assert_int_equal(c.total, 5);
	/* what is later still is not looked at; tomorrow at 0 is not there */
	c = count("111.5", d, (struct streak_rules){ .today = d + 2 });
	expect(c.current, d, d + 2, 3);
	assert_int_equal(c.total, 3);
	/* tomorrow begun, today idle: a new streak */
	c = count("11.2", d, (struct streak_rules){ .today = d + 2 });
	expect(c.current, d + 3, d + 3, 1);
	/* a calendar that ends yesterday or before: the days since are idle */
	c = count("111", d, (struct streak_rules){ .today = d + 3 });
	expect(c.current, d, d + 2, 3);
	c = count("111", d, (struct streak_rules){ .today = d + 4 });
	expect(c.current, d + 4, d + 4, 0);
}

static void test_excluded(void **state)
{
	(void)state;
	int64_t d = day(2026, 11, 2); /* Monday */
	struct streak_rules rules = { .today = d + 13, .excluded = SAT | SUN };
	/*                            MTWTFSSMTWTFSS */
	struct streak_count c = count("11111..11111..", d, rules);
	expect(c.current, d, d + 13, 14);
	assert_int_equal(c.total, 10);
	/* an excluded day begins nothing */
	c = count(".....2.1......", d, (struct streak_rules){ .today = d + 7, .excluded = SUN });
	expect(c.current, d + 5, d + 7, 3);
	c = count("......1", d, (struct streak_rules){ .today = d + 6, .excluded = SAT });
	expect(c.current, d + 6, d + 6, 1);
	/* a working day at 0 breaks it */
	c = count("1111...1", d, (struct streak_rules){ .today = d + 7, .excluded = SAT | SUN });
	expect(c.current, d + 7, d + 7, 1);
	expect(c.longest, d, d + 3, 4);
}

static void test_weekly(void **state)
{
	(void)state;
	int64_t d = day(2026, 10, 28); /* Wednesday; its week begins on the 25th */
	struct streak_rules rules = { .today = d + 20, .weekly = true, .excluded = FRI };
	/*                            WTFSSMTWTFSSMTWTFSSMT */
	struct streak_count c = count("...1.....2..........1", d, rules);
	expect(c.longest, day(2026, 10, 25), day(2026, 11, 1), 2);
	expect(c.current, day(2026, 11, 15), day(2026, 11, 15), 1);
	assert_int_equal(c.total, 4);
	assert_int_equal(c.first, d + 3);
	/* this week at 0 does not break it */
	c = count("...1.....2......1....", d, rules);
	expect(c.current, day(2026, 10, 25), day(2026, 11, 8), 3);
	/* the last one did */
	c = count("...1.....2...........", d, rules);
	expect(c.current, day(2026, 11, 15), day(2026, 11, 15), 0);
	/* tomorrow is Sunday: a new week */
	rules.today = day(2026, 11, 7);
	c = count("...1......12", d, rules);
	expect(c.current, day(2026, 10, 25), day(2026, 11, 8), 3);
}

static void test_years(void **state)
{
	(void)state;
	/* over a leap day and over New Year */
	int64_t d = day(2024, 2, 27);
	struct streak_count c = count("1111", d, (struct streak_rules){ .today = day(2024, 3, 1) });
	expect(c.longest, d, day(2024, 3, 1), 4);
	d = day(2024, 12, 30);
	c = count("1111", d, (struct streak_rules){ .today = day(2025, 1, 2) });
	expect(c.longest, d, day(2025, 1, 2), 4);
	/* starting_year cuts */
	c = count("1111", d, (struct streak_rules){ .today = day(2025, 1, 2), .starting_year = 2025 });
	expect(c.longest, day(2025, 1, 1), day(2025, 1, 2), 2);
	assert_int_equal(c.total, 2);
	assert_int_equal(c.first, day(2025, 1, 1));
	/* a year that has not come is this year; one before 2005 is 2005, and the account is younger */
	c = count("1111", d, (struct streak_rules){ .today = day(2025, 1, 2), .starting_year = 2100 });
	assert_int_equal(c.total, 2);
	c = count("1111", d, (struct streak_rules){ .today = day(2025, 1, 2), .starting_year = 1999 });
	assert_int_equal(c.total, 4);
	/* contributions before 2005 are there without a starting_year only */
	d = day(2004, 12, 31);
	c = count("111", d, (struct streak_rules){ .today = d + 2 });
	assert_int_equal(c.total, 3);
	c = count("111", d, (struct streak_rules){ .today = d + 2, .starting_year = 1990 });
	assert_int_equal(c.total, 2);
	/* the week of 1 January begins in the old year */
	d = day(2025, 1, 1);
	c = count("1", d, (struct streak_rules){ .today = d, .weekly = true, .starting_year = 2025 });
	expect(c.current, day(2024, 12, 29), day(2024, 12, 29), 1);
}

static void test_little(void **state)
{
	(void)state;
	int64_t d = day(2026, 11, 20), sunday = day(2026, 11, 15);
	struct streak_count c = count("", 0, (struct streak_rules){ .today = d });
	assert_false(c.any);
	assert_int_equal(c.total, 0);
	expect(c.longest, d, d, 0);
	expect(c.current, d, d, 0);
	c = count("....", d - 3, (struct streak_rules){ .today = d, .weekly = true, .excluded = MON });
	assert_false(c.any);
	expect(c.longest, sunday, sunday, 0);
	expect(c.current, sunday, sunday, 0);
	c = count("1", d, (struct streak_rules){ .today = d });
	expect(c.longest, d, d, 1);
	expect(c.current, d, d, 1);
	/* an account made after "today" (a clock that lags) */
	c = count("1", d + 2, (struct streak_rules){ .today = d });
	assert_int_equal(c.total, 0);
	expect(c.current, d, d, 0);
	/* counts below 0 are none */
	int counts[] = { 3, -5, 2 };
	struct history h = { .first_day = d - 2, .counts = counts, .n = 3 };
	c = streak_count(&h, &(struct streak_rules){ .today = d });
	assert_int_equal(c.total, 5);
	expect(c.current, d, d, 1);
}

static void test_long(void **state)
{
	(void)state;
	static int counts[10000];
	for (size_t i = 0; i < 10000; i++)
		counts[i] = 1 + (int)(i % 7);
	struct history h = { .first_day = day(2026, 11, 20) - 9999, .counts = counts, .n = 10000 };
	struct streak_count c = streak_count(&h, &(struct streak_rules){ .today = day(2026, 11, 20) });
	expect(c.current, h.first_day, day(2026, 11, 20), 10000);
	c = streak_count(&h, &(struct streak_rules){ .today = day(2026, 11, 20), .weekly = true });
	assert_int_equal(c.current.length, 1429);
}

/* ---- the second counting: no walk with a state, each streak is looked for on its own */

static uint64_t seed = 20261120;

static int below(int n)
{
	seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (int)((seed >> 33) % (uint64_t)n);
}

struct naive {
	bool good[DAYS_MAX + 20], bridge[DAYS_MAX + 20];
	int n;
};

/* From unit i, which is good, how far a streak reaches. */
static int reach(const struct naive *v, int i)
{
	int end = i;
	while (end + 1 < v->n && (v->good[end + 1] || v->bridge[end + 1]))
		end++;
	return end;
}

static void naive_streaks(const struct naive *v, int ret_longest[2], int ret_current[2])
{
	ret_longest[0] = ret_current[0] = -1;
	for (int i = v->n - 1; i >= 0; i--) {
		if (!v->good[i])
			continue;
		int end = reach(v, i);
		if (ret_longest[0] < 0 || end - i >= ret_longest[1] - ret_longest[0]) {
			ret_longest[0] = i;
			ret_longest[1] = end;
		}
		if (end >= v->n - 2) {
			ret_current[0] = i;
			ret_current[1] = end;
		}
	}
	/* a streak that ends yesterday is running only if today alone is missing */
	if (ret_current[0] >= 0 && ret_current[1] == v->n - 2 && (v->good[v->n - 1] || v->bridge[v->n - 1]))
		ret_current[0] = -1;
}

static void same(struct streak got, const int at[2], int64_t base, int unit, int64_t now)
{
	if (at[0] < 0) {
		expect(got, now, now, 0);
		return;
	}
	expect(got, base + at[0] * unit, base + at[1] * unit, at[1] - at[0] + 1);
}

static void naive_compare(const struct history *h, const struct streak_rules *rules)
{
	int64_t last = rules->today, first = h->first_day, i, total = 0;
	if (last + 1 - h->first_day < (int64_t)h->n && h->counts[last + 1 - h->first_day] > 0)
		last++;
	if (rules->starting_year == 2024 && first < day(2024, 1, 1))
		first = day(2024, 1, 1);
	struct naive v = { 0 };
	/* (day + 4) / 7 numbers the weeks from Sunday, for 1 January 1970 was a Thursday */
	int64_t base = rules->weekly ? (first + 4) / 7 * 7 - 4 : first;
	int unit = rules->weekly ? 7 : 1;
	v.n = (int)((last - base) / unit + 1);
	for (i = first; i <= last; i++) {
		int64_t at = i - h->first_day;
		int n = at < (int64_t)h->n ? h->counts[at] : 0;
		total += n;
		if (n)
			v.good[(i - base) / unit] = true;
		if (!rules->weekly && rules->excluded >> ((i + 4) % 7) & 1)
			v.bridge[i - base] = true;
	}
	int longest[2], current[2];
	naive_streaks(&v, longest, current);
	struct streak_count c = streak_count(h, rules);
	int64_t now = rules->weekly ? (last + 4) / 7 * 7 - 4 : last;
	assert_int_equal(c.total, total);
	assert_int_equal(c.any, total > 0);
	same(c.longest, longest, base, unit, now);
	same(c.current, current, base, unit, now);
	assert_true(c.longest.length >= c.current.length);
}

static void test_property(void **state)
{
	(void)state;
	for (int round = 0; round < 50000; round++) {
		int counts[DAYS_MAX], n = 1 + below(DAYS_MAX - 1), busy = below(11);
		for (int i = 0; i < n; i++)
			counts[i] = below(10) < busy ? 1 + below(20) : 0;
		struct history h = { .first_day = day(2023, 11, 25) + below(90), .counts = counts, .n = (size_t)n };
		struct streak_rules rules = { .today = h.first_day + n - 1 + below(4) - 1, .weekly = below(2),
			.excluded = below(2) ? (unsigned int)below(128) : 0 };
		if (rules.today < h.first_day)
			rules.today = h.first_day;
		if (rules.today >= day(2024, 1, 1) && below(2))
			rules.starting_year = 2024;
		naive_compare(&h, &rules);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_daily),
		cmocka_unit_test(test_tomorrow),
		cmocka_unit_test(test_excluded),
		cmocka_unit_test(test_weekly),
		cmocka_unit_test(test_years),
		cmocka_unit_test(test_little),
		cmocka_unit_test(test_long),
		cmocka_unit_test(test_property),
	};
	return cmocka_run_group_tests_name("streak-count", tests, NULL, NULL);
}
