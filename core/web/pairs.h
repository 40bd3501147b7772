/*
 * Name and value pairs of a query string, decoded into an arena.
 * Bounded: more than PAIRS_MAX pairs, a NUL, a broken percent escape or bytes that are not UTF-8
 * are ERR_INVALID. A name may come twice; pairs_get() yields the first.
 */
#ifndef CORE_WEB_PAIRS_H
#define CORE_WEB_PAIRS_H

#include "core/base/err.h"

#include <stddef.h>

struct arena;

enum { PAIRS_MAX = 64 };

struct pair {
	const char *name;
	const char *value;
};

struct pairs {
	struct pair *items;
	size_t n;
};

/* "a=1&b=x%20y": "+" is a blank, as in forms. NULL and "" give none. */
enum err pairs_query(struct err_note *note, struct arena *a, const char *text, struct pairs *ret_pairs);

/* NULL where it is not there. */
const char *pairs_get(const struct pairs *pairs, const char *name);

#endif
