/* Where everything on the scorecard and the notice stands. */
#include "config.h"

#include "core/render/card.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/base/str.h"
#include "core/render/scene.h"

#include <inttypes.h>
#include <math.h>
#include "core/base/banned.h"

#define DOT " \xc2\xb7 "

enum { PAD = 32, CHIP_H = 24, CHIP_PAD = 10, GHOST = 16, LEGEND_COLUMNS = 4,
	LEGEND_ROW = 20 };

static const struct text_style name_styles[] = { { 30, 700 }, { 26, 700 }, { 22, 700 } };
static const struct text_style badge_styles[] = { { 16, 600 }, { 14, 600 }, { 13, 600 } };
static const struct text_style number_style = { 26, 700 };
static const struct text_style label_style = { 14, 600 };
static const struct text_style body_style = { 14, 400 };
static const struct text_style small_style = { 12, 400 };
static const struct text_style small_bold_style = { 12, 600 };

/* A round head, a wavy hem; 16 x 16 units. */
static const struct path_step ghost[] = {
	{ PATH_MOVE, 0, 0, 0, 0, 1.5, 15.5 },
	{ PATH_LINE, 0, 0, 0, 0, 1.5, 7 },
	{ PATH_CURVE, 1.5, 3.2, 4.3, 0.5, 8, 0.5 },
	{ PATH_CURVE, 11.7, 0.5, 14.5, 3.2, 14.5, 7 },
	{ PATH_LINE, 0, 0, 0, 0, 14.5, 15.5 },
	{ PATH_LINE, 0, 0, 0, 0, 12.2, 13.4 },
	{ PATH_LINE, 0, 0, 0, 0, 10.1, 15.5 },
	{ PATH_LINE, 0, 0, 0, 0, 8, 13.4 },
	{ PATH_LINE, 0, 0, 0, 0, 5.9, 15.5 },
	{ PATH_LINE, 0, 0, 0, 0, 3.8, 13.4 },
	{ PATH_CLOSE, 0, 0, 0, 0, 0, 0 },
};

/* A four-pointed spark; 16 x 16 units. */
static const struct path_step spark[] = {
	{ PATH_MOVE, 0, 0, 0, 0, 8, 0 },
	{ PATH_CURVE, 8.8, 5, 11, 7.2, 16, 8 },
	{ PATH_CURVE, 11, 8.8, 8.8, 11, 8, 16 },
	{ PATH_CURVE, 7.2, 11, 5, 8.8, 0, 8 },
	{ PATH_CURVE, 5, 7.2, 7.2, 5, 8, 0 },
	{ PATH_CLOSE, 0, 0, 0, 0, 0, 0 },
};

/* Baseline that centres digits and capitals of this size on y. */
static double middle(double y, double size)
{
	return y + size * 0.357;
}

static struct node *text_in(struct text_engine *e, struct scene *s, struct box slot, double baseline,
	const char *text, struct text_style style, enum align align, enum role role)
{
	return scene_text(s, slot, baseline, text_fit(e, text, style, slot.w), align, role);
}

static void frame(struct scene *s)
{
	struct box all = { 0.5, 0.5, s->width - 1, s->height - 1 };
	struct node *n = scene_rect(s, all, 12, PAINT(ROLE_BACKGROUND));
	n->stroke = (struct stroke){ .paint = PAINT(ROLE_BORDER), .width = 1 };
}

/* ---- header */

/* The archetype in a tinted pill at the right end of the row; returns what is left of the row. */
static struct box badge(struct text_engine *e, struct scene *s, struct box row,
	const struct card_model *m)
{
	const double h = 32, pad = 16;
	bool decided = m->confidence >= 0;
	enum role role = decided ? ROLE_ACCENT : ROLE_MUTED;
	struct text_run run = text_fit_sizes(e, m->archetype, badge_styles, ARRAY_LEN(badge_styles),
		280 - 2 * pad);
	struct box pill = box_cut_right(&row, run.width + 2 * pad);
	pill.h = h;
	scene_rect(s, pill, h / 2, PAINT_TINT(role, 0.1));
	scene_text(s, box_inset(pill, pad, 0), middle(pill.y + h / 2, run.style.size), run,
		ALIGN_CENTER, role);
	(void)box_cut_right(&row, 24);
	return row;
}

