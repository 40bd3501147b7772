/* How cards write numbers, titles, and what is the same in the JSON of every card. */
#ifndef CORE_CARDS_SAY_H
#define CORE_CARDS_SAY_H

#include "core/locale/locale.h"
#include "core/profile/profile.h"

#include <stdint.h>

struct arena;
struct facts;
struct json_object;

/*
 * Numbers as the services we replace write them, digit by digit: ASCII digits, "." in every locale, rounded half up
 * where a decimal is exactly in the middle (1250 reads "1.3k", 15.625 with two decimals "15.63").
 */
enum { NUMBER_NO_PRECISION = -1, NUMBER_DECIMALS_MAX = 4 };

/* "15.63": always so many decimals, 0..NUMBER_DECIMALS_MAX. What is not finite reads 0. */
const char *number_fixed(struct arena *a, double value, int decimals) __attribute__((returns_nonnull));
/*
 * "999", "1k", "1.3k", "12345.7k": plain below 1000, else one decimal without ".0". With a precision 0..2 always
 * thousands with so many decimals: 60 reads "0.06k".
 */
const char *number_short(struct arena *a, int64_t n, int precision) __attribute__((returns_nonnull));
/* "12345" */
const char *number_long(struct arena *a, int64_t n) __attribute__((returns_nonnull));
/* "0 B", "1.5 KB": base 1024. */
const char *number_bytes(struct arena *a, double bytes) __attribute__((returns_nonnull));

/* ---- people */

/* "Ada's GitHub Stats": the word with {name} and {forge}; for a name that ends in s the word with_s. */
const char *say_title(struct arena *a, const struct locale *l, enum word plain, enum word with_s, const struct facts *p)
	__attribute__((returns_nonnull));
/* Without the marks of direction that lines of mixed scripts carry in a picture. */
const char *say_plain(struct arena *a, const char *text) __attribute__((returns_nonnull));
/* The name, or the login where there is none. */
const char *say_name(const struct facts *p) __attribute__((returns_nonnull));

/* login, name, forge, source. */
void say_person(const struct facts *p, struct json_object *obj);
/* missing: [{field, reason, detail}], also where it is empty. */
void say_missing(const struct facts *p, struct json_object *obj);
/* null where it is not known. */
void say_metric(struct json_object *obj, const char *key, struct metric m);

#endif
