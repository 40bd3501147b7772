/*
 * Trophies in panels of 110 x 110: a cup whose metal and company tell the rank. Sizes, options and words are those of
 * github-profile-trophy; who has which trophy, trophy-rank.h says.
 */
#include "config.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/base/clock.h"
#include "core/base/json.h"
#include "core/base/str.h"
#include "core/cards/facts.h"
#include "core/cards/kinds.h"
#include "core/cards/look.h"
#include "core/cards/say.h"
#include "core/dropin/trophy-rank.h"
#include "core/locale/locale.h"
#include "core/render/scene.h"
#include "core/render/text.h"

#include <math.h>
#include <string.h>
#include "core/base/banned.h"

enum { PANEL = 110, COLUMNS_MAX = 20, MARGIN_MAX = 50, FIT_ALL = -1 };

static const struct {
	const char *name, *colors;
} themes[] = {
#define X(name, colors) { name, colors },
#include "core/dropin/themes-trophy.def"
#undef X
};

/* What a theme colours, in the order of themes-trophy.def: roles from ROLE_OWN on. */
enum trophy_part {
	TROPHY_PART_BACKGROUND,
	TROPHY_PART_TITLE,
	TROPHY_PART_CIRCLE,
	TROPHY_PART_TEXT,
	TROPHY_PART_LAUREL,
	TROPHY_PART_SECRET_1,
	TROPHY_PART_SECRET_2,
	TROPHY_PART_SECRET_3,
	TROPHY_PART_SECRET_LETTER,
	TROPHY_PART_BAR,
	TROPHY_PART_S, /* base; then shadow and letter, and so for each metal */
	TROPHY_PART_A = TROPHY_PART_S + 3,
	TROPHY_PART_B = TROPHY_PART_A + 3,
	TROPHY_PART_REST = TROPHY_PART_B + 3,
	TROPHY_PARTS = TROPHY_PART_REST + 3
};

struct trophy_options {
	struct card_common common;
	const char *username, *theme;
	struct option_names title, rank;
	int row, column, margin_w, margin_h;
	bool no_bg, no_frame;
};

#define AT(member) .offset = offsetof(struct trophy_options, member)

static const struct card_option table[] = {
	COMMON_OPTIONS(trophy_options),
	{ .name = "username", .type = OPTION_TEXT, AT(username), .required = true, .doc = "whose trophies" },
	{ .name = "theme", .type = OPTION_TEXT, AT(theme), .otherwise = "default", .max = 80,
		.doc = "a theme, auto (as the viewer likes), or two themes A,B for light and dark viewers" },
	{ .name = "title", .type = OPTION_NAMES, AT(title), .doc = "only these trophies, or all but these: Stars,-Issues" },
	{ .name = "rank", .type = OPTION_NAMES, AT(rank), .doc = "only these ranks, or all but these: S,AAA or -C,-B" },
	{ .name = "row", .type = OPTION_INT, AT(row), .otherwise = "3", .min = 1, .max = TROPHY_MAX, .doc = "rows at most" },
	{ .name = "column", .type = OPTION_INT, AT(column), .otherwise = "8", .min = FIT_ALL, .max = COLUMNS_MAX,
		.doc = "columns; -1: all in one row" },
	{ .name = "margin-w", .type = OPTION_INT, AT(margin_w), .otherwise = "0", .min = 0, .max = MARGIN_MAX,
		.doc = "space between columns" },
	{ .name = "margin-h", .type = OPTION_INT, AT(margin_h), .otherwise = "0", .min = 0, .max = MARGIN_MAX,
		.doc = "space between rows" },
	{ .name = "no-bg", .type = OPTION_BOOL, AT(no_bg), .otherwise = "false", .doc = "transparent panels" },
	{ .name = "no-frame", .type = OPTION_BOOL, AT(no_frame), .otherwise = "false", .doc = "no frame around a panel" },
};

static enum err trophy_prepare(struct err_note *note, struct arena *a, struct card_request *rq)
{
	const struct trophy_options *o = rq->options;
	(void)note, (void)a;
	rq->target.login = o->username;
	rq->needs = NEED_BASIC;
	return OK;
}

/* ---- which ones */

