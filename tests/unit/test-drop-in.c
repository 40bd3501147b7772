/*
 * Cards beside the originals they replace. The sizes and words here were what github-readme-stats, github-readme-streak-stats
 * and github-profile-trophy drew of the same numbers; where ours differ on purpose, a line says so.
 */
#include "config.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/cards/card.h"
#include "core/cards/facts.h"
#include "core/profile/profile.h"
#include "tests/unit/card-samples.h"
#include "tests/unit/card-texts.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
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

static const struct {
	const char *kind, *query, *size, *texts; /* in painting order; of trophies also the letters on the cups */
} same[] = {
	{ "stats", "", "450 x 195",
		"Ada Example's GitHub Stats|Total Stars Earned:|6.6k|Total Commits (last year):|1.3k|Total PRs:|"
		"432|Total Issues:|211|Contributed to (last year):|29|S" },
	{ "stats", "show_icons=true&theme=radical", "467 x 195",
		"Ada Example's GitHub Stats|Total Stars Earned:|6.6k|Total Commits (last year):|1.3k|Total PRs:|"
		"432|Total Issues:|211|Contributed to (last year):|29|S" },
	{ "stats", "show=reviews,discussions_started,discussions_answered,prs_merged,prs_merged_percentage", "450 x 320",
		"Ada Example's GitHub Stats|Total Stars Earned:|6.6k|Total Commits (last year):|1.3k|Total PRs:|"
		"432|Total PRs Merged:|318|Merged PRs Percentage:|73.61 %|Total PRs Reviewed:|67|Total Issues:|211|"
		"Total Discussions Started:|13|Total Discussions Answered:|8|Contributed to (last year):|29|S" },
	{ "stats", "include_all_commits=true&hide_title=true", "450 x 165",
		"Total Stars Earned:|6.6k|Total Commits:|24.7k|Total PRs:|432|Total Issues:|211|"
		"Contributed to (last year):|29|S" },
	{ "stats", "commits_year=2025&rank_icon=percentile", "450 x 195",
		"Ada Example's GitHub Stats|Total Stars Earned:|6.6k|Total Commits (2025):|975|Total PRs:|432|"
		"Total Issues:|211|Contributed to (last year):|29|Top|1.5%" },
	{ "stats", "rank_icon=github&hide_rank=yes", "450 x 195",
		"Ada Example's GitHub Stats|Total Stars Earned:|6.6k|Total Commits (last year):|1.3k|Total PRs:|"
		"432|Total Issues:|211|Contributed to (last year):|29" },
	{ "stats", "hide=stars,commits,prs,issues,contribs", "290 x 180",
		"Ada Example's GitHub Rank|S" },
	{ "stats", "number_format=long&exclude_repo=hello,empty", "450 x 195",
		"Ada Example's GitHub Stats|Total Stars Earned:|2500|Total Commits (last year):|1250|Total PRs:|"
		"432|Total Issues:|211|Contributed to (last year):|29|A+" },
	{ "stats", "number_precision=2&hide=issues", "450 x 170",
		"Ada Example's GitHub Stats|Total Stars Earned:|6.63k|Total Commits (last year):|1.25k|Total PRs:|"
		"0.43k|Contributed to (last year):|0.03k|S" },
	{ "stats", "number_precision=0&show=prs_merged_percentage", "450 x 220",
		"Ada Example's GitHub Stats|Total Stars Earned:|7k|Total Commits (last year):|1k|Total PRs:|0k|"
		"Merged PRs Percentage:|74 %|Total Issues:|0k|Contributed to (last year):|0k|S" },
	{ "stats", "hide_rank=TRUE&line_height=30&custom_title=My numbers", "287 x 225",
		"My numbers|Total Stars Earned:|6.6k|Total Commits (last year):|1.3k|Total PRs:|432|Total Issues:|"
		"211|Contributed to (last year):|29" },
	{ "stats", "card_width=300&line_height=40&hide=contribs,reviews", "420 x 245",
		"Ada Example's GitHub Stats|Total Stars Earned:|6.6k|Total Commits (last year):|1.3k|Total PRs:|"
		"432|Total Issues:|211|S" },
	{ "top-langs", "", "300 x 285",
		"Most Used Languages|TypeScript|43.55%|Python|25.26%|C|15.22%|Jupyter Notebook|9.62%|Rust|6.34%" },
	{ "top-langs", "langs_count=3&hide=python", "300 x 205",
		"Most Used Languages|TypeScript|63.68%|C|22.26%|Jupyter Notebook|14.06%" },
	{ "top-langs", "layout=compact&langs_count=8&hide=a language with a very long name indeed", "300 x 190",
		"Most Used Languages|TypeScript 41.45%|Python 24.04%|C 14.49%|Jupyter Notebook 9.15%|Rust 6.04%|"
		"Shell 3.12%|HTML 0.91%|CSS 0.80%" },
	{ "top-langs", "layout=donut&stats_format=bytes", "350 x 215",
		"Most Used Languages|TypeScript 402.3 KB|Python 233.4 KB|C 140.6 KB|Jupyter Notebook 88.9 KB|"
		"Rust 58.6 KB" },
	{ "top-langs", "layout=donut-vertical&langs_count=5", "300 x 375",
		"Most Used Languages|TypeScript 43.55%|Python 25.26%|C 15.22%|Jupyter Notebook 9.62%|Rust 6.34%" },
	{ "top-langs", "layout=pie&langs_count=0", "300 x 325",
		"Most Used Languages|TypeScript 100.00%" },
	{ "top-langs", "hide_progress=true&hide_title=true", "300 x 110",
		"TypeScript|Python|C|Jupyter Notebook|Rust|Shell" },
	{ "top-langs", "size_weight=0.5&langs_count=4&card_width=200", "280 x 245",
		"Most Used Languages|TypeScript|35.43%|Python|26.98%|C|20.94%|Jupyter Notebook|16.65%" },
	{ "pin", "show_owner=true", "400 x 120",
		"octo/hello|Archived|A small library|C|38.1k|4.3k" },
	{ "pin", "description_lines_count=3", "400 x 150",
		"hello|Archived|A small library|C|38.1k|4.3k" },
	{ "pin", "description_lines_count=abc", "400 x 120",
		"hello|Archived|A small library|C|38.1k|4.3k" },
	{ "gist", "show_owner=true", "400 x 120",
		"octo/countries.json|A small library|JSON|33|11" },
	{ "wakatime", "", "495 x 220",
		"WakaTime Stats (last 7 days)|TypeScript:|10 hrs 21 mins|Python:|6 hrs 2 mins|C:|3 hrs 36 mins|"
		"Markdown:|2 hrs 30 mins|YAML:|1 hr 31 mins|Other:|1 hr" },
	{ "wakatime", "layout=compact&hide=python, yaml", "495 x 140",
		"WakaTime Stats (last 7 days)|TypeScript - 10 hrs 21 mins|C - 3 hrs 36 mins|"
		"Markdown - 2 hrs 30 mins|Other - 1 hr" },
	{ "wakatime", "hide_title=true&line_height=40&card_width=300", "300 x 295",
		"TypeScript:|10 hrs 21 mins|Python:|6 hrs 2 mins|C:|3 hrs 36 mins|Markdown:|2 hrs 30 mins|YAML:|"
		"1 hr 31 mins|Other:|1 hr" },
	{ "streak", "", "495 x 195",
		"12,170|Total Contributions|Nov 23, 2021 - Present|15|Current Streak|Nov 6 - Nov 20|33|"
		"Longest Streak|Oct 21, 2023 - Nov 22, 2023" },
	{ "streak", "mode=weekly&short_numbers=true", "495 x 195",
		"12.2K|Total Contributions|Nov 23, 2021 - Present|261|Week Streak|Nov 21, 2021 - Nov 15|261|"
		"Longest Week Streak|Nov 21, 2021 - Nov 15" },
	{ "streak", "exclude_days=Wed,sunday&date_format=[Y.]n.j", "495 x 195",
		"12,170|Total Contributions|2021.11.23 - Present|15|Current Streak|11.6 - 11.20|33|Longest Streak|"
		"2023.10.21 - 2023.11.22|* Excluding Wed, Sun" },
	{ "streak", "hide_current_streak=true&card_height=250", "495 x 250",
		"12,170|Total Contributions|Nov 23, 2021 - Present|33|Longest Streak|Oct 21, 2023 - Nov 22, 2023" },
	{ "streak", "starting_year=2025&timezone=Pacific/Auckland&date_format=M j[, Y]", "495 x 195",
		"4,616|Total Contributions|Jan 1, 2025 - Present|15|Current Streak|Nov 6 - Nov 20|15|"
		"Longest Streak|Nov 6 - Nov 20" },
	{ "streak", "card_width=300", "300 x 195",
		"12,170|Total|Contributions|- Present|Nov 23, 2021|15|Current|Streak|Nov 6 - Nov 20|33|Longest|"
		"Streak|- Nov 22, 2023|Oct 21, 2023" },
	{ "trophy", "", "880 x 220",
		"AllSuperRank|S Rank Hacker|All S Rank|MultiLanguage|Rainbow Lang User|22pt|LongTimeUser|"
		"Village Elder|16pt|AncientUser|Ancient User|Before 2010|Organizations|Jack of all Trades|4pt|S|"
		"Stars|Super Stargazer|6.6kpt|S|Followers|Super Celebrity|1.2kpt|S|Repositories|God Repo Creator|"
		"78pt|S|Reviews|Deep Reviewer|67pt|S|Experience|Grandmaster|61pt|S|Commits|Super Committer|1.3kpt|"
		"S|Issues|Super Issuer|211pt|S|PullRequest|Super Puller|432pt" },
	{ "trophy", "column=-1&title=Stars,PR,-Stars,Duration&margin-w=10", "230 x 110",
		"S|Experience|Grandmaster|61pt|S|PullRequest|Super Puller|432pt" },
	{ "trophy", "column=3&row=4&margin-h=15&rank=S,SSS,SECRET", "330 x 485",
		"AllSuperRank|S Rank Hacker|All S Rank|MultiLanguage|Rainbow Lang User|22pt|LongTimeUser|"
		"Village Elder|16pt|AncientUser|Ancient User|Before 2010|Organizations|Jack of all Trades|4pt|S|"
		"Stars|Super Stargazer|6.6kpt|S|Followers|Super Celebrity|1.2kpt|S|Repositories|God Repo Creator|"
		"78pt|S|Commits|Super Committer|1.3kpt|S|Issues|Super Issuer|211pt|S|PullRequest|Super Puller|432pt" },
	{ "trophy", "rank=-SSS,-SECRET&column=6", "660 x 110",
		"S|Reviews|Deep Reviewer|67pt|S|Experience|Grandmaster|61pt|S|Commits|Super Committer|1.3kpt|S|"
		"Issues|Super Issuer|211pt|S|PullRequest|Super Puller|432pt" },
};

