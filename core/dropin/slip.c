/*
 * Cards of a repository and of a gist. Places and sizes are those of github-readme-stats; what is measured
 * here by true widths is counted in letters there, so a line of wide letters takes more lines instead of more room.
 */
#include "config.h"

#include "core/dropin/slip.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/base/str.h"
#include "core/cards/say.h"
#include "core/dropin/emoji.h"
#include "core/locale/locale.h"
#include "core/render/scene.h"
#include "core/scan/language.h"

#include <string.h>
#include "core/base/banned.h"

enum { BADGE_WIDTH = 70, BADGE_HEIGHT = 20, BADGE_RIGHT = 22, BADGE_TOP = 20, BADGE_GAP = 12, TITLE_X = 50, ICON_SIZE = 16,
	FOOT_GAP = 18, DOT_R = 6, FOOT_UP = 20, LINE_FIRST = 65 };
static const double line_height = 15.6;
static const uint32_t grey = 0x858585;
static const struct text_style text_style = { 13, 400 }, foot_style = { 12, 400 };
static const struct text_style title_styles[] = { { 18, 600 }, { 17, 600 }, { 16, 600 }, { 15, 600 } },
	badge_styles[] = { { 11, 600 }, { 10, 600 }, { 9, 600 }, { 8, 600 } };

uint32_t slip_color(const char *text, const char *language)
{
	uint32_t rgb = grey;
	(void)color_rgb(text || !language ? text : language_color(language), &rgb);
	return rgb;
}

/* ---- text */

/* At most so many letters, then three dots, as the original cuts titles. */
static const char *cut_title(struct arena *a, const char *text)
{
	size_t len = strlen(text), at = 0, step, chars = 0;
	unsigned int cp;
	while (chars < SLIP_TITLE_CHARS && (step = utf8_next(text + at, len - at, &cp))) {
		at += step;
		chars++;
	}
	return at < len ? arena_printf(a, "%.*s...", (int)at, text) : text;
}

/*
 * Text stands at the side its own direction begins at, in a card of either direction: scene_mirror() turns
 * both sides around later.
 */
static enum align own_side(const struct card_draw *d, bool rtl)
{
	return rtl == locale_is_rtl(d->locale) ? ALIGN_LEFT : ALIGN_RIGHT;
}

/* ---- pieces */

static void draw_badge(struct card_draw *d, const char *text)
{
	struct box b = { SLIP_WIDTH - BADGE_RIGHT - BADGE_WIDTH, BADGE_TOP, BADGE_WIDTH, BADGE_HEIGHT };
	struct node *pill = scene_rect(d->scene, b, BADGE_HEIGHT / 2.0, PAINT_TINT(ROLE_TEXT, 0.08));
	pill->stroke = (struct stroke){ .paint = PAINT_TINT(ROLE_TEXT, 0.3), .width = 1 };
	struct text_run run = text_fit_sizes(d->text, text_clean(d->arena, text), badge_styles,
		ARRAY_LEN(badge_styles), b.w - 10);
	scene_text(d->scene, box_inset(b, 5, 0), b.y + b.h / 2 + run.style.size * 0.36, run, ALIGN_CENTER, ROLE_TEXT);
}

static const char *draw_head(struct card_draw *d, const struct slip *slip)
{
	const char *title = text_clean(d->arena, slip->title);
	double right = slip->badge ? BADGE_RIGHT + BADGE_WIDTH + BADGE_GAP : LOOK_PADDING;
	struct box slot = { TITLE_X, LOOK_TITLE_Y - 18, SLIP_WIDTH - TITLE_X - right, 24 };
	struct text_run run = text_fit_sizes(d->text, cut_title(d->arena, title), title_styles, ARRAY_LEN(title_styles), slot.w);
	icon_draw(d->scene, slip->icon, LOOK_PADDING, LOOK_TITLE_Y - 13, ICON_SIZE, ROLE_ICON);
	scene_text(d->scene, slot, LOOK_TITLE_Y, run, ALIGN_LEFT, ROLE_TITLE);
	if (slip->badge)
		draw_badge(d, slip->badge);
	return title;
}

