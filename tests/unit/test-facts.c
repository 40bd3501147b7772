/* facts: reduced truly from a profile, packed and read back whole; damaged bytes are refused. */
#include "config.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/base/clock.h"
#include "core/base/str.h"
#include "core/cards/facts.h"
#include "core/cards/packed.h"
#include "core/profile/wakatime.h"
#include "core/score/report.h"

#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { PACKED_MAX = 1 << 20, NOON = 12 * 60 };

static struct arena arena;

static int setup(void **state)
{
	(void)state;
	arena_init(&arena, 64 << 20);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_release(&arena);
	return 0;
}

static struct language c_and_shell[] = {
	{ .name = "C", .bytes = { 900, true }, .repos = { 2, true }, .color = "#555555" },
	{ .name = "Shell", .bytes = { 1000, true }, .repos = { 1, true } },
};
static struct repo repos[] = {
	{ .name = "one", .owner = "ada", .description = "first", .language = "C", .stars = { 3, true },
		.forks = { 1, true }, .languages = c_and_shell, .n_languages = 2 },
	{ .name = "copy", .owner = "ada", .language = "C", .stars = { 50, true }, .is_fork = true,
		.languages = c_and_shell, .n_languages = 2 },
	{ .name = "two", .owner = "ada", .stars = { 7, true }, .color = "#123456", .is_template = true,
		.created_ms = { INT64_C(86400000) * 17000 + 5, true } },
	{ .name = "three", .owner = "ada" },
};
static struct calendar_day days[] = { { 20000, 4 }, { 20001, 0 }, { 20002, 9 } };
static struct commit commits[] = {
	{ .time_ms = { INT64_C(60000) * (20002 * 1440 + NOON), true } },
	{ .time_ms = { INT64_C(60000) * (20000 * 1440 + NOON), true } },
	{ .message = "without a time" },
};
static struct missing gaps[] = { { "organizations", "FORBIDDEN", NULL } };

static struct profile sample(void)
{
	return (struct profile){ .source = SOURCE_GITHUB_GRAPHQL, .login = "ada", .name = "Ada \xc5\xbd",
		.created_at = "2015-01-02T03:04:05Z", .followers = METRIC(11), .n_repos = METRIC(4), .repos = repos,
		.n_repos_listed = ARRAY_LEN(repos), .languages = c_and_shell, .n_languages = ARRAY_LEN(c_and_shell),
		.year = { .commits = METRIC(200), .reviews = METRIC(5) }, .all_time = { .prs = METRIC(20), .issues = METRIC(0) },
		.calendar = days, .n_calendar = ARRAY_LEN(days), .commits = commits, .n_commits = ARRAY_LEN(commits),
		.commits_known = true, .missing = gaps, .n_missing = 1, .fetched_ms = 77 };
}

static void test_reduces(void **state)
{
	(void)state;
	struct profile p = sample();
	const struct facts *f = facts_from_profile(&arena, &p, NULL);
	assert_string_equal(f->forge, "GitHub");
	assert_int_equal(f->stars.n, 60); /* forks count, as in the service we replace */
	assert_true(f->stars.known && f->forks.known);
	assert_int_equal(f->created_day.n, clock_days_from_civil(2015, 1, 2));
	assert_false(f->n_organizations.known || f->following.known || f->commits_all.known);
	assert_true(f->issues.known && f->issues.n == 0);
	assert_int_equal(f->n_languages, 2);
	assert_string_equal(f->languages[0].name, "Shell");
	assert_int_equal(f->languages[1].repos, 2);
	assert_int_equal(f->first_day, 20000);
	assert_int_equal(f->n_days, 3);
	assert_int_equal(f->days[2], 9);
	assert_int_equal(f->n_top_repos, 3); /* not the fork */
	assert_string_equal(f->top_repos[0].name, "two");
	assert_string_equal(f->top_repos[1].color, "#555555");
	assert_int_equal(f->n_repos_listed, 4);
	assert_int_equal(f->repos[1].n_languages, 0); /* a fork's are not one's own */
	assert_true(f->first_repo_day.known && f->first_repo_day.n == 17000);
	assert_false(f->is_full || f->n_times);
}

