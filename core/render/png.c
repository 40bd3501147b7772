/* PNG by libdeflate, which wants the whole stream in one piece: it is packed where the pixels were. */
#include "config.h"

#include "core/render/png.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/render/quant.h"

#include <libdeflate.h>
#include <stdint.h>
#include <string.h>
#include "core/base/banned.h"

enum { LEVEL = 6, CHUNK_EXTRA = 12 };

DEFINE_CLEANUP(struct libdeflate_compressor *, libdeflate_free_compressor)

/*
 * Each row becomes filter type 0 and its indices, or without a palette its r, g, b bytes;
 * returns the length of them all. Writing never overtakes reading, but for the first byte of
 * all, which falls on the first pixel.
 */
static size_t pack_rows(unsigned char *pixels, size_t width, size_t height, size_t stride,
	const struct quant *q)
{
	unsigned char *out = pixels, index = 0;
	uint32_t first, last = UINT32_MAX;
	memcpy(&first, pixels, sizeof(first));
	for (size_t y = 0; y < height; y++) {
		const unsigned char *row = pixels + y * stride;
		*out++ = 0;
		for (size_t x = 0; x < width; x++) {
			uint32_t pixel = first;
			if (x || y)
				memcpy(&pixel, row + 4 * x, sizeof(pixel));
			if (!q) {
				*out++ = (unsigned char)(pixel >> 16);
				*out++ = (unsigned char)(pixel >> 8);
				*out++ = (unsigned char)pixel;
				continue;
			}
			if (pixel != last) {
				index = quant_index(q, pixel);
				last = pixel;
			}
			*out++ = index;
		}
	}
	return (size_t)(out - pixels);
}

static void put32(unsigned char *p, uint32_t n)
{
	for (int i = 0; i < 4; i++)
		p[i] = (unsigned char)(n >> (24 - 8 * i));
}

static void chunk(struct str *out, const char type[5], const unsigned char *data, size_t len)
{
	unsigned char word[4];
	put32(word, (uint32_t)len);
	str_add(out, (const char *)word, sizeof(word));
	str_add(out, type, 4);
	str_add(out, (const char *)data, len);
	put32(word, libdeflate_crc32(libdeflate_crc32(0, type, 4), data, len));
	str_add(out, (const char *)word, sizeof(word));
}

enum err png_pack(struct err_note *note, struct arena *a, unsigned char *pixels, size_t width,
	size_t height, size_t stride, struct str *ret_png)
{
	static const char signature[] = "\x89PNG\r\n\x1a\n";
	unsigned char head[13] = { 0 };
	CLEANUP(libdeflate_free_compressorp)
	struct libdeflate_compressor *compressor = libdeflate_alloc_compressor(LEVEL);
	if (!compressor)
		return err_set(note, ERR_INTERNAL, "no memory for a PNG");

	struct quant quant;
	bool indexed = quant_make(a, pixels, width, height, stride, &quant);
	/* what packing freed takes the compressed stream; noise does not fit, cards do */
	size_t packed = pack_rows(pixels, width, height, stride, indexed ? &quant : NULL);
	unsigned char *deflated = pixels + packed;
	size_t room = stride * height - packed;
	size_t len = libdeflate_zlib_compress(compressor, pixels, packed, deflated, room);
	if (!len) {
		room = libdeflate_zlib_compress_bound(compressor, packed);
		deflated = arena_alloc(a, room);
		len = libdeflate_zlib_compress(compressor, pixels, packed, deflated, room);
	}
	if (!len || len > PNG_BYTES_MAX - 1024)
		return err_set(note, ERR_TOO_BIG, "the picture does not fit a PNG");

	put32(head, (uint32_t)width);
	put32(head + 4, (uint32_t)height);
	head[8] = 8; /* bits */
	head[9] = indexed ? 3 : 2; /* palette or RGB */
	struct str out;
	str_init(&out, a, len + sizeof(signature) + sizeof(head) + sizeof(quant.palette) + 4 * CHUNK_EXTRA);
	str_add(&out, signature, sizeof(signature) - 1);
	chunk(&out, "IHDR", head, sizeof(head));
	if (indexed)
		chunk(&out, "PLTE", quant.palette[0], 3 * quant.n_palette);
	chunk(&out, "IDAT", deflated, len);
	chunk(&out, "IEND", head, 0);
	*ret_png = out;
	return OK;
}
