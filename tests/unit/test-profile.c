/* profile-json: what is dumped loads to the same, wrong types are refused by name; rank. */
#include "config.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/base/json.h"
#include "core/profile/languages.h"
#include "core/profile/marks.h"
#include "core/profile/profile.h"
#include "core/profile/source.h"
#include "core/profile/value.h"
#include "core/score/rank.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static struct arena arena;

static int setup(void **state)
{
	(void)state;
	arena_init(&arena, 64 * 1024 * 1024);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_release(&arena);
	return 0;
}

#define TOTALS "{\"commits\":1,\"prs\":2,\"issues\":3,\"reviews\":4,\"discussions\":5}"
#define LANGUAGE "{\"name\":\"C\",\"percentage\":33.3,\"bytes\":9,\"lines\":8,\"repos\":7,\"color\":\"#555555\"}"
#define REPO \
	"{\"name\":\"n\",\"owner\":\"o\",\"description\":\"d\",\"language\":\"C\",\"color\":\"#555555\",\"stars\":1," \
	"\"forks\":2,\"is_fork\":true,\"is_archived\":true,\"is_template\":true,\"is_private\":true," \
	"\"updated_at\":\"2026-01-02\",\"pushed_ms\":-5,\"created_ms\":-6,\"topics\":[\"a\",\"b\"]," \
	"\"languages\":[" LANGUAGE "],\"commits\":0,\"root_files\":[\"Makefile\"]}"
#define PERSON "{\"name\":\"N\",\"email\":\"e@example.org\",\"login\":\"l\"}"

/* Every member of every struct, in the writer's order. */
static const char full[] =
	"{\"source\":\"git\",\"login\":\"l\",\"name\":\"n\",\"bio\":\"b\",\"company\":\"c\",\"location\":\"w\","
	"\"blog\":\"u\",\"avatar_url\":\"v\",\"created_at\":\"2020-01-01T00:00:00Z\",\"is_hireable\":true,"
	"\"is_team\":true,\"followers\":1,\"following\":0,\"n_repos\":3,\"repos\":[" REPO "],\"languages\":[" LANGUAGE
	"],\"organizations\":[{\"login\":\"o\",\"name\":\"O\",\"avatar_url\":\"a\"}],\"organizations_known\":true,"
	"\"pinned\":[" REPO "],\"recent\":" TOTALS ",\"year\":" TOTALS ",\"all_time\":" TOTALS
	",\"prs_merged\":4,\"discussions_started\":1,\"discussions_answered\":2,\"contributed_to\":3,"
	"\"commits_restricted\":4,\"contributions_last_year\":5,\"calendar\":[{\"day\":20000,\"count\":3}],"
	"\"commits\":[{\"oid\":\"ab\",\"repo\":\"r\",\"author\":" PERSON ",\"committer\":" PERSON
	",\"coauthors\":[" PERSON "],\"committed_date\":\"2026-01-02T03:04:05Z\",\"time_ms\":1,"
	"\"message\":\"m\\n\",\"changed_files\":1,\"additions\":2,\"deletions\":3}],\"commits_known\":true,"
	"\"config_marks\":[{\"tool\":\"claude\",\"path\":\"CLAUDE.md\",\"repo\":\"r\"}],\"lines_added\":1,"
	"\"lines_deleted\":2,\"files_touched\":3,\"reviewed_by\":4,\"coauthored\":5,\"contributors\":6,"
	"\"categories\":{\"source\":1,\"test\":2,\"docs\":3,\"config\":4,\"generated\":5,\"vendored\":6,"
	"\"lock\":7,\"translation\":8,\"binary\":9},\"mark_commits\":7,"
	"\"mark_totals\":{\"seen\":9,\"marked\":2,\"tools\":[{\"id\":\"claude\",\"commits\":2,\"author\":0,\"coauthor\":2,"
	"\"session\":1,\"footer\":0,\"weak\":0,\"first_ms\":5,\"last_ms\":6,\"evidence\":[{\"oid\":\"ab\",\"repo\":\"r\","
	"\"level\":\"session\",\"text\":\"t\"}]}]},"
	"\"missing\":[{\"field\":\"f\",\"reason\":\"FORBIDDEN\",\"detail\":\"d\"}],\"fetched_ms\":8,\"points\":9}";

static void load(const char *text, struct profile *ret_p)
{
	struct err_note note;
	CLEAN_JSON struct json_object *root = NULL;
	assert_int_equal(json_parse(&note, text, strlen(text), JSON_DEPTH, &root), OK);
	assert_int_equal(profile_load(&note, &arena, root, ret_p), OK);
}