static bool named(const struct option_names *names, const struct trophy_row *row, bool minus)
{
	for (size_t i = 0; i < names->n; i++) {
		const char *name = names->items[i];
		bool is_minus = *name == '-';
		if (is_minus == minus && trophy_is_called(row, name + is_minus))
			return true;
	}
	return false;
}

static bool has_minus(const struct option_names *names)
{
	for (size_t i = 0; i < names->n; i++)
		if (names->items[i][0] == '-')
			return true;
	return false;
}

static bool has_plus(const struct option_names *names)
{
	for (size_t i = 0; i < names->n; i++)
		if (names->items[i][0] != '-')
			return true;
	return false;
}

static bool title_passes(const struct option_names *names, const struct trophy_row *row)
{
	return (!has_plus(names) || named(names, row, false)) && !named(names, row, true);
}

/* One "-" turns the whole list into what is left out, as the service we replace has it. */
static bool rank_passes(const struct option_names *names, enum trophy_rank rank)
{
	bool minus = has_minus(names), found = false;
	for (size_t i = 0; i < names->n; i++) {
		enum trophy_rank one;
		const char *name = names->items[i];
		found = found || (trophy_rank_parse(name + (*name == '-'), &one) && one == rank);
	}
	return !names->n || found != minus;
}

struct shown {
	struct trophy items[TROPHY_MAX];
	size_t n;
	const struct trophy_row *unknown[TROPHY_MAX]; /* asked for, but nobody knows the number */
	size_t n_unknown;
};

static struct shown choose(const struct trophy_options *o, const struct card_facts *f)
{
	struct trophy all[TROPHY_MAX];
	struct shown s = { .n = 0 };
	trophy_measure(f->person, clock_day(f->now_ms), all);
	for (int i = 0; i < TROPHY_MAX; i++)
		if (!all[i].known && !all[i].row->hidden && title_passes(&o->title, all[i].row))
			s.unknown[s.n_unknown++] = all[i].row;
	for (int rank = 0; rank < TROPHY_RANKS; rank++) {
		if (!rank_passes(&o->rank, (enum trophy_rank)rank))
			continue;
		for (int i = 0; i < TROPHY_MAX; i++) {
			bool secret = all[i].row->hidden && all[i].rank == TROPHY_UNKNOWN;
			if ((int)all[i].rank == rank && all[i].known && !secret && title_passes(&o->title, all[i].row))
				s.items[s.n++] = all[i];
		}
	}
	return s;
}

/* ---- the grid */

struct grid {
	size_t columns, rows;
	double width, height;
};

static struct grid grid_of(const struct trophy_options *o, size_t n)
{
	struct grid g = { .columns = o->column > 0 ? (size_t)o->column : n ? n : 1 };
	g.rows = n ? (n - 1) / g.columns + 1 : 1;
	if (g.rows > (size_t)o->row)
		g.rows = (size_t)o->row;
	g.width = PANEL * (double)g.columns + o->margin_w * (double)(g.columns - 1);
	g.height = PANEL * (double)g.rows + o->margin_h * (double)(g.rows - 1);
	return g;
}

/* ---- words */

/* "999pt", "1.2kpt" */
static const char *points(struct arena *a, int64_t score)
{
	if (score < 1000)
		return arena_printf(a, "%lldpt", (long long)score);
	return arena_printf(a, "%skpt", number_fixed(a, (double)score / 1000, 1));
}

static const char *score_line(const struct card_draw *d, const struct trophy *t)
{
	if (t->rank != TROPHY_SECRET || !t->row->line)
		return locale_digits(d->arena, d->locale, points(d->arena, t->score));
	return d->locale == locale_english() ? t->row->line : locale_digits(d->arena, d->locale, t->row->sign);
}

/* The captions are plays on English words; other languages read how far it is to the next rank. "" = none. */
static const char *caption(struct card_draw *d, const struct trophy *t)
{
	const char *score = locale_number(d->arena, d->locale, t->score);
	int64_t next = trophy_next(t);
	if (d->locale != locale_english() && next > 0)
		return arena_printf(d->arena, "%s / %s", score, locale_number(d->arena, d->locale, next));
	if (d->locale != locale_english())
		return t->score < 1000 ? "" : score;
	if (t->rank == TROPHY_UNKNOWN)
		return "Unknown";
	return t->row->captions[t->rank == TROPHY_SECRET ? 0 : t->rank - TROPHY_SSS];
}

