/* Waves, honeycombs and commit graphs, drawn by chance that the seed decides. */
#include "config.h"

#include "core/own/backdrop.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/base/hash.h"

#include <math.h>
#include <string.h>
#include "core/base/banned.h"

struct chance {
	uint64_t state;
};

/* xorshift64* (Vigna 2016): 0..1 */
static double roll(struct chance *c)
{
	c->state ^= c->state >> 12;
	c->state ^= c->state << 25;
	c->state ^= c->state >> 27;
	return (double)(c->state * UINT64_C(2685821657736338717) >> 40) / (double)(1 << 24);
}

struct ground {
	struct card_draw *d;
	struct chance chance;
	int from, to; /* roles */
	double w, h;
};

/* ---- waves */

static void wave(struct ground *g, double level, double height, double length, double phase, struct paint fill)
{
	enum { KNOTS = 12 };
	struct path_step *steps = arena_array(g->d->arena, KNOTS + 4, sizeof(*steps));
	double dx = g->w / KNOTS;
	size_t n = 0;
	steps[n++] = (struct path_step){ .verb = PATH_MOVE, .x = 0, .y = level + height * sin(phase) };
	for (int i = 1; i <= KNOTS; i++) {
		double x0 = dx * (i - 1), x1 = dx * i, k = 2 * M_PI / length;
		double y0 = level + height * sin(k * x0 + phase), y1 = level + height * sin(k * x1 + phase);
		double t0 = height * k * cos(k * x0 + phase), t1 = height * k * cos(k * x1 + phase);
		steps[n++] = (struct path_step){ PATH_CURVE, x0 + dx / 3, y0 + t0 * dx / 3, x1 - dx / 3, y1 - t1 * dx / 3, x1, y1 };
	}
	steps[n++] = (struct path_step){ .verb = PATH_LINE, .x = g->w, .y = g->h };
	steps[n++] = (struct path_step){ .verb = PATH_LINE, .x = 0, .y = g->h };
	steps[n++] = (struct path_step){ .verb = PATH_CLOSE };
	scene_path(g->d->scene, steps, n, 0, 0, 1, fill)->path.is_chart = true;
}

static void waves(struct ground *g)
{
	enum { WAVES = 6 };
	for (int i = 0; i < WAVES; i++) {
		double level = g->h * (0.34 + 0.11 * i), height = g->h * (0.05 + 0.06 * roll(&g->chance));
		struct gradient across = { .x2 = g->w, .y2 = g->h * 0.4, .n_stops = 2,
			.stops = { { 0, i % 2 ? g->to : g->from, 0.07, 0 }, { 1, i % 2 ? g->from : g->to, 0.02, 0 } } };
		wave(g, level, height, g->w * (0.55 + 0.6 * roll(&g->chance)), 2 * M_PI * roll(&g->chance),
			scene_gradient(g->d->scene, across));
	}
}

/* ---- honeycomb, thick around two points */

static void comb(struct ground *g)
{
	const double r = g->h / 11, dx = r * sqrt(3), dy = r * 1.5;
	const struct point focus[] = { { g->w * (0.86 + 0.1 * roll(&g->chance)), g->h * (0.1 + 0.3 * roll(&g->chance)) },
		{ g->w * (0.02 + 0.14 * roll(&g->chance)), g->h * (0.75 + 0.2 * roll(&g->chance)) } };
	for (int row = 0; row * dy < g->h + r; row++) {
		for (int column = 0; column * dx < g->w + dx; column++) {
			double x = dx * (column + (row % 2 ? 0.5 : 0)), y = dy * row, near = 0;
			for (size_t i = 0; i < ARRAY_LEN(focus); i++)
				near = fmax(near, 1 - hypot(x - focus[i].x, y - focus[i].y) / (g->h * 0.85));
			double light = near * (0.25 + 0.75 * roll(&g->chance)), chosen = roll(&g->chance);
			if (light < 0.12)
				continue;
			struct node *n = own_hexagon(g->d, x, y, r * 0.93, r * 0.16, PAINT_TINT(chosen < 0.5 ? g->from : g->to, light * 0.17));
			n->path.is_chart = true;
			if (chosen > 0.8)
				n->stroke = (struct stroke){ .paint = PAINT_TINT(g->to, light * 0.5), .width = 1.2 };
		}
	}
}

/* ---- a graph of commits: lanes that run on, branch off and merge */

static double lane_y(const struct ground *g, double lane)
{
	return g->h * (0.06 + 0.11 * lane);
}

static void branch(struct ground *g, double lane, double step, int role)
{
	enum { STEPS_MAX = 40, LANES = 8 };
	struct path_step *steps = arena_array(g->d->arena, STEPS_MAX + 1, sizeof(*steps));
	double x = -step * roll(&g->chance), y = lane_y(g, lane);
	size_t n = 0;
	steps[n++] = (struct path_step){ .verb = PATH_MOVE, .x = x, .y = y };
	while (x < g->w + step && n < STEPS_MAX) {
		double turn = roll(&g->chance), next = lane + (turn < 0.22 && lane >= 1 ? -1 : turn > 0.78 && lane < LANES - 1 ? 1 : 0);
		double y1 = lane_y(g, next);
		steps[n++] = (struct path_step){ PATH_CURVE, x + step / 2, y, x + step / 2, y1, x + step, y1 };
		if (roll(&g->chance) < 0.7)
			scene_circle(g->d->scene, x + step, y1, 5.5, PAINT_TINT(role, 0.2));
		x += step;
		y = y1;
		lane = next;
	}
	struct node *line = scene_path(g->d->scene, steps, n, 0, 0, 1, (struct paint){ .kind = PAINT_NONE });
	line->stroke = (struct stroke){ .paint = PAINT_TINT(role, 0.13), .width = 3, .round = true };
	line->path.is_chart = true;
}

static void graph(struct ground *g)
{
	const int roles[] = { g->from, g->to, ROLE_ACCENT, g->from, g->to };
	for (size_t i = 0; i < ARRAY_LEN(roles); i++)
		branch(g, floor(roll(&g->chance) * 8), g->h * (0.1 + 0.08 * roll(&g->chance)), roles[i]);
}

void backdrop_draw(struct card_draw *d, const char *seed)
{
	static void (*const kinds[])(struct ground *g) = { waves, comb, graph };
	uint64_t hash = hash_fnv(seed, strlen(seed)) | 1;
	struct ground g = { .d = d, .chance = { hash }, .w = d->scene->width, .h = d->scene->height };
	for (int i = 0; i < 8; i++)
		(void)roll(&g.chance);
	int first = (int)(roll(&g.chance) * 4), second = (int)(roll(&g.chance) * 3);
	g.from = ROLE_SERIES_1 + first;
	g.to = ROLE_SERIES_1 + (first + 1 + second) % 4;
	struct box all = { 0, 0, g.w, g.h };
	scene_rect(d->scene, all, 0, own_fade(d, all, g.from, g.to, 0.13, 0.05));
	kinds[(size_t)(roll(&g.chance) * 3) % ARRAY_LEN(kinds)](&g);
}
