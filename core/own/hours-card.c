/* When a person commits: 24 bars, and a week of hours as a heat map, in a time zone of choice. */
#include "config.h"

#include "core/cards/kinds.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/base/clock.h"
#include "core/base/json.h"
#include "core/base/str.h"
#include "core/cards/say.h"
#include "core/own/gauge.h"
#include "core/own/own.h"

#include <math.h>
#include "core/base/banned.h"

enum { WIDTH = 495, PAD = 25, LABEL = 40, PITCH = 17, CELL = 14, BARS = 72, AXIS = 20, HEAT = 7 * PITCH - 3, EMPTY = 110,
	HOURS = 24, DAYS = 7, MINUTE_MS = 60000 };
enum layout { LAYOUT_BOTH, LAYOUT_BARS, LAYOUT_HEATMAP };

struct hours_options {
	OWN_FIELDS;
	int layout;
	const char *timezone;
};

static const struct card_option options[] = {
	OWN_OPTIONS(hours_options),
	TITLE_OPTIONS(hours_options),
	{ .name = "layout", .type = OPTION_WORD, .offset = offsetof(struct hours_options, layout), .words = "both|bars|heatmap",
		.otherwise = "both", .doc = "hours of the day, hours of the week, or both" },
	{ .name = "timezone", .type = OPTION_TEXT, .offset = offsetof(struct hours_options, timezone), .max = 64,
		.otherwise = "UTC", .doc = "IANA time zone, as Europe/Berlin; an unknown one counts as UTC" },
};

struct hours {
	const char *zone; /* as it was asked for, or "UTC" */
	int64_t week[DAYS][HOURS], day[HOURS];
	int64_t n, most_week, most_day;
	int busy_day, busy_hour; /* of the week's busiest hour */
};

static struct hours hours_of(const struct facts *f, const char *zone)
{
	struct hours h = { .zone = zone && *zone ? zone : "UTC" };
	int minutes;
	if (!locale_zone_offset(h.zone, 0, &minutes))
		h.zone = "UTC";
	for (size_t i = 0; i < f->n_times; i++) {
		int64_t ms = (int64_t)f->times[i] * MINUTE_MS;
		if (!locale_zone_offset(h.zone, ms, &minutes))
			minutes = 0;
		ms += (int64_t)minutes * MINUTE_MS;
		int64_t day = clock_day(ms);
		int weekday = clock_weekday(day), hour = (int)((ms - day * CLOCK_DAY_MS) / (60 * MINUTE_MS));
		h.n++;
		h.day[hour]++;
		h.week[weekday][hour]++;
		if (h.day[hour] > h.most_day)
			h.most_day = h.day[hour];
	}
	for (int weekday = 0; weekday < DAYS; weekday++)
		for (int hour = 0; hour < HOURS; hour++)
			if (h.week[weekday][hour] > h.most_week) {
				h.most_week = h.week[weekday][hour];
				h.busy_day = weekday;
				h.busy_hour = hour;
			}
	return h;
}

static const char *hour_text(const struct card_draw *d, int hour)
{
	return locale_digits(d->arena, d->locale, arena_printf(d->arena, "%02d:00", hour % HOURS));
}

static const char *busiest_text(const struct card_draw *d, const struct hours *h)
{
	const int64_t a_sunday = 3; /* 1970-01-04 */
	const char *hours = arena_printf(d->arena, "%s\u2013%s", hour_text(d, h->busy_hour), hour_text(d, h->busy_hour + 1));
	return locale_fill(d->arena, d->locale, WORD_HOURS_BUSIEST,
		(const char *const[]){ "weekday", locale_date(d->arena, d->locale, "l", a_sunday + h->busy_day, INT64_MIN), "hours", hours,
			NULL });
}

/* ---- drawing */

static void bars(struct card_draw *d, struct box b, const struct hours *h)
{
	for (int hour = 0; hour < HOURS; hour++) {
		double x = b.x + PITCH * hour, least = 3;
		double height = h->day[hour] ? fmax(b.h * (double)h->day[hour] / (double)h->most_day, least) : 2;
		struct box bar = { x, b.y + b.h - height, CELL, height };
		bool busiest = h->day[hour] == h->most_day;
		struct paint paint = !h->day[hour] ? PAINT(ROLE_TRACK) : busiest ? PAINT(ROLE_LEVEL_4) : PAINT(ROLE_LEVEL_2);
		struct node *n = scene_rect(d->scene, bar, 3, paint);
		n->motion = MOTION_FADE;
		n->delay_ms = 25 * hour;
	}
}

static void axis(struct card_draw *d, struct box b)
{
	for (int hour = 0; hour < HOURS; hour += 6)
		own_text(d, (struct box){ b.x + PITCH * hour, b.y, PITCH * 5, 12 }, b.y + 11, hour_text(d, hour),
			(struct text_style){ 10.5, 400 }, ALIGN_LEFT, ROLE_MUTED);
}

