/* Text of many scripts: wrapping, direction, language, and what is remembered of widths. */
#include "config.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/base/str.h"
#include "core/render/image.h"
#include "core/render/palette.h"
#include "core/render/scene.h"
#include "core/render/text.h"
#include "tests/unit/one-arena.h"

#include <math.h>
#include <png.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { LINES = 20 };

static const struct text_style style = { 16, 400 };

/* Longer than any of the widths below. */
static const struct {
	const char *name, *text, *lang;
	bool rtl;
} paragraphs[] = {
	{ "English", "A library that turns events into pictures, quickly and without a browser", NULL, false },
	{ "Chinese", "这是一个把事件变成图片的程序库，不需要浏览器，而且很快。它支持许多语言。", "zh", false },
	{ "Japanese", "ブラウザなしで、イベントを画像に変えるライブラリです。とても速いです。「はい」", "ja", false },
	{ "Korean", "브라우저 없이 이벤트를 그림으로 바꾸는 라이브러리입니다. 아주 빠릅니다.", "ko", false },
	{ "Arabic", "مكتبة تحول الأحداث إلى صور بسرعة ومن دون متصفح, written in C وبلا إعلانات", NULL, true },
	{ "Hebrew", "ספרייה שהופכת אירועים לתמונות במהירות וללא דפדפן, written in C for servers בלבד", NULL, true },
	{ "Devanagari", "यह पुस्तकालय घटनाओं को चित्रों में बदलता है, तेज़ी से और बिना ब्राउज़र के।", NULL, false },
	{ "Thai", "ไลบรารีที่เปลี่ยนเหตุการณ์เป็นรูปภาพอย่างรวดเร็วโดยไม่ต้องใช้เบราว์เซอร์", NULL, false },
	{ "emoji", "👨‍👩‍👧‍👦👩🏽‍💻🏳️‍🌈👨‍👩‍👧‍👦👩🏽‍💻🏳️‍🌈👨‍👩‍👧‍👦👩🏽‍💻🏳️‍🌈👨‍👩‍👧‍👦👩🏽‍💻🏳️‍🌈", NULL, false },
	{ "one long word", "https://example.org/a/very/long/address/without/any/blank/that/has/to/be/broken/somewhere", NULL, false },
};

/* What is read when the lines are put together, without blanks and direction marks. */
static const char *squeezed(struct str *out, const char *text)
{
	for (const char *p = text; *p; p++) {
		if (strncmp(p, "\u200f", 3) == 0 || strncmp(p, "\u200e", 3) == 0)
			p += 2;
		else if (*p != ' ')
			str_addc(out, *p);
	}
	return out->buf;
}

/* Neither a combining mark, a joiner nor closing punctuation begins a line. */
static bool begins_badly(const char *line)
{
	static const char *const never[] = { "\u200d", "\ufe0f", "\u3002", "\uff0c", "\u3001", "\u300d", "\u0e31", "\u0e34", "\u0e35",
		"\u0e48", "\u0e49", "\u093e", "\u093f", "\u0940", "\u0947", "\u094d", "\U0001f3fd" };
	for (size_t i = 0; i < ARRAY_LEN(never); i++)
		if (str_starts(line, never[i]))
			return true;
	return false;
}

static void test_wrap(void **state)
{
	(void)state;
	static const double widths[] = { 90, 140, 200, 333 };
	struct text_engine *e = text_open(&arena, NULL);
	for (size_t i = 0; i < ARRAY_LEN(paragraphs); i++) {
		const char *text = text_clean(&arena, paragraphs[i].text);
		double whole = text_fit(e, text, style, 1e5).width;
		for (size_t w = 0; w < ARRAY_LEN(widths); w++) {
			struct text_run lines[LINES];
			struct str joined, wanted;
			size_t n = text_wrap(e, text, style, widths[w], LINES, lines);
			str_init(&joined, &arena, 4096);
			str_init(&wanted, &arena, 4096);
			for (size_t k = 0; k < n; k++) {
				if (lines[k].cut || lines[k].width > widths[w] + 0.5 || begins_badly(lines[k].text) ||
					lines[k].rtl != paragraphs[i].rtl)
					fail_msg("%s at %g: line %zu \"%s\" is %g wide", paragraphs[i].name, widths[w], k,
						lines[k].text, lines[k].width);
				(void)squeezed(&joined, lines[k].text);
			}
			/* nothing is lost, and the lines are well filled */
			assert_string_equal(joined.buf, squeezed(&wanted, text));
			if ((double)n > 2 + 1.6 * whole / widths[w])
				fail_msg("%s at %g: %zu lines", paragraphs[i].name, widths[w], n);
		}
	}
}

