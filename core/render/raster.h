/* A scene as pixels by cairo and Pango, and the pixels as PNG. */
#ifndef CORE_RENDER_RASTER_H
#define CORE_RENDER_RASTER_H

#include <stdbool.h>

#include "core/base/err.h"
#include "core/base/str.h"

struct arena;
struct scene;

enum { RASTER_SIDE_MAX = 4096 }; /* pixels */

/*
 * The scene in the first colours of its palette. scale: pixels a unit. ERR_TOO_BIG: a side over
 * RASTER_SIDE_MAX or the scene is over; ERR_INTERNAL: cairo has no memory.
 */
enum err raster_png(struct err_note *note, struct arena *a, const struct scene *s,
	double scale, struct str *ret_png);

#endif
