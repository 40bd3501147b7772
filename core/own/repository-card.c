/* One repository, large: what it is, what it is about, what it is written in, and who likes it. */
#include "config.h"

#include "core/cards/kinds.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/base/json.h"
#include "core/base/str.h"
#include "core/cards/say.h"
#include "core/own/gauge.h"
#include "core/own/own.h"

#include <math.h>
#include <string.h>
#include "core/base/banned.h"

enum { WIDTH = 800, PAD = 32, LINES_MAX = 3, LINE = 26, CHIP = 26 };

struct repository_options {
	OWN_FIELDS;
	const char *repo;
	bool hide_topics;
};

static const struct card_option options[] = {
	OWN_OPTIONS(repository_options),
	{ .name = "repo", .type = OPTION_TEXT, .offset = offsetof(struct repository_options, repo), .required = true,
		.doc = "name of the repository, or owner/name" },
	{ .name = "hide_topics", .type = OPTION_BOOL, .offset = offsetof(struct repository_options, hide_topics),
		.otherwise = "false", .doc = "no topics" },
};

static enum err prepare(struct err_note *note, struct arena *a, struct card_request *rq)
{
	const struct repository_options *o = rq->options;
	return card_target_repository(note, a, o->username, o->repo, rq);
}

/* ---- languages of the repository */

static size_t shares_of(const struct card_draw *d, const struct repo *r, struct own_share *ret_shares)
{
	double all = 0;
	size_t n = 0;
	for (size_t i = 0; i < r->n_languages; i++)
		all += isfinite(r->languages[i].percentage) ? fmax(r->languages[i].percentage, 0) : 0;
	for (size_t i = 0; i < r->n_languages && n < OWN_SHARES_MAX && all > 0; i++) {
		const struct language *l = &r->languages[i];
		double percent = isfinite(l->percentage) ? l->percentage * 100 / all : 0;
		if (percent > 0)
			ret_shares[n++] = (struct own_share){ own_clean(d, l->name), percent, own_color(l->color, i),
				l->bytes.known ? l->bytes.n : 0, 1, false };
	}
	if (!n && r->language)
		ret_shares[n++] = (struct own_share){ own_clean(d, r->language), 100, own_color(NULL, 0), 0, 1, false };
	return n;
}

/* ---- drawing */

static void head(struct card_draw *d, struct box b, const struct repo *r, const char *owner)
{
	static const struct text_style names[] = { { 38, 700 }, { 32, 700 }, { 26, 700 }, { 22, 700 } };
	struct box tile = box_cut_left(&b, 66), square = { tile.x, tile.y + 2, 66, 66 };
	struct node *n = scene_rect(d->scene, square, 16, own_fade(d, square, ROLE_SERIES_1, ROLE_SERIES_2, 0.22, 0.08));
	n->stroke = (struct stroke){ .paint = own_fade(d, square, ROLE_SERIES_1, ROLE_SERIES_2, 1, 1), .width = 1.5 };
	own_glyph(d, GLYPH_BOOK, square.x + 15, square.y + 15, 36, own_fade(d, square, ROLE_SERIES_1, ROLE_SERIES_2, 1, 1));
	(void)box_cut_left(&b, 20);
	if (r->is_archived) {
		const char *archived = own_word(d, WORD_PIN_ARCHIVED);
		double w = text_fit(d->text, archived, (struct text_style){ 12, 600 }, 160).width + 22;
		struct box pill = box_cut_right(&b, w);
		own_chips(d, (struct box){ pill.x, b.y + 2, w + 1, 24 }, &archived, 1, (struct text_style){ 12, 600 });
		(void)box_cut_right(&b, 16);
	}
	own_text(d, b, b.y + 17, owner, (struct text_style){ 17, 400 }, ALIGN_LEFT, ROLE_MUTED);
	scene_text(d->scene, b, b.y + 57, text_fit_sizes(d->text, own_clean(d, r->name), names, ARRAY_LEN(names), b.w), ALIGN_LEFT,
		ROLE_TITLE)->motion = MOTION_FADE;
}

/* Glyph and number; returns the width. */
static double count(struct card_draw *d, struct box b, enum own_glyph g, struct metric m)
{
	const double side = 19, cy = b.y + b.h / 2;
	const char *text = m.known ? own_short(d, m.n) : own_word(d, WORD_NOT_AVAILABLE);
	struct text_run run = text_fit(d->text, text, (struct text_style){ 17, 600 }, 120);
	own_glyph(d, g, b.x, cy - side / 2, side, PAINT(ROLE_ICON));
	scene_text(d->scene, (struct box){ b.x + side + 8, b.y, run.width, b.h }, own_middle(cy, 17), run, ALIGN_LEFT,
		m.known ? ROLE_TEXT : ROLE_MUTED);
	return side + 8 + run.width + 26;
}

