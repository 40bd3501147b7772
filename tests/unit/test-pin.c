/* Repository, gist, coding time and badge: what stands where, in eight scripts, and what is left out. */
#include "config.h"

#include "core/dropin/emoji.h"
#include "core/cards/kinds.h"
#include "core/cards/look.h"
#include "core/dropin/slip.h"
#include "core/base/json.h"
#include "core/base/str.h"
#include "core/locale/locale.h"
#include "core/render/scene.h"
#include "tests/unit/card-samples.h"
#include "tests/unit/xml-check.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct arena arena;

static int reset(void **state)
{
	(void)state;
	arena_reset(&arena);
	return 0;
}

/* ---- drawing into a scene that can be looked at */

static struct scene lay_out(const struct card_kind *kind, const char *query, const struct card_facts *f)
{
	struct sample_args args = sample_request(&arena, kind, query);
	struct card_request rq;
	struct err_note note;
	struct scene s;
	assert_int_equal(card_request_parse(&note, &arena, kind, args.items, args.n, &rq), OK);
	struct card_draw d = { .arena = &arena, .scene = &s, .locale = rq.locale, .text = text_open(&arena, NULL) };
	assert_int_equal(kind->layout(&note, &d, &rq, f), OK);
	return s;
}

static enum err parse(const struct card_kind *kind, const char *query, struct card_request *ret_request)
{
	struct sample_args args = { .n = 0 };
	struct err_note note;
	sample_query(&arena, &args, query);
	return card_request_parse(&note, &arena, kind, args.items, args.n, ret_request);
}

static struct json_object *json_of(const struct card_kind *kind, const char *query, const struct card_facts *f)
{
	struct card_request rq;
	size_t len = 0;
	struct json_object *root = NULL;
	const char *text = sample_draw(&arena, kind, arena_printf(&arena, "%s&type=json", query), f, &rq, &len);
	assert_non_null(text);
	assert_int_equal(json_parse(NULL, text, len, JSON_DEPTH, &root), OK);
	return root;
}

/* Text i of the scene, NULL past the last. */
static const struct node *text_at(const struct scene *s, size_t i)
{
	for (size_t n = 0; n < s->n_nodes; n++)
		if (s->nodes[n].kind == NODE_TEXT && i-- == 0)
			return &s->nodes[n];
	return NULL;
}

static size_t count_texts(const struct scene *s)
{
	size_t n = 0;
	while (text_at(s, n))
		n++;
	return n;
}

static const char *said(const struct scene *s, size_t i)
{
	const struct node *n = text_at(s, i);
	return n ? n->text.run.text : "(none)";
}

static bool says(const struct scene *s, const char *text)
{
	for (size_t i = 0; text_at(s, i); i++)
		if (str_eq(said(s, i), text))
			return true;
	return false;
}

/* Every text inside the card and its padding, none on another. */
static void assert_tidy(const struct scene *s, double padding)
{
	for (size_t i = 0; text_at(s, i); i++) {
		struct box b = scene_text_ink(text_at(s, i));
		struct box card = box_inset((struct box){ 0, 0, s->width, s->height }, padding, 2);
		if (b.w > 0 && !box_inside(b, card, 1.5))
			fail_msg("\"%s\" leaves the card: %.1f..%.1f of %.1f", said(s, i), b.x, b.x + b.w, s->width);
		for (size_t k = 0; k < i; k++)
			if (b.w > 0 && box_overlap(b, scene_text_ink(text_at(s, k)), 1.5))
				fail_msg("\"%s\" lies on \"%s\"", said(s, i), said(s, k));
	}
}

/* ---- emoji */

static void test_emoji(void **state)
{
	(void)state;
	static const struct {
		const char *in, *out;
	} rows[] = {
		{ "", "" },
		{ ":rocket: go", "\U0001f680 go" },
		{ ":+1::tada:", "\U0001f44d\U0001f389" },
		{ "a:b:c", "a\U0001f171\ufe0fc" },
		{ "std::vector::at", "std::vector::at" },
		{ ":no_such_thing: :rocket", ":no_such_thing: :rocket" },
		{ "::rocket::", ":\U0001f680:" },
		{ "http://localhost:80/:zzz:", "http://localhost:80/\U0001f4a4" },
		{ ":ROCKET:", ":ROCKET:" },
		{ ":", ":" },
		{ ":: :", ":: :" },
		{ ":100:", "\U0001f4af" },
		{ ":zzz:", "\U0001f4a4" },
	};
	static const char *const names[] = {
#define EMOJI(name, text) name,
#include "core/dropin/emoji.def"
#undef EMOJI
	};
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		const char *short_name = arena_printf(&arena, ":%s:", names[i]);
		assert_true(!i || strcmp(names[i - 1], names[i]) < 0);
		assert_string_not_equal(emoji_expand(&arena, short_name), short_name);
	}
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		assert_string_equal(emoji_expand(&arena, rows[i].in), rows[i].out);
}

