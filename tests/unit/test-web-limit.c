/* Limits: the arithmetic of the sliding window, and the shared table that stands in for memcached. */
#include "config.h"

#include "core/base/clean.h"
#include "core/base/clock.h"
#include "core/base/random.h"
#include "core/web/limit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>
#include "core/base/banned.h"

#define START INT64_C(1790000000000)

static void test_arithmetic(void **state)
{
	static const struct {
		uint64_t before, now, max;
		int64_t window, at;
		bool passes;
	} rows[] = {
		{ 0, 0, 1, 1000, 0, true },
		{ 0, 1, 1, 1000, 999, false },
		{ 1, 0, 1, 1000, 0, false },   /* the last bucket still counts whole */
		{ 2, 0, 2, 1000, 500, true },  /* half of two, and one more */
		{ 2, 1, 2, 1000, 500, false },
		{ 10, 4, 10, 1000, 500, true },
		{ 10, 5, 10, 1000, 500, false },
		{ 10, 5, 10, 1000, 600, true },
	};
	int64_t wait;
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		assert_int_equal(
			limit_passes(rows[i].before, rows[i].now, rows[i].max, rows[i].window, rows[i].at, &wait),
			rows[i].passes);
}

/* Whoever waits as long as he was told passes then, and not much earlier. */
static void test_wait_is_true(void **state)
{
	enum { ROUNDS = 20000, WINDOW = 60000 };
	(void)state;
	for (int i = 0; i < ROUNDS; i++) {
		uint64_t max = 1 + random_below(50), before = random_below(max + 1), now = random_below(max + 1);
		int64_t at = (int64_t)random_below(WINDOW), wait = 0, unused;
		if (limit_passes(before, now, max, WINDOW, at, &wait))
			continue;
		assert_in_range(wait, 1, 2 * WINDOW);
		for (int64_t step = -1; step <= 1; step += 2) {
			int64_t then = at + wait + step * 2;
			uint64_t b = then >= WINDOW ? now : before, n = then >= WINDOW ? 0 : now;
			if (then < at || then >= 2 * WINDOW)
				continue;
			assert_int_equal(limit_passes(b, n, max, WINDOW, then, &unused), step > 0);
		}
	}
}

static void test_table(void **state)
{
	struct limits *l = limits_new();
	struct err_note note = { .code = OK };
	(void)state;
	clock_freeze(START - START % LIMIT_DAY_MS);
	for (int i = 0; i < 3; i++)
		assert_int_equal(limit_take(&note, l, NULL, "analyze", "a", 3, LIMIT_DAY_MS), OK);
	/* refused, again and again: the wait does not grow */
	int first = 0;
	for (int i = 0; i < 100; i++) {
		assert_int_equal(limit_take(&note, l, NULL, "analyze", "a", 3, LIMIT_DAY_MS), ERR_LIMIT);
		first = first ? first : note.retry_after;
		assert_int_equal(note.retry_after, first);
	}
	assert_int_equal(limit_peek(&note, l, NULL, "analyze", "a", 3, LIMIT_DAY_MS), ERR_LIMIT);
	assert_int_equal(limit_take(&note, l, NULL, "analyze", "b", 3, LIMIT_DAY_MS), OK);
	assert_int_equal(limit_take(&note, l, NULL, "card", "a", 3, LIMIT_DAY_MS), OK);
	for (int i = 0; i < 10; i++)
		assert_int_equal(limit_peek(&note, l, NULL, "card", "c", 1, LIMIT_DAY_MS), OK);
	assert_int_equal(limit_take(&note, l, NULL, "card", "", 1, LIMIT_DAY_MS), OK); /* nobody is nobody's neighbour */
	clock_freeze(clock_now() + (int64_t)first * 1000);
	assert_int_equal(limit_take(&note, l, NULL, "analyze", "a", 3, LIMIT_DAY_MS), OK);
	assert_int_equal(limit_take(&note, l, NULL, "analyze", "a", 3, LIMIT_DAY_MS), ERR_LIMIT);
	clock_freeze(-1);
	limits_free(l);
}

/* Two processes count in one table. */
static void test_shared(void **state)
{
	struct limits *l = limits_new();
	int status, passed = 0;
	(void)state;
	clock_freeze(START);
	pid_t pid = fork();
	if (pid == 0) {
		for (int i = 0; i < 5; i++)
			(void)limit_take(NULL, l, NULL, "k", "x", 8, LIMIT_DAY_MS);
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	for (int i = 0; i < 8; i++)
		passed += limit_take(NULL, l, NULL, "k", "x", 8, LIMIT_DAY_MS) == OK;
	assert_int_equal(passed, 3);
	clock_freeze(-1);
	limits_free(l);
}

/* More keys than there is room: it keeps answering, and errs on the visitor's side. */
static void test_full(void **state)
{
	struct limits *l = limits_new();
	char key[16];
	(void)state;
	for (unsigned i = 0; i < 40000; i++) {
		(void)snprintf(key, sizeof(key), "%u", i);
		assert_int_equal(limit_take(NULL, l, NULL, "k", key, 1, LIMIT_DAY_MS), OK);
	}
	limits_free(l);
}

/* A flood of keys counted by the minute does not wash away those counted by the day. */
static void test_day_outlasts_minute(void **state)
{
	enum { VISITORS = 500, FLOOD = 40000 };
	struct limits *l = limits_new();
	char key[16];
	int kept = 0;
	(void)state;
	clock_freeze(START);
	for (int i = 0; i < VISITORS; i++) {
		(void)snprintf(key, sizeof(key), "%d", i);
		assert_int_equal(limit_take(NULL, l, NULL, "day", key, 1, LIMIT_DAY_MS), OK);
	}
	for (int i = 0; i < FLOOD; i++) {
		(void)snprintf(key, sizeof(key), "%d", i);
		assert_int_equal(limit_take(NULL, l, NULL, "minute", key, 1, LIMIT_MINUTE_MS), OK);
	}
	for (int i = 0; i < VISITORS; i++) {
		(void)snprintf(key, sizeof(key), "%d", i);
		kept += limit_peek(NULL, l, NULL, "day", key, 1, LIMIT_DAY_MS) == ERR_LIMIT;
	}
	assert_int_equal(kept, VISITORS);
	clock_freeze(-1);
	limits_free(l);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_arithmetic),
		cmocka_unit_test(test_wait_is_true),
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_shared),
		cmocka_unit_test(test_full),
		cmocka_unit_test(test_day_outlasts_minute),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
