/* A peer in tests/bench/png: the picture as one would write it with cairo, Pango and libpng, by their defaults. */
#include "config.h"

#include "tests/bench/png-picture.h"
#include "tests/bench/png-worker.h"

#include <math.h>
#include <pango/pangocairo.h>
#include <png.h>
#include <stdlib.h>

struct bytes {
	unsigned char *data;
	size_t len, cap;
};

static void color(cairo_t *cr, uint32_t rgb)
{
	cairo_set_source_rgb(cr, (rgb >> 16) / 255.0, (rgb >> 8 & 0xff) / 255.0, (rgb & 0xff) / 255.0);
}

static void round_box(cairo_t *cr, double x, double y, double w, double h, double r)
{
	cairo_new_sub_path(cr);
	cairo_arc(cr, x + w - r, y + r, r, -M_PI / 2, 0);
	cairo_arc(cr, x + w - r, y + h - r, r, 0, M_PI / 2);
	cairo_arc(cr, x + r, y + h - r, r, M_PI / 2, M_PI);
	cairo_arc(cr, x + r, y + r, r, M_PI, 3 * M_PI / 2);
	cairo_close_path(cr);
	cairo_fill(cr);
}

static void text(cairo_t *cr, size_t i)
{
	PangoLayout *layout = pango_cairo_create_layout(cr);
	PangoFontDescription *font = pango_font_description_from_string("Noto Sans");
	pango_font_description_set_absolute_size(font, picture_texts[i].size * PANGO_SCALE);
	pango_font_description_set_weight(font, (PangoWeight)picture_texts[i].weight);
	pango_layout_set_font_description(layout, font);
	pango_font_description_free(font);
	pango_layout_set_text(layout, picture_texts[i].text, -1);
	color(cr, picture_texts[i].rgb);
	cairo_move_to(cr, picture_texts[i].x, picture_texts[i].y);
	pango_cairo_show_layout_line(cr, pango_layout_get_line_readonly(layout, 0));
	g_object_unref(layout);
}

static void paint(cairo_t *cr)
{
	color(cr, picture_ground);
	cairo_paint(cr);
	for (size_t i = 0; i < PICTURE_BARS; i++) {
		color(cr, picture_track);
		round_box(cr, BAR_X, picture_bars[i].y, BAR_WIDTH, BAR_HEIGHT, BAR_HEIGHT / 2.0);
		color(cr, picture_bars[i].rgb);
		round_box(cr, BAR_X, picture_bars[i].y, BAR_WIDTH * picture_bars[i].share, BAR_HEIGHT, BAR_HEIGHT / 2.0);
	}
	for (size_t i = 0; i < PICTURE_DAYS; i++) {
		color(cr, picture_levels[picture_level(i)]);
		round_box(cr, DAYS_X + (double)(i / 7) * DAY_STEP, DAYS_Y + (double)(i % 7) * DAY_STEP, DAY_SIDE, DAY_SIDE,
			DAY_RADIUS);
	}
	for (size_t i = 0; i < PICTURE_TEXTS; i++)
		text(cr, i);
}

static void append(png_structp png, png_bytep data, size_t len)
{
	struct bytes *b = png_get_io_ptr(png);
	if (b->len + len > b->cap) {
		b->cap = 2 * (b->len + len);
		b->data = realloc(b->data, b->cap);
	}
	memcpy(b->data + b->len, data, len);
	b->len += len;
}

static void encode(cairo_surface_t *surface, struct bytes *out)
{
	png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
	png_infop info = png_create_info_struct(png);
	unsigned char *data = cairo_image_surface_get_data(surface);
	int stride = cairo_image_surface_get_stride(surface);
	out->len = 0;
	png_set_write_fn(png, out, append, NULL);
	png_set_IHDR(png, info, PICTURE_WIDTH, PICTURE_HEIGHT, 8, PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE,
		PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
	png_write_info(png, info);
	png_set_bgr(png);
	png_set_filler(png, 0, PNG_FILLER_AFTER);
	for (int y = 0; y < PICTURE_HEIGHT; y++)
		png_write_row(png, data + y * stride);
	png_write_end(png, info);
	png_destroy_write_struct(&png, &info);
}

static struct drawn draw(void *ctx)
{
	struct bytes *out = ctx;
	cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, PICTURE_WIDTH, PICTURE_HEIGHT);
	cairo_t *cr = cairo_create(surface);
	paint(cr);
	cairo_surface_flush(surface);
	encode(surface, out);
	cairo_destroy(cr);
	cairo_surface_destroy(surface);
	return (struct drawn){ out->data, out->len };
}

/* png-plain [FILE] */
int main(int argc, char **argv)
{
	struct bytes out = { 0 };
	int status = argc > 1 ? worker_write(draw, &out, argv[1]) : worker_loop(draw, &out);
	free(out.data);
	return status;
}
