/* Private to areas.c: the tables of areas-table.c. */
#ifndef CORE_SCORE_AREAS_TABLE_H
#define CORE_SCORE_AREAS_TABLE_H

#include "core/score/areas.h"

/* A topic, or a whole word of a repository's name or description; lower case, sorted by code point. */
struct area_word {
	const char *word;
	unsigned areas; /* bit = enum area */
};
extern const struct area_word area_words[];
extern const size_t n_area_words;

/* How much of a language's code speaks for an area, 0..1; linguist's names, sorted by code point. */
struct area_language {
	const char *name;
	double weights[AREA__MAX];
};
extern const struct area_language area_languages[];
extern const size_t n_area_languages;

/* A file or folder of a repository's root; "*" stands first or last, for anything. */
struct area_file {
	const char *pattern;
	enum area area;
	const char *framework; /* what it proves, or NULL */
};
extern const struct area_file area_files[];
extern const size_t n_area_files;

#endif