static void heat(struct card_draw *d, struct box b, const struct hours *h, double left)
{
	static const struct text_style small[] = { { 10.5, 400 }, { 9.5, 400 }, { 8.5, 400 } };
	struct point *at[5];
	size_t n[ARRAY_LEN(at)] = { 0 };
	for (size_t i = 0; i < ARRAY_LEN(at); i++)
		at[i] = arena_array(d->arena, DAYS * HOURS, sizeof(*at[i]));
	for (int row = 0; row < DAYS; row++) {
		int weekday = (locale_first_weekday(d->locale) + row) % DAYS;
		double y = b.y + PITCH * row;
		struct text_run name = text_fit_sizes(d->text, locale_weekday(d->locale, weekday), small, ARRAY_LEN(small), LABEL - 3);
		scene_text(d->scene, (struct box){ left, y, LABEL - 3, CELL }, own_middle(y + CELL / 2.0, 10.5), name, ALIGN_LEFT,
			ROLE_MUTED);
		for (int hour = 0; hour < HOURS; hour++) {
			int64_t count = h->week[weekday][hour];
			size_t level = (size_t)((count * 4 + h->most_week - 1) / h->most_week);
			at[level][n[level]++] = (struct point){ b.x + PITCH * hour, y };
		}
	}
	for (size_t i = 0; i < ARRAY_LEN(at); i++)
		if (n[i])
			scene_cells(d->scene, at[i], n[i], CELL, 3, PAINT(ROLE_LEVEL_0 + (int)i));
}

static const char *total_text(const struct card_draw *d, const struct hours *h)
{
	return look_words(d, arena_printf(d->arena, "%s" LOOK_DOT "%s",
				   locale_count_word(d->arena, d->locale, WORD_OWN_COMMITS, h->n), own_clean(d, h->zone)));
}

static double body_height(int layout, const struct hours *h)
{
	if (!h->n)
		return EMPTY;
	return 28 + (layout != LAYOUT_HEATMAP ? BARS + 6 : 0) + AXIS + (layout != LAYOUT_BARS ? HEAT : 0);
}

static void draw(struct card_draw *d, struct box b, const struct hours *h, int layout)
{
	struct box words = box_cut_top(&b, 28);
	double left = b.x, baseline = words.y + 12;
	struct text_run busiest = text_fit(d->text, busiest_text(d, h), (struct text_style){ 14, 600 }, words.w * 0.66);
	scene_text(d->scene, box_cut_left(&words, busiest.width), baseline, busiest, ALIGN_LEFT, ROLE_TEXT);
	(void)box_cut_left(&words, 12);
	own_text(d, words, baseline, total_text(d, h), (struct text_style){ 12, 400 }, ALIGN_RIGHT, ROLE_MUTED);
	(void)box_cut_left(&b, LABEL);
	if (layout != LAYOUT_HEATMAP) {
		bars(d, box_cut_top(&b, BARS), h);
		(void)box_cut_top(&b, 6);
	}
	axis(d, box_cut_top(&b, AXIS));
	if (layout != LAYOUT_BARS)
		heat(d, b, h, left);
}

static enum err layout(struct err_note *note, struct card_draw *d, const struct card_request *rq, const struct card_facts *f)
{
	const struct hours_options *o = rq->options;
	TRY(own_person(note, f, true));
	struct hours h = hours_of(f->person, o->timezone);
	double height = 22 + own_head_height(&o->look) + body_height(o->layout, &h) + 20;
	own_begin(d, &o->look, WIDTH, height);
	struct box b = { PAD, 22, WIDTH - 2 * PAD, height - 42 };
	d->scene->title = arena_printf(d->arena, "%s: %s", own_name(d, f->person), own_word(d, WORD_HOURS_TITLE));
	d->scene->desc = h.n ? arena_printf(d->arena, "%s. %s", busiest_text(d, &h), total_text(d, &h)) :
			       own_word(d, WORD_HOURS_NONE);
	own_head(d, &o->look, &b, GLYPH_CLOCK, own_word(d, WORD_HOURS_TITLE), own_name(d, f->person));
	if (h.n)
		draw(d, b, &h, o->layout);
	else
		own_nothing(d, b, GLYPH_CLOCK, own_word(d, WORD_HOURS_NONE));
	return OK;
}

static enum err json(struct err_note *note, struct arena *a, const struct card_request *rq, const struct card_facts *f,
	struct json_object *obj)
{
	const struct card_draw d = { .arena = a, .locale = rq->locale };
	const struct hours_options *o = rq->options;
	TRY(own_person(note, f, true));
	struct hours h = hours_of(f->person, o->timezone);
	own_json_person(&d, f->person, obj);
	json_put_str(obj, "timezone", h.zone);
	json_put_int(obj, "commits", h.n);
	say_metric(obj, "busiest_weekday", (struct metric){ h.busy_day, h.n > 0 });
	say_metric(obj, "busiest_hour", (struct metric){ h.busy_hour, h.n > 0 });
	struct json_object *day = json_put_array(obj, "hours"), *week = json_put_array(obj, "week");
	for (int hour = 0; hour < HOURS; hour++)
		json_push(day, json_new_int(h.day[hour]));
	for (int weekday = 0; weekday < DAYS; weekday++) {
		struct json_object *row = json_new_array();
		for (int hour = 0; hour < HOURS; hour++)
			json_push(row, json_new_int(h.week[weekday][hour]));
		json_push(week, row);
	}
	return OK;
}

const struct card_kind card_kind_hours = {
	.name = "hours", .title = "Productive hours", .doc = "at what hours of day and week a person commits",
	.options = options, .n_options = ARRAY_LEN(options), .options_size = sizeof(struct hours_options),
	.life = { OWN_LIFE, OWN_LIFE_MAX }, .prepare = own_prepare_full, .layout = layout, .json = json,
};
