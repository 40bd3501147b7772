/* Words, slots and heads that our own cards share. */
#include "config.h"

#include "core/own/own.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/base/str.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "core/base/banned.h"

enum { LINE_MAX = 4096 };

/* ---- words */

const char *own_word(const struct card_draw *d, enum word w)
{
	return locale_word(d->locale, w);
}

const char *own_clean(const struct card_draw *d, const char *text)
{
	return text ? text_clean(d->arena, text) : "";
}

const char *own_name(const struct card_draw *d, const struct facts *f)
{
	const char *name = own_clean(d, f->name), *login = own_clean(d, f->login);
	return *name ? name : *login ? login : own_word(d, f->is_team ? WORD_OWN_WHOLE_TEAM : WORD_OWN_DEVELOPER);
}

static void add_part(struct str *line, const char *text)
{
	if (line->len)
		str_addz(line, LOOK_DOT);
	str_addz(line, text);
}

static void add_count(const struct card_draw *d, struct str *line, struct metric m, enum word w)
{
	if (m.known)
		add_part(line, locale_count_word(d->arena, d->locale, w, m.n));
}

static bool is_forge(const struct facts *f)
{
	return f->source == SOURCE_GITHUB_GRAPHQL || f->source == SOURCE_GITHUB_REST;
}

const char *own_who(const struct card_draw *d, const struct facts *f)
{
	const char *name = own_clean(d, f->name), *login = own_clean(d, f->login);
	struct str line;
	str_init(&line, d->arena, LINE_MAX);
	if (*login && *name && !str_eq(login, name))
		add_part(&line, arena_printf(d->arena, f->source == SOURCE_GIT ? "%s" : "\u200e@%s", login));
	add_count(d, &line, f->n_repos, WORD_OWN_REPOSITORIES);
	add_count(d, &line, f->followers, WORD_OWN_FOLLOWERS);
	if (f->is_team)
		add_count(d, &line, f->contributors, WORD_OWN_CONTRIBUTORS);
	if (!is_forge(f))
		add_count(d, &line, f->commits_all, WORD_OWN_COMMITS);
	return look_words(d, line.buf);
}

static const struct archetype_words {
	const char *id;
	enum word name, text;
} archetypes[] = {
	{ "ai_indie_hacker", WORD_ARCHETYPE_AI_INDIE_HACKER, WORD_ARCHETYPE_AI_INDIE_HACKER_TEXT },
	{ "open_source_maintainer", WORD_ARCHETYPE_OPEN_SOURCE_MAINTAINER, WORD_ARCHETYPE_OPEN_SOURCE_MAINTAINER_TEXT },
	{ "full_stack_polyglot", WORD_ARCHETYPE_FULL_STACK_POLYGLOT, WORD_ARCHETYPE_FULL_STACK_POLYGLOT_TEXT },
	{ "backend_architect", WORD_ARCHETYPE_BACKEND_ARCHITECT, WORD_ARCHETYPE_BACKEND_ARCHITECT_TEXT },
	{ "frontend_craftsman", WORD_ARCHETYPE_FRONTEND_CRAFTSMAN, WORD_ARCHETYPE_FRONTEND_CRAFTSMAN_TEXT },
	{ "devops_specialist", WORD_ARCHETYPE_DEVOPS_SPECIALIST, WORD_ARCHETYPE_DEVOPS_SPECIALIST_TEXT },
	{ "data_scientist", WORD_ARCHETYPE_DATA_SCIENTIST, WORD_ARCHETYPE_DATA_SCIENTIST_TEXT },
	{ "security_sentinel", WORD_ARCHETYPE_SECURITY_SENTINEL, WORD_ARCHETYPE_SECURITY_SENTINEL_TEXT },
	{ "rising_developer", WORD_ARCHETYPE_RISING_DEVELOPER, WORD_ARCHETYPE_RISING_DEVELOPER_TEXT },
	{ "code_explorer", WORD_ARCHETYPE_CODE_EXPLORER, WORD_ARCHETYPE_CODE_EXPLORER_TEXT },
};

static const struct archetype_words *archetype_of(const struct facts *f)
{
	for (size_t i = 0; i < ARRAY_LEN(archetypes); i++)
		if (f->archetype_id && str_eq(archetypes[i].id, f->archetype_id))
			return &archetypes[i];
	return NULL;
}