static const struct {
	const char *kind, *query, *size, *texts;
} ours[] = {
	/* as wide as the title is, not as an average of letters says: 301 there */
	{ "stats", "show=prs_merged,prs_merged_percentage,reviews&hide_rank=true&hide=stars", "297 x 245",
		"Ada Example's GitHub Stats|Total Commits (last year):|1.3k|Total PRs:|432|Total PRs Merged:|318|"
		"Merged PRs Percentage:|73.61 %|Total PRs Reviewed:|67|Total Issues:|211|"
		"Contributed to (last year):|29" },
	/* shares make 100 %; a factor rounded to two digits gives 51.75 %, 30.16 % and 18.00 % there */
	{ "wakatime", "display_format=percent&langs_count=3&hide_progress=true", "495 x 150",
		"WakaTime Stats (last 7 days)|TypeScript:|51.80 %|Python:|30.19 %|C:|18.02 %" },
};

static void must_be(const char *kind, const char *query, const char *size, const char *texts)
{
	struct card_facts f = sample_card_facts(&arena, PLAIN);
	const char *svg = draw(kind, query, &f), *said = card_texts(&arena, svg);
	double width, height;
	assert_int_equal(sscanf(strstr(svg, " width="), " width=\"%lf\" height=\"%lf\"", &width, &height), 2);
	const char *real = arena_printf(&arena, "%g x %g", width, height);
	if (strcmp(real, size) != 0)
		fail_msg("%s %s: %s, not %s", kind, query, real, size);
	if (strcmp(said, texts) != 0)
		fail_msg("%s %s: it says\n%s\nnot\n%s", kind, query, said, texts);
}

