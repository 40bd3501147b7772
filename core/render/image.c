/* Names of formats, and which writer makes them. */
#include "config.h"

#include "core/render/image.h"

#include "core/base/clean.h"
#include "core/render/magick.h"
#include "core/render/raster.h"
#include "core/render/scene.h"
#include "core/render/svg.h"

#include <math.h>
#include "core/base/banned.h"

static const struct {
	const char *name, *other_name, *type;
} formats[IMAGE__MAX] = {
	[IMAGE_SVG] = { "svg", NULL, "image/svg+xml; charset=utf-8" },
	[IMAGE_PNG] = { "png", NULL, "image/png" },
	[IMAGE_WEBP] = { "webp", NULL, "image/webp" },
	[IMAGE_JPEG] = { "jpeg", "jpg", "image/jpeg" },
};

bool image_format_parse(const char *name, enum image_format *ret_format)
{
	for (size_t i = 0; i < ARRAY_LEN(formats); i++) {
		const char *other = formats[i].other_name;
		if (!str_eq_nocase(name, formats[i].name) && !(other && str_eq_nocase(name, other)))
			continue;
		*ret_format = (enum image_format)i;
		return true;
	}
	return false;
}

const char *image_format_type(enum image_format format)
{
	return formats[format].type;
}

/* A picture of more pixels than IMAGE_PIXELS_MAX is drawn smaller, if not smaller than anybody could ask for. */
static double fit(const struct scene *s, double scale)
{
	double most = fmin(sqrt(IMAGE_PIXELS_MAX / (s->width * s->height)), RASTER_SIDE_MAX / fmax(s->width, s->height));
	return fmin(scale, most);
}

enum err image_write(struct err_note *note, struct arena *a, const struct scene *s, enum image_format format,
	int scale_percent, struct str *ret_image)
{
	if (format == IMAGE_SVG)
		return svg_write(note, a, s, ret_image);
	if (scale_percent && (scale_percent < IMAGE_SCALE_MIN || scale_percent > IMAGE_SCALE_MAX))
		return err_field(note, ERR_INVALID, "scale", "scale must be %d to %d per cent", IMAGE_SCALE_MIN,
			IMAGE_SCALE_MAX);
	double scale = fit(s, scale_percent ? scale_percent / 100.0 : 1);
	if (scale * 100 < IMAGE_SCALE_MIN)
		return err_set(note, ERR_TOO_BIG, "the picture is too large");
	if (format == IMAGE_PNG)
		return raster_png(note, a, s, scale, ret_image);
	CLEANUP(raster_release) struct pixels pixels = { 0 };
	TRY(raster_draw(note, s, scale, format == IMAGE_JPEG, &pixels));
	return magick_pack(note, a, &pixels, format, ret_image);
}
