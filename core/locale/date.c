/* Dates by PHP's letters, and the names of months and days. */
#include "config.h"

#include "core/base/arena.h"
#include "core/base/clock.h"
#include "core/base/str.h"
#include "core/locale/table.h"

#include <inttypes.h>
#include <string.h>
#include "core/base/banned.h"

enum { DATE_MAX = 512 };

struct date {
	struct civil civil;
	int64_t day, week_year;
	int weekday, week, of_year;
	bool has_day; /* the pattern names a day: months stand beside it */
};

static bool is_leap(int64_t year)
{
	return clock_days_in_month(year, 2) == 29;
}

/* ISO 8601: the week belongs to the year its Thursday is in. */
static struct date date_of(int64_t day)
{
	struct date d = { .civil = clock_civil(day), .day = day, .weekday = clock_weekday(day) };
	d.of_year = (int)(day - clock_days_from_civil(d.civil.year, 1, 1));
	int64_t thursday = day - (d.weekday + 6) % 7 + 3;
	d.week_year = clock_civil(thursday).year;
	d.week = (int)((thursday - clock_days_from_civil(d.week_year, 1, 1)) / 7) + 1;
	return d;
}

/* A quoted letter is none. */
static bool names_day(const char *pattern)
{
	for (const char *p = pattern; *p; p++)
		if (*p == '\\' && p[1])
			p++;
		else if (*p == 'd' || *p == 'j')
			return true;
	return false;
}

static const char *month_short(const struct locale *l, int month, bool beside_day)
{
	const char *alone = l->months_alone[month - 1];
	return !beside_day && alone ? alone : l->months[month - 1];
}

static const char *month_long(const struct locale *l, int month, bool beside_day)
{
	const char *alone = l->months_long_alone[month - 1];
	return !beside_day && alone ? alone : l->months_long[month - 1];
}

static void add_number(struct str *out, const struct locale *l, const char *format, int64_t n)
{
	str_addz(out, locale_digits(out->arena, l, arena_printf(out->arena, *format == '4' ? "%04" PRId64 :
		*format == '2' ? "%02" PRId64 : "%" PRId64, n)));
}

/* English alone has ordinals of its own here. */
static const char *suffix(const struct locale *l, int day)
{
	if (!str_eq(l->code, "en"))
		return "";
	if (day / 10 == 1)
		return "th";
	return day % 10 == 1 ? "st" : day % 10 == 2 ? "nd" : day % 10 == 3 ? "rd" : "th";
}

static void add_letter(struct str *out, const struct locale *l, const struct date *d, char c)
{
	switch (c) {
	case 'd': add_number(out, l, "2", d->civil.day); return;
	case 'j': add_number(out, l, "", d->civil.day); return;
	case 'D': str_addz(out, l->weekdays[d->weekday]); return;
	case 'l': str_addz(out, l->weekdays_long[d->weekday]); return;
	case 'N': add_number(out, l, "", d->weekday ? d->weekday : 7); return;
	case 'S': str_addz(out, suffix(l, d->civil.day)); return;
	case 'w': add_number(out, l, "", d->weekday); return;
	case 'z': add_number(out, l, "", d->of_year); return;
	case 'W': add_number(out, l, "2", d->week); return;
	case 'F': str_addz(out, month_long(l, d->civil.month, d->has_day)); return;
	case 'M': str_addz(out, month_short(l, d->civil.month, d->has_day)); return;
	case 'm': add_number(out, l, "2", d->civil.month); return;
	case 'n': add_number(out, l, "", d->civil.month); return;
	case 't': add_number(out, l, "", clock_days_in_month(d->civil.year, d->civil.month)); return;
	case 'L': add_number(out, l, "", is_leap(d->civil.year)); return;
	case 'o': add_number(out, l, "4", d->week_year); return;
	case 'Y': add_number(out, l, "4", d->civil.year); return;
	case 'y': add_number(out, l, "2", (d->civil.year % 100 + 100) % 100); return;
	default: str_addc(out, c);
	}
}

const char *locale_date(struct arena *a, const struct locale *l, const char *pattern, int64_t day, int64_t this_year)
{
	if (!pattern)
		pattern = l->date;
	struct date d = date_of(day);
	d.has_day = names_day(pattern);
	bool is_this_year = d.civil.year == this_year, is_out = false;
	struct str out;
	str_init(&out, a, DATE_MAX);
	for (const char *p = pattern; *p && !out.over; p++) {
		bool is_quoted = *p == '\\' && p[1];
		p += is_quoted;
		if (!is_quoted && (*p == '[' || *p == ']'))
			is_out = *p == '[' && is_this_year;
		else if (is_out)
			continue;
		else if (is_quoted)
			str_addc(&out, *p);
		else
			add_letter(&out, l, &d, *p);
	}
	return out.buf;
}

const char *locale_month(const struct locale *l, int month)
{
	return month_short(l, month, false);
}

const char *locale_weekday(const struct locale *l, int weekday)
{
	return l->weekdays[weekday];
}

int locale_first_weekday(const struct locale *l)
{
	return l->first_weekday;
}
