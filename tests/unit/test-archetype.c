/* Model v3: typical people, the mix over a population, and what must never change a score. */
#include "config.h"

#include "core/base/arena.h"
#include "core/base/json.h"
#include "core/base/str.h"
#include "core/profile/profile.h"
#include "core/score/report.h"
#include "tests/population.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define NOW INT64_C(1795132800000) /* 2026-11-20T00:00:00Z */
enum { PEOPLE = 5000, LEAST = PEOPLE / 50, SAMPLE = 200, TYPICAL = 30, IDS = 10 };

static struct arena arena;
static struct scorer *scorer;

static int setup(void **state)
{
	(void)state;
	arena_init(&arena, 256 * 1024 * 1024);
	scorer = scorer_new();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	scorer_free(scorer);
	arena_release(&arena);
	return 0;
}

static struct report score(const struct profile *p)
{
	struct err_note note;
	struct report r;
	assert_int_equal(report_make(&note, &arena, scorer, p, "v3", NOW, &r), OK);
	return r;
}

static struct report score_text(const char *profile, const char *commits)
{
	struct err_note note;
	struct profile *p = arena_alloc(&arena, sizeof(*p));
	CLEAN_JSON struct json_object *root = NULL, *list = NULL;
	assert_int_equal(json_parse(&note, profile, strlen(profile), JSON_DEPTH, &root), OK);
	if (commits)
		assert_int_equal(json_parse(&note, commits, strlen(commits), JSON_DEPTH, &list), OK);
	assert_int_equal(profile_from_json(&note, &arena, root, list, p), OK);
	return score(p);
}

static void test_typical(void **state)
{
	(void)state;
	char path[4096], *line = NULL;
	size_t room = 0;
	int seen = 0;
	(void)snprintf(path, sizeof(path), "%s/tests/data/archetypes.jsonl", getenv("top_srcdir"));
	FILE *f = fopen(path, "r");
	assert_non_null(f);
	for (ssize_t len; (len = getline(&line, &room, f)) > 0; seen++) {
		struct err_note note;
		struct profile p;
		CLEAN_JSON struct json_object *root = NULL;
		assert_int_equal(json_parse(&note, line, (size_t)len, JSON_DEPTH, &root), OK);
		assert_int_equal(profile_from_json(&note, &arena, json_get(root, "profile"), json_get(root, "commits"), &p), OK);
		struct report r = score(&p);
		if (!str_eq(r.archetype.best.id, json_str(root, "expect", "")))
			print_message("# %s\n", json_str(root, "id", ""));
		assert_string_equal(r.archetype.best.id, json_str(root, "expect", ""));
		assert_false(r.archetype.undecided);
		assert_true(r.archetype.n_reasons > 0);
		assert_true(r.archetype.confidence > 0.6);
	}
	free(line);
	(void)fclose(f);
	assert_int_equal(seen, TYPICAL);
}

static void test_mix(void **state)
{
	(void)state;
	struct {
		const char *id;
		int wins;
	} wins[IDS] = { { NULL, 0 } };
	struct arena each;
	arena_init(&each, 64 * 1024 * 1024);
	for (uint64_t i = 0; i < PEOPLE; i++) {
		struct err_note note;
		struct profile p;
		struct report r;
		population_person(&each, 1, i, NOW, &p);
		assert_int_equal(report_make(&note, &each, scorer, &p, "v3", NOW, &r), OK);
		size_t k = 0;
		while (wins[k].id && !str_eq(wins[k].id, r.archetype.best.id))
			k++;
		wins[k].id = r.archetype.best.id; /* ids are static */
		wins[k].wins++;
		arena_reset(&each);
	}
	arena_release(&each);
	for (size_t k = 0; k < IDS; k++)
		assert_true(wins[k].wins >= LEAST);
}

static void test_empty(void **state)
{
	(void)state;
	struct report r = score_text("{\"repos\":[]}", NULL);
	assert_true(r.archetype.undecided);
	assert_true(r.archetype.confidence <= 0.2);
	assert_string_equal(r.archetype.best.id, "code_explorer");
	assert_int_equal(r.archetype.n_alternatives, 0);
	assert_string_equal(r.archetype.reasons[0],
		"too little stands out to tell: 0 own repositories, 0 languages in real use, 0 commits in 90 days");
	assert_string_equal(r.ai.confidence, "estimated");
	for (size_t i = 0; i < DIMENSION__MAX; i++)
		assert_int_equal(r.dimensions[i].score, 0);
	assert_true(r.dimensions[DIMENSION_AI_SAVVINESS].thin);
}