const char *own_archetype_name(const struct locale *l, const struct facts *f)
{
	const struct archetype_words *known = archetype_of(f);
	if (!f->decided)
		return locale_word(l, WORD_ARCHETYPE_UNDECIDED);
	return known ? locale_word(l, known->name) : f->archetype ? f->archetype : "";
}

const char *own_archetype(const struct card_draw *d, const struct facts *f)
{
	return own_clean(d, own_archetype_name(d->locale, f));
}

const char *own_archetype_text(const struct card_draw *d, const struct facts *f)
{
	const struct archetype_words *known = archetype_of(f);
	if (!f->decided)
		return own_word(d, WORD_ARCHETYPE_UNDECIDED_TEXT);
	return known ? own_word(d, known->text) : own_clean(d, f->archetype_text);
}

const char *own_score_name(const struct card_draw *d, const struct facts_score *s)
{
	static const struct {
		const char *id;
		enum word name;
	} names[] = { { "activity", WORD_SCORE_ACTIVITY }, { "collaboration", WORD_SCORE_COLLABORATION },
		{ "stack_diversity", WORD_SCORE_STACK_DIVERSITY }, { "ai_savviness", WORD_SCORE_AI_SAVVINESS } };
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (s->id && str_eq(names[i].id, s->id))
			return own_word(d, names[i].name);
	return own_clean(d, s->id);
}

const char *own_percent(const struct card_draw *d, double percent, int decimals)
{
	static const char *const least[] = { "<1", "<0.1" };
	double unit = decimals ? 0.1 : 1;
	struct str number;
	str_init(&number, d->arena, 32);
	if (percent > 0 && percent < unit)
		str_addz(&number, least[decimals > 0]);
	else
		str_addf(&number, "%.*f", decimals, floor(percent / unit + 0.5) * unit);
	const char *digits = locale_digits(d->arena, d->locale, number.buf);
	return locale_fill(d->arena, d->locale, WORD_OWN_PERCENT, (const char *const[]){ "n", digits, NULL });
}

static const char *scaled(const struct card_draw *d, int64_t n, const char *const *suffixes, size_t n_suffixes)
{
	double value = (double)(n > 0 ? n : 0);
	size_t i = 0;
	for (; value >= 999.95 && i + 1 < n_suffixes; i++)
		value /= 1000;
	bool whole = !i || fabs(value - floor(value + 0.5)) < 0.05;
	const char *text = arena_printf(d->arena, whole ? "%.0f%s" : "%.1f%s", value, suffixes[i]);
	return locale_digits(d->arena, d->locale, text);
}

const char *own_short(const struct card_draw *d, int64_t n)
{
	static const char *const suffixes[] = { "", "k", "M", "G", "T", "P", "E" };
	return scaled(d, n, suffixes, ARRAY_LEN(suffixes));
}

const char *own_bytes(const struct card_draw *d, int64_t n)
{
	static const char *const suffixes[] = { " B", " kB", " MB", " GB", " TB", " PB", " EB" };
	return scaled(d, n, suffixes, ARRAY_LEN(suffixes));
}

const char *own_marks_text(const struct card_draw *d, const struct facts *f)
{
	if (!f->commits_scanned)
		return own_word(d, WORD_MARKS_UNKNOWN);
	const char *commits = locale_count_word(d->arena, d->locale, WORD_OWN_COMMITS, f->commits_scanned);
	const char *marked = locale_number(d->arena, d->locale, f->commits_marked);
	return locale_fill(d->arena, d->locale, f->commits_marked ? WORD_MARKS_FOUND : WORD_MARKS_NONE,
		(const char *const[]){ "marked", marked, "commits", commits, NULL });
}

const char *own_metric(const struct card_draw *d, struct metric m, enum word counted)
{
	return m.known ? locale_count_word(d->arena, d->locale, counted, m.n) : own_word(d, WORD_NOT_AVAILABLE);
}

/* ---- languages */

uint32_t own_color(const char *color, size_t i)
{
	uint32_t rgb = palette_spare((unsigned int)i);
	(void)color_rgb(color, &rgb);
	return rgb;
}

