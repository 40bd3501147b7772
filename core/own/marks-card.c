/* What AI tools left in commits: a bar a tool, split by how sure a mark is. Nothing here tells how much was written. */
#include "config.h"

#include "core/cards/kinds.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/base/json.h"
#include "core/own/gauge.h"
#include "core/own/own.h"

#include <math.h>
#include "core/base/banned.h"

enum { WIDTH = 495, PAD = 25, ROW = 26, EMPTY = 80, TOOLS_MAX = FACTS_TOOLS };

struct marks_options {
	OWN_FIELDS;
	int tools;
};

static const struct card_option options[] = {
	OWN_OPTIONS(marks_options),
	TITLE_OPTIONS(marks_options),
	{ .name = "tools", .type = OPTION_INT, .offset = offsetof(struct marks_options, tools), .otherwise = "6", .min = 1,
		.max = TOOLS_MAX, .doc = "how many tools at most" },
};

/* Of the bar's colour: the surer the mark, the stronger. */
static const double strengths[FACTS_LEVELS] = { 1, 0.74, 0.54, 0.38, 0.24 };
static const enum word level_words[FACTS_LEVELS] = { WORD_MARKS_AUTHOR, WORD_MARKS_COAUTHOR, WORD_MARKS_SESSION,
	WORD_MARKS_FOOTER, WORD_MARKS_WEAK };

static void bar(struct card_draw *d, struct box b, const struct facts_tool *t, int64_t most)
{
	int64_t sum = 0;
	size_t last = 0;
	double x = b.x, w = fmax(b.w * (double)t->commits / (double)most, b.h);
	for (size_t i = 0; i < FACTS_LEVELS; i++) {
		sum += t->levels[i];
		last = t->levels[i] > 0 ? i : last;
	}
	scene_rect(d->scene, b, b.h / 2, PAINT_TINT(ROLE_TRACK, 0.55));
	if (sum <= 0) {
		scene_rect(d->scene, (struct box){ b.x, b.y, w, b.h }, b.h / 2, PAINT(ROLE_ACCENT))->motion = MOTION_GROW;
		return;
	}
	/* what lies under a tint must not shine through it */
	scene_rect(d->scene, (struct box){ b.x, b.y, w, b.h }, b.h / 2, PAINT(ROLE_BACKGROUND));
	for (size_t i = 0; i < FACTS_LEVELS; i++) {
		double part = w * (double)t->levels[i] / (double)sum;
		if (!t->levels[i])
			continue;
		struct node *n = scene_rect(d->scene, (struct box){ x, b.y, part, b.h }, b.h / 2,
			PAINT_TINT(ROLE_ACCENT, strengths[i]));
		n->rect.corners = (x <= b.x ? CORNER_LEFT : 0) | (i == last ? CORNER_RIGHT : 0);
		x += part;
	}
}

static void rows(struct card_draw *d, struct box *b, const struct facts *f, size_t n)
{
	int64_t most = 1;
	double names = 60, counts = 24;
	const struct text_style style = { 13, 600 }, number = { 13, 400 };
	for (size_t i = 0; i < n; i++) {
		most = f->tools[i].commits > most ? f->tools[i].commits : most;
		names = fmax(names, fmin(text_fit(d->text, own_clean(d, f->tools[i].name), style, 150).width, 150));
		counts = fmax(counts, text_fit(d->text, own_short(d, f->tools[i].commits), number, 80).width);
	}
	for (size_t i = 0; i < n; i++) {
		struct box row = box_cut_top(b, ROW), name = box_cut_left(&row, names + 1);
		double cy = row.y + ROW / 2.0;
		own_text(d, name, own_middle(cy, 13), own_clean(d, f->tools[i].name), style, ALIGN_LEFT, ROLE_TEXT);
		own_text(d, box_cut_right(&row, counts + 1), own_middle(cy, 13), own_short(d, f->tools[i].commits), number, ALIGN_RIGHT,
			ROLE_MUTED);
		row = box_inset(row, 12, 0);
		bar(d, (struct box){ row.x, cy - 5, row.w, 10 }, &f->tools[i], most);
	}
}

