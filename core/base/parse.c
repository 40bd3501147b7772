/* Strict parsers of numbers, sizes, durations and times. */
#include "config.h"

#include "core/base/parse.h"

#include "core/base/clean.h"
#include "core/base/clock.h"
#include "core/base/str.h"

#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* strtod is banned elsewhere: here its input has passed JSON's grammar, and nobody calls setlocale. */
static double decimal(const char *s)
{
	return strtod(s, NULL);
}

#include "core/base/banned.h"

bool parse_digits(const char *s, size_t len, uint64_t *ret_n, size_t *ret_used)
{
	uint64_t n = 0;
	size_t i = 0;
	for (; i < len && ascii_is_digit(s[i]); i++)
		if (__builtin_mul_overflow(n, (uint64_t)10, &n) ||
			__builtin_add_overflow(n, (uint64_t)(s[i] - '0'), &n))
			return false;
	if (!i)
		return false;
	*ret_n = n;
	*ret_used = i;
	return true;
}

bool parse_u64(const char *s, uint64_t max, uint64_t *ret_n)
{
	uint64_t n;
	size_t used;
	if (!parse_digits(s, strlen(s), &n, &used) || s[used] || n > max)
		return false;
	*ret_n = n;
	return true;
}

bool parse_i64(const char *s, int64_t min, int64_t max, int64_t *ret_n)
{
	bool negative = *s == '-';
	uint64_t n;
	if (!parse_u64(s + negative, (uint64_t)INT64_MAX, &n))
		return false;
	int64_t value = negative ? -(int64_t)n : (int64_t)n;
	if (value < min || value > max)
		return false;
	*ret_n = value;
	return true;
}

static const char *skip_digits(const char *s)
{
	while (ascii_is_digit(*s))
		s++;
	return s;
}

bool parse_double(const char *s, double *ret_n)
{
	const char *p = s + (*s == '-'), *start = p;
	p = skip_digits(p);
	if (p == start || (*start == '0' && p - start > 1))
		return false;
	if (*p == '.') {
		start = ++p;
		p = skip_digits(p);
		if (p == start)
			return false;
	}
	if (ascii_lower(*p) == 'e') {
		p++;
		p += *p == '+' || *p == '-';
		start = p;
		p = skip_digits(p);
		if (p == start)
			return false;
	}
	if (*p)
		return false;
	double n = decimal(s);
	if (!isfinite(n))
		return false;
	*ret_n = n;
	return true;
}

bool parse_bool(const char *s, bool *ret_b)
{
	static const struct {
		const char *word;
		bool value;
	} words[] = { { "true", true }, { "false", false }, { "yes", true }, { "no", false }, { "on", true },
		{ "off", false }, { "1", true }, { "0", false } };

	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		if (!str_eq_nocase(s, words[i].word))
			continue;
		*ret_b = words[i].value;
		return true;
	}
	return false;
}

struct unit {
	const char *name;
	uint64_t factor;
};

static bool parse_unit(const char *s, const struct unit *units, size_t n_units, uint64_t max, uint64_t *ret_n)
{
	uint64_t n;
	size_t used;
	if (!parse_digits(s, strlen(s), &n, &used))
		return false;
	for (size_t i = 0; i < n_units; i++) {
		if (strcmp(s + used, units[i].name) != 0)
			continue;
		if (__builtin_mul_overflow(n, units[i].factor, &n) || n > max)
			return false;
		*ret_n = n;
		return true;
	}
	return false;
}

bool parse_size(const char *s, uint64_t max, uint64_t *ret_bytes)
{
	static const struct unit units[] = { { "", 1 }, { "K", 1024 }, { "M", 1024 * 1024 }, { "G", 1024 * 1024 * 1024 } };
	return parse_unit(s, units, ARRAY_LEN(units), max, ret_bytes);
}

bool parse_duration(const char *s, int64_t max_ms, int64_t *ret_ms)
{
	static const struct unit units[] = { { "ms", 1 }, { "s", 1000 }, { "m", 60 * 1000 }, { "h", 3600 * 1000 },
		{ "d", 24 * 3600 * 1000 } };
	uint64_t n = 0;
	if (strcmp(s, "0") != 0 && !parse_unit(s, units, ARRAY_LEN(units), (uint64_t)max_ms, &n))
		return false;
	*ret_ms = (int64_t)n;
	return true;
}

static int hex_value(char c)
{
	c = ascii_lower(c);
	if (ascii_is_digit(c))
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool parse_hex(const char *s, size_t len, unsigned char *ret_bytes)
{
	if (len % 2)
		return false;
	for (size_t i = 0; i < len; i++)
		if (hex_value(s[i]) < 0)
			return false;
	for (size_t i = 0; i < len; i += 2)
		ret_bytes[i / 2] = (unsigned char)(hex_value(s[i]) << 4 | hex_value(s[i + 1]));
	return true;
}

bool parse_uuid(const char *s)
{
	static const char shape[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
	size_t i = 0;
	for (; shape[i] && s[i]; i++)
		if (shape[i] == '-' ? s[i] != '-' : hex_value(s[i]) < 0)
			return false;
	return !shape[i] && !s[i];
}

/* `width` digits with a value in min..max; advances *p. */
static bool fixed(const char **p, int width, int min, int max, int *ret_n)
{
	int n = 0;
	for (int i = 0; i < width; i++) {
		if (!ascii_is_digit((*p)[i]))
			return false;
		n = n * 10 + ((*p)[i] - '0');
	}
	if (n < min || n > max)
		return false;
	*p += width;
	*ret_n = n;
	return true;
}

static bool literal(const char **p, const char *any)
{
	if (!**p || !strchr(any, **p))
		return false;
	(*p)++;
	return true;
}

/* "Z", "+hh:mm", "+hhmm" */
static bool zone(const char **p, int64_t *ret_ms)
{
	int hours, minutes;
	if (literal(p, "Zz")) {
		*ret_ms = 0;
		return true;
	}
	int64_t sign = **p == '-' ? -1 : 1;
	if (!literal(p, "+-") || !fixed(p, 2, 0, 23, &hours))
		return false;
	(void)literal(p, ":");
	if (!fixed(p, 2, 0, 59, &minutes))
		return false;
	*ret_ms = sign * (hours * 60 + minutes) * INT64_C(60000);
	return true;
}

bool parse_time(const char *s, int64_t *ret_ms)
{
	int year, month, day, hour, minute, second, ms = 0;
	int64_t offset = 0;
	if (!fixed(&s, 4, 0, 9999, &year) || !literal(&s, "-") || !fixed(&s, 2, 1, 12, &month) || !literal(&s, "-") ||
		!fixed(&s, 2, 1, clock_days_in_month(year, month), &day))
		return false;
	int64_t at = clock_days_from_civil(year, month, day) * CLOCK_DAY_MS;
	if (!*s) {
		*ret_ms = at;
		return true;
	}
	if (!literal(&s, "Tt ") || !fixed(&s, 2, 0, 23, &hour) || !literal(&s, ":") || !fixed(&s, 2, 0, 59, &minute) ||
		!literal(&s, ":") || !fixed(&s, 2, 0, 60, &second))
		return false;
	if (literal(&s, ".,")) {
		int scale = 100;
		if (!ascii_is_digit(*s))
			return false;
		for (; ascii_is_digit(*s); s++, scale /= 10)
			ms += (*s - '0') * scale;
	}
	if (!zone(&s, &offset) || *s)
		return false;
	*ret_ms = at + ((hour * 60 + minute) * INT64_C(60) + second) * 1000 + ms - offset;
	return true;
}
