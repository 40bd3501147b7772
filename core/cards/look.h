/*
 * The looks most cards share: a theme of github-readme-stats by name or "auto", "light", "dark", and colours that win over it.
 * A kind embeds `struct card_look look` after `struct card_common common` and has LOOK_OPTIONS(struct S) in its table
 * (BARE_LOOK_OPTIONS where it shows no icons), and RING_OPTION, TITLE_OPTIONS where it has a ring or a title of its own.
 */
#ifndef CORE_CARDS_LOOK_H
#define CORE_CARDS_LOOK_H

#include "core/cards/option.h"
#include "core/render/palette.h"

#include <stdbool.h>
#include <stdint.h>

struct card_draw;
struct scene;

struct card_look {
	const char *theme; /* a name, or "A,B": A for light, B for dark viewers; unknown = the fallback */
	struct option_color title_color, text_color, icon_color, border_color, ring_color;
	struct option_background bg_color;
	bool hide_border, hide_title;
	double border_radius;
	const char *custom_title;
};

#define LOOK_COLOR(S, name_, doc_) \
	{ .name = #name_, .type = OPTION_COLOR, .offset = offsetof(struct S, look.name_), .doc = doc_ }
#define LOOK_OPTIONS_WITH(S, theme_, radius_) \
	{ .name = "theme", .type = OPTION_TEXT, .offset = offsetof(struct S, look.theme), .max = 80, .otherwise = theme_, \
		.doc = "a theme, auto (as the viewer likes), or two themes A,B for light and dark viewers" }, \
	LOOK_COLOR(S, title_color, "colour of the title"), \
	LOOK_COLOR(S, text_color, "colour of the text"), \
	LOOK_COLOR(S, border_color, "colour of the border"), \
	{ .name = "bg_color", .type = OPTION_BACKGROUND, .offset = offsetof(struct S, look.bg_color), \
		.doc = "background: a colour, or an angle and two to ten colours" }, \
	{ .name = "hide_border", .type = OPTION_BOOL, .offset = offsetof(struct S, look.hide_border), \
		.otherwise = "false", .doc = "no border" }, \
	{ .name = "border_radius", .type = OPTION_NUMBER, .offset = offsetof(struct S, look.border_radius), \
		.otherwise = radius_, .min = 0, .max = 248, .doc = "radius of the corners" }
#define BARE_LOOK_OPTIONS(S) LOOK_OPTIONS_WITH(S, NULL, "4.5")
#define LOOK_OPTIONS(S) BARE_LOOK_OPTIONS(S), LOOK_COLOR(S, icon_color, "colour of the icons")
#define RING_OPTION(S) LOOK_COLOR(S, ring_color, "colour of the ring; else the title's")
#define TITLE_OPTIONS(S) \
	{ .name = "hide_title", .type = OPTION_BOOL, .offset = offsetof(struct S, look.hide_title), \
		.otherwise = "false", .doc = "no title" }, \
	{ .name = "custom_title", .type = OPTION_TEXT, .offset = offsetof(struct S, look.custom_title), \
		.doc = "your own title" }

/*
 * The palette of a look: TITLE, TEXT, ICON, BORDER, BACKGROUND, RING of the theme or the given colours; and, derived from
 * them, MUTED, SURFACE, TRACK, ACCENT, SERIES and LEVELs. fallback: the theme taken where none or an unknown one is named
 * ("default", "default_repocard", "auto"). The caller may fill the roles from ROLE_OWN on.
 */
struct palette *look_palette(struct card_draw *d, const struct card_look *look, const char *fallback)
	__attribute__((returns_nonnull));

/* Names of the themes, NULL behind the last. */
const char *look_theme_at(size_t i);

/* Background with its gradient, border and radius: the first node of a card. */
void look_frame(struct scene *s, const struct card_look *look);

enum { LOOK_PADDING = 25, LOOK_TITLE_Y = 35, LOOK_BODY_Y = 55, LOOK_TITLE_HEIGHT = 30 };

/*
 * The line at the top of a card, a little smaller or else cut where it is too wide; nothing with hide_title. title is
 * used where look.custom_title is not given. Returns the title as text for scene.title.
 */
const char *look_title(struct card_draw *d, const struct card_look *look, const char *title);
/* Between the parts of a line. */
#define LOOK_DOT " \u00b7 "
/*
 * Our own words as a line of the card's language, which runs in its direction whatever letters come first: a mark before
 * them where one is needed, and behind each dot that parts them. Not for what people wrote: that runs as its own letters do.
 */
const char *look_words(const struct card_draw *d, const char *text) __attribute__((returns_nonnull));
/* How wide that line is, at most max_width. */
double look_title_width(struct card_draw *d, const struct card_look *look, const char *title, double max_width);
/* Where the body begins: LOOK_BODY_Y, or LOOK_PADDING without a title. */
double look_body_y(const struct card_look *look);

/* ---- colours */

/* "#rrggbb", as sources tell the colour of a language; false: none (text may be NULL). */
bool color_rgb(const char *text, uint32_t *ret_rgb);
/* One colour of share 0..1 over another; the result is opaque where `under` is. */
rgba color_mix(rgba under, rgba over, double share);
/* WCAG 2.2 contrast ratio, 1..21, of what is seen: `over` painted on `under`. */
double color_contrast(rgba over, rgba under);
/* color itself, or moved towards black or white until it stands off `ground` by `ratio`. */
rgba color_readable(rgba color, rgba ground, double ratio);

#endif
