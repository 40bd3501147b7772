/*
 * The one source of "now", and calendar arithmetic. Unix milliseconds everywhere,
 * proleptic Gregorian calendar, UTC. clock_freeze() is the test seam (conf key "clock",
 * gps score --now): called once at start, before any thread exists.
 */
#ifndef CORE_BASE_CLOCK_H
#define CORE_BASE_CLOCK_H

#include <stdint.h>

enum { CLOCK_ISO_LEN = 25 };			     /* "2026-11-20T10:00:00.000Z" and NUL */
#define CLOCK_DAY_MS (INT64_C(24) * 60 * 60 * 1000)

struct civil {
	int64_t year;
	int month; /* 1..12 */
	int day;   /* 1..31 */
};

int64_t clock_now(void);       /* wall clock, Unix ms; frozen in tests */
int64_t clock_monotonic(void); /* ms, for time-outs and durations; never frozen */
int64_t clock_monotonic_us(void);
void clock_freeze(int64_t unix_ms); /* negative = run again */

int64_t clock_day(int64_t unix_ms); /* days since 1970-01-01, rounded down */
struct civil clock_civil(int64_t day);
int64_t clock_days_from_civil(int64_t year, int month, int day);
int clock_weekday(int64_t day); /* 0 = Sunday */
int clock_days_in_month(int64_t year, int month);

/* "2026-11-20T10:00:00Z"; with ms where they are not zero. */
const char *clock_iso(int64_t unix_ms, char ret_buf[CLOCK_ISO_LEN]);
/* "2026-11-20" */
const char *clock_date(int64_t unix_ms, char ret_buf[CLOCK_ISO_LEN]);

#endif
