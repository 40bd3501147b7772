/* The scorecard: four scores, archetype, languages and AI marks; wide for link previews, compact for a README. */
#include "config.h"

#include "core/cards/kinds.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/base/clock.h"
#include "core/base/json.h"
#include "core/base/str.h"
#include "core/own/gauge.h"
#include "core/own/own.h"

#include <math.h>
#include "core/base/banned.h"

enum { PAD = 32, CHIP_H = 24, LEGEND_COLUMNS = 4, LEGEND_ROW = 20, LEGEND_MAX = 7, LINE_MAX = 4096,
	WIDE_W = 800, WIDE_H = 418, COMPACT_W = 495, COMPACT_H = 195 };
enum layout { LAYOUT_WIDE, LAYOUT_COMPACT };

struct scorecard_options {
	OWN_FIELDS;
	int layout;
};

static const struct card_option options[] = {
	OWN_OPTIONS(scorecard_options),
	{ .name = "layout", .type = OPTION_WORD, .offset = offsetof(struct scorecard_options, layout), .words = "wide|compact",
		.otherwise = "wide", .doc = "wide, 800 x 418, or compact, 495 x 195" },
};

static const struct text_style name_styles[] = { { 30, 700 }, { 26, 700 }, { 22, 700 } };
static const struct text_style badge_styles[] = { { 16, 600 }, { 14, 600 }, { 13, 600 } };
static const struct text_style body_style = { 14, 400 };
static const struct text_style small_style = { 12, 400 };
static const struct text_style small_bold_style = { 12, 600 };

/* ---- header */

/* The archetype in a tinted pill at the right end of the row, the confidence below it. */
static void badge(struct card_draw *d, struct box *row, struct box *second, const struct facts *f)
{
	const double h = 32, pad = 16;
	int role = f->decided ? ROLE_ACCENT : ROLE_MUTED;
	struct text_run run = text_fit_sizes(d->text, own_archetype(d, f), badge_styles, ARRAY_LEN(badge_styles), 280 - 2 * pad);
	struct box pill = box_cut_right(row, run.width + 2 * pad);
	pill.h = h;
	scene_rect(d->scene, pill, h / 2, PAINT_TINT(role, 0.1));
	scene_text(d->scene, box_inset(pill, pad, 0), own_middle(pill.y + h / 2, run.style.size), run, ALIGN_CENTER, role);
	(void)box_cut_right(row, 24);
	if (!f->decided)
		return;
	struct box right = box_cut_right(second, 200);
	(void)box_cut_right(second, 16);
	own_text(d, right, right.y + 16,
		locale_fill(d->arena, d->locale, WORD_ARCHETYPE_CONFIDENCE,
			(const char *const[]){ "percent", own_percent(d, f->confidence, 0), NULL }),
		small_style, ALIGN_RIGHT, ROLE_MUTED);
}

static void header(struct card_draw *d, struct box b, const struct facts *f)
{
	const double r = 40;
	struct box emblem = box_cut_left(&b, 2 * r + 18);
	own_emblem(d, emblem.x + r - 4, emblem.y + r, r, f);
	struct box top = box_cut_top(&b, 38), second = box_cut_top(&b, 24);
	badge(d, &top, &second, f);
	scene_text(d->scene, top, top.y + 28, text_fit_sizes(d->text, own_name(d, f), name_styles, ARRAY_LEN(name_styles), top.w),
		ALIGN_LEFT, ROLE_TITLE);
	own_text(d, second, second.y + 16, own_who(d, f), body_style, ALIGN_LEFT, ROLE_MUTED);
	own_text(d, b, b.y + 18, own_archetype_text(d, f), body_style, ALIGN_LEFT, ROLE_TEXT);
}

/* ---- the four scores */

static void tiles(struct card_draw *d, struct box b, const struct facts *f)
{
	bool high = false;
	for (size_t i = 0; i < FACTS_SCORES; i++)
		high = high || own_score_doubtful(&f->scores[i]);
	for (size_t i = 0; i < FACTS_SCORES; i++) {
		struct box tile = box_cell(b, FACTS_SCORES, 1, 12, 0, i);
		scene_rect(d->scene, tile, 10, PAINT(ROLE_SURFACE));
		own_score(d, tile, &f->scores[i], i, high);
	}
}

/* ---- languages */

static void legend(struct card_draw *d, struct box cell, const struct own_share *share)
{
	const struct text_style style = { 13, 400 };
	double cy = cell.y + cell.h / 2, baseline = own_middle(cy, 13);
	struct text_run percent = text_fit(d->text, own_percent(d, share->percent, 0), style, 60);
	scene_circle(d->scene, cell.x + 5, cy, 5, PAINT_COLOR(share->rgb));
	(void)box_cut_left(&cell, 17);
	struct text_run label = text_fit(d->text, share->name, style, cell.w - percent.width - 8);
	struct box slot = box_cut_left(&cell, label.width + 8);
	slot.w -= 8;
	scene_text(d->scene, slot, baseline, label, ALIGN_LEFT, ROLE_TEXT);
	scene_text(d->scene, box_cut_left(&cell, percent.width), baseline, percent, ALIGN_LEFT, ROLE_MUTED);
}

