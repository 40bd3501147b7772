/*
 * Opaque pixels as PNG (ISO/IEC 15948): 8 bits, one IDAT, indexed colour where quant.h finds a
 * palette (every card of ours), else RGB. No row filter: flat areas and text, which is all
 * we draw, deflate better and faster without one.
 */
#ifndef CORE_RENDER_PNG_H
#define CORE_RENDER_PNG_H

#include <stddef.h>

#include "core/base/err.h"
#include "core/base/str.h"

struct arena;

enum { PNG_BYTES_MAX = 8 * 1024 * 1024 };

/*
 * pixels: rows of stride bytes, stride >= 4 * width, each pixel a native 32-bit 0x??rrggbb (cairo's RGB24).
 * The buffer is spent: it is packed in place. ERR_INTERNAL: no memory for the compressor;
 * ERR_TOO_BIG: more than PNG_BYTES_MAX.
 */
enum err png_pack(struct err_note *note, struct arena *a, unsigned char *pixels, size_t width,
	size_t height, size_t stride, struct str *ret_png);

#endif
