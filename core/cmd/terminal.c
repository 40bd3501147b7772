/* Terminal output. */
#include "config.h"

#include "core/cmd/terminal.h"

#include "core/base/arena.h"
#include "core/base/clock.h"
#include "core/base/str.h"

#include <stdarg.h>
#include <stdbool.h>
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

void progress_show(struct progress *p, struct arena *a, const char *fmt, ...)
{
	char line[LINE_WIDTH + 1];
	int64_t now = clock_monotonic();
	if ((p->last_ms && now - p->last_ms < REDRAW_MS) || !isatty(STDERR_FILENO))
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
