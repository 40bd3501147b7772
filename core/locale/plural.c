/* Plural rules as code: each family is a line or two of CLDR's conditions on a whole number. */
#include "config.h"

#include "core/locale/plural.h"

#include <stdbool.h>
#include "core/base/banned.h"

size_t plural_forms(enum plural rule)
{
	static const unsigned char forms[PLURAL__MAX] = { [PLURAL_SAME] = 1, [PLURAL_ONE] = 2, [PLURAL_ZERO_ONE] = 2,
		[PLURAL_ONE_MILLION] = 3, [PLURAL_ZERO_ONE_MILLION] = 3, [PLURAL_ONE_TWO] = 3, [PLURAL_ONE_2_TO_4] = 3,
		[PLURAL_SLAVIC] = 3, [PLURAL_POLISH] = 3, [PLURAL_ROMANIAN] = 3, [PLURAL_ARABIC] = 6 };
	return forms[rule];
}

static bool in(uint64_t n, uint64_t from, uint64_t to)
{
	return n >= from && n <= to;
}

/* 2..4, 22..24, ... but not 12..14 */
static bool is_few(uint64_t n)
{
	return in(n % 10, 2, 4) && !in(n % 100, 12, 14);
}

static size_t arabic(uint64_t n)
{
	if (n <= 2)
		return (size_t)n;
	return in(n % 100, 3, 10) ? 3 : in(n % 100, 11, 99) ? 4 : 5;
}

size_t plural_form(enum plural rule, int64_t number)
{
	uint64_t n = number < 0 ? -(uint64_t)number : (uint64_t)number;
	bool is_millions = n && n % 1000000 == 0;
	switch (rule) {
	case PLURAL_ONE: return n != 1;
	case PLURAL_ZERO_ONE: return n > 1;
	case PLURAL_ONE_MILLION: return n == 1 ? 0 : is_millions ? 1 : 2;
	case PLURAL_ZERO_ONE_MILLION: return n <= 1 ? 0 : is_millions ? 1 : 2;
	case PLURAL_ONE_TWO: return in(n, 1, 2) ? (size_t)n - 1 : 2;
	case PLURAL_ONE_2_TO_4: return n == 1 ? 0 : in(n, 2, 4) ? 1 : 2;
	case PLURAL_SLAVIC: return n % 10 == 1 && n % 100 != 11 ? 0 : is_few(n) ? 1 : 2;
	case PLURAL_POLISH: return n == 1 ? 0 : is_few(n) ? 1 : 2;
	case PLURAL_ROMANIAN: return n == 1 ? 0 : !n || in(n % 100, 1, 19) ? 1 : 2;
	case PLURAL_ARABIC: return arabic(n);
	case PLURAL_SAME:
	case PLURAL__MAX: break;
	}
	return 0;
}
