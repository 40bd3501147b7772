/* What a language is made of; the rows come from the .def files. Private to this folder and its test. */
#ifndef CORE_LOCALE_TABLE_H
#define CORE_LOCALE_TABLE_H

#include "core/locale/locale.h"
#include "core/locale/plural.h"

enum { LOCALE_MONTHS = 12, LOCALE_WEEKDAYS = 7 };

struct locale {
	const char *code, *own_name;
	bool rtl;
	enum plural plural;
	const char *group;	 /* between groups of digits */
	unsigned char group_from; /* digits before the first separator; 0 = 1: "1,234" but with 2 "1234" and "12.345" */
	const char *decimal;	 /* mark; NULL = "." */
	bool indian;		 /* groups of two beyond the thousand */
	uint32_t zero;		 /* code point of the digit 0; 0 = ASCII */
	const char *date;	 /* pattern of locale_date() */
	int first_weekday;
	/* Short and long names as they stand beside a day; "alone" where they differ without one. */
	const char *months[LOCALE_MONTHS], *months_long[LOCALE_MONTHS];
	const char *months_alone[LOCALE_MONTHS], *months_long_alone[LOCALE_MONTHS];
	const char *weekdays[LOCALE_WEEKDAYS], *weekdays_long[LOCALE_WEEKDAYS]; /* Sunday first */
	const char *words[WORD__MAX]; /* NULL: as in English */
};

/* Sorted by code. */
extern const struct locale locale_table[];
extern const size_t locale_table_len;
extern const char *const locale_english_words[WORD__MAX];
extern const char *const locale_word_names[WORD__MAX];

#endif
