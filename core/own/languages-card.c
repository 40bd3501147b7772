/* Languages by their true shares: bars, a treemap, or one stacked bar. */
#include "config.h"

#include "core/cards/kinds.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/base/json.h"
#include "core/base/str.h"
#include "core/own/gauge.h"
#include "core/own/own.h"

#include <math.h>
#include "core/base/banned.h"

enum { WIDTH = 495, PAD = 25, ROW = 34, EMPTY = 90, TREE_H = 200, LEGEND_ROW = 24, LINE_MAX = 256 };
enum layout { LAYOUT_BARS, LAYOUT_TREEMAP, LAYOUT_STACKED };

struct languages_options {
	OWN_FIELDS;
	int count;
	int layout;
};

static const struct card_option options[] = {
	OWN_OPTIONS(languages_options),
	TITLE_OPTIONS(languages_options),
	{ .name = "langs_count", .type = OPTION_INT, .offset = offsetof(struct languages_options, count), .otherwise = "6",
		.min = 1, .max = OWN_SHARES_MAX, .doc = "how many languages; the last place stands for all others" },
	{ .name = "layout", .type = OPTION_WORD, .offset = offsetof(struct languages_options, layout),
		.words = "bars|treemap|stacked", .otherwise = "bars", .doc = "how the shares are drawn" },
};

/* "1.2 MB · 12 repositories", as far as it was counted. */
static const char *size_text(const struct card_draw *d, const struct facts *f, const struct own_share *s)
{
	struct str line;
	bool counted = false;
	str_init(&line, d->arena, LINE_MAX);
	for (size_t i = 0; i < f->n_languages; i++)
		counted = counted || f->languages[i].bytes != f->languages[i].repos;
	if (counted)
		str_addz(&line, f->source == SOURCE_GIT ? locale_count_word(d->arena, d->locale, WORD_LANGUAGES_LINES, s->bytes) :
							  own_bytes(d, s->bytes));
	if (s->repos > 0) {
		str_addz(&line, line.len ? LOOK_DOT : "");
		str_addz(&line, locale_count_word(d->arena, d->locale, WORD_OWN_REPOSITORIES, s->repos));
	}
	return look_words(d, line.buf);
}

/* ---- bars */

static void bars(struct card_draw *d, struct box b, const struct facts *f, const struct own_share *shares, size_t n)
{
	const struct text_style name = { 13, 600 }, small = { 11.5, 400 };
	double most = 0;
	for (size_t i = 0; i < n; i++)
		most = fmax(most, shares[i].percent);
	for (size_t i = 0; i < n; i++) {
		struct box row = box_cut_top(&b, ROW), words = box_cut_top(&row, 18), track = { row.x, row.y + 2, row.w, 7 };
		double baseline = words.y + 12;
		scene_circle(d->scene, words.x + 5, words.y + 7.4, 5, PAINT_COLOR(shares[i].rgb));
		(void)box_cut_left(&words, 18);
		own_text(d, box_cut_right(&words, 52), baseline, own_percent(d, shares[i].percent, 1), name, ALIGN_RIGHT, ROLE_TEXT);
		struct text_run run = text_fit(d->text, shares[i].name, name, words.w * 0.55);
		scene_text(d->scene, box_cut_left(&words, run.width), baseline, run, ALIGN_LEFT, ROLE_TEXT);
		(void)box_cut_left(&words, 10);
		own_text(d, words, baseline, size_text(d, f, &shares[i]), small, ALIGN_LEFT, ROLE_MUTED);
		scene_rect(d->scene, track, 3.5, PAINT_TINT(ROLE_TRACK, 0.6));
		track.w = fmax(track.w * shares[i].percent / 100, 7);
		struct node *bar = scene_rect(d->scene, track, 3.5, PAINT_COLOR(shares[i].rgb));
		bar->motion = MOTION_GROW;
		bar->delay_ms = (int)(150 * i);
	}
}

/* ---- treemap, squarified (Bruls, Huizing, van Wijk 2000) */