static void header(struct text_engine *e, struct scene *s, struct box b, const struct card_model *m)
{
	struct box top = box_cut_top(&b, 38), second = box_cut_top(&b, 24);
	struct box left = badge(e, s, top, m);
	scene_text(s, left, top.y + 28,
		text_fit_sizes(e, m->name, name_styles, ARRAY_LEN(name_styles), left.w), ALIGN_LEFT,
		ROLE_TEXT);
	if (m->confidence >= 0) {
		struct box right = box_cut_right(&second, 200);
		(void)box_cut_right(&second, 16);
		text_in(e, s, right, right.y + 16,
			arena_printf(s->arena, "confidence %d %%", m->confidence), small_style,
			ALIGN_RIGHT, ROLE_MUTED);
	}
	text_in(e, s, second, second.y + 16, m->facts, body_style, ALIGN_LEFT, ROLE_MUTED);
	text_in(e, s, b, b.y + 18, m->description, body_style, ALIGN_LEFT, ROLE_TEXT);
}

/* ---- the four scores */

static bool is_doubtful(const struct card_score *score)
{
	return !score->known || score->thin;
}

/* Where one tile needs a second line, the names of all stand higher: they stay in a row. */
static void score(struct text_engine *e, struct scene *s, struct box tile,
	const struct card_score *score, enum role role, bool high)
{
	const double r = 34, cy = tile.y + 52, cx = tile.x + tile.w / 2;
	struct box inner = box_inset(tile, 8, 0);
	scene_rect(s, tile, 10, PAINT(ROLE_SURFACE));
	if (score->known) {
		scene_ring(s, cx, cy, r, 8, score->value / 100.0, score->thin, role);
		text_in(e, s, inner, middle(cy, number_style.size),
			arena_printf(s->arena, "%d", score->value), number_style, ALIGN_CENTER,
			score->thin ? ROLE_MUTED : ROLE_TEXT);
	} else {
		struct stroke dashes = { .paint = PAINT(ROLE_TRACK), .width = 8, .dash = { 3, 3 } };
		scene_arc(s, cx, cy, r, 0, 2 * M_PI, dashes);
		text_in(e, s, inner, middle(cy, 18), "n/a", (struct text_style){ 18, 600 },
			ALIGN_CENTER, ROLE_MUTED);
	}
	text_in(e, s, inner, tile.y + (high ? 108 : 114), score->name, label_style, ALIGN_CENTER,
		ROLE_TEXT);
	if (is_doubtful(score))
		text_in(e, s, inner, tile.y + 123,
			score->known ? arena_printf(s->arena, "from %d %% of its signals",
					       (int)floor(score->coverage * 100 + 0.5)) :
				       "not measured",
			(struct text_style){ 11, 400 }, ALIGN_CENTER, ROLE_MUTED);
}

static void scores(struct text_engine *e, struct scene *s, struct box b, const struct card_model *m)
{
	bool high = false;
	for (size_t i = 0; i < CARD_SCORES; i++)
		high = high || is_doubtful(&m->scores[i]);
	for (size_t i = 0; i < CARD_SCORES; i++)
		score(e, s, box_cell(b, CARD_SCORES, 1, 12, 0, i), &m->scores[i],
			(enum role)(ROLE_SERIES_1 + (int)i), high);
}

/* ---- languages */

/* A share is shown as a whole number, and never as 0. */
static const char *share_text(struct arena *a, double percent)
{
	return percent < 1 ? "< 1 %" : arena_printf(a, "%d %%", (int)floor(percent + 0.5));
}

static void language_bar(struct scene *s, struct box b, const struct card_model *m)
{
	const double gap = 2, least = 4;
	double wanted[CARD_LANGUAGES], sum = 0, x = b.x;
	double room = b.w - gap * (double)(m->n_languages - 1);
	for (size_t i = 0; i < m->n_languages; i++) {
		wanted[i] = fmax(m->languages[i].percent / 100 * room, least);
		sum += wanted[i];
	}
	for (size_t i = 0; i < m->n_languages; i++) {
		struct box piece = { x, b.y, wanted[i] * room / sum, b.h };
		struct node *n = scene_rect(s, piece, b.h / 2, PAINT_COLOR(m->languages[i].rgb));
		n->rect.corners = (i == 0 ? CORNER_LEFT : 0) |
			(i + 1 == m->n_languages ? CORNER_RIGHT : 0);
		x += piece.w + gap;
	}
}