static void foot(struct card_draw *d, struct box b, const struct repo *r, const struct own_share *shares, size_t n)
{
	const double cy = b.y + b.h / 2, ghost = 17;
	struct text_run brand = text_fit(d->text, "Git Phantom Scope", (struct text_style){ 12, 600 }, 200);
	scene_text(d->scene, box_cut_right(&b, brand.width), own_middle(cy, 12), brand, ALIGN_LEFT, ROLE_MUTED);
	(void)box_cut_right(&b, ghost + 7);
	own_glyph(d, GLYPH_GHOST, b.x + b.w, cy - ghost / 2, ghost, PAINT(ROLE_MUTED));
	(void)box_cut_left(&b, count(d, b, GLYPH_STAR, r->stars));
	(void)box_cut_left(&b, count(d, b, GLYPH_FORK, r->forks));
	const char *language = own_clean(d, r->language);
	if (!*language)
		return;
	uint32_t rgb = n ? shares[0].rgb : own_color(NULL, 0);
	for (size_t i = 0; i < n; i++)
		rgb = str_eq(shares[i].name, language) ? shares[i].rgb : rgb;
	scene_circle(d->scene, b.x + 7, cy, 7, PAINT_COLOR(rgb));
	(void)box_cut_left(&b, 22);
	(void)box_cut_right(&b, 16);
	own_text(d, b, own_middle(cy, 17), language, (struct text_style){ 17, 400 }, ALIGN_LEFT, ROLE_TEXT);
}

static const char *describe(const struct card_draw *d, const struct repo *r)
{
	struct str out;
	str_init(&out, d->arena, 8192);
	str_addz(&out, r->description ? own_clean(d, r->description) : own_word(d, WORD_PIN_NO_DESCRIPTION));
	str_addz(&out, " (");
	if (r->language) {
		str_addz(&out, own_clean(d, r->language));
		str_addz(&out, ", ");
	}
	str_addz(&out, own_metric(d, r->stars, WORD_OWN_STARS));
	str_addz(&out, ", ");
	str_addz(&out, own_metric(d, r->forks, WORD_OWN_FORKS));
	str_addc(&out, ')');
	return out.buf;
}

static enum err layout(struct err_note *note, struct card_draw *d, const struct card_request *rq, const struct card_facts *f)
{
	const struct repository_options *o = rq->options;
	const struct repo *r = f->repository;
	struct own_share shares[OWN_SHARES_MAX];
	struct text_run lines[LINES_MAX];
	if (!r)
		return err_set(note, ERR_UNPROCESSABLE, "the facts of a repository are needed");
	size_t n = shares_of(d, r, shares), n_topics = o->hide_topics ? 0 : r->n_topics;
	size_t n_lines = text_wrap(d->text, own_clean(d, r->description), (struct text_style){ 18, 400 }, WIDTH - 2 * PAD, LINES_MAX,
		lines);
	double height = PAD + 72 + (n_lines ? 18 + LINE * (double)n_lines : 0) + (n_topics ? 16 + CHIP : 0) + 20 + 24 + 20 + 10 + 28;
	const char *owner = own_clean(d, r->owner ? r->owner : o->username);
	own_begin(d, &o->look, WIDTH, height);
	d->scene->title = arena_printf(d->arena, "%s/%s", owner, own_clean(d, r->name));
	d->scene->desc = describe(d, r);
	struct box b = { PAD, PAD, WIDTH - 2 * PAD, height - PAD - 28 };
	head(d, box_cut_top(&b, 72), r, owner);
	(void)box_cut_top(&b, n_lines ? 18 : 0);
	for (size_t i = 0; i < n_lines; i++) {
		struct box line = box_cut_top(&b, LINE);
		scene_text(d->scene, line, line.y + 18, lines[i], ALIGN_LEFT, ROLE_TEXT);
	}
	if (n_topics) {
		const char **topics = arena_array(d->arena, n_topics, sizeof(*topics));
		for (size_t i = 0; i < n_topics; i++)
			topics[i] = own_clean(d, r->topics[i]);
		(void)box_cut_top(&b, 16);
		own_chips(d, box_cut_top(&b, CHIP), topics, n_topics, (struct text_style){ 13, 600 });
	}
	(void)box_cut_top(&b, 20);
	foot(d, box_cut_top(&b, 24), r, shares, n);
	(void)box_cut_top(&b, 20);
	own_share_bar(d, b, shares, n);
	return OK;
}

static enum err json(struct err_note *note, struct arena *a, const struct card_request *rq, const struct card_facts *f,
	struct json_object *obj)
{
	const struct card_draw d = { .arena = a, .locale = rq->locale };
	const struct repository_options *o = rq->options;
	const struct repo *r = f->repository;
	struct own_share shares[OWN_SHARES_MAX];
	if (!r)
		return err_set(note, ERR_UNPROCESSABLE, "the facts of a repository are needed");
	json_put_str(obj, "owner", own_clean(&d, r->owner ? r->owner : o->username));
	json_put_str(obj, "name", own_clean(&d, r->name));
	json_put_str(obj, "description", r->description ? own_clean(&d, r->description) : NULL);
	json_put_str(obj, "language", r->language ? own_clean(&d, r->language) : NULL);
	json_put_bool(obj, "archived", r->is_archived);
	say_metric(obj, "stars", r->stars);
	say_metric(obj, "forks", r->forks);
	struct json_object *topics = json_put_array(obj, "topics");
	for (size_t i = 0; i < r->n_topics && !o->hide_topics; i++)
		json_push_str(topics, own_clean(&d, r->topics[i]));
	own_json_shares(shares, shares_of(&d, r, shares), json_put_array(obj, "languages"));
	return OK;
}

const struct card_kind card_kind_repository = {
	.name = "repository", .title = "Repository", .doc = "one repository, large, with its topics and languages",
	.options = options, .n_options = ARRAY_LEN(options), .options_size = sizeof(struct repository_options),
	.life = { OWN_LIFE, OWN_LIFE_MAX }, .prepare = prepare, .layout = layout, .json = json,
};
