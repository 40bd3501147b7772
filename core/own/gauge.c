/* Scores as rings; what several cards put into their JSON. */
#include "config.h"

#include "core/own/gauge.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/base/json.h"
#include "core/cards/say.h"

#include <math.h>
#include "core/base/banned.h"

bool own_score_doubtful(const struct facts_score *s)
{
	return !s->known || s->thin;
}

static const char *number_text(const struct card_draw *d, int n)
{
	return locale_digits(d->arena, d->locale, arena_printf(d->arena, "%d", n));
}

const char *own_score_text(const struct card_draw *d, const struct facts_score *s)
{
	return locale_fill(d->arena, d->locale, s->known ? WORD_OWN_SCORE_OF_100 : WORD_OWN_SCORE_UNKNOWN,
		(const char *const[]){ "name", own_score_name(d, s), "n", number_text(d, s->value), NULL });
}

struct ring {
	double r, width, size; /* of the ring, its stroke, the number in it */
};

/*
 * Clockwise from twelve o'clock. One colour: with a fade in it a PNG of the card is twice as large. Round ends reach
 * beyond the arc, so it is drawn so much shorter: 99 is no closed ring.
 */
static void filled(struct card_draw *d, double cx, double cy, const struct facts_score *s, size_t i, struct ring k)
{
	double sweep = 2 * M_PI * fmin(s->value / 100.0, 1), cap = s->thin || s->value >= 100 ? 0 : k.width / 2 / k.r;
	struct stroke stroke = { .paint = PAINT(ROLE_SERIES_1 + (int)i), .width = k.width, .round = !s->thin,
		.dash = { s->thin ? 3 : 0, s->thin ? 3 : 0 } };
	struct node *n = scene_arc(d->scene, cx, cy, k.r, cap - M_PI / 2, fmax(sweep - 2 * cap, 0.01), stroke);
	n->motion = s->thin ? MOTION_FADE : MOTION_RING;
	n->delay_ms = 150 * (int)i;
}

static void ring(struct card_draw *d, double cx, double cy, const struct facts_score *s, size_t i, struct ring k)
{
	struct box in = { cx - k.r + k.width / 2, cy - k.r, 2 * k.r - k.width, 2 * k.r };
	if (!s->known) {
		struct stroke dashes = { .paint = PAINT(ROLE_TRACK), .width = k.width, .dash = { 3, 3 } };
		scene_arc(d->scene, cx, cy, k.r, 0, 2 * M_PI, dashes);
		own_text(d, in, own_middle(cy, k.size * 0.7), own_word(d, WORD_NOT_AVAILABLE),
			(struct text_style){ k.size * 0.7, 600 }, ALIGN_CENTER, ROLE_MUTED);
		return;
	}
	struct stroke track = { .paint = PAINT(ROLE_TRACK), .width = k.width, .dash = { s->thin ? 3 : 0, s->thin ? 3 : 0 } };
	scene_arc(d->scene, cx, cy, k.r, 0, 2 * M_PI, track);
	if (s->value > 0)
		filled(d, cx, cy, s, i, k);
	own_text(d, in, own_middle(cy, k.size), number_text(d, s->value), (struct text_style){ k.size, 700 }, ALIGN_CENTER,
		s->thin ? ROLE_MUTED : ROLE_TEXT);
}

void own_score_ring(struct card_draw *d, double cx, double cy, double r, const struct facts_score *s, size_t i)
{
	ring(d, cx, cy, s, i, (struct ring){ r, r * 0.23, r * 0.76 });
}

void own_score(struct card_draw *d, struct box tile, const struct facts_score *s, size_t i, bool high)
{
	static const struct text_style labels[] = { { 14, 600 }, { 12.5, 600 }, { 11, 600 } };
	struct box inner = box_inset(tile, 8, 0);
	ring(d, tile.x + tile.w / 2, tile.y + 52, s, i, (struct ring){ 34, 8, 26 });
	struct text_run name = text_fit_sizes(d->text, own_score_name(d, s), labels, ARRAY_LEN(labels), inner.w);
	scene_text(d->scene, inner, tile.y + (high ? 108 : 114), name, ALIGN_CENTER, ROLE_TEXT);
	if (!own_score_doubtful(s))
		return;
	const char *percent = own_percent(d, floor(s->coverage * 100 + 0.5), 0);
	const char *text = s->known ? locale_fill(d->arena, d->locale, WORD_OWN_FROM_SIGNALS,
					      (const char *const[]){ "percent", percent, NULL }) :
				      own_word(d, WORD_OWN_NOT_MEASURED);
	own_text(d, inner, tile.y + 123, text, (struct text_style){ 11, 400 }, ALIGN_CENTER, ROLE_MUTED);
}

