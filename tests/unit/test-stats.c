/* The stats and the languages card: ranks, sizes, rounding, words, and names that break layouts. */
#include "config.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/base/json.h"
#include "core/base/str.h"
#include "core/cards/card.h"
#include "core/cards/facts.h"
#include "core/cards/say.h"
#include "core/locale/locale.h"
#include "core/render/scene.h"
#include "core/render/text.h"
#include "tests/unit/card-samples.h"
#include "tests/unit/scene-check.h"
#include "tests/unit/svg-check.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { ARENA_CAP = 256 * 1024 * 1024, PLAIN = ARRAY_LEN(sample_names) - 1 };

static struct arena arena;

static int reset(void **state)
{
	(void)state;
	arena_reset(&arena);
	return 0;
}

static const char *draw(const char *kind, const char *query, const struct card_facts *f)
{
	struct card_request rq;
	size_t len;
	const char *bytes = sample_draw(&arena, card_kind_find(kind), query, f, &rq, &len);
	if (!bytes)
		fail_msg("%s with %s is not drawn", kind, query);
	return bytes;
}

/* ---- numbers */

static void test_short(void **state)
{
	(void)state;
	static const struct {
		int64_t n;
		int precision;
		const char *out;
	} table[] = {
		{ 0, -1, "0" }, { 999, -1, "999" }, { 1000, -1, "1k" }, { 1049, -1, "1k" }, { 1250, -1, "1.3k" },
		{ 1350, -1, "1.4k" }, { 1150, -1, "1.1k" }, { 6626, -1, "6.6k" }, { 9950, -1, "9.9k" }, { 12345, -1, "12.3k" },
		{ 999949, -1, "999.9k" }, { 999999, -1, "1000k" }, { 1234567, -1, "1234.6k" }, { -1250, -1, "-1.3k" },
		{ 60, 2, "0.06k" }, { 60, 1, "0.1k" }, { 60, 0, "0k" }, { 2500, 0, "3k" }, { 500, 0, "1k" }, { 0, 1, "0.0k" },
		{ 6626, 0, "7k" }, { 6626, 1, "6.6k" }, { 6626, 2, "6.63k" },
	};
	for (size_t i = 0; i < ARRAY_LEN(table); i++)
		assert_string_equal(number_short(&arena, table[i].n, table[i].precision), table[i].out);
}

static void test_fixed(void **state)
{
	(void)state;
	static const struct {
		double value;
		int decimals;
		const char *out;
	} table[] = {
		{ 15.625, 2, "15.63" }, { 15.635, 2, "15.63" }, { 1.005, 2, "1.00" }, { 0.5, 0, "1" }, { 2.5, 0, "3" },
		{ 0.125, 2, "0.13" }, { 99.995, 2, "100.00" }, { 73.6111111, 2, "73.61" }, { 0, 2, "0.00" }, { -0.001, 2, "0.00" },
		{ 100, 1, "100.0" }, { 1e300, 1, "0.0" },
	};
	for (size_t i = 0; i < ARRAY_LEN(table); i++)
		assert_string_equal(number_fixed(&arena, table[i].value, table[i].decimals), table[i].out);
	assert_string_equal(number_fixed(&arena, NAN, 1), "0.0");
	assert_string_equal(number_bytes(&arena, 0), "0 B");
	assert_string_equal(number_bytes(&arena, 100), "100.0 B");
	assert_string_equal(number_bytes(&arena, 1024), "1.0 KB");
	assert_string_equal(number_bytes(&arena, 1600), "1.6 KB");
	assert_string_equal(number_bytes(&arena, 1024.0 * 1024 * 1024 * 2.5), "2.5 GB");
}

/* ---- the rank */

