/* Plural rules of CLDR for whole numbers: which of a word's forms goes with n. */
#ifndef CORE_LOCALE_PLURAL_H
#define CORE_LOCALE_PLURAL_H

#include <stddef.h>
#include <stdint.h>

/* Named by the forms in their order; what comes last is "other". */
enum plural {
	PLURAL_SAME,	       /* ja ko th vi zh: one form */
	PLURAL_ONE,	       /* 1 | other */
	PLURAL_ZERO_ONE,       /* 0 and 1 | other: fa hi bn */
	PLURAL_ONE_MILLION,    /* 1 | whole millions | other: es it pt ca */
	PLURAL_ZERO_ONE_MILLION, /* 0 and 1 | whole millions | other: fr pt-BR */
	PLURAL_ONE_TWO,	       /* 1 | 2 | other: he */
	PLURAL_ONE_2_TO_4,     /* 1 | 2..4 | other: cs sk */
	PLURAL_SLAVIC,	       /* 1 21 31 | 2..4 22..24 | other: ru uk sr hr */
	PLURAL_POLISH,	       /* 1 | 2..4 22..24 | other */
	PLURAL_ROMANIAN,       /* 1 | 0 2..19 101..119 | other */
	PLURAL_ARABIC,	       /* 0 | 1 | 2 | 3..10 | 11..99 | other */
	PLURAL__MAX
};

size_t plural_forms(enum plural rule);
/* 0 .. plural_forms() - 1; n may be negative. */
size_t plural_form(enum plural rule, int64_t n);

#endif
