/* PNG by libdeflate, which wants the whole stream in one piece: 3 bytes a pixel fit where 4 were. */
#include "config.h"

#include "core/render/png.h"

#include "core/base/arena.h"
#include "core/base/clean.h"

#include <libdeflate.h>
#include <stdint.h>
#include <string.h>
#include "core/base/banned.h"

enum { LEVEL = 6, CHUNK_EXTRA = 12 };

DEFINE_CLEANUP(struct libdeflate_compressor *, libdeflate_free_compressor)

/* Each row becomes filter type 0 and its r, g, b bytes; returns the length of them all. */
static size_t pack_rows(unsigned char *pixels, size_t width, size_t height, size_t stride)
{
	unsigned char *out = pixels;
	unsigned char first[4];
	for (size_t y = 0; y < height; y++) {
		const unsigned char *row = pixels + y * stride;
		/* the filter byte of row 0 falls on its own first pixel */
		memcpy(first, row, sizeof(first));
		*out++ = 0;
		for (size_t x = 0; x < width; x++) {
			uint32_t pixel;
			memcpy(&pixel, x ? row + 4 * x : first, sizeof(pixel));
			*out++ = (unsigned char)(pixel >> 16);
			*out++ = (unsigned char)(pixel >> 8);
			*out++ = (unsigned char)pixel;
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

	/* the quarter that packing freed takes the compressed stream; noise does not fit, cards do */
	size_t packed = pack_rows(pixels, width, height, stride);
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
	head[9] = 2; /* RGB */
	struct str out;
	str_init(&out, a, len + sizeof(signature) + sizeof(head) + 3 * CHUNK_EXTRA);
	str_add(&out, signature, sizeof(signature) - 1);
	chunk(&out, "IHDR", head, sizeof(head));
	chunk(&out, "IDAT", deflated, len);
	chunk(&out, "IEND", head, 0);
	*ret_png = out;
	return OK;
}
