/*
 * A badge: what on the left, how much on the right. Heights are those of the badges people know; the drawing, the
 * widths and the colours are ours. As JSON it is what shields.io reads from an endpoint, and nothing besides:
 * https://shields.io/badges/endpoint-badge, which refuses members it does not know.
 */
#include "config.h"

#include "core/cards/kinds.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/base/clock.h"
#include "core/base/json.h"
#include "core/base/str.h"
#include "core/cards/facts.h"
#include "core/cards/look.h"
#include "core/cards/say.h"
#include "core/cards/streak-count.h"
#include "core/locale/locale.h"
#include "core/own/own.h"
#include "core/render/scene.h"
#include "core/score/rank.h"

#include <glib.h>
#include <math.h>
#include <string.h>
#include "core/base/banned.h"

enum { TEXT_MAX_CHARS = 60, TEXT_ROOM = 600 };

enum metric_id {
	METRIC_RANK,
	METRIC_STARS,
	METRIC_FOLLOWERS,
	METRIC_COMMITS,
	METRIC_PRS,
	METRIC_ISSUES,
	METRIC_REPOSITORIES,
	METRIC_CONTRIBUTIONS,
	METRIC_STREAK,
	METRIC_LONGEST_STREAK,
	METRIC_ARCHETYPE,
	METRIC_AI_MARKS,
	METRIC_ACTIVITY,
	METRIC_COLLABORATION,
	METRIC_STACK_DIVERSITY,
	METRIC_AI_SAVVINESS,
	METRIC__MAX
};

/* In the order of `words` below. */
static const struct {
	enum word label;
	unsigned int needs;
	uint32_t rgb; /* 0: by its value */
	const char *score;
} metrics[METRIC__MAX] = {
	[METRIC_RANK] = { WORD_BADGE_RANK, NEED_BASIC, 0, NULL },
	[METRIC_STARS] = { WORD_BADGE_STARS, NEED_BASIC, 0xbf8700, NULL },
	[METRIC_FOLLOWERS] = { WORD_BADGE_FOLLOWERS, NEED_BASIC, 0x0969da, NULL },
	[METRIC_COMMITS] = { WORD_BADGE_COMMITS, NEED_BASIC, 0x1a7f37, NULL },
	[METRIC_PRS] = { WORD_BADGE_PRS, NEED_BASIC, 0x8250df, NULL },
	[METRIC_ISSUES] = { WORD_BADGE_ISSUES, NEED_BASIC, 0x1a7f37, NULL },
	[METRIC_REPOSITORIES] = { WORD_BADGE_REPOSITORIES, NEED_BASIC, 0x0969da, NULL },
	[METRIC_CONTRIBUTIONS] = { WORD_BADGE_CONTRIBUTIONS, NEED_BASIC, 0x1a7f37, NULL },
	[METRIC_STREAK] = { WORD_BADGE_STREAK, NEED_HISTORY, 0xbc4c00, NULL },
	[METRIC_LONGEST_STREAK] = { WORD_BADGE_LONGEST_STREAK, NEED_HISTORY, 0xbc4c00, NULL },
	[METRIC_ARCHETYPE] = { WORD_BADGE_ARCHETYPE, NEED_FULL, 0x8250df, NULL },
	[METRIC_AI_MARKS] = { WORD_MARKS_TITLE, NEED_FULL, 0x8250df, NULL },
	[METRIC_ACTIVITY] = { WORD_SCORE_ACTIVITY, NEED_FULL, 0, "activity" },
	[METRIC_COLLABORATION] = { WORD_SCORE_COLLABORATION, NEED_FULL, 0, "collaboration" },
	[METRIC_STACK_DIVERSITY] = { WORD_SCORE_STACK_DIVERSITY, NEED_FULL, 0, "stack_diversity" },
	[METRIC_AI_SAVVINESS] = { WORD_SCORE_AI_SAVVINESS, NEED_FULL, 0, "ai_savviness" },
};

static const uint32_t unknown_rgb = 0x6e7781, label_rgb = 0x444d56;

