/* Trophies: each ladder at its edges, the secret ones, filters, the grid, every theme, and what nobody knows. */
#include "config.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/base/clock.h"
#include "core/base/str.h"
#include "core/cards/card.h"
#include "core/cards/facts.h"
#include "core/dropin/trophy-rank.h"
#include "core/locale/locale.h"
#include "core/render/text.h"
#include "tests/unit/card-samples.h"
#include "tests/unit/one-arena.h"
#include "tests/unit/xml-check.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/text-check.h"

enum { THEMES = 25, LADDERS = 8 };

static const char *draw_of(const struct facts *p, const char *query)
{
	struct card_facts f = sample_card_facts(&arena, ARRAY_LEN(sample_names) - 1);
	struct card_request rq;
	size_t len = 0;
	f.person = p;
	const char *out = sample_draw(&arena, card_kind_find("trophy"), query, &f, &rq, &len);
	assert_non_null(out);
	if (!rq.is_json && rq.format == IMAGE_SVG && xml_check(out, len))
		fail_msg("%s: %s", xml_check(out, len), out);
	return out;
}

static const char *draw(const char *query)
{
	return draw_of(sample_facts(&arena, ARRAY_LEN(sample_names) - 1), query);
}

/* Everything known, everything 0, an account made today. */
static struct facts *nobody(void)
{
	struct facts *f = arena_alloc(&arena, sizeof(*f));
	f->login = f->name = "nobody";
	f->forge = "GitHub";
	f->stars = f->commits_year = f->commits_restricted = f->followers = f->issues = f->prs = f->n_repos = f->reviews_year =
		f->n_organizations = METRIC(0);
	f->created_day = METRIC(SAMPLE_TODAY);
	f->n_languages = 1;
	return f;
}

static struct trophy trophy_of(const struct facts *f, const char *title)
{
	struct trophy all[TROPHY_MAX];
	trophy_measure(f, SAMPLE_TODAY, all);
	for (size_t i = 0; i < TROPHY_MAX; i++)
		if (str_eq(all[i].row->title, title))
			return all[i];
	fail_msg("no trophy %s", title);
	return all[0];
}

static enum trophy_rank rank(const struct facts *f, const char *title)
{
	return trophy_of(f, title).rank;
}

/* ---- ladders, as their users know them: SSS SS S AAA AA A B C */

static const struct ladder {
	const char *title;
	size_t metric; /* offset in struct facts */
	int64_t steps[8];
} ladders[LADDERS - 1] = {
	{ "Stars", offsetof(struct facts, stars), { 2000, 700, 200, 100, 50, 30, 10, 1 } },
	{ "Commits", offsetof(struct facts, commits_year), { 4000, 2000, 1000, 500, 200, 100, 10, 1 } },
	{ "Followers", offsetof(struct facts, followers), { 1000, 400, 200, 100, 50, 20, 10, 1 } },
	{ "Issues", offsetof(struct facts, issues), { 1000, 500, 200, 100, 50, 20, 10, 1 } },
	{ "PullRequest", offsetof(struct facts, prs), { 1000, 500, 200, 100, 50, 20, 10, 1 } },
	{ "Repositories", offsetof(struct facts, n_repos), { 50, 45, 40, 35, 30, 20, 10, 1 } },
	{ "Reviews", offsetof(struct facts, reviews_year), { 70, 57, 45, 30, 20, 8, 3, 1 } },
};

