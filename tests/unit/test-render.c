/* The engine: text, geometry, colours, both writers, small stacks. */
#include "config.h"

#include "core/base/arena.h"
#include "core/render/fonts.h"
#include "core/render/palette.h"
#include "core/render/png.h"
#include "core/render/quant.h"
#include "core/render/raster.h"
#include "core/render/scene.h"
#include "core/render/svg.h"
#include "tests/unit/one-arena.h"
#include "tests/unit/own-samples.h"
#include "tests/unit/xml-check.h"

#include <math.h>
#include <png.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void test_clean(void **state)
{
	(void)state;
	static const struct {
		const char *in, *out;
	} rows[] = {
		{ "", "" },
		{ " \t a \n\r b\x01\xc2\xa0 ", "a b" },
		{ "x\xff", "x\xef\xbf\xbd" },
		{ "\xef\xbf\xbf", "\xef\xbf\xbd" },
		{ "a\u202e\u2066\ufeffb", "ab" },
		{ "\u05d3\u200f", "\u05d3\u200f" },
		{ "e\u0301\u0301\u0301\u0301\u0301e", "e\u0301\u0301e" },
		{ "<b>&", "<b>&" },
		{ "\u2764\ufe0f\u200d\U0001f525", "\u2764\ufe0f\u200d\U0001f525" },
	};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		assert_string_equal(text_clean(&arena, rows[i].in), rows[i].out);
	char *longest = arena_alloc(&arena, 100001);
	memset(longest, 'x', 100000);
	assert_int_equal(strlen(text_clean(&arena, longest)), TEXT_CHARS_MAX - 1 + 3);
}

static void test_fit(void **state)
{
	(void)state;
	struct text_engine *e = text_open(&arena, NULL);
	const struct text_style style = { 20, 400 }, sizes[] = { { 20, 400 }, { 10, 400 } };
	struct text_run whole = text_fit(e, "A plain name", style, 1000);
	assert_false(whole.cut);
	assert_false(whole.tight);
	assert_true(whole.width > 80 && whole.width < 160);

	struct text_run cut = text_fit(e, "A plain name", style, whole.width - 1);
	assert_true(cut.cut);
	assert_true(cut.tight);
	assert_true(cut.width <= whole.width - 1);
	assert_true(str_starts(cut.text, "A pl"));
	assert_true(str_ends(cut.text, "\u2026"));
	assert_false(text_fit_sizes(e, "A plain name", sizes, 2, whole.width - 1).cut);

	/* wide letters take more room than as many narrow ones */
	assert_true(text_fit(e, "\u4e2d\u6587\u4e2d\u6587", style, 1000).width >
		1.5 * text_fit(e, "iiii", style, 1000).width);
	/* a cut never splits a grapheme: 1F468 200D 1F469 is one */
	struct text_run family = text_fit(e, "\U0001f468\u200d\U0001f469\U0001f468\u200d\U0001f469", style, 60);
	assert_true(str_eq(family.text, "\U0001f468\u200d\U0001f469\u2026") || str_eq(family.text, "\u2026") ||
		!family.cut);
	assert_true(text_fit(e, "\u05d3\u05d5\u05d3 x", style, 1000).rtl);
	assert_false(text_fit(e, "x \u05d3\u05d5\u05d3", style, 1000).rtl);
	assert_string_equal(text_fit(e, "\u5c71\u30ab", style, 1000).lang, "ja");
	assert_string_equal(text_fit(e, "\u5c71", style, 1000).lang, "zh");
}

/* The sum of pairs is what Pango makes of the whole line. */
static void test_pairs(void **state)
{
	(void)state;
	static const char *const lines[] = { "AVATAR To. Ty \"We\" f(x) fi ffl", "GitHub \u00b7 95 % of signals measured\u2026",
		"The quick brown fox jumps over the lazy dog 0123456789" };
	static const int weights[] = { 400, 600, 700 };
	struct text_engine *e = text_open(&arena, NULL);
	for (size_t i = 0; i < ARRAY_LEN(lines); i++) {
		for (size_t k = 0; k < ARRAY_LEN(weights); k++) {
			struct text_run run = text_fit(e, lines[i], (struct text_style){ 14, weights[k] }, 1000);
			struct text_ink ink = text_run_ink(&run);
			assert_null(run.layout);
			/* ink lacks the bearings of the first and last letter */
			assert_true(fabs(ink.x + ink.w - run.width) < 1.5);
		}
	}
}