static void test_rank(void **state)
{
	(void)state;
	static const struct {
		int64_t commits, prs, issues, reviews, stars, followers;
		bool all;
		const char *level;
		double percentile;
	} table[] = {
		{ 0, 0, 0, 0, 0, 0, false, "C", 100 },
		{ 250, 50, 25, 2, 50, 10, false, "B+", 50 },
		{ 125, 25, 10, 5, 25, 5, false, "B-", 65.02918 },
		{ 500, 100, 50, 20, 200, 40, false, "A", 20.84147 },
		{ 1300, 1500, 4500, 1000, 600000, 50000, false, "S", 0.45786 },
		{ 1300, 1500, 4500, 1000, 600000, 50000, true, "A+", 6.77321 },
	};
	for (size_t i = 0; i < ARRAY_LEN(table); i++) {
		struct facts *p = sample_facts(&arena, PLAIN);
		struct card_facts f = { .person = p, .all_commits = table[i].all ? table[i].commits : -1, .year_commits = -1 };
		const char *more = table[i].all ? "include_all_commits=true" : "";
		p->commits_year = METRIC(table[i].commits);
		p->prs = METRIC(table[i].prs);
		p->issues = METRIC(table[i].issues);
		p->reviews_year = METRIC(table[i].reviews);
		p->stars = METRIC(table[i].stars);
		p->followers = METRIC(table[i].followers);
		const char *svg = draw("stats", more, &f);
		assert_non_null(strstr(svg, arena_printf(&arena, ">%s</text>", table[i].level)));
		assert_non_null(strstr(svg, arena_printf(&arena, ", Rank: %s</title>", table[i].level)));
		svg = draw("stats", arena_printf(&arena, "rank_icon=percentile&%s", more), &f);
		assert_non_null(strstr(svg,
			arena_printf(&arena, ">%s%%</text>", number_fixed(&arena, table[i].percentile, 1))));
		const char *text = draw("stats", arena_printf(&arena, "type=json&%s", more), &f);
		CLEAN_JSON struct json_object *root = NULL;
		assert_int_equal(json_parse(NULL, text, strlen(text) - 1, JSON_DEPTH, &root), OK);
		struct json_object *rank = json_get(root, "rank");
		assert_string_equal(json_str(rank, "level", ""), table[i].level);
		double percentile = json_object_get_double(json_get(rank, "percentile"));
		if (fabs(percentile - table[i].percentile) > 0.00002)
			fail_msg("row %zu: %.6f", i, percentile);
	}
}

/* ---- sizes to the pixel */

static void test_sizes(void **state)
{
	(void)state;
	static const struct {
		const char *kind, *query;
		double width, height;
	} table[] = {
		{ "stats", "", 450, 195 },
		{ "stats", "show_icons=true", 467, 195 },
		{ "stats", "hide_title=true", 450, 165 },
		{ "stats", "line_height=30", 450, 225 },
		{ "stats", "hide=stars,commits,prs", 450, 150 },
		{ "stats", "hide=stars,commits,prs&hide_rank=true&custom_title=x", 287, 120 },
		{ "stats", "hide_rank=true&custom_title=x", 287, 195 },
		{ "stats", "hide_rank=true&custom_title=x&show_icons=true", 304, 195 },
		{ "stats", "hide_rank=true&custom_title=x&card_width=340", 340, 195 },
		{ "stats", "hide=stars,commits,prs,issues,contribs", 290, 180 },
		{ "stats", "hide=stars,commits,prs,issues,contribs&show_icons=true", 290, 180 },
		{ "stats", "card_width=300", 420, 195 },
		{ "stats", "card_width=300&show_icons=true", 437, 195 },
		{ "stats", "card_width=700", 700, 195 },
		{ "stats", "line_height=abc&card_width=wide", 450, 195 },
		{ "stats", "show=reviews,discussions_started,discussions_answered,prs_merged,prs_merged_percentage", 450, 320 },
		{ "top-langs", "", 300, 285 },
		{ "top-langs", "langs_count=1", 300, 125 },
		{ "top-langs", "card_width=200", 280, 285 },
		{ "top-langs", "hide_title=true", 300, 255 },
		{ "top-langs", "layout=compact", 300, 165 },
		{ "top-langs", "layout=compact&langs_count=7", 300, 190 },
		{ "top-langs", "hide_progress=true", 300, 140 },
		{ "top-langs", "layout=donut", 350, 215 },
		{ "top-langs", "layout=donut&langs_count=8", 350, 311 },
		{ "top-langs", "layout=donut-vertical", 300, 375 },
		{ "top-langs", "layout=pie&langs_count=3", 300, 350 },
	};
	struct card_facts f = sample_card_facts(&arena, PLAIN);
	for (size_t i = 0; i < ARRAY_LEN(table); i++) {
		const char *svg = draw(table[i].kind, table[i].query, &f);
		const char *wanted = arena_printf(&arena, " width=\"%g\" height=\"%g\" ", table[i].width, table[i].height);
		const char *at = strstr(svg, wanted);
		if (!at || at > strchr(svg, '>'))
			fail_msg("%s %s: not %s but %.120s", table[i].kind, table[i].query, wanted, svg);
	}
	struct facts *p = sample_facts(&arena, PLAIN);
	p->n_languages = 0;
	f.person = p;
	static const char *const empty[] = { "", "layout=pie", "layout=donut", "layout=compact" };
	for (size_t i = 0; i < ARRAY_LEN(empty); i++) {
		const char *svg = draw("top-langs", empty[i], &f);
		assert_non_null(strstr(svg, " width=\"300\" height=\"90\" "));
		assert_non_null(strstr(svg, ">No languages data.</text>"));
	}
}

