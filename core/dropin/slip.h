/*
 * The card of one thing that has a name, a description, a language, stars and forks: a repository or a gist. 400 wide,
 * as high as its description asks for.
 */
#ifndef CORE_DROPIN_SLIP_H
#define CORE_DROPIN_SLIP_H

#include "core/cards/card.h"
#include "core/cards/look.h"
#include "core/dropin/icons.h"
#include "core/profile/profile.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SLIP_WIDTH = 400, SLIP_TITLE_CHARS = 35, SLIP_LINES_MAX = 10 };

struct slip {
	enum icon icon;
	const char *title, *description; /* NULL or "": none */
	const char *badge;		 /* NULL: none */
	const char *language, *color;	 /* language NULL: nothing is said of it */
	struct metric stars, forks;	 /* neither unknown ones nor zeros are shown */
	size_t lines_max;		 /* of the description */
	size_t lines_room;		 /* so many lines are kept free whatever it says; 0 = as many as it has */
};

void slip_layout(struct card_draw *d, const struct card_look *look, const char *fallback_theme, const struct slip *slip);

/* "#rrggbb" as 0xrrggbb; a language's own colour where text is NULL; grey for the rest. */
uint32_t slip_color(const char *text, const char *language);

#endif