enum style { STYLE_FLAT, STYLE_FLAT_SQUARE, STYLE_FOR_THE_BADGE };

static const struct {
	double height, padding, radius;
	struct text_style label, message;
	bool is_shaded, is_upper;
} styles[] = {
	[STYLE_FLAT] = { 20, 6.5, 3, { 11, 400 }, { 11, 400 }, true, false },
	[STYLE_FLAT_SQUARE] = { 20, 6.5, 0, { 11, 400 }, { 11, 400 }, false, false },
	[STYLE_FOR_THE_BADGE] = { 28, 11, 0, { 11, 400 }, { 11, 700 }, false, true },
};

struct badge_options {
	struct card_common common;
	const char *username, *label;
	int metric, style;
	struct option_color color, label_color;
};

#define OPTION_AT(name_, type_) .name = #name_, .type = type_, .offset = offsetof(struct badge_options, name_)

static const struct card_option options[] = {
	STILL_OPTIONS(badge_options),
	{ OPTION_AT(username, OPTION_TEXT), .required = true, .doc = "the person" },
	{ OPTION_AT(metric, OPTION_WORD), .otherwise = "rank", .strict = true,
		.words = "rank|stars|followers|commits|prs|issues|repositories|contributions|streak|longest-streak|archetype|"
			"ai-marks|activity|collaboration|stack-diversity|ai-savviness",
		.doc = "what the badge tells" },
	{ OPTION_AT(label, OPTION_TEXT), .max = TEXT_MAX_CHARS, .doc = "another text for the left side" },
	{ OPTION_AT(color, OPTION_COLOR), .css = true, .doc = "colour of the right side" },
	{ OPTION_AT(label_color, OPTION_COLOR), .css = true, .doc = "colour of the left side" },
	{ OPTION_AT(style, OPTION_WORD), .otherwise = "flat", .words = "flat|flat-square|for-the-badge", .doc = "shape" },
};

static enum err prepare(struct err_note *note, struct arena *a, struct card_request *rq)
{
	const struct badge_options *o = rq->options;
	(void)note, (void)a;
	rq->target.login = o->username;
	rq->needs = metrics[o->metric].needs;
	return OK;
}

/* ---- what it says */

struct badge {
	const char *label, *message; /* message NULL: not known */
	rgba color, label_color;
};

/* From grey over blue and green, the better the stronger. */
static uint32_t share_rgb(double percent)
{
	static const struct {
		double from;
		uint32_t rgb;
	} steps[] = { { 80, 0x1a7f37 }, { 60, 0x4d7c0f }, { 40, 0x0969da }, { 20, 0x57606a } };
	for (size_t i = 0; i < ARRAY_LEN(steps); i++)
		if (percent >= steps[i].from)
			return steps[i].rgb;
	return unknown_rgb;
}

static int64_t count_or_0(struct metric m)
{
	return m.known ? m.n : 0;
}

static const char *rank_text(const struct facts *f, uint32_t *ret_rgb)
{
	if (!f->stars.known && !f->commits_year.known && !f->prs.known && !f->followers.known)
		return NULL;
	struct rank r = rank_of(&(struct rank_counts){ .commits = count_or_0(f->commits_year), .prs = count_or_0(f->prs),
		.issues = count_or_0(f->issues), .reviews = count_or_0(f->reviews_year), .stars = count_or_0(f->stars),
		.followers = count_or_0(f->followers) }, false);
	*ret_rgb = share_rgb(100 - r.percentile);
	return r.level;
}

static const char *score_text(struct arena *a, const struct facts *f, const char *id, uint32_t *ret_rgb)
{
	for (size_t i = 0; i < FACTS_SCORES; i++) {
		const struct facts_score *s = &f->scores[i];
		if (!f->is_full || !s->id || !str_eq(s->id, id) || !s->known)
			continue;
		*ret_rgb = share_rgb(s->value);
		return arena_printf(a, "%d/100", s->value);
	}
	return NULL;
}