static double draw_count(struct card_draw *d, enum icon icon, struct metric m, double x, double y)
{
	if (!m.known || m.n <= 0)
		return x;
	struct text_run run = text_fit(d->text, number_short(d->arena, m.n, NUMBER_NO_PRECISION), foot_style, 80);
	icon_draw(d->scene, icon, x, y - 12, ICON_SIZE, ROLE_ICON);
	scene_text(d->scene, (struct box){ x + 20, y - 12, run.width, 16 }, y, run, ALIGN_LEFT, ROLE_TEXT);
	return x + 20 + run.width + FOOT_GAP;
}

static void draw_foot(struct card_draw *d, const struct slip *slip, double y)
{
	double x = LOOK_PADDING;
	if (slip->language) {
		struct text_run run = text_fit(d->text, text_clean(d->arena, slip->language), foot_style, 180);
		struct node *dot = scene_circle(d->scene, x + DOT_R, y - 4.5, DOT_R, PAINT_COLOR(slip_color(slip->color, slip->language)));
		dot->stroke = (struct stroke){ .paint = PAINT_TINT(ROLE_TEXT, 0.2), .width = 1 };
		scene_text(d->scene, (struct box){ x + 18, y - 12, run.width, 16 }, y, run, ALIGN_LEFT, ROLE_TEXT);
		x += 18 + run.width + FOOT_GAP;
	}
	x = draw_count(d, ICON_STAR, slip->stars, x, y);
	draw_count(d, ICON_FORK, slip->forks, x, y);
}

/* The same for people who do not see it. */
static const char *describe(struct card_draw *d, const struct slip *slip, const char *text)
{
	struct str s;
	str_init(&s, d->arena, 4096);
	str_addz(&s, text);
	if (slip->badge)
		str_addz(&s, LOOK_DOT), str_addz(&s, slip->badge);
	if (slip->language)
		str_addz(&s, LOOK_DOT), str_addz(&s, text_clean(d->arena, slip->language));
	if (slip->stars.known && slip->stars.n > 0)
		str_addz(&s, LOOK_DOT), str_addz(&s, locale_count_word(d->arena, d->locale, WORD_OWN_STARS, slip->stars.n));
	if (slip->forks.known && slip->forks.n > 0)
		str_addz(&s, LOOK_DOT), str_addz(&s, locale_count_word(d->arena, d->locale, WORD_OWN_FORKS, slip->forks.n));
	return s.buf;
}

void slip_layout(struct card_draw *d, const struct card_look *look, const char *fallback_theme, const struct slip *slip)
{
	struct text_run lines[SLIP_LINES_MAX];
	bool described = slip->description && *slip->description;
	const char *text = text_clean(d->arena, described ? emoji_expand(d->arena, slip->description) :
		locale_word(d->locale, WORD_PIN_NO_DESCRIPTION));
	size_t n = text_wrap(d->text, text, text_style, SLIP_WIDTH - 2 * LOOK_PADDING, slip->lines_max, lines);
	size_t room = slip->lines_room ? slip->lines_room : n;
	double height = (room > 1 ? 120 : 110) + (double)room * (room > 3 ? 12 : 10);
	struct scene *s = d->scene;
	scene_init(s, d->arena, SLIP_WIDTH, height);
	s->palette = look_palette(d, look, fallback_theme);
	look_frame(s, look);
	s->title = draw_head(d, slip);
	s->desc = describe(d, slip, text);
	for (size_t i = 0; i < n; i++) {
		double y = LINE_FIRST + (double)i * line_height;
		struct box slot = { LOOK_PADDING, y - 13, SLIP_WIDTH - 2 * LOOK_PADDING, line_height };
		scene_text(s, slot, y, lines[i], own_side(d, lines[0].rtl), ROLE_TEXT);
	}
	draw_foot(d, slip, height - FOOT_UP);
}
