/* Short names of emoji, ":rocket:", as GitHub writes them in descriptions. */
#ifndef CORE_DROPIN_EMOJI_H
#define CORE_DROPIN_EMOJI_H

struct arena;

/* A copy with every short name that is known replaced by its emoji; what is not known stays as it is. */
char *emoji_expand(struct arena *a, const char *text) __attribute__((returns_nonnull));

#endif
