/* A table of drawn letters on each font map; a new letter takes the place of an old one. */
#include "config.h"

#include "core/render/letter.h"

#include "core/base/clean.h"

#include <hb-ot.h>
#include <math.h>
#include <pango/pangocairo.h>
#include <string.h>
#include "core/base/banned.h"

/* Larger letters are left to cairo: a half pixel is not seen there, and they would take much memory. */
enum { ENTRIES = 2048, PHASES = 4, SIDE_MAX = 200, EM_MAX = 48 };

DEFINE_CLEANUP(cairo_t *, cairo_destroy)
DEFINE_CLEANUP(cairo_surface_t *, cairo_surface_destroy)
DEFINE_CLEANUP(cairo_font_options_t *, cairo_font_options_destroy)

struct key {
	cairo_scaled_font_t *font; /* referenced, so that no other takes its address */
	unsigned long glyph;
	int phase, scale; /* hundredths */
};

struct entry {
	struct key key;
	struct letter_image image;
};

struct table {
	struct entry entries[ENTRIES];
};

static void entry_clear(struct entry *e)
{
	g_free(e->image.coverage);
	if (e->key.font)
		cairo_scaled_font_destroy(e->key.font);
	*e = (struct entry){ 0 };
}

static void table_free(void *data)
{
	struct table *table = data;
	for (size_t i = 0; i < ENTRIES; i++)
		entry_clear(&table->entries[i]);
	g_free(table);
}

static struct table *table_of(void *map)
{
	struct table *table = g_object_get_data(G_OBJECT(map), "gps-letters");
	if (!table) {
		table = g_new0(struct table, 1);
		g_object_set_data_full(G_OBJECT(map), "gps-letters", table, table_free);
	}
	return table;
}

static size_t slot_of(const struct key *key)
{
	uint64_t h = (uint64_t)(uintptr_t)key->font >> 4;
	h = (h * 31 + key->glyph) * 31 + (uint64_t)key->scale;
	h = (h * PHASES + (uint64_t)key->phase) * UINT64_C(0x9e3779b97f4a7c15);
	return (size_t)(h >> 53); /* 11 bits = ENTRIES */
}

/* The outline with its origin at (x, y), pixels. */
static void outline(cairo_t *cr, const struct key *key, int x, int y)
{
	cairo_matrix_t matrix;
	double scale = key->scale / 100.0;
	CLEANUP(cairo_font_options_destroyp) cairo_font_options_t *options = cairo_font_options_create();
	cairo_scaled_font_get_font_matrix(key->font, &matrix);
	cairo_scaled_font_get_font_options(key->font, options);
	cairo_translate(cr, x, y);
	cairo_scale(cr, scale, scale);
	cairo_set_font_face(cr, cairo_scaled_font_get_font_face(key->font));
	cairo_set_font_matrix(cr, &matrix);
	cairo_set_font_options(cr, options);
	cairo_glyph_t glyph = { key->glyph, key->phase / (double)PHASES / scale, 0 };
	cairo_glyph_path(cr, &glyph, 1);
	cairo_identity_matrix(cr);
}

static cairo_t *pen_on(unsigned char *data, int width, int height)
{
	CLEANUP(cairo_surface_destroyp) cairo_surface_t *surface = cairo_image_surface_create_for_data(data, CAIRO_FORMAT_A8,
		width, height, cairo_format_stride_for_width(CAIRO_FORMAT_A8, width));
	return cairo_create(surface);
}

/* Measure the outline, then fill it where it just fits. */
static bool draw_image(const struct key *key, struct letter_image *ret_image)
{
	unsigned char none[4] = { 0 };
	double x1 = 0, y1 = 0, x2 = 0, y2 = 0;
	CLEANUP(cairo_destroyp) cairo_t *probe = pen_on(none, 1, 1);
	outline(probe, key, 0, 0);
	cairo_fill_extents(probe, &x1, &y1, &x2, &y2);
	struct letter_image image = { .left = (int)floor(x1), .top = (int)floor(y1) };
	int width = (int)ceil(x2) - image.left, height = (int)ceil(y2) - image.top;
	if (cairo_status(probe) != CAIRO_STATUS_SUCCESS || !(width <= SIDE_MAX && height <= SIDE_MAX))
		return false;
	if (width > 0 && height > 0) {
		image.width = cairo_format_stride_for_width(CAIRO_FORMAT_A8, width);
		image.height = height;
		image.coverage = g_malloc0((size_t)image.width * (size_t)height);
		CLEANUP(cairo_destroyp) cairo_t *cr = pen_on(image.coverage, width, height);
		outline(cr, key, -image.left, -image.top);
		cairo_fill(cr);
	}
	*ret_image = image;
	return true;
}

