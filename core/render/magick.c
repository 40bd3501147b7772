/* The two formats as rows of options. */
#include "config.h"

#include "core/render/magick.h"

#include "core/base/clean.h"
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
	struct {
		const char *name, *value;
	} options[2];
} codecs[IMAGE__MAX] = {
	[IMAGE_WEBP] = { "WEBP", 70, { { "webp:lossless", "true" }, { "webp:method", "3" } } },
	[IMAGE_JPEG] = { "JPEG", 90, { { "jpeg:sampling-factor", "1x1" } } },
};

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

static void make_straight(const struct pixels *p)
{
	for (size_t y = 0; y < p->height; y++) {
		for (size_t x = 0; x < p->width; x++) {
			unsigned char rgba[4], *at = p->data + y * p->stride + 4 * x;
			uint32_t pixel;
			memcpy(&pixel, at, sizeof(pixel));
			if (pixel >> 24 == 0xff)
				continue;
			raster_straight(pixel, rgba);
			pixel = (uint32_t)rgba[3] << 24 | (uint32_t)rgba[0] << 16 | (uint32_t)rgba[1] << 8 | rgba[2];
			memcpy(at, &pixel, sizeof(pixel));
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

enum err magick_pack(struct err_note *note, struct arena *a, const struct pixels *p, enum image_format format,
	struct str *ret_image)
{
	(void)pthread_once(&once, start);
	CLEANUP(DestroyMagickWandp) MagickWand *wand = NewMagickWand();
	if (p->alpha)
		make_straight(p);
	bool ok = MagickConstituteImage(wand, p->width, p->height, p->alpha ? map_alpha : map_opaque, CharPixel, p->data) &&
		MagickSetImageFormat(wand, codecs[format].format) &&
		MagickSetImageCompressionQuality(wand, codecs[format].quality) && MagickStripImage(wand);
	for (size_t i = 0; ok && i < ARRAY_LEN(codecs[format].options) && codecs[format].options[i].name; i++)
		ok = MagickSetOption(wand, codecs[format].options[i].name, codecs[format].options[i].value);
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