/* ---- what the cards say */

static void test_rows(void **state)
{
	(void)state;
	struct card_facts f = sample_card_facts(&arena, PLAIN);
	const char *svg = draw("stats",
		"show=reviews,discussions_started,discussions_answered,prs_merged,prs_merged_percentage", &f);
	assert_non_null(strstr(svg,
		"<desc id=\"d\">Total Stars Earned: 6.6k, Total Commits (last year): 1.3k, Total PRs: 432, "
		"Total PRs Merged: 318, Merged PRs Percentage: 73.61 %, Total PRs Reviewed: 67, Total Issues: 211, "
		"Total Discussions Started: 13, Total Discussions Answered: 8, Contributed to (last year): 29</desc>"));
	svg = draw("stats", "hide=commits&show=stars&hide_rank=yes", &f);
	assert_non_null(strstr(svg,
		"<desc id=\"d\">Total Stars Earned: 6.6k, Total PRs: 432, Total Issues: 211, Contributed to (last year): 29</desc>"));
	assert_non_null(strstr(svg, ", Rank: "));
	/* 0 is a number, whatever the window */
	f.all_commits = 0;
	f.year_commits = 0;
	assert_non_null(strstr(draw("stats", "include_all_commits=true", &f), "Total Commits: 0, "));
	assert_non_null(strstr(draw("stats", "commits_year=2019", &f), "Total Commits (2019): 0, "));
}

static void test_titles(void **state)
{
	(void)state;
	static const struct {
		const char *name, *forge, *query, *title;
	} table[] = {
		{ "Ada", "GitHub", "", "Ada's GitHub Stats, Rank" },
		{ "Jess", "GitHub", "", "Jess' GitHub Stats, Rank" },
		{ "JESS ", "Codeberg", "", "JESS' Codeberg Stats, Rank" },
		{ "Max", "GitHub", "", "Max's GitHub Stats, Rank" },
		{ "", "GitHub", "", "octo's GitHub Stats, Rank" },
		{ NULL, "GitHub", "hide=stars,commits,prs,issues,contribs", "octo's GitHub Rank, Rank" },
		{ "Ada", "GitHub", "custom_title=<b>", "&lt;b&gt;, Rank" },
	};
	for (size_t i = 0; i < ARRAY_LEN(table); i++) {
		struct facts *p = sample_facts(&arena, PLAIN);
		struct card_facts f = { .person = p, .all_commits = -1, .year_commits = -1 };
		p->name = table[i].name;
		p->forge = table[i].forge;
		const char *title = strstr(draw("stats", table[i].query, &f), "<title id=\"t\">");
		char *plain = arena_strndup(&arena, title + strlen("<title id=\"t\">"), strcspn(title + 1, "<") - 13);
		const char *wanted = table[i].title;
		for (char *at = strstr(plain, "&#39;"); at; at = strstr(plain, "&#39;")) {
			*at = '\'';
			memmove(at + 1, at + 5, strlen(at + 5) + 1);
		}
		if (!str_starts(plain, wanted))
			fail_msg("not %s but %s", wanted, plain);
	}
}

/* A name keeps its own direction and its brackets in a title of the other; JSON has letters alone. */
static void test_directions(void **state)
{
	(void)state;
	struct facts *p = sample_facts(&arena, PLAIN);
	struct card_facts f = { .person = p, .all_commits = -1, .year_commits = -1 };
	p->name = "<Ada>";
	assert_non_null(strstr(draw("stats", "locale=he", &f), "\u200e&lt;Ada&gt;\u200e"));
	assert_null(strstr(draw("stats", "", &f), "\u200e"));
	p->name = "(\u05d3\u05d5\u05d3)";
	const char *svg = draw("stats", "", &f);
	assert_non_null(strstr(svg, ">\u200e\u200f(\u05d3\u05d5\u05d3)\u200f&#39;s GitHub Stats</text>"));
	assert_null(strstr(svg, "direction=\"rtl\""));
	const char *json = draw("stats", "type=json", &f);
	assert_non_null(strstr(json, "\"title\":\"(\u05d3\u05d5\u05d3)'s GitHub Stats\""));
	assert_non_null(strstr(draw("stats", "locale=fa", &f), "direction=\"rtl\">\u200f"));
}