static void test_same(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(same); i++) {
		must_be(same[i].kind, same[i].query, same[i].size, same[i].texts);
		arena_reset(&arena);
	}
}

static void test_ours(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(ours); i++)
		must_be(ours[i].kind, ours[i].query, ours[i].size, ours[i].texts);
}

/* Streaks of series that rise and fall by a rule; the last day of each is tomorrow. */
static void test_streak_json(void **state)
{
	(void)state;
	static const struct {
		int step, span, below; /* day i has i * step % span + 1 contributions where that rest is less than below, else none */
		size_t days;
		const char *query, *json;
	} table[] = {
		{ 7, 13, 9, 800, "",
			"{\"mode\":\"daily\",\"totalContributions\":2772,\"firstContribution\":\"2024-09-13\","
			"\"longestStreak\":{\"start\":\"2024-09-25\",\"end\":\"2024-09-30\",\"length\":6},"
			"\"currentStreak\":{\"start\":\"2026-11-21\",\"end\":\"2026-11-21\",\"length\":1},\"excludedDays\":[]}" },
		{ 31, 97, 90, 1500, "exclude_days=Sat,Sun",
			"{\"mode\":\"daily\",\"totalContributions\":63358,\"firstContribution\":\"2022-10-14\","
			"\"longestStreak\":{\"start\":\"2022-12-29\",\"end\":\"2023-02-12\",\"length\":46},"
			"\"currentStreak\":{\"start\":\"2026-11-06\",\"end\":\"2026-11-21\",\"length\":16},\"excludedDays\":[\"Sat\",\"Sun\"]}" },
		{ 5, 11, 4, 400, "mode=weekly",
			"{\"mode\":\"weekly\",\"totalContributions\":361,\"firstContribution\":\"2025-10-18\","
			"\"longestStreak\":{\"start\":\"2025-10-12\",\"end\":\"2026-11-15\",\"length\":58},"
			"\"currentStreak\":{\"start\":\"2025-10-12\",\"end\":\"2026-11-15\",\"length\":58},\"excludedDays\":[]}" },
		{ 3, 200, 1, 1200, "mode=weekly&starting_year=2025",
			"{\"mode\":\"weekly\",\"totalContributions\":3,\"firstContribution\":\"2025-04-01\","
			"\"longestStreak\":{\"start\":\"2025-03-30\",\"end\":\"2025-03-30\",\"length\":1},"
			"\"currentStreak\":{\"start\":\"2026-11-15\",\"end\":\"2026-11-15\",\"length\":0},\"excludedDays\":[]}" },
		{ 17, 50, 49, 700, "starting_year=2026",
			"{\"mode\":\"daily\",\"totalContributions\":8050,\"firstContribution\":\"2026-01-01\","
			"\"longestStreak\":{\"start\":\"2026-01-24\",\"end\":\"2026-03-13\",\"length\":49},"
			"\"currentStreak\":{\"start\":\"2026-11-20\",\"end\":\"2026-11-21\",\"length\":2},\"excludedDays\":[]}" },
		{ 17, 29, 25, 365, "exclude_days=Mon&timezone=America/Los_Angeles",
			"{\"mode\":\"daily\",\"totalContributions\":4087,\"firstContribution\":\"2025-11-22\","
			"\"longestStreak\":{\"start\":\"2026-01-08\",\"end\":\"2026-01-23\",\"length\":16},"
			"\"currentStreak\":{\"start\":\"2026-11-16\",\"end\":\"2026-11-21\",\"length\":6},\"excludedDays\":[\"Mon\"]}" },
		{ 1, 365, 300, 1000, "",
			"{\"mode\":\"daily\",\"totalContributions\":126885,\"firstContribution\":\"2024-02-26\","
			"\"longestStreak\":{\"start\":\"2024-02-26\",\"end\":\"2024-12-21\",\"length\":300},"
			"\"currentStreak\":{\"start\":\"2026-02-25\",\"end\":\"2026-11-21\",\"length\":270},\"excludedDays\":[]}" },
		{ 1, 2, 1, 60, "exclude_days=Sun,Mon,Tue,Wed,Thu,Fri,Sat",
			"{\"mode\":\"daily\",\"totalContributions\":30,\"firstContribution\":\"2026-09-23\","
			"\"longestStreak\":{\"start\":\"2026-09-23\",\"end\":\"2026-11-20\",\"length\":59},"
			"\"currentStreak\":{\"start\":\"2026-09-23\",\"end\":\"2026-11-20\",\"length\":59},"
			"\"excludedDays\":[\"Sun\",\"Mon\",\"Tue\",\"Wed\",\"Thu\",\"Fri\",\"Sat\"]}" },
		{ 11, 101, 100, 3000, "timezone=Pacific/Auckland",
			"{\"mode\":\"daily\",\"totalContributions\":149919,\"firstContribution\":\"2018-09-05\","
			"\"longestStreak\":{\"start\":\"2018-10-31\",\"end\":\"2019-02-07\",\"length\":100},"
			"\"currentStreak\":{\"start\":\"2026-11-07\",\"end\":\"2026-11-21\",\"length\":15},\"excludedDays\":[]}" },
		{ 2, 9, 3, 14, "mode=weekly&exclude_days=Fri",
			"{\"mode\":\"weekly\",\"totalContributions\":10,\"firstContribution\":\"2026-11-08\","
			"\"longestStreak\":{\"start\":\"2026-11-08\",\"end\":\"2026-11-15\",\"length\":2},"
			"\"currentStreak\":{\"start\":\"2026-11-08\",\"end\":\"2026-11-15\",\"length\":2},\"excludedDays\":[]}" },
	};
	for (size_t i = 0; i < ARRAY_LEN(table); i++) {
		struct history h = { .n = table[i].days, .login = "octo" };
		struct card_facts f = { .history = &h, .now_ms = SAMPLE_TODAY * INT64_C(86400000) + INT64_C(43200000) };
		h.first_day = h.created_day = SAMPLE_TODAY + 2 - (int64_t)h.n;
		h.counts = arena_array(&arena, h.n, sizeof(*h.counts));
		for (size_t k = 0; k < h.n; k++) {
			int rest = (int)k * table[i].step % table[i].span;
			h.counts[k] = rest < table[i].below ? rest + 1 : 0;
		}
		const char *said = draw("streak", arena_printf(&arena, "type=json&%s", table[i].query), &f);
		if (strncmp(said, table[i].json, strlen(table[i].json)) != 0)
			fail_msg("row %zu: %snot %s", i, said, table[i].json);
	}
}

