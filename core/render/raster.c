/* Scene to cairo. */
#include "config.h"

#include "core/render/raster.h"

#include "core/base/clean.h"
#include "core/render/letter.h"
#include "core/render/png.h"
#include "core/render/scene.h"

#include <math.h>
#include <pango/pangocairo.h>
#include <string.h>
#include "core/base/banned.h"

DEFINE_CLEANUP(cairo_t *, cairo_destroy)
DEFINE_CLEANUP(cairo_surface_t *, cairo_surface_destroy)
DEFINE_CLEANUP(cairo_pattern_t *, cairo_pattern_destroy)

struct pen {
	cairo_t *cr;
	cairo_surface_t *surface;
	const struct scene *scene;
	double scale;
	int width, height;
};

static double channel(rgba c, int shift)
{
	return (c >> shift & 0xff) / 255.0;
}

static void source_gradient(const struct pen *pen, const struct gradient *g)
{
	CLEANUP(cairo_pattern_destroyp)
	cairo_pattern_t *pattern = cairo_pattern_create_linear(g->x1, g->y1, g->x2, g->y2);
	for (size_t i = 0; i < g->n_stops; i++) {
		const struct stop *stop = &g->stops[i];
		rgba c = stop->role >= 0 ? pen->scene->palette->colors[0][stop->role] : stop->color;
		cairo_pattern_add_color_stop_rgba(pattern, stop->offset, channel(c, 24), channel(c, 16),
			channel(c, 8), channel(c, 0) * stop->opacity);
	}
	cairo_set_source(pen->cr, pattern);
}

static rgba color_of(const struct pen *pen, const struct paint *p)
{
	return p->kind == PAINT_ROLE ? pen->scene->palette->colors[0][p->role] : RGBA(p->rgb);
}

static void source(const struct pen *pen, const struct paint *p)
{
	if (p->kind == PAINT_GRADIENT) {
		source_gradient(pen, &pen->scene->gradients[p->gradient]);
		return;
	}
	rgba c = color_of(pen, p);
	cairo_set_source_rgba(pen->cr, channel(c, 24), channel(c, 16), channel(c, 8), channel(c, 0) * fmin(p->opacity, 1));
}

/* ---- outlines */

static void round_box(cairo_t *cr, struct box b, double left_r, double right_r)
{
	double right = b.x + b.w, bottom = b.y + b.h;
	cairo_new_sub_path(cr);
	cairo_arc(cr, right - right_r, b.y + right_r, right_r, -M_PI / 2, 0);
	cairo_arc(cr, right - right_r, bottom - right_r, right_r, 0, M_PI / 2);
	cairo_arc(cr, b.x + left_r, bottom - left_r, left_r, M_PI / 2, M_PI);
	cairo_arc(cr, b.x + left_r, b.y + left_r, left_r, M_PI, 3 * M_PI / 2);
	cairo_close_path(cr);
}

static void outline_rect(cairo_t *cr, const struct node *n)
{
	struct box b = n->rect.box;
	double r = fmin(n->rect.radius, fmin(fabs(b.w), fabs(b.h)) / 2);
	if (!n->rect.corners || r <= 0)
		cairo_rectangle(cr, b.x, b.y, b.w, b.h);
	else
		round_box(cr, b, n->rect.corners & CORNER_LEFT ? r : 0, n->rect.corners & CORNER_RIGHT ? r : 0);
}

static void outline_arc(cairo_t *cr, const struct node *n)
{
	bool whole = fabs(n->arc.sweep) >= 2 * M_PI - 1e-6;
	double sweep = whole ? 2 * M_PI : n->arc.sweep;
	cairo_new_sub_path(cr);
	if (sweep >= 0)
		cairo_arc(cr, n->arc.cx, n->arc.cy, n->arc.r, n->arc.from, n->arc.from + sweep);
	else
		cairo_arc_negative(cr, n->arc.cx, n->arc.cy, n->arc.r, n->arc.from, n->arc.from + sweep);
	if (whole)
		cairo_close_path(cr);
}

static void outline_path(cairo_t *cr, const struct node *n)
{
	double dx = n->path.dx, dy = n->path.dy, k = n->path.scale;
	for (size_t i = 0; i < n->path.n; i++) {
		const struct path_step *p = &n->path.steps[i];
		switch (p->verb) {
		case PATH_MOVE:
			cairo_move_to(cr, dx + k * p->x, dy + k * p->y);
			break;
		case PATH_LINE:
			cairo_line_to(cr, dx + k * p->x, dy + k * p->y);
			break;
		case PATH_CURVE:
			cairo_curve_to(cr, dx + k * p->x1, dy + k * p->y1, dx + k * p->x2,
				dy + k * p->y2, dx + k * p->x, dy + k * p->y);
			break;
		case PATH_CLOSE:
			cairo_close_path(cr);
			break;
		}
	}
}

