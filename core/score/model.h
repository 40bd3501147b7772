/*
 * Private to core/score: how a model is written down. A model reads signals off a profile
 * (model-vN.c), its tables turn signals into terms and dimensions (score.c).
 */
#ifndef CORE_PROFILE_MODEL_H
#define CORE_PROFILE_MODEL_H

#include "core/profile/profile.h"
#include "core/score/report.h"

enum { MODEL_SIGNALS_MAX = 80 };

struct signal {
	double value;
	bool known;
	const char *label; /* replaces the row's label where another source was used; else NULL */
};

enum term_kind {
	TERM_LOG,   /* points * ln(1 + v) / ln(1 + reference), at most points, 0 for v <= 0 */
	TERM_SHARE, /* points * min(v / reference, 1) */
	TERM_RATE,  /* min(reference * v, points) */
	TERM_PLAIN, /* points * v */
};

struct term_row {
	int signal; /* index of the model's own signals */
	enum term_kind kind;
	double reference, points;
	const char *id, *label;
};

struct dimension_row {
	const char *id, *name;
	const struct term_row *rows;
	size_t n_rows;
};

/* What a model reads from. */
struct scoring {
	struct arena *a;
	struct scorer *scorer;
	const struct profile *p;
	int64_t now_ms;
	const struct report *report; /* style and ai.tools are filled before signals are read */
	struct signal signals[MODEL_SIGNALS_MAX];
};

struct model {
	const char *name;
	void (*read)(struct scoring *sc); /* fill sc->signals */
	const struct dimension_row *dimensions; /* DIMENSION__MAX of them */
	bool normalised; /* divide by the points that could be measured */
	bool with_forks; /* forks may be shown among the top repositories */
	void (*archetype)(struct scoring *sc, struct archetype_result *ret_result); /* after the dimensions */
	void (*summary)(struct scoring *sc, struct ai_summary *ai); /* confidence and detected_tools */
	void (*tech)(struct scoring *sc, struct tech_profile *tech); /* frameworks and primary_ecosystem */
};

extern const struct model model_v2, model_v3;

/* Points of v under a row. */
double score_points(enum term_kind kind, double reference, double points, double v);
void score_dimension(struct scoring *sc, const struct dimension_row *row, bool normalised, struct dimension *ret_dimension);

/* Half to even on the binary value, as printf rounds. */
double score_round(double x, int decimals);

/* ---- archetypes: ids, names and descriptions of all models */
enum archetype_id {
	ARCHETYPE_AI_INDIE_HACKER,
	ARCHETYPE_OPEN_SOURCE_MAINTAINER,
	ARCHETYPE_FULL_STACK_POLYGLOT,
	ARCHETYPE_BACKEND_ARCHITECT,
	ARCHETYPE_FRONTEND_CRAFTSMAN,
	ARCHETYPE_DEVOPS_SPECIALIST,
	ARCHETYPE_DATA_SCIENTIST,
	ARCHETYPE_SECURITY_SENTINEL,
	ARCHETYPE_RISING_DEVELOPER,
	ARCHETYPE_CODE_EXPLORER,
	ARCHETYPE__MAX
};

struct archetype_choice archetype_choice(enum archetype_id id, double score);

/* One archetype in the running. */
struct candidate {
	enum archetype_id id;
	double score;
};
/* Most points first; equal ones keep their order. */
void candidates_sort(struct candidate *list, size_t n);
/* The first as best, the next three as alternatives. */
void candidates_place(const struct candidate *list, size_t n, struct archetype_result *result);

/* ---- sets of words */
struct words {
	const char *const *list;
	size_t n;
};
#define WORDS(...) { (const char *const[]){ __VA_ARGS__ }, sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(char *) }

bool words_have(const struct words *set, const char *word);
/* Does the text contain any of the words anywhere? */
bool words_within(const struct words *set, const char *text);

struct list {
	const char **items;
	size_t n, cap;
};
void list_add(struct arena *a, struct list *l, const char *item);
/* Sort by code point and drop doubles. */
void list_sort_unique(struct list *l);

#endif
