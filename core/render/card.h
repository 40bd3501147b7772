/*
 * What a scorecard says, reduced from a report to strings and numbers: the seam between the
 * profile part and the drawing. Every string from outside is clean (text.h).
 */
#ifndef CORE_RENDER_CARD_H
#define CORE_RENDER_CARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct report;
struct scene;
struct text_engine;

enum { CARD_SCORES = 4, CARD_LANGUAGES = 7, CARD_TOOLS = 12, CARD_NUMBER_LEN = 32 };

struct card_score {
	const char *name;
	int value;	 /* 0..100 */
	double coverage; /* 0..1 */
	bool known;	 /* false: nothing could be measured, shown as "n/a" */
	bool thin;	 /* rests on less than half of the data */
};

struct card_share {
	const char *name;
	double percent; /* of all */
	uint32_t rgb;
};

struct card_tool {
	const char *name;
	int64_t commits;
};

struct card_model {
	const char *name;  /* never empty */
	const char *facts; /* "@login · 45 repositories · 1.2k followers"; may be "" */
	const char *archetype, *description;
	int confidence; /* per cent; -1 = undecided */
	struct card_score scores[CARD_SCORES];
	struct card_share languages[CARD_LANGUAGES]; /* the last is "Other" where there are more */
	size_t n_languages;
	bool marks_known;
	int64_t commits_scanned, commits_marked;
	struct card_tool tools[CARD_TOOLS];
	size_t n_tools;
	const char *footer; /* "GitHub · 20 Nov 2026 · model v3" */
};

/* Strings are copied into the arena or static. */
struct card_model card_from_report(struct arena *a, const struct report *r);

/* Lay the scorecard out; s is empty and has its size. */
void card_layout(struct text_engine *e, struct scene *s, const struct card_model *m);
/* Title and paragraph, both clean. */
void card_notice_layout(struct text_engine *e, struct scene *s, const char *title, const char *text);

/* "999", "1k", "12.3k", "4.5M": one decimal, half up, none where it is 0. Negative counts as 0. */
const char *card_number(int64_t n, char ret_buf[CARD_NUMBER_LEN]);

#endif
