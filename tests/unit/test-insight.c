/* insight: additive counters, periods, pruning, and that no answer shows or implies a small group. */
#include "config.h"

#include "core/insight/insight.h"

#include "core/base/clock.h"
#include "core/base/json.h"
#include "core/base/random.h"
#include "core/base/str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define NOW (INT64_C(20777) * CLOCK_DAY_MS + 1234567) /* 2026-11-20 */

static char dir[] = "/tmp/gps-insight.XXXXXX";
static struct err_note note;
static struct store *st;

static void clean(void)
{
	static const char *const files[] = { "insight.db", "insight.db-wal", "insight.db-shm" };
	char path[128];
	for (size_t i = 0; i < ARRAY_LEN(files); i++) {
		(void)snprintf(path, sizeof(path), "%s/%s", dir, files[i]);
		(void)remove(path);
	}
}

static int setup(void **state)
{
	int from, to;
	(void)state;
	clean();
	if (store_migrate(&note, &insight_schema, dir, &from, &to))
		return -1;
	st = store_open(&note, &insight_schema, dir, STORE_WRITE);
	return st ? 0 : -1;
}

static int teardown(void **state)
{
	(void)state;
	store_close(st);
	st = NULL;
	return 0;
}

static void record(int n, int64_t days_ago, const char *archetype, const char *language, const char *bucket)
{
	const struct insight_sample x = { .kind = INSIGHT_ANALYSIS, .archetype = archetype, .bucket = bucket, .model = "v3",
		.languages = &language, .n_languages = 1 };
	while (n--)
		assert_int_equal(insight_record(&note, st, &x, NOW - days_ago * CLOCK_DAY_MS), OK);
}

/* The data member as text. */
static void expect(enum insight_metric metric, enum insight_period period, int64_t k, const char *data)
{
	CLEAN_JSON struct json_object *answer = NULL;
	assert_int_equal(insight_query(&note, st, metric, period, k, NOW, &answer), OK);
	assert_string_equal(json_str(answer, "metric", ""), insight_metric_name(metric));
	assert_string_equal(json_str(answer, "period", ""), insight_period_name(period));
	assert_string_equal(json_str(answer, "updated_at", ""), "2026-11-20");
	assert_string_equal(json_text(json_get(answer, "data"), NULL), data);
}

static void test_empty(void **state)
{
	(void)state;
	for (int m = 0; m < INSIGHT_METRIC__MAX; m++)
		expect((enum insight_metric)m, INSIGHT_1Y, 5, "[]");
}

static void test_four_metrics(void **state)
{
	(void)state;
	record(7, 0, "code_explorer", "C", "0_10");
	record(6, 3, "rising_developer", "Rust", "60_100");
	record(5, 3, "rising_developer", "C", "30_60");
	const struct insight_sample card = { .kind = INSIGHT_CARD };
	for (int i = 0; i < 9; i++)
		assert_int_equal(insight_record(&note, st, &card, NOW), OK);
	expect(INSIGHT_ARCHETYPE_DISTRIBUTION, INSIGHT_7D, 5,
		"[{\"archetype\":\"rising_developer\",\"count\":11},{\"archetype\":\"code_explorer\",\"count\":7}]");
	expect(INSIGHT_AI_USAGE_BY_LANGUAGE, INSIGHT_7D, 5,
		"[{\"language\":\"C\",\"buckets\":{\"0_10\":7,\"30_60\":5},\"sample_size\":12},"
		"{\"language\":\"Rust\",\"buckets\":{\"60_100\":6},\"sample_size\":6}]");
	expect(INSIGHT_MODEL_POPULARITY, INSIGHT_7D, 5, "[{\"model\":\"v3\",\"count\":18}]");
	expect(INSIGHT_GENERATION_TRENDS, INSIGHT_7D, 5,
		"[{\"date\":\"2026-11-17\",\"data\":{\"analyses\":11}},"
		"{\"date\":\"2026-11-20\",\"data\":{\"analyses\":7,\"cards\":9}}]");
}

