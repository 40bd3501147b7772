/*
 * Errors. A function that can fail returns enum err (OK is 0) and, where a
 * person should learn more, writes one line into the caller's struct err_note.
 * Only the outermost caller (dispatcher, command) prints or logs the note.
 * Codes, HTTP status and wire slug stand in one table; the slug in upper case
 * is the "code" member of application/problem+json.
 */
#ifndef CORE_BASE_ERR_H
#define CORE_BASE_ERR_H

#include <stdarg.h>

#define ERR_TABLE(X)                                                   \
	X(OK, 200, "ok", "OK")                                         \
	X(ERR_INVALID, 400, "invalid_request", "Invalid request")      \
	X(ERR_AUTH, 401, "unauthorized", "Not authenticated")          \
	X(ERR_PAYMENT, 402, "payment_required", "Payment required")    \
	X(ERR_FORBIDDEN, 403, "forbidden", "Not allowed")              \
	X(ERR_NOT_FOUND, 404, "not_found", "Not found")                \
	X(ERR_METHOD, 405, "method_not_allowed", "Method not allowed") \
	X(ERR_CONFLICT, 409, "conflict", "Conflict")                   \
	X(ERR_TOO_BIG, 413, "too_large", "Too large")                  \
	X(ERR_MEDIA, 415, "unsupported_media_type", "Unsupported media type") \
	X(ERR_UNPROCESSABLE, 422, "validation_error", "Validation failed") \
	X(ERR_LIMIT, 429, "rate_limit_exceeded", "Too many requests")  \
	X(ERR_INTERNAL, 500, "internal_error", "Internal error")       \
	X(ERR_UPSTREAM, 502, "upstream_error", "Upstream failed")      \
	X(ERR_BUSY, 503, "unavailable", "Temporarily unavailable")     \
	X(ERR_TIMEOUT, 504, "upstream_timeout", "Upstream timed out")

enum err {
#define X(name, status, slug, title) name,
	ERR_TABLE(X)
#undef X
	ERR__MAX
};

struct err_note {
	enum err code;
	const char *file; /* where it was set: for the log, never for a client */
	int line;
	int retry_after; /* seconds, 0 = unknown; with ERR_LIMIT and ERR_BUSY */
	char field[64];	 /* the input at fault, "" = none */
	char text[512];	 /* safe to show to the caller; cut, never overrun */
};

/* Write the note (may be NULL) and return code, for `return err_set(...)`. */
#define err_set(note, code, ...) err_set_at((note), (code), NULL, __FILE__, __LINE__, __VA_ARGS__)
/* The same for an input: names the field. */
#define err_field(note, code, field, ...) \
	err_set_at((note), (code), (field), __FILE__, __LINE__, __VA_ARGS__)

enum err err_set_at(struct err_note *note, enum err code, const char *field, const char *file, int line,
	const char *fmt, ...) __attribute__((format(printf, 6, 7)));
void err_clear(struct err_note *note);

int err_status(enum err code);	       /* HTTP status */
const char *err_slug(enum err code);   /* "not_found" */
const char *err_title(enum err code);  /* "Not found" */

/* The one control-flow macro: leave with the error of expr. */
#define TRY(expr)                          \
	do {                               \
		enum err try_err = (expr); \
		if (try_err)               \
			return try_err;    \
	} while (0)

#endif