static void test_ladders(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(ladders); i++) {
		struct facts *f = nobody();
		struct metric *m = (struct metric *)(void *)((char *)f + ladders[i].metric);
		assert_int_equal(rank(f, ladders[i].title), TROPHY_UNKNOWN);
		assert_int_equal(trophy_of(f, ladders[i].title).score, 0);
		for (int k = 0; k < 8; k++) {
			m->n = ladders[i].steps[k];
			assert_int_equal(rank(f, ladders[i].title), TROPHY_SSS + k);
			m->n--;
			assert_int_equal(rank(f, ladders[i].title), TROPHY_SSS + k + 1);
			struct trophy below = trophy_of(f, ladders[i].title);
			assert_int_equal(trophy_next(&below), ladders[i].steps[k]);
		}
	}
	/* commits: the restricted ones count */
	struct facts *f = nobody();
	f->commits_year = METRIC(60);
	f->commits_restricted = METRIC(40);
	assert_int_equal(rank(f, "Commits"), TROPHY_A);
	f->commits_restricted.known = false;
	assert_int_equal(rank(f, "Commits"), TROPHY_B);
}

static void test_experience(void **state)
{
	(void)state;
	static const int64_t steps[] = { 70, 55, 40, 28, 18, 11, 6, 2 };
	struct facts *f = nobody();
	for (int k = 0; k < 8; k++) {
		f->created_day = METRIC(SAMPLE_TODAY - 100 * steps[k]);
		assert_int_equal(rank(f, "Experience"), TROPHY_SSS + k);
		f->created_day.n++;
		assert_int_equal(rank(f, "Experience"), TROPHY_SSS + k + 1);
	}
	/* a repository older than the account */
	f->first_repo_day = METRIC(SAMPLE_TODAY - 7000);
	assert_int_equal(rank(f, "Experience"), TROPHY_SSS);
	/* one younger is no matter; nor is a date to come */
	f->first_repo_day = METRIC(SAMPLE_TODAY + 50);
	f->created_day = METRIC(SAMPLE_TODAY + 10);
	assert_int_equal(trophy_of(f, "Experience").score, 0);
}

static void test_secret(void **state)
{
	(void)state;
	struct facts *f = nobody();
	const char *const titles[] = { "AllSuperRank", "MultiLanguage", "LongTimeUser", "AncientUser", "OGUser", "Joined2020",
		"Organizations" };
	for (size_t i = 0; i < ARRAY_LEN(titles); i++) {
		assert_int_equal(rank(f, titles[i]), TROPHY_UNKNOWN);
		assert_true(trophy_of(f, titles[i]).row->hidden);
		lacks(draw_of(f, "type=json"), titles[i]);
	}
	f->n_languages = 10;
	assert_int_equal(rank(f, "MultiLanguage"), TROPHY_SECRET);
	f->n_languages = 9;
	assert_int_equal(rank(f, "MultiLanguage"), TROPHY_UNKNOWN);
	f->n_organizations = METRIC(3);
	assert_int_equal(rank(f, "Organizations"), TROPHY_SECRET);
	/* ten years to the day */
	f->created_day = METRIC(clock_days_from_civil(2016, 11, 20));
	assert_int_equal(rank(f, "LongTimeUser"), TROPHY_SECRET);
	f->created_day.n++;
	assert_int_equal(rank(f, "LongTimeUser"), TROPHY_UNKNOWN);
	static const struct {
		int year;
		bool ancient, first, y2020;
	} years[] = { { 2008, true, true, false }, { 2009, true, false, false }, { 2010, true, false, false },
		{ 2011, false, false, false }, { 2020, false, false, true }, { 2021, false, false, false } };
	for (size_t i = 0; i < ARRAY_LEN(years); i++)
		for (int end = 0; end < 2; end++) {
			f->created_day = METRIC(clock_days_from_civil(years[i].year, end ? 12 : 1, end ? 31 : 1));
			assert_int_equal(rank(f, "AncientUser") == TROPHY_SECRET, years[i].ancient);
			assert_int_equal(rank(f, "OGUser") == TROPHY_SECRET, years[i].first);
			assert_int_equal(rank(f, "Joined2020") == TROPHY_SECRET, years[i].y2020);
		}
}

