/* logfmt to stderr. */
#include "config.h"

#include "core/base/log.h"

#include "core/base/arena.h"
#include "core/base/str.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "core/base/banned.h"

enum { LINE_MAX_BYTES = 2048 };

static const char *log_part = "gps";		/* style: set once before threads */
static enum log_level log_max = LOG_INFO;	/* style: set once before threads */

void log_init(const char *part, enum log_level max)
{
	log_part = part;
	log_max = max;
}

void log_set_level(enum log_level max)
{
	log_max = max;
}

static void emit(struct str *s)
{
	str_addc(s, '\n');
	if (s->over) /* the cut line must still end */
		s->buf[s->len - 1] = '\n';
	ssize_t wrote = write(STDERR_FILENO, s->buf, s->len);
	(void)wrote; /* nowhere left to tell */
}

static void head(struct str *s, struct arena *a, enum log_level level)
{
	arena_init(a, 16 * LINE_MAX_BYTES);
	str_init(s, a, LINE_MAX_BYTES);
	str_addf(s, "<%d>part=", (int)level);
	str_add_logfmt(s, log_part);
}

void log_line(enum log_level level, ...)
{
	if (level > log_max)
		return;
	struct arena a;
	struct str s;
	head(&s, &a, level);
	va_list ap;
	va_start(ap, level);
	for (const char *key; (key = va_arg(ap, const char *));) {
		const char *value = va_arg(ap, const char *);
		str_addc(&s, ' ');
		str_addz(&s, key);
		str_addc(&s, '=');
		str_add_logfmt(&s, value ? value : "");
	}
	va_end(ap);
	emit(&s);
	arena_release(&a);
}

void log_msg(enum log_level level, const char *fmt, ...)
{
	char text[512];
	va_list ap;
	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	log_line(level, "msg", text, NULL);
}