static void test_wrap(void **state)
{
	(void)state;
	struct text_run lines[3];
	struct text_engine *e = text_open(&arena, NULL);
	const struct text_style style = { 16, 400 };
	assert_int_equal(text_wrap(e, "one", style, 200, 3, lines), 1);
	assert_false(lines[0].cut);
	const char *text = "a paragraph that is a good deal longer than three lines of two hundred units "
			   "can take and so has to end in an ellipsis somewhere";
	assert_int_equal(text_wrap(e, text, style, 200, 3, lines), 3);
	assert_true(str_starts(lines[0].text, "a paragraph that"));
	assert_false(lines[0].cut || lines[1].cut);
	assert_true(lines[2].cut);
	for (int i = 0; i < 3; i++)
		assert_true(lines[i].width <= 200);
}

/* sRGB channel to linear light; WCAG 2.2, definition of relative luminance */
static double linear(uint32_t channel)
{
	double c = channel / 255.0;
	return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

static double luminance(uint32_t rgb)
{
	return 0.2126 * linear(rgb >> 16 & 0xff) + 0.7152 * linear(rgb >> 8 & 0xff) +
		0.0722 * linear(rgb & 0xff);
}

/* WCAG 2.2 contrast ratio, 1..21 */
static double contrast(uint32_t a, uint32_t b)
{
	double la = luminance(a), lb = luminance(b);
	return (fmax(la, lb) + 0.05) / (fmin(la, lb) + 0.05);
}

/* over painted on under */
static uint32_t blend(uint32_t over, uint32_t under, double opacity)
{
	uint32_t out = 0;
	for (int shift = 16; shift >= 0; shift -= 8) {
		double o = over >> shift & 0xff, u = under >> shift & 0xff;
		out |= (uint32_t)lround(o * opacity + u * (1 - opacity)) << shift;
	}
	return out;
}

static void test_contrast(void **state)
{
	(void)state;
	static const enum role texts[] = { ROLE_TEXT, ROLE_MUTED, ROLE_ACCENT };
	assert_true(contrast(0x000000, 0xffffff) > 20.99);
	assert_true(contrast(0x777777, 0xffffff) < 4.5); /* the known near miss */
	for (int dark = 0; dark < 2; dark++) {
		const rgba *colors = palette_own(THEME_AUTO)->colors[dark];
		uint32_t ground = colors[ROLE_BACKGROUND] >> 8;
		uint32_t surface = colors[ROLE_SURFACE] >> 8;
		for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
			uint32_t rgb = colors[texts[i]] >> 8;
			assert_true(contrast(rgb, ground) >= 4.5);
			assert_true(contrast(rgb, surface) >= 4.5);
			/* the badge: text on a tint of itself */
			assert_true(contrast(rgb, blend(rgb, ground, 0.1)) >= 4.5);
		}
		for (int r = ROLE_SERIES_1; r <= ROLE_SERIES_4; r++) {
			uint32_t rgb = colors[r] >> 8;
			assert_true(contrast(rgb, ground) >= 3);
			assert_true(contrast(rgb, surface) >= 3);
		}
	}
}

static void test_svg_numbers(void **state)
{
	(void)state;
	struct scene s;
	struct str svg;
	scene_init(&s, &arena, 10, 20.5);
	s.palette = palette_own(THEME_DARK);
	scene_rect(&s, (struct box){ -0.004, -1.25, 1.005, NAN }, 0, PAINT_COLOR(0x0102ff));
	scene_rect(&s, (struct box){ 100, 0.1, 12.345, 1e300 }, 0, PAINT(ROLE_TEXT));
	assert_int_equal(svg_write(NULL, &arena, &s, &svg), OK);
	assert_non_null(strstr(svg.buf, " viewBox=\"0 0 10 20.5\""));
	assert_non_null(strstr(svg.buf, "<rect x=\"0\" y=\"-1.25\" width=\"1\" height=\"0\" fill=\"#0102ff\"/>"));
	assert_non_null(strstr(svg.buf, "<rect x=\"100\" y=\".1\" width=\"12.35\" height=\"0\" class=\"f4\"/>"));
	for (int i = 0; i < SCENE_NODES_MAX; i++)
		scene_rect(&s, (struct box){ 0, 0, 1, 1 }, 0, PAINT(ROLE_TEXT));
	assert_int_equal(svg_write(NULL, &arena, &s, &svg), ERR_TOO_BIG);
}

