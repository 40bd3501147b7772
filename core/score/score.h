/*
 * The parts of a report: dimensions with every term explained, the archetype, the commit
 * analyser's numbers, AI evidence and the tech profile; and the scorer that a thread owns.
 *
 * Two models exist (core/score/MODELS.md holds their differences in one table):
 * "v2" repeats the original's numbers exactly, "v3" is the default. Both are tables.
 * All memory belongs to the arena given to report_make(); names, labels and ids are static.
 */
#ifndef CORE_SCORE_SCORE_H
#define CORE_SCORE_SCORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/err.h"

struct arena;
struct config_mark;
struct language;
struct repo;

#define MODEL_DEFAULT "v3"

enum dimension_id {
	DIMENSION_ACTIVITY,
	DIMENSION_COLLABORATION,
	DIMENSION_STACK_DIVERSITY,
	DIMENSION_AI_SAVVINESS,
	DIMENSION__MAX
};

/* One addend of a dimension. A term that the source cannot measure has value = points = 0. */
struct term {
	const char *signal; /* "recent_commits" */
	const char *label;  /* "commits in the last 90 days" */
	double value;	    /* what was found, in the label's unit */
	double points;	    /* 0..max */
	double max;
	bool measured;
};

struct dimension {
	const char *id;	  /* "activity", "collaboration", "stack_diversity", "ai_savviness" */
	const char *name; /* "Activity" */
	int score;	  /* 0..100, raw cut toward zero */
	double raw;	  /* v2: sum of points; v3: sum of points / sum of measured max * 100 */
	struct term *terms;
	size_t n_terms;
	double coverage; /* 0..1, share of the points that the source could measure; v2 does not divide by it */
	bool thin;	 /* coverage below SCORE_COVERAGE_MIN: the score says little */
};

#define SCORE_COVERAGE_MIN 0.5

/* The ids: ai_indie_hacker open_source_maintainer full_stack_polyglot backend_architect
   frontend_craftsman devops_specialist data_scientist security_sentinel rising_developer
   code_explorer. */
struct archetype_choice {
	const char *id, *name, *description;
	double score; /* v2: weighted total, one decimal when written; v3: evidence 0..100 */
};

struct archetype_result {
	struct archetype_choice best;
	double confidence; /* 0..1, two decimals */
	struct archetype_choice alternatives[3];
	size_t n_alternatives;
	const char **reasons; /* strongest first, plain sentences with figures; v2: none */
	size_t n_reasons;
	bool undecided; /* v3: the evidence is too thin to tell */
};

struct tally {
	const char *name;
	int64_t n;
};

/* The commit analyser of the original: one count for each pattern and commit. */
struct commit_style {
	bool known; /* false: no commits, all else is zero */
	int64_t commits;
	int64_t commits_with_signals; /* with any tool word or bot trailer */
	double ai_percentage;	      /* of commits, unrounded */
	double heuristic;	      /* 0..100, unrounded */
	double burst;		      /* 0..1, unrounded */
	const char *confidence;	      /* "high", "medium", "low" */
	struct tally *tools;	      /* hits only, sorted by name */
	size_t n_tools;
	struct tally *bots;
	size_t n_bots;
	int64_t coauthors; /* distinct name and address pairs; the pairs themselves are not kept */
};

/* Where a mark was found. Never names or addresses of people. */
struct ai_evidence {
	const char *oid;   /* NULL where the source had none */
	const char *repo;  /* or NULL */
	const char *level; /* "author", "coauthor", "session", "footer", "weak" */
	const char *mark;  /* the rule that hit, in words */
};

enum { AI_LEVELS = 5 }; /* as enum mark_level of marks.h, strongest first */

struct ai_tool {
	const char *id;	  /* "claude" */
	const char *name; /* "Claude Code" */
	int64_t commits;
	int64_t levels[AI_LEVELS];
	struct ai_evidence *evidence; /* the first few */
	size_t n_evidence;
};

struct ai_summary {
	const char *bucket;	/* "0_10", "10_30", "30_60", "60_100" by ai_score */
	int ai_score;		/* the dimension again */
	const char *confidence; /* "estimated" without commits, else "high", "medium", "low" */
	const char **detected_tools; /* names, sorted by code point */
	size_t n_detected_tools;
	int64_t commits_scanned, commits_marked;
	const char *statement; /* "marks found in 3 of 120 commits" */
	struct ai_tool *tools; /* from the mark detector, most commits first */
	size_t n_tools;
	const struct config_mark *config_files;
	size_t n_config_files;
};

struct tech_profile {
	const struct language *languages; /* at most ten, the profile's order */
	size_t n_languages;
	const char **frameworks; /* at most 15, alphabetical */
	size_t n_frameworks;
	const char *primary_ecosystem; /* data-science full-stack frontend backend devops general; v3 also systems, mobile */
	const struct repo **top_repos; /* at most five, most stars first */
	size_t n_top_repos;
};

/* Compiled patterns; one a thread, no other thread may use it at the same time. */
struct scorer;
struct scorer *scorer_new(void); /* aborts without memory */
void scorer_free(struct scorer *s); /* NULL is fine */

#endif