static void assert_dumps(const struct profile *p, const char *text)
{
	CLEAN_JSON struct json_object *dump = profile_dump(p);
	assert_string_equal(json_text(dump, NULL), text);
}

static void test_round_trip(void **state)
{
	(void)state;
	struct profile p;
	load(full, &p);
	assert_int_equal(p.source, SOURCE_GIT);
	assert_int_equal(p.repos[0].pushed_ms.n, -5);
	assert_true(p.repos[0].commits.known && p.following.known);
	assert_string_equal(p.repos[0].topics[1], "b");
	assert_string_equal(p.pinned[0]->root_files[0], "Makefile");
	assert_string_equal(p.commits[0].coauthors[0].email, "e@example.org");
	assert_true(p.languages[0].percentage == 33.3);
	assert_int_equal(p.mark_totals->tools[TOOL_CLAUDE].by_level[MARK_COAUTHOR], 2);
	assert_dumps(&p, full);
}

static void test_round_trip_empty(void **state)
{
	(void)state;
	struct profile p = { .source = SOURCE_GITHUB_REST }, back;
	assert_dumps(&p, "{\"source\":\"rest\"}");
	load("{\"source\":\"rest\"}", &back);
	assert_int_equal(back.source, SOURCE_GITHUB_REST);
	assert_false(back.followers.known || back.commits_known || back.organizations_known);
	assert_null(back.repos);
}

/* A list that was loaded grows on, and in proportion to its length. */
static void test_miss(void **state)
{
	(void)state;
	enum { MORE = 5000 };
	struct profile p;
	char field[16];
	load("{\"missing\":[{\"field\":\"a\"},{\"field\":\"b\"},{\"field\":\"c\"}]}", &p);
	size_t before = arena.used;
	for (int i = 0; i < MORE; i++) {
		(void)snprintf(field, sizeof(field), "f%d", i);
		profile_miss(&p, &arena, field, "TIMEOUT", NULL);
	}
	assert_int_equal(p.n_missing, 3 + MORE);
	assert_string_equal(p.missing[2].field, "c");
	assert_string_equal(p.missing[3].field, "f0");
	assert_string_equal(p.missing[2 + MORE].field, "f4999");
	assert_true(arena.used - before < (size_t)MORE * 200);
}

static void test_refusals(void **state)
{
	(void)state;
	static const struct {
		const char *text, *field;
	} bad[] = {
		{ "{\"login\":5}", "login" },
		{ "{\"followers\":\"5\"}", "followers" },
		{ "{\"followers\":-1}", "followers" },
		{ "{\"followers\":1.5}", "followers" },
		{ "{\"followers\":9223372036854775807}", "followers" },
		{ "{\"repos\":{}}", "repos" },
		{ "{\"repos\":[{},7]}", "repos[1]" },
		{ "{\"repos\":[{\"topics\":[\"a\",1]}]}", "repos[0].topics[1]" },
		{ "{\"repos\":[{\"topics\":[null]}]}", "repos[0].topics[0]" },
		{ "{\"repos\":[{\"is_fork\":1}]}", "repos[0].is_fork" },
		{ "{\"languages\":[{\"percentage\":\"x\"}]}", "languages[0].percentage" },
		{ "{\"languages\":[{\"percentage\":1e300}]}", "languages[0].percentage" },
		{ "{\"source\":\"elsewhere\"}", "source" },
		{ "{\"calendar\":[{\"count\":4294967296}]}", "calendar[0].count" },
		{ "{\"recent\":{\"prs\":[]}}", "recent.prs" },
		{ "{\"commits\":[{\"author\":\"x\"}]}", "commits[0].author" },
		{ "{\"mark_totals\":{\"tools\":[{\"id\":\"nobody\"}]}}", "mark_totals" },
		{ "{\"mark_totals\":{\"tools\":[{\"id\":\"claude\",\"evidence\":[{}]}]}}", "mark_totals" },
		{ "{\"mark_totals\":{\"seen\":true}}", "mark_totals.seen" },
	};
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct err_note note;
		struct profile p = { .points = 77 };
		CLEAN_JSON struct json_object *root = NULL;
		assert_int_equal(json_parse(&note, bad[i].text, strlen(bad[i].text), JSON_DEPTH, &root), OK);
		assert_int_equal(profile_load(&note, &arena, root, &p), ERR_INVALID);
		assert_string_equal(note.field, bad[i].field);
		assert_int_equal(p.points, 77);
	}
	struct err_note note;
	struct profile p;
	assert_int_equal(profile_load(&note, &arena, NULL, &p), ERR_INVALID);
}

