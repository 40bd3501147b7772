/* Error codes and the one-line note that goes with them. */
#include "config.h"

#include "core/base/err.h"

#include <stdio.h>
#include "core/base/banned.h"

static const struct {
	int status;
	const char *slug;
	const char *title;
} table[ERR__MAX] = {
#define X(name, status, slug, title) [name] = { status, slug, title },
	ERR_TABLE(X)
#undef X
};

enum err err_set_at(struct err_note *note, enum err code, const char *field, const char *file, int line,
	const char *fmt, ...)
{
	if (!note)
		return code;
	note->code = code;
	note->file = file;
	note->line = line;
	note->retry_after = 0;
	(void)snprintf(note->field, sizeof(note->field), "%s", field ? field : "");
	va_list ap;
	va_start(ap, fmt);
	(void)vsnprintf(note->text, sizeof(note->text), fmt, ap);
	va_end(ap);
	return code;
}

void err_clear(struct err_note *note)
{
	*note = (struct err_note){ .code = OK };
}

int err_status(enum err code)
{
	return table[code < ERR__MAX ? code : ERR_INTERNAL].status;
}

const char *err_slug(enum err code)
{
	return table[code < ERR__MAX ? code : ERR_INTERNAL].slug;
}

const char *err_title(enum err code)
{
	return table[code < ERR__MAX ? code : ERR_INTERNAL].title;
}
