/*
 * A scene as pixels by cairo and Pango, in the first colours of its palette. A card with round corners or with a
 * background one can see through stands on nothing; every other stands on ROLE_BACKGROUND.
 */
#ifndef CORE_RENDER_RASTER_H
#define CORE_RENDER_RASTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/err.h"
#include "core/base/str.h"

struct arena;
struct scene;

enum { RASTER_SIDE_MAX = 4096 }; /* pixels */

/*
 * Rows of stride bytes, stride >= 4 * width, each pixel a native 32-bit number: 0x??rrggbb, or with alpha
 * 0xaarrggbb where r, g and b are multiplied by a, as cairo has them.
 */
struct pixels {
	unsigned char *data;
	size_t width, height, stride;
	bool alpha;
	void *surface; /* of cairo; NULL where the data are somebody else's */
};

/*
 * scale: pixels a unit. on_white: no transparency, white under everything. ERR_TOO_BIG: a side over
 * RASTER_SIDE_MAX or the scene is over; ERR_INTERNAL: cairo has no memory. On success the caller releases the pixels.
 */
enum err raster_draw(struct err_note *note, const struct scene *s, double scale, bool on_white,
	struct pixels *ret_pixels);
void raster_release(struct pixels *p);

/* Bytes r, g, b, a of a pixel with alpha, no longer multiplied. */
static inline void raster_straight(uint32_t pixel, unsigned char ret_rgba[4])
{
	uint32_t alpha = pixel >> 24;
	for (int i = 0; i < 3; i++) {
		uint32_t v = pixel >> (16 - 8 * i) & 0xff;
		if (alpha != 255)
			v = alpha ? (v * 255 + alpha / 2) / alpha : 0;
		ret_rgba[i] = (unsigned char)(v > 255 ? 255 : v);
	}
	ret_rgba[3] = (unsigned char)alpha;
}

/* The scene as PNG (png.h). */
enum err raster_png(struct err_note *note, struct arena *a, const struct scene *s,
	double scale, struct str *ret_png);

#endif
