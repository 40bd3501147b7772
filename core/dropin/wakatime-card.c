/* Coding time by language: /api/wakatime of github-readme-stats. */
#include "config.h"

#include "core/cards/kinds.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/base/json.h"
#include "core/base/str.h"
#include "core/cards/look.h"
#include "core/cards/say.h"
#include "core/dropin/slip.h"
#include "core/locale/locale.h"
#include "core/profile/wakatime.h"
#include "core/render/scene.h"

#include <math.h>
#include <string.h>
#include "core/base/banned.h"

enum {
	WIDTH = 495,
	WIDTH_MIN = 250,
	WIDTH_MIN_COMPACT = 400,
	WIDTH_MAX = 1200,
	HEIGHT_MIN = 150,
	LINE_HEIGHT = 25,
	LINE_HEIGHT_MAX = 100,
	LABEL_ROOM = 102, /* of the original; more where a name needs it */
	VALUE_ROOM = 95,
	VALUE_X_BARE = 195,
	GAP = 8,
	BAR_HEIGHT = 8,
	BAR_MIN = 40,
	BAR_GAP = 20,
	STEP_MS = 150,
	STEPS_MAX = 12,
	COLUMN = 205,
	MINUTE = 60,
	HOUR = 3600
};
static const struct text_style label_styles[] = { { 14, 700 }, { 13, 700 }, { 12, 700 }, { 11, 700 } };
static const struct text_style value_styles[] = { { 14, 600 }, { 13, 600 }, { 12, 600 }, { 11, 600 } };
static const struct text_style small_styles[] = { { 11, 400 }, { 10, 400 }, { 9, 400 } };

enum layout { LAYOUT_DEFAULT, LAYOUT_COMPACT };
enum display { DISPLAY_TIME, DISPLAY_PERCENT };

struct wakatime_options {
	struct card_common common;
	struct card_look look;
	const char *username, *api_domain;
	struct option_names hide;
	int card_width, line_height, layout, langs_count, display_format;
	bool hide_progress;
};

#define OPTION_AT(name_, type_) .name = #name_, .type = type_, .offset = offsetof(struct wakatime_options, name_)

static const struct card_option options[] = {
	COMMON_OPTIONS(wakatime_options),
	BARE_LOOK_OPTIONS(wakatime_options),
	TITLE_OPTIONS(wakatime_options),
	{ OPTION_AT(username, OPTION_TEXT), .required = true, .doc = "the person's name at WakaTime" },
	{ OPTION_AT(api_domain, OPTION_TEXT), .doc = "another server of the same API; the operator decides which ones" },
	{ OPTION_AT(hide, OPTION_NAMES), .doc = "languages to leave out" },
	{ OPTION_AT(layout, OPTION_WORD), .words = "default|compact", .otherwise = "default",
		.doc = "a bar for each language, or one bar for all" },
	{ OPTION_AT(langs_count, OPTION_INT), .min = 1, .max = WAKATIME_LANGUAGES, .doc = "how many languages; else all" },
	{ OPTION_AT(display_format, OPTION_WORD), .words = "time|percent", .otherwise = "time", .doc = "hours or shares" },
	{ OPTION_AT(hide_progress, OPTION_BOOL), .otherwise = "false", .doc = "no bars" },
	{ OPTION_AT(card_width, OPTION_INT), .min = WIDTH_MIN, .max = WIDTH_MAX, .otherwise = "495",
		.doc = "width; a compact card has at least 400" },
	{ OPTION_AT(line_height, OPTION_INT), .min = 10, .max = LINE_HEIGHT_MAX, .otherwise = "25", .doc = "height of a line" },
};

static enum err prepare(struct err_note *note, struct arena *a, struct card_request *rq)
{
	const struct wakatime_options *o = rq->options;
	(void)note, (void)a;
	rq->target.login = o->username;
	rq->target.domain = o->api_domain ? o->api_domain : "";
	rq->needs = NEED_WAKATIME;
	return OK;
}