/* ---- repository */

static struct card_facts facts_of(struct repo *r)
{
	return (struct card_facts){ .repository = r, .now_ms = SAMPLE_TODAY * INT64_C(86400000) };
}

static void test_pin_scripts(void **state)
{
	(void)state;
	static const char *const queries[] = { "", "show_owner=true&theme=radical", "description_lines_count=1&locale=ar" };
	for (size_t i = 0; i < ARRAY_LEN(sample_names); i++)
		for (size_t q = 0; q < ARRAY_LEN(queries); q++) {
			struct card_facts f = sample_card_facts(&arena, i);
			struct card_request rq;
			size_t len;
			struct scene s = lay_out(&card_kind_pin, queries[q], &f);
			assert_tidy(&s, LOOK_PADDING - 4);
			assert_true(s.width == SLIP_WIDTH);
			const char *svg = sample_draw(&arena, &card_kind_pin, queries[q], &f, &rq, &len);
			assert_non_null(svg);
			assert_null(xml_check(svg, len));
			s = lay_out(&card_kind_gist, "", &f);
			assert_tidy(&s, LOOK_PADDING - 4);
		}
}

static void test_pin_sizes(void **state)
{
	(void)state;
	static const struct {
		const char *query;
		size_t sample;
		double height;
	} rows[] = {
		{ "", 9, 120 },
		{ "", 0, 140 },
		{ "", 8, 150 },
		{ "description_lines_count=1", 8, 120 },
		{ "description_lines_count=2", 9, 140 },
		{ "description_lines_count=3", 9, 150 },
		{ "description_lines_count=9", 9, 150 },
	};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct card_facts f = sample_card_facts(&arena, rows[i].sample);
		struct scene s = lay_out(&card_kind_pin, rows[i].query, &f);
		assert_true(s.height == rows[i].height);
	}
	/* ten lines of a gist, 12 a line */
	struct card_facts f = sample_card_facts(&arena, 9);
	struct gist g = *f.gist;
	char text[400];
	memset(text, 'W', sizeof(text));
	text[399] = '\0';
	g.description = text;
	f.gist = &g;
	struct scene s = lay_out(&card_kind_gist, "", &f);
	assert_true(s.height == 240);
	assert_tidy(&s, LOOK_PADDING - 4);
}

static void test_pin_counts(void **state)
{
	(void)state;
	struct repo *r = sample_repository(&arena, 9);
	struct card_facts f = facts_of(r);
	struct scene s = lay_out(&card_kind_pin, "", &f);
	assert_true(says(&s, "38.1k") && says(&s, "4.3k") && says(&s, "C") && says(&s, "Archived"));
	assert_non_null(strstr(s.desc, "A small library"));
	r->stars = METRIC(0);
	r->forks = (struct metric){ .known = false };
	r->is_archived = false;
	s = lay_out(&card_kind_pin, "", &f);
	assert_int_equal(count_texts(&s), 3); /* name, description, language */
	r->language = NULL;
	r->description = NULL;
	r->is_archived = r->is_template = true;
	s = lay_out(&card_kind_pin, "", &f);
	assert_int_equal(count_texts(&s), 3);
	assert_true(says(&s, "Template") && says(&s, "No description provided"));
	CLEAN_JSON struct json_object *root = json_of(&card_kind_pin, "", &f);
	assert_int_equal(json_int(root, "stars", -1), 0);
	assert_null(json_get(root, "forks"));
	assert_true(json_flag(root, "is_template", false));
}

