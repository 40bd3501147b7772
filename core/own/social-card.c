/* The large pictures of a person: for link previews, LinkedIn's banner and GitHub's social preview. */
#include "config.h"

#include "core/cards/kinds.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/base/json.h"
#include "core/base/str.h"
#include "core/cards/say.h"
#include "core/own/backdrop.h"
#include "core/own/calendar.h"
#include "core/own/gauge.h"
#include "core/own/own.h"

#include <math.h>
#include <string.h>
#include "core/base/banned.h"

enum { LANGUAGES = 5 };
enum size { SIZE_OG, SIZE_LINKEDIN, SIZE_GITHUB, SIZE__MAX };

struct social_options {
	OWN_FIELDS;
	int size;
};

static const struct card_option options[] = {
	OWN_OPTIONS_RADIUS(social_options, "0"),
	{ .name = "size", .type = OPTION_WORD, .offset = offsetof(struct social_options, size), .words = "og|linkedin|github",
		.otherwise = "og", .doc = "Open Graph 1200 x 630, LinkedIn's banner 1584 x 396, GitHub's preview 1280 x 640" },
};

static const struct {
	double width, height;
} sizes[SIZE__MAX] = { { 1200, 630 }, { 1584, 396 }, { 1280, 640 } };

/* ---- pieces */

struct type {
	double name, archetype, who;
};

static void who(struct card_draw *d, struct box b, const struct facts *f, struct type t)
{
	const struct text_style names[] = { { t.name, 700 }, { t.name * 0.82, 700 }, { t.name * 0.66, 700 } };
	double y = b.y + (b.h - t.name * 1.05 - t.archetype * 1.6 - t.who * 1.7) / 2 + t.name * 0.9;
	scene_text(d->scene, b, y, text_fit_sizes(d->text, own_name(d, f), names, ARRAY_LEN(names), b.w), ALIGN_LEFT, ROLE_TITLE);
	y += t.archetype * 1.6;
	own_text(d, b, y, own_archetype(d, f), (struct text_style){ t.archetype, 600 }, ALIGN_LEFT,
		f->decided ? ROLE_ACCENT : ROLE_MUTED);
	y += t.who * 1.8;
	own_text(d, b, y, own_who(d, f), (struct text_style){ t.who, 400 }, ALIGN_LEFT, ROLE_MUTED);
}

/* The largest style in which no word of a name is wider than its line. */
static struct text_style label_style(const struct card_draw *d, const struct facts *f, double width)
{
	static const struct text_style styles[] = { { 19, 600 }, { 17.5, 600 }, { 16, 600 }, { 14.5, 600 }, { 13, 600 } };
	for (size_t i = 0; i + 1 < ARRAY_LEN(styles); i++) {
		bool fits = true;
		for (size_t k = 0; k < FACTS_SCORES; k++)
			for (const char *p = own_score_name(d, &f->scores[k]); *p && fits; p += strspn(p, " ")) {
				size_t len = strcspn(p, " ");
				fits = !text_fit(d->text, arena_strndup(d->arena, p, len), styles[i], width).cut;
				p += len;
			}
		if (fits)
			return styles[i];
	}
	return styles[ARRAY_LEN(styles) - 1];
}

static void tiles(struct card_draw *d, struct box b, const struct facts *f)
{
	const double r = b.h * 0.31, before = 20 + 2 * r + 15, after = 8;
	struct text_style style = label_style(d, f, (b.w - 3 * 18) / FACTS_SCORES - before - after);
	for (size_t i = 0; i < FACTS_SCORES; i++) {
		const struct facts_score *s = &f->scores[i];
		struct box tile = box_cell(b, FACTS_SCORES, 1, 18, 0, i);
		struct text_run lines[3];
		struct node *n = scene_rect(d->scene, tile, 18, PAINT_TINT(ROLE_BACKGROUND, 0.72));
		n->stroke = (struct stroke){ .paint = PAINT(ROLE_BORDER), .width = 1 };
		own_score_ring(d, tile.x + 20 + r, tile.y + tile.h / 2, r, s, i);
		(void)box_cut_left(&tile, before);
		(void)box_cut_right(&tile, after);
		size_t k = text_wrap(d->text, own_score_name(d, s), style, tile.w, ARRAY_LEN(lines), lines);
		double pitch = style.size * 1.3, y = tile.y + tile.h / 2 - pitch / 2 * (double)(k - 1);
		for (size_t line = 0; line < k; line++)
			scene_text(d->scene, tile, own_middle(y, style.size) + pitch * (double)line, lines[line], ALIGN_LEFT, ROLE_TEXT);
	}
}