static void outline_cells(cairo_t *cr, const struct node *n)
{
	double side = n->cells.side, r = fmin(n->cells.radius, side / 2);
	for (size_t i = 0; i < n->cells.n; i++) {
		struct box b = { n->cells.at[i].x, n->cells.at[i].y, side, side };
		if (r > 0)
			round_box(cr, b, r, r);
		else
			cairo_rectangle(cr, b.x, b.y, b.w, b.h);
	}
}

/* ---- cells, stamped: one is drawn, the others copy its coverage */

enum { STAMP_MAX = 64 }; /* pixels a side */

struct stamp {
	unsigned char coverage[STAMP_MAX * STAMP_MAX];
	int side; /* pixels, the partly covered ones among them */
};

static double fraction(double v)
{
	return v - floor(v);
}

/* Cells of one plain colour that all stand in the same place of their pixels, inside the picture. */
static bool can_stamp(const struct pen *pen, const struct node *n)
{
	double k = pen->scale, side = n->cells.side * k;
	if (n->fill.kind == PAINT_GRADIENT || n->fill.kind == PAINT_NONE || n->stroke.paint.kind != PAINT_NONE || !n->cells.n ||
		!(side > 0 && side < STAMP_MAX - 2))
		return false;
	double x = fraction(n->cells.at[0].x * k), y = fraction(n->cells.at[0].y * k);
	for (size_t i = 0; i < n->cells.n; i++) {
		double left = n->cells.at[i].x * k, top = n->cells.at[i].y * k;
		bool inside = left >= 0 && top >= 0 && left + side <= pen->width && top + side <= pen->height;
		if (!inside || fabs(fraction(left) - x) > 0.01 || fabs(fraction(top) - y) > 0.01)
			return false;
	}
	return true;
}

static bool make_stamp(const struct pen *pen, const struct node *n, struct stamp *ret_stamp)
{
	double k = pen->scale, x = fraction(n->cells.at[0].x * k), y = fraction(n->cells.at[0].y * k);
	struct point at = { x / k, y / k };
	struct node one = { .kind = NODE_CELLS, .cells = { &at, 1, n->cells.side, n->cells.radius } };
	int stride = cairo_format_stride_for_width(CAIRO_FORMAT_A8, STAMP_MAX);
	CLEANUP(cairo_surface_destroyp) cairo_surface_t *surface = cairo_image_surface_create_for_data(ret_stamp->coverage,
		CAIRO_FORMAT_A8, STAMP_MAX, STAMP_MAX, stride);
	CLEANUP(cairo_destroyp) cairo_t *cr = cairo_create(surface);
	cairo_scale(cr, k, k);
	outline_cells(cr, &one);
	cairo_fill(cr);
	cairo_surface_flush(surface);
	ret_stamp->side = (int)ceil(fmax(x, y) + n->cells.side * k);
	return stride == STAMP_MAX && cairo_status(cr) == CAIRO_STATUS_SUCCESS;
}

static uint32_t multiplied(const struct pen *pen, const struct paint *p)
{
	rgba c = color_of(pen, p);
	double alpha = channel(c, 0) * fmin(p->opacity, 1);
	uint32_t out = (uint32_t)lround(alpha * 255) << 24;
	for (int i = 0; i < 3; i++)
		out |= (uint32_t)lround(channel(c, 24 - 8 * i) * alpha * 255) << (16 - 8 * i);
	return out;
}

static void stamp_one(const struct pen *pen, const struct stamp *stamp, size_t left, size_t top, uint32_t color)
{
	unsigned char *data = cairo_image_surface_get_data(pen->surface);
	size_t stride = (size_t)cairo_image_surface_get_stride(pen->surface), side = (size_t)stamp->side;
	size_t right = (size_t)pen->width, bottom = (size_t)pen->height;
	size_t width = left + side < right ? side : right - left, height = top + side < bottom ? side : bottom - top;
	for (size_t y = 0; y < height; y++) {
		unsigned char *at = data + (top + y) * stride + 4 * left;
		const unsigned char *coverage = stamp->coverage + y * STAMP_MAX;
		for (size_t x = 0; x < width; x++, at += 4) {
			uint32_t pixel;
			if (!coverage[x])
				continue;
			memcpy(&pixel, at, sizeof(pixel));
			pixel = coverage[x] == 255 && color >> 24 == 255 ? color : letter_blend(color, pixel, coverage[x]);
			memcpy(at, &pixel, sizeof(pixel));
		}
	}
}

