/*
 * Pixels as WebP or JPEG through MagickWand. Only memory goes in and comes out: no file name, no reading of any
 * format, the format is one of ours. conf/policy.xml (found by MAGICK_CONFIGURE_PATH) forbids everything else once
 * more. Safe on any number of threads.
 */
#ifndef CORE_RENDER_MAGICK_H
#define CORE_RENDER_MAGICK_H

#include "core/base/err.h"
#include "core/base/str.h"
#include "core/render/image.h"

struct arena;
struct pixels;

enum { MAGICK_BYTES_MAX = 8 * 1024 * 1024 };

/*
 * WebP without loss but for the palette (quant.h), with transparency where the pixels have it; JPEG at quality 90
 * without chroma subsampling, for pixels without alpha. The pixels are spent. ERR_INTERNAL: the library refused;
 * ERR_TOO_BIG: more than MAGICK_BYTES_MAX.
 */
enum err magick_pack(struct err_note *note, struct arena *a, const struct pixels *p, enum image_format format,
	struct str *ret_image);

#endif