static void legend(struct text_engine *e, struct scene *s, struct box cell,
	const struct card_share *share)
{
	double cy = cell.y + cell.h / 2, baseline = middle(cy, 13);
	struct text_style name = { 13, 400 };
	struct text_run percent = text_fit(e, share_text(s->arena, share->percent), name, 60);
	scene_circle(s, cell.x + 5, cy, 5, PAINT_COLOR(share->rgb));
	(void)box_cut_left(&cell, 17);
	struct text_run label = text_fit(e, share->name, name, cell.w - percent.width - 8);
	struct box slot = box_cut_left(&cell, label.width + 8);
	slot.w -= 8;
	scene_text(s, slot, baseline, label, ALIGN_LEFT, ROLE_TEXT);
	scene_text(s, box_cut_left(&cell, percent.width), baseline, percent, ALIGN_LEFT, ROLE_MUTED);
}

static void languages(struct text_engine *e, struct scene *s, struct box b, const struct card_model *m)
{
	struct box bar = box_cut_top(&b, 10);
	if (!m->n_languages) {
		scene_rect(s, bar, 5, PAINT(ROLE_TRACK));
		text_in(e, s, b, b.y + 24, "Languages: n/a", (struct text_style){ 13, 400 },
			ALIGN_LEFT, ROLE_MUTED);
		return;
	}
	language_bar(s, bar, m);
	(void)box_cut_top(&b, 8);
	b.h = LEGEND_ROW;
	for (size_t i = 0; i < m->n_languages; i++)
		legend(e, s, box_cell(b, LEGEND_COLUMNS, 1, 12, 0, i), &m->languages[i]);
}

/* ---- AI marks */

static double chip(struct scene *s, double x, double cy, struct text_run run)
{
	struct box box = { x, cy - CHIP_H / 2.0, run.width + 2 * CHIP_PAD, CHIP_H };
	struct node *n = scene_rect(s, box, CHIP_H / 2.0, PAINT(ROLE_SURFACE));
	n->stroke = (struct stroke){ .paint = PAINT(ROLE_BORDER), .width = 1 };
	scene_text(s, box_inset(box, CHIP_PAD, 0), middle(cy, run.style.size), run, ALIGN_CENTER,
		ROLE_TEXT);
	return box.w;
}

/* As many chips as fit, the rest as "+3". */
static void chips(struct text_engine *e, struct scene *s, struct box b, const struct card_model *m)
{
	const double gap = 8, more_room = 48, cy = b.y + b.h / 2;
	double x = b.x, end = b.x + b.w;
	for (size_t i = 0; i < m->n_tools; i++) {
		char number[CARD_NUMBER_LEN];
		const char *text = arena_printf(s->arena, "%s" DOT "%s", m->tools[i].name,
			card_number(m->tools[i].commits, number));
		struct text_run run = text_fit(e, text, small_bold_style, 170);
		double need = run.width + 2 * CHIP_PAD;
		double reserve = i + 1 < m->n_tools ? more_room : 0;
		if (x + need + reserve > end) {
			const char *more = arena_printf(s->arena, "+%zu", m->n_tools - i);
			chip(s, x, cy, text_fit(e, more, small_bold_style, more_room));
			return;
		}
		x += chip(s, x, cy, run) + gap;
	}
}

static const char *marks_text(struct arena *a, const struct card_model *m)
{
	char marked[CARD_NUMBER_LEN], scanned[CARD_NUMBER_LEN];
	const char *plural = m->commits_scanned == 1 ? "" : "s";
	if (!m->marks_known)
		return "AI-tool marks: not measured, no commit could be read";
	card_number(m->commits_scanned, scanned);
	if (!m->commits_marked)
		return arena_printf(a, "No AI-tool marks found in %s commit%s", scanned, plural);
	return arena_printf(a, "AI-tool marks found in %s of %s commit%s",
		card_number(m->commits_marked, marked), scanned, plural);
}

static void marks(struct text_engine *e, struct scene *s, struct box b, const struct card_model *m)
{
	bool found = m->marks_known && m->commits_marked > 0;
	double cy = b.y + b.h / 2, side = 14;
	scene_path(s, spark, ARRAY_LEN(spark), b.x, cy - side / 2, side / 16,
		PAINT(found ? ROLE_SERIES_4 : ROLE_MUTED));
	(void)box_cut_left(&b, side + 8);
	struct text_run run = text_fit(e, marks_text(s->arena, m), found ? label_style : body_style,
		found ? 330 : b.w);
	scene_text(s, box_cut_left(&b, run.width), middle(cy, run.style.size), run, ALIGN_LEFT,
		found ? ROLE_TEXT : ROLE_MUTED);
	(void)box_cut_left(&b, 16);
	if (found)
		chips(e, s, b, m);
}

