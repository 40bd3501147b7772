/* Our own cards: nothing leaves a card or covers another text, states are honest, and JSON says what the picture shows. */
#include "config.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/base/json.h"
#include "core/base/str.h"
#include "core/cards/card.h"
#include "core/locale/locale.h"
#include "core/own/own.h"
#include "core/own/year.h"
#include "core/profile/profile.h"
#include "core/render/text.h"
#include "core/score/model.h"
#include "tests/unit/one-arena.h"
#include "tests/unit/own-samples.h"
#include "tests/unit/xml-check.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* Every picture there is: a kind and its layouts. */
static const struct look {
	const char *kind, *option, *value;
} looks[] = {
	{ "scorecard", "layout", "wide" }, { "scorecard", "layout", "compact" }, { "archetype", "theme", "auto" },
	{ "marks", "tools", "6" }, { "marks", "hide_title", "true" }, { "languages", "layout", "bars" },
	{ "languages", "langs_count", "10" }, { "languages", "layout", "treemap" }, { "languages", "layout", "stacked" },
	{ "calendar", "layout", "flat" }, { "calendar", "layout", "isometric" }, { "hours", "layout", "both" },
	{ "hours", "layout", "bars" }, { "hours", "layout", "heatmap" }, { "repository", "theme", "auto" },
	{ "social", "size", "og" }, { "social", "size", "linkedin" }, { "social", "size", "github" },
};

static const char *const locales[] = { "en", "de", "ar", "he", "ja", "hi", "ru" };

static struct facts *facts_of(const char *id)
{
	struct facts *f = arena_alloc(&arena, sizeof(*f));
	for (size_t i = 0; i < ARRAY_LEN(own_samples); i++)
		if (str_eq(own_samples[i].id, id)) {
			own_sample_fill(&own_samples[i], f);
			return f;
		}
	fail_msg("no sample %s", id);
	return f;
}

static struct card_facts whole(const struct facts *f)
{
	static const char *topics[] = { "git", "a-topic-of-a-name-that-is-longer-than-any-pill-can-be", "cards", "c" };
	static struct language languages[] = { { .name = "C", .percentage = 80, .color = "#555555" },
		{ .name = "Shell", .percentage = 20, .color = NULL } };
	struct repo *r = arena_alloc(&arena, sizeof(*r));
	*r = (struct repo){ .name = f->login ? f->login : "repo", .owner = f->name, .description = f->name, .language = "C",
		.is_archived = true, .stars = f->stars, .topics = topics, .n_topics = ARRAY_LEN(topics), .languages = languages,
		.n_languages = ARRAY_LEN(languages) };
	return (struct card_facts){ .person = f, .repository = r, .all_commits = -1, .year_commits = -1,
		.now_ms = INT64_C(1795132800000) };
}

static struct card_request request(const struct look *look, const char *locale, const char *type)
{
	const struct card_kind *kind = card_kind_find(look->kind);
	const struct card_arg args[] = { { "username", "octo" }, { "repo", "hello" }, { "locale", locale }, { "type", type },
		{ look->option, look->value } };
	struct card_request rq;
	assert_non_null(kind);
	assert_int_equal(card_request_parse(NULL, &arena, kind, args, ARRAY_LEN(args), &rq), OK);
	return rq;
}

static const char *draw(const struct look *look, const char *locale, const char *type, const struct facts *f)
{
	struct card_request rq = request(look, locale, type);
	struct card_facts all = whole(f);
	struct str out;
	assert_int_equal(card_draw(NULL, &arena, &rq, &all, NULL, &out), OK);
	return out.buf;
}

/* ---- geometry */

static struct box path_extent(const struct node *n)
{
	double left = INFINITY, top = INFINITY, right = -INFINITY, bottom = -INFINITY;
	for (size_t i = 0; i < n->path.n; i++) {
		const struct path_step *s = &n->path.steps[i];
		double x = n->path.dx + n->path.scale * s->x, y = n->path.dy + n->path.scale * s->y;
		if (s->verb == PATH_CLOSE)
			continue;
		left = fmin(left, x);
		right = fmax(right, x);
		top = fmin(top, y);
		bottom = fmax(bottom, y);
	}
	return (struct box){ left, top, right - left, bottom - top };
}