static const char *describe(struct card_draw *d, const struct shown *s, size_t n)
{
	struct str out;
	str_init(&out, d->arena, 4096);
	for (size_t i = 0; i < n; i++) {
		const struct trophy *t = &s->items[i];
		str_addz(&out, i ? "; " : "");
		str_addz(&out, locale_word(d->locale, t->row->word));
		str_addz(&out, ": ");
		str_addz(&out, t->rank == TROPHY_SECRET ? locale_word(d->locale, WORD_TROPHY_SECRET) : trophy_rank_name(t->rank));
		str_addz(&out, " (");
		str_addz(&out, score_line(d, t));
		str_addc(&out, ')');
	}
	return out.buf;
}

/* ---- colours */

static const char *theme_colors(const char *name, size_t len)
{
	for (size_t i = 0; i < ARRAY_LEN(themes); i++) {
		bool same = strlen(themes[i].name) == len;
		for (size_t k = 0; same && k < len; k++)
			same = themes[i].name[k] == ascii_lower(name[k]);
		if (same)
			return themes[i].colors;
	}
	return themes[0].colors;
}

static void fill_colors(struct arena *a, const char *colors, rgba ret_colors[PALETTE_MAX])
{
	for (int part = 0; part < TROPHY_PARTS; part++) {
		size_t len = strcspn(colors, " ");
		(void)option_color_parse(arena_strndup(a, colors, len), false, &ret_colors[ROLE_OWN + part]);
		colors += len + (colors[len] == ' ');
	}
	/* a letter its theme lets vanish in its circle is moved until it is seen */
	static const int letters[] = { TROPHY_PART_SECRET_LETTER, TROPHY_PART_S + 2, TROPHY_PART_A + 2, TROPHY_PART_B + 2,
		TROPHY_PART_REST + 2 };
	for (size_t i = 0; i < ARRAY_LEN(letters); i++) {
		rgba *letter = &ret_colors[ROLE_OWN + letters[i]];
		*letter = color_readable(*letter, ret_colors[ROLE_OWN + TROPHY_PART_CIRCLE], 2.5);
	}
	ret_colors[ROLE_BACKGROUND] = ret_colors[ROLE_OWN + TROPHY_PART_BACKGROUND];
	ret_colors[ROLE_BORDER] = RGBA(0xe1e4e8);
}

static const struct palette *palette_of(struct arena *a, const struct trophy_options *o)
{
	struct palette *p = arena_alloc(a, sizeof(*p));
	const char *names = str_eq_nocase(o->theme, "auto") ? "default,darkhub" : o->theme ? o->theme : "";
	const char *comma = strchr(names, ',');
	fill_colors(a, theme_colors(names, strcspn(names, ",")), p->colors[0]);
	p->follows = comma;
	if (comma)
		fill_colors(a, theme_colors(comma + 1, strlen(comma + 1)), p->colors[1]);
	return p;
}

/* ---- the cup, in units around its middle: laurels for the best, a small cup beside it for each letter more */

static const struct path_step bowl[] = {
	{ PATH_MOVE, 0, 0, 0, 0, -14, -22 },
	{ PATH_LINE, 0, 0, 0, 0, 14, -22 },
	{ PATH_CURVE, 14, -8, 10.5, 1.5, 2.6, 4.2 },
	{ PATH_CURVE, 2.6, 8.5, 4, 11, 7.5, 13 },
	{ PATH_LINE, 0, 0, 0, 0, -7.5, 13 },
	{ PATH_CURVE, -4, 11, -2.6, 8.5, -2.6, 4.2 },
	{ PATH_CURVE, -10.5, 1.5, -14, -8, -14, -22 },
	{ PATH_CLOSE, 0, 0, 0, 0, 0, 0 },
};

static const struct path_step handles[] = {
	{ PATH_MOVE, 0, 0, 0, 0, -14, -18.6 },
	{ PATH_CURVE, -24.5, -20.5, -23.5, -4.5, -10.5, -4.6 },
	{ PATH_MOVE, 0, 0, 0, 0, 14, -18.6 },
	{ PATH_CURVE, 24.5, -20.5, 23.5, -4.5, 10.5, -4.6 },
};

