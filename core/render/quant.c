/*
 * Count the distinct colours; keep the frequent ones; halve the box of the others that has
 * the longest side, at the middle of that side, until the palette is full. Splitting the longest side
 * first is what keeps the largest error small, where median cut keeps the mean small.
 */
#include "config.h"

#include "core/render/quant.h"

#include "core/base/arena.h"

#include <stdlib.h>
#include <string.h>
#include "core/base/banned.h"

enum { SLOTS = 16384, DISTINCT_MAX = 8192, KEEP = 64, EMPTY = 0 };

struct quant_slot {
	uint32_t key; /* rgb + 1; 0 = empty */
	uint32_t count;
	uint32_t index;
};

/* A range of colours and its longest side. */
struct cell {
	struct quant_slot **colors;
	size_t n;
	int shift; /* of the channel: 16, 8, 0 */
	uint32_t low, high;
};

static struct quant_slot *find(struct quant_slot *slots, uint32_t rgb)
{
	uint32_t h = rgb * UINT32_C(2654435761) >> 18; /* golden ratio; 14 bits = SLOTS */
	while (slots[h].key != EMPTY && slots[h].key != rgb + 1)
		h = (h + 1) % SLOTS;
	return &slots[h];
}

/* Distinct colours, or 0 where there are too many. */
static size_t count_colors(struct quant_slot *slots, const unsigned char *pixels, size_t width,
	size_t height, size_t stride)
{
	size_t n = 0;
	struct quant_slot *slot = NULL;
	for (size_t y = 0; y < height; y++) {
		for (size_t x = 0; x < width; x++) {
			uint32_t rgb;
			memcpy(&rgb, pixels + y * stride + 4 * x, sizeof(rgb));
			rgb &= 0xffffff;
			if (!slot || slot->key != rgb + 1)
				slot = find(slots, rgb);
			if (slot->key == EMPTY) {
				if (n == DISTINCT_MAX)
					return 0;
				slot->key = rgb + 1;
				n++;
			}
			slot->count++;
		}
	}
	return n;
}

/* Most frequent first; the colour decides between equals, so that the order is one. */
static int by_count(const void *a, const void *b)
{
	const struct quant_slot *x = *(struct quant_slot *const *)a, *y = *(struct quant_slot *const *)b;
	if (x->count != y->count)
		return x->count < y->count ? 1 : -1;
	return x->key < y->key ? -1 : x->key > y->key;
}

static uint32_t channel(const struct quant_slot *slot, int shift)
{
	return (slot->key - 1) >> shift & 0xff;
}

static void measure(struct cell *c)
{
	c->low = c->high = 0;
	c->shift = 0;
	for (int shift = 16; shift >= 0; shift -= 8) {
		uint32_t low = 255, high = 0;
		for (size_t i = 0; i < c->n; i++) {
			uint32_t v = channel(c->colors[i], shift);
			low = v < low ? v : low;
			high = v > high ? v : high;
		}
		if (c->n && high - low > c->high - c->low) {
			c->low = low;
			c->high = high;
			c->shift = shift;
		}
	}
}

/* Colours up to the middle stay in *c, the others become the returned cell. */
static struct cell split(struct cell *c)
{
	uint32_t middle = (c->low + c->high) / 2;
	size_t n = 0;
	for (size_t i = 0; i < c->n; i++) {
		struct quant_slot *slot = c->colors[i];
		if (channel(slot, c->shift) > middle)
			continue;
		c->colors[i] = c->colors[n];
		c->colors[n++] = slot;
	}
	struct cell other = { .colors = c->colors + n, .n = c->n - n };
	c->n = n;
	measure(c);
	measure(&other);
	return other;
}

static size_t widest(const struct cell *cells, size_t n)
{
	size_t best = 0;
	for (size_t i = 1; i < n; i++)
		if (cells[i].high - cells[i].low > cells[best].high - cells[best].low)
			best = i;
	return best;
}

/* The mean of the cell's two ends in each channel: the farthest colour is as near as can be. */
static bool place(const struct cell *c, uint32_t index, unsigned char rgb[3])
{
	if (c->high - c->low > 2 * QUANT_ERROR_MAX)
		return false;
	for (int k = 0; k < 3; k++) {
		uint32_t low = 255, high = 0;
		for (size_t i = 0; i < c->n; i++) {
			uint32_t v = channel(c->colors[i], 16 - 8 * k);
			low = v < low ? v : low;
			high = v > high ? v : high;
		}
		rgb[k] = (unsigned char)((low + high) / 2);
	}
	for (size_t i = 0; i < c->n; i++)
		c->colors[i]->index = index;
	return true;
}

static bool reduce(struct arena *a, struct quant *q, struct quant_slot **colors, size_t n)
{
	struct cell *cells = arena_array(a, QUANT_COLORS, sizeof(*cells));
	size_t keep = n <= QUANT_COLORS ? n : KEEP, n_cells = keep;
	for (size_t i = 0; i < keep; i++)
		cells[i] = (struct cell){ .colors = colors + i, .n = 1 };
	if (n > keep) {
		cells[n_cells] = (struct cell){ .colors = colors + keep, .n = n - keep };
		measure(&cells[n_cells++]);
	}
	while (n > keep && n_cells < QUANT_COLORS) {
		size_t i = widest(cells, n_cells);
		if (cells[i].high == cells[i].low)
			break;
		cells[n_cells] = split(&cells[i]);
		n_cells++;
	}
	for (size_t i = 0; i < n_cells; i++)
		if (!place(&cells[i], (uint32_t)i, q->palette[i]))
			return false;
	q->n_palette = n_cells;
	return true;
}

bool quant_make(struct arena *a, const unsigned char *pixels, size_t width, size_t height,
	size_t stride, struct quant *ret_quant)
{
	struct quant q = { .slots = arena_array(a, SLOTS, sizeof(*q.slots)) };
	size_t n = count_colors(q.slots, pixels, width, height, stride), k = 0;
	if (!n)
		return false;
	struct quant_slot **colors = arena_array(a, n, sizeof(struct quant_slot *));
	for (size_t i = 0; i < SLOTS; i++)
		if (q.slots[i].key != EMPTY)
			colors[k++] = &q.slots[i];
	qsort(colors, n, sizeof(struct quant_slot *), by_count);
	if (!reduce(a, &q, colors, n))
		return false;
	*ret_quant = q;
	return true;
}

unsigned char quant_index(const struct quant *q, uint32_t rgb)
{
	return (unsigned char)find(q->slots, rgb & 0xffffff)->index;
}
