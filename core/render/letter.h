/*
 * Letters as coverage, placed at quarters of a pixel: cairo puts them on whole pixels only, which makes small type uneven,
 * and draws their outlines exactly but slowly. What was drawn is kept in the font map, bounded; it says which letters were used,
 * not in which words.
 */
#ifndef CORE_RENDER_LETTER_H
#define CORE_RENDER_LETTER_H

#include <stdbool.h>
#include <stdint.h>

struct letter_image {
	int left, top; /* of the origin, pixels */
	int width, height;
	unsigned char *coverage; /* rows of width bytes */
};

/* Where pixels are written: 0xaarrggbb native, multiplied by alpha. */
struct letter_target {
	unsigned char *data;
	int width, height, stride;
};

struct letter_job {
	void *map, *font, *glyphs; /* PangoFontMap, PangoFont, PangoGlyphString */
	double x, y;		   /* the left end of the baseline, pixels */
	double scale;		   /* pixels a unit */
	uint32_t color;		   /* as the target's pixels */
};

/* False, and nothing is drawn: large letters, a font that has colours of its own or lacks a letter. */
bool letter_draw(const struct letter_target *t, const struct letter_job *job);

/* color over *pixel by coverage 0..255. */
uint32_t letter_blend(uint32_t color, uint32_t pixel, uint32_t coverage);

#endif