/* ---- what is shown */

struct shown {
	const char *name, *value;
	double percent; /* of the languages shown */
	int64_t seconds;
};

/* "2 hrs 3 mins": as the server says it where the card is English. */
static const char *time_text(struct arena *a, const struct locale *l, const struct wakatime_language *lang)
{
	int64_t hours = lang->seconds / HOUR, minutes = lang->seconds / MINUTE % MINUTE;
	if (l == locale_english())
		return lang->text;
	const char *m = locale_count_word(a, l, WORD_WAKATIME_MINUTES, minutes);
	if (!hours)
		return m;
	const char *h = locale_count_word(a, l, WORD_WAKATIME_HOURS, hours);
	return minutes ? arena_printf(a, "%s %s", h, m) : h;
}

/*
 * Shares are of those shown. What the server rounded to about 100 in all stays as it said it. Less than a minute
 * is not worth a line.
 */
static size_t choose(struct arena *a, const struct card_request *rq, const struct wakatime *w, struct shown **ret_shown)
{
	const struct wakatime_options *o = rq->options;
	struct shown *shown = arena_array(a, w->n_languages + 1, sizeof(*shown));
	size_t most = o->langs_count ? (size_t)o->langs_count : w->n_languages, n = 0, kept = 0;
	double sum = 0;
	for (size_t i = 0; i < w->n_languages && n < most; i++) {
		const struct wakatime_language *l = &w->languages[i];
		if (option_names_hold(&o->hide, l->name))
			continue;
		shown[n++] = (struct shown){ .name = l->name, .percent = l->percent, .seconds = l->seconds,
			.value = time_text(a, rq->locale, l) };
		sum += l->percent;
	}
	double weight = sum <= 0 || fabs(sum - 100) < 0.5 ? 1 : 100 / sum;
	for (size_t i = 0; i < n; i++) {
		struct shown s = shown[i];
		s.percent = fmin(s.percent * weight, 100);
		if (o->display_format == DISPLAY_PERCENT)
			s.value = arena_printf(a, "%s %%", number_fixed(a, s.percent, 2));
		if (s.seconds >= MINUTE)
			shown[kept++] = s;
	}
	*ret_shown = shown;
	return kept;
}

static const char *title_of(struct arena *a, const struct locale *l, const struct wakatime *w)
{
	static const struct {
		const char *id;
		enum word word;
	} ranges[] = { { "last_7_days", WORD_WAKATIME_LAST_7_DAYS }, { "last_year", WORD_STATS_LAST_YEAR } };
	for (size_t i = 0; i < ARRAY_LEN(ranges); i++)
		if (str_eq(w->range_id, ranges[i].id))
			return arena_printf(a, "%s (%s)", locale_word(l, WORD_WAKATIME_TITLE), locale_word(l, ranges[i].word));
	return locale_word(l, WORD_WAKATIME_TITLE);
}

static enum word why_nothing(const struct wakatime *w)
{
	if (w->hidden)
		return WORD_WAKATIME_PRIVATE;
	if (w->details_hidden)
		return WORD_WAKATIME_NO_DETAILS;
	return w->not_enabled ? WORD_WAKATIME_COUNTING : WORD_WAKATIME_NO_ACTIVITY;
}

/* A mark before Latin names and numbers, so that they take their places in a line that runs from right to left. */
static const char *rtl_mark(const struct card_draw *d)
{
	return locale_is_rtl(d->locale) ? "\u200f" : "";
}

/* ---- a line for each language */

static void nothing(struct card_draw *d, const struct wakatime *w, double top)
{
	struct box slot = { LOOK_PADDING, top - 2, d->scene->width - 2 * LOOK_PADDING, 20 };
	struct text_run run = text_fit_sizes(d->text, look_words(d, locale_word(d->locale, why_nothing(w))), label_styles,
		ARRAY_LEN(label_styles), slot.w);
	scene_text(d->scene, slot, top + 11, run, ALIGN_LEFT, ROLE_TEXT)->motion = MOTION_FADE;
}

