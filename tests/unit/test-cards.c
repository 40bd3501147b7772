/*
 * Every kind of card under what people may throw at it: names in many scripts in every language, and ten thousand random
 * queries. Always a picture that is well-formed and reaches for nothing outside.
 */
#include "config.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/base/json.h"
#include "core/base/str.h"
#include "core/cards/card.h"
#include "core/cards/look.h"
#include "core/locale/locale.h"
#include "core/render/scene.h"
#include "core/render/text.h"
#include "tests/unit/card-random.h"
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

enum { ARENA_CAP = 256 * 1024 * 1024, RANDOM_QUERIES = 10000 };

static struct arena arena;

static const char *query_text(const struct card_kind *kind, const struct sample_args *args)
{
	struct str s;
	str_init(&s, &arena, 8192);
	str_addz(&s, kind->name);
	for (size_t i = 0; i < args->n; i++) {
		str_addz(&s, i ? "&" : " ");
		str_addz(&s, args->items[i].name);
		str_addc(&s, '=');
		str_addz(&s, args->items[i].value);
	}
	return s.buf;
}

/* ---- the registry */

static bool has_option(const struct card_kind *k, const char *name)
{
	for (size_t i = 0; i < k->n_options; i++)
		if (str_eq(k->options[i].name, name))
			return true;
	return false;
}

static void test_registry(void **state)
{
	(void)state;
	for (size_t i = 0; i < card_kind_count(); i++) {
		const struct card_kind *k = card_kind_at(i);
		assert_ptr_equal(card_kind_find(k->name), k);
		assert_true(*k->doc && *k->title && k->n_options >= 6);
		assert_true(k->life.standard <= k->life.most && k->life.most >= CARD_LIFE_MIN);
		assert_true(has_option(k, "locale") && has_option(k, "cache_seconds") && has_option(k, "type"));
		for (size_t o = 0; o < k->n_options; o++) {
			if (!k->options[o].doc || !*k->options[o].doc)
				fail_msg("%s: %s has no doc", k->name, k->options[o].name);
			for (size_t p = 0; p < o; p++)
				if (str_eq(k->options[o].name, k->options[p].name))
					fail_msg("%s: two options %s", k->name, k->options[o].name);
		}
		if (!k->path)
			continue;
		assert_ptr_equal(card_kind_at_path(k->path), k);
		assert_ptr_equal(card_kind_at_path(arena_printf(&arena, "%s/", k->path)), k);
	}
	assert_null(card_kind_find("nothing"));
	assert_null(card_kind_at_path("/apix"));
	assert_null(card_kind_at_path("/"));
	assert_null(card_kind_at_path(""));
}

/* ---- parsing */

static void test_lenient(void **state)
{
	(void)state;
	const struct card_kind *kind = card_kind_find("stats");
	struct err_note note;
	struct card_request rq;
	const struct card_arg nobody[] = { { "hide", "stars" } }, twice[] = { { "username", "a" }, { "username", "b" } };
	const struct card_arg tongue[] = { { "username", "a" }, { "locale", "tlh" } };
	assert_int_equal(card_request_parse(&note, &arena, kind, nobody, 1, &rq), ERR_UNPROCESSABLE);
	assert_string_equal(note.field, "username");
	assert_int_equal(card_request_parse(&note, &arena, kind, tongue, 2, &rq), ERR_UNPROCESSABLE);
	assert_string_equal(note.field, "locale");
	assert_int_equal(card_request_parse(&note, &arena, kind, twice, 2, &rq), OK);
	assert_string_equal(rq.target.login, "b");
	assert_string_equal(rq.target.forge, "");
	assert_int_equal(card_request_life(&rq), 1800);
	static const struct {
		const char *seconds;
		int life;
	} lives[] = { { "0", 1800 }, { "-5", 1800 }, { "100", 1800 }, { "7200", 7200 }, { "99999999", 172800 }, { "x", 1800 },
		{ "", 1800 }, { "9000s", 9000 } };
	for (size_t i = 0; i < ARRAY_LEN(lives); i++) {
		const struct card_arg args[] = { { "username", "a" }, { "cache_seconds", lives[i].seconds } };
		assert_int_equal(card_request_parse(&note, &arena, kind, args, 2, &rq), OK);
		assert_int_equal(card_request_life(&rq), lives[i].life);
	}
	arena_reset(&arena);
}

