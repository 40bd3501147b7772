/* Now, and the calendar. The only mutable file-scope state here is the test seam. */
#include "config.h"

#include "core/base/clock.h"

#include <stdbool.h>
#include <stdio.h>
#include <time.h>
#include "core/base/banned.h"

static int64_t frozen_at = -1; /* style: set once before threads */

static int64_t read_us(clockid_t id)
{
	struct timespec ts;
	(void)clock_gettime(id, &ts);
	return (int64_t)ts.tv_sec * 1000000 + ts.tv_nsec / 1000;
}

int64_t clock_now(void)
{
	return frozen_at >= 0 ? frozen_at : read_us(CLOCK_REALTIME) / 1000;
}

int64_t clock_monotonic_us(void)
{
	return read_us(CLOCK_MONOTONIC);
}

int64_t clock_monotonic(void)
{
	return clock_monotonic_us() / 1000;
}

void clock_freeze(int64_t unix_ms)
{
	frozen_at = unix_ms;
}

static int64_t floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

int64_t clock_day(int64_t unix_ms)
{
	return floor_div(unix_ms, CLOCK_DAY_MS);
}

/*
 * Days to civil and back: years counted from March, so that the leap day is the
 * last of a year, in eras of 400 years = 146,097 days.
 */
struct civil clock_civil(int64_t day)
{
	day += 719468; /* 0000-03-01 */
	int64_t era = floor_div(day, 146097);
	int64_t doe = day - era * 146097;
	int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int64_t mp = (5 * doy + 2) / 153;
	int month = (int)(mp < 10 ? mp + 3 : mp - 9);
	return (struct civil){ yoe + era * 400 + (month <= 2), month, (int)(doy - (153 * mp + 2) / 5 + 1) };
}

int64_t clock_days_from_civil(int64_t year, int month, int day)
{
	year -= month <= 2;
	int64_t era = floor_div(year, 400);
	int64_t yoe = year - era * 400;
	int64_t doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	int64_t doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
	return era * 146097 + doe - 719468;
}

int clock_weekday(int64_t day)
{
	int64_t weekday = (day + 4) % 7; /* 1970-01-01 was a Thursday */
	return (int)(weekday < 0 ? weekday + 7 : weekday);
}

int clock_days_in_month(int64_t year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
	return days[month - 1] + (month == 2 && leap);
}

const char *clock_date(int64_t unix_ms, char ret_buf[CLOCK_ISO_LEN])
{
	struct civil c = clock_civil(clock_day(unix_ms));
	(void)snprintf(ret_buf, CLOCK_ISO_LEN, "%04d-%02d-%02d", (int)c.year, c.month, c.day);
	return ret_buf;
}

const char *clock_iso(int64_t unix_ms, char ret_buf[CLOCK_ISO_LEN])
{
	struct civil c = clock_civil(clock_day(unix_ms));
	int ms = (int)(unix_ms - clock_day(unix_ms) * CLOCK_DAY_MS);
	int s = ms / 1000;
	int len = snprintf(ret_buf, CLOCK_ISO_LEN, "%04d-%02d-%02dT%02d:%02d:%02d", (int)c.year, c.month, c.day, s / 3600,
		s / 60 % 60, s % 60);
	if (ms % 1000 && len > 0 && len < CLOCK_ISO_LEN)
		len += snprintf(ret_buf + len, (size_t)(CLOCK_ISO_LEN - len), ".%03d", ms % 1000);
	if (len > 0 && len < CLOCK_ISO_LEN - 1) {
		ret_buf[len] = 'Z';
		ret_buf[len + 1] = '\0';
	}
	return ret_buf;
}
