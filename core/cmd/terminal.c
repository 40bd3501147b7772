/* Terminal output. */
#include "config.h"

#include "core/cmd/terminal.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/base/clock.h"
#include "core/base/str.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "core/base/banned.h"

enum { REDRAW_MS = 100, LINE_WIDTH = 78 };

static bool is_harmful(unsigned int cp)
{
	return cp < 0x20 || (cp >= 0x7f && cp < 0xa0) || (cp >= 0x202a && cp <= 0x202e) || (cp >= 0x2066 && cp <= 0x2069);
}

const char *terminal_text(struct arena *a, const char *text)
{
	size_t len = strlen(text), n = 0, used;
	char *out = arena_alloc(a, len + 1);
	for (size_t i = 0; i < len; i += used) {
		unsigned int cp = 0;
		used = utf8_next(text + i, len - i, &cp);
		if (!used || is_harmful(cp)) {
			used = used ? used : 1;
			out[n++] = '?';
			continue;
		}
		memcpy(out + n, text + i, used);
		n += used;
	}
	return out;
}

/* First and last code point of what takes no column, and of what takes two (UAX 11, by block). */
static const struct width {
	unsigned int from, to;
	int columns;
} widths[] = {
	{ 0x0300, 0x036f, 0 },	 { 0x0591, 0x05bd, 0 },	  { 0x0610, 0x061a, 0 },   { 0x064b, 0x065f, 0 },
	{ 0x1100, 0x115f, 2 },	 { 0x200b, 0x200f, 0 },	  { 0x20d0, 0x20ff, 0 },   { 0x2e80, 0x303e, 2 },
	{ 0x3041, 0xa4cf, 2 },	 { 0xa960, 0xa97f, 2 },	  { 0xac00, 0xd7a3, 2 },   { 0xf900, 0xfaff, 2 },
	{ 0xfe00, 0xfe0f, 0 },	 { 0xfe30, 0xfe6f, 2 },	  { 0xff01, 0xff60, 2 },   { 0xffe0, 0xffe6, 2 },
	{ 0x1f300, 0x1f64f, 2 }, { 0x1f680, 0x1f6ff, 2 }, { 0x1f900, 0x1faff, 2 }, { 0x20000, 0x3fffd, 2 },
};

static int width_of(unsigned int cp)
{
	for (size_t i = 0; i < ARRAY_LEN(widths); i++)
		if (cp >= widths[i].from && cp <= widths[i].to)
			return widths[i].columns;
	return 1;
}

static int width_of_n(const char *text, size_t len)
{
	int columns = 0;
	for (size_t i = 0, used; i < len; i += used) {
		unsigned int cp = 0;
		used = utf8_next(text + i, len - i, &cp);
		columns += used ? width_of(cp) : 1;
		used = used ? used : 1;
	}
	return columns;
}

int terminal_width(const char *text)
{
	return width_of_n(text, strlen(text));
}

void terminal_fold(FILE *out, int column, int indent, const char *text)
{
	for (bool first = true; *text; first = false) {
		size_t len = strcspn(text, " ");
		int columns = width_of_n(text, len);
		if (!first && column + 1 + columns > TERMINAL_EDGE) {
			(void)fprintf(out, "\n%*s", indent, "");
			column = indent;
		} else if (!first) {
			(void)fputc(' ', out);
			column++;
		}
		(void)fwrite(text, 1, len, out);
		column += columns;
		text += len + (text[len] == ' ');
	}
	(void)fputc('\n', out);
}

static bool is_rewritable(void)
{
	const char *term = getenv("TERM");
	return isatty(STDERR_FILENO) && !(term && str_eq(term, "dumb"));
}

void progress_show(struct progress *p, struct arena *a, const char *fmt, ...)
{
	char line[LINE_WIDTH + 1];
	int64_t now = clock_monotonic();
	if ((p->last_ms && now - p->last_ms < REDRAW_MS) || !is_rewritable())
		return;
	p->last_ms = now;
	va_list ap;
	va_start(ap, fmt);
	int n = vsnprintf(line, sizeof(line), fmt, ap);
	va_end(ap);
	if (n < 0)
		return;
	if (n > LINE_WIDTH)
		n = LINE_WIDTH;
	(void)fprintf(stderr, "\r%-*s", p->shown > n ? p->shown : n, terminal_text(a, line));
	p->shown = n;
}

void progress_clear(struct progress *p)
{
	if (p->shown)
		(void)fprintf(stderr, "\r%*s\r", p->shown, "");
	p->shown = 0;
}