static void test_colors(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		bool css, fine;
		rgba color;
	} table[] = {
		{ "fff", false, true, 0xffffffff }, { "F0a8", false, true, 0xff00aa88 }, { "2f80ed", false, true, 0x2f80edff },
		{ "2f80edcc", false, true, 0x2f80edcc }, { "#fff", false, false, 0 }, { "#fff", true, true, 0xffffffff },
		{ "ff", false, false, 0 }, { "fffff", false, false, 0 }, { "ggg", false, false, 0 }, { "", true, false, 0 },
		{ "tomato", false, false, 0 }, { "Tomato", true, true, 0xff6347ff }, { "rebeccapurple", true, true, 0x663399ff },
		{ "url(x)", true, false, 0 },
	};
	for (size_t i = 0; i < ARRAY_LEN(table); i++) {
		rgba color = 0;
		if (option_color_parse(table[i].text, table[i].css, &color) != table[i].fine || color != table[i].color)
			fail_msg("%s is %08x", table[i].text, color);
	}
	struct option_background b;
	assert_true(option_background_parse(&arena, "30,e96443,904e95", false, &b));
	assert_true(b.n == 2 && b.angle == 30 && b.colors[1] == 0x904e95ff);
	assert_true(option_background_parse(&arena, "-12.5, fff ,000,abc", false, &b));
	assert_true(b.n == 3 && b.angle == -12.5);
	assert_true(option_background_parse(&arena, "fff", false, &b) && b.n == 1);
	assert_false(option_background_parse(&arena, "30,fff", false, &b));
	assert_false(option_background_parse(&arena, "fff,000", false, &b));
	assert_false(option_background_parse(&arena, "30,fff,zzz", false, &b));
	assert_false(option_background_parse(&arena, "", false, &b));
	arena_reset(&arena);
}

static void test_describe(void **state)
{
	(void)state;
	for (size_t i = 0; i < card_kind_count(); i++) {
		const struct card_kind *k = card_kind_at(i);
		CLEAN_JSON struct json_object *array = json_new_array();
		options_describe(k->options, k->n_options, array);
		assert_int_equal(json_len(array), k->n_options);
		for (size_t o = 0; o < k->n_options; o++)
			assert_string_equal(json_str(json_at(array, o), "name", ""), k->options[o].name);
	}
}

/* ---- themes: what we derive can be read wherever the theme's own text can */

static void check_theme(const char *name, const rgba colors[PALETTE_MAX])
{
	rgba page = color_contrast(colors[ROLE_TEXT], 0xffffffff) > 3 ? 0xffffffff : 0x0d1117ff;
	rgba clear = 0xff - (colors[ROLE_BACKGROUND] & 0xff);
	rgba ground = color_mix(colors[ROLE_BACKGROUND] | 0xff, page, clear / 255.0);
	double text = color_contrast(colors[ROLE_TEXT], ground), muted = color_contrast(colors[ROLE_MUTED], ground);
	if (muted < 4.49 && muted < text - 0.01)
		fail_msg("%s: muted text %.2f, text %.2f", name, muted, text);
	for (int r = ROLE_SERIES_1; r <= ROLE_SERIES_4; r++)
		if (color_contrast(colors[r], ground) < 2.99)
			fail_msg("%s: series %d %.2f", name, r, color_contrast(colors[r], ground));
	if (color_contrast(colors[ROLE_ACCENT], ground) < 2.99)
		fail_msg("%s: accent", name);
	for (int r = ROLE_LEVEL_1; r <= ROLE_LEVEL_4; r++)
		if (color_contrast(colors[r], ground) <= color_contrast(colors[r - 1], ground) - 0.05 && r > ROLE_LEVEL_1)
			fail_msg("%s: level %d does not stand out more than the one before", name, r - ROLE_LEVEL_0);
}