static void languages(struct card_draw *d, struct box b, const struct own_share *shares, size_t n)
{
	own_share_bar(d, box_cut_top(&b, 10), shares, n);
	if (!n) {
		own_text(d, b, b.y + 24, own_word(d, WORD_LANGUAGES_NONE), (struct text_style){ 13, 400 }, ALIGN_LEFT, ROLE_MUTED);
		return;
	}
	(void)box_cut_top(&b, 8);
	b.h = LEGEND_ROW;
	for (size_t i = 0; i < n; i++)
		legend(d, box_cell(b, LEGEND_COLUMNS, 1, 12, 0, i), &shares[i]);
}

/* ---- AI marks */

static void chips(struct card_draw *d, struct box b, const struct facts *f)
{
	const char *texts[FACTS_TOOLS];
	for (size_t i = 0; i < f->n_tools; i++)
		texts[i] = look_words(d, arena_printf(d->arena, "%s" LOOK_DOT "%s", own_clean(d, f->tools[i].name),
						own_short(d, f->tools[i].commits)));
	b = (struct box){ b.x, b.y + (b.h - CHIP_H) / 2, b.w, CHIP_H };
	own_chips(d, b, texts, f->n_tools, small_bold_style);
}

static void marks(struct card_draw *d, struct box b, const struct facts *f)
{
	bool found = f->commits_scanned > 0 && f->commits_marked > 0;
	double cy = b.y + b.h / 2, side = 15;
	own_glyph(d, GLYPH_SPARK, b.x, cy - side / 2, side, PAINT(found ? ROLE_ICON : ROLE_MUTED));
	(void)box_cut_left(&b, side + 8);
	struct text_run run = text_fit(d->text, own_marks_text(d, f), found ? (struct text_style){ 14, 600 } : body_style,
		found ? 380 : b.w);
	scene_text(d->scene, box_cut_left(&b, run.width), own_middle(cy, run.style.size), run, ALIGN_LEFT,
		found ? ROLE_TEXT : ROLE_MUTED);
	(void)box_cut_left(&b, 16);
	if (found)
		chips(d, b, f);
}

/* ---- footer */

static const char *source_name(const struct card_draw *d, const struct facts *f)
{
	if (f->source == SOURCE_GIT)
		return own_word(d, WORD_OWN_ON_DISK);
	return f->forge && *f->forge ? own_clean(d, f->forge) : own_word(d, WORD_OWN_GIVEN_DATA);
}

static const char *footer_text(const struct card_draw *d, const struct facts *f, int64_t now_ms)
{
	struct str line;
	double coverage = 0;
	str_init(&line, d->arena, LINE_MAX);
	for (size_t i = 0; i < FACTS_SCORES; i++)
		coverage += f->scores[i].coverage / FACTS_SCORES;
	str_addz(&line, source_name(d, f));
	str_addz(&line, LOOK_DOT);
	if (f->model && !str_eq(f->model, "v2")) { /* which takes what it cannot see for 0 and calls it measured */
		str_addz(&line, locale_fill(d->arena, d->locale, WORD_OWN_SIGNALS_MEASURED,
			(const char *const[]){ "percent", own_percent(d, floor(coverage * 100 + 0.5), 0), NULL }));
		str_addz(&line, LOOK_DOT);
	}
	str_addz(&line, locale_fill(d->arena, d->locale, WORD_OWN_MODEL,
		(const char *const[]){ "name", own_clean(d, f->model), NULL }));
	str_addz(&line, LOOK_DOT);
	str_addz(&line, locale_date(d->arena, d->locale, NULL, clock_day(now_ms), INT64_MIN));
	return look_words(d, line.buf);
}

static void footer(struct card_draw *d, struct box b, const char *text)
{
	const double ghost = 17, y = b.y + b.h / 2;
	struct stroke line = { .paint = PAINT(ROLE_BORDER), .width = 1 };
	scene_line(d->scene, b.x, b.y - 4.5, b.x + b.w, b.y - 4.5, line);
	own_glyph(d, GLYPH_GHOST, b.x, y - ghost / 2, ghost, PAINT(ROLE_MUTED));
	(void)box_cut_left(&b, ghost + 7);
	own_text(d, box_cut_left(&b, 180), own_middle(y, 12), "Git Phantom Scope", small_bold_style, ALIGN_LEFT, ROLE_MUTED);
	(void)box_cut_left(&b, 16);
	own_text(d, b, own_middle(y, 12), text, small_style, ALIGN_RIGHT, ROLE_MUTED);
}

/* ---- whole cards */

