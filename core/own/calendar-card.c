/* The year of contributions: flat, or as towers seen from above. */
#include "config.h"

#include "core/cards/kinds.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/base/clock.h"
#include "core/base/json.h"
#include "core/base/str.h"
#include "core/cards/say.h"
#include "core/own/calendar.h"
#include "core/own/gauge.h"
#include "core/own/own.h"

#include "core/base/banned.h"

enum { WIDTH = 800, PAD = 25, PITCH = 13, CELL = 10, EMPTY = 110 };
enum layout { LAYOUT_FLAT, LAYOUT_ISOMETRIC };

struct calendar_options {
	OWN_FIELDS;
	int layout;
};

static const struct card_option options[] = {
	OWN_OPTIONS(calendar_options),
	TITLE_OPTIONS(calendar_options),
	{ .name = "layout", .type = OPTION_WORD, .offset = offsetof(struct calendar_options, layout), .words = "flat|isometric",
		.otherwise = "flat", .doc = "a flat calendar, or towers as high as the days were busy" },
};

const char *calendar_total_text(const struct card_draw *d, const struct year *y)
{
	return locale_fill(d->arena, d->locale, WORD_CALENDAR_TOTAL,
		(const char *const[]){ "contributions",
			locale_count_word(d->arena, d->locale, WORD_OWN_CONTRIBUTIONS, y->total), NULL });
}

const char *calendar_best_text(const struct card_draw *d, const struct year *y)
{
	return look_words(d, arena_printf(d->arena, "%s" LOOK_DOT "%s",
				   locale_count_word(d->arena, d->locale, WORD_OWN_CONTRIBUTIONS, y->best),
				   locale_date(d->arena, d->locale, NULL, y->best_day, INT64_MIN)));
}

void calendar_cells(struct card_draw *d, const struct year *y, double x, double y0, double pitch, double side)
{
	struct point *at[YEAR_LEVELS];
	size_t n[YEAR_LEVELS] = { 0 };
	for (size_t i = 0; i < YEAR_LEVELS; i++)
		at[i] = arena_array(d->arena, FACTS_DAYS, sizeof(*at[i]));
	for (size_t i = 0; i < y->facts->n_days; i++) {
		int level = year_level(y, y->facts->days[i]);
		at[level][n[level]++] = (struct point){ x + pitch * (double)year_column(y, i), y0 + pitch * (double)year_row(y, i) };
	}
	for (size_t i = 0; i < YEAR_LEVELS; i++) {
		if (!n[i])
			continue;
		struct node *cells = scene_cells(d->scene, at[i], n[i], side, side * 0.22, PAINT(ROLE_LEVEL_0 + (int)i));
		cells->motion = i ? MOTION_FADE : MOTION_NONE;
		cells->delay_ms = 200 * (int)i;
	}
}

void calendar_legend(struct card_draw *d, struct box b, enum align align)
{
	const struct text_style style = { 11, 400 };
	struct text_run less = text_fit(d->text, own_word(d, WORD_CALENDAR_LESS), style, 90);
	struct text_run more = text_fit(d->text, own_word(d, WORD_CALENDAR_MORE), style, 90);
	double width = less.width + 7 + YEAR_LEVELS * (double)PITCH - 3 + 7 + more.width, cy = b.y + b.h / 2;
	if (align == ALIGN_RIGHT)
		b = box_cut_right(&b, width);
	scene_text(d->scene, box_cut_left(&b, less.width), own_middle(cy, 11), less, ALIGN_LEFT, ROLE_MUTED);
	(void)box_cut_left(&b, 7);
	for (int i = 0; i < YEAR_LEVELS; i++)
		scene_rect(d->scene, (struct box){ b.x + PITCH * i, cy - CELL / 2.0, CELL, CELL }, 2.2, PAINT(ROLE_LEVEL_0 + i));
	(void)box_cut_left(&b, YEAR_LEVELS * (double)PITCH - 3 + 7);
	scene_text(d->scene, box_cut_left(&b, more.width), own_middle(cy, 11), more, ALIGN_LEFT, ROLE_MUTED);
}

static void weekdays(struct card_draw *d, const struct year *y, struct box grid, double left)
{
	static const struct text_style styles[] = { { 10.5, 400 }, { 9.5, 400 } };
	double width = grid.x - left - 6;
	for (int row = 0; row < 7; row++) {
		int weekday = (y->first_weekday + row) % 7;
		double top = grid.y + PITCH * row;
		if (weekday % 2)
			scene_text(d->scene, (struct box){ left, top, width, CELL }, own_middle(top + CELL / 2.0, 10.5),
				text_fit_sizes(d->text, locale_weekday(d->locale, weekday), styles, ARRAY_LEN(styles), width),
				ALIGN_LEFT, ROLE_MUTED);
	}
}