static void test_periods(void **state)
{
	(void)state;
	static const int days[] = { 0, 6, 7, 29, 30, 89, 90, 364, 365 };
	static const char *const answers[] = { "[{\"archetype\":\"a\",\"count\":4}]", "[{\"archetype\":\"a\",\"count\":8}]",
		"[{\"archetype\":\"a\",\"count\":12}]", "[{\"archetype\":\"a\",\"count\":16}]" };
	for (size_t i = 0; i < ARRAY_LEN(days); i++)
		record(2, days[i], "a", "C", "0_10");
	for (int p = 0; p < INSIGHT_PERIOD__MAX; p++)
		expect(INSIGHT_ARCHETYPE_DISTRIBUTION, (enum insight_period)p, 2, answers[p]);
	int64_t rows = 0;
	assert_int_equal(insight_prune(&note, st, NOW, &rows), OK);
	assert_int_equal(rows, 4); /* day 365 of each table */
	expect(INSIGHT_ARCHETYPE_DISTRIBUTION, INSIGHT_1Y, 2, answers[INSIGHT_1Y]);
	assert_int_equal(insight_prune(&note, st, NOW, &rows), OK);
	assert_int_equal(rows, 0);
}

static void test_hiding(void **state)
{
	(void)state;
	record(9, 0, "big", "C", "0_10");
	record(6, 0, "middle", "Go", "0_10");
	record(1, 0, "alone", "Zig", "10_30");
	/* one hidden analysis takes the smallest shown group with it */
	expect(INSIGHT_ARCHETYPE_DISTRIBUTION, INSIGHT_7D, 5,
		"[{\"archetype\":\"big\",\"count\":9},{\"archetype\":\"other\",\"count\":7}]");
	/* inside "other", too: 16 = 15 in 0_10 and 1 in 10_30 */
	expect(INSIGHT_AI_USAGE_BY_LANGUAGE, INSIGHT_7D, 5,
		"[{\"language\":\"other\",\"buckets\":{\"other\":16},\"sample_size\":16}]");
	expect(INSIGHT_ARCHETYPE_DISTRIBUTION, INSIGHT_7D, 100, "[]");
	/* a lonely day takes the smallest shown day with it */
	record(1, 1, "big", "C", "0_10");
	record(20, 2, "big", "C", "0_10");
	expect(INSIGHT_GENERATION_TRENDS, INSIGHT_7D, 5, "[{\"date\":\"2026-11-18\",\"data\":{\"analyses\":20}}]");
}

/* One analysis counts in three languages: their sum says nothing of how many analyses it holds. */
static void test_hiding_over_languages(void **state)
{
	(void)state;
	static const char *const three[] = { "Ada", "Forth", "Zig" };
	const struct insight_sample x = { .kind = INSIGHT_ANALYSIS, .bucket = "0_10", .languages = three, .n_languages = 3 };
	for (int analyses = 1; analyses <= 4; analyses++) {
		assert_int_equal(insight_record(&note, st, &x, NOW), OK);
		expect(INSIGHT_AI_USAGE_BY_LANGUAGE, INSIGHT_7D, 5, "[]");
	}
	assert_int_equal(insight_record(&note, st, &x, NOW), OK);
	record(4, 0, NULL, "C", "0_10");
	expect(INSIGHT_AI_USAGE_BY_LANGUAGE, INSIGHT_7D, 5,
		"[{\"language\":\"other\",\"buckets\":{\"0_10\":19},\"sample_size\":19}]");
}