/* Where the columns of all lines begin. */
struct columns {
	double label_w, bar_x, bar_w, value_x, value_w; /* bar_w 0 = none */
};

/* Names and values beside each other: values where the original has them, or further left where they need it. */
static struct columns bare_columns(double width, double labels, double values)
{
	double right = width - LOOK_PADDING, most = (width - 2 * LOOK_PADDING) * 0.5;
	double wanted = fmax(labels, VALUE_X_BARE - LOOK_PADDING - GAP), left = right - LOOK_PADDING - GAP - values;
	struct columns c = { .label_w = fmax(fmin(wanted, left), fmin(labels, most)) };
	c.value_x = LOOK_PADDING + c.label_w + GAP;
	c.value_w = right - c.value_x;
	return c;
}

static struct columns columns_of(const struct wakatime_options *o, double width, double labels, double values)
{
	double right = width - LOOK_PADDING, most = (width - 2 * LOOK_PADDING) * 0.45;
	struct columns c = { .label_w = fmin(fmax(labels, LABEL_ROOM), most), .value_w = fmin(fmax(values, VALUE_ROOM), most) };
	c.value_x = right - c.value_w;
	c.bar_x = LOOK_PADDING + c.label_w + GAP;
	c.bar_w = c.value_x - BAR_GAP - c.bar_x;
	return o->hide_progress || c.bar_w < BAR_MIN ? bare_columns(width, labels, values) : c;
}

/* One size for a whole column: the largest in which its widest text, so wide in the first style, has room. */
static size_t column_style(const struct text_style *styles, size_t n, double widest, double room)
{
	size_t i = 0;
	while (i + 1 < n && widest * styles[i].size / styles[0].size > room)
		i++;
	return i;
}

static void draw_bar(struct card_draw *d, const struct columns *c, double y, double percent, int delay_ms)
{
	struct box track = { c->bar_x, y, c->bar_w, BAR_HEIGHT }, bar = track;
	bar.w = fmax(track.w * percent / 100, BAR_HEIGHT);
	scene_rect(d->scene, track, BAR_HEIGHT / 2.0, PAINT(ROLE_TRACK));
	struct node *n = scene_rect(d->scene, bar, BAR_HEIGHT / 2.0, PAINT(ROLE_TITLE));
	n->motion = MOTION_GROW;
	n->delay_ms = delay_ms;
}

static void draw_line(struct card_draw *d, const struct columns *c, const struct shown *s, struct text_run label,
	struct text_run value, double top, int delay_ms)
{
	struct box slot = { LOOK_PADDING, top - 1, c->label_w, 18 };
	struct node *n = scene_text(d->scene, slot, top + 12.5, label, ALIGN_LEFT, ROLE_TEXT);
	n->motion = MOTION_FADE;
	n->delay_ms = delay_ms;
	slot = (struct box){ c->value_x, top - 1, c->value_w, 18 };
	n = scene_text(d->scene, slot, top + 12.5, value, ALIGN_LEFT, ROLE_TEXT);
	n->motion = MOTION_FADE;
	n->delay_ms = delay_ms;
	if (c->bar_w > 0)
		draw_bar(d, c, top + 4, s->percent, delay_ms + 2 * STEP_MS);
}