static bool stamp_cells(const struct pen *pen, const struct node *n)
{
	struct stamp stamp = { .side = 0 };
	if (!can_stamp(pen, n) || !make_stamp(pen, n, &stamp))
		return false;
	uint32_t color = multiplied(pen, &n->fill);
	cairo_surface_flush(pen->surface);
	for (size_t i = 0; i < n->cells.n; i++)
		stamp_one(pen, &stamp, (size_t)(n->cells.at[i].x * pen->scale), (size_t)(n->cells.at[i].y * pen->scale), color);
	cairo_surface_mark_dirty(pen->surface);
	return true;
}

static void shape(const struct pen *pen, const struct node *n)
{
	static void (*const outlines[])(cairo_t *, const struct node *) = { [NODE_RECT] = outline_rect,
		[NODE_ARC] = outline_arc, [NODE_PATH] = outline_path, [NODE_CELLS] = outline_cells };
	cairo_t *cr = pen->cr;
	if (n->kind == NODE_CELLS && stamp_cells(pen, n))
		return;
	cairo_new_path(cr);
	outlines[n->kind](cr, n);
	if (n->fill.kind != PAINT_NONE) {
		source(pen, &n->fill);
		cairo_set_fill_rule(cr, n->kind == NODE_PATH && n->path.even_odd ? CAIRO_FILL_RULE_EVEN_ODD :
										   CAIRO_FILL_RULE_WINDING);
		cairo_fill_preserve(cr);
	}
	if (n->stroke.paint.kind != PAINT_NONE) {
		source(pen, &n->stroke.paint);
		cairo_set_line_width(cr, n->stroke.width);
		cairo_set_line_cap(cr, n->stroke.round ? CAIRO_LINE_CAP_ROUND : CAIRO_LINE_CAP_BUTT);
		cairo_set_line_join(cr, n->stroke.round ? CAIRO_LINE_JOIN_ROUND : CAIRO_LINE_JOIN_MITER);
		cairo_set_dash(cr, n->stroke.dash, n->stroke.dash[0] > 0 ? 2 : 0, 0);
		cairo_stroke_preserve(cr);
	}
}

/* ---- text */

/* One run of a line, of one font; x in pixels. */
static void text_piece(const struct pen *pen, const struct node *n, PangoLayout *layout, const PangoGlyphItem *item, double x)
{
	struct letter_target target = { cairo_image_surface_get_data(pen->surface), pen->width, pen->height,
		cairo_image_surface_get_stride(pen->surface) };
	struct letter_job job = { pango_context_get_font_map(pango_layout_get_context(layout)), item->item->analysis.font,
		item->glyphs, x, n->text.y * pen->scale, pen->scale, multiplied(pen, &n->fill) };
	cairo_surface_flush(pen->surface);
	if (n->fill.kind != PAINT_GRADIENT && letter_draw(&target, &job)) {
		cairo_surface_mark_dirty(pen->surface);
		return;
	}
	cairo_new_path(pen->cr);
	source(pen, &n->fill);
	cairo_move_to(pen->cr, x / pen->scale, n->text.y);
	pango_cairo_show_glyph_string(pen->cr, item->item->analysis.font, item->glyphs);
}

static void text(const struct pen *pen, const struct node *n)
{
	double x = n->text.x * pen->scale;
	PangoLayout *layout = text_run_layout(&n->text.run);
	const PangoLayoutLine *line = pango_layout_get_line_readonly(layout, 0);
	if (n->fill.kind == PAINT_NONE)
		return;
	for (const GSList *l = line->runs; l; l = l->next) {
		const PangoGlyphItem *item = l->data;
		text_piece(pen, n, layout, item, x);
		x += pen->scale * pango_glyph_string_get_width(item->glyphs) / PANGO_SCALE;
	}
}

/* ---- numbers no layout means */

#define FAR 8192.0 /* beyond every picture */

static bool is_near(double v)
{
	return fabs(v) <= FAR; /* not NaN either */
}

static bool is_box_sane(const struct box *b)
{
	return is_near(b->x) && is_near(b->y) && is_near(b->w) && is_near(b->h);
}

static bool is_path_sane(const struct node *n)
{
	double dx = n->path.dx, dy = n->path.dy, k = n->path.scale;
	for (size_t i = 0; i < n->path.n; i++) {
		const struct path_step *p = &n->path.steps[i];
		bool ok = p->verb == PATH_CLOSE || (is_near(dx + k * p->x) && is_near(dy + k * p->y));
		if (p->verb == PATH_CURVE)
			ok = ok && is_near(dx + k * p->x1) && is_near(dy + k * p->y1) && is_near(dx + k * p->x2) &&
				is_near(dy + k * p->y2);
		if (!ok)
			return false;
	}
	return true;
}

static bool is_cells_sane(const struct node *n)
{
	for (size_t i = 0; i < n->cells.n; i++)
		if (!is_near(n->cells.at[i].x) || !is_near(n->cells.at[i].y))
			return false;
	return is_near(n->cells.side) && is_near(n->cells.radius);
}

