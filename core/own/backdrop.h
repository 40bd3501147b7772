/* A procedural ground for large cards: the same for the same seed, in the palette's colours, faint enough to read on. */
#ifndef CORE_OWN_BACKDROP_H
#define CORE_OWN_BACKDROP_H

#include "core/own/own.h"

/* Over the whole scene; seed: a login. */
void backdrop_draw(struct card_draw *d, const char *seed);

#endif
