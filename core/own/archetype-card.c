/* The archetype as a badge: emblem, name, what it means, and how sure it is. */
#include "config.h"

#include "core/cards/kinds.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/base/json.h"
#include "core/own/gauge.h"
#include "core/own/own.h"

#include "core/base/banned.h"

enum { WIDTH = 495, HEIGHT = 170, PAD = 25 };

struct archetype_options {
	OWN_FIELDS;
};

static const struct card_option options[] = { OWN_OPTIONS(archetype_options) };

static const char *confidence_text(const struct card_draw *d, const struct facts *f)
{
	return locale_fill(d->arena, d->locale, WORD_ARCHETYPE_CONFIDENCE,
		(const char *const[]){ "percent", own_percent(d, f->confidence, 0), NULL });
}

/* A thin meter and its words. */
static void confidence(struct card_draw *d, struct box b, const struct facts *f)
{
	const double h = 6, w = 120;
	struct box track = { b.x, b.y - h / 2, w, h }, filled = track;
	filled.w = w * f->confidence / 100;
	scene_rect(d->scene, track, h / 2, PAINT(ROLE_TRACK));
	if (filled.w > 0)
		scene_rect(d->scene, filled, h / 2, own_fade(d, track, ROLE_ACCENT, ROLE_SERIES_2, 1, 1))->motion = MOTION_GROW;
	(void)box_cut_left(&b, w + 12);
	own_text(d, b, own_middle(b.y, 12), confidence_text(d, f), (struct text_style){ 12, 400 }, ALIGN_LEFT, ROLE_MUTED);
}

static void words(struct card_draw *d, struct box b, const struct facts *f)
{
	static const struct text_style names[] = { { 24, 700 }, { 21, 700 }, { 18, 700 } };
	const struct text_style body = { 13.5, 400 };
	struct text_run lines[2];
	struct text_run name = text_fit_sizes(d->text, own_archetype(d, f), names, ARRAY_LEN(names), b.w);
	size_t n = text_wrap(d->text, own_archetype_text(d, f), body, b.w, ARRAY_LEN(lines), lines);
	double height = 20 + 30 + 19 * (double)n + (f->decided ? 22 : 0), y = b.y + (b.h - height) / 2;
	own_text(d, (struct box){ b.x, y, b.w, 16 }, y + 12, own_name(d, f), (struct text_style){ 13, 600 }, ALIGN_LEFT,
		ROLE_MUTED);
	scene_text(d->scene, b, y + 42, name, ALIGN_LEFT, ROLE_TITLE);
	for (size_t i = 0; i < n; i++)
		scene_text(d->scene, b, y + 64 + 19 * (double)i, lines[i], ALIGN_LEFT, ROLE_TEXT);
	if (f->decided)
		confidence(d, (struct box){ b.x, y + 66 + 19 * (double)n, b.w, 0 }, f);
}

static enum err layout(struct err_note *note, struct card_draw *d, const struct card_request *rq, const struct card_facts *f)
{
	const struct archetype_options *o = rq->options;
	const double r = 60, ghost = 14;
	struct box b = { 0, 0, WIDTH, HEIGHT };
	TRY(own_person(note, f, true));
	own_begin(d, &o->look, WIDTH, HEIGHT);
	d->scene->title = arena_printf(d->arena, "%s: %s", own_name(d, f->person), own_archetype(d, f->person));
	d->scene->desc = f->person->decided ? arena_printf(d->arena, "%s; %s", own_archetype_text(d, f->person),
						      confidence_text(d, f->person)) :
					      own_archetype_text(d, f->person);
	own_emblem(d, PAD + r - 4, HEIGHT / 2.0, r, f->person);
	own_glyph(d, GLYPH_GHOST, WIDTH - 18 - ghost, 16, ghost, PAINT(ROLE_ICON));
	(void)box_cut_left(&b, PAD + 2 * r + 18);
	(void)box_cut_right(&b, 40);
	words(d, b, f->person);
	return OK;
}

static enum err json(struct err_note *note, struct arena *a, const struct card_request *rq, const struct card_facts *f,
	struct json_object *obj)
{
	const struct card_draw d = { .arena = a, .locale = rq->locale };
	TRY(own_person(note, f, true));
	own_json_person(&d, f->person, obj);
	own_json_archetype(&d, f->person, json_put_object(obj, "archetype"));
	return OK;
}

const struct card_kind card_kind_archetype = {
	.name = "archetype", .title = "Archetype", .doc = "what kind of developer a person is, as a badge",
	.options = options, .n_options = ARRAY_LEN(options), .options_size = sizeof(struct archetype_options),
	.life = { OWN_LIFE, OWN_LIFE_MAX }, .prepare = own_prepare_full, .layout = layout, .json = json,
};