static void test_pin_title(void **state)
{
	(void)state;
	struct repo *r = sample_repository(&arena, 9);
	struct card_facts f = facts_of(r);
	r->is_archived = false;
	r->name = "abcdefghijabcdefghijabcdefghij123456";
	struct scene s = lay_out(&card_kind_pin, "", &f);
	assert_string_equal(said(&s, 0), "abcdefghijabcdefghijabcdefghij12345...");
	r->name = "abcdefghijabcdefghijabcdefghij12345";
	s = lay_out(&card_kind_pin, "", &f);
	assert_string_equal(said(&s, 0), r->name);
	r->name = "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWW";
	r->is_template = true;
	s = lay_out(&card_kind_pin, "", &f);
	assert_tidy(&s, LOOK_PADDING - 4);
	assert_true(str_ends(said(&s, 0), "\u2026"));
	assert_string_equal(s.title, r->name);
}

/* Lines that begin with a Latin word belong to their Hebrew paragraph all the same. */
static void test_pin_direction(void **state)
{
	(void)state;
	struct repo *r = sample_repository(&arena, 9);
	struct card_facts f = facts_of(r);
	r->description = "ספרייה קטנה לכתיבת תוכנות מהירות ובטוחות בכל סביבה JavaScript-TypeScript-WebAssembly ועוד "
		"Kubernetes-Docker-Podman-Terraform-Ansible דוגמאות רבות";
	struct scene s = lay_out(&card_kind_pin, "", &f);
	size_t rtl = 0;
	for (size_t i = 0; text_at(&s, i); i++) {
		const struct node *n = text_at(&s, i);
		if (n->text.slot.w < SLIP_WIDTH - 2 * LOOK_PADDING)
			continue;
		assert_true(n->text.run.rtl);
		assert_int_equal(n->text.align, ALIGN_RIGHT);
		rtl++;
	}
	assert_int_equal(rtl, 3);
	assert_tidy(&s, LOOK_PADDING - 4);
}

static void test_pin_refusals(void **state)
{
	(void)state;
	static const char *const bad[] = { "username=octo", "username=octo&repo=..", "username=octo&repo=a%20b", "username=&repo=a",
		"username=octo&repo=../x", "username=octo&repo=a//b", "username=o?o&repo=x", "username=..&repo=x", "username=octo&repo=/x",
		"username=octo&repo=x/", "repo=x" };
	struct card_request rq;
	for (size_t i = 0; i < ARRAY_LEN(bad); i++)
		assert_int_equal(parse(&card_kind_pin, bad[i], &rq), ERR_UNPROCESSABLE);
	assert_int_equal(parse(&card_kind_pin, "username=octo&repo=group/sub.group/my_repo-1", &rq), OK);
	assert_string_equal(rq.target.login, "group/sub.group");
	assert_string_equal(rq.target.repo, "my_repo-1");
	assert_int_equal(parse(&card_kind_gist, "id=a/b", &rq), ERR_UNPROCESSABLE);
	struct repo *r = sample_repository(&arena, 9);
	struct card_facts f = facts_of(r);
	struct card_draw d = { .arena = &arena };
	assert_int_equal(parse(&card_kind_pin, "username=octo&repo=x", &rq), OK);
	r->is_private = true;
	assert_int_equal(card_kind_pin.layout(NULL, &d, &rq, &f), ERR_NOT_FOUND);
	assert_int_equal(card_kind_pin.json(NULL, &arena, &rq, &f, NULL), ERR_NOT_FOUND);
	f.repository = NULL;
	assert_int_equal(card_kind_pin.layout(NULL, &d, &rq, &f), ERR_NOT_FOUND);
	assert_int_equal(card_kind_gist.layout(NULL, &d, &rq, &f), ERR_NOT_FOUND);
}

/* The language of most bytes in all, not of the largest file. */
static void test_gist_language(void **state)
{
	(void)state;
	struct gist_file files[] = { { "a.md", "Markdown", NULL, 60 }, { "b.c", "C", "#123456", 40 }, { "c.c", "C", "#123456", 30 },
		{ "data", NULL, NULL, 1000 } };
	struct gist g = { .id = "abc", .owner = "octo", .files = files, .n_files = 4, .stars = METRIC(0) };
	struct card_facts f = { .gist = &g };
	struct scene s = lay_out(&card_kind_gist, "", &f);
	assert_true(says(&s, "C") && says(&s, "a.md"));
	assert_int_equal(count_texts(&s), 3);
	g.files = files + 3;
	g.n_files = 1;
	s = lay_out(&card_kind_gist, "show_owner=true", &f);
	assert_true(says(&s, "Unspecified") && says(&s, "octo/data"));
	assert_int_equal(slip_color(NULL, "Markdown"), 0x083fa1);
	assert_int_equal(slip_color("#12345", NULL), 0x858585);
	assert_int_equal(slip_color(NULL, "No Such Language"), 0x858585);
}