void own_score_small(struct card_draw *d, struct box tile, const struct facts_score *s, size_t i)
{
	static const struct text_style labels[] = { { 12, 600 }, { 11, 600 }, { 10, 600 } };
	ring(d, tile.x + tile.w / 2, tile.y + 30, s, i, (struct ring){ 24, 6, 18 });
	scene_text(d->scene, tile, tile.y + 74, text_fit_sizes(d->text, own_score_name(d, s), labels, ARRAY_LEN(labels), tile.w),
		ALIGN_CENTER, ROLE_TEXT);
}

/* ---- JSON */

void own_json_person(const struct card_draw *d, const struct facts *f, struct json_object *obj)
{
	json_put_str(obj, "login", f->login ? own_clean(d, f->login) : NULL);
	json_put_str(obj, "name", own_name(d, f));
}

void own_json_archetype(const struct card_draw *d, const struct facts *f, struct json_object *obj)
{
	json_put_str(obj, "id", f->decided ? f->archetype_id : NULL);
	json_put_str(obj, "name", own_archetype(d, f));
	json_put_str(obj, "description", own_archetype_text(d, f));
	json_put_bool(obj, "decided", f->decided);
	if (f->decided)
		json_put_int(obj, "confidence", f->confidence);
	else
		json_put(obj, "confidence", NULL);
}

void own_json_scores(const struct card_draw *d, const struct facts *f, struct json_object *array)
{
	for (size_t i = 0; i < FACTS_SCORES; i++) {
		const struct facts_score *s = &f->scores[i];
		struct json_object *row = json_push_object(array);
		json_put_str(row, "id", s->id);
		json_put_str(row, "name", own_score_name(d, s));
		say_metric(row, "value", (struct metric){ s->value, s->known });
		json_put_num(row, "coverage", s->coverage, 2);
		json_put_bool(row, "thin", s->thin);
	}
}

void own_json_shares(const struct own_share *shares, size_t n, struct json_object *array)
{
	for (size_t i = 0; i < n; i++) {
		struct json_object *row = json_push_object(array);
		json_put_str(row, "name", shares[i].name);
		json_put_num(row, "percent", shares[i].percent, 2);
		json_put_int(row, "size", shares[i].bytes);
		say_metric(row, "repositories", (struct metric){ shares[i].repos, !shares[i].is_other });
		json_put_bool(row, "others", shares[i].is_other);
	}
}

void own_json_marks(const struct card_draw *d, const struct facts *f, size_t n_tools, struct json_object *obj)
{
	static const char *const levels[FACTS_LEVELS] = { "author", "coauthor", "session", "footer", "weak" };
	bool measured = f->commits_scanned > 0;
	json_put_bool(obj, "measured", measured);
	say_metric(obj, "commits_scanned", (struct metric){ f->commits_scanned, measured });
	say_metric(obj, "commits_marked", (struct metric){ f->commits_marked, measured });
	json_put_str(obj, "statement", own_marks_text(d, f));
	struct json_object *tools = json_put_array(obj, "tools");
	for (size_t i = 0; i < n_tools; i++) {
		struct json_object *row = json_push_object(tools), *by_level;
		json_put_str(row, "id", f->tools[i].id);
		json_put_str(row, "name", own_clean(d, f->tools[i].name));
		json_put_int(row, "commits", f->tools[i].commits);
		by_level = json_put_object(row, "levels");
		for (size_t k = 0; k < FACTS_LEVELS; k++)
			json_put_int(by_level, levels[k], f->tools[i].levels[k]);
	}
}
