/* The two formats as rows of options. */
#include "config.h"

#include "core/render/magick.h"

#include "core/base/clean.h"
#include "core/render/quant.h"
#include "core/render/raster.h"

#include <pthread.h>
#include <string.h>
#include <wand/MagickWand.h>
#include "core/base/banned.h"

DEFINE_CLEANUP(MagickWand *, DestroyMagickWand)
DEFINE_CLEANUP(unsigned char *, MagickRelinquishMemory)

/* Rows of one pixel each: blue, green, red, alpha in memory where the least byte comes first. */
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
static const char map_alpha[] = "BGRA", map_opaque[] = "BGRP";
#else
static const char map_alpha[] = "ARGB", map_opaque[] = "PRGB";
#endif

static const struct {
	const char *format;
	size_t quality; /* of WebP without loss: effort */
	bool palette;
	struct {
		const char *name, *value;
		const char *large; /* instead, for more pixels than LARGE; NULL = the same */
	} options[2];
} codecs[IMAGE__MAX] = {
	[IMAGE_WEBP] = { "WEBP", 30, true, { { "webp:lossless", "true", NULL }, { "webp:method", "1", "0" } } },
	[IMAGE_JPEG] = { "JPEG", 90, false, { { "jpeg:sampling-factor", "1x1", NULL } } },
};

enum { LARGE = 500000 }; /* from here on the better method takes too long: 0.3 us a pixel */

static pthread_once_t once = PTHREAD_ONCE_INIT; /* style: set once */

/*
 * A second thread would only wait for the first: OpenMP spins. There is no limit of time: the library counts it from the
 * start of the process and ends the process when it is over. The pixels are few (RASTER_SIDE_MAX).
 */
static void start(void)
{
	static const struct {
		ResourceType type;
		MagickSizeType limit;
	} limits[] = { { ThreadResource, 1 }, { DiskResource, 0 }, { MapResource, 0 },
		{ MemoryResource, 256 << 20 }, { AreaResource, RASTER_SIDE_MAX * RASTER_SIDE_MAX },
		{ WidthResource, RASTER_SIDE_MAX }, { HeightResource, RASTER_SIDE_MAX } };
	MagickWandGenesis();
	for (size_t i = 0; i < ARRAY_LEN(limits); i++)
		(void)MagickSetResourceLimit(limits[i].type, limits[i].limit);
}

static void put(unsigned char *at, const unsigned char rgb[3], unsigned char alpha, size_t n)
{
	const uint32_t pixel = (uint32_t)alpha << 24 | (uint32_t)rgb[0] << 16 | (uint32_t)rgb[1] << 8 | rgb[2];
	for (size_t i = 0; i < n; i++)
		memcpy(at + 4 * i, &pixel, sizeof(pixel));
}

/*
 * No longer multiplied by alpha; and in the colours of a palette where there is one (as our PNGs), which WebP stores in half
 * the time.
 */
static void make_straight(const struct pixels *p, const struct quant *q)
{
	for (size_t y = 0; y < p->height; y++) {
		unsigned char *row = p->data + y * p->stride;
		for (size_t x = 0, run; x < p->width; x += run) {
			unsigned char rgba[4];
			uint32_t pixel;
			memcpy(&pixel, row + 4 * x, sizeof(pixel));
			run = quant_run(row, x, p->width);
			if (q) {
				size_t i = quant_index(q, pixel);
				put(row + 4 * x, q->palette[i], i < q->n_clear ? q->alpha[i] : 255, run);
			} else if (p->alpha) {
				raster_straight(pixel, rgba);
				put(row + 4 * x, rgba, rgba[3], run);
			}
		}
	}
}

static enum err refused(struct err_note *note, MagickWand *wand)
{
	ExceptionType severity = UndefinedException;
	char *text = MagickGetException(wand, &severity);
	enum err err = err_set(note, ERR_INTERNAL, "ImageMagick: %s", text ? text : "failed");
	(void)MagickRelinquishMemory(text);
	return err;
}

static bool set_options(MagickWand *wand, enum image_format format, bool large)
{
	bool ok = true;
	for (size_t i = 0; ok && i < ARRAY_LEN(codecs[format].options) && codecs[format].options[i].name; i++)
		ok = MagickSetOption(wand, codecs[format].options[i].name,
			large && codecs[format].options[i].large ? codecs[format].options[i].large : codecs[format].options[i].value);
	return ok;
}

enum err magick_pack(struct err_note *note, struct arena *a, const struct pixels *p, enum image_format format,
	struct str *ret_image)
{
	(void)pthread_once(&once, start);
	CLEANUP(DestroyMagickWandp) MagickWand *wand = NewMagickWand();
	struct quant quant;
	bool indexed = codecs[format].palette && quant_make(a, p, &quant);
	make_straight(p, indexed ? &quant : NULL);
	bool ok = MagickConstituteImage(wand, p->width, p->height, p->alpha ? map_alpha : map_opaque, CharPixel, p->data) &&
		MagickSetImageFormat(wand, codecs[format].format) &&
		MagickSetImageCompressionQuality(wand, codecs[format].quality) && MagickStripImage(wand);
	ok = ok && set_options(wand, format, p->width * p->height > LARGE);
	if (!ok)
		return refused(note, wand);
	size_t len = 0;
	CLEANUP(MagickRelinquishMemoryp) unsigned char *bytes = MagickGetImageBlob(wand, &len);
	if (!bytes)
		return refused(note, wand);
	if (len > MAGICK_BYTES_MAX)
		return err_set(note, ERR_TOO_BIG, "the picture is too large");
	struct str out;
	str_init(&out, a, len);
	str_add(&out, (const char *)bytes, len);
	*ret_image = out;
	return OK;
}