/* What nobody could tell is said so, and is no 0 in a rank either. */
static void test_unknown(void **state)
{
	(void)state;
	struct facts *p = sample_facts(&arena, PLAIN);
	struct card_facts f = { .person = p, .all_commits = -1, .year_commits = -1 };
	p->stars = (struct metric){ 0, false };
	p->missing[0] = (struct missing){ "stars", "FORBIDDEN", "GitHub refused" };
	p->n_missing = 1;
	const char *svg = draw("stats", "show=prs_merged_percentage", &f);
	assert_non_null(strstr(svg, "Total Stars Earned: n/a, "));
	assert_non_null(strstr(svg, ", Rank: n/a</title>"));
	const char *json = draw("stats", "type=json", &f);
	assert_non_null(strstr(json, "\"id\":\"stars\",\"label\":\"Total Stars Earned\",\"value\":null,\"shown\":\"n/a\""));
	assert_non_null(strstr(json, "\"rank\":null"));
	assert_non_null(strstr(json, "\"missing\":[{\"field\":\"stars\",\"reason\":\"FORBIDDEN\""));
	assert_non_null(strstr(draw("stats", "commits_year=2020", &f), "Total Commits (2020): n/a, "));
	assert_non_null(strstr(draw("stats", "include_all_commits=true", &f), "Total Commits: n/a, "));
}

/* Stars of what the filters leave; what was not counted is not 0. */
static void test_filters(void **state)
{
	(void)state;
	struct facts *p = sample_facts(&arena, PLAIN);
	struct card_facts f = { .person = p, .all_commits = 5, .year_commits = 6 };
	struct facts_repo repos[] = {
		{ .name = "One", .owner = "octo", .stars = { 10, true } },
		{ .name = "two", .owner = "Octo", .stars = { 20, true } },
		{ .name = "one", .owner = "octopus", .stars = { 40, true } },
		{ .name = "three", .stars = { 80, true } },
	};
	static const struct {
		const char *query, *stars;
	} table[] = {
		{ "", "150" },
		{ "owner=OCTO", "30" },
		{ "owner=octo&exclude_repo=two", "10" },
		{ "owner=octopus&repo=octo/one", "50" },
		{ "repo=two,three", "20" },
		{ "owner=oct", "0" },
		{ "repo=octo/one&owner=octo", "30" },
	};
	p->repos = repos;
	p->n_repos_listed = ARRAY_LEN(repos);
	p->stars = (struct metric){ 150, true };
	for (size_t i = 0; i < ARRAY_LEN(table); i++) {
		const char *wanted = arena_printf(&arena, "Total Stars Earned: %s, ", table[i].stars);
		if (!strstr(draw("stats", table[i].query, &f), wanted))
			fail_msg("%s: not %s", table[i].query, wanted);
	}
	const char *svg = draw("stats", "owner=octo&show=prs_merged_percentage,reviews,issues_commented", &f);
	assert_non_null(strstr(svg, "Total Commits (last year): n/a, Total PRs: n/a, Merged PRs Percentage: n/a, "
		"Total PRs Reviewed: n/a, Total Issues: n/a, Contributed to (last year): 29, Total Issues Commented: n/a"));
	assert_non_null(strstr(svg, ", Rank: n/a</title>"));
	svg = draw("stats", "show=prs_authored", &f);
	assert_non_null(strstr(svg, "Total PRs: 432, Total Issues: 211, Contributed to (last year): 29, Total PRs Authored: n/a"));
	assert_null(strstr(svg, "Rank: n/a"));
}

static void test_shares(void **state)
{
	(void)state;
	struct facts *p = sample_facts(&arena, PLAIN);
	struct card_facts f = { .person = p, .all_commits = -1, .year_commits = -1 };
	p->languages[0] = (struct facts_language){ "HTML", "#0f0", 200, 2 };
	p->languages[1] = (struct facts_language){ "javascript", "#0ff", 200, 1 };
	p->languages[2] = (struct facts_language){ "css", NULL, 100, 7 };
	p->n_languages = 3;
	static const struct {
		const char *query, *desc;
	} table[] = {
		{ "", ">HTML 40.00%, javascript 40.00%, css 20.00%<" },
		{ "hide= HTML ,x", ">javascript 66.67%, css 33.33%<" },
		{ "langs_count=2", ">HTML 50.00%, javascript 50.00%<" },
		{ "stats_format=bytes", ">HTML 200.0 B, javascript 200.0 B, css 100.0 B<" },
		{ "size_weight=0&count_weight=1", ">css 70.00%, HTML 20.00%, javascript 10.00%<" },
		{ "size_weight=0.5&count_weight=0.5", ">css 43.66%, HTML 33.00%, javascript 23.34%<" },
		{ "hide=html,css,javascript", ">No languages data.<" },
	};
	for (size_t i = 0; i < ARRAY_LEN(table); i++)
		if (!strstr(draw("top-langs", table[i].query, &f), table[i].desc))
			fail_msg("%s: not %s in %s", table[i].query, table[i].desc, draw("top-langs", table[i].query, &f));
	assert_non_null(strstr(draw("top-langs", "", &f), "#858585"));
	/* equals stand by name, whatever order they came in */
	struct facts_language first = p->languages[0];
	p->languages[0] = p->languages[1];
	p->languages[1] = first;
	assert_non_null(strstr(draw("top-langs", table[0].query, &f), table[0].desc));
}

