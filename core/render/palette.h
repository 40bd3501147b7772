/*
 * Colours by role. A scene names roles only and carries one palette, so one layout serves the light and the dark
 * theme, the SVG that follows the viewer, and every theme of the drop-in cards. Roles beyond the named ones
 * (ROLE_OWN + i) belong to the card that fills its palette.
 *
 * The values of our own palette are close to GitHub's interface, where most cards are seen; tests/unit/test-render.c
 * holds every text role to WCAG 2.2 AA (4.5:1) and every series to 3:1 against what it stands on.
 */
#ifndef CORE_RENDER_PALETTE_H
#define CORE_RENDER_PALETTE_H

#include <stdbool.h>
#include <stdint.h>

enum role {
	ROLE_BACKGROUND, /* the card */
	ROLE_SURFACE,	 /* a panel on it */
	ROLE_BORDER,
	ROLE_TRACK, /* the empty part of a ring or bar */
	ROLE_TEXT,
	ROLE_MUTED, /* secondary text */
	ROLE_ACCENT,
	ROLE_TITLE,
	ROLE_ICON,
	ROLE_RING,
	ROLE_SERIES_1,
	ROLE_SERIES_2,
	ROLE_SERIES_3,
	ROLE_SERIES_4,
	ROLE_LEVEL_0, /* days of a calendar without and with more and more contributions */
	ROLE_LEVEL_1,
	ROLE_LEVEL_2,
	ROLE_LEVEL_3,
	ROLE_LEVEL_4,
	ROLE_OWN, /* the first of a card's own */
	PALETTE_MAX = ROLE_OWN + 28
};

enum render_theme {
	THEME_AUTO, /* SVG: follows the viewer's prefers-color-scheme; pixels: light */
	THEME_LIGHT,
	THEME_DARK,
	THEME__MAX
};

/* 0xrrggbbaa, aa 00 = transparent. */
typedef uint32_t rgba;
#define RGBA(rgb) ((rgba)(rgb) << 8 | 0xff)

struct palette {
	rgba colors[2][PALETTE_MAX]; /* [0] is shown; [1] where the viewer prefers dark, and follows is set */
	bool follows;
};

/* Our own palette in a theme. */
const struct palette *palette_own(enum render_theme theme) __attribute__((returns_nonnull));

/* A stand-in for language i of a list whose colour is not known: distinct neighbours. */
uint32_t palette_spare(unsigned int i);

#endif