static void wide(struct card_draw *d, const struct facts *f, int64_t now_ms)
{
	struct own_share shares[LEGEND_MAX];
	size_t n = own_shares(d, f, LEGEND_MAX, true, shares);
	struct box b = box_inset((struct box){ 0, 0, WIDE_W, WIDE_H }, PAD, 24);
	header(d, box_cut_top(&b, 90), f);
	(void)box_cut_top(&b, 10);
	tiles(d, box_cut_top(&b, 132), f);
	/* a legend of one row leaves room below: half of it goes above */
	size_t rows = n <= LEGEND_COLUMNS ? 1 : 2;
	double spare = LEGEND_ROW / 2.0 * (double)(2 - rows);
	(void)box_cut_top(&b, 16 + spare);
	languages(d, box_cut_top(&b, 10 + 8 + LEGEND_ROW * (double)rows), shares, n);
	(void)box_cut_top(&b, 8 + spare);
	marks(d, box_cut_top(&b, 28), f);
	(void)box_cut_top(&b, 13);
	footer(d, b, footer_text(d, f, now_ms));
}

static void compact(struct card_draw *d, const struct facts *f)
{
	static const struct text_style names[] = { { 19, 700 }, { 17, 700 }, { 15, 700 } };
	struct own_share shares[LEGEND_MAX];
	size_t n = own_shares(d, f, LEGEND_MAX, true, shares);
	struct box b = box_inset((struct box){ 0, 0, COMPACT_W, COMPACT_H }, 22, 18), bar;
	struct box top = box_cut_top(&b, 46), emblem = box_cut_left(&top, 52);
	own_emblem(d, emblem.x + 21, emblem.y + 22, 22, f);
	struct box ghost = box_cut_right(&top, 24);
	own_glyph(d, GLYPH_GHOST, ghost.x + 9, ghost.y + 4, 15, PAINT(ROLE_ICON));
	scene_text(d->scene, top, top.y + 17, text_fit_sizes(d->text, own_name(d, f), names, ARRAY_LEN(names), top.w), ALIGN_LEFT,
		ROLE_TITLE);
	own_text(d, top, top.y + 37, own_archetype(d, f), (struct text_style){ 13, 600 }, ALIGN_LEFT,
		f->decided ? ROLE_ACCENT : ROLE_MUTED);
	(void)box_cut_top(&b, 8);
	struct box scores = box_cut_top(&b, 84);
	for (size_t i = 0; i < FACTS_SCORES; i++)
		own_score_small(d, box_cell(scores, FACTS_SCORES, 1, 8, 0, i), &f->scores[i], i);
	bar = (struct box){ b.x, b.y + b.h - 8, b.w, 8 };
	own_share_bar(d, bar, shares, n);
}

/* ---- for screen readers */

static const char *describe(struct card_draw *d, const struct facts *f)
{
	struct own_share shares[LEGEND_MAX];
	size_t n = own_shares(d, f, LEGEND_MAX, true, shares);
	struct str out;
	str_init(&out, d->arena, 16384);
	for (size_t i = 0; i < FACTS_SCORES; i++) {
		str_addz(&out, own_score_text(d, &f->scores[i]));
		str_addz(&out, ". ");
	}
	for (size_t i = 0; i < n; i++) {
		str_addz(&out, i ? ", " : own_word(d, WORD_LANGUAGES_TITLE));
		str_addz(&out, i ? "" : ": ");
		str_addz(&out, shares[i].name);
		str_addc(&out, ' ');
		str_addz(&out, own_percent(d, shares[i].percent, 0));
	}
	str_addz(&out, n ? ". " : "");
	str_addz(&out, own_marks_text(d, f));
	str_addc(&out, '.');
	return out.buf;
}

static enum err layout(struct err_note *note, struct card_draw *d, const struct card_request *rq, const struct card_facts *f)
{
	const struct scorecard_options *o = rq->options;
	TRY(own_person(note, f, true));
	bool is_wide = o->layout == LAYOUT_WIDE;
	own_begin(d, &o->look, is_wide ? WIDE_W : COMPACT_W, is_wide ? WIDE_H : COMPACT_H);
	d->scene->title = arena_printf(d->arena, "%s: %s", own_name(d, f->person), own_archetype(d, f->person));
	d->scene->desc = describe(d, f->person);
	if (is_wide)
		wide(d, f->person, f->now_ms);
	else
		compact(d, f->person);
	return OK;
}

static enum err json(struct err_note *note, struct arena *a, const struct card_request *rq, const struct card_facts *f,
	struct json_object *obj)
{
	const struct card_draw d = { .arena = a, .locale = rq->locale };
	struct own_share shares[LEGEND_MAX];
	TRY(own_person(note, f, true));
	own_json_person(&d, f->person, obj);
	own_json_archetype(&d, f->person, json_put_object(obj, "archetype"));
	own_json_scores(&d, f->person, json_put_array(obj, "scores"));
	size_t n = own_shares(&d, f->person, LEGEND_MAX, true, shares);
	own_json_shares(shares, n, json_put_array(obj, "languages"));
	own_json_marks(&d, f->person, f->person->n_tools, json_put_object(obj, "marks"));
	return OK;
}

const struct card_kind card_kind_scorecard = {
	.name = "scorecard", .title = "Scorecard", .doc = "four scores, archetype, languages and AI-tool marks of a person",
	.options = options, .n_options = ARRAY_LEN(options), .options_size = sizeof(struct scorecard_options),
	.life = { OWN_LIFE, OWN_LIFE_MAX }, .prepare = own_prepare_full, .layout = layout, .json = json,
};
