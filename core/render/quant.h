/*
 * A picture's colours reduced to a palette of 256: an indexed PNG is half the bytes and a third of
 * the work. Colours are kept exactly where there are few enough, and always for the
 * most frequent ones; the others, edges of letters mostly, move by at most
 * QUANT_ERROR_MAX of 255 in each channel, alpha among them. Gradients keep all their colours: where more than
 * one pixel in fifty would move visibly, and as many differ a little from those beside them, a palette makes stripes.
 */
#ifndef CORE_RENDER_QUANT_H
#define CORE_RENDER_QUANT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct pixels;

enum { QUANT_COLORS = 256, QUANT_ERROR_MAX = 20 };

struct quant {
	unsigned char palette[QUANT_COLORS][3], alpha[QUANT_COLORS];
	size_t n_palette, n_clear; /* the n_clear colours one can see through come first */
	uint32_t opaque; /* bits that are set in every pixel without alpha */
	struct quant_slot *slots; /* hash table: colour -> index */
};

/* False: too many colours for that error, or a gradient, so keep them all. */
bool quant_make(struct arena *a, const struct pixels *p, struct quant *ret_quant);
/* The palette's index of a pixel that was in the picture. */
unsigned char quant_index(const struct quant *q, uint32_t pixel);

/* How many pixels from x on are equal. */
size_t quant_run(const unsigned char *row, size_t x, size_t width);
/* Row y is the one above it once more. */
bool quant_repeats(const struct pixels *p, size_t y);

#endif
