/* The engine without any card: nodes in both writers, motion, mirroring, formats. */
#include "config.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/render/image.h"
#include "core/render/palette.h"
#include "core/render/png.h"
#include "core/render/raster.h"
#include "core/render/scene.h"
#include "core/render/svg.h"
#include "tests/unit/one-arena.h"
#include "tests/unit/xml-check.h"

#include <math.h>
#include <png.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wand/MagickWand.h>

#include <cmocka.h>

#include "tests/unit/text-check.h"

static const char *svg_of(const struct scene *s)
{
	struct str svg;
	assert_int_equal(image_write(NULL, &arena, s, IMAGE_SVG, 0, &svg), OK);
	const char *why = xml_check(svg.buf, svg.len);
	if (why)
		fail_msg("%s: %s", why, svg.buf);
	return svg.buf;
}

static struct scene plain(double width, double height)
{
	struct scene s;
	scene_init(&s, &arena, width, height);
	s.palette = palette_own(THEME_DARK);
	return s;
}

/* The picture at 100 % as RGBA, by libpng. */
static unsigned char *pixels_of(const struct scene *s)
{
	struct str png;
	png_image image = { .version = PNG_IMAGE_VERSION };
	assert_int_equal(image_write(NULL, &arena, s, IMAGE_PNG, 100, &png), OK);
	assert_true(png_image_begin_read_from_memory(&image, png.buf, png.len));
	image.format = PNG_FORMAT_RGBA;
	unsigned char *pixels = arena_alloc(&arena, PNG_IMAGE_SIZE(image));
	assert_true(png_image_finish_read(&image, NULL, pixels, 0, NULL));
	return pixels;
}

