/*
 * Pixels as PNG (ISO/IEC 15948): 8 bits, one IDAT, indexed colour where quant.h finds a palette (every card of
 * ours), with its transparency in a tRNS chunk, else RGB or RGBA. No row filter: flat areas and text, which is all
 * we draw, deflate better and faster without one.
 */
#ifndef CORE_RENDER_PNG_H
#define CORE_RENDER_PNG_H

#include <stddef.h>

#include "core/base/err.h"
#include "core/base/str.h"

struct arena;
struct pixels;

enum { PNG_BYTES_MAX = 8 * 1024 * 1024 };

/*
 * The pixels are spent: they are packed in place. ERR_INTERNAL: no memory for the compressor; ERR_TOO_BIG: more than
 * PNG_BYTES_MAX.
 */
enum err png_pack(struct err_note *note, struct arena *a, const struct pixels *p, struct str *ret_png);

#endif