/* The worst ratio of sides were shares [from, to) one row along a side. */
static double worst(const struct own_share *shares, size_t from, size_t to, double scale, double side)
{
	double sum = 0, ratio = 0;
	for (size_t i = from; i < to; i++)
		sum += shares[i].percent * scale;
	double thick = sum / side;
	for (size_t i = from; i < to; i++) {
		double along = shares[i].percent * scale / thick;
		ratio = fmax(ratio, fmax(along / thick, thick / along));
	}
	return ratio;
}

static void tree_cells(struct box b, const struct own_share *shares, size_t n, struct box *ret_cells)
{
	double all = 0;
	for (size_t i = 0; i < n; i++)
		all += shares[i].percent;
	double scale = b.w * b.h / all;
	for (size_t from = 0, to; from < n; from = to) {
		bool column = b.w >= b.h;
		double side = column ? b.h : b.w, sum = 0;
		for (to = from + 1; to < n; to++)
			if (worst(shares, from, to + 1, scale, side) > worst(shares, from, to, scale, side))
				break;
		for (size_t i = from; i < to; i++)
			sum += shares[i].percent * scale;
		struct box row = column ? box_cut_left(&b, sum / side) : box_cut_top(&b, sum / side);
		for (size_t i = from; i < to; i++) {
			double along = shares[i].percent * scale / (sum / side);
			ret_cells[i] = column ? box_cut_top(&row, along) : box_cut_left(&row, along);
		}
	}
}

/* White or black, whichever stands off the colour better. */
static uint32_t ink_on(uint32_t rgb)
{
	rgba ground = RGBA(rgb);
	return color_contrast(RGBA(0xffffff), ground) * 1.25 >= color_contrast(RGBA(0x10141a), ground) ? 0xffffff : 0x10141a;
}

static void tree_words(struct card_draw *d, struct box cell, const struct own_share *s)
{
	const struct text_style percent = { 12, 400 };
	double size = fmin(fmax(sqrt(cell.w * cell.h) / 7, 11), 22);
	struct box in = box_inset(cell, cell.w < 60 ? 5 : 9, 8);
	if (in.h < size + 2 || in.w < 22)
		return;
	const struct text_style styles[] = { { size, 700 }, { fmin(size, 14), 700 }, { 11, 700 }, { 9.5, 700 } };
	struct text_run name = text_fit_sizes(d->text, s->name, styles, ARRAY_LEN(styles), in.w);
	if (name.cut && in.w < 60)
		return;
	size = name.style.size;
	scene_text(d->scene, in, in.y + size * 0.8, name, ALIGN_LEFT, ROLE_TEXT)->fill = PAINT_COLOR(ink_on(s->rgb));
	if (in.h >= size + 18)
		own_text(d, in, in.y + size * 0.8 + 18, own_percent(d, s->percent, 1), percent, ALIGN_LEFT, ROLE_TEXT)->fill =
			PAINT_COLOR(ink_on(s->rgb));
}

static void treemap(struct card_draw *d, struct box b, const struct own_share *shares, size_t n)
{
	struct box cells[OWN_SHARES_MAX];
	tree_cells(b, shares, n, cells);
	for (size_t i = 0; i < n; i++) {
		struct box cell = { cells[i].x + 1, cells[i].y + 1, fmax(cells[i].w - 2, 0.5), fmax(cells[i].h - 2, 0.5) };
		struct node *tile = scene_rect(d->scene, cell, 5, PAINT_COLOR(shares[i].rgb));
		tile->motion = MOTION_FADE;
		tile->delay_ms = (int)(90 * i);
		tree_words(d, cell, &shares[i]);
	}
}

/* ---- stacked */

