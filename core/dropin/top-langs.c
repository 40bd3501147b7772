/* The languages card in five layouts. Sizes and copy are github-readme-stats'. */
#include "config.h"

#include "core/cards/kinds.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/base/json.h"
#include "core/base/str.h"
#include "core/cards/facts.h"
#include "core/cards/look.h"
#include "core/cards/say.h"
#include "core/locale/locale.h"
#include "core/render/scene.h"
#include "core/render/text.h"

#include <math.h>
#include <string.h>
#include <stdlib.h>
#include "core/base/banned.h"

enum langs_layout { LAYOUT_NORMAL, LAYOUT_COMPACT, LAYOUT_DONUT, LAYOUT_DONUT_VERTICAL, LAYOUT_PIE };
enum stats_format { FORMAT_PERCENTAGES, FORMAT_BYTES };

struct langs_options {
	struct card_common common;
	struct card_look look;
	const char *username;
	struct option_names hide, exclude_repo;
	unsigned int role; /* bits of enum affiliation */
	int layout, card_width, langs_count, stats_format;
	bool hide_progress, hide_values;
	double size_weight, count_weight;
	struct option_color track;
};

#define AT(member) offsetof(struct langs_options, member)
enum { COUNT_MAX = 20, WIDTH = 300, WIDTH_MIN = 280, WIDTH_MAX = 2000, DONUT_EXTRA = 50, DOT = 15 };

static const struct card_option options[] = {
	COMMON_OPTIONS(langs_options),
	BARE_LOOK_OPTIONS(langs_options),
	TITLE_OPTIONS(langs_options),
	{ .name = "username", .type = OPTION_TEXT, .offset = AT(username), .required = true, .doc = "login" },
	{ .name = "layout", .type = OPTION_WORD, .offset = AT(layout), .otherwise = "normal", .strict = true,
		.words = "normal|compact|donut|donut-vertical|pie", .doc = "form of the card" },
	{ .name = "langs_count", .type = OPTION_INT, .offset = AT(langs_count), .min = 1, .max = COUNT_MAX,
		.word_is_min = true, .doc = "how many; else 5, or 6 where they stand in two columns" },
	{ .name = "hide", .type = OPTION_NAMES, .offset = AT(hide), .doc = "languages left out" },
	{ .name = "exclude_repo", .type = OPTION_NAMES, .offset = AT(exclude_repo), .doc = "repositories that do not count" },
	{ .name = "role", .type = OPTION_WORDS, .offset = AT(role), .words = "OWNER|ORGANIZATION_MEMBER|COLLABORATOR",
		.doc = "whose repositories count; else one's own" },
	{ .name = "size_weight", .type = OPTION_NUMBER, .offset = AT(size_weight), .otherwise = "1", .min = -4, .max = 4,
		.doc = "power of a language's bytes in its weight" },
	{ .name = "count_weight", .type = OPTION_NUMBER, .offset = AT(count_weight), .otherwise = "0", .min = -4, .max = 4,
		.doc = "power of its number of repositories" },
	{ .name = "stats_format", .type = OPTION_WORD, .offset = AT(stats_format), .otherwise = "percentages", .strict = true,
		.words = "percentages|bytes", .doc = "what stands by a language" },
	{ .name = "hide_progress", .type = OPTION_BOOL, .offset = AT(hide_progress), .otherwise = "false",
		.doc = "names only, in two columns" },
	{ .name = "hide_values", .type = OPTION_BOOL, .offset = AT(hide_values), .otherwise = "false", .doc = "no numbers" },
	{ .name = "prog_bar_bg_color", .type = OPTION_COLOR, .offset = AT(track), .doc = "the empty part of a bar" },
	{ .name = "card_width", .type = OPTION_INT, .offset = AT(card_width), .otherwise = "300", .min = WIDTH_MIN,
		.max = WIDTH_MAX, .doc = "width; a donut adds 50" },
};

static enum err prepare(struct err_note *note, struct arena *a, struct card_request *rq)
{
	struct langs_options *o = rq->options;
	(void)note, (void)a;
	rq->target.login = o->username;
	rq->target.ways = o->role;
	rq->needs = NEED_BASIC;
	if (o->role && o->role != AFFILIATION_OWNER)
		rq->needs |= NEED_AFFILIATED;
	else if (o->exclude_repo.n)
		rq->needs |= NEED_REPOSITORIES;
	bool one_column = o->layout == LAYOUT_NORMAL || o->layout == LAYOUT_DONUT;
	if (!o->langs_count)
		o->langs_count = one_column && !o->hide_progress ? 5 : 6;
	if (o->hide_progress && one_column)
		o->layout = LAYOUT_COMPACT;
	return OK;
}

