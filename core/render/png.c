/* PNG by libdeflate, which wants the whole stream in one piece: it is packed where the pixels were. */
#include "config.h"

#include "core/render/png.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/render/quant.h"
#include "core/render/raster.h"

#include <libdeflate.h>
#include <stdint.h>
#include <string.h>
#include "core/base/banned.h"

enum { LEVEL = 6, HEAD_MAX = 2048 /* signature, six chunks of 12 and what is in four of them */ };

DEFINE_CLEANUP(struct libdeflate_compressor *, libdeflate_free_compressor)

/* Stored bytes of one pixel, least first: index, RGB, RGBA. */
static size_t pixel_size(const struct pixels *p, const struct quant *q)
{
	return q ? 1 : p->alpha ? 4 : 3;
}

static void pack_row(const struct quant *q, const unsigned char *row, size_t width, unsigned char *out)
{
	for (size_t x = 0, run; x < width; x += run) {
		uint32_t pixel;
		memcpy(&pixel, row + 4 * x, sizeof(pixel));
		run = quant_run(row, x, width);
		memset(out + x, quant_index(q, pixel), run);
	}
}

/*
 * Each row becomes filter type 0 and its indices, in place: from the second row on, what is written stays behind what is
 * read and compared. spare: room for one row.
 */
static void pack_indices(const struct pixels *p, const struct quant *q, unsigned char *spare)
{
	unsigned char *out = p->data;
	for (size_t y = 0; y < p->height; y++, out += 1 + p->width) {
		bool repeats = y > 1 && quant_repeats(p, y);
		if (!repeats)
			pack_row(q, p->data + y * p->stride, p->width, spare);
		*out = 0;
		memcpy(out + 1, spare, p->width);
	}
}

/* The same without a palette, into a buffer of its own. */
static unsigned char *pack_colors(struct arena *a, const struct pixels *p)
{
	size_t size = pixel_size(p, NULL);
	unsigned char *rows = arena_array(a, p->height, 1 + p->width * size), *out = rows;
	for (size_t y = 0; y < p->height; y++) {
		*out++ = 0;
		for (size_t x = 0; x < p->width; x++, out += size) {
			unsigned char rgba[4];
			uint32_t pixel;
			memcpy(&pixel, p->data + y * p->stride + 4 * x, sizeof(pixel));
			raster_straight(p->alpha ? pixel : pixel | 0xff000000, rgba);
			out[0] = rgba[0];
			out[1] = rgba[1];
			out[2] = rgba[2];
			if (size == 4)
				out[3] = rgba[3];
		}
	}
	return rows;
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
	uint32_t crc = libdeflate_crc32(0, type, 4);
	if (len) {
		str_add(out, (const char *)data, len);
		crc = libdeflate_crc32(crc, data, len);
	}
	put32(word, crc);
	str_add(out, (const char *)word, sizeof(word));
}

static void head(struct str *out, const struct pixels *p, const struct quant *q)
{
	unsigned char data[13] = { 0 };
	put32(data, (uint32_t)p->width);
	put32(data + 4, (uint32_t)p->height);
	data[8] = 8; /* bits */
	data[9] = q ? 3 : p->alpha ? 6 : 2; /* palette, RGBA, RGB */
	chunk(out, "IHDR", data, sizeof(data));
	if (q)
		chunk(out, "PLTE", q->palette[0], 3 * q->n_palette);
	if (q && q->n_clear)
		chunk(out, "tRNS", q->alpha, q->n_clear);
}

enum err png_pack(struct err_note *note, struct arena *a, const struct pixels *p, struct str *ret_png)
{
	static const char signature[] = "\x89PNG\r\n\x1a\n";
	struct quant quant;
	CLEANUP(libdeflate_free_compressorp)
	struct libdeflate_compressor *compressor = libdeflate_alloc_compressor(LEVEL);
	if (!compressor)
		return err_set(note, ERR_INTERNAL, "no memory for a PNG");

	const struct quant *q = quant_make(a, p, &quant) ? &quant : NULL;
	size_t packed = p->height * (1 + p->width * pixel_size(p, q)), room = 0, len = 0;
	unsigned char *rows = q ? p->data : pack_colors(a, p), *deflated = NULL;
	if (q) { /* what packing freed takes the compressed stream */
		pack_indices(p, q, arena_alloc(a, p->width));
		deflated = rows + packed;
		room = p->stride * p->height - packed;
		len = libdeflate_zlib_compress(compressor, rows, packed, deflated, room);
	}
	if (!len) {
		room = libdeflate_zlib_compress_bound(compressor, packed);
		deflated = arena_alloc(a, room);
		len = libdeflate_zlib_compress(compressor, rows, packed, deflated, room);
	}
	if (!len || len > PNG_BYTES_MAX - HEAD_MAX)
		return err_set(note, ERR_TOO_BIG, "the picture does not fit a PNG");

	struct str out;
	str_init(&out, a, len + HEAD_MAX);
	str_add(&out, signature, sizeof(signature) - 1);
	head(&out, p, q);
	chunk(&out, "IDAT", deflated, len);
	chunk(&out, "IEND", NULL, 0);
	*ret_png = out;
	return OK;
}