/* Where the light falls. */
static const struct path_step gleam[] = {
	{ PATH_MOVE, 0, 0, 0, 0, -11.4, -20.4 },
	{ PATH_CURVE, -11.2, -10.5, -9, -3.5, -4.6, 0.6 },
	{ PATH_CURVE, -7.4, -5, -8.6, -12, -8.6, -20.4 },
	{ PATH_CLOSE, 0, 0, 0, 0, 0, 0 },
};

static const struct path_step star[] = {
	{ PATH_MOVE, 0, 0, 0, 0, 0, -5.6 },
	{ PATH_LINE, 0, 0, 0, 0, 1.5, -2 },
	{ PATH_LINE, 0, 0, 0, 0, 5.3, -1.7 },
	{ PATH_LINE, 0, 0, 0, 0, 2.4, 0.8 },
	{ PATH_LINE, 0, 0, 0, 0, 3.3, 4.5 },
	{ PATH_LINE, 0, 0, 0, 0, 0, 2.5 },
	{ PATH_LINE, 0, 0, 0, 0, -3.3, 4.5 },
	{ PATH_LINE, 0, 0, 0, 0, -2.4, 0.8 },
	{ PATH_LINE, 0, 0, 0, 0, -5.3, -1.7 },
	{ PATH_LINE, 0, 0, 0, 0, -1.5, -2 },
	{ PATH_CLOSE, 0, 0, 0, 0, 0, 0 },
};

static const struct path_step sparkle[] = {
	{ PATH_MOVE, 0, 0, 0, 0, 0, -1 },
	{ PATH_CURVE, 0.12, -0.3, 0.3, -0.12, 1, 0 },
	{ PATH_CURVE, 0.3, 0.12, 0.12, 0.3, 0, 1 },
	{ PATH_CURVE, -0.12, 0.3, -0.3, 0.12, -1, 0 },
	{ PATH_CURVE, -0.3, -0.12, -0.12, -0.3, 0, -1 },
	{ PATH_CLOSE, 0, 0, 0, 0, 0, 0 },
};

enum { LEAF_STEPS = 3, LEAVES_MAX = 8, LAUREL_STEPS = 2 * LEAVES_MAX * LEAF_STEPS };

/* How a rank is drawn. */
static const struct look {
	int metal;	/* enum trophy_part of its base */
	int small;	/* cups beside it */
	int leaves;	/* of the laurel, a side */
	bool has_handles;
	const char *letter; /* NULL: a star */
} looks[TROPHY_RANKS] = {
	[TROPHY_SECRET] = { TROPHY_PART_SECRET_1, 0, 0, true, NULL },
	[TROPHY_SSS] = { TROPHY_PART_S, 2, 8, true, "S" },
	[TROPHY_SS] = { TROPHY_PART_S, 1, 7, true, "S" },
	[TROPHY_S] = { TROPHY_PART_S, 0, 6, true, "S" },
	[TROPHY_AAA] = { TROPHY_PART_A, 2, 0, true, "A" },
	[TROPHY_AA] = { TROPHY_PART_A, 1, 0, true, "A" },
	[TROPHY_A] = { TROPHY_PART_A, 0, 0, true, "A" },
	[TROPHY_B] = { TROPHY_PART_B, 0, 0, true, "B" },
	[TROPHY_C] = { TROPHY_PART_REST, 0, 0, false, "C" },
	[TROPHY_UNKNOWN] = { TROPHY_PART_REST, 0, 0, false, "?" },
};

struct cup {
	struct scene *scene;
	double cx, cy, scale;
	struct paint metal;
};

static struct paint shade(uint32_t rgb, double opacity)
{
	struct paint p = PAINT_COLOR(rgb);
	p.opacity = opacity;
	return p;
}

static struct node *shape(const struct cup *c, const struct path_step *steps, size_t n, struct paint fill)
{
	struct node *node = scene_path(c->scene, steps, n, c->cx, c->cy, c->scale, fill);
	node->path.is_chart = true;
	return node;
}

static void bar(const struct cup *c, double half, double y, double height, struct paint fill)
{
	struct box b = { c->cx - half * c->scale, c->cy + y * c->scale, 2 * half * c->scale, height * c->scale };
	scene_rect(c->scene, b, 1.4 * c->scale, fill);
}