static void test_line(void **state)
{
	(void)state;
	static const char text[] =
		"{\"p\":{\"repos\":[{\"name\":\"x\",\"description\":null,\"updated_at\":\"2026-01-01T02:00:00+02:00\"}],"
		"\"followers\":null,\"contribution_stats\":{\"recent_reviews\":4,\"total_prs\":9}},"
		"\"c\":[{\"message\":\"a\\u0000b\",\"committed_date\":\"nonsense\"}]}";
	struct err_note note;
	struct profile p;
	CLEAN_JSON struct json_object *root = NULL;
	assert_int_equal(json_parse(&note, text, strlen(text), JSON_DEPTH, &root), OK);
	assert_int_equal(profile_from_json(&note, &arena, json_get(root, "p"), json_get(root, "c"), &p), OK);
	assert_int_equal(p.source, SOURCE_JSON);
	assert_int_equal(p.recent.reviews.n, 4);
	assert_false(p.recent.commits.known || p.followers.known || p.organizations_known);
	assert_int_equal(p.year.prs.n, 9);
	assert_int_equal(p.n_repos.n, 1);
	assert_int_equal(p.repos[0].pushed_ms.n, INT64_C(1767225600000)); /* 2026-01-01T00:00:00Z */
	assert_string_equal(p.commits[0].message, "a\xef\xbf\xbd" "b");
	assert_false(p.commits[0].time_ms.known);
	assert_true(p.commits_known);
	assert_int_equal(profile_from_json(&note, &arena, json_get(root, "p"), json_get(root, "p"), &p), ERR_INVALID);
	assert_string_equal(note.field, "commits");
	assert_int_equal(profile_from_json(&note, &arena, json_get(root, "c"), NULL, &p), ERR_INVALID);
	assert_string_equal(note.field, "profile");
}

static void test_rank(void **state)
{
	(void)state;
	static const struct {
		struct rank_counts counts;
		bool all;
		const char *level;
		double percentile;
	} vectors[] = {
		{ { 0, 0, 0, 0, 0, 0 }, false, "C", 100 },
		{ { 250, 50, 25, 2, 50, 10 }, false, "B+", 50 },
		{ { 125, 25, 10, 5, 25, 5 }, false, "B-", 65.029 },
		{ { 500, 100, 50, 20, 200, 40 }, false, "A", 20.841 },
		{ { 1300, 1500, 4500, 1000, 600000, 50000 }, false, "S", 0.45786 },
		{ { 1300, 1500, 4500, 1000, 600000, 50000 }, true, "A+", 6.773 },
		{ { -1, -1, -1, -1, -1, -1 }, true, "C", 100 },
	};
	for (size_t i = 0; i < sizeof(vectors) / sizeof(vectors[0]); i++) {
		struct rank r = rank_of(&vectors[i].counts, vectors[i].all);
		assert_string_equal(r.level, vectors[i].level);
		assert_true(r.percentile > vectors[i].percentile - 6e-4 && r.percentile < vectors[i].percentile + 6e-4);
	}
}

/* Bytes and shares weigh together, forks nothing; without either the first languages are counted. */
static void test_languages(void **state)
{
	(void)state;
	struct language by_bytes[] = { { .name = "C", .bytes = METRIC(1500000) }, { .name = "Shell", .bytes = METRIC(500000), .color = "#89e051" } };
	struct language by_share[] = { { .name = "Shell", .percentage = 75 }, { .name = "Go", .percentage = 25 } };
	struct repo repos[] = {
		{ .name = "a", .language = "C", .languages = by_bytes, .n_languages = 2 },
		{ .name = "b", .language = "Shell", .languages = by_share, .n_languages = 2 },
		{ .name = "fork", .language = "Perl", .languages = by_bytes, .n_languages = 2, .is_fork = true },
		{ .name = "bare", .language = "Perl" },
	};
	struct profile p = { .repos = repos, .n_repos_listed = ARRAY_LEN(repos) };
	profile_sum_languages(&arena, &p);
	assert_int_equal(p.n_languages, 3);
	assert_string_equal(p.languages[0].name, "C");
	assert_true(p.languages[0].percentage == 50.0 && p.languages[0].bytes.n == 1500000);
	assert_string_equal(p.languages[1].name, "Shell");
	assert_true(p.languages[1].percentage == 41.7 && p.languages[1].repos.n == 2);
	assert_string_equal(p.languages[1].color, "#89e051");
	assert_true(p.languages[2].percentage == 8.3);
	for (size_t i = 0; i < ARRAY_LEN(repos); i++)
		repos[i].n_languages = 0;
	profile_sum_languages(&arena, &p);
	assert_int_equal(p.n_languages, 3);
	assert_string_equal(p.languages[0].name, "C"); /* of equal ones by name */
	assert_true(p.languages[0].percentage == 33.3 && !p.languages[0].bytes.known && p.languages[0].repos.n == 1);
	p.n_repos_listed = 0;
	profile_sum_languages(&arena, &p);
	assert_int_equal(p.n_languages, 0);
}