/* ---- which languages, and how much of each */

struct shown {
	struct facts_language l;
	double weight, share; /* share 0..1 of all that are shown */
	const char *value;
};

struct model {
	struct shown *items;
	size_t n;
};

static struct facts_language without(const struct facts *p, const struct option_names *excluded, struct facts_language l)
{
	for (size_t i = 0; excluded->n && i < p->n_repos_listed; i++) {
		const struct facts_repo *r = &p->repos[i];
		for (size_t k = 0; k < r->n_languages && option_names_hold(excluded, r->name); k++)
			if (str_eq(r->languages[k].name, l.name)) {
				l.bytes -= r->languages[k].bytes.known ? r->languages[k].bytes.n : 0;
				l.repos--;
			}
	}
	return l;
}

static int heavier(const void *a, const void *b)
{
	const struct shown *x = a, *y = b;
	if (x->weight != y->weight)
		return x->weight < y->weight ? 1 : -1;
	return x->l.bytes != y->l.bytes ? (x->l.bytes < y->l.bytes ? 1 : -1) : strcmp(x->l.name, y->l.name);
}

static const char *value_of(struct arena *a, const struct langs_options *o, const struct facts *p, const struct shown *s)
{
	if (o->stats_format == FORMAT_PERCENTAGES)
		return arena_printf(a, "%s%%", number_fixed(a, s->share * 100, 2));
	/* on disk lines are what is known */
	return p->source == SOURCE_GIT ? number_short(a, s->l.bytes, NUMBER_NO_PRECISION) :
					 number_bytes(a, (double)s->l.bytes);
}

static struct model model_of(struct arena *a, const struct langs_options *o, const struct facts *p)
{
	struct model m = { .items = arena_array(a, FACTS_LANGUAGES, sizeof(*m.items)) };
	double sum = 0;
	for (size_t i = 0; i < p->n_languages; i++) {
		struct facts_language l = without(p, &o->exclude_repo, p->languages[i]);
		if (l.bytes <= 0 || l.repos <= 0 || option_names_hold(&o->hide, l.name))
			continue;
		double weight = pow((double)l.bytes, o->size_weight) * pow((double)l.repos, o->count_weight);
		m.items[m.n++] = (struct shown){ .l = l, .weight = weight };
	}
	qsort(m.items, m.n, sizeof(*m.items), heavier);
	m.n = m.n < (size_t)o->langs_count ? m.n : (size_t)o->langs_count;
	for (size_t i = 0; i < m.n; i++)
		sum += m.items[i].weight;
	for (size_t i = 0; i < m.n; i++) {
		m.items[i].share = sum > 0 ? m.items[i].weight / sum : 0;
		m.items[i].value = value_of(a, o, p, &m.items[i]);
	}
	return m;
}

static struct paint color_of(const struct shown *s)
{
	rgba color;
	if (s->l.color && option_color_parse(s->l.color, true, &color))
		return PAINT_COLOR(color >> 8);
	return PAINT_COLOR(0x858585);
}

/* ---- pieces of the layouts */

struct drawing {
	struct card_draw *d;
	const struct langs_options *o;
	const struct model *m;
	double top; /* of the body */
};

static const struct text_style small = { 11, 400 }, small_styles[] = { { 11, 400 }, { 10, 400 }, { 9, 400 } };

static void moving(struct node *n, enum motion motion, size_t i)
{
	n->motion = motion;
	n->delay_ms = (int)(i + 3) * 150;
}

/* "Python 23.90%" within room; where it is too long the name is cut, not the number. */
static struct text_run entry_run(const struct drawing *g, const struct shown *s, bool with_value, struct text_style style,
	double room)
{
	struct arena *a = g->d->arena;
	const char *name = text_clean(a, s->l.name);
	if (!with_value || g->o->hide_values)
		return text_fit(g->d->text, name, style, room);
	struct text_run run = text_fit(g->d->text, arena_printf(a, "%s %s", name, s->value), style, room);
	if (!run.cut)
		return run;
	const char *tail = arena_printf(a, " %s", s->value);
	double left = room - text_fit(g->d->text, tail, style, room).width;
	if (left < 20)
		return run;
	struct text_run head = text_fit(g->d->text, name, style, left);
	return text_fit(g->d->text, arena_printf(a, "%s%s", head.text, tail), style, room);
}

