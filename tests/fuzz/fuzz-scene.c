/*
 * Any scene, with any numbers in it, becomes an SVG that is well-formed XML of known elements without a reference to
 * anything outside, and pixels of the size asked for, or an error. The input is read as a list of nodes.
 */
#include "config.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/render/image.h"
#include "core/render/scene.h"
#include "tests/unit/xml-check.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "core/base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { SIDE_MAX = 160, POINTS_MAX = 12 };

struct input {
	struct arena *arena;
	const uint8_t *data;
	size_t size;
};

static unsigned int byte(struct input *in)
{
	if (!in->size)
		return 0;
	in->size--;
	return *in->data++;
}

/* Mostly what layouts use; and what they must never make. */
static double number(struct input *in)
{
	static const double odd[] = { NAN, INFINITY, -INFINITY, 1e300, -1e300, 1e9, -1e9, 999999.996, -1000000, 4e-324, -0.0, 0.004,
		-0.005, 32768, 8388608.5, 1e-5 };
	unsigned int kind = byte(in);
	if (kind >= 256 - sizeof(odd) / sizeof(odd[0]))
		return odd[256 - kind - 1];
	if (kind >= 200)
		return (double)(int)(byte(in) << 8 | byte(in)) - 32768;
	if (kind >= 128)
		return kind - 128.0;
	return (double)byte(in) + kind / 128.0;
}

static const char *text(struct input *in)
{
	size_t len = byte(in) % 40;
	len = len < in->size ? len : in->size;
	const char *raw = arena_strndup(in->arena, (const char *)in->data, len);
	in->data += len;
	in->size -= len;
	return text_clean(in->arena, raw);
}

static struct box box(struct input *in)
{
	struct box b = { number(in), number(in), 0, 0 };
	b.w = number(in);
	b.h = number(in);
	return b;
}

static struct paint paint(struct input *in, const struct scene *s)
{
	unsigned int kind = byte(in);
	struct paint p = { .kind = (enum paint_kind)(kind % (PAINT_GRADIENT + 1)), .role = (int)(byte(in) % PALETTE_MAX),
		.rgb = byte(in) * UINT32_C(0x10203), .opacity = kind & 64 ? 1 : number(in) };
	if (p.kind == PAINT_GRADIENT && !s->n_gradients)
		p.kind = PAINT_NONE;
	else if (p.kind == PAINT_GRADIENT)
		p.gradient = byte(in) % s->n_gradients;
	return p;
}

static struct stroke stroke(struct input *in, const struct scene *s)
{
	struct stroke stroke = { .paint = paint(in, s), .width = number(in), .round = byte(in) & 1 };
	if (byte(in) & 1) {
		stroke.dash[0] = number(in);
		stroke.dash[1] = number(in);
	}
	return stroke;
}

/* ---- nodes */

static struct node *add_rect(struct input *in, struct scene *s)
{
	struct box b = box(in);
	struct node *n = scene_rect(s, b, number(in), paint(in, s));
	n->rect.corners = byte(in) & CORNER_ALL;
	return n;
}

static struct node *add_arc(struct input *in, struct scene *s)
{
	double cx = number(in), cy = number(in), r = number(in);
	if (byte(in) & 1)
		return scene_circle(s, cx, cy, r, paint(in, s));
	double from = number(in), sweep = number(in);
	return scene_arc(s, cx, cy, r, from, sweep, stroke(in, s));
}

static struct node *add_path(struct input *in, struct scene *s)
{
	size_t n = byte(in) % POINTS_MAX;
	struct path_step *steps = arena_array(in->arena, n, sizeof(*steps));
	for (size_t i = 0; i < n; i++) {
		steps[i].verb = (enum path_verb)(byte(in) % (PATH_CLOSE + 1));
		if (steps[i].verb == PATH_CURVE) {
			steps[i].x1 = number(in);
			steps[i].y1 = number(in);
			steps[i].x2 = number(in);
			steps[i].y2 = number(in);
		}
		steps[i].x = number(in);
		steps[i].y = number(in);
	}
	double dx = number(in), dy = number(in), scale = number(in);
	struct node *node = scene_path(s, steps, n, dx, dy, scale, paint(in, s));
	node->path.even_odd = byte(in) & 1;
	node->path.is_chart = byte(in) & 1;
	return node;
}

static struct node *add_cells(struct input *in, struct scene *s)
{
	size_t n = byte(in) % POINTS_MAX;
	struct point *at = arena_array(in->arena, n, sizeof(*at));
	for (size_t i = 0; i < n; i++) {
		at[i].x = number(in);
		at[i].y = number(in);
	}
	double side = number(in), radius = number(in);
	return scene_cells(s, at, n, side, radius, paint(in, s));
}

