/*
 * Colours by role. A scene names roles only, so one scene serves the light and the dark
 * theme and the SVG that follows the viewer. The values are close to GitHub's own
 * interface, where most cards are seen; tests/unit/test-render.c holds every text role to
 * WCAG 2.2 AA (4.5:1) and every series to 3:1 against what it stands on.
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
	ROLE_SERIES_1,
	ROLE_SERIES_2,
	ROLE_SERIES_3,
	ROLE_SERIES_4,
	ROLE__MAX
};

/* 0xrrggbb */
uint32_t palette_rgb(enum role role, bool dark);

/* A stand-in for language i of a list whose colour is not known: distinct neighbours. */
uint32_t palette_spare(unsigned int i);

#endif