static void layout_lines(struct card_draw *d, const struct wakatime_options *o, const struct shown *shown, size_t n, double top)
{
	double labels = 0, values = 0, width = d->scene->width;
	struct text_run *runs = arena_array(d->arena, 2 * n + 1, sizeof(*runs));
	for (size_t i = 0; i < n; i++) {
		const char *name = arena_printf(d->arena, "%s%s:", rtl_mark(d), text_clean(d->arena, shown[i].name));
		runs[2 * i] = text_fit(d->text, name, label_styles[0], width);
		runs[2 * i + 1] = text_fit(d->text, text_clean(d->arena, shown[i].value), value_styles[0], width);
		labels = fmax(labels, runs[2 * i].width);
		values = fmax(values, runs[2 * i + 1].width);
	}
	struct columns c = columns_of(o, width, labels + 1, values + 1);
	struct text_style label_style = label_styles[column_style(label_styles, ARRAY_LEN(label_styles), labels, c.label_w)];
	struct text_style value_style = value_styles[column_style(value_styles, ARRAY_LEN(value_styles), values, c.value_w)];
	for (size_t i = 0; i < n; i++) {
		struct text_run label = text_fit(d->text, runs[2 * i].text, label_style, c.label_w);
		struct text_run value = text_fit(d->text, runs[2 * i + 1].text, value_style, c.value_w);
		int step = (int)(i < STEPS_MAX ? i : STEPS_MAX) + 3;
		draw_line(d, &c, &shown[i], label, value, top + (double)i * o->line_height, step * STEP_MS);
	}
}

/* ---- one bar for all */

/* WakaTime has names of its own for some languages. */
static uint32_t color_of(const struct shown *s)
{
	static const char *const others[][2] = { { "Bash", "Shell" }, { "Docker", "Dockerfile" }, { "Git", "Git Config" },
		{ "JSX", "JavaScript" }, { "LaTeX", "TeX" }, { "sh", "Shell" }, { "VimL", "Vim Script" }, { "Zsh", "Shell" } };
	const char *name = s->name;
	for (size_t i = 0; i < ARRAY_LEN(others); i++)
		if (str_eq_nocase(name, others[i][0]))
			name = others[i][1];
	return slip_color(NULL, name);
}

static void draw_parts(struct card_draw *d, const struct shown *shown, size_t n, double top)
{
	double width = d->scene->width - 2 * LOOK_PADDING, sum = 0, x = LOOK_PADDING;
	for (size_t i = 0; i < n; i++)
		sum += shown[i].percent;
	for (size_t i = 0; i < n; i++) {
		double w = sum > 0 ? width * shown[i].percent / sum : width / (double)n;
		struct node *part = scene_rect(d->scene, (struct box){ x, top, w, BAR_HEIGHT }, fmin(BAR_HEIGHT / 2.0, w),
			PAINT_COLOR(color_of(&shown[i])));
		part->rect.corners = (i == 0 ? CORNER_LEFT : 0) | (i + 1 == n ? CORNER_RIGHT : 0);
		if (!part->rect.corners)
			part->rect.radius = 0;
		x += w;
	}
}

static const char *compact_text(const struct card_draw *d, const struct shown *s)
{
	return text_clean(d->arena, arena_printf(d->arena, "%s%s - %s%s", rtl_mark(d), text_clean(d->arena, s->name),
		rtl_mark(d), s->value));
}

/* Two columns, filled row by row; all in the largest size in which none is cut. */
static void layout_compact(struct card_draw *d, const struct shown *shown, size_t n, double top)
{
	static const double dot = 15, margin = 12;
	const double width = d->scene->width, column = COLUMN + (width - WIDTH) / 2;
	const double rooms[2] = { column - GAP - dot, width - margin - LOOK_PADDING - column - dot };
	struct text_run *runs = arena_array(d->arena, n, sizeof(*runs));
	bool cut = true;
	for (size_t k = 0; cut && k < ARRAY_LEN(small_styles); k++) {
		cut = false;
		for (size_t i = 0; i < n; i++) {
			runs[i] = text_fit(d->text, compact_text(d, &shown[i]), small_styles[k], rooms[i % 2]);
			cut = cut || runs[i].cut;
		}
	}
	draw_parts(d, shown, n, top);
	for (size_t i = 0; i < n; i++) {
		double x = LOOK_PADDING + (i % 2 ? column : 0), y = top + 25 + (double)(i / 2) * LINE_HEIGHT;
		scene_circle(d->scene, x + 5, y + 6, 5, PAINT_COLOR(color_of(&shown[i])));
		scene_text(d->scene, (struct box){ x + dot, y - 1, rooms[i % 2], 15 }, y + 10, runs[i], ALIGN_LEFT, ROLE_TEXT);
	}
}