/* As large as the box allows. */
static void strip(struct card_draw *d, struct box b, const struct year *y)
{
	if (!y->weeks) {
		own_nothing(d, b, GLYPH_CALENDAR, own_word(d, WORD_CALENDAR_NONE));
		return;
	}
	const double gap = 0.2; /* of a step */
	double pitch = fmin(b.w / ((double)y->weeks - gap), b.h / (7 - gap)), side = pitch * (1 - gap);
	double width = pitch * ((double)y->weeks - gap), height = pitch * (7 - gap);
	calendar_cells(d, y, b.x + (b.w - width) / 2, b.y + (b.h - height) / 2, pitch, side);
}

static void languages(struct card_draw *d, struct box b, const struct facts *f, double size)
{
	struct own_share shares[LANGUAGES];
	size_t n = own_shares(d, f, LANGUAGES, true, shares);
	const struct text_style name = { size, 600 }, percent = { size, 400 };
	const double ghost = size * 1.2, brand_w = text_fit(d->text, "Git Phantom Scope", name, 300).width;
	own_share_bar(d, box_cut_top(&b, size * 0.7), shares, n);
	double cy = b.y + size * 1.4;
	struct box brand = box_cut_right(&b, brand_w + 1);
	own_text(d, brand, own_middle(cy, size), "Git Phantom Scope", name, ALIGN_RIGHT, ROLE_MUTED);
	(void)box_cut_right(&b, ghost + 8);
	own_glyph(d, GLYPH_GHOST, b.x + b.w, cy - ghost / 2, ghost, PAINT(ROLE_ICON));
	(void)box_cut_right(&b, 24);
	for (size_t i = 0; i < n; i++) {
		struct text_run label = text_fit(d->text, shares[i].name, name, 200);
		struct text_run part = text_fit(d->text, own_percent(d, shares[i].percent, 0), percent, 90);
		double need = size * 1.35 + label.width + 8 + part.width;
		if (need > b.w)
			return;
		scene_circle(d->scene, b.x + size * 0.42, cy, size * 0.42, PAINT_COLOR(shares[i].rgb));
		(void)box_cut_left(&b, size * 1.35);
		scene_text(d->scene, box_cut_left(&b, label.width), own_middle(cy, size), label, ALIGN_LEFT, ROLE_TEXT);
		(void)box_cut_left(&b, 8);
		scene_text(d->scene, box_cut_left(&b, part.width), own_middle(cy, size), part, ALIGN_LEFT, ROLE_MUTED);
		(void)box_cut_left(&b, size * 1.5);
	}
}

/* ---- whole cards */

/* Open Graph and GitHub: four bands below each other. */
static void tall(struct card_draw *d, const struct facts *f, const struct year *y)
{
	struct box b = box_inset((struct box){ 0, 0, d->scene->width, d->scene->height }, 64, 48);
	struct box top = box_cut_top(&b, 148), emblem = box_cut_left(&top, 148);
	own_emblem(d, emblem.x + 66, emblem.y + 74, 74, f);
	(void)box_cut_left(&top, 14);
	who(d, top, f, (struct type){ 52, 28, 20 });
	(void)box_cut_top(&b, 26);
	tiles(d, box_cut_top(&b, 124), f);
	struct box foot = { b.x, b.y + b.h - 40, b.w, 40 };
	b.h -= 40 + 22;
	(void)box_cut_top(&b, 24);
	strip(d, b, y);
	languages(d, foot, f, 18);
}

