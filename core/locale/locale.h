/*
 * Languages of the cards: words, plurals, numbers and dates. The English master is
 * words.def; one file a language (de.def ...) holds our own translations, keyed by the same names.
 * A word that a language lacks is shown in English; tests/unit/test-locale.c lets none lack.
 *
 * Everything here is constant data: pointers live for ever, every function is thread-safe.
 */
#ifndef CORE_LOCALE_LOCALE_H
#define CORE_LOCALE_LOCALE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

enum word {
#define X(name, english) WORD_##name,
#include "core/locale/words.def"
#undef X
	WORD__MAX
};

struct locale;

/*
 * "de", "pt-BR", "pt_br", "zh-cn": any case, "-" or "_"; a region we do not have falls back to its language
 * ("de-AT" is "de", "zh-HK" is "zh-TW"); so do the codes of the services we replace ("cn", "kr", "se"). One that they
 * speak and we do not is English. NULL: not known.
 */
const struct locale *locale_find(const char *code);
const struct locale *locale_english(void) __attribute__((returns_nonnull));
/* All of them, sorted by code. */
size_t locale_count(void);
const struct locale *locale_at(size_t i) __attribute__((returns_nonnull));

const char *locale_code(const struct locale *l);	/* BCP 47: "pt-BR" */
const char *locale_own_name(const struct locale *l);	/* "Deutsch" */
bool locale_is_rtl(const struct locale *l);		/* ar, fa, he ... */

/* Never NULL. */
const char *locale_word(const struct locale *l, enum word w);
/*
 * The word with its placeholders filled in: "{name}" by args, NULL-terminated pairs of name and value. A name of
 * the word that no pair gives stays as it is.
 */
const char *locale_fill(struct arena *a, const struct locale *l, enum word w, const char *const *args);
/*
 * A counted noun by the language's plural rule (CLDR cardinals): the word holds its forms separated by "|", in the
 * order of the rule's categories ("{n} repository|{n} repositories"); "{n}" becomes the number.
 */
const char *locale_count_word(struct arena *a, const struct locale *l, enum word w, int64_t n);

/* Grouped digits of the language: "12,345", "12.345", "١٢٬٣٤٥", "12,34,567" (hi). */
const char *locale_number(struct arena *a, const struct locale *l, int64_t n);
/* A figure ("6.6k", "39.4", "03:00") in the language's own digits and with its decimal mark; itself where they are ASCII's. */
const char *locale_digits(struct arena *a, const struct locale *l, const char *text);

/*
 * A date by a pattern of PHP's date letters (d D j l N S w z W F m M n t L o Y y; a backslash quotes), with the
 * part in [] left out where the date's year is `this_year`. pattern NULL: the language's own ("M j[, Y]", "Y年n月j日").
 * Month and day names are the language's.
 */
const char *locale_date(struct arena *a, const struct locale *l, const char *pattern, int64_t day, int64_t this_year);
/* Short names for axes: month 1..12; weekday 0 = Sunday. */
const char *locale_month(const struct locale *l, int month);
const char *locale_weekday(const struct locale *l, int weekday);
/* 0 = Sunday, 1 = Monday, 6 = Saturday (CLDR weekData). */
int locale_first_weekday(const struct locale *l);

/*
 * Minutes east of UTC at an instant in an IANA zone ("Europe/Berlin"); false: no such zone. Thread-safe
 * (GTimeZone, not TZ of the environment).
 */
bool locale_zone_offset(const char *zone, int64_t ms, int *ret_minutes);

#endif