static void test_wrap_cut(void **state)
{
	(void)state;
	struct text_engine *e = text_open(&arena, NULL);
	for (size_t i = 0; i < ARRAY_LEN(paragraphs); i++) {
		struct text_run lines[2];
		assert_int_equal(text_wrap(e, paragraphs[i].text, style, 100, 2, lines), 2);
		assert_false(lines[0].cut);
		assert_true(lines[1].cut);
		assert_true(str_ends(lines[1].text, "\u2026"));
		assert_true(lines[1].width <= 100 && lines[1].rtl == paragraphs[i].rtl);
	}
}

/* Letters are measured, not counted: a wide script gets fewer of them a line. */
static void test_true_widths(void **state)
{
	(void)state;
	struct text_engine *e = text_open(&arena, NULL);
	double han = text_fit(e, "\u6f22\u6f22\u6f22\u6f22\u6f22\u6f22\u6f22\u6f22\u6f22\u6f22", style, 1000).width;
	assert_true(fabs(han - 160) < 4);
	/* marks take no room, joined letters less than single ones */
	assert_true(fabs(text_fit(e, "e\u0301", style, 100).width - text_fit(e, "e", style, 100).width) < 0.2);
	assert_true(text_fit(e, "\u0628\u0628\u0628", style, 100).width < 3 * text_fit(e, "\u0628", style, 100).width - 3);
	/* a family is one picture */
	double family = text_fit(e, "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466", style, 1000).width;
	assert_true(family < 1.5 * text_fit(e, "\U0001f468", style, 1000).width);
	/* figures are equally wide */
	static const int weights[] = { 400, 600, 700, 800 };
	for (size_t i = 0; i < ARRAY_LEN(weights); i++) {
		struct text_style bold = { 18, weights[i] };
		double ones = text_fit(e, "1,111.1k", bold, 1000).width, eights = text_fit(e, "8,888.8k", bold, 1000).width;
		assert_true(fabs(ones - eights) < 0.6);
	}
}

static void test_language(void **state)
{
	(void)state;
	struct text_engine *e = text_open(&arena, NULL);
	for (size_t i = 0; i < ARRAY_LEN(paragraphs); i++) {
		const char *lang = text_fit(e, paragraphs[i].text, style, 1e5).lang;
		if (!str_eq(lang, paragraphs[i].lang))
			fail_msg("%s: %s", paragraphs[i].name, lang ? lang : "none");
	}
	static const struct {
		const char *engine, *text, *lang;
	} rows[] = { { "ja", "\u5408\u8a08", "ja" }, { "zh-TW", "\u5408\u8a08", "zh-TW" }, { "ko", "\u6f22", "ko" },
		{ "zh-CN", "\u30ab\u6f22", "ja" }, { "ja", "\ud55c", "ko" }, { "de", "\u5408\u8a08", "zh" },
		{ "ja", "Stars", NULL }, { "de", "Z\u00e4hler", NULL }, { "fa", "\u0633\u062a\u0627\u0631\u0647", "fa" },
		{ "fa", "\u05d3\u05d5\u05d3", NULL }, { "mr", "\u0924\u093e\u0930\u0947", "mr" } };
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		text_language(e, rows[i].engine);
		const char *lang = text_fit(e, rows[i].text, style, 1000).lang;
		if (!str_eq(lang, rows[i].lang))
			fail_msg("%s in %s: %s", rows[i].text, rows[i].engine, lang ? lang : "none");
	}
	struct scene s;
	struct str svg;
	scene_init(&s, &arena, 100, 50);
	s.lang = "ja";
	text_language(e, "ja");
	scene_text(&s, (struct box){ 0, 0, 100, 20 }, 15, text_fit(e, "\u5408\u8a08", style, 100), ALIGN_LEFT, ROLE_TEXT);
	scene_text(&s, (struct box){ 0, 20, 100, 20 }, 35, text_fit(e, "\ud55c", style, 100), ALIGN_LEFT, ROLE_TEXT);
	assert_int_equal(image_write(NULL, &arena, &s, IMAGE_SVG, 0, &svg), OK);
	assert_non_null(strstr(svg.buf, " viewBox=\"0 0 100 50\" xml:lang=\"ja\" role="));
	assert_non_null(strstr(svg.buf, "font-size=\"16\">\u5408\u8a08<"));
	assert_non_null(strstr(svg.buf, "xml:lang=\"ko\">\ud55c<"));
}