/* LinkedIn lays the portrait over the lower left corner, so nothing that matters stands there. */
static void banner(struct card_draw *d, const struct facts *f, const struct year *y)
{
	struct text_run lines[2];
	struct box b = { 470, 34, d->scene->width - 470 - 64, d->scene->height - 62 };
	struct box top = box_cut_top(&b, 116), rings = box_cut_right(&top, 420);
	(void)box_cut_right(&top, 20);
	who(d, top, f, (struct type){ 38, 21, 16 });
	for (size_t i = 0; i < FACTS_SCORES; i++) {
		struct box cell = box_cell(rings, FACTS_SCORES, 1, 6, 0, i);
		own_score_ring(d, cell.x + cell.w / 2, cell.y + 40, 36, &f->scores[i], i);
		size_t n = text_wrap(d->text, own_score_name(d, &f->scores[i]), (struct text_style){ 13, 600 }, cell.w, 1, lines);
		if (lines[0].cut)
			n = text_wrap(d->text, own_score_name(d, &f->scores[i]), (struct text_style){ 11.5, 600 }, cell.w, 2, lines);
		for (size_t k = 0; k < n; k++)
			scene_text(d->scene, cell, cell.y + (n > 1 ? 99 : 104) + 15 * (double)k, lines[k], ALIGN_CENTER, ROLE_TEXT);
	}
	struct box foot = { b.x, b.y + b.h - 36, b.w, 36 };
	b.h -= 36 + 16;
	(void)box_cut_top(&b, 18);
	strip(d, b, y);
	languages(d, foot, f, 15);
	own_emblem(d, 290, 136, 102, f);
}

static const char *describe(struct card_draw *d, const struct facts *f, const struct year *y)
{
	struct str out;
	str_init(&out, d->arena, 8192);
	for (size_t i = 0; i < FACTS_SCORES; i++) {
		str_addz(&out, own_score_text(d, &f->scores[i]));
		str_addz(&out, ". ");
	}
	str_addz(&out, y->weeks ? calendar_total_text(d, y) : own_word(d, WORD_CALENDAR_NONE));
	return out.buf;
}

static enum err layout(struct err_note *note, struct card_draw *d, const struct card_request *rq, const struct card_facts *f)
{
	const struct social_options *o = rq->options;
	TRY(own_person(note, f, true));
	struct year y = year_of(f->person, d->locale);
	own_begin(d, &o->look, sizes[o->size].width, sizes[o->size].height);
	d->scene->title = arena_printf(d->arena, "%s: %s", own_name(d, f->person), own_archetype(d, f->person));
	d->scene->desc = describe(d, f->person, &y);
	backdrop_draw(d, f->person->login ? f->person->login : own_name(d, f->person));
	if (o->size == SIZE_LINKEDIN)
		banner(d, f->person, &y);
	else
		tall(d, f->person, &y);
	return OK;
}

static enum err json(struct err_note *note, struct arena *a, const struct card_request *rq, const struct card_facts *f,
	struct json_object *obj)
{
	const struct card_draw d = { .arena = a, .locale = rq->locale };
	struct own_share shares[LANGUAGES];
	TRY(own_person(note, f, true));
	struct year y = year_of(f->person, rq->locale);
	own_json_person(&d, f->person, obj);
	own_json_archetype(&d, f->person, json_put_object(obj, "archetype"));
	own_json_scores(&d, f->person, json_put_array(obj, "scores"));
	say_metric(obj, "contributions", (struct metric){ y.total, y.weeks > 0 });
	size_t n = own_shares(&d, f->person, LANGUAGES, true, shares);
	own_json_shares(shares, n, json_put_array(obj, "languages"));
	return OK;
}

const struct card_kind card_kind_social = {
	.name = "social", .title = "Social picture", .doc = "a large picture of a person for link previews and banners",
	.options = options, .n_options = ARRAY_LEN(options), .options_size = sizeof(struct social_options),
	.life = { OWN_LIFE, OWN_LIFE_MAX }, .prepare = own_prepare_full, .layout = layout, .json = json,
};