static void test_all_super(void **state)
{
	(void)state;
	struct facts *f = nobody();
	f->stars = f->followers = f->issues = f->prs = METRIC(200);
	f->commits_year = METRIC(1000);
	f->n_repos = METRIC(40);
	f->reviews_year = METRIC(45);
	assert_int_equal(rank(f, "AllSuperRank"), TROPHY_SECRET);
	f->reviews_year.n = 44;
	assert_int_equal(rank(f, "AllSuperRank"), TROPHY_UNKNOWN);
	f->reviews_year.known = false;
	assert_false(trophy_of(f, "AllSuperRank").known);
	f->stars.n = 199;
	assert_true(trophy_of(f, "AllSuperRank").known);
}

static void test_progress(void **state)
{
	(void)state;
	struct facts *f = nobody();
	struct trophy t = trophy_of(f, "Stars");
	assert_true(trophy_progress(&t) <= 0);
	f->stars.n = 75;
	t = trophy_of(f, "Stars");
	assert_float_equal(trophy_progress(&t), 0.5, 1e-9);
	f->stars.n = 2000;
	t = trophy_of(f, "Stars");
	assert_float_equal(trophy_progress(&t), 1, 1e-9);
	assert_int_equal(trophy_next(&t), -1);
	f->n_languages = 12;
	t = trophy_of(f, "MultiLanguage");
	assert_float_equal(trophy_progress(&t), 1, 1e-9);
}

/* A number nobody knows: no trophy, and JSON says which. */
static void test_unknown(void **state)
{
	(void)state;
	struct facts *f = nobody();
	f->reviews_year.known = f->created_day.known = f->first_repo_day.known = false;
	lacks(draw_of(f, ""), "Reviews");
	const char *json = draw_of(f, "type=json");
	holds(json, "\"unknown\":[\"Reviews\",\"Experience\"]");
	lacks(json, "\"title\":\"Reviews\"");
	/* not where it was not asked for */
	holds(draw_of(f, "type=json&title=-Review"), "\"unknown\":[\"Experience\"]");
	holds(draw_of(f, "type=json&title=Stars"), "{\"title\":\"Stars\",\"rank\":\"?\",\"score\":0,\"next\":1,\"hidden\":false}");
}

static void test_filters(void **state)
{
	(void)state;
	static const struct {
		const char *query, *titles;
	} cases[] = {
		{ "title=Stars,PR", "Stars PullRequest" },
		{ "title=star,puller", "Stars PullRequest" },
		{ "title=Repo,Review,Since", "Repositories Reviews Experience" },
		{ "title=Orgs,MultipleLang", "MultiLanguage Organizations" },
		{ "title=nonsense", "" },
		{ "title=Stars,Commits,-Commit", "Stars" },
		{ "rank=SS", "Reviews Experience" },
		{ "rank=s,ss", "Reviews Experience Commits Issues PullRequest" },
		{ "rank=-SECRET,-SSS,-SS", "Commits Issues PullRequest" },
		{ "rank=UNKNOWN", "" },
		{ "rank=?", "" },
		{ "rank=-S,SSS,SECRET", "Reviews Experience" },
		{ "title=-Stars&rank=SSS", "Followers Repositories" },
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const char *json = draw(arena_printf(&arena, "type=json&%s", cases[i].query));
		struct str got;
		str_init(&got, &arena, 1000);
		for (const char *p = json; (p = strstr(p, "\"title\":\"")); ) {
			p += 9;
			str_addz(&got, got.len ? " " : "");
			str_add(&got, p, strcspn(p, "\""));
		}
		assert_string_equal(got.buf, cases[i].titles);
	}
}

