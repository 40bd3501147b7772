/*
 * One commit as a line of JSON, {"id", "author": {"name", "email", "login"}, "committer",
 * "message", ...}, read without building a tree: a stream of millions of commits spends its
 * time here.
 *
 * The reader is stricter than JSON: it takes only what is certainly valid and of the common
 * shapes. Whatever else it meets (an error, control characters, NUL, a lone surrogate, an id
 * with escapes, deep nesting) it leaves to json.h, which then decides and says what is wrong.
 * Members of another type than expected count as missing; of two with one name the last counts.
 */
#ifndef CORE_PROFILE_COMMIT_LINE_H
#define CORE_PROFILE_COMMIT_LINE_H

#include "core/profile/profile.h"

#include <stdbool.h>
#include <stddef.h>

struct commit_line {
	const char *id; /* the JSON value as written, a string with its quotes or an integer; "null" where missing */
	struct person author, committer;
	const char *message; /* NULL = none */
};

/* Strings are copied into a. False: not for this reader, ret_line untouched. */
bool commit_line_read(struct arena *a, const char *text, size_t len, struct commit_line *ret_line);

#endif