static struct box extent(const struct node *n)
{
	double r = n->stroke.paint.kind == PAINT_NONE ? 0 : n->stroke.width / 2;
	if (n->kind == NODE_RECT)
		return box_inset(n->rect.box, -r, -r);
	if (n->kind == NODE_ARC)
		return (struct box){ n->arc.cx - n->arc.r - r, n->arc.cy - n->arc.r - r, 2 * (n->arc.r + r), 2 * (n->arc.r + r) };
	if (n->kind == NODE_PATH)
		return path_extent(n);
	if (n->kind == NODE_TEXT)
		return scene_text_ink(n);
	struct box all = { n->cells.at[0].x, n->cells.at[0].y, n->cells.side, n->cells.side };
	for (size_t i = 0; i < n->cells.n; i++) {
		double right = fmax(all.x + all.w, n->cells.at[i].x + n->cells.side);
		double bottom = fmax(all.y + all.h, n->cells.at[i].y + n->cells.side);
		all.x = fmin(all.x, n->cells.at[i].x);
		all.y = fmin(all.y, n->cells.at[i].y);
		all.w = right - all.x;
		all.h = bottom - all.y;
	}
	return all;
}

/* Grounds are cut by the picture's edge on purpose. */
static bool is_ground(const struct look *look, const struct node *n)
{
	return str_eq(look->kind, "social") && (n->kind == NODE_PATH || n->kind == NODE_ARC) &&
		(n->fill.opacity < 0.4 || n->fill.kind == PAINT_GRADIENT || n->fill.kind == PAINT_NONE);
}

static void check(const struct look *look, const struct scene *s, const char *id)
{
	const struct box card = { 0, 0, s->width, s->height };
	assert_false(s->over);
	assert_true(*s->title && *s->desc);
	for (size_t i = 0; i < s->n_nodes; i++) {
		const struct node *n = &s->nodes[i];
		struct box box = extent(n);
		if (!box_inside(box, card, 0.51) && !is_ground(look, n))
			fail_msg("%s %s %s: node %zu of kind %d leaves the card: %g %g %g %g", look->kind, look->value, id, i,
				(int)n->kind, box.x, box.y, box.w, box.h);
		if (n->kind != NODE_TEXT)
			continue;
		const struct box *slot = &n->text.slot;
		if (n->text.x < slot->x - 0.01 || n->text.x + n->text.run.width > slot->x + slot->w + 0.01)
			fail_msg("%s %s %s: \"%s\" leaves its slot", look->kind, look->value, id, n->text.run.text);
		for (size_t k = 0; k < i; k++)
			if (s->nodes[k].kind == NODE_TEXT && box_overlap(box, scene_text_ink(&s->nodes[k]), 0.8))
				fail_msg("%s %s %s: \"%s\" covers \"%s\"", look->kind, look->value, id, n->text.run.text,
					s->nodes[k].text.run.text);
	}
}

static void lay_out(const struct look *look, const char *locale, const struct own_sample *sample)
{
	struct facts *f = arena_alloc(&arena, sizeof(*f));
	struct scene scene;
	own_sample_fill(sample, f);
	struct card_request rq = request(look, locale, "svg");
	struct card_facts all = whole(f);
	struct card_draw d = { .arena = &arena, .scene = &scene, .locale = rq.locale, .text = text_open(&arena, NULL) };
	assert_int_equal(rq.kind->layout(NULL, &d, &rq, &all), OK);
	check(look, &scene, sample->id);
	text_close(d.text);
}

static void test_geometry(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(looks); i++)
		for (size_t k = 0; k < ARRAY_LEN(own_samples); k++) {
			lay_out(&looks[i], locales[(i + k) % ARRAY_LEN(locales)], &own_samples[k]);
			lay_out(&looks[i], "en", &own_samples[k]);
			arena_reset(&arena);
		}
}

static void test_svg(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(looks); i++)
		for (size_t k = 0; k < ARRAY_LEN(own_samples); k++) {
			const char *svg = draw(&looks[i], locales[k % ARRAY_LEN(locales)], "svg", facts_of(own_samples[k].id));
			const char *why = xml_check(svg, strlen(svg));
			if (why)
				fail_msg("%s %s %s: %s", looks[i].kind, looks[i].value, own_samples[k].id, why);
			assert_true(strlen(svg) < 130 * 1024);
			assert_null(strstr(svg, "nan"));
			arena_reset(&arena);
		}
}

/* ---- what is said */