/* ---- footer */

static void footer(struct text_engine *e, struct scene *s, struct box b, const char *text)
{
	double y = b.y + b.h / 2;
	scene_path(s, ghost, ARRAY_LEN(ghost), b.x, y - GHOST / 2.0, 1, PAINT(ROLE_MUTED));
	scene_circle(s, b.x + 5.4, y - 1.6, 1.3, PAINT(ROLE_BACKGROUND));
	scene_circle(s, b.x + 10.6, y - 1.6, 1.3, PAINT(ROLE_BACKGROUND));
	(void)box_cut_left(&b, GHOST + 8);
	text_in(e, s, box_cut_left(&b, 180), middle(y, 12), "Git Phantom Scope", small_bold_style,
		ALIGN_LEFT, ROLE_MUTED);
	(void)box_cut_left(&b, 16);
	text_in(e, s, b, middle(y, 12), text, small_style, ALIGN_RIGHT, ROLE_MUTED);
}

static void rule(struct scene *s, double y)
{
	struct stroke line = { .paint = PAINT(ROLE_BORDER), .width = 1 };
	scene_line(s, PAD, y, s->width - PAD, y, line);
}

/* ---- for screen readers */

static const char *describe(struct arena *a, const struct card_model *m)
{
	struct str out;
	str_init(&out, a, 16384);
	for (size_t i = 0; i < CARD_SCORES; i++) {
		str_addz(&out, m->scores[i].name);
		if (m->scores[i].known)
			str_addf(&out, ": %d of 100. ", m->scores[i].value);
		else
			str_addz(&out, ": not available. ");
	}
	for (size_t i = 0; i < m->n_languages; i++) {
		str_addz(&out, i ? ", " : "Languages: ");
		str_addz(&out, m->languages[i].name);
		str_addc(&out, ' ');
		str_addz(&out, share_text(a, m->languages[i].percent));
	}
	str_addz(&out, m->n_languages ? ". " : "");
	str_addz(&out, marks_text(a, m));
	str_addc(&out, '.');
	return out.buf;
}

void card_layout(struct text_engine *e, struct scene *s, const struct card_model *m)
{
	struct box b = box_inset((struct box){ 0, 0, s->width, s->height }, PAD, 24);
	s->title = arena_printf(s->arena, "%s: %s", m->name, m->archetype);
	s->desc = describe(s->arena, m);
	frame(s);
	header(e, s, box_cut_top(&b, 90), m);
	(void)box_cut_top(&b, 10);
	scores(e, s, box_cut_top(&b, 132), m);
	/* a legend of one row leaves room below: half of it goes above */
	size_t rows = m->n_languages <= LEGEND_COLUMNS ? 1 : 2;
	double spare = LEGEND_ROW / 2.0 * (double)(2 - rows);
	(void)box_cut_top(&b, 16 + spare);
	languages(e, s, box_cut_top(&b, 10 + 8 + LEGEND_ROW * (double)rows), m);
	(void)box_cut_top(&b, 8 + spare);
	marks(e, s, box_cut_top(&b, 28), m);
	rule(s, b.y + 8.5);
	(void)box_cut_top(&b, 13);
	footer(e, s, b, m->footer);
}

void card_notice_layout(struct text_engine *e, struct scene *s, const char *title, const char *text)
{
	static const struct text_style titles[] = { { 32, 700 }, { 26, 700 }, { 22, 700 } };
	struct text_run lines[4];
	struct box b = box_inset((struct box){ 0, 0, s->width, s->height }, 104, 0);
	double y = 282;
	s->title = title;
	s->desc = text;
	frame(s);
	scene_path(s, ghost, ARRAY_LEN(ghost), s->width / 2 - 40, 96, 5, PAINT(ROLE_TRACK));
	scene_circle(s, s->width / 2 - 13, 128, 6.5, PAINT(ROLE_BACKGROUND));
	scene_circle(s, s->width / 2 + 13, 128, 6.5, PAINT(ROLE_BACKGROUND));
	scene_text(s, b, 240, text_fit_sizes(e, title, titles, ARRAY_LEN(titles), b.w), ALIGN_CENTER,
		ROLE_TEXT);
	size_t n = text_wrap(e, text, (struct text_style){ 16, 400 }, b.w, ARRAY_LEN(lines), lines);
	for (size_t i = 0; i < n; i++, y += 26)
		scene_text(s, b, y, lines[i], ALIGN_CENTER, ROLE_MUTED);
}
