/* The marks finder: any bytes as author, committer and message, separated by line feeds. */
#include "config.h"

#include "core/base/arena.h"
#include "core/profile/marks.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "core/base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The next line, as a copy of exact length so that a sanitizer sees one byte too far. */
static char *next_line(struct arena *a, const char **text)
{
	size_t len = strcspn(*text, "\n");
	char *line = arena_strndup(a, *text, len);
	*text += len + ((*text)[len] == '\n');
	return line;
}

static void check(const struct mark *marks, size_t n)
{
	uint64_t seen[MARK_LEVEL__MAX] = { 0 };
	if (n > MARKS_MAX)
		abort();
	for (size_t i = 0; i < n; i++) {
		uint64_t bit = UINT64_C(1) << (marks[i].tool - mark_tools);
		if (marks[i].level >= MARK_LEVEL__MAX || seen[marks[i].level] & bit)
			abort();
		seen[marks[i].level] |= bit;
		if (!*marks[i].evidence || strlen(marks[i].evidence) > MARK_EVIDENCE_MAX)
			abort();
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a;
	arena_init(&a, 1 << 26);
	const char *text = arena_strndup(&a, (const char *)data, size);
	struct commit c = { .oid = "0" };
	c.author.name = next_line(&a, &text);
	c.author.email = next_line(&a, &text);
	c.committer.email = next_line(&a, &text);
	c.message = arena_strdup(&a, text);
	struct mark marks[MARKS_MAX];
	size_t n = marks_find(&a, &c.author, &c.committer, c.message, marks);
	check(marks, n);
	struct mark_totals totals;
	mark_totals_init(&totals, &a);
	mark_totals_add(&totals, &c);
	if (totals.marked != (n > 0))
		abort();
	(void)marks_config_file(c.author.name);
	(void)marks_is_bot(&c.author);
	arena_release(&a);
	return 0;
}
