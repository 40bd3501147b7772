/* What commands write for people: text of others made harmless, and a progress line. */
#ifndef CORE_CMD_TERMINAL_H
#define CORE_CMD_TERMINAL_H

#include <stdint.h>
#include <stdio.h>

struct arena;

enum { TERMINAL_EDGE = 79 }; /* columns that lines may fill, of 80 */

/* A copy fit for a terminal: control characters (C0, DEL, C1, bidi overrides) become "?". */
const char *terminal_text(struct arena *a, const char *text);

/* Columns that text takes: wide for East Asian and emoji, none for combining marks. */
int terminal_width(const char *text);

/* text from `column` on, broken at blanks before the right edge, further lines under `indent`. */
void terminal_fold(FILE *out, int column, int indent, const char *text);

/*
 * One line on stderr, rewritten in place, at most ten times a second; silent where stderr is no
 * terminal or a dumb one.
 */
struct progress {
	int64_t last_ms;
	int shown; /* columns to wipe */
};

void progress_show(struct progress *p, struct arena *a, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
void progress_clear(struct progress *p);

#endif