/* A stroke of dashes too short to be seen would be a million pieces. */
static bool is_stroke_sane(const struct stroke *s)
{
	bool dashed = s->dash[0] > 0;
	return s->width >= 0 && is_near(s->width) && is_near(s->dash[0]) && is_near(s->dash[1]) &&
		(!dashed || (s->dash[1] >= 0 && s->dash[0] + s->dash[1] >= 1));
}

static bool is_paint_sane(const struct scene *s, const struct paint *p)
{
	const struct gradient *g = p->kind == PAINT_GRADIENT ? &s->gradients[p->gradient] : NULL;
	return p->opacity >= 0 && (!g || (is_near(g->x1) && is_near(g->y1) && is_near(g->x2) && is_near(g->y2)));
}

/* What is not is left out, as a viewer leaves it out of an SVG. */
static bool is_sane(const struct scene *s, const struct node *n)
{
	bool place = true;
	switch (n->kind) {
	case NODE_RECT:
		place = is_box_sane(&n->rect.box) && is_near(n->rect.radius);
		break;
	case NODE_ARC:
		place = is_near(n->arc.cx) && is_near(n->arc.cy) && n->arc.r >= 0 && is_near(n->arc.r) && is_near(n->arc.from) &&
			is_near(n->arc.sweep);
		break;
	case NODE_PATH:
		place = is_path_sane(n);
		break;
	case NODE_CELLS:
		place = is_cells_sane(n);
		break;
	case NODE_TEXT:
		place = is_near(n->text.x) && is_near(n->text.y);
		break;
	}
	return place && is_paint_sane(s, &n->fill) && is_paint_sane(s, &n->stroke.paint) &&
		(n->stroke.paint.kind == PAINT_NONE || is_stroke_sane(&n->stroke));
}

/* ---- the picture */

static bool stands_on_nothing(const struct scene *s)
{
	return s->corner > 0 || (s->palette->colors[0][ROLE_BACKGROUND] & 0xff) != 0xff;
}

/* What is under the first node. */
static void ground(const struct pen *pen, bool alpha)
{
	struct paint background = PAINT(ROLE_BACKGROUND);
	bool clear = stands_on_nothing(pen->scene);
	if (alpha)
		return;
	cairo_set_source_rgb(pen->cr, 1, 1, 1);
	if (!clear)
		source(pen, &background);
	cairo_paint(pen->cr);
}

enum err raster_draw(struct err_note *note, const struct scene *s, double scale, bool on_white,
	struct pixels *ret_pixels)
{
	double wide = s->width * scale, high = s->height * scale;
	if (s->over || !(wide >= 0.5 && wide <= RASTER_SIDE_MAX && high >= 0.5 && high <= RASTER_SIDE_MAX))
		return err_set(note, ERR_TOO_BIG, "the picture is too large");
	int width = (int)lround(wide), height = (int)lround(high);
	bool alpha = stands_on_nothing(s) && !on_white;
	CLEANUP(cairo_surface_destroyp)
	cairo_surface_t *surface = cairo_image_surface_create(alpha ? CAIRO_FORMAT_ARGB32 : CAIRO_FORMAT_RGB24, width, height);
	CLEANUP(cairo_destroyp) cairo_t *cr = cairo_create(surface);
	struct pen pen = { cr, surface, s, scale, width, height };
	ground(&pen, alpha);
	cairo_scale(cr, scale, scale);
	for (size_t i = 0; i < s->n_nodes; i++) {
		if (!is_sane(s, &s->nodes[i]))
			continue;
		if (s->nodes[i].kind == NODE_TEXT)
			text(&pen, &s->nodes[i]);
		else
			shape(&pen, &s->nodes[i]);
	}
	cairo_surface_flush(surface);
	if (cairo_status(cr) != CAIRO_STATUS_SUCCESS)
		return err_set(note, ERR_INTERNAL, "cairo: %s", cairo_status_to_string(cairo_status(cr)));
	*ret_pixels = (struct pixels){ cairo_image_surface_get_data(surface), (size_t)width, (size_t)height,
		(size_t)cairo_image_surface_get_stride(surface), alpha, NULL };
	ret_pixels->surface = TAKE(surface);
	return OK;
}

void raster_release(struct pixels *p)
{
	cairo_surface_destroy(p->surface);
	p->surface = NULL;
}

enum err raster_png(struct err_note *note, struct arena *a, const struct scene *s,
	double scale, struct str *ret_png)
{
	CLEANUP(raster_release) struct pixels pixels = { 0 };
	TRY(raster_draw(note, s, scale, false, &pixels));
	return png_pack(note, a, &pixels, ret_png);
}
