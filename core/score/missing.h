/* What a source could not give, told to people. */
#ifndef CORE_SCORE_MISSING_H
#define CORE_SCORE_MISSING_H

#include "core/score/report.h"

struct arena;

/* Words for each of p->missing, in its order; they live in a. */
const struct missing_words *missing_words(struct arena *a, const struct profile *p);

#endif
