/*
 * Bounded values out of the JSON that sources answer. What is missing, of another type or out of range counts as not
 * told: NULL, or an unknown metric. Copies belong to the arena.
 */
#ifndef CORE_PROFILE_VALUE_H
#define CORE_PROFILE_VALUE_H

#include "core/profile/profile.h"

#include <stddef.h>

struct arena;
struct json_object;

/* Bytes kept: of a name, a login or an address, of a line of text, of a commit's message. */
enum { VALUE_NAME_MAX = 255, VALUE_TEXT_MAX = 1000, VALUE_MESSAGE_MAX = 16 * 1024 };

/* A copy of at most max bytes, cut before a character. */
const char *value_cut(struct arena *a, const char *s, size_t max) __attribute__((returns_nonnull));
/* The same of a string; NULL for anything else and for "". */
const char *value_text(struct arena *a, struct json_object *value, size_t max);
/* A whole number in 0..10^12. */
struct metric value_number(struct json_object *value);
/* A time as ISO 8601 has it, in Unix ms. */
struct metric value_time(struct json_object *value);
/* "#rrggbb". */
const char *value_color(struct arena *a, struct json_object *value);
/* part of whole in per cent, one decimal, half up; 0 of 0 is 0. */
double value_share(int64_t part, int64_t whole);

#endif