static uint32_t pixel(const unsigned char *pixels, const struct scene *s, size_t x, size_t y)
{
	const unsigned char *p = pixels + 4 * (y * (size_t)s->width + x);
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

/* ---- nodes */

static void test_cells(void **state)
{
	(void)state;
	const struct point at[] = { { 10, 10 }, { 10, 23 }, { 23.5, 10 } };
	struct scene s = plain(60, 40);
	scene_cells(&s, at, 3, 10, 0, PAINT(ROLE_LEVEL_4));
	holds(svg_of(&s), "<path d=\"M10 10h10v10H10m0 3h10v10H10M23.5 10h10v10h-10\" class=\"f18\"/>");
	unsigned char *pixels = pixels_of(&s);
	assert_int_equal(pixel(pixels, &s, 10, 10), 0x39d353ff);
	assert_int_equal(pixel(pixels, &s, 9, 10), 0x0d1117ff);

	/* rounded: a smaller square, and a stroke of the same colour */
	s = plain(60, 40);
	scene_cells(&s, at, 2, 10, 2, PAINT(ROLE_LEVEL_4));
	const char *svg = svg_of(&s);
	holds(svg, "<path d=\"M12 12h6v6h-6zm0 13h6v6h-6z\" class=\"f18 s18\" stroke-width=\"4\" "
			  "stroke-linejoin=\"round\"/>");
	holds(svg, ".s18{stroke:#39d353}");
	pixels = pixels_of(&s);
	assert_int_equal(pixel(pixels, &s, 15, 10), 0x39d353ff);
	assert_int_not_equal(pixel(pixels, &s, 10, 10), 0x39d353ff);

	/* what can be seen through would show the stroke on the fill */
	s = plain(60, 40);
	scene_cells(&s, at, 1, 10, 2, PAINT_TINT(ROLE_LEVEL_4, 0.5));
	svg = svg_of(&s);
	holds(svg, "<path d=\"M12 10h6a2 2 0 0 1 2 2v6a2 2 0 0 1-2 2h-6a2 2 0 0 1-2-2v-6a2 2 0 0 1 2-2z\"");
	assert_null(strstr(svg, "linejoin"));
}

static const struct path_step two_squares[] = {
	{ .verb = PATH_MOVE, .x = 0, .y = 0 },	 { .verb = PATH_LINE, .x = 20, .y = 0 },
	{ .verb = PATH_LINE, .x = 20, .y = 20 }, { .verb = PATH_LINE, .x = 0, .y = 20 },
	{ .verb = PATH_CLOSE },			 { .verb = PATH_MOVE, .x = 5, .y = 5 },
	{ .verb = PATH_LINE, .x = 15, .y = 5 },	 { .verb = PATH_LINE, .x = 15, .y = 15 },
	{ .verb = PATH_LINE, .x = 5, .y = 15 },	 { .verb = PATH_CLOSE },
};

static void test_even_odd(void **state)
{
	(void)state;
	for (int hole = 0; hole < 2; hole++) {
		struct scene s = plain(40, 40);
		scene_path(&s, two_squares, ARRAY_LEN(two_squares), 10, 10, 1, PAINT_COLOR(0xff8800))->path.even_odd = hole;
		const char *svg = svg_of(&s);
		holds(svg, "<path d=\"M10 10h20v20H10zm5 5h10v10H15z\"");
		assert_int_equal(strstr(svg, "fill-rule=\"evenodd\"") != NULL, hole);
		assert_int_equal(pixel(pixels_of(&s), &s, 20, 20), hole ? 0x0d1117ff : 0xff8800ff);
		assert_int_equal(pixel(pixels_of(&s), &s, 12, 12), 0xff8800ff);
	}
}

/* Steps are rounded once: sums of them end where the absolute ones do. */
static void test_path_bytes(void **state)
{
	(void)state;
	static const struct path_step steps[] = {
		{ .verb = PATH_MOVE, .x = 100.004, .y = 200.006 },
		{ .verb = PATH_CURVE, .x1 = 100.5, .y1 = 200, .x2 = 101, .y2 = 199.5, .x = 101.333, .y = 199.333 },
		{ .verb = PATH_CURVE, .x1 = 102, .y1 = 199, .x2 = 102, .y2 = 199, .x = 102.667, .y = 199.667 },
		{ .verb = PATH_LINE, .x = NAN, .y = -0.001 },
	};
	struct scene s = plain(300, 300);
	scene_path(&s, steps, ARRAY_LEN(steps), 0, 0, 1, PAINT_COLOR(0));
	holds(svg_of(&s), "d=\"M100 200.01c.5-.01 1-.51 1.33-.68.67-.33.67-.33 1.34.34L0 0\"");
}

/* ---- motion */

static void test_motion(void **state)
{
	(void)state;
	struct scene s = plain(100, 100);
	struct stroke line = { .paint = PAINT(ROLE_RING), .width = 6, .round = true };
	scene_rect(&s, (struct box){ 0, 0, 10, 10 }, 0, PAINT(ROLE_TEXT));
	assert_null(strstr(svg_of(&s), "animation"));
	struct node *n = scene_rect(&s, (struct box){ 0, 0, 10, 10 }, 0, PAINT(ROLE_TEXT));
	n->motion = MOTION_FADE;
	n->delay_ms = 450;
	scene_arc(&s, 50, 50, 40, -M_PI / 2, M_PI, line)->motion = MOTION_RING;
	const char *svg = svg_of(&s);
	holds(svg, "@media(prefers-reduced-motion:no-preference){.m1{animation:m1 .3s ease-in-out backwards}"
			  "@keyframes m1{from{opacity:0}}.m4{");
	holds(svg, "class=\"f4 m1\" style=\"animation-delay:.45s\"/>");
	holds(svg, "d=\"M50 10a40 40 0 0 1 0 80\" class=\"s9 m4\" style=\"--l:125.67\"");
	assert_null(strstr(svg, ".m2")); /* only what is used */
	s.still = true;
	svg = svg_of(&s);
	assert_null(strstr(svg, "animation"));
	assert_null(strstr(svg, " m1"));
	assert_null(strstr(svg, "--l"));
}

static void test_motion_sides(void **state)
{
	(void)state;
	struct scene s = plain(100, 100);
	struct stroke dashed = { .paint = PAINT(ROLE_RING), .width = 6, .dash = { 3, 3 } };
	scene_rect(&s, (struct box){ 10, 0, 50, 10 }, 0, PAINT(ROLE_TEXT))->motion = MOTION_GROW;
	scene_arc(&s, 50, 50, 40, 0, 1, dashed)->motion = MOTION_RING;
	const char *svg = svg_of(&s);
	holds(svg, "class=\"f4 m2\"/>");
	holds(svg, "class=\"s9 m1\"");
	scene_mirror(&s);
	holds(svg_of(&s), "x=\"40\" y=\"0\" width=\"50\" height=\"10\" class=\"f4 m2\" style=\"transform-origin:100%\"/>");
}

/* ---- mirror */

static void test_mirror_shapes(void **state)
{
	(void)state;
	static const struct path_step icon[] = { { .verb = PATH_MOVE, .x = 2, .y = 0 },
		{ .verb = PATH_CURVE, .x1 = 10, .y1 = 0, .x2 = 10, .y2 = 8, .x = 2, .y = 8 }, { .verb = PATH_CLOSE } };
	struct scene s = plain(200, 100);
	const struct point at[] = { { 10, 10 }, { 23, 10 } };
	scene_rect(&s, (struct box){ 10, 20, 30, 5 }, 2, PAINT(ROLE_TEXT))->rect.corners = CORNER_LEFT;
	scene_circle(&s, 40, 50, 10, PAINT(ROLE_TEXT));
	scene_arc(&s, 40, 50, 10, 1, 2, (struct stroke){ 0 });
	scene_cells(&s, at, 2, 10, 0, PAINT(ROLE_TEXT));
	scene_line(&s, 5, 6, 25, 40, (struct stroke){ 0 });
	scene_path(&s, icon, 3, 30, 30, 2, PAINT(ROLE_TEXT));
	(void)scene_gradient(&s, (struct gradient){ .x1 = 10, .y1 = 1, .x2 = 190, .y2 = 2 });
	scene_mirror(&s);
	assert_true(s.mirrored);
	assert_true(s.nodes[0].rect.box.x == 160 && s.nodes[0].rect.box.w == 30);
	assert_int_equal(s.nodes[0].rect.corners, CORNER_RIGHT);
	assert_true(s.nodes[1].arc.cx == 160);
	assert_true(s.nodes[2].arc.cx == 160 && s.nodes[2].arc.from == 1 && s.nodes[2].arc.sweep == 2);
	assert_true(s.nodes[3].cells.at[0].x == 180 && s.nodes[3].cells.at[1].x == 167 && at[0].x == 10);
	holds(svg_of(&s), "d=\"M195 6l-20 34\"");
	/* the icon's ink was 34..46 (the curve turns at 8), and is as far from the other side */
	assert_true(fabs(s.nodes[5].path.dx + 2 * 2 - (200 - 46)) < 1e-9);
	assert_ptr_equal(s.nodes[5].path.steps, icon);
	assert_true(s.gradients[0].x1 == 190 && s.gradients[0].x2 == 10 && s.gradients[0].y1 == 1);
	scene_mirror(&s);
	assert_true(s.nodes[0].rect.box.x == 10 && s.nodes[3].cells.at[1].x == 23 && !s.mirrored);
	assert_int_equal(s.nodes[0].rect.corners, CORNER_LEFT);
	assert_true(fabs(s.nodes[5].path.dx - 30) < 1e-9);
}

static void test_mirror_text(void **state)
{
	(void)state;
	struct scene s = plain(200, 100);
	struct text_engine *e = text_open(&arena, NULL);
	const struct text_style style = { 14, 400 };
	struct text_run latin = text_fit(e, "abc", style, 100), hebrew = text_fit(e, "\u05d3\u05d5\u05d3", style, 100);
	const struct box slot = { 10, 0, 100, 20 };
	scene_text(&s, slot, 15, latin, ALIGN_LEFT, ROLE_TEXT);
	scene_text(&s, slot, 35, latin, ALIGN_RIGHT, ROLE_TEXT);
	scene_text(&s, slot, 55, latin, ALIGN_CENTER, ROLE_TEXT);
	scene_text(&s, slot, 75, hebrew, ALIGN_LEFT, ROLE_TEXT);
	scene_mirror(&s);
	assert_true(fabs(s.nodes[0].text.x + latin.width - 190) < 1e-9);
	assert_true(fabs(s.nodes[1].text.x - 90) < 1e-9);
	assert_true(s.nodes[0].text.slot.x == 90 && s.nodes[0].text.slot.w == 100);
	const char *svg = svg_of(&s);
	holds(svg, "<text x=\"190\" y=\"15\" class=\"f4\" font-size=\"14\" text-anchor=\"end\">abc<");
	holds(svg, "<text x=\"90\" y=\"35\" class=\"f4\" font-size=\"14\">abc<");
	holds(svg, "<text x=\"140\" y=\"55\" class=\"f4\" font-size=\"14\" text-anchor=\"middle\">abc<");
	/* a right-to-left text starts at its right end */
	holds(svg, "<text x=\"190\" y=\"75\" class=\"f4\" font-size=\"14\" direction=\"rtl\">");
}

static void test_gradient(void **state)
{
	(void)state;
	static const rgba colors[] = { 0xff0000ff, 0x00ff00ff, 0x0000ff80 };
	struct scene s = plain(200, 100);
	struct box all = { 0, 0, 200, 100 };
	scene_rect(&s, all, 0, scene_gradient_angle(&s, 30, colors, 3));
	holds(svg_of(&s), "<linearGradient id=\"g0\" gradientUnits=\"userSpaceOnUse\" x1=\"0\" y1=\"0\" x2=\"173.21\" "
				 "y2=\"100\"><stop stop-color=\"#ff0000\" offset=\"0\"/><stop stop-color=\"#00ff00\" "
				 "offset=\".5\"/><stop stop-color=\"#0000ff80\" offset=\"1\"/></linearGradient>");
	/* in pixels: green half of the width along the angle, red where it starts, mirrored on the other side */
	for (int turned = 0; turned < 2; turned++) {
		unsigned char *pixels = pixels_of(&s);
		uint32_t start = pixel(pixels, &s, turned ? 199 : 0, 0), half = pixel(pixels, &s, turned ? 113 : 86, 50);
		assert_in_range(start >> 24, 0xfa, 0xff);
		assert_in_range(half >> 16 & 0xff, 0xfa, 0xff);
		scene_mirror(&s);
	}
}

/* ---- formats */

static void test_formats(void **state)
{
	(void)state;
	enum image_format format = IMAGE__MAX;
	assert_true(image_format_parse("SVG", &format) && format == IMAGE_SVG);
	assert_true(image_format_parse("jpg", &format) && format == IMAGE_JPEG);
	assert_true(image_format_parse("Jpeg", &format) && format == IMAGE_JPEG);
	assert_false(image_format_parse("gif", &format));
	assert_false(image_format_parse("", &format));
	assert_false(image_format_parse(NULL, &format));
	assert_int_equal(format, IMAGE_JPEG);
	assert_string_equal(image_format_type(IMAGE_WEBP), "image/webp");
	assert_string_equal(image_format_type(IMAGE_SVG), "image/svg+xml; charset=utf-8");
	struct scene s = plain(20, 10);
	struct err_note note;
	struct str out = { .max = 77 };
	assert_int_equal(image_write(&note, &arena, &s, IMAGE_PNG, IMAGE_SCALE_MAX + 1, &out), ERR_INVALID);
	assert_string_equal(note.field, "scale");
	assert_int_equal(image_write(&note, &arena, &s, IMAGE_PNG, -1, &out), ERR_INVALID);
	assert_int_equal(out.max, 77);
	assert_int_equal(image_write(&note, &arena, &s, IMAGE_SVG, -1, &out), OK);
}

/* ---- transparency */

static struct scene framed(double width, double height, double radius)
{
	struct scene s = plain(width, height);
	s.corner = radius;
	scene_rect(&s, (struct box){ 0, 0, width, height }, radius, PAINT(ROLE_BACKGROUND));
	return s;
}

static void test_corners(void **state)
{
	(void)state;
	struct scene s = framed(60, 40, 8);
	unsigned char *pixels = pixels_of(&s);
	assert_int_equal(pixel(pixels, &s, 0, 0), 0);
	assert_int_equal(pixel(pixels, &s, 59, 39), 0);
	assert_int_equal(pixel(pixels, &s, 30, 0), 0x0d1117ff);
	/* an edge pixel has the colour of the card and is partly clear */
	uint32_t edge = pixel(pixels, &s, 2, 2);
	assert_in_range(edge & 0xff, 1, 0xfe);
	assert_in_range(edge >> 24, 0x0d - 4, 0x0d + 4);
	s.corner = 0;
	pixels = pixels_of(&s);
	assert_int_equal(pixel(pixels, &s, 0, 0), 0x0d1117ff);
}

static void test_clear_ground(void **state)
{
	(void)state;
	struct palette palette = *palette_own(THEME_LIGHT);
	struct scene s = plain(60, 40);
	palette.colors[0][ROLE_BACKGROUND] = 0xffffff00;
	s.palette = &palette;
	scene_rect(&s, (struct box){ 10, 10, 20, 20 }, 0, PAINT_COLOR(0xff8800))->fill.opacity = 0.5;
	unsigned char *pixels = pixels_of(&s);
	assert_int_equal(pixel(pixels, &s, 0, 0), 0);
	uint32_t half = pixel(pixels, &s, 20, 20);
	assert_in_range(half & 0xff, 0x7f, 0x81);
	assert_in_range(half >> 24, 0xfd, 0xff);
	assert_in_range(half >> 16 & 0xff, 0x86, 0x8a);
}

/* A picture of too many colours for a palette keeps all of them, and its transparency. */
static void test_true_color(void **state)
{
	(void)state;
	enum { SIDE = 128 };
	struct pixels p = { .width = SIDE, .height = SIDE, .stride = (size_t)SIDE * 4, .alpha = true };
	uint32_t *data = arena_array(&arena, (size_t)SIDE * SIDE, sizeof(*data));
	struct str png;
	png_image image = { .version = PNG_IMAGE_VERSION };
	for (uint32_t i = 0; i < SIDE * SIDE; i++) {
		uint32_t n = i * UINT32_C(2654435761) >> 8;
		data[i] = i % 5 ? 0xff000000 | n : 0;
	}
	p.data = (unsigned char *)data;
	assert_int_equal(png_pack(NULL, &arena, &p, &png), OK);
	assert_true(png_image_begin_read_from_memory(&image, png.buf, png.len));
	assert_int_equal(image.format & PNG_FORMAT_FLAG_COLORMAP, 0);
	image.format = PNG_FORMAT_RGBA;
	unsigned char *back = arena_alloc(&arena, PNG_IMAGE_SIZE(image));
	assert_true(png_image_finish_read(&image, NULL, back, 0, NULL));
	for (uint32_t i = 0; i < SIDE * SIDE; i++) {
		uint32_t got = (uint32_t)back[4 * i + 3] << 24 | (uint32_t)back[4 * i] << 16 | (uint32_t)back[4 * i + 1] << 8 |
			back[4 * i + 2];
		assert_int_equal(got, data[i]);
	}
}

/* What no layout means is left out; the rest of the picture is there. */
static void test_odd_numbers(void **state)
{
	(void)state;
	static const double odd[] = { NAN, INFINITY, -INFINITY, 1e300, -1e9 };
	for (size_t i = 0; i < ARRAY_LEN(odd); i++) {
		struct scene s = plain(40, 40);
		struct stroke dots = { .paint = PAINT_COLOR(0xff0000), .width = 1, .dash = { 1e-9, 1e-9 } };
		const struct point at[] = { { 1, 1 }, { odd[i], 1 } };
		scene_rect(&s, (struct box){ 0, 0, odd[i], 10 }, 0, PAINT_COLOR(0xff0000));
		scene_arc(&s, 10, 10, odd[i], 0, 1, (struct stroke){ .paint = PAINT_COLOR(0xff0000), .width = 3 });
		scene_line(&s, 0, 0, 40, 40, dots);
		scene_cells(&s, at, 2, 10, 1, PAINT_COLOR(0xff0000));
		scene_path(&s, two_squares, ARRAY_LEN(two_squares), odd[i], 0, 1, PAINT_COLOR(0xff0000));
		scene_rect(&s, (struct box){ 20, 20, 10, 10 }, 0, PAINT_COLOR(0x00ff00));
		(void)svg_of(&s);
		unsigned char *pixels = pixels_of(&s);
		assert_int_equal(pixel(pixels, &s, 5, 5), 0x0d1117ff);
		assert_int_equal(pixel(pixels, &s, 25, 25), 0x00ff00ff);
	}
	struct scene s = plain(NAN, 40);
	struct str out;
	assert_int_equal(image_write(NULL, &arena, &s, IMAGE_PNG, 100, &out), ERR_TOO_BIG);
}

/* ---- WebP and JPEG */

static void test_webp(void **state)
{
	(void)state;
	struct scene s = framed(60, 40, 8);
	struct str out;
	assert_int_equal(image_write(NULL, &arena, &s, IMAGE_WEBP, 200, &out), OK);
	assert_true(out.len > 30 && out.len < 1000);
	assert_memory_equal(out.buf, "RIFF", 4);
	/* RFC 9649: a lossless chunk; 14 bits of width - 1 and of height - 1, then "alpha is used" */
	assert_memory_equal(out.buf + 8, "WEBPVP8L", 8);
	const unsigned char *b = (const unsigned char *)out.buf + 20;
	assert_int_equal(b[0], 0x2f);
	uint32_t bits = b[1] | (uint32_t)b[2] << 8 | (uint32_t)b[3] << 16 | (uint32_t)b[4] << 24;
	assert_int_equal((bits & 0x3fff) + 1, 120);
	assert_int_equal((bits >> 14 & 0x3fff) + 1, 80);
	assert_int_equal(bits >> 28 & 1, 1);
	s.corner = 0;
	assert_int_equal(image_write(NULL, &arena, &s, IMAGE_WEBP, 0, &out), OK);
	assert_int_equal((unsigned char)out.buf[24] >> 4 & 1, 0);
}

/* However large the card and the scale, a picture has no more pixels than one request may cost. */
static void test_pixels(void **state)
{
	(void)state;
	static const struct {
		double width, height;
		enum err err;
	} rows[] = { { 1200, 630, OK }, { 8000, 100, OK }, { 2000, 2000, OK }, { 8200, 100, ERR_TOO_BIG }, { 3300, 3300, ERR_TOO_BIG } };
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct scene s = framed(rows[i].width, rows[i].height, 8);
		struct str out;
		assert_int_equal(image_write(NULL, &arena, &s, IMAGE_PNG, IMAGE_SCALE_MAX, &out), rows[i].err);
		if (rows[i].err)
			continue;
		const unsigned char *b = (const unsigned char *)out.buf;
		unsigned int width = (unsigned int)b[18] << 8 | b[19], height = (unsigned int)b[22] << 8 | b[23];
		assert_true(width * height <= IMAGE_PIXELS_MAX * 1.001 && width <= RASTER_SIDE_MAX);
		assert_true(fabs((double)width / height / (rows[i].width / rows[i].height) - 1) < 0.02);
	}
}