size_t own_shares(const struct card_draw *d, const struct facts *f, size_t n, bool other, struct own_share *ret_shares)
{
	double all = 0;
	size_t made = 0, sized = 0;
	struct own_share rest = { .name = own_word(d, WORD_OWN_OTHER), .rgb = palette_spare(6), .is_other = true };
	for (size_t i = 0; i < f->n_languages; i++) {
		all += (double)(f->languages[i].bytes > 0 ? f->languages[i].bytes : 0);
		sized += f->languages[i].bytes > 0;
	}
	size_t named = other && sized > n ? n - 1 : n;
	for (size_t i = 0; i < f->n_languages; i++) {
		const struct facts_language *l = &f->languages[i];
		const char *name = own_clean(d, l->name);
		if (l->bytes <= 0)
			continue;
		if (made < named && *name)
			ret_shares[made++] = (struct own_share){ name, (double)l->bytes * 100 / all, own_color(l->color, i),
				l->bytes, l->repos, false };
		else
			rest.bytes += l->bytes;
	}
	rest.percent = all > 0 ? (double)rest.bytes * 100 / all : 0;
	if (other && rest.bytes > 0 && made < n)
		ret_shares[made++] = rest;
	return made;
}

void own_share_bar(struct card_draw *d, struct box b, const struct own_share *shares, size_t n)
{
	const double gap = 2, least = fmin(4, b.h);
	double sum = 0, x = b.x, room = b.w - gap * (double)(n ? n - 1 : 0);
	if (!n) {
		scene_rect(d->scene, b, b.h / 2, PAINT(ROLE_TRACK));
		return;
	}
	for (size_t i = 0; i < n; i++)
		sum += fmax(shares[i].percent / 100 * room, least);
	for (size_t i = 0; i < n; i++) {
		double w = fmax(shares[i].percent / 100 * room, least) * room / sum;
		struct node *piece = scene_rect(d->scene, (struct box){ x, b.y, w, b.h }, b.h / 2, PAINT_COLOR(shares[i].rgb));
		piece->rect.corners = (i == 0 ? CORNER_LEFT : 0) | (i + 1 == n ? CORNER_RIGHT : 0);
		x += w + gap;
	}
}

/* ---- drawing */

/* auto, light and dark are our own colours as long as none is given. */
static const struct palette *palette_of(struct card_draw *d, const struct card_look *look)
{
	static const char *const names[THEME__MAX] = { "auto", "light", "dark" };
	bool given = look->title_color.given || look->text_color.given || look->icon_color.given || look->ring_color.given ||
		look->border_color.given || look->bg_color.given;
	for (int i = 0; !given && i < THEME__MAX; i++)
		if (!look->theme || str_eq_nocase(look->theme, names[i]))
			return palette_own((enum render_theme)i);
	return look_palette(d, look, "auto");
}

void own_begin(struct card_draw *d, const struct card_look *look, double width, double height)
{
	scene_init(d->scene, d->arena, width, height);
	d->scene->palette = palette_of(d, look);
	look_frame(d->scene, look);
	double edge = look->hide_border ? 0 : 0.5; /* the middle of the border's line */
	d->scene->nodes[0].rect.box = (struct box){ edge, edge, width - 2 * edge, height - 2 * edge };
}

double own_middle(double y, double size)
{
	return y + size * 0.357;
}

struct node *own_text(struct card_draw *d, struct box slot, double baseline, const char *text, struct text_style style,
	enum align align, int role)
{
	return scene_text(d->scene, slot, baseline, text_fit(d->text, text, style, slot.w), align, role);
}

static double chip(struct card_draw *d, double x, struct box b, struct text_run run)
{
	double pad = b.h * 0.42;
	struct box box = { x, b.y, run.width + 2 * pad, b.h };
	struct node *n = scene_rect(d->scene, box, b.h / 2, PAINT(ROLE_SURFACE));
	n->stroke = (struct stroke){ .paint = PAINT(ROLE_BORDER), .width = 1 };
	scene_text(d->scene, box_inset(box, pad, 0), own_middle(b.y + b.h / 2, run.style.size), run, ALIGN_CENTER, ROLE_TEXT);
	return box.w;
}

void own_chips(struct card_draw *d, struct box b, const char *const *texts, size_t n, struct text_style style)
{
	const double gap = b.h / 3, pad = b.h * 0.42, more_room = 2 * b.h, most = b.h * 7;
	double x = b.x, end = b.x + b.w;
	for (size_t i = 0; i < n; i++) {
		struct text_run run = text_fit(d->text, texts[i], style, most);
		if (x + run.width + 2 * pad + (i + 1 < n ? more_room : 0) > end) {
			const char *more = locale_digits(d->arena, d->locale, arena_printf(d->arena, "+%zu", n - i));
			chip(d, x, b, text_fit(d->text, more, style, more_room - 2 * pad));
			return;
		}
		x += chip(d, x, b, run) + gap;
	}
}