static void body(const struct cup *c, bool has_handles)
{
	if (has_handles)
		shape(c, handles, ARRAY_LEN(handles), (struct paint){ .kind = PAINT_NONE })->stroke =
			(struct stroke){ .paint = c->metal, .width = 3 * c->scale, .round = true };
	shape(c, bowl, ARRAY_LEN(bowl), c->metal);
	bar(c, 16, -25, 3.8, c->metal);
	bar(c, 10, 13, 4, c->metal);
	bar(c, 14, 17.6, 6, c->metal);
	bar(c, 14, 17.6, 6, shade(0x000000, 0.22));
	bar(c, 10, 13, 4, shade(0x000000, 0.1));
}

static struct paint metal_of(struct scene *s, enum trophy_rank rank, double cx)
{
	int role = ROLE_OWN + looks[rank].metal;
	struct gradient g = { .x1 = cx - 16, .x2 = cx + 16, .n_stops = 2,
		.stops = { { 0.25, role, 1, 0 }, { 1, role + 1, 1, 0 } } };
	if (rank == TROPHY_SECRET) {
		g.n_stops = 3;
		g.stops[0].offset = 0;
		g.stops[1].offset = 0.5;
		g.stops[2] = (struct stop){ 1, role + 2, 1, 0 };
	}
	return scene_gradient(s, g);
}

/* A pointed leaf that begins at `at` and leans by `turn` radians. */
static void leaf(struct path_step *steps, struct point at, double turn, double length)
{
	double dx = cos(turn), dy = sin(turn), width = length * 0.42;
	struct point tip = { at.x + dx * length, at.y + dy * length };
	struct point mid = { at.x + dx * length * 0.5, at.y + dy * length * 0.5 };
	double ox = -dy * width, oy = dx * width;
	steps[0] = (struct path_step){ PATH_MOVE, 0, 0, 0, 0, at.x, at.y };
	steps[1] = (struct path_step){ PATH_CURVE, at.x + ox, at.y + oy, mid.x + ox, mid.y + oy, tip.x, tip.y };
	steps[2] = (struct path_step){ PATH_CURVE, mid.x - ox, mid.y - oy, at.x - ox, at.y - oy, at.x, at.y };
}

/* Two branches that rise from under the cup, leaf by leaf, smaller towards the top. */
static void laurel(const struct cup *c, int leaves)
{
	static const double r = 27, middle = -2, low = 0.62, reach = 1.62; /* radians from straight down */
	struct path_step *steps = arena_array(c->scene->arena, LAUREL_STEPS, sizeof(*steps));
	size_t n = 0;
	for (int side = -1; side <= 1; side += 2)
		for (int i = 0; i < leaves; i++) {
			double t = (double)i / (LEAVES_MAX - 1), angle = M_PI / 2 - side * (low + t * reach);
			/* along the branch upwards, by turns a little outwards and inwards */
			double along = angle - side * (M_PI / 2 + (i % 2 ? 0.45 : -0.6));
			leaf(steps + n, (struct point){ r * cos(angle), middle + r * sin(angle) }, along, 10 - 3 * t);
			n += LEAF_STEPS;
		}
	double top = low + reach * (leaves - 1) / (LEAVES_MAX - 1);
	struct stroke twig = { .paint = PAINT(ROLE_OWN + TROPHY_PART_LAUREL), .width = 1, .round = true };
	scene_arc(c->scene, c->cx, c->cy + middle, r, M_PI / 2 - top, top - low + 0.2, twig);
	scene_arc(c->scene, c->cx, c->cy + middle, r, M_PI / 2 + low - 0.2, top - low + 0.2, twig);
	shape(c, steps, n, twig.paint);
}

static void sparkles(const struct cup *c)
{
	static const struct {
		double x, y, size;
		int part;
	} points[] = { { -31, -13, 6, TROPHY_PART_SECRET_1 }, { 30, -18, 5, TROPHY_PART_SECRET_3 },
		{ 35, 4, 4, TROPHY_PART_SECRET_2 }, { -27, 10, 3.5, TROPHY_PART_SECRET_2 } };
	for (size_t i = 0; i < ARRAY_LEN(points); i++)
		scene_path(c->scene, sparkle, ARRAY_LEN(sparkle), c->cx + points[i].x, c->cy + points[i].y, points[i].size,
			PAINT(ROLE_OWN + points[i].part))->path.is_chart = true;
}

