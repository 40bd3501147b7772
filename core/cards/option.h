/*
 * The options of a card, read from a query by a table: one row an option, its value goes to an offset in the
 * kind's struct. Lenient by design (card.h); the rules of each type are github-readme-stats' where it has them.
 */
#ifndef CORE_CARDS_OPTION_H
#define CORE_CARDS_OPTION_H

#include "core/base/err.h"
#include "core/render/palette.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct json_object;
struct card_arg;

enum option_type {
	OPTION_BOOL,	   /* bool: "true" or "false" in any case, else as if not given */
	OPTION_INT,	   /* int: leading digits, clamped to min..max */
	OPTION_NUMBER,	   /* double: clamped */
	OPTION_TEXT,	   /* const char *: cut at max code points; NULL where empty */
	OPTION_WORD,	   /* int: index in words; strict: another word is an error, else the default */
	OPTION_WORDS,	   /* unsigned int: bit i for word i of a comma list; others are ignored */
	OPTION_NAMES,	   /* struct option_names: comma list, trimmed, at most OPTION_NAMES_MAX */
	OPTION_COLOR,	   /* struct option_color: 3, 4, 6 or 8 hex digits (or, where css is set, a CSS colour name) */
	OPTION_BACKGROUND  /* struct option_background: a colour or "angle,c1,...,c10" */
};

enum { OPTION_NAMES_MAX = 100, OPTION_STOPS_MAX = 10, OPTION_TEXT_MAX = 200 };

struct option_names {
	const char **items;
	size_t n;
};

struct option_color {
	bool given;
	rgba color;
};

struct option_background {
	bool given;
	double angle; /* degrees, SVG's rotate() */
	rgba colors[OPTION_STOPS_MAX];
	size_t n; /* 1: plain */
};

struct card_option {
	const char *name;
	enum option_type type;
	size_t offset;
	const char *otherwise; /* the default, as text, not clamped; NULL: zero */
	double min, max;       /* numbers; max of OPTION_TEXT, 0 = OPTION_TEXT_MAX */
	const char *words;     /* "a|b|c" */
	bool strict, required, css;
	bool word_is_min; /* OPTION_INT: what is no number counts as min, not as not given */
	const char *doc; /* one line, for the wizard and the documentation */
};

/*
 * Fill options (zeroed, size bytes) by the table. The last of equal names wins; names are matched exactly.
 * ERR_UNPROCESSABLE: a required option is missing or a strict word unknown; the others are read all the same.
 */
enum err options_read(struct err_note *note, struct arena *a, const struct card_option *table, size_t n,
	const struct card_arg *args, size_t n_args, void *options);

/* "fff", "ffff", "2f80ed", "2f80edcc" (a leading "#" is fine with css), with css also "tomato". */
bool option_color_parse(const char *text, bool css, rgba *ret_color);

/* "35,4158d0,c850c0": an angle and two to ten colours, or one colour. */
bool option_background_parse(struct arena *a, const char *text, bool css, struct option_background *ret_background);

/* Names contain it, ASCII case ignored. */
bool option_names_hold(const struct option_names *names, const char *name);

/* How an option is given, in no language: "layout=wide|compact", "repo=..."; NULL: the table has none of this name. */
const char *options_hint(struct arena *a, const struct card_option *table, size_t n, const char *name);

/* The table as JSON: [{name, type, default, min, max, words[], required, doc}]. */
void options_describe(const struct card_option *table, size_t n, struct json_object *array);

#endif
