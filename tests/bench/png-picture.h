/*
 * The picture of tests/bench/png: 800 x 418, four bars, a calendar of 371 days in five shades, eleven texts. Each
 * program draws it from these numbers.
 */
#ifndef TESTS_BENCH_PNG_PICTURE_H
#define TESTS_BENCH_PNG_PICTURE_H

#include <stddef.h>
#include <stdint.h>

enum { PICTURE_WIDTH = 800, PICTURE_HEIGHT = 418, PICTURE_BARS = 4, PICTURE_TEXTS = 11, PICTURE_DAYS = 371, PICTURE_LEVELS = 5 };
enum { DAY_SIDE = 10, DAY_STEP = 13, DAY_RADIUS = 2, DAYS_X = 56, DAYS_Y = 288, BAR_X = 176, BAR_WIDTH = 480, BAR_HEIGHT = 14 };

static const uint32_t picture_ground = 0x0d1117, picture_track = 0x21262d;
static const uint32_t picture_levels[PICTURE_LEVELS] = { 0x161b22, 0x0e4429, 0x006d32, 0x26a641, 0x39d353 };

static const struct {
	double y, share;
	uint32_t rgb;
} picture_bars[PICTURE_BARS] = { { 122, 0.82, 0x58a6ff }, { 158, 0.64, 0xbc8cff }, { 194, 0.37, 0x3fb950 }, { 230, 0.91, 0xf0883e } };

static const struct {
	double x, y, size;
	int weight;
	uint32_t rgb;
	const char *text;
} picture_texts[PICTURE_TEXTS] = {
	{ 40, 58, 30, 700, 0xf0f6fc, "Ada Lovelace-Byron" },
	{ 40, 86, 15, 400, 0x9198a1, "@ada-example has 45 repositories and 12.3k followers" },
	{ 40, 134, 15, 600, 0xf0f6fc, "Activity" },
	{ 40, 170, 15, 600, 0xf0f6fc, "Collaboration" },
	{ 40, 206, 15, 600, 0xf0f6fc, "Stack Diversity" },
	{ 40, 242, 15, 600, 0xf0f6fc, "AI Savviness" },
	{ 676, 134, 15, 700, 0xf0f6fc, "82 of 100" },
	{ 676, 170, 15, 700, 0xf0f6fc, "64 of 100" },
	{ 676, 206, 15, 700, 0xf0f6fc, "37 of 100" },
	{ 676, 242, 15, 700, 0xf0f6fc, "91 of 100" },
	{ 40, 402, 12, 400, 0x9198a1, "1,284 contributions in the last year, drawn on 20 Nov 2026" },
};

/* The shade of a day, 0..4: a hash, more light than dark. */
static inline size_t picture_level(size_t day)
{
	uint32_t n = (uint32_t)day * UINT32_C(2654435761) >> 24;
	return n < 80 ? 0 : n < 150 ? 1 : n < 200 ? 2 : n < 235 ? 3 : 4;
}

#endif