static void test_jpeg(void **state)
{
	(void)state;
	struct scene s = framed(60, 40, 8);
	struct str out;
	assert_int_equal(image_write(NULL, &arena, &s, IMAGE_JPEG, 100, &out), OK);
	assert_true(out.len > 100 && out.len < 4000);
	assert_memory_equal(out.buf, "\xff\xd8\xff", 3);
	assert_memory_equal(out.buf + out.len - 2, "\xff\xd9", 2);
	/* the frame header: 8 bits, height, width, three components without subsampling */
	const char *frame = memmem(out.buf, out.len, "\xff\xc0", 2);
	assert_non_null(frame);
	assert_memory_equal(frame + 4, "\x08\x00\x28\x00\x3c\x03", 6);
	assert_int_equal(frame[11], 0x11);
}

/* The policy of the package is the one in force: nothing is read, nothing else is written. */
static void test_policy(void **state)
{
	(void)state;
	static const char *const denied[] = { "SVG", "MSL", "PNG", "GIF", "PDF", "TXT", "MVG", "JPEG", "WEBP" };
	static const unsigned char text[] = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1\" height=\"1\"/>";
	struct scene s = framed(60, 40, 8);
	struct str out;
	assert_int_equal(image_write(NULL, &arena, &s, IMAGE_WEBP, 100, &out), OK); /* starts the library */
	for (size_t i = 0; i < ARRAY_LEN(denied); i++) {
		MagickWand *wand = NewMagickWand();
		ExceptionType severity = UndefinedException;
		assert_true(MagickSetFormat(wand, denied[i]));
		assert_false(MagickReadImageBlob(wand, text, sizeof(text) - 1));
		(void)MagickRelinquishMemory(MagickGetException(wand, &severity));
		if (severity != PolicyError)
			fail_msg("%s: %d", denied[i], severity);
		DestroyMagickWand(wand);
	}
	assert_int_equal(MagickGetResourceLimit(ThreadResource), 1);
	assert_int_equal(MagickGetResourceLimit(DiskResource), 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_teardown(name, reset)
	static const struct CMUnitTest tests[] = {
		TEST(test_cells), TEST(test_even_odd), TEST(test_path_bytes), TEST(test_motion), TEST(test_motion_sides),
		TEST(test_mirror_shapes), TEST(test_mirror_text), TEST(test_formats), TEST(test_gradient),
		TEST(test_odd_numbers), TEST(test_corners), TEST(test_clear_ground), TEST(test_true_color), TEST(test_webp), TEST(test_jpeg), TEST(test_pixels),
		TEST(test_policy),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