static void test_themes(void **state)
{
	(void)state;
	size_t n = 0;
	for (; look_theme_at(n); n++) {
		struct card_look look = { .theme = look_theme_at(n) };
		struct card_draw d = { .arena = &arena };
		const struct palette *p = look_palette(&d, &look, "default");
		assert_true(p->follows == (p->colors[0][ROLE_BACKGROUND] != p->colors[1][ROLE_BACKGROUND]));
		check_theme(look.theme, p->colors[0]);
		check_theme(look.theme, p->colors[1]);
	}
	assert_true(n >= 75);
	struct card_look unknown = { .theme = "nosuch" }, pair = { .theme = "default,DRACULA" }, half = { .theme = "default,nosuch" };
	struct card_draw d = { .arena = &arena };
	assert_int_equal(look_palette(&d, &unknown, "radical")->colors[0][ROLE_BACKGROUND], 0x141321ff);
	assert_true(look_palette(&d, &pair, "default")->follows);
	assert_int_equal(look_palette(&d, &pair, "default")->colors[0][ROLE_BACKGROUND], 0xfffefeff);
	assert_int_equal(look_palette(&d, &pair, "default")->colors[1][ROLE_BACKGROUND], 0x282a36ff);
	assert_false(look_palette(&d, &half, "default")->follows);
	arena_reset(&arena);
}

/* ---- errors */

static void test_error(void **state)
{
	(void)state;
	const struct card_arg args[] = { { "bg_color", "123456" }, { "title_color", "abcdef" }, { "locale", "ar" }, { "layout", "<" } };
	for (int format = 0; format < IMAGE__MAX; format++) {
		struct str bytes;
		assert_int_equal(card_error(NULL, &arena, NULL, args, ARRAY_LEN(args), (enum image_format)format,
					 "Something & <went> wrong", "Try \u0645\u062d\u0645\u062f again", NULL, &bytes),
			OK);
		assert_true(bytes.len > 100);
		if (format != IMAGE_SVG)
			continue;
		assert_null(svg_check(bytes.buf, bytes.len));
		assert_non_null(strstr(bytes.buf, "width=\"576.5\" height=\"120\""));
		assert_non_null(strstr(bytes.buf, "#123456"));
		assert_non_null(strstr(bytes.buf, "#abcdef"));
		assert_non_null(strstr(bytes.buf, ">Something &amp; &lt;went&gt; wrong<"));
	}
	arena_reset(&arena);
}

/* ---- every card */

static void check_svg(const char *svg, size_t len, const char *what)
{
	const char *why = svg_check(svg, len);
	if (why)
		fail_msg("%s: %s", what, why);
}

static void check_kind(const struct card_kind *kind, const char *locale, size_t name)
{
	struct sample_args args = sample_request(&arena, kind, arena_printf(&arena, "locale=%s", locale));
	struct card_facts f = sample_card_facts(&arena, name);
	const char *what = arena_printf(&arena, "%s of %s", query_text(kind, &args), sample_names[name].id);
	struct card_request rq;
	struct scene s;
	struct card_draw d = { .arena = &arena, .scene = &s };
	struct str svg;
	if (card_request_parse(NULL, &arena, kind, args.items, args.n, &rq) || card_draw(NULL, &arena, &rq, &f, NULL, &svg))
		fail_msg("%s is not drawn", what);
	check_svg(svg.buf, svg.len, what);
	d.text = text_open(&arena, NULL);
	d.locale = rq.locale;
	scene_init(&s, &arena, 0, 0);
	assert_int_equal(kind->layout(NULL, &d, &rq, &f), OK);
	const char *why = scene_check(&arena, &s, SCENE_TEXT);
	if (why)
		fail_msg("%s: %s", what, why);
	text_close(d.text);
	arena_reset(&arena);
}