static struct point between(struct point from, struct point to, double length)
{
	double whole = hypot(to.x - from.x, to.y - from.y), k = whole > 0 ? fmin(length / whole, 0.5) : 0;
	return (struct point){ from.x + (to.x - from.x) * k, from.y + (to.y - from.y) * k };
}

struct node *own_polygon(struct card_draw *d, const struct point *at, size_t n, double corner, struct paint fill)
{
	struct path_step *steps = arena_array(d->arena, 2 * n + 2, sizeof(*steps));
	size_t k = 0;
	for (size_t i = 0; i < n; i++) {
		struct point p = at[i], in = between(p, at[(i + n - 1) % n], corner), out = between(p, at[(i + 1) % n], corner);
		steps[k++] = (struct path_step){ .verb = i ? PATH_LINE : PATH_MOVE, .x = in.x, .y = in.y };
		if (corner > 0)
			steps[k++] = (struct path_step){ PATH_CURVE, (in.x + 2 * p.x) / 3, (in.y + 2 * p.y) / 3,
				(out.x + 2 * p.x) / 3, (out.y + 2 * p.y) / 3, out.x, out.y };
	}
	steps[k++] = (struct path_step){ .verb = PATH_CLOSE };
	return scene_path(d->scene, steps, k, 0, 0, 1, fill);
}

struct paint own_fade(struct card_draw *d, struct box b, int from, int to, double opacity_from, double opacity_to)
{
	struct gradient g = { .x1 = b.x, .y1 = b.y, .x2 = b.x + b.w, .y2 = b.y + b.h, .n_stops = 2,
		.stops = { { 0, from, opacity_from, 0 }, { 1, to, opacity_to, 0 } } };
	return scene_gradient(d->scene, g);
}

/* ---- heads */

double own_head_height(const struct card_look *look)
{
	return look->hide_title ? 0 : OWN_HEAD;
}

void own_head(struct card_draw *d, const struct card_look *look, struct box *b, enum own_glyph g, const char *title,
	const char *name)
{
	const double side = 18, ghost = 15;
	if (look->hide_title)
		return;
	struct box row = box_cut_top(b, OWN_HEAD);
	double cy = row.y + 12;
	own_glyph(d, g, row.x, cy - side / 2, side, PAINT(ROLE_ICON));
	(void)box_cut_left(&row, side + 9);
	struct box mark = box_cut_right(&row, ghost);
	own_glyph(d, GLYPH_GHOST, mark.x, cy - ghost / 2, ghost, PAINT(ROLE_MUTED));
	(void)box_cut_right(&row, 7);
	const char *text = look->custom_title ? own_clean(d, look->custom_title) : title;
	struct text_run run = text_fit(d->text, text, (struct text_style){ 18, 600 }, row.w * (*name ? 0.66 : 1));
	scene_text(d->scene, box_cut_left(&row, run.width), own_middle(cy, 18), run, ALIGN_LEFT, ROLE_TITLE)->motion = MOTION_FADE;
	(void)box_cut_left(&row, 14);
	if (*name)
		own_text(d, row, own_middle(cy, 12), name, (struct text_style){ 12, 400 }, ALIGN_RIGHT, ROLE_MUTED);
}

void own_nothing(struct card_draw *d, struct box b, enum own_glyph g, const char *text)
{
	const double side = 40, cy = b.y + b.h / 2;
	own_glyph(d, g, b.x + b.w / 2 - side / 2, cy - side, side, PAINT(ROLE_TRACK));
	own_text(d, b, cy + 26, text, (struct text_style){ 14, 400 }, ALIGN_CENTER, ROLE_MUTED);
}

/* ---- kinds */

struct own_options {
	OWN_FIELDS;
};

enum err own_prepare_basic(struct err_note *note, struct arena *a, struct card_request *rq)
{
	const struct own_options *o = rq->options;
	(void)note;
	(void)a;
	rq->target.login = o->username;
	rq->needs = NEED_BASIC;
	return OK;
}

enum err own_prepare_full(struct err_note *note, struct arena *a, struct card_request *rq)
{
	TRY(own_prepare_basic(note, a, rq));
	rq->needs = NEED_FULL;
	return OK;
}

enum err own_person(struct err_note *note, const struct card_facts *f, bool full)
{
	if (!f->person || (full && !f->person->is_full))
		return err_set(note, ERR_UNPROCESSABLE, "the facts of a person are needed");
	return OK;
}