static const char *marks_text(struct arena *a, const struct locale *l, const struct facts *f)
{
	if (!f->is_full || f->commits_scanned <= 0)
		return NULL;
	const char *args[] = { "marked", locale_number(a, l, f->commits_marked), "commits",
		locale_count_word(a, l, WORD_OWN_COMMITS, f->commits_scanned), NULL };
	return locale_fill(a, l, WORD_BADGE_MARKS, args);
}

static const char *streak_text(struct arena *a, const struct locale *l, const struct card_facts *f, bool longest)
{
	if (!f->history)
		return NULL;
	struct streak_count c = streak_count(f->history, &(struct streak_rules){ .today = clock_day(f->now_ms) });
	return locale_count_word(a, l, WORD_OWN_DAYS, longest ? c.longest.length : c.current.length);
}

static struct metric count_of(const struct facts *f, int metric)
{
	switch (metric) {
	case METRIC_STARS:
		return f->stars;
	case METRIC_FOLLOWERS:
		return f->followers;
	case METRIC_COMMITS:
		return f->commits_year.known ? f->commits_year : f->commits_all;
	case METRIC_PRS:
		return f->prs;
	case METRIC_ISSUES:
		return f->issues;
	case METRIC_REPOSITORIES:
		return f->n_repos;
	default:
		return f->contributions_year;
	}
}

static const char *count_text(struct arena *a, const struct locale *l, struct metric m)
{
	return m.known ? locale_digits(a, l, number_short(a, m.n, NUMBER_NO_PRECISION)) : NULL;
}

static const char *message_of(struct arena *a, const struct locale *l, int metric, const struct card_facts *f, uint32_t *ret_rgb)
{
	if (metric == METRIC_STREAK || metric == METRIC_LONGEST_STREAK)
		return streak_text(a, l, f, metric == METRIC_LONGEST_STREAK);
	if (!f->person)
		return NULL;
	if (metrics[metric].score)
		return score_text(a, f->person, metrics[metric].score, ret_rgb);
	if (metric == METRIC_RANK)
		return rank_text(f->person, ret_rgb);
	if (metric == METRIC_ARCHETYPE)
		return f->person->is_full ? own_archetype_name(l, f->person) : NULL;
	if (metric == METRIC_AI_MARKS)
		return marks_text(a, l, f->person);
	return count_text(a, l, count_of(f->person, metric));
}

static struct badge badge_of(struct arena *a, const struct card_request *rq, const struct card_facts *f)
{
	const struct badge_options *o = rq->options;
	uint32_t rgb = metrics[o->metric].rgb;
	struct badge b = { .label = o->label ? o->label : locale_word(rq->locale, metrics[o->metric].label) };
	b.message = message_of(a, rq->locale, o->metric, f, &rgb);
	b.color = o->color.given ? o->color.color : RGBA(b.message ? rgb : unknown_rgb);
	b.label_color = o->label_color.given ? o->label_color.color : RGBA(label_rgb);
	return b;
}

/* ---- how it looks */

static const char *shown_text(struct card_draw *d, const char *text, bool is_upper)
{
	if (is_upper) {
		char *upper = g_utf8_strup(text_clean(d->arena, text), -1);
		text = arena_strdup(d->arena, upper);
		g_free(upper);
	}
	return text_clean(d->arena, text);
}

/* White where it can be read, else nearly black. */
static rgba ink_on(rgba ground)
{
	rgba white = RGBA(0xffffff), black = RGBA(0x1f2328);
	return color_contrast(white, ground | 0xff) >= 3 ? white : black;
}

enum { ROLE_LABEL = ROLE_OWN, ROLE_MESSAGE, ROLE_LABEL_INK, ROLE_MESSAGE_INK };

/* Lighter above, darker below, over both sides. */
static void shade(struct scene *s, double radius)
{
	struct gradient g = { .x2 = 0, .y2 = s->height, .n_stops = 2,
		.stops = { { .role = -1, .color = RGBA(0xffffff), .opacity = 0.14 },
			{ .offset = 1, .role = -1, .color = RGBA(0x000000), .opacity = 0.12 } } };
	scene_rect(s, (struct box){ 0, 0, s->width, s->height }, radius, scene_gradient(s, g));
}