/* ---- the card */

static enum err must_be_there(struct err_note *note, const struct wakatime *w)
{
	return w ? OK : err_set(note, ERR_NOT_FOUND, "no such WakaTime user");
}

static const char *describe(struct arena *a, const struct shown *shown, size_t n)
{
	struct str s;
	str_init(&s, a, 4096);
	for (size_t i = 0; i < n; i++) {
		str_addz(&s, i ? ", " : "");
		str_addz(&s, shown[i].name);
		str_addz(&s, ": ");
		str_addz(&s, shown[i].value);
	}
	return text_clean(a, s.buf);
}

static enum err layout(struct err_note *note, struct card_draw *d, const struct card_request *rq, const struct card_facts *f)
{
	const struct wakatime_options *o = rq->options;
	const struct wakatime *w = f->wakatime;
	struct shown *shown;
	TRY(must_be_there(note, w));
	size_t n = choose(d->arena, rq, w, &shown), lines = (n + 1) / 2;
	bool compact = o->layout == LAYOUT_COMPACT;
	double width = compact ? fmax(o->card_width, WIDTH_MIN_COMPACT) : o->card_width;
	double height = compact ? 90 + (double)lines * LINE_HEIGHT : fmax(45 + (double)(n + 1) * o->line_height, HEIGHT_MIN);
	scene_init(d->scene, d->arena, width, height - (o->look.hide_title ? LOOK_TITLE_HEIGHT : 0));
	d->scene->palette = look_palette(d, &o->look, "default");
	look_frame(d->scene, &o->look);
	d->scene->title = look_title(d, &o->look, look_words(d, title_of(d->arena, d->locale, w)));
	d->scene->desc = n ? describe(d->arena, shown, n) : locale_word(d->locale, why_nothing(w));
	double top = look_body_y(&o->look);
	if (!n)
		nothing(d, w, top);
	else if (compact)
		layout_compact(d, shown, n, top);
	else
		layout_lines(d, o, shown, n, top);
	return OK;
}

static enum err json(struct err_note *note, struct arena *a, const struct card_request *rq, const struct card_facts *f,
	struct json_object *obj)
{
	const struct wakatime *w = f->wakatime;
	struct shown *shown;
	TRY(must_be_there(note, w));
	size_t n = choose(a, rq, w, &shown);
	json_put_str(obj, "user", w->user);
	json_put_str(obj, "domain", w->domain);
	json_put_str(obj, "range", w->range_id);
	json_put_str(obj, "range_text", w->range);
	json_put_bool(obj, "is_coding_activity_visible", !w->hidden);
	json_put_bool(obj, "is_language_usage_visible", !w->hidden && !w->details_hidden);
	json_put_bool(obj, "is_up_to_date", !w->not_enabled);
	struct json_object *list = json_put_array(obj, "languages");
	for (size_t i = 0; i < n; i++) {
		struct json_object *l = json_push_object(list);
		json_put_str(l, "name", shown[i].name);
		json_put_str(l, "value", shown[i].value);
		json_put_num(l, "percent", shown[i].percent, 2);
		json_put_int(l, "seconds", shown[i].seconds);
		json_put_str(l, "color", arena_printf(a, "#%06x", (unsigned int)color_of(&shown[i])));
	}
	return OK;
}

const struct card_kind card_kind_wakatime = {
	.name = "wakatime",
	.path = "/api/wakatime",
	.doc = "coding time by language, from WakaTime, Wakapi or Hakatime",
	.title = "Coding time",
	.options = options,
	.n_options = ARRAY_LEN(options),
	.options_size = sizeof(struct wakatime_options),
	.life = { CARD_LIFE_MIN, 172800 },
	.prepare = prepare,
	.layout = layout,
	.json = json,
};
