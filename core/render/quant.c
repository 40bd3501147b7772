/*
 * Count the distinct colours; keep the frequent ones; halve the box of the others that has
 * the longest side, at the middle of that side, until the palette is full. Splitting the longest side
 * first is what keeps the largest error small, where median cut keeps the mean small.
 */
#include "config.h"

#include "core/render/quant.h"

#include "core/base/arena.h"
#include "core/render/raster.h"

#include <stdlib.h>
#include <string.h>
#include "core/base/banned.h"

enum { SLOTS = 16384, DISTINCT_MAX = 8192, KEEP = 64, CHANNELS = 4, SMOOTH_ERROR = 2, SMOOTH_SHARE = 50, DRIFT_STEP = 3 };

struct quant_slot {
	uint32_t color; /* 0xaarrggbb */
	uint32_t count; /* 0 = empty */
	uint32_t index;
};

/* A range of colours and its longest side. */
struct cell {
	struct quant_slot **colors;
	size_t n;
	int shift; /* of the channel: 24, 16, 8, 0 */
	uint32_t low, high;
};

static struct quant_slot *find(struct quant_slot *slots, uint32_t color)
{
	uint32_t h = color * UINT32_C(2654435761) >> 18; /* golden ratio; 14 bits = SLOTS */
	while (slots[h].count && slots[h].color != color)
		h = (h + 1) % SLOTS;
	return &slots[h];
}

static uint32_t load(const unsigned char *row, size_t x)
{
	uint32_t pixel;
	memcpy(&pixel, row + 4 * x, sizeof(pixel));
	return pixel;
}

size_t quant_run(const unsigned char *row, size_t x, size_t width)
{
	const uint32_t pixel = load(row, x);
	const uint64_t two = (uint64_t)pixel << 32 | pixel;
	size_t at = x + 1;
	for (; at + 8 <= width; at += 8) {
		uint64_t next[4];
		memcpy(next, row + 4 * at, sizeof(next));
		if (((next[0] ^ two) | (next[1] ^ two) | (next[2] ^ two) | (next[3] ^ two)) != 0)
			break;
	}
	while (at < width && load(row, at) == pixel)
		at++;
	return at - x;
}

bool quant_repeats(const struct pixels *p, size_t y)
{
	const unsigned char *row = p->data + y * p->stride;
	return y && memcmp(row - p->stride, row, 4 * p->width) == 0;
}

/*
 * Distinct colours, or 0 where there are too many. A row that repeats the one above adds nothing: the counts only say
 * which colours are common.
 */
static size_t count_colors(struct quant *q, const struct pixels *p)
{
	size_t n = 0;
	for (size_t y = 0; y < p->height; y++) {
		const unsigned char *row = p->data + y * p->stride;
		if (quant_repeats(p, y))
			continue;
		for (size_t x = 0, run; x < p->width; x += run) {
			uint32_t color = load(row, x) | q->opaque;
			run = quant_run(row, x, p->width);
			struct quant_slot *slot = find(q->slots, color);
			if (!slot->count && n++ == DISTINCT_MAX)
				return 0;
			slot->color = color;
			slot->count += (uint32_t)run;
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
	return x->color < y->color ? -1 : x->color > y->color;
}

static uint32_t channel(const struct quant_slot *slot, int shift)
{
	return slot->color >> shift & 0xff;
}

static void measure(struct cell *c)
{
	c->low = c->high = 0;
	c->shift = 0;
	for (int shift = 24; shift >= 0; shift -= 8) {
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
static uint32_t middle(const struct cell *c)
{
	uint32_t color = 0;
	for (int shift = 24; shift >= 0; shift -= 8) {
		uint32_t low = 255, high = 0;
		for (size_t i = 0; i < c->n; i++) {
			uint32_t v = channel(c->colors[i], shift);
			low = v < low ? v : low;
			high = v > high ? v : high;
		}
		color |= (low + high) / 2 << shift;
	}
	return color;
}

/* Give each cell its place in the palette: those one can see through first. */
static void place(struct quant *q, const struct cell *cells, size_t n)
{
	size_t next_clear = 0, next = 0;
	for (size_t i = 0; i < n; i++)
		next += middle(&cells[i]) >> 24 != 0xff;
	q->n_palette = n;
	q->n_clear = next;
	for (size_t i = 0; i < n; i++) {
		unsigned char rgba[CHANNELS];
		uint32_t color = middle(&cells[i]);
		size_t index = color >> 24 == 0xff ? next++ : next_clear++;
		raster_straight(color, rgba);
		memcpy(q->palette[index], rgba, 3);
		q->alpha[index] = rgba[3];
		for (size_t k = 0; k < cells[i].n; k++)
			cells[i].colors[k]->index = (uint32_t)index;
	}
}

/* Many pixels would move visibly: a gradient, which a palette turns into stripes. Edges of letters are few. */
static bool is_smooth(const struct cell *cells, size_t n)
{
	uint64_t moved = 0, all = 0;
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < cells[i].n; k++) {
			all += cells[i].colors[k]->count;
			if (cells[i].high - cells[i].low > 2 * SMOOTH_ERROR)
				moved += cells[i].colors[k]->count;
		}
	return moved * SMOOTH_SHARE > all;
}

static bool is_near(uint32_t a, uint32_t b)
{
	for (int shift = 0; shift < 8 * CHANNELS; shift += 8)
		if (abs((int)(a >> shift & 0xff) - (int)(b >> shift & 0xff)) > DRIFT_STEP)
			return false;
	return a != b;
}

/* Colours that change little by little from pixel to pixel, which edges of letters do not. */
static bool drifts(const struct pixels *p)
{
	size_t n = 0;
	for (size_t y = 1; y < p->height; y++) {
		const uint32_t *row = (const void *)(p->data + y * p->stride), *above = (const void *)(p->data + (y - 1) * p->stride);
		for (size_t x = 1; x < p->width; x++)
			n += (row[x] != row[x - 1] || row[x] != above[x]) && (row[x] == row[x - 1] || is_near(row[x], row[x - 1])) &&
				(row[x] == above[x] || is_near(row[x], above[x]));
	}
	return n * SMOOTH_SHARE > p->width * p->height;
}

static bool reduce(struct arena *a, const struct pixels *p, struct quant *q, struct quant_slot **colors, size_t n)
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
		if (cells[i].high - cells[i].low > 2 * QUANT_ERROR_MAX)
			return false;
	if (is_smooth(cells, n_cells) && drifts(p))
		return false;
	place(q, cells, n_cells);
	return true;
}

bool quant_make(struct arena *a, const struct pixels *p, struct quant *ret_quant)
{
	struct quant q = { .slots = arena_array(a, SLOTS, sizeof(*q.slots)), .opaque = p->alpha ? 0 : 0xff000000 };
	size_t n = count_colors(&q, p), k = 0;
	if (!n)
		return false;
	struct quant_slot **colors = arena_array(a, n, sizeof(struct quant_slot *));
	for (size_t i = 0; i < SLOTS; i++)
		if (q.slots[i].count)
			colors[k++] = &q.slots[i];
	qsort(colors, n, sizeof(struct quant_slot *), by_count);
	if (!reduce(a, p, &q, colors, n))
		return false;
	*ret_quant = q;
	return true;
}

unsigned char quant_index(const struct quant *q, uint32_t pixel)
{
	return (unsigned char)find(q->slots, pixel | q->opaque)->index;
}