/* A known line is not laid out again, and reads the same; another size, weight or language is another line. */
static void test_known_widths(void **state)
{
	(void)state;
	static const char *const labels[] = { "Z\u00e4hler insgesamt", "\u5408\u8a08", "\u0633\u062a\u0627\u0631\u0647", "\u2764\ufe0f" };
	struct text_run first[ARRAY_LEN(labels)];
	struct text_engine *e = text_open(&arena, NULL);
	for (size_t i = 0; i < ARRAY_LEN(labels); i++)
		first[i] = text_fit(e, labels[i], (struct text_style){ 23.5, 700 }, 1000);
	for (size_t i = 0; i < ARRAY_LEN(labels); i++) {
		struct text_run again = text_fit(e, labels[i], (struct text_style){ 23.5, 700 }, 1000);
		assert_null(again.layout);
		assert_true(again.width == first[i].width && again.rtl == first[i].rtl && again.width > 10);
		assert_true(text_fit(e, labels[i], (struct text_style){ 47, 700 }, 1000).width > 1.8 * first[i].width);
		struct text_ink ink = text_run_ink(&again);
		assert_true(ink.w > 5 && ink.w < again.width + 8);
	}
}

/* ---- pixels */

/* Darkness of the columns of a picture of one black line. */
static size_t columns_of(const char *text, double size, int scale, double *ret_sums, size_t max)
{
	struct scene s;
	struct str png;
	png_image image = { .version = PNG_IMAGE_VERSION, .format = PNG_FORMAT_GRAY };
	scene_init(&s, &arena, 300, 60);
	s.palette = palette_own(THEME_LIGHT);
	struct text_run run = text_fit(text_open(&arena, NULL), text, (struct text_style){ size, 400 }, 300);
	scene_text(&s, (struct box){ 10.3, 0, 280, 60 }, 40, run, ALIGN_LEFT, ROLE_TEXT)->fill = PAINT_COLOR(0);
	assert_int_equal(image_write(NULL, &arena, &s, IMAGE_PNG, scale, &png), OK);
	assert_true(png_image_begin_read_from_memory(&image, png.buf, png.len));
	image.format = PNG_FORMAT_GRAY;
	unsigned char *gray = arena_alloc(&arena, PNG_IMAGE_SIZE(image));
	assert_true(png_image_finish_read(&image, NULL, gray, 0, NULL) && image.width <= max);
	for (size_t x = 0; x < image.width; x++) {
		ret_sums[x] = 0;
		for (size_t y = 0; y < image.height; y++)
			ret_sums[x] += 255 - gray[y * image.width + x];
	}
	return image.width;
}

/* Stems of small letters are as far apart as they were measured, not a pixel more here and less there. */
static void test_even_spacing(void **state)
{
	(void)state;
	double *sums = arena_array(&arena, 300, sizeof(*sums)), places[20], sum = 0, moment = 0;
	size_t width = columns_of("llllllllllllllllllll", 12.4, 100, sums, 300), n = 0;
	for (size_t x = 0; x < width; x++) {
		if (sums[x] > 0) {
			sum += sums[x];
			moment += sums[x] * (double)x;
		} else if (sum > 0) {
			assert_true(n < ARRAY_LEN(places));
			places[n++] = moment / sum;
			sum = moment = 0;
		}
	}
	assert_int_equal(n, 20);
	double step = (places[19] - places[0]) / 19;
	for (size_t i = 1; i < 20; i++)
		if (fabs(places[i] - places[i - 1] - step) > 0.35)
			fail_msg("stem %zu is %g from the one before, not %g", i, places[i] - places[i - 1], step);
}

/* Whatever way letters are drawn, none is missing: small, large, very wide, coloured, unknown. */
static void test_ink(void **state)
{
	(void)state;
	static const char *const texts[] = { "Wm", "\ufdfd", "\U0001f47b", "\u0628\u0628", "\U0010fffd", "\u2e3b" };
	double *sums = arena_array(&arena, 900, sizeof(*sums));
	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		for (int scale = 50; scale <= 300; scale += 125) {
			double all = 0;
			size_t width = columns_of(texts[i], 22, scale, sums, 900);
			for (size_t x = 0; x < width; x++)
				all += sums[x];
			if (all < 255)
				fail_msg("%s at %d: no ink", texts[i], scale);
		}
	}
}

int main(void)
{
#define TEST(name) cmocka_unit_test_teardown(name, reset)
	static const struct CMUnitTest tests[] = { TEST(test_wrap), TEST(test_wrap_cut), TEST(test_true_widths), TEST(test_language),
		TEST(test_known_widths), TEST(test_even_spacing), TEST(test_ink) };
	return cmocka_run_group_tests(tests, setup, teardown);
}