static void draw_side(struct card_draw *d, struct box b, double radius, unsigned int corners, int role)
{
	struct node *side = scene_rect(d->scene, b, radius, PAINT(role));
	side->rect.corners = corners;
}

static void draw_text(struct card_draw *d, struct box b, double padding, struct text_run run, int role)
{
	run.tight = true;
	scene_text(d->scene, box_inset(b, padding, 0), b.h / 2 + run.style.size * 0.36, run, ALIGN_CENTER, role);
}

static const struct palette *palette_of(struct arena *a, const struct badge *b)
{
	struct palette *p = arena_memdup(a, palette_own(THEME_LIGHT), sizeof(*p));
	p->follows = false;
	p->colors[0][ROLE_LABEL] = b->label_color;
	p->colors[0][ROLE_MESSAGE] = b->color;
	p->colors[0][ROLE_LABEL_INK] = ink_on(b->label_color);
	p->colors[0][ROLE_MESSAGE_INK] = ink_on(b->color);
	return p;
}

static enum err layout(struct err_note *note, struct card_draw *d, const struct card_request *rq, const struct card_facts *f)
{
	const struct badge_options *o = rq->options;
	struct badge b = badge_of(d->arena, rq, f);
	int style = o->style;
	bool is_upper = styles[style].is_upper;
	const char *message = b.message ? b.message : locale_word(d->locale, WORD_NOT_AVAILABLE);
	(void)note;
	struct text_run left = text_fit(d->text, shown_text(d, b.label, is_upper), styles[style].label, TEXT_ROOM);
	struct text_run right = text_fit(d->text, shown_text(d, message, is_upper), styles[style].message, TEXT_ROOM);
	double padding = styles[style].padding, h = styles[style].height, radius = styles[style].radius;
	struct box label = { 0, 0, ceil(left.width + 2 * padding), h };
	struct box value = { label.w, 0, ceil(right.width + 2 * padding), h };
	scene_init(d->scene, d->arena, label.w + value.w, h);
	d->scene->palette = palette_of(d->arena, &b);
	d->scene->corner = radius;
	d->scene->title = arena_printf(d->arena, "%s: %s", text_clean(d->arena, b.label), text_clean(d->arena, message));
	d->scene->desc = d->scene->title;
	draw_side(d, label, radius, CORNER_LEFT, ROLE_LABEL);
	draw_side(d, value, radius, CORNER_RIGHT, ROLE_MESSAGE);
	if (styles[style].is_shaded)
		shade(d->scene, radius);
	draw_text(d, label, padding, left, ROLE_LABEL_INK);
	draw_text(d, value, padding, right, ROLE_MESSAGE_INK);
	return OK;
}

static const char *hex(struct arena *a, rgba color)
{
	return arena_printf(a, "%06x", (unsigned int)(color >> 8));
}

static enum err json(struct err_note *note, struct arena *a, const struct card_request *rq, const struct card_facts *f,
	struct json_object *obj)
{
	struct badge b = badge_of(a, rq, f);
	const struct badge_options *o = rq->options;
	(void)note;
	json_put_int(obj, "schemaVersion", 1);
	json_put_str(obj, "label", b.label);
	json_put_str(obj, "message", b.message ? b.message : locale_word(rq->locale, WORD_NOT_AVAILABLE));
	json_put_str(obj, "color", hex(a, b.color));
	if (o->label_color.given)
		json_put_str(obj, "labelColor", hex(a, b.label_color));
	if (!b.message)
		json_put_bool(obj, "isError", true);
	json_put_int(obj, "cacheSeconds", card_request_life(rq));
	return OK;
}

const struct card_kind card_kind_badge = {
	.name = "badge",
	.doc = "one number as a badge; its JSON is an endpoint for shields.io",
	.title = "Badge",
	.options = options,
	.n_options = ARRAY_LEN(options),
	.options_size = sizeof(struct badge_options),
	.life = { OWN_LIFE, OWN_LIFE_MAX },
	.json_bare = true,
	.prepare = prepare,
	.layout = layout,
	.json = json,
};
