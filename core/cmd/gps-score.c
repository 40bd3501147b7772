/* gps score: scores of profiles given as JSON lines. One line in memory at a time. */
#include "config.h"

#include "core/cmd/gps.h"

#include "core/base/arena.h"
#include "core/base/clock.h"
#include "core/base/json.h"
#include "core/base/parse.h"
#include "core/base/str.h"
#include "core/profile/profile.h"
#include "core/score/report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "core/base/banned.h"

enum { LINE_CAP = 64 * 1024 * 1024, ARENA_CAP = 512 * 1024 * 1024 };

DEFINE_CLEANUP(char *, free)
DEFINE_CLEANUP(struct scorer *, scorer_free)

struct options {
	const char *model;
	bool now_given;
	int64_t now_ms;
};

/* Move a member of the API's shape; the vectors' blocks have fewer members than the API's. */
static void keep(struct json_object *out, struct json_object *from, const char *const *keys)
{
	for (; *keys; keys++)
		json_put(out, *keys, json_object_get(json_get(from, *keys)));
}

static void put_block(struct json_object *out, const char *key, struct json_object *whole, const char *const *keys)
{
	keep(json_put_object(out, key), whole, keys);
}

static void write_report(struct json_object *id, const struct report *r)
{
	static const char *const archetype_keys[] = { "id", "confidence", "alternatives", NULL };
	static const char *const ai_keys[] = { "overall_bucket", "ai_score", "confidence", "detected_tools", NULL };
	static const char *const tech_keys[] = { "frameworks", "primary_ecosystem", NULL };
	static const char *const reason_keys[] = { "reasons", "undecided", NULL };
	static const char *const mark_keys[] = { "marks", NULL };
	CLEAN_JSON struct json_object *out = json_new();
	CLEAN_JSON struct json_object *archetype = report_archetype_json(r);
	CLEAN_JSON struct json_object *ai = report_ai_json(r);
	CLEAN_JSON struct json_object *tech = report_tech_json(r);
	json_put(out, "id", json_object_get(id));
	json_put_str(out, "model", r->model);
	json_put(out, "scores", report_scores_json(r));
	put_block(out, "archetype", archetype, archetype_keys);
	put_block(out, "ai_analysis", ai, ai_keys);
	json_put(out, "commit_analysis", report_commit_analysis_json(r));
	put_block(out, "tech_profile", tech, tech_keys);
	keep(out, archetype, reason_keys);
	keep(out, ai, mark_keys);
	struct json_object *coverage = json_put_object(out, "coverage");
	for (size_t i = 0; i < DIMENSION__MAX; i++)
		json_put_num(coverage, r->dimensions[i].id, r->dimensions[i].coverage, 2);
	json_put(out, "explanation", report_explanation_json(r));
	size_t len;
	const char *text = json_text(out, &len);
	(void)fwrite(text, 1, len, stdout);
	(void)putchar('\n');
}

static enum err line_time(struct err_note *note, const struct options *o, struct json_object *line, int64_t *ret_ms)
{
	struct json_object *now = json_get(line, "now");
	if (o->now_given)
		*ret_ms = o->now_ms;
	else if (!now)
		*ret_ms = clock_now();
	else if (!json_object_is_type(now, json_type_string) || !parse_time(json_object_get_string(now), ret_ms))
		return err_field(note, ERR_INVALID, "now", "now: must be an ISO time");
	return OK;
}

static enum err score_line(struct err_note *note, struct arena *a, struct scorer *scorer, const struct options *o,
	const char *text, size_t len)
{
	if (len > LINE_CAP)
		return err_set(note, ERR_TOO_BIG, "longer than %d bytes", LINE_CAP);
	CLEAN_JSON struct json_object *line = NULL;
	TRY(json_parse(note, text, len, JSON_DEPTH, &line));
	if (!json_object_is_type(line, json_type_object))
		return err_set(note, ERR_INVALID, "not a JSON object");
	int64_t now_ms;
	struct profile p;
	struct report r;
	TRY(line_time(note, o, line, &now_ms));
	TRY(profile_from_json(note, a, json_get(line, "profile"), json_get(line, "commits"), &p));
	TRY(report_make(note, a, scorer, &p, o->model, now_ms, &r));
	if (arena_over(a))
		return err_set(note, ERR_TOO_BIG, "the profile is too large");
	write_report(json_get(line, "id"), &r);
	return OK;
}

static int read_options(const struct gps_command *self, int argc, char **argv, struct options *o)
{
	for (int i = 1; i < argc; i += 2) { /* each takes a value */
		const char *value = i + 1 < argc ? argv[i + 1] : NULL;
		if (str_eq(argv[i], "--model") && value) {
			if (!str_eq(value, "v2") && !str_eq(value, "v3"))
				return gps_usage(self, "no model \"%s\"; there are v2 and v3", value);
			o->model = value;
		} else if (str_eq(argv[i], "--now") && value) {
			if (!parse_time(value, &o->now_ms))
				return gps_usage(self, "\"%s\" is no time; write 2026-11-20T00:00:00Z", value);
			o->now_given = true;
		} else if (str_eq(argv[i], "--model") || str_eq(argv[i], "--now")) {
			return gps_usage(self, "option \"%s\" needs a value", argv[i]);
		} else {
			return gps_usage(self, "unexpected argument \"%s\"; profiles are read from standard input", argv[i]);
		}
	}
	return EXIT_OK;
}

static int score_lines(const struct gps_command *self, const struct options *o)
{
	struct arena a;
	arena_init(&a, ARENA_CAP);
	CLEANUP(scorer_freep) struct scorer *scorer = scorer_new();
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
		if (score_line(&note, &a, scorer, o, text, (size_t)len)) {
			char input[64];
			(void)snprintf(input, sizeof(input), "line %lu", number);
			code = gps_fail(self, input, &note);
		}
	}
	arena_release(&a);
	return code;
}

int gps_score(const struct gps_command *self, int argc, char **argv)
{
	struct options o = { .model = MODEL_DEFAULT };
	int code = read_options(self, argc, argv, &o);
	if (code)
		return code;
	code = score_lines(self, &o);
	if (ferror(stdin)) {
		struct err_note note = { .code = OK };
		(void)err_set(&note, ERR_INTERNAL, "cannot read the input");
		return gps_fail(self, NULL, &note);
	}
	return code;
}