static void test_unknown(void **state)
{
	(void)state;
	struct profile p = { .source = SOURCE_GITHUB_REST, .n_repos = { 3, true } };
	assert_false(facts_from_profile(&arena, &p, NULL)->stars.known);
	p.n_repos.n = 0;
	assert_true(facts_from_profile(&arena, &p, NULL)->stars.known);
	struct language shell = { .name = "Shell", .repos = { 4, true } };
	p.languages = &shell;
	p.n_languages = 1;
	assert_int_equal(facts_from_profile(&arena, &p, NULL)->languages[0].bytes, 4);
}

/* Every scalar by itself, so that a row left out of the table shows. */
static void fill(struct facts *f)
{
	static const struct metric some = { 123456789012345, true };
	struct metric *metrics[] = { &f->created_day, &f->first_repo_day, &f->followers, &f->following, &f->n_repos, &f->stars,
		&f->forks, &f->n_organizations, &f->contributors, &f->commits_year, &f->commits_restricted, &f->prs,
		&f->prs_merged, &f->issues, &f->reviews_year, &f->commits_all, &f->discussions_started,
		&f->discussions_answered, &f->contributed_to, &f->contributions_year };
	for (size_t i = 0; i < ARRAY_LEN(metrics); i++) {
		*metrics[i] = some;
		metrics[i]->n -= (int64_t)i;
	}
	f->model = "v3";
	f->is_full = f->decided = f->is_team = true;
	f->archetype_id = "id";
	f->archetype = "Archetype";
	f->archetype_text = "";
	f->confidence = 67;
	f->ai_score = 12;
	f->commits_scanned = 500;
	f->commits_marked = 3;
	f->tools[f->n_tools++] = (struct facts_tool){ "claude", "Claude Code", 3, { 1, 0, 2, 0, 9 } };
	for (size_t i = 0; i < FACTS_SCORES; i++)
		f->scores[i] = (struct facts_score){ "score", (int)i, 0.5, true, i % 2 };
	f->times[0] = INT32_MIN;
	f->times[1] = INT32_MAX;
	f->n_times = 2;
}

#define SAME(member) assert_int_equal(f->member, back->member)
#define SAME_TEXT(member) assert_string_equal(f->member, back->member)
#define SAME_COUNT(member) (SAME(member.n), SAME(member.known))

static void compare(const struct facts *f, const struct facts *back)
{
	SAME(source), SAME(is_team), SAME(is_full), SAME(decided), SAME(confidence), SAME(ai_score), SAME(commits_scanned);
	SAME(commits_marked), SAME(n_tools), SAME(n_times), SAME(n_languages), SAME(n_days), SAME(first_day);
	SAME(n_top_repos), SAME(n_missing), SAME(fetched_ms);
	SAME_TEXT(forge), SAME_TEXT(login), SAME_TEXT(name), SAME_TEXT(model), SAME_TEXT(archetype_id);
	SAME_TEXT(archetype), SAME_TEXT(archetype_text);
	SAME_COUNT(created_day), SAME_COUNT(first_repo_day), SAME_COUNT(followers), SAME_COUNT(following);
	SAME_COUNT(n_repos), SAME_COUNT(stars), SAME_COUNT(forks), SAME_COUNT(n_organizations), SAME_COUNT(contributors);
	SAME_COUNT(commits_year), SAME_COUNT(commits_restricted), SAME_COUNT(prs), SAME_COUNT(prs_merged);
	SAME_COUNT(issues), SAME_COUNT(reviews_year), SAME_COUNT(commits_all), SAME_COUNT(discussions_started);
	SAME_COUNT(discussions_answered), SAME_COUNT(contributed_to), SAME_COUNT(contributions_year);
	for (size_t i = 0; i < FACTS_SCORES; i++) {
		SAME_TEXT(scores[i].id), SAME(scores[i].value), SAME(scores[i].known), SAME(scores[i].thin);
		assert_true(f->scores[i].coverage == back->scores[i].coverage);
	}
	for (size_t i = 0; i < f->n_languages; i++) {
		SAME_TEXT(languages[i].name), SAME(languages[i].bytes), SAME(languages[i].repos);
		assert_true(str_eq(f->languages[i].color, back->languages[i].color));
	}
	for (size_t i = 0; i < f->n_top_repos; i++) {
		SAME_TEXT(top_repos[i].name), SAME_TEXT(top_repos[i].owner), SAME_COUNT(top_repos[i].stars);
		SAME_COUNT(top_repos[i].forks);
		assert_true(str_eq(f->top_repos[i].description, back->top_repos[i].description));
		assert_true(str_eq(f->top_repos[i].language, back->top_repos[i].language));
		assert_true(str_eq(f->top_repos[i].color, back->top_repos[i].color));
	}
	assert_memory_equal(f->days, back->days, sizeof(f->days));
	assert_memory_equal(f->times, back->times, sizeof(f->times));
	SAME_TEXT(tools[0].id), SAME_TEXT(tools[0].name), SAME(tools[0].commits);
	assert_memory_equal(f->tools[0].levels, back->tools[0].levels, sizeof(f->tools[0].levels));
	SAME_TEXT(missing[0].field), SAME_TEXT(missing[0].reason);
	assert_null(back->missing[0].detail);
	assert_null(back->repos);
}