static void draw_entry(const struct drawing *g, size_t i, struct text_run run, double x, double y, double room)
{
	struct box slot = { x + DOT, y - 2, room - DOT, 16 };
	moving(scene_circle(g->d->scene, x + 5, y + 6, 5, color_of(&g->m->items[i])), MOTION_FADE, i);
	moving(scene_text(g->d->scene, slot, y + 10, run, ALIGN_LEFT, ROLE_TEXT), MOTION_FADE, i);
}

/* Widths of the two columns' widest entries. */
static struct point widest_entries(const struct drawing *g, bool with_value, struct text_style style, double room)
{
	const size_t half = (g->m->n + 1) / 2;
	struct point widest = { 0, 0 };
	for (size_t i = 0; i < g->m->n; i++) {
		double *w = i < half ? &widest.x : &widest.y;
		*w = fmax(*w, DOT + entry_run(g, &g->m->items[i], with_value, style, room).width);
	}
	return widest;
}

/*
 * Two columns; the second begins where the longest entries let it, and may use some of the right margin. Where they do
 * not fit beside each other all are a little smaller, and only then cut.
 */
static void draw_columns(const struct drawing *g, double y, bool with_value)
{
	static const double usual = 150, gap = 10, margin = 12;
	const double width = g->d->scene->width - LOOK_PADDING - margin;
	const size_t half = (g->m->n + 1) / 2;
	size_t k = 0;
	struct point widest = widest_entries(g, with_value, small_styles[0], width);
	while (widest.x + gap + widest.y > width && k + 1 < ARRAY_LEN(small_styles))
		widest = widest_entries(g, with_value, small_styles[++k], width);
	double second = fmax(usual, widest.x + gap);
	if (second + widest.y > width)
		second = fmax(fmin(widest.x + gap, width / 2), fmin(second, width - widest.y));
	if (g->m->n == 1)
		second = width + gap;
	for (size_t i = 0; i < g->m->n; i++) {
		bool right = i >= half;
		double x = LOOK_PADDING + (right ? second : 0), room = right ? width - second : second - gap;
		struct text_run run = entry_run(g, &g->m->items[i], with_value, small_styles[k], room - DOT);
		draw_entry(g, i, run, x, y + 25 * (double)(right ? i - half : i), room);
	}
}

/* ---- the layouts */

static void draw_normal(const struct drawing *g)
{
	struct scene *s = g->d->scene;
	const double room = g->o->hide_values ? 2 * LOOK_PADDING : 95, width = s->width - room;
	const double column = s->width - 60, left = s->width - 8 - column;
	struct paint track = g->o->track.given ? PAINT_COLOR(g->o->track.color >> 8) : PAINT(ROLE_TRACK);
	for (size_t i = 0; i < g->m->n; i++) {
		const struct shown *l = &g->m->items[i];
		double y = g->top + 40 * (double)i;
		struct box slot = { LOOK_PADDING + 2, y + 3, width - 2, 16 };
		moving(scene_text(s, slot, y + 15, text_fit(g->d->text, text_clean(g->d->arena, l->l.name), small, slot.w),
			       ALIGN_LEFT, ROLE_TEXT), MOTION_FADE, i);
		scene_rect(s, (struct box){ LOOK_PADDING, y + 25, width, 8 }, 5, track);
		moving(scene_rect(s, (struct box){ LOOK_PADDING, y + 25, fmax(width * l->share, 2), 8 }, 5, color_of(l)),
			MOTION_GROW, i + 2);
		slot = (struct box){ column, y + 22, left, 16 };
		if (!g->o->hide_values)
			moving(scene_text(s, slot, y + 34, text_fit(g->d->text, l->value, small, left), ALIGN_LEFT, ROLE_TEXT),
				MOTION_FADE, i);
	}
}

static void draw_compact(const struct drawing *g)
{
	struct scene *s = g->d->scene;
	const double width = s->width - 2 * LOOK_PADDING;
	double at = 0;
	/* each reaches to the end and lies on the one before: no seams, and both ends are round */
	for (size_t i = 0; i < g->m->n && !g->o->hide_progress; i++) {
		struct box b = { LOOK_PADDING + at, g->top, width - at, 8 };
		struct node *n = scene_rect(s, b, 5, color_of(&g->m->items[i]));
		n->rect.corners = i ? CORNER_RIGHT : CORNER_ALL;
		n->motion = MOTION_GROW;
		at += width * g->m->items[i].share;
	}
	draw_columns(g, g->top + (g->o->hide_progress ? 0 : 25), !g->o->hide_progress);
}

