/*
 * Numbers, times and flags from outside. Everything must match to its last byte;
 * nothing is trimmed, no sign but where said, no locale. On failure ret_x is untouched.
 */
#ifndef CORE_BASE_PARSE_H
#define CORE_BASE_PARSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

bool parse_u64(const char *s, uint64_t max, uint64_t *ret_n);
/* With an optional leading "-". */
bool parse_i64(const char *s, int64_t min, int64_t max, int64_t *ret_n);
/* Decimal digits at the start of s (len bytes); stops at the first other byte. 0 digits or overflow: false. */
bool parse_digits(const char *s, size_t len, uint64_t *ret_n, size_t *ret_used);
/* "12", "12.5", "-3e-2": JSON's grammar. */
bool parse_double(const char *s, double *ret_n);
/* true, false, yes, no, on, off, 1, 0. */
bool parse_bool(const char *s, bool *ret_b);
/* "512", "16K", "64M", "2G": bytes, base 1024. */
bool parse_size(const char *s, uint64_t max, uint64_t *ret_bytes);
/* "250ms", "30s", "5m", "4h", "7d": milliseconds; the unit is required unless 0. */
bool parse_duration(const char *s, int64_t max_ms, int64_t *ret_ms);
/* len/2 bytes from lower- or upper-case hex. */
bool parse_hex(const char *s, size_t len, unsigned char *ret_bytes);
/* 8-4-4-4-12 hex digits. */
bool parse_uuid(const char *s);
/*
 * RFC 3339 / ISO 8601: "2026-11-20", "2026-11-20T10:00:00Z", with fraction, with "+01:00";
 * "T" or one blank between. Unix milliseconds, UTC.
 */
bool parse_time(const char *s, int64_t *ret_ms);

#endif