static void says(const char *kind, const char *id, const char *text)
{
	const struct look look = { kind, "disable_animations", "true" };
	if (!strstr(draw(&look, "en", "svg", facts_of(id)), text))
		fail_msg("%s of %s does not say \"%s\"", kind, id, text);
}

static void test_states(void **state)
{
	(void)state;
	says("scorecard", "empty", ">n/a<");
	says("scorecard", "empty", ">not measured<");
	says("scorecard", "empty", ">No language known<");
	says("scorecard", "thin", ">from 30% of its signals<");
	says("scorecard", "thin", "stroke-dasharray");
	says("scorecard", "thin", ">Undecided<");
	says("archetype", "plain", ">Backend Architect<");
	says("archetype", "plain", ">confidence 78%<");
	says("archetype", "empty", ">Too little evidence to tell<");
	says("marks", "plain", "AI-tool marks found in 61 of 500 commits");
	says("marks", "arabic", ">No AI-tool marks found in 200 commits<");
	says("marks", "empty", ">AI-tool marks: not measured, no commit could be read<");
	says("marks", "plain", "does not tell how much the tool wrote");
	says("languages", "markup", ">100.0%<");
	says("languages", "empty", ">No language known<");
	says("calendar", "empty", ">No calendar known<");
	says("calendar", "thin", ">0 contributions in the last year<");
	says("hours", "empty", ">No commit times known<");
	says("hours", "hebrew", "1 commit");
	says("repository", "empty", ">n/a<");
	says("repository", "markup", "&lt;b&gt;&amp;amp;&quot;Bobby&quot;&lt;/b&gt;");
	for (size_t i = 0; i < ARRAY_LEN(looks); i++)
		assert_null(strstr(draw(&looks[i], "en", "svg", facts_of("plain")), "written by AI"));
}

static void test_numbers(void **state)
{
	(void)state;
	static const struct {
		int64_t n;
		const char *out;
	} rows[] = { { -5, "0" }, { 0, "0" }, { 999, "999" }, { 1000, "1k" }, { 1049, "1k" }, { 1051, "1.1k" }, { 12345, "12.3k" },
		{ 999949, "999.9k" }, { 999950, "1M" }, { 2500000000, "2.5G" }, { INT64_MAX, "9.2E" } };
	const struct card_draw d = { .arena = &arena, .locale = locale_english() };
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		assert_string_equal(own_short(&d, rows[i].n), rows[i].out);
	assert_string_equal(own_bytes(&d, 1234), "1.2 kB");
	assert_string_equal(own_percent(&d, 0, 0), "0%");
	assert_string_equal(own_percent(&d, 0.4, 0), "<1%");
	assert_string_equal(own_percent(&d, 0.04, 1), "<0.1%");
	assert_string_equal(own_percent(&d, 99.96, 1), "100.0%");
}

/* The locale's English words are those of the scoring part. */
static void test_archetypes(void **state)
{
	(void)state;
	struct card_draw d = { .arena = &arena, .locale = locale_english() };
	for (int id = 0; id < ARCHETYPE__MAX; id++) {
		struct archetype_choice choice = archetype_choice((enum archetype_id)id, 0);
		struct facts f = { .decided = true, .archetype_id = choice.id, .archetype = "?", .archetype_text = "?" };
		assert_string_equal(own_archetype(&d, &f), choice.name);
		assert_string_equal(own_archetype_text(&d, &f), choice.description);
	}
}

static struct json_object *json_of(const char *kind, const char *option, const char *value, const char *id)
{
	const struct look look = { kind, option, value };
	const char *text = draw(&look, "en", "json", facts_of(id));
	struct json_object *root = NULL;
	assert_int_equal(json_parse(NULL, text, strlen(text), 16, &root), OK);
	assert_string_equal(json_str(root, "kind", ""), kind);
	return root;
}