static void stacked(struct card_draw *d, struct box b, const struct own_share *shares, size_t n)
{
	const struct text_style style = { 13, 400 };
	own_share_bar(d, box_cut_top(&b, 16), shares, n);
	(void)box_cut_top(&b, 12);
	size_t rows = (n + 1) / 2;
	for (size_t i = 0; i < n; i++) {
		struct box column = { b.x + (double)(i / rows) * (b.w / 2 + 10), b.y + (double)(i % rows) * LEGEND_ROW, b.w / 2 - 10,
			LEGEND_ROW };
		double cy = column.y + column.h / 2;
		scene_circle(d->scene, column.x + 5, cy, 5, PAINT_COLOR(shares[i].rgb));
		(void)box_cut_left(&column, 18);
		own_text(d, box_cut_right(&column, 52), own_middle(cy, 13), own_percent(d, shares[i].percent, 1), style, ALIGN_RIGHT,
			ROLE_MUTED);
		own_text(d, column, own_middle(cy, 13), shares[i].name, style, ALIGN_LEFT, ROLE_TEXT);
	}
}

static double body_height(int layout, size_t n)
{
	if (!n)
		return EMPTY;
	if (layout == LAYOUT_TREEMAP)
		return TREE_H;
	return layout == LAYOUT_BARS ? ROW * (double)n - 7 : 28 + LEGEND_ROW * (double)((n + 1) / 2);
}

static const char *describe(struct card_draw *d, const struct own_share *shares, size_t n)
{
	struct str out;
	str_init(&out, d->arena, 8192);
	for (size_t i = 0; i < n; i++) {
		str_addz(&out, i ? ", " : "");
		str_addz(&out, shares[i].name);
		str_addc(&out, ' ');
		str_addz(&out, own_percent(d, shares[i].percent, 1));
	}
	return n ? out.buf : own_word(d, WORD_LANGUAGES_NONE);
}

static enum err layout(struct err_note *note, struct card_draw *d, const struct card_request *rq, const struct card_facts *f)
{
	const struct languages_options *o = rq->options;
	struct own_share shares[OWN_SHARES_MAX];
	TRY(own_person(note, f, false));
	size_t n = own_shares(d, f->person, (size_t)o->count, true, shares);
	double height = 22 + own_head_height(&o->look) + body_height(o->layout, n) + 20;
	own_begin(d, &o->look, WIDTH, height);
	struct box b = box_inset((struct box){ 0, 0, WIDTH, height }, PAD, 22);
	b.h = height - 22 - 20;
	d->scene->title = arena_printf(d->arena, "%s: %s", own_name(d, f->person), own_word(d, WORD_LANGUAGES_TITLE));
	d->scene->desc = describe(d, shares, n);
	own_head(d, &o->look, &b, GLYPH_CODE, own_word(d, WORD_LANGUAGES_TITLE), own_name(d, f->person));
	if (!n)
		own_nothing(d, b, GLYPH_CODE, own_word(d, WORD_LANGUAGES_NONE));
	else if (o->layout == LAYOUT_BARS)
		bars(d, b, f->person, shares, n);
	else if (o->layout == LAYOUT_TREEMAP)
		treemap(d, b, shares, n);
	else
		stacked(d, b, shares, n);
	return OK;
}

static enum err json(struct err_note *note, struct arena *a, const struct card_request *rq, const struct card_facts *f,
	struct json_object *obj)
{
	const struct card_draw d = { .arena = a, .locale = rq->locale };
	const struct languages_options *o = rq->options;
	struct own_share shares[OWN_SHARES_MAX];
	TRY(own_person(note, f, false));
	own_json_person(&d, f->person, obj);
	size_t n = own_shares(&d, f->person, (size_t)o->count, true, shares);
	own_json_shares(shares, n, json_put_array(obj, "languages"));
	return OK;
}

const struct card_kind card_kind_languages = {
	.name = "languages", .title = "Languages", .doc = "a person's languages by their true shares",
	.options = options, .n_options = ARRAY_LEN(options), .options_size = sizeof(struct languages_options),
	.life = { OWN_LIFE, OWN_LIFE_MAX }, .prepare = own_prepare_basic, .layout = layout, .json = json,
};