static void test_random_tables(void **state)
{
	(void)state;
	char name[16];
	for (int round = 0; round < 20; round++) {
		int64_t total = 0, seen = 0, k = 2 + (int64_t)random_below(9);
		assert_int_equal(teardown(NULL), 0);
		assert_int_equal(setup(NULL), 0);
		int groups = 1 + (int)random_below(6);
		for (int g = 0; g < groups; g++) {
			int n = 1 + (int)random_below(random_below(2) ? 3 : 15);
			(void)snprintf(name, sizeof(name), "g%d", g);
			record(n, 0, name, "C", "0_10");
			total += n;
		}
		CLEAN_JSON struct json_object *answer = NULL;
		assert_int_equal(insight_query(&note, st, INSIGHT_ARCHETYPE_DISTRIBUTION, INSIGHT_7D, k, NOW, &answer), OK);
		struct json_object *data = json_get(answer, "data");
		for (size_t i = 0; i < json_len(data); i++) {
			int64_t n = json_int(json_at(data, i), "count", 0);
			assert_true(n >= k);
			seen += n;
		}
		/* all or nothing: no rest is left to be computed */
		assert_true(seen == total || seen == 0);
		if (seen == 0)
			assert_true(total < k);
	}
}

/* The log of single transactions stays a few pages short, however many there were. */
static void test_brief_log(void **state)
{
	(void)state;
	char path[128];
	struct stat sb;
	(void)snprintf(path, sizeof(path), "%s/insight.db-wal", dir);
	for (int i = 0; i < 20; i++) {
		record(3, i, "code_explorer", "C", "0_10");
		assert_int_equal(stat(path, &sb), 0);
		assert_in_range(sb.st_size, 0, 32 + 16 * (4096 + 24)); /* header; page and its header */
	}
}

static void test_refused_values(void **state)
{
	(void)state;
	static const char *const languages[] = { "C", "", "Bad\nName", "Fourth" };
	const struct insight_sample x = { .kind = INSIGHT_ANALYSIS, .archetype = "Robert'); DROP TABLE", .bucket = "0_10",
		.model = "", .languages = languages, .n_languages = ARRAY_LEN(languages) };
	for (int i = 0; i < 2; i++)
		assert_int_equal(insight_record(&note, st, &x, NOW), OK);
	expect(INSIGHT_ARCHETYPE_DISTRIBUTION, INSIGHT_7D, 2, "[]");
	expect(INSIGHT_MODEL_POPULARITY, INSIGHT_7D, 2, "[]");
	expect(INSIGHT_AI_USAGE_BY_LANGUAGE, INSIGHT_7D, 2,
		"[{\"language\":\"C\",\"buckets\":{\"0_10\":2},\"sample_size\":2}]");
}

static void test_names(void **state)
{
	(void)state;
	enum insight_metric m = INSIGHT_METRIC__MAX;
	enum insight_period p = INSIGHT_PERIOD__MAX;
	assert_true(insight_metric_parse(NULL, &m) && m == INSIGHT_AI_USAGE_BY_LANGUAGE);
	assert_true(insight_metric_parse("generation_trends", &m) && m == INSIGHT_GENERATION_TRENDS);
	assert_false(insight_metric_parse("", &m));
	assert_true(insight_period_parse(NULL, &p) && p == INSIGHT_30D);
	assert_true(insight_period_parse("1y", &p) && p == INSIGHT_1Y);
	assert_false(insight_period_parse("2y", &p));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_empty, setup, teardown),
		cmocka_unit_test_setup_teardown(test_four_metrics, setup, teardown),
		cmocka_unit_test_setup_teardown(test_periods, setup, teardown),
		cmocka_unit_test_setup_teardown(test_hiding, setup, teardown),
		cmocka_unit_test_setup_teardown(test_hiding_over_languages, setup, teardown),
		cmocka_unit_test_setup_teardown(test_random_tables, setup, teardown),
		cmocka_unit_test_setup_teardown(test_brief_log, setup, teardown),
		cmocka_unit_test_setup_teardown(test_refused_values, setup, teardown),
		cmocka_unit_test_setup_teardown(test_names, setup, teardown),
	};
	if (!mkdtemp(dir))
		return 99;
	int failed = cmocka_run_group_tests_name("insight", tests, NULL, NULL);
	clean();
	(void)rmdir(dir);
	return failed;
}