/* No label is cut where the originals show it whole: values use the margin, or all are a little smaller. */
static void test_whole(void **state)
{
	(void)state;
	static const char *const queries[][2] = {
		{ "stats", "hide_rank=true&show=reviews,discussions_started,discussions_answered,prs_merged,prs_merged_percentage" },
		{ "stats", "hide_rank=true&show_icons=true&show=discussions_answered,prs_merged_percentage&number_precision=2" },
		{ "stats", "card_width=300&show_icons=true&show=discussions_answered,prs_merged_percentage" },
		{ "wakatime", "layout=compact&card_width=400" },
		{ "streak", "card_width=300" },
		{ "streak", "date_format=l, j M[ Y]" },
	};
	struct card_facts f = sample_card_facts(&arena, PLAIN);
	struct facts *p = sample_facts(&arena, PLAIN);
	p->stars = METRIC(287345);
	f.person = p;
	for (size_t i = 0; i < ARRAY_LEN(queries); i++) {
		const char *said = card_texts(&arena, draw(queries[i][0], queries[i][1], &f));
		if (strstr(said, "\u2026"))
			fail_msg("%s %s: %s", queries[i][0], queries[i][1], said);
	}
	static const struct facts_language wide[] = { { "Nit", "#009917", 5000, 1 }, { "Isabelle ROOT", "#fefe00", 4000, 1 },
		{ "EditorConfig", "#fff1f2", 3000, 1 }, { "Csound Document", "#1a1a1a", 900, 1 },
		{ "1C Enterprise", "#814ccc", 400, 1 }, { "Jupyter Notebook", "#da5b0b", 300, 1 } };
	static const char *const layouts[] = { "layout=compact", "layout=pie", "layout=donut-vertical", "layout=donut" };
	memcpy(p->languages, wide, sizeof(wide));
	p->n_languages = ARRAY_LEN(wide);
	for (size_t i = 0; i < ARRAY_LEN(layouts); i++) {
		const char *said = card_texts(&arena, draw("top-langs", layouts[i], &f));
		if (strstr(said, "\u2026"))
			fail_msg("%s: %s", layouts[i], said);
	}
}