/* ---- coding time */

static void test_wakatime_sizes(void **state)
{
	(void)state;
	static const struct {
		const char *query;
		double width, height;
	} rows[] = {
		{ "", 495, 220 },
		{ "langs_count=2", 495, 150 },
		{ "hide=typescript,python,c,markdown,yaml,other", 495, 150 },
		{ "layout=compact", 495, 165 },
		{ "layout=compact&langs_count=5", 495, 165 },
		{ "layout=compact&langs_count=1&hide_title=true", 495, 85 },
		{ "layout=compact&card_width=100", 400, 165 },
		{ "card_width=1", 250, 220 },
		{ "card_width=250&hide_progress=true&line_height=40", 250, 325 },
		{ "display_format=percent&card_width=320", 320, 220 },
	};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct card_facts f = sample_card_facts(&arena, 9);
		struct scene s = lay_out(&card_kind_wakatime, rows[i].query, &f);
		assert_true(s.width == rows[i].width);
		assert_true(s.height == rows[i].height);
		assert_tidy(&s, LOOK_PADDING - 2);
	}
}

static void test_wakatime_shares(void **state)
{
	(void)state;
	struct wakatime_language languages[] = { { "C", "3 hrs", 60, 10800 }, { "Go", "1 hr 1 min", 20, 3660 },
		{ "Sed", "59 secs", 19.9, 59 } };
	struct wakatime w = { .user = "u", .domain = "wakatime.com", .range_id = "last_year", .range = "last year",
		.languages = languages, .n_languages = 3 };
	struct card_facts f = { .wakatime = &w };
	struct scene s = lay_out(&card_kind_wakatime, "display_format=percent", &f);
	assert_string_equal(s.title, "WakaTime Stats (last year)");
	assert_true(says(&s, "60.00 %") && says(&s, "20.00 %") && !says(&s, "Sed:"));
	w.range_id = "last_30_days";
	s = lay_out(&card_kind_wakatime, "hide=%20SED%20,x&display_format=percent", &f);
	assert_string_equal(s.title, "WakaTime Stats");
	s = lay_out(&card_kind_wakatime, "hide=SED&display_format=percent", &f);
	assert_true(says(&s, "75.00 %") && says(&s, "25.00 %"));
	CLEAN_JSON struct json_object *root = json_of(&card_kind_wakatime, "langs_count=1&layout=compact", &f);
	struct json_object *first = json_at(json_get(root, "languages"), 0);
	assert_int_equal(json_len(json_get(root, "languages")), 1);
	assert_string_equal(json_str(first, "value", ""), "3 hrs");
	assert_true(json_object_get_double(json_get(first, "percent")) == 100);
}

/* In a card from right to left names and numbers are parts of a line in that direction. */
static void test_wakatime_direction(void **state)
{
	(void)state;
	static const char *const queries[] = { "locale=he", "locale=he&layout=compact", "locale=ar&layout=compact" };
	for (size_t q = 0; q < ARRAY_LEN(queries); q++) {
		struct card_facts f = sample_card_facts(&arena, 9);
		struct scene s = lay_out(&card_kind_wakatime, queries[q], &f);
		for (size_t i = 0; text_at(&s, i); i++) {
			const struct node *n = text_at(&s, i);
			assert_true(n->text.run.rtl);
		}
		assert_tidy(&s, LOOK_PADDING - 2);
	}
	struct wakatime counting = { .user = "u", .domain = "d", .range_id = "last_7_days", .not_enabled = true };
	struct card_facts f = { .wakatime = &counting };
	struct scene s = lay_out(&card_kind_wakatime, "locale=ur", &f);
	for (size_t i = 0; i < 2; i++) {
		const struct node *n = text_at(&s, i);
		assert_true(n && n->text.run.rtl);
	}
}

