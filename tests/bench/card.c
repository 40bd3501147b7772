/*
 * How fast is a card on one core? SVG and PNG cards a second over all samples, beside a peer
 * drawn in the same run: plain cairo and libpng (as cairo_surface_write_to_png does it) encoding a
 * picture of the same size and content. Not a test: prints, never fails on a figure.
 * Usage: card [SECONDS [DIR]]; with DIR the pictures of all samples are written there, to be looked at.
 */
#include "config.h"

#include "core/base/arena.h"
#include "core/base/clock.h"
#include "core/base/parse.h"
#include "core/render/fonts.h"
#include "tests/unit/own-samples.h"

#include <cairo.h>
#include <stdio.h>
#include <stdlib.h>
#include "core/base/banned.h"

enum { RUNS_MAX = 100000 };

struct bench {
	struct arena arena;
	cairo_surface_t *surface; /* a finished card, for the peer */
	int64_t times[RUNS_MAX];
};

typedef size_t work(struct bench *b, size_t i);

static void must(enum err err)
{
	if (!err)
		return;
	(void)fprintf(stderr, "%s\n", err_slug(err));
	exit(1);
}

static size_t svg(struct bench *b, size_t i)
{
	struct str out;
	must(own_sample_card(&b->arena, NULL, &own_samples[i], "svg", "auto", "100", &out));
	return out.len;
}

static size_t png(struct bench *b, size_t i)
{
	struct str out;
	must(own_sample_card(&b->arena, NULL, &own_samples[i], "png", "auto", "100", &out));
	return out.len;
}

static size_t png_double(struct bench *b, size_t i)
{
	struct str out;
	must(own_sample_card(&b->arena, NULL, &own_samples[i], "png", "dark", "200", &out));
	return out.len;
}

static cairo_status_t count(void *closure, const unsigned char *data, unsigned int len)
{
	(void)data;
	*(size_t *)closure += len;
	return CAIRO_STATUS_SUCCESS;
}

/* The encoding alone: the peer gets the drawing for nothing. */
static size_t peer(struct bench *b, size_t i)
{
	size_t len = 0;
	(void)i;
	if (cairo_surface_write_to_png_stream(b->surface, count, &len) != CAIRO_STATUS_SUCCESS)
		must(ERR_INTERNAL);
	return len;
}

static int by_time(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
	return x < y ? -1 : x > y;
}

/* Median microseconds. */
static double run(struct bench *b, const char *name, work *fn, double seconds)
{
	size_t n = 0, bytes = 0;
	int64_t start = clock_monotonic_us(), end = start + (int64_t)(seconds * 1e6), now = start;
	while (now < end && n < RUNS_MAX) {
		bytes += fn(b, n % ARRAY_LEN(own_samples));
		arena_reset(&b->arena);
		int64_t then = now;
		now = clock_monotonic_us();
		b->times[n++] = now - then;
	}
	qsort(b->times, n, sizeof(b->times[0]), by_time);
	double p50 = (double)b->times[n / 2];
	printf("%-28s %9.1f/s  p50 %8.0f us  p99 %8.0f us  %7zu bytes\n", name,
		(double)n * 1e6 / (double)(now - start), p50, (double)b->times[n - 1 - n / 100], bytes / n);
	return p50;
}

static void write_file(const char *dir, const char *id, const char *end, const struct str *s)
{
	char path[512];
	(void)snprintf(path, sizeof(path), "%s/%s%s", dir, id, end);
	FILE *f = fopen(path, "wb");
	if (!f || fwrite(s->buf, 1, s->len, f) != s->len || fclose(f))
		must(ERR_INTERNAL);
}

static void gallery(struct bench *b, const char *dir)
{
	static const char *const themes[] = { "light", "dark", "tokyonight" };
	for (size_t i = 0; i < ARRAY_LEN(own_samples); i++) {
		struct str out;
		must(own_sample_card(&b->arena, NULL, &own_samples[i], "svg", "auto", "100", &out));
		write_file(dir, own_samples[i].id, ".svg", &out);
		for (size_t k = 0; k < ARRAY_LEN(themes); k++) {
			must(own_sample_card(&b->arena, NULL, &own_samples[i], "png", themes[k], "100", &out));
			write_file(dir, own_samples[i].id, arena_printf(&b->arena, ".%s.png", themes[k]), &out);
		}
		arena_reset(&b->arena);
	}
}

struct reader {
	const struct str *png;
	size_t at;
};

static cairo_status_t feed(void *closure, unsigned char *data, unsigned int len)
{
	struct reader *r = closure;
	if (len > r->png->len - r->at)
		return CAIRO_STATUS_READ_ERROR;
	for (unsigned int i = 0; i < len; i++)
		data[i] = (unsigned char)r->png->buf[r->at++];
	return CAIRO_STATUS_SUCCESS;
}

int main(int argc, char **argv)
{
	double seconds = 2;
	struct bench *b = calloc(1, sizeof(*b));
	if (!b || (argc > 1 && !parse_double(argv[1], &seconds)))
		return 2;
	arena_init(&b->arena, 64 * 1024 * 1024);
	render_fonts_warm(NULL);
	if (argc > 2)
		gallery(b, argv[2]);

	struct str card;
	must(own_sample_card(&b->arena, NULL, &own_samples[0], "png", "auto", "100", &card));
	b->surface = cairo_image_surface_create_from_png_stream(feed, &(struct reader){ &card, 0 });
	double theirs = run(b, "cairo+libpng, encoding only", peer, seconds);
	(void)run(b, "SVG card", svg, seconds);
	double ours = run(b, "PNG card 100 %", png, seconds);
	(void)run(b, "PNG card 200 %", png_double, seconds);
	printf("PNG card, drawn and encoded, against the peer's encoding alone: %.2f times as fast\n",
		theirs / ours);
	cairo_surface_destroy(b->surface);
	arena_release(&b->arena);
	free(b);
	return 0;
}