static void draw_ring(const struct drawing *g, double cx, double cy, double r, double stroke)
{
	double from = -M_PI / 2;
	for (size_t i = 0; i < g->m->n; i++) {
		double sweep = 2 * M_PI * g->m->items[i].share;
		struct stroke line = { .paint = color_of(&g->m->items[i]), .width = stroke };
		if (sweep > 0)
			moving(scene_arc(g->d->scene, cx, cy, r, from, sweep, line), MOTION_FADE, i);
		from += sweep;
	}
}

static void draw_donut(const struct drawing *g)
{
	static const double stroke = 12, margin = 62.0 / 3;
	const double width = g->d->scene->width, extra = g->m->n > 5 ? 16 * (double)(g->m->n - 5) : 0;
	const double r = fmin(width / 3 - 60, 74), cx = width - margin - r - stroke / 2;
	const double room = cx - r - stroke / 2 - 10 - LOOK_PADDING;
	size_t k = 0;
	for (struct point w; k + 1 < ARRAY_LEN(small_styles); k++) {
		w = widest_entries(g, true, small_styles[k], width);
		if (fmax(w.x, w.y) <= room)
			break;
	}
	for (size_t i = 0; i < g->m->n; i++)
		draw_entry(g, i, entry_run(g, &g->m->items[i], true, small_styles[k], room - DOT), LOOK_PADDING,
			g->top + 32 * (double)i, room);
	draw_ring(g, cx, g->top + 215.0 / 3 + extra, r, stroke);
}

static void draw_donut_vertical(const struct drawing *g)
{
	draw_ring(g, g->d->scene->width / 2, g->top + 100, 80, 25);
	draw_columns(g, g->top + 220, true);
}

static struct path_step on_circle(double cx, double cy, double r, double angle)
{
	return (struct path_step){ .verb = PATH_LINE, .x = cx + r * cos(angle), .y = cy + r * sin(angle) };
}

/* A slice: to the middle and along the circle in cubics of at most a quarter. */
static void draw_slice(const struct drawing *g, size_t i, double cx, double cy, double r, double from, double sweep)
{
	struct path_step *steps = arena_array(g->d->arena, 8, sizeof(*steps));
	size_t n = 0, parts = (size_t)ceil(sweep / (M_PI / 2) - 1e-9);
	double part = sweep / (double)parts, reach = 4.0 / 3 * tan(part / 4) * r;
	steps[n++] = (struct path_step){ .verb = PATH_MOVE, .x = cx, .y = cy };
	steps[n++] = on_circle(cx, cy, r, from);
	for (size_t k = 0; k < parts; k++, from += part) {
		struct path_step *p = &steps[n++];
		*p = on_circle(cx, cy, r, from + part);
		p->verb = PATH_CURVE;
		p->x1 = cx + r * cos(from) - reach * sin(from);
		p->y1 = cy + r * sin(from) + reach * cos(from);
		p->x2 = p->x + reach * sin(from + part);
		p->y2 = p->y - reach * cos(from + part);
	}
	steps[n++] = (struct path_step){ .verb = PATH_CLOSE };
	struct node *node = scene_path(g->d->scene, steps, n, 0, 0, 1, color_of(&g->m->items[i]));
	node->path.is_chart = true;
	moving(node, MOTION_FADE, i);
}

static void draw_pie(const struct drawing *g)
{
	const double cx = g->d->scene->width / 2, cy = g->top + 100, r = 90;
	double from = -M_PI / 2;
	for (size_t i = 0; i < g->m->n; i++) {
		double sweep = 2 * M_PI * g->m->items[i].share;
		if (sweep >= 2 * M_PI - 1e-6)
			moving(scene_circle(g->d->scene, cx, cy, r, color_of(&g->m->items[i])), MOTION_FADE, i);
		else if (sweep > 1e-6)
			draw_slice(g, i, cx, cy, r, from, sweep);
		from += sweep;
	}
	draw_columns(g, g->top + 220, true);
}