/* The levels that occur, in the strength of their bars. */
static void legend(struct card_draw *d, struct box b, const struct facts *f, size_t n)
{
	const struct text_style style = { 11, 400 };
	double cy = b.y + b.h / 2;
	for (size_t i = 0; i < FACTS_LEVELS; i++) {
		bool used = false;
		for (size_t k = 0; k < n; k++)
			used = used || f->tools[k].levels[i] > 0;
		struct text_run run = text_fit(d->text, own_word(d, level_words[i]), style, 90);
		if (!used || b.w < run.width + 15)
			continue;
		scene_rect(d->scene, (struct box){ b.x, cy - 4.5, 9, 9 }, 2.5, PAINT_TINT(ROLE_ACCENT, strengths[i]));
		(void)box_cut_left(&b, 14);
		scene_text(d->scene, box_cut_left(&b, run.width), own_middle(cy, 11), run, ALIGN_LEFT, ROLE_MUTED);
		(void)box_cut_left(&b, 14);
	}
}

static size_t shown(const struct marks_options *o, const struct facts *f)
{
	size_t most = (size_t)o->tools;
	return f->commits_marked > 0 ? (f->n_tools < most ? f->n_tools : most) : 0;
}

static enum err layout(struct err_note *note, struct card_draw *d, const struct card_request *rq, const struct card_facts *f)
{
	const struct marks_options *o = rq->options;
	const struct text_style small = { 11, 400 };
	struct text_run meaning[3];
	TRY(own_person(note, f, true));
	size_t n = shown(o, f->person);
	size_t n_lines = text_wrap(d->text, own_word(d, WORD_MARKS_MEANING), small, WIDTH - 2 * PAD, ARRAY_LEN(meaning), meaning);
	double body = n ? 28 + ROW * (double)n + 8 + 20 : EMPTY;
	double height = own_head_height(&o->look) + 22 + body + 6 + 15 * (double)n_lines + 18;
	own_begin(d, &o->look, WIDTH, height);
	struct box b = box_inset((struct box){ 0, 0, WIDTH, height }, PAD, 22);
	own_head(d, &o->look, &b, GLYPH_SPARK, own_word(d, WORD_MARKS_TITLE), own_name(d, f->person));
	d->scene->title = arena_printf(d->arena, "%s: %s", own_name(d, f->person), own_word(d, WORD_MARKS_TITLE));
	d->scene->desc = own_marks_text(d, f->person);
	if (n) {
		struct box line = box_cut_top(&b, 28);
		own_text(d, line, line.y + 12, own_marks_text(d, f->person), (struct text_style){ 14, 600 }, ALIGN_LEFT, ROLE_TEXT);
		rows(d, &b, f->person, n);
		(void)box_cut_top(&b, 8);
		legend(d, box_cut_top(&b, 20), f->person, n);
	} else {
		own_nothing(d, box_cut_top(&b, EMPTY), f->person->commits_scanned ? GLYPH_SPARK : GLYPH_GHOST,
			own_marks_text(d, f->person));
	}
	(void)box_cut_top(&b, 6);
	for (size_t i = 0; i < n_lines; i++)
		scene_text(d->scene, b, b.y + 11 + 15 * (double)i, meaning[i], n ? ALIGN_LEFT : ALIGN_CENTER, ROLE_MUTED);
	return OK;
}

static enum err json(struct err_note *note, struct arena *a, const struct card_request *rq, const struct card_facts *f,
	struct json_object *obj)
{
	const struct card_draw d = { .arena = a, .locale = rq->locale };
	const struct marks_options *o = rq->options;
	TRY(own_person(note, f, true));
	own_json_person(&d, f->person, obj);
	own_json_marks(&d, f->person, shown(o, f->person), obj);
	return OK;
}

const struct card_kind card_kind_marks = {
	.name = "marks", .title = "AI-tool marks", .doc = "marks that AI tools left in a person's commits",
	.options = options, .n_options = ARRAY_LEN(options), .options_size = sizeof(struct marks_options),
	.life = { OWN_LIFE, OWN_LIFE_MAX }, .prepare = own_prepare_full, .layout = layout, .json = json,
};