static void test_wakatime_states(void **state)
{
	(void)state;
	static const struct {
		bool hidden, details_hidden, not_enabled;
		const char *text;
	} rows[] = {
		{ true, true, false, "WakaTime user profile not public" },
		{ false, true, false, "User doesn't publicly share detailed code statistics" },
		{ false, false, true, "WakaTime is still counting" },
		{ false, false, false, "No coding activity this week" },
	};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct wakatime w = { .user = "u", .domain = "d", .range_id = "", .range = "", .hidden = rows[i].hidden,
			.details_hidden = rows[i].details_hidden, .not_enabled = rows[i].not_enabled };
		struct card_facts f = { .wakatime = &w };
		struct scene s = lay_out(&card_kind_wakatime, "", &f);
		assert_true(says(&s, rows[i].text));
		assert_string_equal(s.desc, rows[i].text);
		s = lay_out(&card_kind_wakatime, "layout=compact&card_width=400", &f);
		assert_true(s.height == 90);
		assert_tidy(&s, LOOK_PADDING - 2);
	}
}

/* ---- badge */

static void test_badge_json(void **state)
{
	(void)state;
	struct card_facts f = sample_card_facts(&arena, 9);
	CLEAN_JSON struct json_object *known = json_of(&card_kind_badge, "metric=followers", &f);
	assert_string_equal(json_text(known, NULL),
		"{\"schemaVersion\":1,\"label\":\"Followers\",\"message\":\"1.2k\",\"color\":\"0969da\",\"cacheSeconds\":1800}");
	struct facts *p = sample_facts(&arena, 9);
	p->followers.known = false;
	p->is_full = false;
	f.person = p;
	CLEAN_JSON struct json_object *unknown = json_of(&card_kind_badge, "metric=followers&color=123456&label_color=fff", &f);
	assert_string_equal(json_text(unknown, NULL), "{\"schemaVersion\":1,\"label\":\"Followers\",\"message\":\"n/a\","
		"\"color\":\"123456\",\"labelColor\":\"ffffff\",\"isError\":true,\"cacheSeconds\":1800}");
	static const char *const full[] = { "archetype", "ai-marks", "activity", "ai-savviness" };
	for (size_t i = 0; i < ARRAY_LEN(full); i++) {
		CLEAN_JSON struct json_object *root = json_of(&card_kind_badge, arena_printf(&arena, "metric=%s", full[i]), &f);
		assert_true(json_flag(root, "isError", false));
	}
}

static void test_badge_look(void **state)
{
	(void)state;
	static const char *const labels[] = { "", "日本語のラベル", "שלום", "<b>&\"", "👻", "a-very-long-label-that-nobody-would-write-by-hand" };
	static const char *const looks[] = { "style=flat", "style=flat-square&color=yellow", "style=for-the-badge&label_color=fff" };
	for (size_t i = 0; i < ARRAY_LEN(labels); i++)
		for (size_t k = 0; k < ARRAY_LEN(looks); k++) {
			struct card_facts f = sample_card_facts(&arena, 9);
			struct card_request rq;
			size_t len;
			const char *query = arena_printf(&arena, "%s&label=%s", looks[k], labels[i]);
			struct scene s = lay_out(&card_kind_badge, query, &f);
			assert_true(s.height == (k == 2 ? 28 : 20));
			assert_true(s.width == floor(s.width));
			assert_tidy(&s, 4);
			const rgba *c = s.palette->colors[0];
			for (size_t t = 0; t < 2; t++) {
				const struct node *n = text_at(&s, t);
				assert_true(n && color_contrast(c[n->fill.role], c[s.nodes[t].fill.role]) >= 3);
			}
			const char *svg = sample_draw(&arena, &card_kind_badge, query, &f, &rq, &len);
			assert_non_null(svg);
			assert_null(xml_check(svg, len));
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(test_emoji, reset),
		cmocka_unit_test_teardown(test_pin_scripts, reset),
		cmocka_unit_test_teardown(test_pin_sizes, reset),
		cmocka_unit_test_teardown(test_pin_counts, reset),
		cmocka_unit_test_teardown(test_pin_title, reset),
		cmocka_unit_test_teardown(test_pin_direction, reset),
		cmocka_unit_test_teardown(test_pin_refusals, reset),
		cmocka_unit_test_teardown(test_gist_language, reset),
		cmocka_unit_test_teardown(test_wakatime_sizes, reset),
		cmocka_unit_test_teardown(test_wakatime_shares, reset),
		cmocka_unit_test_teardown(test_wakatime_direction, reset),
		cmocka_unit_test_teardown(test_wakatime_states, reset),
		cmocka_unit_test_teardown(test_badge_json, reset),
		cmocka_unit_test_teardown(test_badge_look, reset),
	};
	arena_init(&arena, 256 * 1024 * 1024);
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	arena_release(&arena);
	return failed;
}