/* Each name in English, and each language with one name. */
static void test_kind(void **state)
{
	const struct card_kind *kind = *state;
	for (size_t name = 0; name < ARRAY_LEN(sample_names); name++)
		check_kind(kind, "en", name);
	for (size_t l = 0; l < locale_count(); l++)
		check_kind(kind, locale_code(locale_at(l)), l % ARRAY_LEN(sample_names));
}

/* A JSON answer is JSON; a picture that is not drawn says why. */
static void check_random(struct card_random *r, size_t round)
{
	const struct card_kind *kind = card_kind_at(round % card_kind_count());
	size_t name = round / card_kind_count() % SAMPLE_GOLDEN;
	struct sample_args args = random_args(r, &arena, kind);
	struct card_facts f = sample_card_facts(&arena, name);
	const char *what = arena_printf(&arena, "%s of %s", query_text(kind, &args), sample_names[name].id);
	struct err_note note = { .code = OK };
	struct card_request rq;
	struct str bytes;
	enum err err = card_request_parse(&note, &arena, kind, args.items, args.n, &rq);
	if (!err && rq.format != IMAGE_SVG)
		rq.format = IMAGE_SVG;
	if (!err)
		err = card_draw(&note, &arena, &rq, &f, NULL, &bytes);
	if (err && (err != ERR_UNPROCESSABLE || !*note.text))
		fail_msg("%s: error %d %s", what, (int)err, note.text);
	if (err) {
		assert_int_equal(card_error(NULL, &arena, kind, args.items, args.n, IMAGE_SVG, note.text, note.field, NULL, &bytes), OK);
		check_svg(bytes.buf, bytes.len, what);
	} else if (rq.is_json) {
		CLEAN_JSON struct json_object *root = NULL;
		if (json_parse(NULL, bytes.buf, bytes.len - 1, JSON_DEPTH, &root))
			fail_msg("%s: no JSON", what);
		assert_true(json_object_is_type(root, json_type_object));
	} else {
		check_svg(bytes.buf, bytes.len, what);
	}
	arena_reset(&arena);
}

static void test_random(void **state)
{
	(void)state;
	struct card_random r = { UINT64_C(88172645463325252) };
	for (size_t round = 0; round < RANDOM_QUERIES; round++)
		check_random(&r, round);
}

/* The table of linear light against the standard's formula, by the contrast of every grey to black. */
static void test_luminance(void **state)
{
	(void)state;
	for (uint32_t v = 0; v < 256; v++) {
		double c = v / 255.0, light = c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
		double got = color_contrast(RGBA(v << 16 | v << 8 | v), 0x000000ff);
		assert_true(fabs(got - (light + 0.05) / 0.05) < 1e-5);
	}
}

int main(void)
{
	static struct CMUnitTest tests[100];
	size_t n = 0;
	arena_init(&arena, ARENA_CAP);
	tests[n++] = (struct CMUnitTest)cmocka_unit_test(test_registry);
	tests[n++] = (struct CMUnitTest)cmocka_unit_test(test_lenient);
	tests[n++] = (struct CMUnitTest)cmocka_unit_test(test_colors);
	tests[n++] = (struct CMUnitTest)cmocka_unit_test(test_luminance);
	tests[n++] = (struct CMUnitTest)cmocka_unit_test(test_describe);
	tests[n++] = (struct CMUnitTest)cmocka_unit_test(test_themes);
	tests[n++] = (struct CMUnitTest)cmocka_unit_test(test_error);
	tests[n++] = (struct CMUnitTest)cmocka_unit_test(test_random);
	for (size_t i = 0; i < card_kind_count() && n < ARRAY_LEN(tests); i++) {
		union {
			const struct card_kind *kind;
			void *state;
		} u = { .kind = card_kind_at(i) };
		tests[n++] = (struct CMUnitTest){ .name = card_kind_at(i)->name, .test_func = test_kind, .initial_state = u.state };
	}
	int failed = _cmocka_run_group_tests("cards", tests, n, NULL, NULL);
	arena_release(&arena);
	return failed;
}