static void test_grid(void **state)
{
	(void)state;
	static const struct {
		const char *query, *size;
	} cases[] = {
		{ "", "width=\"880\" height=\"220\"" }, /* 13 trophies in 8 columns */
		{ "column=4", "width=\"440\" height=\"330\"" },
		{ "column=4&row=9", "width=\"440\" height=\"440\"" },
		{ "column=4&row=9&margin-w=15&margin-h=5", "width=\"485\" height=\"455\"" },
		{ "column=-1", "width=\"1430\" height=\"110\"" },
		{ "column=-1&margin-w=10", "width=\"1550\" height=\"110\"" },
		{ "column=0", "width=\"1430\" height=\"110\"" },
		{ "column=999", "width=\"2200\" height=\"110\"" },
		{ "title=Stars", "width=\"880\" height=\"110\"" },
		{ "title=none", "width=\"880\" height=\"110\"" },
		{ "title=none&column=-1", "width=\"110\" height=\"110\"" },
		{ "row=1", "width=\"880\" height=\"110\"" },
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		holds(draw(cases[i].query), cases[i].size);
	lacks(draw("row=1"), "PullRequest"); /* the last ones do not fit */
	lacks(draw("row=1&type=json"), "PullRequest");
	holds(draw("title=none"), ">No trophies to show<");
}

static void test_words(void **state)
{
	(void)state;
	const char *svg = draw("title=Stars,Commits,Ancient,AncientUser");
	holds(svg, ">Stars<");
	holds(svg, ">Super Stargazer<");
	holds(svg, ">6.6kpt<");
	holds(svg, ">Super Committer<");
	holds(svg, ">Before 2010<");
	struct facts *f = nobody();
	f->stars.n = 999;
	holds(draw_of(f, ""), ">999pt<");
	f->stars.n = 1250;
	holds(draw_of(f, ""), ">1.3kpt<");
	f->stars.n = 1000;
	holds(draw_of(f, ""), ">1.0kpt<");
	holds(draw_of(f, "title=Issues"), ">Unknown<");
	/* the captions are English; elsewhere stands how far it is to the next rank */
	for (size_t i = 0; i < locale_count(); i++) {
		const struct locale *l = locale_at(i);
		svg = draw_of(f, arena_printf(&arena, "title=Stars&locale=%s", locale_code(l)));
		assert_int_equal(strstr(svg, ">High Stargazer<") != NULL, l == locale_english());
		if (l != locale_english())
			holds(svg, text_clean(&arena, arena_printf(&arena, "%s / %s", locale_number(&arena, l, 1000),
				locale_number(&arena, l, 2000))));
	}
}

static void test_themes(void **state)
{
	(void)state;
	static const char *const names[] = {
#define X(name, colors) name,
#include "core/dropin/themes-trophy.def"
#undef X
	};
	static const char *const colors[] = {
#define X(name, colors) colors,
#include "core/dropin/themes-trophy.def"
#undef X
	};
	assert_int_equal(ARRAY_LEN(names), THEMES);
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		size_t n = 1;
		for (const char *c = colors[i]; *c; c++)
			n += *c == ' ';
		assert_int_equal(n, 22);
		const char *svg = draw(arena_printf(&arena, "theme=%s", names[i]));
		holds(svg, arena_printf(&arena, ".f0{fill:#%.6s}", colors[i]));
		for (size_t k = 0; k < i; k++)
			assert_string_not_equal(names[i], names[k]);
		arena_reset(&arena);
	}
	assert_string_equal(draw("theme=no-such"), draw("theme=default"));
	assert_string_equal(draw("theme=OneDark"), draw("theme=onedark"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_ladders, reset),
		cmocka_unit_test_setup(test_experience, reset),
		cmocka_unit_test_setup(test_secret, reset),
		cmocka_unit_test_setup(test_all_super, reset),
		cmocka_unit_test_setup(test_progress, reset),
		cmocka_unit_test_setup(test_unknown, reset),
		cmocka_unit_test_setup(test_filters, reset),
		cmocka_unit_test_setup(test_grid, reset),
		cmocka_unit_test_setup(test_words, reset),
		cmocka_unit_test_setup(test_themes, reset),
	};
	return cmocka_run_group_tests_name("trophy", tests, setup, teardown);
}
