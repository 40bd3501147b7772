/*
 * A scene as a file: the one door of the writers. SVG text, or pixels as PNG (cairo, Pango, libdeflate: our own
 * road), WebP and JPEG (the same pixels through MagickWand, formats named by us alone).
 */
#ifndef CORE_RENDER_IMAGE_H
#define CORE_RENDER_IMAGE_H

#include "core/base/err.h"
#include "core/base/str.h"

#include <stdbool.h>

struct arena;
struct scene;

enum image_format { IMAGE_SVG, IMAGE_PNG, IMAGE_WEBP, IMAGE_JPEG, IMAGE__MAX };

enum {
	IMAGE_SCALE_MIN = 50,
	IMAGE_SCALE_MAX = 300,
	IMAGE_PIXELS_MAX = 2000000 /* what one request may cost: a tenth of a second */
};

/* "svg", "png", "webp", "jpeg" or "jpg", any case; false for anything else. */
bool image_format_parse(const char *name, enum image_format *ret_format);
const char *image_format_type(enum image_format format); /* "image/png", "image/svg+xml; charset=utf-8" */

/*
 * scale_percent: pixels a unit, 0 = 100, less where that were too many pixels; SVG ignores it. Bytes live in a. JPEG has no
 * transparency: it stands on white. ERR_INVALID: scale out of range; ERR_TOO_BIG: too many parts, or pixels at any scale;
 * ERR_INTERNAL: a library failed.
 */
enum err image_write(struct err_note *note, struct arena *a, const struct scene *s, enum image_format format,
	int scale_percent, struct str *ret_image);

#endif