static void emblem(struct card_draw *d, const struct cup *c, const struct look *look)
{
	static const double middle = -10.5, r = 8.2;
	double y = c->cy + middle;
	scene_circle(c->scene, c->cx, y, r, PAINT(ROLE_OWN + TROPHY_PART_CIRCLE));
	if (!look->letter) {
		scene_path(c->scene, star, ARRAY_LEN(star), c->cx, y, 1, PAINT(ROLE_OWN + TROPHY_PART_SECRET_LETTER));
		return;
	}
	struct text_run run = text_fit(d->text, look->letter, (struct text_style){ 12, 700 }, 2 * r);
	scene_text(c->scene, (struct box){ c->cx - r, y - r, 2 * r, 2 * r }, y + 4.3, run, ALIGN_CENTER,
		ROLE_OWN + look->metal + 2);
}

/* In a box of 92 x 50 around (cx, cy). */
static void draw_cup(struct card_draw *d, enum trophy_rank rank, double cx, double cy)
{
	const struct look *look = &looks[rank];
	struct cup cup = { d->scene, cx, cy, 1, metal_of(d->scene, rank, cx) };
	if (look->leaves)
		laurel(&cup, look->leaves);
	if (rank == TROPHY_SECRET)
		sparkles(&cup);
	for (int i = 0; i < look->small; i++) {
		struct cup small = { d->scene, cx + (i ? -41 : 41), cy + 13, 0.42, PAINT(ROLE_OWN + look->metal) };
		body(&small, true);
	}
	body(&cup, look->has_handles);
	shape(&cup, gleam, ARRAY_LEN(gleam), shade(0xffffff, 0.35));
	emblem(d, &cup, look);
}

/* ---- the panel */

static void draw_line(struct card_draw *d, double x, double y, const char *text, const struct text_style *sizes, size_t n,
	enum trophy_part part)
{
	struct box slot = { x + 5, y - 12, PANEL - 10, 16 };
	struct text_run run = text_fit_sizes(d->text, text_clean(d->arena, text), sizes, n, slot.w);
	if (*text)
		scene_text(d->scene, slot, y, run, ALIGN_CENTER, ROLE_OWN + (int)part);
}

static void draw_bar(struct card_draw *d, double x, double y, double progress)
{
	struct box bar = { x + 15, y + 101, 80, 3.2 };
	int role = ROLE_OWN + TROPHY_PART_BAR;
	scene_rect(d->scene, bar, 1.6, PAINT_TINT(role, 0.3));
	bar.w *= progress;
	if (progress > 0)
		scene_rect(d->scene, bar, 1.6, PAINT(role))->motion = MOTION_GROW;
}

static void draw_panel(struct card_draw *d, const struct trophy_options *o, const struct trophy *t, double x, double y)
{
	static const struct text_style title[] = { { 13, 700 }, { 12, 700 }, { 11, 700 }, { 10, 700 } };
	static const struct text_style top[] = { { 10.5, 700 }, { 9.5, 700 }, { 8.5, 700 } }, bottom[] = { { 10, 700 } };
	const char *above = caption(d, t);
	struct paint none = { .kind = PAINT_NONE };
	struct node *n = scene_rect(d->scene, (struct box){ x + 0.5, y + 0.5, PANEL - 1, PANEL - 1 }, 4.5,
		o->no_bg ? none : PAINT(ROLE_BACKGROUND));
	if (!o->no_frame)
		n->stroke = (struct stroke){ .paint = PAINT(ROLE_BORDER), .width = 1 };
	draw_cup(d, t->rank, x + PANEL / 2.0, y + 49);
	draw_line(d, x, y + 18, locale_word(d->locale, t->row->word), title, ARRAY_LEN(title), TROPHY_PART_TITLE);
	draw_line(d, x, y + 85, above, top, ARRAY_LEN(top), TROPHY_PART_TEXT);
	draw_line(d, x, y + (*above ? 97 : 92), score_line(d, t), bottom, ARRAY_LEN(bottom), TROPHY_PART_TEXT);
	draw_bar(d, x, y, trophy_progress(t));
}

