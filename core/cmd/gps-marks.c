/* gps marks: AI-tool marks of commits given as JSON lines. One line in memory at a time. */
#include "config.h"

#include "core/cmd/gps.h"

#include "core/base/arena.h"
#include "core/base/json.h"
#include "core/base/str.h"
#include "core/profile/commit-line.h"
#include "core/profile/marks.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "core/base/banned.h"

enum { LINE_CAP = 16 * 1024 * 1024 };

DEFINE_CLEANUP(char *, free)

static struct person read_person(struct arena *a, struct json_object *commit, const char *key)
{
	struct json_object *p = json_get(commit, key);
	return (struct person){ json_dup(a, p, "name"), json_dup(a, p, "email"), json_dup(a, p, "login") };
}

/* What commit_line_read() refuses: valid JSON of rarer shapes, and errors with their reasons. */
static enum err read_tree(struct err_note *note, struct arena *a, const char *text, size_t len,
	struct commit_line *ret_line)
{
	CLEAN_JSON struct json_object *commit = NULL;
	TRY(json_parse(note, text, len, JSON_DEPTH, &commit));
	if (!json_object_is_type(commit, json_type_object))
		return err_set(note, ERR_INVALID, "not a JSON object");
	struct json_object *id = json_get(commit, "id");
	*ret_line = (struct commit_line){ .id = arena_strdup(a, id ? json_text(id, NULL) : "null"),
		.author = read_person(a, commit, "author"), .committer = read_person(a, commit, "committer"),
		.message = json_dup(a, commit, "message") };
	return OK;
}

/* {"id":..,"labels":[{"tool":..,"level":..,"evidence":..}]} */
static void write_marks(struct arena *a, const char *id, const struct mark *marks, size_t n)
{
	struct str line;
	str_init(&line, a, LINE_CAP);
	str_addz(&line, "{\"id\":");
	str_addz(&line, id);
	str_addz(&line, ",\"labels\":[");
	for (size_t i = 0; i < n; i++) {
		str_addz(&line, i ? ",{\"tool\":" : "{\"tool\":");
		str_add_json(&line, marks[i].tool->id);
		str_addz(&line, ",\"level\":");
		str_add_json(&line, mark_level_name(marks[i].level));
		str_addz(&line, ",\"evidence\":");
		str_add_json(&line, marks[i].evidence);
		str_addc(&line, '}');
	}
	str_addz(&line, "]}\n");
	(void)fwrite(line.buf, 1, line.len, stdout);
}

static enum err marks_line(struct err_note *note, struct arena *a, const char *text, size_t len)
{
	struct commit_line c;
	struct mark marks[MARKS_MAX];
	if (len > LINE_CAP)
		return err_set(note, ERR_TOO_BIG, "longer than %d bytes", LINE_CAP);
	if (!commit_line_read(a, text, len, &c))
		TRY(read_tree(note, a, text, len, &c));
	size_t n = marks_find(a, &c.author, &c.committer, c.message, marks);
	write_marks(a, c.id, marks, n);
	return OK;
}

int gps_marks(const struct gps_command *self, int argc, char **argv)
{
	if (argc > 1)
		return gps_usage(self, "unexpected argument \"%s\"", argv[1]);
	struct arena a;
	arena_init(&a, (size_t)4 * LINE_CAP);
	CLEANUP(freep) char *text = NULL;
	size_t room = 0;
	int code = EXIT_OK;
	ssize_t len;
	for (unsigned long number = 1; (len = getline(&text, &room, stdin)) >= 0; number++) {
		if (len && text[len - 1] == '\n')
			len--;
		if (!len)
			continue;
		struct err_note note = { .code = OK };
		arena_reset(&a);
		if (marks_line(&note, &a, text, (size_t)len)) {
			char input[64];
			(void)snprintf(input, sizeof(input), "line %lu", number);
			code = gps_fail(self, input, &note);
		}
	}
	arena_release(&a);
	if (ferror(stdin)) {
		struct err_note note = { .code = OK };
		(void)err_set(&note, ERR_INTERNAL, "cannot read the input");
		return gps_fail(self, NULL, &note);
	}
	return code;
}