/* A repository on disk: everybody's commits in one language, no followers, no words. */
static struct report score_disk(const char *language, const char *file, int64_t commits)
{
	const char **files = arena_array(&arena, 1, sizeof(*files));
	struct language *l = arena_alloc(&arena, sizeof(*l));
	struct repo *repo = arena_alloc(&arena, sizeof(*repo));
	struct profile *p = arena_alloc(&arena, sizeof(*p));
	files[0] = file;
	*l = (struct language){ .name = language, .percentage = 100, .lines = METRIC(90000) };
	*repo = (struct repo){ .name = "tree", .pushed_ms = METRIC(NOW), .languages = l, .n_languages = 1,
		.root_files = files, .n_root_files = 1 };
	*p = (struct profile){ .source = SOURCE_GIT, .is_team = true, .n_repos = METRIC(1), .repos = repo,
		.n_repos_listed = 1, .languages = l, .n_languages = 1, .recent.commits = METRIC(commits) };
	return score(p);
}

/* Systems software counts for its nearest archetype, at less than a server, and says so. */
static void test_systems(void **state)
{
	(void)state;
	static const char *const systems[] = { "C", "C++", "Rust", "Zig", "Ada", "Assembly" };
	struct report go = score_disk("Go", "configure.ac", 57);
	for (size_t i = 0; i < sizeof(systems) / sizeof(systems[0]); i++) {
		struct report r = score_disk(systems[i], "configure.ac", 57);
		bool weak = str_eq(systems[i], "Assembly"); /* as much of it is reverse engineering */
		assert_int_equal(r.archetype.undecided, weak);
		if (weak)
			continue;
		assert_string_equal(r.archetype.best.id, "backend_architect");
		assert_true(r.archetype.best.score <= go.archetype.best.score);
	}
	assert_true(score_disk("Python", "README.md", 57).archetype.undecided); /* a server's or a scientist's */
	struct report c = score_disk("C", "configure.ac", 57);
	assert_string_equal(c.tech.primary_ecosystem, "systems");
	assert_string_equal(c.archetype.reasons[0],
		"code in server languages, systems languages counted at 80 %: 72 %");
}

/* Nobody's followers are known on disk: commits alone make no rising developer. */
static void test_unmeasured(void **state)
{
	(void)state;
	struct report busy = score_disk("Brainfuck", "configure.ac", 500);
	assert_true(busy.archetype.undecided);
	assert_string_equal(busy.archetype.best.id, "code_explorer");
	assert_string_equal(busy.archetype.reasons[0],
		"too little stands out to tell: 1 own repository, 1 language in real use, 500 commits in 90 days");
}

/* What a source could not give is told in words. */
static void test_missing(void **state)
{
	(void)state;
	static const struct {
		const char *field, *reason, *detail, *label, *why;
	} rows[] = {
		{ "contributions.prs", "UNSUPPORTED", "git does not know", "pull requests", "git does not know" },
		{ "contributions.2025-11-20..2026-05-21", "FORBIDDEN", "Resource not accessible",
			"contributions from 2025-11-20 to 2026-05-21", "GitHub does not let this service read it" },
		{ "repo:gps.commits", "NOT_FOUND", "no commit of the author asked for", "commits of gps",
			"no commit of the author asked for" },
		{ "repositories.defaultBranchRef", "ODD", NULL, "repositories default branch ref", "ODD" },
		{ "contributions.", "TIMEOUT", NULL, "contributions ", "GitHub took too long" },
	};
	struct profile p = { .source = SOURCE_GITHUB_GRAPHQL };
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		profile_miss(&p, &arena, rows[i].field, rows[i].reason, rows[i].detail);
	struct report r = score(&p);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_string_equal(r.missing[i].label, rows[i].label);
		assert_string_equal(r.missing[i].why, rows[i].why);
	}
	CLEAN_JSON struct json_object *answer = report_json(&r);
	assert_non_null(strstr(json_text(answer, NULL), "\"label\":\"pull requests\""));
}

/* The order in which a source lists things must not matter. */
static void test_order(void **state)
{
	(void)state;
	for (uint64_t i = 0; i < SAMPLE; i++) {
		struct profile p;
		population_person(&arena, 2, i, NOW, &p);
		struct report before = score(&p);
		for (size_t k = 0; k < p.n_repos_listed / 2; k++) {
			struct repo swap = p.repos[k];
			p.repos[k] = p.repos[p.n_repos_listed - 1 - k];
			p.repos[p.n_repos_listed - 1 - k] = swap;
		}
		for (size_t k = 0; k < p.n_languages / 2; k++) {
			struct language swap = p.languages[k];
			p.languages[k] = p.languages[p.n_languages - 1 - k];
			p.languages[p.n_languages - 1 - k] = swap;
		}
		struct report after = score(&p);
		assert_string_equal(before.archetype.best.id, after.archetype.best.id);
		for (size_t d = 0; d < DIMENSION__MAX; d++)
			assert_int_equal(before.dimensions[d].score, after.dimensions[d].score);
	}
}

