/* What model-v3.c reads and archetype-v3.c weighs. Private to those two. */
#ifndef CORE_SCORE_MODEL_V3_H
#define CORE_SCORE_MODEL_V3_H

#include "core/score/areas.h"
#include "core/score/model.h"

/* Four figures for each area. */
enum { AREA_CODE, AREA_REPOS, AREA_REPO_SHARE, AREA_FILES, AREA_FIGURES };
#define AREA_SIGNAL(area, figure) ((int)(AREA_##area) * (int)AREA_FIGURES + (int)(figure))

enum signal_v3 {
	V3_OWN_REPOS = (int)AREA__MAX * (int)AREA_FIGURES,
	V3_COMMITS, /* V3_COMMITS to V3_REVIEWS: in 90 days */
	V3_PRS,
	V3_ISSUES,
	V3_REVIEWS,
	V3_KINDS,
	V3_ACTIVE_DAYS,
	V3_YEAR,
	V3_FRESH,
	V3_TOUCHED,
	V3_MERGED,
	V3_FOLLOWERS,
	V3_ORGANIZATIONS,
	V3_STARS,
	V3_FORKS,
	V3_GUIDES,
	V3_LANGUAGES,
	V3_EFFECTIVE,
	V3_FRAMEWORKS,
	V3_BREADTH,
	V3_TOPICS,
	V3_MARKED_SHARE,
	V3_TOOLS,
	V3_CONFIGS,
	V3_BOTH_CODE,
	V3_BOTH_REPOS,
	V3_BOTH_FILES,
	V3_SERVER_CODE, /* V3_SERVER_CODE to V3_SERVER_FILES: backend, and systems at less */
	V3_SERVER_REPOS,
	V3_SERVER_SHARE,
	V3_SERVER_FILES,
	V3_SOLO_AI,
	V3_YOUTH,
	V3_UNKNOWN_YET,
	V3_FORKED,
	V3_SCATTER,
	V3_SIGNALS
};
_Static_assert((int)V3_SIGNALS <= (int)MODEL_SIGNALS_MAX, "room for the signals");

void archetype_v3(struct scoring *sc, struct archetype_result *ret_result);

#endif
