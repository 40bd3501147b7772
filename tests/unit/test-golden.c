/*
 * Golden pictures: the stats card and the scorecard of eight hard names, looked at by people and kept in tests/data/golden. SVGs must
 * be equal but for numbers a little apart, PNGs but for the edges of letters, so that another version of a font passes
 * and a lost letter, a wrong direction or a moved part does not.
 *
 * After a change that is meant: GOLDEN_UPDATE=1 build/tests/unit/test-golden (top_srcdir set), look at the pictures, commit them.
 */
#include "config.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/base/str.h"
#include "tests/unit/card-samples.h"

#include <cairo.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { ARENA_CAP = 256 * 1024 * 1024, FILE_MAX = 1 << 20 };
static const double number_apart = 2;	 /* user units between equal pictures */
static const double pixels_apart = 0.02; /* share of pixels that may differ visibly */
enum { VISIBLY = 64 };			 /* of 255, in any channel */

static struct arena arena;

static const struct {
	const char *name, *locale; /* of card-samples.h; a language of the name's script */
} people[] = {
	{ "latin", "cs" }, { "arabic", "ar" }, { "hebrew", "he" }, { "persian", "fa" }, { "cjk", "ja" }, { "devanagari", "hi" },
	{ "emoji", "en" }, { "markup", "en" },
};

static const char *const kinds[] = { "stats", "scorecard" };

static size_t index_of(const char *id)
{
	size_t i = 0;
	while (!str_eq(sample_names[i].id, id))
		i++;
	return i;
}

static struct str draw(const char *kind_name, size_t who, const char *format)
{
	const struct card_kind *kind = card_kind_find(kind_name);
	struct card_request rq;
	struct str bytes;
	const char *query = arena_printf(&arena, "locale=%s&show_icons=true&disable_animations=true&type=%s", people[who].locale, format);
	struct sample_args args = sample_request(&arena, kind, query);
	struct card_facts facts = sample_card_facts(&arena, index_of(people[who].name));
	assert_int_equal(card_request_parse(NULL, &arena, kind, args.items, args.n, &rq), OK);
	assert_int_equal(card_draw(NULL, &arena, &rq, &facts, NULL, &bytes), OK);
	return bytes;
}

static const char *file_of(const char *kind, size_t who, const char *format)
{
	const char *top = getenv("top_srcdir");
	return arena_printf(&arena, "%s/tests/data/golden/%s-%s.%s", top ? top : "..", kind, people[who].name, format);
}

DEFINE_CLEANUP(FILE *, fclose)

static void update(const char *path, const struct str *bytes)
{
	CLEANUP(fclosep) FILE *out = fopen(path, "we");
	assert_non_null(out);
	assert_int_equal(fwrite(bytes->buf, 1, bytes->len, out), bytes->len);
}

static struct str load(const char *path)
{
	struct str s;
	str_init(&s, &arena, FILE_MAX);
	CLEANUP(fclosep) FILE *in = fopen(path, "re");
	if (!in)
		fail_msg("%s cannot be read", path);
	char *buf = arena_alloc(&arena, FILE_MAX);
	str_add(&s, buf, fread(buf, 1, FILE_MAX, in));
	return s;
}

/* ---- SVG */

static bool begins_number(const char *s)
{
	return ascii_is_digit(*s) || (*s == '.' && ascii_is_digit(s[1])) || (*s == '-' && (ascii_is_digit(s[1]) || s[1] == '.'));
}

/* Where two texts part ways, NULL where they do not. */
static const char *first_difference(const char *a, const char *b)
{
	while (*a && *b) {
		if (begins_number(a) && begins_number(b)) {
			char *end_a, *end_b;
			if (fabs(strtod(a, &end_a) - strtod(b, &end_b)) > number_apart)
				return a;
			a = end_a;
			b = end_b;
		} else if (*a++ != *b++) {
			return a - 1;
		}
	}
	return *a || *b ? a : NULL;
}

static void test_svg(void **state)
{
	(void)state;
	for (size_t k = 0; k < ARRAY_LEN(kinds); k++)
		for (size_t i = 0; i < ARRAY_LEN(people); i++) {
			struct str svg = draw(kinds[k], i, "svg");
			const char *path = file_of(kinds[k], i, "svg");
			if (getenv("GOLDEN_UPDATE"))
				update(path, &svg);
			const char *at = first_difference(svg.buf, load(path).buf);
			if (at)
				fail_msg("%s differs: %.60s", path, at);
			arena_reset(&arena);
		}
}

