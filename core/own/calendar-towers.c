/*
 * The isometric year: each day a tower, weeks running away to the right, weekdays to the left, painted from the far
 * corner to the near one. Days without contributions lie flat, cover nothing, and are one path.
 */
#include "config.h"

#include "core/own/calendar.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/base/str.h"

#include <math.h>
#include "core/base/banned.h"

enum { TOWER = 66, FLOOR = 3, FACES = 2 };

static const double step_x = 11.9, step_y = 5.2, inset = 0.87;
/* The light falls from the left: how bright the roof and the right face are; the left one is plain. */
static const double shades[FACES] = { 1.22, 0.72 };

double calendar_towers_height(const struct year *y)
{
	return TOWER * 0.8 + step_y * (double)(y->weeks + 7) + 14;
}

static rgba brighter(rgba color, double factor)
{
	rgba out = color & 0xff;
	for (int shift = 24; shift > 0; shift -= 8)
		out |= (rgba)fmin(floor((color >> shift & 0xff) * factor + 0.5), 255) << shift;
	return out;
}

/* ROLE_OWN + 2 * level + face */
static void shade(struct scene *s, struct arena *a)
{
	struct palette *p = arena_alloc(a, sizeof(*p));
	*p = *s->palette;
	for (int theme = 0; theme < 2; theme++)
		for (int level = 0; level < YEAR_LEVELS; level++)
			for (int face = 0; face < FACES; face++)
				p->colors[theme][ROLE_OWN + FACES * level + face] =
					brighter(p->colors[theme][ROLE_LEVEL_0 + level], shades[face]);
	s->palette = p;
}

static struct path_step *quad(struct path_step *s, struct point a, struct point b, struct point c, struct point e)
{
	*s++ = (struct path_step){ .verb = PATH_MOVE, .x = a.x, .y = a.y };
	*s++ = (struct path_step){ .verb = PATH_LINE, .x = b.x, .y = b.y };
	*s++ = (struct path_step){ .verb = PATH_LINE, .x = c.x, .y = c.y };
	*s++ = (struct path_step){ .verb = PATH_LINE, .x = e.x, .y = e.y };
	*s++ = (struct path_step){ .verb = PATH_CLOSE };
	return s;
}
enum { QUAD_STEPS = 5 };

static void chart(struct card_draw *d, const struct path_step *steps, size_t n, int role)
{
	scene_path(d->scene, steps, n, 0, 0, 1, PAINT(role))->path.is_chart = true;
}

static struct path_step *top(struct path_step *s, struct point c)
{
	const double hx = step_x * inset, hy = step_y * inset;
	return quad(s, (struct point){ c.x, c.y - hy }, (struct point){ c.x + hx, c.y }, (struct point){ c.x, c.y + hy },
		(struct point){ c.x - hx, c.y });
}

/* foot: the middle of the tower's ground. */
static void tower(struct card_draw *d, struct point foot, double height, int level)
{
	const double hx = step_x * inset, hy = step_y * inset;
	struct path_step *steps = arena_array(d->arena, (size_t)3 * QUAD_STEPS, sizeof(*steps));
	struct point roof = { foot.x, foot.y - height };
	struct point near_roof = { foot.x, roof.y + hy }, near_foot = { foot.x, foot.y + hy };
	(void)quad(steps, (struct point){ foot.x - hx, roof.y }, near_roof, near_foot, (struct point){ foot.x - hx, foot.y });
	(void)quad(steps + QUAD_STEPS, (struct point){ foot.x + hx, roof.y }, near_roof, near_foot,
		(struct point){ foot.x + hx, foot.y });
	(void)top(steps + 2 * QUAD_STEPS, roof);
	chart(d, steps, QUAD_STEPS, ROLE_LEVEL_0 + level);
	chart(d, steps + QUAD_STEPS, QUAD_STEPS, ROLE_OWN + FACES * level + 1);
	chart(d, steps + 2 * QUAD_STEPS, QUAD_STEPS, ROLE_OWN + FACES * level);
}

static struct point foot_of(const struct year *y, struct box b, size_t i)
{
	double column = (double)year_column(y, i), row = (double)year_row(y, i);
	double left = b.x + (b.w - step_x * (double)(y->weeks + 7)) / 2 + step_x * 7;
	return (struct point){ left + step_x * (column - row),
		b.y + b.h - 6 - step_y * (double)(y->weeks + 7) + step_y * (column + row + 1) };
}

static void ground(struct card_draw *d, struct box b, const struct year *y)
{
	struct path_step *steps = arena_array(d->arena, y->facts->n_days * QUAD_STEPS + 1, sizeof(*steps)), *end = steps;
	for (size_t i = 0; i < y->facts->n_days; i++)
		if (y->facts->days[i] <= 0)
			end = top(end, foot_of(y, b, i));
	if (end > steps)
		chart(d, steps, (size_t)(end - steps), ROLE_LEVEL_0);
}

struct figure {
	int64_t n;
	const char *label;
};

/* The total in the empty upper right corner, what stands out in the lower left one. */
static void figures(struct card_draw *d, struct box b, const struct year *y)
{
	const struct text_style large = { 26, 700 }, small = { 12, 400 };
	const char *date = locale_date(d->arena, d->locale, NULL, y->best_day, INT64_MIN);
	const struct figure all[] = {
		{ y->active, own_word(d, WORD_CALENDAR_ACTIVE_DAYS) },
		{ y->longest, own_word(d, WORD_CALENDAR_LONGEST_STREAK) },
		{ y->best, look_words(d, arena_printf(d->arena, "%s" LOOK_DOT "%s", own_word(d, WORD_CALENDAR_BEST_DAY), date)) },
	};
	struct box right = { b.x + b.w - 340, b.y, 340, 0 }, left = { b.x, b.y + b.h - 30, 250, 0 };
	own_text(d, right, right.y + 24, locale_number(d->arena, d->locale, y->total), (struct text_style){ 34, 700 }, ALIGN_RIGHT,
		ROLE_TITLE);
	own_text(d, right, right.y + 46, look_words(d, arena_printf(d->arena, "%s" LOOK_DOT "%s", own_word(d, WORD_CALENDAR_TITLE),
		own_word(d, WORD_STATS_LAST_YEAR))), small, ALIGN_RIGHT, ROLE_MUTED);
	for (size_t i = 0; y->best && i < ARRAY_LEN(all); i++) {
		double w = text_fit(d->text, all[i].label, small, i + 1 < ARRAY_LEN(all) ? 140 : 230).width;
		left.w = w > 74 ? w : 74;
		own_text(d, left, left.y - 30, locale_number(d->arena, d->locale, all[i].n), large, ALIGN_LEFT, ROLE_TEXT);
		own_text(d, left, left.y - 12, all[i].label, small, ALIGN_LEFT, ROLE_MUTED);
		left.x += left.w + 16;
	}
}

void calendar_towers(struct card_draw *d, struct box b, const struct year *y)
{
	shade(d->scene, d->arena);
	ground(d, b, y);
	for (size_t i = 0; i < y->facts->n_days; i++) {
		int n = y->facts->days[i];
		if (n > 0)
			tower(d, foot_of(y, b, i), FLOOR + (TOWER - FLOOR) * pow((double)n / y->best, 0.8), year_level(y, n));
	}
	figures(d, b, y);
	calendar_legend(d, (struct box){ b.x, b.y + b.h - 18, b.w, 18 }, ALIGN_LEFT);
}
