/*
 * Scoring of anything: a line of gps score under both models, and the raw bytes as a commit
 * message. Scores stay within 0..100, confidence within 0..1, and the answer is valid JSON.
 */
#include "config.h"

#include "core/base/arena.h"
#include "core/base/json.h"
#include "core/profile/profile.h"
#include "core/score/report.h"

#include <stdint.h>
#include <stdlib.h>
#include "core/base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define NOW INT64_C(1795132800000)

static void score(struct arena *a, const struct profile *p, const char *model)
{
	struct err_note note;
	struct report r;
	size_t len;
	if (report_make(&note, a, NULL, p, model, NOW, &r))
		abort();
	for (size_t i = 0; i < DIMENSION__MAX; i++)
		if (r.dimensions[i].score < 0 || r.dimensions[i].score > 100)
			abort();
	if (!(r.archetype.confidence >= 0 && r.archetype.confidence <= 1))
		abort();
	CLEAN_JSON struct json_object *answer = report_json(&r);
	if (!json_text(answer, &len) || !len)
		abort();
}

static void score_both(struct arena *a, const struct profile *p)
{
	score(a, p, "v2");
	score(a, p, "v3");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a;
	struct err_note note;
	struct profile p;
	arena_init(&a, 1 << 28);
	struct commit twice[3] = { { .message = arena_strndup(&a, (const char *)data, size), .date = "2026-11-01 10:00:00" } };
	twice[1] = twice[2] = twice[0];
	struct profile talker = { .source = SOURCE_GIT, .commits = twice, .n_commits = 3, .commits_known = true };
	score_both(&a, &talker);
	CLEAN_JSON struct json_object *root = NULL;
	if (!json_parse(&note, (const char *)data, size, JSON_DEPTH, &root) &&
		!profile_from_json(&note, &a, json_get(root, "profile"), json_get(root, "commits"), &p))
		score_both(&a, &p);
	arena_release(&a);
	return 0;
}
