/* gps marks: AI-tool marks of commits given as JSON lines. One line in memory at a time. */
#include "config.h"

#include "core/cmd/gps.h"

#include "core/base/arena.h"
#include "core/base/json.h"
#include "core/base/str.h"
#include "core/profile/commit-line.h"
#include "core/profile/marks.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "core/base/banned.h"

enum { LINE_CAP = 16 * 1024 * 1024, READ_MIN = 64 * 1024 };

/* Lines of standard input, as they come; a line over LINE_CAP is cut there and its rest thrown away. */
struct reader {
	struct arena arena;
	char *buf;
	size_t cap, from, to; /* [from, to) is read and not yet given out */
	bool is_end, is_failed;
};

static void fill(struct reader *r)
{
	if (r->from) {
		memmove(r->buf, r->buf + r->from, r->to - r->from);
		r->to -= r->from;
		r->from = 0;
	}
	if (r->to == r->cap) {
		size_t cap = r->cap ? r->cap * 2 : READ_MIN;
		r->buf = arena_grow(&r->arena, r->buf, r->cap, cap);
		r->cap = cap;
	}
	ssize_t n;
	do
		n = read(STDIN_FILENO, r->buf + r->to, r->cap - r->to);
	while (n < 0 && errno == EINTR);
	r->is_failed = n < 0;
	r->is_end = n <= 0;
	r->to += n > 0 ? (size_t)n : 0;
}

/* The next line without its end; false at the end. It lives until the next call. */
static bool next_line(struct reader *r, const char **ret_line, size_t *ret_len)
{
	size_t seen = 0;
	bool too_long = false;
	for (;;) {
		char *line = r->buf + r->from, *end = r->to - r->from > seen ?
			memchr(line + seen, '\n', r->to - r->from - seen) : NULL;
		if (end || (r->is_end && r->to > r->from)) {
			size_t len = end ? (size_t)(end - line) : r->to - r->from;
			r->from += len + (end != NULL);
			*ret_line = line;
			*ret_len = too_long ? LINE_CAP + 1 : len;
			return true;
		}
		if (r->is_end)
			return false;
		seen = r->to - r->from;
		if (seen > LINE_CAP) {
			too_long = true;
			r->from = r->to - 1; /* one byte stays, so that the line is not forgotten */
			seen = 1;
		}
		fill(r);
	}
}

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
		return gps_usage(self, "unexpected argument \"%s\"; commits are read from standard input", argv[1]);
	struct arena a;
	struct reader in = { .is_end = false };
	arena_init(&a, (size_t)4 * LINE_CAP);
	arena_init(&in.arena, (size_t)4 * LINE_CAP);
	fill(&in);
	int code = EXIT_OK;
	const char *text;
	size_t len;
	for (unsigned long number = 1; next_line(&in, &text, &len); number++) {
		struct err_note note = { .code = OK };
		arena_reset(&a);
		if (len && marks_line(&note, &a, text, len)) {
			char input[64];
			(void)snprintf(input, sizeof(input), "line %lu", number);
			code = gps_fail(self, input, &note);
		}
	}
	if (in.is_failed) {
		struct err_note note = { .code = OK };
		(void)err_set(&note, ERR_INTERNAL, "cannot read the input");
		code = gps_fail(self, NULL, &note);
	}
	arena_release(&in.arena);
	arena_release(&a);
	return code;
}