/* Decode by libpng, which checks every CRC and the length of the stream. */
static void check_png(const struct str *png, unsigned int width, unsigned int height, unsigned char *ret_corner)
{
	png_image image = { .version = PNG_IMAGE_VERSION };
	assert_true(png_image_begin_read_from_memory(&image, png->buf, png->len));
	assert_int_equal(image.width, width);
	assert_int_equal(image.height, height);
	image.format = PNG_FORMAT_RGB;
	unsigned char *pixels = arena_alloc(&arena, PNG_IMAGE_SIZE(image));
	if (!png_image_finish_read(&image, NULL, pixels, 0, NULL))
		fail_msg("libpng: %s", image.message);
	assert_int_equal(image.warning_or_error, 0);
	memcpy(ret_corner, pixels, 3);
}

static void test_png(void **state)
{
	(void)state;
	static const struct {
		const char *theme, *scale;
		unsigned int width, height;
		unsigned char corner[3];
	} rows[] = { { "light", "100", 800, 418, { 0xff, 0xff, 0xff } }, { "dark", "", 800, 418, { 0x0d, 0x11, 0x17 } },
		{ "auto", "200", 1600, 836, { 0xff, 0xff, 0xff } }, { "light", "50", 400, 209, { 0xff, 0xff, 0xff } } };
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct str png;
		unsigned char corner[3];
		assert_int_equal(own_sample_card(&arena, NULL, &own_samples[0], "png", rows[i].theme, rows[i].scale, &png), OK);
		check_png(&png, rows[i].width, rows[i].height, corner);
		assert_memory_equal(corner, rows[i].corner, 3);
	}
}

/* A picture made by fn, packed and read back: the largest change of any channel. */
static int worst_change(uint32_t (*fn)(unsigned int x, unsigned int y), bool *ret_indexed)
{
	enum { SIDE = 200 };
	struct str png;
	uint32_t *pixels = arena_array(&arena, (size_t)SIDE * SIDE, sizeof(*pixels));
	unsigned char *back = arena_alloc(&arena, (size_t)SIDE * SIDE * 3);
	for (unsigned int i = 0; i < SIDE * SIDE; i++)
		pixels[i] = fn(i % SIDE, i / SIDE);
	assert_int_equal(png_pack(NULL, &arena, &(struct pixels){ (unsigned char *)pixels, SIDE, SIDE, SIDE * 4, false, NULL }, &png), OK);
	png_image image = { .version = PNG_IMAGE_VERSION };
	assert_true(png_image_begin_read_from_memory(&image, png.buf, png.len));
	*ret_indexed = image.format & PNG_FORMAT_FLAG_COLORMAP;
	image.format = PNG_FORMAT_RGB;
	assert_true(png_image_finish_read(&image, NULL, back, 0, NULL));
	int worst = 0;
	for (unsigned int i = 0; i < SIDE * SIDE; i++) {
		uint32_t rgb = fn(i % SIDE, i / SIDE);
		for (unsigned int k = 0; k < 3; k++) {
			int change = abs((int)(rgb >> (16 - 8 * k) & 0xff) - back[3 * i + k]);
			worst = change > worst ? change : worst;
		}
	}
	return worst;
}

static uint32_t few_colors(unsigned int x, unsigned int y)
{
	return (x / 20) * 0x102030 + (y / 20) * 0x010203;
}

static uint32_t ramps(unsigned int x, unsigned int y)
{
	return y < 100 ? x << 16 | x << 8 : x << 8 | 0xff;
}