static void draw_none(struct card_draw *d, const struct trophy_options *o)
{
	struct scene *s = d->scene;
	const char *text = locale_word(d->locale, WORD_TROPHY_NONE);
	struct box panel = { 0.5, 0.5, s->width - 1, s->height - 1 };
	struct node *n = scene_rect(s, panel, 4.5, o->no_bg ? (struct paint){ .kind = PAINT_NONE } : PAINT(ROLE_BACKGROUND));
	if (!o->no_frame)
		n->stroke = (struct stroke){ .paint = PAINT(ROLE_BORDER), .width = 1 };
	struct text_run lines[3];
	size_t k = text_wrap(d->text, text, (struct text_style){ 13, 700 }, panel.w - 20, ARRAY_LEN(lines), lines);
	double y = s->height / 2 + 5 - 9 * ((double)k - 1);
	for (size_t i = 0; i < k; i++, y += 18)
		scene_text(s, (struct box){ 10, y - 13, s->width - 20, 18 }, y, lines[i], ALIGN_CENTER,
			ROLE_OWN + TROPHY_PART_TITLE);
}

static enum err trophy_layout(struct err_note *note, struct card_draw *d, const struct card_request *rq,
	const struct card_facts *f)
{
	const struct trophy_options *o = rq->options;
	if (!f->person)
		return err_set(note, ERR_NOT_FOUND, "nothing is known of this person");
	struct shown shown = choose(o, f);
	struct grid g = grid_of(o, shown.n);
	size_t n = shown.n < g.columns * g.rows ? shown.n : g.columns * g.rows;
	scene_init(d->scene, d->arena, g.width, g.height);
	d->scene->palette = palette_of(d->arena, o);
	d->scene->corner = 4.5;
	d->scene->title = locale_fill(d->arena, d->locale, WORD_TROPHY_TITLE,
		(const char *const[]){ "name", text_clean(d->arena, say_name(f->person)), NULL });
	d->scene->desc = n ? describe(d, &shown, n) : locale_word(d->locale, WORD_TROPHY_NONE);
	for (size_t i = 0; i < n; i++)
		draw_panel(d, o, &shown.items[i], (PANEL + o->margin_w) * (double)(i % g.columns),
			(PANEL + o->margin_h) * (double)(i / g.columns));
	if (!n)
		draw_none(d, o);
	return OK;
}

static enum err trophy_json(struct err_note *note, struct arena *a, const struct card_request *rq, const struct card_facts *f,
	struct json_object *obj)
{
	const struct trophy_options *o = rq->options;
	(void)a;
	if (!f->person)
		return err_set(note, ERR_NOT_FOUND, "nothing is known of this person");
	struct shown shown = choose(o, f);
	struct grid g = grid_of(o, shown.n);
	say_person(f->person, obj);
	struct json_object *list = json_put_array(obj, "trophies");
	for (size_t i = 0; i < shown.n && i < g.columns * g.rows; i++) {
		const struct trophy *t = &shown.items[i];
		struct json_object *one = json_push_object(list);
		int64_t next = trophy_next(t);
		json_put_str(one, "title", t->row->title);
		json_put_str(one, "rank", trophy_rank_name(t->rank));
		json_put_int(one, "score", t->score);
		json_put(one, "next", next < 0 ? NULL : json_new_int(next));
		json_put_bool(one, "hidden", t->row->hidden);
	}
	struct json_object *unknown = json_put_array(obj, "unknown");
	for (size_t i = 0; i < shown.n_unknown; i++)
		json_push_str(unknown, shown.unknown[i]->title);
	return OK;
}

static const char *trophy_theme_at(size_t i)
{
	return i < ARRAY_LEN(themes) ? themes[i].name : NULL;
}

const struct card_kind card_kind_trophy = {
	.name = "trophy",
	.path = "/trophy",
	.title = "Trophies",
	.doc = "a cup for every count, in the metal of its rank",
	.options = table,
	.n_options = ARRAY_LEN(table),
	.options_size = sizeof(struct trophy_options),
	.life = { .standard = CARD_LIFE_MIN, .most = 8 * 60 * 60 },
	.theme_at = trophy_theme_at,
	.prepare = trophy_prepare,
	.layout = trophy_layout,
	.json = trophy_json,
};