/* ---- names, languages, layouts: nothing leaves the card or lies on something else */

static void check_layout(const char *kind, const char *query, size_t name)
{
	struct sample_args args = sample_request(&arena, card_kind_find(kind), query);
	struct card_facts f = sample_card_facts(&arena, name);
	struct scene s;
	struct card_draw d = { .arena = &arena, .scene = &s, .text = text_open(&arena, NULL) };
	struct card_request rq;
	struct str svg;
	assert_int_equal(card_request_parse(NULL, &arena, card_kind_find(kind), args.items, args.n, &rq), OK);
	d.locale = rq.locale;
	assert_int_equal(rq.kind->layout(NULL, &d, &rq, &f), OK);
	for (int turned = 0; turned < 2; turned++) {
		const char *why = scene_check(&arena, &s, SCENE_ALL);
		if (why)
			fail_msg("%s %s %s %s: %s", kind, query, sample_names[name].id, turned ? "mirrored" : "", why);
		scene_mirror(&s);
	}
	text_close(d.text);
	assert_int_equal(card_draw(NULL, &arena, &rq, &f, NULL, &svg), OK);
	const char *why = svg_check(svg.buf, svg.len);
	if (why)
		fail_msg("%s %s %s: %s", kind, query, sample_names[name].id, why);
}

static void test_layouts(void **state)
{
	(void)state;
	static const struct {
		const char *kind, *query;
	} table[] = {
		{ "stats", "" },
		{ "stats", "show_icons=true&show=reviews,discussions_started,discussions_answered,prs_merged,prs_merged_percentage" },
		{ "stats", "hide_rank=true&show_icons=true&number_format=long&show=discussions_answered" },
		{ "stats", "card_width=100&line_height=18&rank_icon=percentile" },
		{ "stats", "hide=stars,commits,prs,issues,contribs&rank_icon=github" },
		{ "stats", "hide_title=true&text_bold=false&card_width=900" },
		{ "top-langs", "" },
		{ "top-langs", "langs_count=20&card_width=280&stats_format=bytes" },
		{ "top-langs", "layout=compact&langs_count=20" },
		{ "top-langs", "layout=compact&langs_count=7&stats_format=bytes&card_width=280" },
		{ "top-langs", "hide_progress=true&langs_count=19" },
		{ "top-langs", "layout=donut&langs_count=20" },
		{ "top-langs", "layout=donut&card_width=900&hide_title=true" },
		{ "top-langs", "layout=donut-vertical&langs_count=20" },
		{ "top-langs", "layout=pie&langs_count=1&hide_title=true" },
		{ "top-langs", "layout=pie&hide_values=true" },
	};
	for (size_t name = 0; name < ARRAY_LEN(sample_names); name++)
		for (size_t i = 0; i < ARRAY_LEN(table); i++) {
			check_layout(table[i].kind, table[i].query, name);
			arena_reset(&arena);
		}
	for (size_t l = 0; l < locale_count(); l++)
		for (size_t i = 0; i < ARRAY_LEN(table); i++) {
			check_layout(table[i].kind, arena_printf(&arena, "locale=%s&%s", locale_code(locale_at(l)), table[i].query),
				l % ARRAY_LEN(sample_names));
			arena_reset(&arena);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(test_short, reset),
		cmocka_unit_test_teardown(test_fixed, reset),
		cmocka_unit_test_teardown(test_rank, reset),
		cmocka_unit_test_teardown(test_sizes, reset),
		cmocka_unit_test_teardown(test_rows, reset),
		cmocka_unit_test_teardown(test_titles, reset),
		cmocka_unit_test_teardown(test_directions, reset),
		cmocka_unit_test_teardown(test_unknown, reset),
		cmocka_unit_test_teardown(test_filters, reset),
		cmocka_unit_test_teardown(test_shares, reset),
		cmocka_unit_test_teardown(test_layouts, reset),
	};
	arena_init(&arena, ARENA_CAP);
	int failed = cmocka_run_group_tests_name("stats and languages", tests, NULL, NULL);
	arena_release(&arena);
	return failed;
}
