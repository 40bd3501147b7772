/*
 * Windows of one user's contributions: asked several in a request, asked alone where GitHub gave up the request, cut in
 * half where it finds a window too expensive. Private to the GitHub source.
 */
#ifndef CORE_GITHUB_GITHUB_SPAN_H
#define CORE_GITHUB_GITHUB_SPAN_H

#include "core/github/github-call.h"
#include "core/github/github-parse.h"
#include "core/github/github-query.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct github_span {
	struct github_window window;
	bool recent; /* counts for the last 90 days */
	bool alone;  /* asked with others it failed */
	int cuts;    /* a half of a half: 2 */
	enum { SPAN_OPEN, SPAN_DONE, SPAN_CUT, SPAN_MISSED } state;
	const char *name, *reason, *detail; /* of SPAN_MISSED, as for profile_miss() */
	enum err err;	 /* of SPAN_MISSED */
	int retry_after; /* s, with ERR_LIMIT */
	struct github_window_totals totals; /* of SPAN_DONE */
};

struct github_spans {
	struct github *gh;
	struct github_draft *draft; /* calendar and commits by repository go there */
	const char *login;
	enum github_window_fields fields;
	int cuts_max;
	size_t each; /* whole windows a request, at most GITHUB_WINDOWS_MAX */
	struct github_span *items;
	size_t n, cap;
	int points; /* spent by github_span_ask() */
};

/* Which spans one request asks. */
struct github_batch {
	size_t at[GITHUB_WINDOWS_MAX];
	size_t n;
};

void github_span_add(struct github_spans *s, int64_t first_day, int64_t last_day, bool recent);
/* Open spans as at most max requests, the oldest added first; how many. */
size_t github_span_batches(const struct github_spans *s, struct github_batch *ret_batches, size_t max);
/* The request of a batch; with head more is asked in it. */
struct github_call github_span_call(const struct github_spans *s, const struct github_batch *b, enum github_head head);
/*
 * Read an answer; the caller drops it and counts its cost. Every span of the batch is then done, missed, cut or to be
 * asked alone; not final: only what came is read, the rest is left open.
 */
void github_span_read(struct github_spans *s, const struct github_batch *b, const struct github_call *call, bool final);
/* A missed span as an error. */
enum err github_span_err(struct err_note *note, const struct github_span *span);
/* Ask, some requests at once, until no span is open; their cost goes into points. */
void github_span_ask(struct github_spans *s, int64_t deadline);

#endif