/* Title and text have the colours asked for; the cat in the ring is text, whatever colour icons have. */
static void test_colors(void **state)
{
	(void)state;
	struct card_facts f = sample_card_facts(&arena, PLAIN);
	const char *svg = draw("stats", "rank_icon=github&icon_color=ff0001&text_color=00ff02&title_color=0000f3", &f);
	assert_null(strstr(svg, "#ff0001"));
	assert_non_null(strstr(svg, "#00ff02"));
	assert_non_null(strstr(svg, "#0000f3"));
	svg = draw("stats", "show_icons=true&icon_color=ff0001", &f);
	assert_non_null(strstr(svg, "#ff0001"));
}

/* Each language code of the originals draws a card, in English where we have no words yet. */
static void test_locales(void **state)
{
	(void)state;
	static const char grs[] = "en ar az bg bn ca cn zh-tw cs de sw ur es fa fi fr hi sa hu it ja kr nl pt-pt pt-br np el ro ru "
		"uk-ua id ml my ta sk tr pl uz vi se he fil th sr sr-latn no ";
	static const char streak[] = "en am ar as bg bho bn ca ceb da de el es et fa fi fil fr gu he hi ht hu hy id it ja jv kk kn ko "
		"mai mal mi mr ms ms_ID my ne nl no pa pl ps pt pt_BR ro ru rw sa sd_PK sr sr_Cyrl sr_Latn su sv sw ta tcy te th tr "
		"uk ur_PK vi yo zh zh_Hans zh_Hant ";
	const struct {
		const char *kind, *codes;
	} table[] = { { "stats", grs }, { "streak", streak } };
	for (size_t i = 0; i < ARRAY_LEN(table); i++)
		for (const char *p = table[i].codes, *end; (end = strchr(p, ' ')); p = end + 1) {
			struct card_facts f = sample_card_facts(&arena, PLAIN);
			(void)draw(table[i].kind, arena_printf(&arena, "locale=%.*s", (int)(end - p), p), &f);
			arena_reset(&arena);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(test_same, reset),
		cmocka_unit_test_teardown(test_ours, reset),
		cmocka_unit_test_teardown(test_streak_json, reset),
		cmocka_unit_test_teardown(test_whole, reset),
		cmocka_unit_test_teardown(test_colors, reset),
		cmocka_unit_test_teardown(test_locales, reset),
	};
	arena_init(&arena, ARENA_CAP);
	int failed = cmocka_run_group_tests_name("drop-in", tests, NULL, NULL);
	arena_release(&arena);
	return failed;
}