static void test_packs(void **state)
{
	(void)state;
	struct profile p = sample();
	struct facts *f = facts_from_profile(&arena, &p, NULL), *back;
	struct str packed;
	fill(f);
	str_init(&packed, &arena, PACKED_MAX);
	facts_pack(f, &packed);
	assert_int_equal(facts_unpack(NULL, &arena, packed.buf, packed.len, &back), OK);
	compare(f, back);
	for (size_t len = 0; len < packed.len; len++)
		assert_int_equal(facts_unpack(NULL, &arena, packed.buf, len, &back), ERR_INVALID);
	str_addc(&packed, 'x');
	assert_int_equal(facts_unpack(NULL, &arena, packed.buf, packed.len, &back), ERR_INVALID);
	packed.buf[0]++;
	assert_int_equal(facts_unpack(NULL, &arena, packed.buf, packed.len - 1, &back), ERR_INVALID);
}

static void test_packs_repos(void **state)
{
	(void)state;
	struct profile p = sample();
	struct facts *f = facts_from_profile(&arena, &p, NULL), *back;
	struct str packed;
	fill(f);
	str_init(&packed, &arena, PACKED_MAX);
	facts_pack_whole(f, &packed);
	assert_int_equal(facts_unpack(NULL, &arena, packed.buf, packed.len, &back), ERR_INVALID);
	assert_int_equal(facts_unpack_whole(NULL, &arena, packed.buf, packed.len, &back), OK);
	assert_int_equal(back->n_repos_listed, 4);
	assert_string_equal(back->repos[1].name, "copy");
	assert_int_equal(back->repos[1].stars.n, 50);
	assert_false(back->repos[3].stars.known);
	assert_string_equal(back->repos[0].languages[1].name, "Shell");
	assert_int_equal(back->repos[0].languages[0].bytes.n, 900);
	back->repos = NULL;
	compare(f, back);
}

/* A busy developer's facts stay small: 60 languages, a full year, 500 commits. */
static void test_small(void **state)
{
	(void)state;
	struct profile p = sample();
	struct facts *f = facts_from_profile(&arena, &p, NULL);
	struct str packed;
	fill(f);
	for (f->n_days = 0; f->n_days < FACTS_DAYS; f->n_days++)
		f->days[f->n_days] = (int)(f->n_days * 7 % 30);
	for (f->n_times = 0; f->n_times < 500; f->n_times++)
		f->times[f->n_times] = 29000000 + (int)f->n_times * 731;
	for (f->n_languages = 0; f->n_languages < 20; f->n_languages++)
		f->languages[f->n_languages] = (struct facts_language){ "TypeScript", "#3178c6", 1234567, 12 };
	str_init(&packed, &arena, PACKED_MAX);
	facts_pack(f, &packed);
	assert_in_range(packed.len, 1000, 4096);
}