/* More of these never lowers the dimension. */
static void test_monotone(void **state)
{
	(void)state;
	static const struct {
		size_t offset;
		enum dimension_id dimension;
	} counts[] = {
		{ offsetof(struct profile, recent.reviews), DIMENSION_COLLABORATION },
		{ offsetof(struct profile, recent.prs), DIMENSION_COLLABORATION },
		{ offsetof(struct profile, recent.issues), DIMENSION_COLLABORATION },
		{ offsetof(struct profile, followers), DIMENSION_COLLABORATION },
		{ offsetof(struct profile, recent.commits), DIMENSION_ACTIVITY },
		{ offsetof(struct profile, recent.reviews), DIMENSION_ACTIVITY },
	};
	for (uint64_t i = 0; i < SAMPLE; i++) {
		struct profile p;
		population_person(&arena, 3, i, NOW, &p);
		for (size_t c = 0; c < sizeof(counts) / sizeof(counts[0]); c++) {
			struct metric *m = (struct metric *)(void *)((char *)&p + counts[c].offset);
			struct metric kept = *m;
			double last = -1;
			for (int step = 0; step < 5; step++) {
				struct report r = score(&p);
				assert_true(r.dimensions[counts[c].dimension].raw >= last);
				last = r.dimensions[counts[c].dimension].raw;
				m->n += 1 + m->n / 2;
			}
			*m = kept;
		}
	}
}

/* The accidents of v2 that v3 must not repeat. */
static void test_repairs(void **state)
{
	(void)state;
	static const char commit[] = "[{\"message\":\"Bump x\\n\\nCo-authored-by: dependabot[bot] "
				     "<49699333+dependabot[bot]@users.noreply.github.com>\"},"
				     "{\"message\":\"Move the text cursor; thanks Cody and Gemini\"}]";
	struct report words = score_text("{\"repos\":[{\"name\":\"email-storage-rails\",\"description\":\"main domain container\"}]}", commit);
	assert_int_equal(words.dimensions[DIMENSION_AI_SAVVINESS].score, 0);
	assert_int_equal(words.ai.commits_marked, 0);
	assert_string_equal(words.ai.statement, "marks found in 0 of 2 commits");
	assert_int_equal(words.ai.n_detected_tools, 0);

	struct report now = score_text("{\"repos\":[{\"name\":\"a\",\"updated_at\":\"2026-11-19T12:00:00Z\"}]}", NULL);
	struct report future = score_text("{\"repos\":[{\"name\":\"a\",\"updated_at\":\"2030-01-01T00:00:00Z\"}]}", NULL);
	assert_true(future.dimensions[DIMENSION_ACTIVITY].raw < now.dimensions[DIMENSION_ACTIVITY].raw);

	struct report one = score_text("{\"repos\":[{\"name\":\"a\",\"stars\":5}]}", NULL);
	struct report twice = score_text("{\"repos\":[{\"name\":\"a\",\"stars\":5},{\"name\":\"a\",\"stars\":5},"
					 "{\"name\":\"b\",\"is_fork\":true,\"stars\":900}]}", NULL);
	assert_true(one.dimensions[DIMENSION_ACTIVITY].raw == twice.dimensions[DIMENSION_ACTIVITY].raw);
	assert_true(one.dimensions[DIMENSION_COLLABORATION].raw == twice.dimensions[DIMENSION_COLLABORATION].raw);
}

static void test_scaled_year(void **state)
{
	(void)state;
	struct report r = score_text("{\"contribution_stats\":{\"total_reviews\":365}}", NULL);
	const struct term *t = r.dimensions[DIMENSION_COLLABORATION].terms;
	assert_string_equal(t->signal, "recent_reviews");
	assert_string_equal(t->label, "reviews in 90 days, scaled from the last year's");
	assert_true(t->measured && t->value == 90);
}

static void test_marks(void **state)
{
	(void)state;
	struct report r = score_text("{\"repos\":[]}",
		"[{\"oid\":\"ab\",\"repo\":\"r\",\"message\":\"x\\n\\nCo-Authored-By: Claude <noreply@anthropic.com>\\n"
		"Co-authored-by: Jane Roe <jane@example.org>\"},{\"message\":\"y\"}]");
	assert_string_equal(r.ai.statement, "marks found in 1 of 2 commits");
	assert_string_equal(r.ai.detected_tools[0], "Claude Code");
	assert_true(r.dimensions[DIMENSION_AI_SAVVINESS].score > 0);
	CLEAN_JSON struct json_object *answer = report_json(&r);
	const char *text = json_text(answer, NULL);
	assert_non_null(strstr(text, "\"commits_marked\":1"));
	assert_null(strstr(text, "Jane"));
	assert_null(strstr(text, "jane@example.org"));
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_typical), cmocka_unit_test(test_mix),
		cmocka_unit_test(test_empty), cmocka_unit_test(test_systems),
		cmocka_unit_test(test_unmeasured), cmocka_unit_test(test_missing),
		cmocka_unit_test(test_order), cmocka_unit_test(test_monotone),
		cmocka_unit_test(test_repairs), cmocka_unit_test(test_scaled_year), cmocka_unit_test(test_marks) };
	return cmocka_run_group_tests_name("archetype", tests, setup, teardown);
}