static void test_json_scores(void **state)
{
	(void)state;
	CLEAN_JSON struct json_object *root = json_of("scorecard", "layout", "wide", "plain");
	struct json_object *scores = json_get(root, "scores"), *languages = json_get(root, "languages");
	const char *svg = draw(&looks[0], "en", "svg", facts_of("plain"));
	assert_int_equal(json_len(scores), FACTS_SCORES);
	for (size_t i = 0; i < FACTS_SCORES; i++) {
		const char *text = arena_printf(&arena, ">%d<", (int)json_int(json_at(scores, i), "value", -1));
		assert_non_null(strstr(svg, text));
		assert_non_null(strstr(svg, json_str(json_at(scores, i), "name", "?")));
	}
	assert_int_equal(json_len(languages), 7);
	for (size_t i = 0; i < 7; i++)
		assert_non_null(strstr(svg, arena_printf(&arena, ">%s<", json_str(json_at(languages, i), "name", "?"))));
	CLEAN_JSON struct json_object *empty = json_of("scorecard", "layout", "wide", "empty");
	assert_null(json_get(json_at(json_get(empty, "scores"), 0), "value"));
	assert_null(json_get(json_get(empty, "archetype"), "id"));
	assert_null(json_get(json_get(empty, "marks"), "commits_scanned"));
}

static void test_json_marks(void **state)
{
	(void)state;
	CLEAN_JSON struct json_object *root = json_of("marks", "tools", "2", "plain");
	struct json_object *tools = json_get(root, "tools");
	assert_int_equal(json_int(root, "commits_marked", -1), 61);
	assert_int_equal(json_len(tools), 2);
	assert_int_equal(json_int(json_at(tools, 0), "commits", -1), 62);
	assert_int_equal(json_int(json_get(json_at(tools, 0), "levels"), "coauthor", -1), 31);
}

static void test_json_languages(void **state)
{
	(void)state;
	CLEAN_JSON struct json_object *root = json_of("languages", "langs_count", "10", "long");
	struct json_object *all = json_get(root, "languages");
	double sum = 0;
	assert_int_equal(json_len(all), 10);
	for (size_t i = 0; i < 10; i++)
		sum += json_object_get_double(json_get(json_at(all, i), "percent"));
	assert_true(fabs(sum - 100) < 0.1);
	assert_true(json_flag(json_at(all, 9), "others", false));
}

static void test_json_calendar(void **state)
{
	(void)state;
	CLEAN_JSON struct json_object *root = json_of("calendar", "layout", "flat", "plain");
	struct json_object *days = json_get(root, "days"), *best = json_get(root, "best_day");
	int64_t sum = 0, most = 0, active = 0;
	for (size_t i = 0; i < json_len(days); i++) {
		int64_t n = json_int(json_at(days, i), "count", -1);
		sum += n;
		active += n > 0;
		most = n > most ? n : most;
		assert_int_equal(json_int(json_at(days, i), "level", -1) > 0, n > 0);
	}
	assert_int_equal(json_len(days), 366);
	assert_int_equal(json_int(root, "total", -1), sum);
	assert_int_equal(json_int(root, "active_days", -1), active);
	assert_int_equal(json_int(best, "count", -1), most);
	const char *svg = draw(&looks[9], "en", "svg", facts_of("plain"));
	assert_non_null(strstr(svg, locale_count_word(&arena, locale_english(), WORD_OWN_CONTRIBUTIONS, sum)));
}

/* ---- the year and the hours */

static void test_year(void **state)
{
	(void)state;
	struct facts f = { .first_day = clock_days_from_civil(2025, 11, 15), .n_days = 372 }; /* a Saturday */
	struct year y = year_of(&f, locale_english());
	assert_int_equal(y.offset, 6);
	assert_int_equal(y.weeks, 54);
	assert_int_equal(y.best, 0);
	assert_int_equal(year_level(&y, 0), 0);
	y = year_of(&f, locale_find("de"));
	assert_int_equal(y.offset, 5);
	assert_int_equal(year_column(&y, 371), y.weeks - 1);
	assert_int_equal(year_month(&y, 3), 12); /* 1 December 2025 is a Monday */
	assert_int_equal(year_month(&y, 2), 0);
	for (size_t i = 100; i < 105; i++)
		f.days[i] = 3;
	f.days[104] = 9;
	y = year_of(&f, locale_english());
	assert_int_equal(y.total, 21);
	assert_int_equal(y.longest, 5);
	assert_int_equal(y.longest_first, f.first_day + 100);
	assert_int_equal(y.best_day, f.first_day + 104);
	assert_int_equal(year_level(&y, 3), 1);
	assert_int_equal(year_level(&y, 9), 4);
	f.contributions_year = METRIC(77);
	assert_int_equal(year_of(&f, locale_english()).total, 77);
	f.days[104] = 3;
	y = year_of(&f, locale_english());
	assert_int_equal(year_level(&y, 3), 4); /* all alike */
}