static void months(struct card_draw *d, const struct year *y, struct box grid)
{
	enum { LEAST = 2, MOST = 4 }; /* columns of a name */
	for (size_t column = 0; column + LEAST < y->weeks; column++) {
		int month = year_month(y, column);
		size_t room = y->weeks - column < MOST ? y->weeks - column : MOST;
		struct box slot = { grid.x + PITCH * (double)column, grid.y - 16, PITCH * (double)room - 3, 12 };
		if (month)
			own_text(d, slot, grid.y - 7, locale_month(d->locale, month), (struct text_style){ 10.5, 400 }, ALIGN_LEFT,
				ROLE_MUTED);
	}
}

static void flat(struct card_draw *d, struct box b, const struct year *y)
{
	double width = PITCH * (double)y->weeks - 3;
	struct box grid = { b.x + b.w - width, b.y + 16, width, PITCH * 7 - 3 };
	weekdays(d, y, grid, b.x);
	months(d, y, grid);
	calendar_cells(d, y, grid.x, grid.y, PITCH, CELL);
	struct box row = { b.x, grid.y + grid.h + 16, b.w, 18 };
	double baseline = own_middle(row.y + 9, 13);
	calendar_legend(d, row, ALIGN_RIGHT);
	row.w -= 190;
	struct text_run total = text_fit(d->text, calendar_total_text(d, y), (struct text_style){ 13, 600 }, row.w);
	scene_text(d->scene, box_cut_left(&row, total.width), baseline, total, ALIGN_LEFT, ROLE_TEXT);
	(void)box_cut_left(&row, 18);
	if (y->best && row.w > 60)
		own_text(d, row, baseline, look_words(d, arena_printf(d->arena, "%s: %s", own_word(d, WORD_CALENDAR_BEST_DAY),
			calendar_best_text(d, y))), (struct text_style){ 12, 400 }, ALIGN_LEFT, ROLE_MUTED);
}

static const char *describe(const struct card_draw *d, const struct year *y)
{
	if (!y->weeks)
		return own_word(d, WORD_CALENDAR_NONE);
	if (!y->best)
		return calendar_total_text(d, y);
	return arena_printf(d->arena, "%s. %s: %s.", calendar_total_text(d, y), own_word(d, WORD_CALENDAR_BEST_DAY),
		calendar_best_text(d, y));
}

static enum err layout(struct err_note *note, struct card_draw *d, const struct card_request *rq, const struct card_facts *f)
{
	const struct calendar_options *o = rq->options;
	TRY(own_person(note, f, false));
	struct year y = year_of(f->person, d->locale);
	double body = !y.weeks ? EMPTY : o->layout == LAYOUT_FLAT ? 16 + 7 * PITCH - 3 + 16 + 18 : calendar_towers_height(&y);
	double height = 22 + own_head_height(&o->look) + body + 20;
	own_begin(d, &o->look, WIDTH, height);
	struct box b = { PAD, 22, WIDTH - 2 * PAD, height - 42 };
	d->scene->title = arena_printf(d->arena, "%s: %s", own_name(d, f->person), own_word(d, WORD_CALENDAR_TITLE));
	d->scene->desc = describe(d, &y);
	own_head(d, &o->look, &b, GLYPH_CALENDAR, own_word(d, WORD_CALENDAR_TITLE), own_name(d, f->person));
	if (!y.weeks)
		own_nothing(d, b, GLYPH_CALENDAR, own_word(d, WORD_CALENDAR_NONE));
	else if (o->layout == LAYOUT_FLAT)
		flat(d, b, &y);
	else
		calendar_towers(d, b, &y);
	return OK;
}

static enum err json(struct err_note *note, struct arena *a, const struct card_request *rq, const struct card_facts *f,
	struct json_object *obj)
{
	const struct card_draw d = { .arena = a, .locale = rq->locale };
	char date[CLOCK_ISO_LEN];
	TRY(own_person(note, f, false));
	struct year y = year_of(f->person, rq->locale);
	own_json_person(&d, f->person, obj);
	say_metric(obj, "total", (struct metric){ y.total, y.weeks > 0 });
	say_metric(obj, "active_days", (struct metric){ y.active, y.weeks > 0 });
	say_metric(obj, "longest_streak", (struct metric){ y.longest, y.weeks > 0 });
	struct json_object *best = y.best ? json_put_object(obj, "best_day") : NULL;
	if (best) {
		json_put_str(best, "date", clock_date(y.best_day * CLOCK_DAY_MS, date));
		json_put_int(best, "count", y.best);
	} else {
		json_put(obj, "best_day", NULL);
	}
	struct json_object *days = json_put_array(obj, "days");
	for (size_t i = 0; i < f->person->n_days; i++) {
		struct json_object *row = json_push_object(days);
		json_put_str(row, "date", clock_date((f->person->first_day + (int64_t)i) * CLOCK_DAY_MS, date));
		json_put_int(row, "count", f->person->days[i]);
		json_put_int(row, "level", year_level(&y, f->person->days[i]));
	}
	return OK;
}

const struct card_kind card_kind_calendar = {
	.name = "calendar", .title = "Contribution calendar", .doc = "the last year's contributions, flat or as towers",
	.options = options, .n_options = ARRAY_LEN(options), .options_size = sizeof(struct calendar_options),
	.life = { OWN_LIFE, OWN_LIFE_MAX }, .prepare = own_prepare_basic, .layout = layout, .json = json,
};