static struct node *add_text(struct input *in, struct scene *s, struct text_engine *e)
{
	static const int weights[] = { 400, 600, 700, 800 };
	static const char *const langs[] = { NULL, "ja", "ar", "zh-TW" };
	struct text_style style = { 1 + byte(in) % 40, weights[byte(in) % 4] };
	struct box slot = box(in);
	text_language(e, langs[byte(in) % 4]);
	enum align align = (enum align)(byte(in) % (ALIGN_RIGHT + 1));
	return scene_text(s, slot, number(in), text_fit(e, text(in), style, slot.w), align, (int)(byte(in) % PALETTE_MAX));
}

static void add_gradient(struct input *in, struct scene *s)
{
	struct gradient g = { .x1 = number(in), .y1 = number(in), .x2 = number(in), .y2 = number(in),
		.n_stops = byte(in) % (SCENE_STOPS_MAX + 1) };
	for (size_t i = 0; i < g.n_stops; i++)
		g.stops[i] = (struct stop){ number(in), (int)(byte(in) % (PALETTE_MAX + 1)) - 1, number(in),
			(rgba)byte(in) * UINT32_C(0x1020304) };
	(void)scene_gradient(s, g);
}

static void add_angle(struct input *in, struct scene *s)
{
	rgba colors[SCENE_STOPS_MAX + 2];
	for (size_t i = 0; i < ARRAY_LEN(colors); i++)
		colors[i] = (rgba)byte(in) * UINT32_C(0x1020304);
	double degrees = number(in);
	(void)scene_gradient_angle(s, degrees, colors, byte(in) % (ARRAY_LEN(colors) + 1));
}

static void add_node(struct input *in, struct scene *s, struct text_engine *e)
{
	struct node *n = NULL;
	switch (byte(in) % 7) {
	case 0:
		n = add_rect(in, s);
		break;
	case 1:
		n = add_arc(in, s);
		break;
	case 2:
		n = add_path(in, s);
		break;
	case 3:
		n = add_cells(in, s);
		break;
	case 4:
		n = add_text(in, s, e);
		break;
	case 5:
		add_gradient(in, s);
		return;
	default:
		add_angle(in, s);
		return;
	}
	if (byte(in) & 1)
		n->stroke = stroke(in, s);
	n->motion = (enum motion)(byte(in) % MOTION__MAX);
	n->delay_ms = (int)(byte(in) << 8 | byte(in)) - 1000;
}

static struct palette *palette(struct input *in)
{
	struct palette *p = arena_alloc(in->arena, sizeof(*p));
	*p = *palette_own((enum render_theme)(byte(in) % THEME__MAX));
	for (unsigned int i = byte(in) % 4; i; i--)
		p->colors[byte(in) & 1][byte(in) % PALETTE_MAX] = (rgba)byte(in) * UINT32_C(0x1010204);
	return p;
}

/* ---- what must hold */

static void fail(const char *what)
{
	(void)fprintf(stderr, "%s\n", what);
	abort();
}

static unsigned int big_endian(const char *p)
{
	unsigned int n = 0;
	for (int i = 0; i < 4; i++)
		n = n << 8 | (unsigned char)p[i];
	return n;
}

static void check_svg(const struct scene *s)
{
	struct str svg;
	if (image_write(NULL, s->arena, s, IMAGE_SVG, 0, &svg))
		fail("no SVG");
	const char *why = xml_check(svg.buf, svg.len);
	if (why)
		fail(why);
}

static void check_pixels(const struct scene *s, enum image_format format, int scale)
{
	struct str out;
	enum err err = image_write(NULL, s->arena, s, format, scale, &out);
	bool sane = s->width >= 1 && s->width <= SIDE_MAX && s->height >= 1 && s->height <= SIDE_MAX;
	if (sane && err)
		fail("no picture");
	if (!err && format == IMAGE_PNG && scale == 100 &&
		(big_endian(out.buf + 16) != (unsigned int)lround(s->width) || big_endian(out.buf + 20) != (unsigned int)lround(s->height)))
		fail("another size");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a;
	struct scene s;
	arena_init(&a, 1 << 28);
	struct input in = { &a, data, size };
	struct text_engine *e = text_open(&a, NULL);
	unsigned int flags = byte(&in);
	scene_init(&s, &a, byte(&in) % SIDE_MAX + 1, byte(&in) % SIDE_MAX + 1);
	if (flags & 1)
		s.corner = number(&in);
	if (flags & 2)
		s.width = fmin(number(&in), SIDE_MAX);
	s.still = flags & 4;
	s.palette = palette(&in);
	s.title = text(&in);
	s.desc = text(&in);
	while (in.size)
		add_node(&in, &s, e);
	if (flags & 8)
		scene_mirror(&s);
	check_svg(&s);
	check_pixels(&s, IMAGE_PNG, flags & 16 ? 100 : 50);
	if ((flags & 0xe0) == 0)
		check_pixels(&s, flags & 16 ? IMAGE_WEBP : IMAGE_JPEG, 100);
	text_close(e);
	arena_release(&a);
	return 0;
}