/* 2026-03-29 00:30 UTC is 01:30 in Berlin, an hour later it is 03:30: summer time began. */
static void test_hours(void **state)
{
	(void)state;
	struct facts *f = facts_of("plain");
	const struct look berlin = { "hours", "timezone", "Europe/Berlin" }, nowhere = { "hours", "timezone", "Mars/Olympus" };
	int64_t day = clock_days_from_civil(2026, 3, 29);
	f->n_times = 3;
	f->times[0] = (int32_t)(day * 1440 + 30);
	f->times[1] = (int32_t)(day * 1440 + 90);
	f->times[2] = (int32_t)(day * 1440 + 95);
	const char *text = draw(&berlin, "en", "json", f);
	CLEAN_JSON struct json_object *root = NULL;
	assert_int_equal(json_parse(NULL, text, strlen(text), 16, &root), OK);
	struct json_object *hours = json_get(root, "hours");
	assert_int_equal(json_object_get_int(json_at(hours, 1)), 1);
	assert_int_equal(json_object_get_int(json_at(hours, 2)), 0);
	assert_int_equal(json_object_get_int(json_at(hours, 3)), 2);
	assert_int_equal(json_int(root, "busiest_weekday", -1), 0);
	assert_int_equal(json_int(root, "busiest_hour", -1), 3);
	assert_non_null(strstr(draw(&berlin, "en", "svg", f), "Busiest: Sunday, 03:00\u201304:00"));
	assert_non_null(strstr(draw(&nowhere, "en", "json", f), "\"timezone\":\"UTC\""));
}

static void test_repository_names(void **state)
{
	(void)state;
	static const struct {
		const char *repo, *owner, *name; /* NULL: refused */
	} rows[] = { { "hello", "octo", "hello" }, { "a/b", "a", "b" }, { "group/sub/b", "group/sub", "b" }, { "a/", NULL, NULL },
		{ "..", NULL, NULL }, { "a b", NULL, NULL }, { "../x", NULL, NULL }, { ".github", "octo", ".github" } };
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		const struct card_arg args[] = { { "username", "octo" }, { "repo", rows[i].repo } };
		struct card_request rq;
		enum err e = card_request_parse(NULL, &arena, card_kind_find("repository"), args, 2, &rq);
		assert_int_equal(e, rows[i].name ? OK : ERR_UNPROCESSABLE);
		if (e)
			continue;
		assert_string_equal(rq.target.login, rows[i].owner);
		assert_string_equal(rq.target.repo, rows[i].name);
	}
}

/* The ground of a social picture is the login's own, and the same each time. */
static void test_backdrop(void **state)
{
	(void)state;
	struct facts *f = facts_of("plain");
	const struct look og = { "social", "size", "og" };
	const char *one = draw(&og, "en", "svg", f);
	assert_string_equal(one, draw(&og, "en", "svg", f));
	f->login = "somebody-else";
	assert_string_not_equal(one, draw(&og, "en", "svg", f));
}

/* Without the half of the facts that a card needs there is no card. */
static void test_refused(void **state)
{
	(void)state;
	struct facts *f = facts_of("plain");
	struct card_facts all = whole(f);
	struct str out;
	f->is_full = false;
	for (size_t i = 0; i < ARRAY_LEN(looks); i++) {
		struct card_request rq = request(&looks[i], "en", "svg");
		bool needs_full = rq.needs & NEED_FULL;
		assert_int_equal(card_draw(NULL, &arena, &rq, &all, NULL, &out), needs_full ? ERR_UNPROCESSABLE : OK);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_geometry, reset),
		cmocka_unit_test_setup(test_svg, reset),
		cmocka_unit_test_setup(test_states, reset),
		cmocka_unit_test_setup(test_numbers, reset),
		cmocka_unit_test_setup(test_archetypes, reset),
		cmocka_unit_test_setup(test_json_scores, reset),
		cmocka_unit_test_setup(test_json_marks, reset),
		cmocka_unit_test_setup(test_json_languages, reset),
		cmocka_unit_test_setup(test_json_calendar, reset),
		cmocka_unit_test_setup(test_year, reset),
		cmocka_unit_test_setup(test_hours, reset),
		cmocka_unit_test_setup(test_repository_names, reset),
		cmocka_unit_test_setup(test_backdrop, reset),
		cmocka_unit_test_setup(test_refused, reset),
	};
	return cmocka_run_group_tests_name("own cards", tests, setup, teardown);
}