static const struct letter_image *find(struct table *table, const struct key *key)
{
	struct entry *e = &table->entries[slot_of(key)];
	if (e->key.font == key->font && e->key.glyph == key->glyph && e->key.phase == key->phase && e->key.scale == key->scale)
		return &e->image;
	struct letter_image image;
	if (!draw_image(key, &image))
		return NULL;
	entry_clear(e);
	*e = (struct entry){ *key, image };
	(void)cairo_scaled_font_reference(key->font);
	return &e->image;
}

/* ---- onto pixels */

uint32_t letter_blend(uint32_t color, uint32_t pixel, uint32_t coverage)
{
	uint32_t out = 0, alpha = (color >> 24) * coverage;
	for (int shift = 24; shift >= 0; shift -= 8) {
		uint32_t v = (color >> shift & 0xff) * coverage * 255 + (pixel >> shift & 0xff) * (65025 - alpha);
		out |= (v + 32512) / 65025 << shift;
	}
	return out;
}

static int between(int v, int low, int high)
{
	return v < low ? low : v > high ? high : v;
}

static void put(const struct letter_target *t, const struct letter_image *g, int x, int y, uint32_t color)
{
	int left = between(x + g->left, 0, t->width), right = between(x + g->left + g->width, 0, t->width);
	int top = between(y + g->top, 0, t->height), bottom = between(y + g->top + g->height, 0, t->height);
	for (int row = top; row < bottom; row++) {
		const unsigned char *coverage = g->coverage + (row - y - g->top) * g->width + (left - x - g->left);
		unsigned char *at = t->data + (ptrdiff_t)row * t->stride + (ptrdiff_t)left * 4;
		for (int i = left; i < right; i++, at += 4, coverage++) {
			uint32_t pixel;
			if (!*coverage)
				continue;
			memcpy(&pixel, at, sizeof(pixel));
			pixel = *coverage == 255 && color >> 24 == 255 ? color : letter_blend(color, pixel, *coverage);
			memcpy(at, &pixel, sizeof(pixel));
		}
	}
}

static bool has_colors(PangoFont *font)
{
	hb_face_t *face = hb_font_get_face(pango_font_get_hb_font(font));
	return hb_ot_color_has_png(face) || hb_ot_color_has_layers(face) || hb_ot_color_has_svg(face);
}

static bool is_small(const struct key *key)
{
	cairo_matrix_t matrix;
	cairo_scaled_font_get_font_matrix(key->font, &matrix);
	return fabs(matrix.yy) * key->scale / 100 <= EM_MAX;
}

/* Each glyph of the job that has an image, to put or, without a target, only to be looked at. */
static bool each(const struct letter_target *t, const struct letter_job *job, struct table *table, struct key key)
{
	const PangoGlyphString *glyphs = job->glyphs;
	double x = job->x;
	int y = (int)lround(job->y);
	for (int i = 0; i < glyphs->num_glyphs; i++) {
		const PangoGlyphInfo *info = &glyphs->glyphs[i];
		double at = x + job->scale * info->geometry.x_offset / PANGO_SCALE;
		int quarters = (int)lround(at * PHASES), rise = (int)lround(job->scale * info->geometry.y_offset / PANGO_SCALE);
		x += job->scale * info->geometry.width / PANGO_SCALE;
		if (info->glyph == PANGO_GLYPH_EMPTY)
			continue;
		key.phase = quarters & (PHASES - 1);
		key.glyph = info->glyph;
		const struct letter_image *image = info->glyph & PANGO_GLYPH_UNKNOWN_FLAG ? NULL : find(table, &key);
		if (!image)
			return false;
		if (t)
			put(t, image, (quarters - key.phase) / PHASES, y + rise, job->color);
	}
	return true;
}

bool letter_draw(const struct letter_target *t, const struct letter_job *job)
{
	struct table *table = table_of(job->map);
	struct key key = { .font = pango_cairo_font_get_scaled_font(job->font), .scale = (int)lround(job->scale * 100) };
	if (!key.font || !is_small(&key) || has_colors(job->font) || !each(NULL, job, table, key))
		return false;
	return each(t, job, table, key);
}