static void draw_none(const struct drawing *g)
{
	const struct text_style style = { 14, 700 };
	struct box slot = { LOOK_PADDING, g->top - 3, g->d->scene->width - 2 * LOOK_PADDING, 20 };
	scene_text(g->d->scene, slot, g->top + 11,
		text_fit(g->d->text, look_words(g->d, locale_word(g->d->locale, WORD_LANGS_NONE)), style, slot.w), ALIGN_LEFT, ROLE_TEXT);
}

/* ---- the card */

static void (*const layouts[])(const struct drawing *g) = {
	[LAYOUT_NORMAL] = draw_normal,
	[LAYOUT_COMPACT] = draw_compact,
	[LAYOUT_DONUT] = draw_donut,
	[LAYOUT_DONUT_VERTICAL] = draw_donut_vertical,
	[LAYOUT_PIE] = draw_pie,
};

static double height_of(const struct langs_options *o, size_t n)
{
	const double rows = (double)((n + 1) / 2), heights[] = {
		[LAYOUT_NORMAL] = 45 + (double)(n + 1) * 40,
		[LAYOUT_COMPACT] = 90 + rows * 25 - (o->hide_progress ? 25 : 0),
		[LAYOUT_DONUT] = 215 + (n > 5 ? (double)(n - 5) * 32 : 0),
		[LAYOUT_DONUT_VERTICAL] = 300 + rows * 25,
		[LAYOUT_PIE] = 300 + rows * 25,
	};
	return n ? heights[o->layout] : 90;
}

static void describe(struct card_draw *d, const struct model *m)
{
	struct str desc;
	str_init(&desc, d->arena, 8192);
	for (size_t i = 0; i < m->n; i++) {
		str_addz(&desc, i ? ", " : "");
		str_addz(&desc, text_clean(d->arena, m->items[i].l.name));
		str_addc(&desc, ' ');
		str_addz(&desc, m->items[i].value);
	}
	d->scene->desc = m->n ? desc.buf : locale_word(d->locale, WORD_LANGS_NONE);
}

static enum err layout(struct err_note *note, struct card_draw *d, const struct card_request *rq, const struct card_facts *f)
{
	const struct langs_options *o = rq->options;
	const struct model m = model_of(d->arena, o, f->person);
	const struct drawing g = { d, o, &m, look_body_y(&o->look) };
	(void)note;
	scene_init(d->scene, d->arena, o->card_width + (o->layout == LAYOUT_DONUT && m.n ? DONUT_EXTRA : 0),
		height_of(o, m.n) - (o->look.hide_title ? LOOK_TITLE_HEIGHT : 0));
	d->scene->palette = look_palette(d, &o->look, "default");
	look_frame(d->scene, &o->look);
	d->scene->title = look_title(d, &o->look, locale_word(d->locale, WORD_LANGS_TITLE));
	describe(d, &m);
	if (m.n)
		layouts[o->layout](&g);
	else
		draw_none(&g);
	return OK;
}

static enum err json(struct err_note *note, struct arena *a, const struct card_request *rq, const struct card_facts *f,
	struct json_object *obj)
{
	const struct langs_options *o = rq->options;
	const struct model m = model_of(a, o, f->person);
	(void)note;
	say_person(f->person, obj);
	json_put_str(obj, "title", o->look.custom_title ? o->look.custom_title : locale_word(rq->locale, WORD_LANGS_TITLE));
	struct json_object *array = json_put_array(obj, "languages");
	for (size_t i = 0; i < m.n; i++) {
		struct json_object *l = json_push_object(array);
		json_put_str(l, "name", m.items[i].l.name);
		json_put_str(l, "color", m.items[i].l.color);
		json_put_int(l, f->person->source == SOURCE_GIT ? "lines" : "bytes", m.items[i].l.bytes);
		json_put_int(l, "repositories", m.items[i].l.repos);
		json_put_num(l, "percentage", m.items[i].share * 100, 4);
		json_put_str(l, "shown", m.items[i].value);
	}
	say_missing(f->person, obj);
	return OK;
}

const struct card_kind card_kind_top_langs = {
	.name = "top-langs",
	.path = "/api/top-langs",
	.doc = "the languages of a person's own repositories",
	.title = "Top languages",
	.options = options,
	.n_options = ARRAY_LEN(options),
	.options_size = sizeof(struct langs_options),
	.life = { CARD_LIFE_MIN, 864000 },
	.prepare = prepare,
	.layout = layout,
	.json = json,
};
