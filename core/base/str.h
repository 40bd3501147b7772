/*
 * A growing string in an arena. buf is never NULL and always NUL-terminated; the
 * largest length is named at birth. What would exceed it is dropped whole and the
 * sticky mark `over` is set, to be checked once when the string is done.
 *
 * Escaping is a verb: str_add_xml() and its sisters take untrusted text; str_addf()
 * takes only what we wrote ourselves plus numbers (tests/style.t looks for %s in writers).
 */
#ifndef CORE_BASE_STR_H
#define CORE_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>

struct arena;

struct str {
	char *buf;
	size_t len;
	size_t cap; /* bytes of buf, the NUL included */
	size_t max; /* largest len */
	bool over;
	struct arena *arena;
};

void str_init(struct str *s, struct arena *a, size_t max);
void str_reset(struct str *s); /* len 0, buffer kept */

void str_add(struct str *s, const char *p, size_t len);
void str_addz(struct str *s, const char *z);
void str_addc(struct str *s, char c);
void str_addf(struct str *s, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/*
 * A number in the fewest digits, at most `decimals` of them, never an exponent, "." in every locale.
 * What is not finite or has more than 15 digits before the point is written as 0.
 */
void str_add_num(struct str *s, double value, int decimals);

/* Text of an XML element or attribute; control characters XML forbids become U+FFFD. */
void str_add_xml(struct str *s, const char *z);
/* One URL component: all but unreserved characters percent-encoded. */
void str_add_url(struct str *s, const char *z);
/* A JSON string with its quotes; invalid UTF-8 becomes U+FFFD. */
void str_add_json(struct str *s, const char *z);
/* A logfmt value: quoted where needed, control characters as \xNN. */
void str_add_logfmt(struct str *s, const char *z);

/* Small predicates and ASCII case, independent of the locale. */
bool str_eq(const char *a, const char *b);	/* NULL equals only NULL */
bool str_eq_nocase(const char *a, const char *b);
bool str_starts(const char *s, const char *prefix);
bool str_ends(const char *s, const char *suffix);
bool ascii_is_space(char c);
bool ascii_is_digit(char c);
bool ascii_is_alnum(char c);
char ascii_lower(char c);
/* Lower-cased copy (ASCII letters only). */
char *str_lower(struct arena *a, const char *s) __attribute__((returns_nonnull));

/* Length in bytes of the UTF-8 sequence at s (1..4) and its code point; 0 where it is not valid. */
size_t utf8_next(const char *s, size_t len, unsigned int *ret_cp);
/* A valid copy: each invalid byte becomes U+FFFD. */
char *utf8_sanitize(struct arena *a, const char *s, size_t len) __attribute__((returns_nonnull));

#endif