/* ---- PNG */

struct reader {
	const struct str *bytes;
	size_t at;
};

static cairo_status_t read_some(void *closure, unsigned char *data, unsigned int length)
{
	struct reader *r = closure;
	if (r->bytes->len - r->at < length)
		return CAIRO_STATUS_READ_ERROR;
	memcpy(data, r->bytes->buf + r->at, length);
	r->at += length;
	return CAIRO_STATUS_SUCCESS;
}

static cairo_surface_t *decode(const struct str *png)
{
	struct reader r = { png, 0 };
	cairo_surface_t *s = cairo_image_surface_create_from_png_stream(read_some, &r);
	assert_int_equal(cairo_surface_status(s), CAIRO_STATUS_SUCCESS);
	return s;
}

static bool apart(uint32_t a, uint32_t b)
{
	for (int shift = 0; shift < 32; shift += 8)
		if (abs((int)(a >> shift & 0xff) - (int)(b >> shift & 0xff)) > VISIBLY)
			return true;
	return false;
}

/* The share of pixels that differ visibly; 1 where the sizes do. The upper byte is alpha, or undefined in an opaque picture. */
static double difference(cairo_surface_t *a, cairo_surface_t *b)
{
	int width = cairo_image_surface_get_width(a), height = cairo_image_surface_get_height(a), n = 0;
	bool opaque = cairo_image_surface_get_format(a) == CAIRO_FORMAT_RGB24;
	uint32_t mask = opaque ? 0xffffff : 0xffffffff;
	if (width != cairo_image_surface_get_width(b) || height != cairo_image_surface_get_height(b) ||
		cairo_image_surface_get_format(a) != cairo_image_surface_get_format(b))
		return 1;
	for (int y = 0; y < height; y++) {
		const unsigned char *row_a = cairo_image_surface_get_data(a) + y * cairo_image_surface_get_stride(a);
		const unsigned char *row_b = cairo_image_surface_get_data(b) + y * cairo_image_surface_get_stride(b);
		for (int x = 0; x < width; x++) {
			uint32_t pixel_a, pixel_b;
			memcpy(&pixel_a, row_a + 4 * x, sizeof(pixel_a));
			memcpy(&pixel_b, row_b + 4 * x, sizeof(pixel_b));
			n += apart(pixel_a & mask, pixel_b & mask);
		}
	}
	return (double)n / width / height;
}

static void test_png(void **state)
{
	(void)state;
	for (size_t k = 0; k < ARRAY_LEN(kinds); k++)
		for (size_t i = 0; i < ARRAY_LEN(people); i++) {
			struct str png = draw(kinds[k], i, "png");
			const char *path = file_of(kinds[k], i, "png");
			if (getenv("GOLDEN_UPDATE"))
				update(path, &png);
			struct str golden = load(path);
			cairo_surface_t *ours = decode(&png), *wanted = decode(&golden);
			double share = difference(ours, wanted);
			cairo_surface_destroy(ours);
			cairo_surface_destroy(wanted);
			if (share > pixels_apart)
				fail_msg("%s: %.1f %% of the pixels differ", path, share * 100);
			arena_reset(&arena);
		}
}

/* The comparison itself sees what it must: another name, a shift, a lost letter. */
static void test_differences_are_seen(void **state)
{
	(void)state;
	assert_null(first_difference("x=\"12.5\">ab", "x=\"13.1\">ab"));
	assert_non_null(first_difference("x=\"12.5\">ab", "x=\"15\">ab"));
	assert_non_null(first_difference("<text>ab</text>", "<text>a</text>"));
	struct str arabic = draw("scorecard", 1, "png"), hebrew = draw("scorecard", 2, "png"), again = draw("scorecard", 1, "png");
	cairo_surface_t *a = decode(&arabic), *b = decode(&hebrew), *c = decode(&again);
	assert_true(difference(a, b) > pixels_apart);
	assert_true(difference(a, c) < 1e-9);
	cairo_surface_destroy(a);
	cairo_surface_destroy(b);
	cairo_surface_destroy(c);
}

static int setup(void **state)
{
	(void)state;
	arena_init(&arena, ARENA_CAP);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_release(&arena);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_svg),
		cmocka_unit_test(test_png),
		cmocka_unit_test(test_differences_are_seen),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