static void test_report(void **state)
{
	(void)state;
	struct profile p = sample();
	struct report r;
	assert_int_equal(report_make(NULL, &arena, NULL, &p, "v3", INT64_C(60000) * 20003 * 1440, &r), OK);
	const struct facts *f = facts_from_profile(&arena, &p, &r);
	assert_true(f->is_full);
	assert_string_equal(f->model, "v3");
	assert_string_equal(f->scores[DIMENSION_ACTIVITY].id, "activity");
	assert_int_equal(f->scores[DIMENSION_ACTIVITY].value, r.dimensions[DIMENSION_ACTIVITY].score);
	assert_int_equal(f->n_times, 2);
	assert_int_equal(f->times[0], 20000 * 1440 + NOON);
	assert_int_equal(f->commits_scanned, r.ai.commits_scanned);
}

static void test_others(void **state)
{
	(void)state;
	int counts[] = { 0, 300, 1 };
	struct history h = { .first_day = -5, .counts = counts, .n = 3, .login = "ada", .created_day = 9,
		.missing = gaps, .n_missing = 1, .fetched_ms = 4 }, h2 = { .n = 0 };
	struct gist_file files[] = { { "a.c", "C", "#555555", 10 }, { "b", NULL, NULL, 0 } };
	struct gist g = { .id = "ab", .owner = "ada", .files = files, .n_files = 2, .stars = METRIC(3) }, g2 = { .n_files = 0 };
	struct wakatime_language times[] = { { "C", "2 hrs", 33.25, 7200 } };
	struct wakatime w = { .user = "ada", .domain = "wakapi.dev", .range_id = "last_year", .languages = times, .n_languages = 1,
		.seconds = 7200, .hidden = true, .details_hidden = true }, w2 = { .user = NULL };
	struct repo r2 = { .name = NULL }, r3 = r2;
	const struct {
		const struct pack_shape *shape;
		void *in, *out;
	} rows[] = { { &packed_history, &h, &h2 }, { &packed_gist, &g, &g2 }, { &packed_wakatime, &w, &w2 },
		{ &packed_repo, &repos[2], &r3 }, { &packed_repo, &repos[0], &r2 } };
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct str s;
		str_init(&s, &arena, PACKED_MAX);
		pack_write(&s, PACKED_VERSION, rows[i].shape, rows[i].in);
		assert_int_equal(pack_read(NULL, &arena, PACKED_VERSION, rows[i].shape, s.buf, s.len, rows[i].out), OK);
	}
	assert_memory_equal(h2.counts, counts, sizeof(counts));
	assert_true(h2.n == 3 && h2.first_day == -5 && h2.created_day == 9 && h2.fetched_ms == 4);
	assert_string_equal(h2.missing[0].reason, "FORBIDDEN");
	assert_string_equal(g2.files[0].color, "#555555");
	assert_true(g2.stars.n == 3 && !g2.forks.known && !g2.files[1].language);
	assert_string_equal(g2.owner, "ada");
	assert_string_equal(w2.domain, "wakapi.dev");
	assert_string_equal(w2.range_id, "last_year");
	assert_true(w2.details_hidden && w2.seconds == 7200);
	assert_true(w2.hidden && !w2.not_enabled && w2.languages[0].percent == 33.25 && w2.languages[0].seconds == 7200);
	assert_true(r3.is_template && r3.created_ms.known && r3.stars.n == 7 && str_eq(r3.color, "#123456"));
	assert_string_equal(r2.languages[1].name, "Shell");
	assert_int_equal(r2.languages[1].bytes.n, 1000);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_reduces, setup, teardown),
		cmocka_unit_test_setup_teardown(test_unknown, setup, teardown),
		cmocka_unit_test_setup_teardown(test_packs, setup, teardown),
		cmocka_unit_test_setup_teardown(test_packs_repos, setup, teardown),
		cmocka_unit_test_setup_teardown(test_small, setup, teardown),
		cmocka_unit_test_setup_teardown(test_report, setup, teardown),
		cmocka_unit_test_setup_teardown(test_others, setup, teardown),
	};
	(void)argc;
	(void)argv;
	return cmocka_run_group_tests_name("facts", tests, NULL, NULL);
}
