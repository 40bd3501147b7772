/* What cards say alike. */
#include "config.h"

#include "core/cards/say.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/base/json.h"
#include "core/base/str.h"
#include "core/cards/facts.h"
#include "core/render/text.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>
#include "core/base/banned.h"

/* ---- numbers */

const char *number_fixed(struct arena *a, double value, int decimals)
{
	if (!isfinite(value) || fabs(value) >= 1e15)
		value = 0;
	decimals = decimals < 0 ? 0 : decimals > NUMBER_DECIMALS_MAX ? NUMBER_DECIMALS_MAX : decimals;
	int64_t unit = 1;
	for (int i = 0; i < decimals; i++)
		unit *= 10;
	/* 53 bits by at most 10 (the power of 5): exact in a long double, so a tie is a tie */
	long double scaled = (long double)fabs(value) * (long double)unit, whole = floorl(scaled);
	int64_t n = (int64_t)whole + (scaled - whole >= 0.5L);
	const char *sign = value < 0 && n ? "-" : "";
	if (!decimals)
		return arena_printf(a, "%s%" PRId64, sign, n);
	return arena_printf(a, "%s%" PRId64 ".%0*" PRId64, sign, n / unit, decimals, n % unit);
}

const char *number_short(struct arena *a, int64_t n, int precision)
{
	double thousands = (double)n / 1000;
	if (precision >= 0)
		return arena_printf(a, "%sk", number_fixed(a, thousands, precision > 2 ? 2 : precision));
	if (n > -1000 && n < 1000)
		return number_long(a, n);
	const char *text = number_fixed(a, thousands, 1);
	size_t len = strlen(text);
	return arena_printf(a, "%sk", str_ends(text, ".0") ? arena_strndup(a, text, len - 2) : text);
}

const char *number_long(struct arena *a, int64_t n)
{
	return arena_printf(a, "%" PRId64, n);
}

const char *number_bytes(struct arena *a, double bytes)
{
	static const char *const units[] = { "B", "KB", "MB", "GB", "TB", "PB", "EB" };
	size_t i = 0;
	if (!(bytes > 0) || !isfinite(bytes))
		return "0 B";
	while (bytes >= 1024 && i + 1 < ARRAY_LEN(units)) {
		bytes /= 1024;
		i++;
	}
	return arena_printf(a, "%s %s", number_fixed(a, bytes, 1), units[i]);
}

/* ---- people */

const char *say_name(const struct facts *p)
{
	return p->name && *p->name ? p->name : p->login ? p->login : "";
}

/* By its first letter: Hebrew to Arabic Extended-A, their presentation forms, and the old and new scripts beyond. */
static bool runs_from_right(const char *name)
{
	static const unsigned int ranges[][2] = { { 0x590, 0x8ff }, { 0xfb1d, 0xfdff }, { 0xfe70, 0xfefe }, { 0x10800, 0x10fff },
		{ 0x1e800, 0x1efff } };
	size_t len = strlen(name), step;
	unsigned int cp;
	for (; (step = utf8_next(name, len, &cp)) > 0; name += step, len -= step) {
		for (size_t i = 0; i < ARRAY_LEN(ranges); i++)
			if (cp >= ranges[i][0] && cp <= ranges[i][1])
				return true;
		if (cp < 0x80 ? ascii_is_alnum((char)cp) && !ascii_is_digit((char)cp) : cp >= 0xc0 && cp < 0x2000)
			return false;
	}
	return false;
}

/* Between marks of its own direction, so that brackets and quotes at its ends stay there. */
static const char *fenced(struct arena *a, const struct locale *l, const char *name)
{
	bool plain = !locale_is_rtl(l);
	for (const char *p = name; *p && plain; p++)
		plain = (unsigned char)*p < 0x80;
	if (plain)
		return name;
	const char *mark = runs_from_right(name) ? "\u200f" : "\u200e";
	return arena_printf(a, "%s%s%s", mark, name, mark);
}

const char *say_plain(struct arena *a, const char *text)
{
	char *out = arena_strdup(a, text), *to = out;
	for (const char *p = text; *p;) {
		if (str_starts(p, "\u200e") || str_starts(p, "\u200f"))
			p += strlen("\u200e");
		else
			*to++ = *p++;
	}
	*to = '\0';
	return out;
}

const char *say_title(struct arena *a, const struct locale *l, enum word plain, enum word with_s, const struct facts *p)
{
	const char *name = text_clean(a, say_name(p));
	size_t len = strlen(name);
	const char *const args[] = { "name", fenced(a, l, name), "forge", p->forge ? p->forge : "", NULL };
	bool ends_in_s = len && ascii_lower(name[len - 1]) == 's';
	return locale_fill(a, l, ends_in_s ? with_s : plain, args);
}

void say_person(const struct facts *p, struct json_object *obj)
{
	json_put_str(obj, "login", p->login);
	json_put_str(obj, "name", p->name);
	json_put_str(obj, "forge", p->forge);
	json_put_str(obj, "source", profile_source_name(p->source));
}

void say_missing(const struct facts *p, struct json_object *obj)
{
	struct json_object *array = json_put_array(obj, "missing");
	for (size_t i = 0; i < p->n_missing; i++) {
		struct json_object *m = json_push_object(array);
		json_put_str(m, "field", p->missing[i].field);
		json_put_str(m, "reason", p->missing[i].reason);
		json_put_str(m, "detail", p->missing[i].detail);
	}
}

void say_metric(struct json_object *obj, const char *key, struct metric m)
{
	if (m.known)
		json_put_int(obj, key, m.n);
	else
		json_put(obj, key, NULL);
}