/* A gradient of more colours than a palette holds nearly. */
static uint32_t plane(unsigned int x, unsigned int y)
{
	return x << 16 | y / 10 * 10 << 8;
}

/* Edges of letters: such colours, on one pixel in a hundred. */
static uint32_t edges(unsigned int x, unsigned int y)
{
	return (x * 7 + y * 31) % 101 ? 0xfffefe : plane(x, y);
}

static uint32_t noise(unsigned int x, unsigned int y)
{
	uint32_t n = (x + 1000 * y) * UINT32_C(2654435761);
	return (n ^ n >> 15) & 0xffffff;
}

static void test_palette_png(void **state)
{
	(void)state;
	bool indexed;
	assert_int_equal(worst_change(few_colors, &indexed), 0);
	assert_true(indexed);
	assert_in_range(worst_change(edges, &indexed), 1, QUANT_ERROR_MAX);
	assert_true(indexed);
	assert_in_range(worst_change(ramps, &indexed), 0, 2);
	assert_true(indexed);
	assert_int_equal(worst_change(plane, &indexed), 0); /* no stripes */
	assert_false(indexed);
	assert_int_equal(worst_change(noise, &indexed), 0);
	assert_false(indexed);
}

static void test_fonts(void **state)
{
	(void)state;
	struct err_note note = { .code = OK };
	if (render_fonts_check(&note, NULL))
		fail_msg("%s", note.text);
}

struct job {
	struct render_fonts *fonts;
	size_t bytes;
};

static void *draw_all(void *arg)
{
	struct job *job = arg;
	struct arena mine;
	arena_init(&mine, 64 * 1024 * 1024);
	for (size_t i = 0; i < ARRAY_LEN(own_samples); i++) {
		struct str svg, png;
		if (own_sample_card(&mine, job->fonts, &own_samples[i], "svg", "light", "100", &svg) ||
			own_sample_card(&mine, job->fonts, &own_samples[i], "png", "light", "100", &png))
			break;
		job->bytes += svg.len + png.len;
		arena_reset(&mine);
	}
	arena_release(&mine);
	return NULL;
}

/* Threads of the product's stack size, with their own font maps and with fewer maps than threads. */
static void test_threads(void **state)
{
	(void)state;
	enum { THREADS = 4 };
	size_t first = 0;
	pthread_attr_t attr;
	assert_int_equal(pthread_attr_init(&attr), 0);
	assert_int_equal(pthread_attr_setstacksize(&attr, THREAD_STACK_KIB * 1024), 0);
	for (int shared = 0; shared < 2; shared++) {
		pthread_t threads[THREADS];
		struct job jobs[THREADS] = { 0 };
		struct render_fonts *fonts = shared ? render_fonts_new(2) : NULL;
		render_fonts_warm(fonts);
		for (int i = 0; i < THREADS; i++) {
			jobs[i].fonts = fonts;
			assert_int_equal(pthread_create(&threads[i], &attr, draw_all, &jobs[i]), 0);
		}
		for (int i = 0; i < THREADS; i++)
			assert_int_equal(pthread_join(threads[i], NULL), 0);
		render_fonts_free(fonts);
		first = first ? first : jobs[0].bytes;
		assert_true(first > ARRAY_LEN(own_samples) * 10000);
		for (int i = 0; i < THREADS; i++)
			assert_int_equal(jobs[i].bytes, first);
	}
	pthread_attr_destroy(&attr);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test_teardown(test_threads, reset), cmocka_unit_test_teardown(test_fonts, reset),
		cmocka_unit_test_teardown(test_clean, reset),
		cmocka_unit_test_teardown(test_fit, reset), cmocka_unit_test_teardown(test_pairs, reset), cmocka_unit_test_teardown(test_wrap, reset),
		cmocka_unit_test_teardown(test_contrast, reset),
		cmocka_unit_test_teardown(test_png, reset),
		cmocka_unit_test_teardown(test_svg_numbers, reset), cmocka_unit_test_teardown(test_palette_png, reset) };
	return cmocka_run_group_tests_name("render", tests, setup, teardown);
}
