/*
 * The looks most cards share: a theme of github-readme-stats by name or "auto", "light", "dark", and colours that win over it.
 * A kind embeds struct card_look after struct card_common and LOOK_OPTIONS(struct) in its table.
 */
#ifndef CORE_CARDS_LOOK_H
#define CORE_CARDS_LOOK_H

#include "core/cards/option.h"
#include "core/render/palette.h"

#include <stdbool.h>

struct card_draw;
struct card_request;
struct scene;

struct card_look {
	const char *theme; /* a name, or "A,B": A for light, B for dark viewers; unknown = default */
	struct option_color title_color, text_color, icon_color, border_color, ring_color;
	struct option_background bg_color;
	bool hide_border, hide_title;
	double border_radius;
	const char *custom_title;
};

/*
 * The palette of a look: TITLE, TEXT, ICON, BORDER, BACKGROUND, RING of the theme or the given colours; and, derived from
 * them, MUTED, SURFACE, TRACK, ACCENT, SERIES and LEVELs. fallback: the theme taken where none or an unknown one is named
 * ("default", "default_repocard", "auto").
 */
const struct palette *look_palette(struct card_draw *d, const struct card_look *look, const char *fallback);

/* Background with its gradient, border and radius: the first node of a card. */
void look_frame(struct scene *s, const struct card_look *look);

#endif