static void test_values(void **state)
{
	(void)state;
	static const char text[] = "{\"s\":\"na\u00efve\",\"e\":\"\",\"n\":7,\"big\":1000000000001,\"minus\":-1,\"d\":1.5,"
		"\"t\":\"2026-11-20T00:00:00Z\",\"c\":\"#89e051\",\"bad\":\"#89e05x\",\"null\":null}";
	CLEAN_JSON struct json_object *o = NULL;
	assert_int_equal(json_parse(NULL, text, sizeof(text) - 1, JSON_DEPTH, &o), OK);
	assert_string_equal(value_text(&arena, json_get(o, "s"), 3), "na"); /* never half a letter */
	assert_string_equal(value_text(&arena, json_get(o, "s"), 4), "na\u00ef");
	assert_null(value_text(&arena, json_get(o, "e"), 9));
	assert_null(value_text(&arena, json_get(o, "n"), 9));
	assert_true(value_number(json_get(o, "n")).known);
	for (const char *const *key = (const char *const[]){ "big", "minus", "d", "s", "null", "none", NULL }; *key; key++)
		assert_false(value_number(json_get(o, *key)).known);
	assert_int_equal(value_time(json_get(o, "t")).n, INT64_C(1795132800000));
	assert_false(value_time(json_get(o, "s")).known);
	assert_string_equal(value_color(&arena, json_get(o, "c")), "#89e051");
	assert_null(value_color(&arena, json_get(o, "bad")));
	assert_true(value_share(1, 3) == 33.3 && value_share(2, 3) == 66.7 && value_share(0, 0) == 0);
}

static void test_scopes(void **state)
{
	(void)state;
	static const struct {
		const char *text, *canonical; /* NULL: refused */
	} table[] = {
		{ "", "" },
		{ "b,A,b,a", "a,b" },
		{ "b/x,a/Y,A/y", "a/y,b/x" },
		{ "a/y,a/x,a,ab/z", "a,ab/z" },
		{ "a,a/x,a-b,a.b", "a,a-b,a.b" },
		{ "o/.github,o/-x", "o/-x,o/.github" },
		{ "a b", NULL }, { "a/", NULL }, { "/a", NULL }, { "a,,b", NULL }, { "a/b/c", NULL }, { "a/..", NULL },
		{ "\"a\"", NULL }, { "a:b", NULL }, { "\303\244", NULL },
		{ "1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20", "1,10,11,12,13,14,15,16,17,18,19,2,20,3,4,5,6,7,8,9" },
		{ "1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21", NULL },
	};
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		struct repo_scope s = { .n = 0 };
		enum err e = repo_scope_parse(NULL, &arena, table[i].text, &s);
		if ((e == OK) != (table[i].canonical != NULL))
			fail_msg("\"%s\" is %s", table[i].text, err_slug(e));
		if (!e)
			assert_string_equal(repo_scope_text(&s, &arena), table[i].canonical);
	}
	struct repo_scope s = { .n = 0 };
	assert_true(repo_scope_holds(&s, NULL, "x"));
	assert_int_equal(repo_scope_parse(NULL, &arena, "ada,bob/x", &s), OK);
	assert_true(repo_scope_holds(&s, "Ada", "anything") && repo_scope_holds(&s, "BOB", "X"));
	assert_false(repo_scope_holds(&s, "ad", "a") || repo_scope_holds(&s, "adam", "x") || repo_scope_holds(&s, "bob", "xy") ||
		repo_scope_holds(&s, NULL, "x") || repo_scope_holds(&s, "", "x"));
}

static void test_days(void **state)
{
	(void)state;
	struct day_range year = day_range_of(2024, 0), last = day_range_of(0, INT64_C(1795132800000));
	assert_int_equal(year.last - year.first, 365);
	assert_int_equal(year.first, 19723);
	assert_int_equal(last.last, 1795132800 / 86400);
	assert_int_equal(last.last - last.first, 365);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_round_trip), cmocka_unit_test(test_round_trip_empty),
		cmocka_unit_test(test_miss), cmocka_unit_test(test_refusals), cmocka_unit_test(test_line),
		cmocka_unit_test(test_rank), cmocka_unit_test(test_languages), cmocka_unit_test(test_values),
		cmocka_unit_test(test_scopes), cmocka_unit_test(test_days) };
	return cmocka_run_group_tests_name("profile", tests, setup, teardown);
}
