/* GitHub's answers, as recorded in tests/fuzz/corpus/github, into profiles; queries and their cost. */
#include "config.h"

#include "core/github/github-parse.h"

#include "core/base/arena.h"
#include "core/base/clock.h"
#include "core/base/json.h"
#include "core/base/str.h"
#include "core/github/github-settle.h"
#include "core/profile/value.h"
#include "core/github/github.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct arena arena;
static struct profile p;
static struct github_draft d;

static int setup(void **state)
{
	(void)state;
	arena_init(&arena, 8 * 1024 * 1024);
	p = (struct profile){ .source = SOURCE_GITHUB_GRAPHQL };
	d = (struct github_draft){ .arena = &arena, .profile = &p };
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_release(&arena);
	return 0;
}

static struct json_object *recorded(const char *name)
{
	static char text[64 * 1024];
	char path[4096];
	const char *top = getenv("top_srcdir");
	snprintf(path, sizeof(path), "%s/tests/fuzz/corpus/github/%s", top ? top : ".", name);
	FILE *in = fopen(path, "r");
	assert_non_null(in);
	size_t len = fread(text, 1, sizeof(text), in);
	fclose(in);
	while (len && ascii_is_space(text[len - 1]))
		len--;
	struct json_object *root = NULL;
	struct err_note note;
	assert_int_equal(json_parse(&note, text, len, JSON_DEPTH_DEEP, &root), OK);
	return root;
}

static void assert_metric(struct metric m, int64_t n)
{
	assert_true(m.known);
	assert_true(m.n == n);
}

static void test_profile(void **state)
{
	(void)state;
	CLEAN_JSON struct json_object *root = recorded("profile");
	assert_int_equal(github_parse_profile(&d, json_get(root, "data")), GITHUB_USER);
	github_parse_errors(&d, json_get(root, "errors"), "");
	github_settle(&d);
	assert_string_equal(p.login, "Ada-L");
	assert_string_equal(p.name, "Ada \xc3\x89l\xc3\xa8ve");
	assert_null(p.company);
	assert_true(p.is_hireable);
	assert_metric(p.followers, 12);
	assert_metric(p.all_time.prs, 40);
	assert_metric(p.prs_merged, 31);
	assert_metric(p.all_time.discussions, 2);
	assert_false(p.all_time.commits.known);
	assert_false(p.organizations_known);
	assert_string_equal(d.user_id, "U_1");
	assert_string_equal(d.viewer, "alice");
	assert_string_equal(d.cursor, "Y3Vyc29y");
	assert_metric(p.n_repos, 102);
	assert_int_equal(p.n_repos_listed, 2);
	const struct repo *r = p.repos;
	assert_string_equal(r[0].name, "engine");
	assert_string_equal(r[0].language, "C");
	assert_metric(r[0].stars, 50);
	assert_true(r[0].is_archived);
	assert_int_equal(r[0].n_topics, 2);
	assert_string_equal(r[0].topics[1], "cli");
	assert_string_equal(r[0].updated_at, "2026-10-01T00:00:00Z");
	assert_true(r[0].pushed_ms.known);
	assert_false(r[1].stars.known);
	assert_false(r[1].forks.known);
	assert_false(r[1].pushed_ms.known);
	assert_int_equal(r[1].n_languages, 1);
	/* own pinned repositories are those of repos[], whatever the case of their names */
	assert_int_equal(p.n_pinned, 2);
	assert_ptr_equal(p.pinned[0], &r[0]);
	assert_string_equal(p.pinned[1]->owner, "babbage");
}

static void test_languages(void **state)
{
	(void)state;
	CLEAN_JSON struct json_object *root = recorded("profile");
	(void)github_parse_profile(&d, json_get(root, "data"));
	github_settle(&d);
	assert_int_equal(p.n_languages, 2);
	assert_string_equal(p.languages[0].name, "C");
	assert_metric(p.languages[0].bytes, 900);
	assert_true(p.languages[0].percentage == 60.0);
	assert_string_equal(p.languages[1].name, "Shell");
	assert_metric(p.languages[1].bytes, 600);
	assert_metric(p.languages[1].repos, 2);
	assert_string_equal(p.languages[1].color, "#89e051"); /* "red" is none */
	assert_true(p.repos[0].languages[0].percentage == 90.0);
	assert_true(value_share(1, 3) == 33.3);
	assert_true(value_share(1, 16) == 6.3);
	assert_true(value_share(5, 0) == 0);
}

static void test_errors(void **state)
{
	(void)state;
	CLEAN_JSON struct json_object *root = recorded("profile");
	github_parse_errors(&d, json_get(root, "errors"), "");
	assert_int_equal(p.n_missing, 4);
	assert_string_equal(p.missing[0].field, "organizations");
	assert_string_equal(p.missing[0].reason, "FORBIDDEN");
	assert_string_equal(p.missing[0].detail, "GitHub does not let this token read it");
	assert_string_equal(p.missing[1].field, "repositories.languages");
	assert_string_equal(p.missing[2].reason, "undefinedField");
	assert_string_equal(p.missing[3].reason, "UPSTREAM");
	assert_true(github_has_error(json_get(root, "errors"), "FORBIDDEN"));
	assert_false(github_has_error(json_get(root, "errors"), "NOT_FOUND"));
	assert_false(github_has_error(NULL, ""));
}

static void test_windows(void **state)
{
	(void)state;
	CLEAN_JSON struct json_object *profile = recorded("profile"), *root = recorded("windows");
	int64_t today = clock_days_from_civil(2026, 11, 20);
	struct github_window window = { today - 90, today };
	(void)github_parse_profile(&d, json_get(profile, "data"));
	struct github_window_totals w = github_parse_window(&d, json_path(root, "data.w0.contributionsCollection"),
		&window, true);
	assert_true(w.known);
	assert_metric(w.totals.commits, 10);
	assert_metric(w.totals.issues, 2);
	assert_metric(w.totals.prs, 3);
	assert_metric(w.totals.reviews, 4);
	assert_false(w.totals.discussions.known);
	assert_metric(w.contributions, 6);
	w = github_parse_window(&d, json_path(root, "data.w1.contributionsCollection"), &window, false);
	assert_false(w.known);
	github_settle(&d);
	/* in order, each day once, none of outside the window */
	assert_int_equal(p.n_calendar, 3);
	assert_true(p.calendar[0].day == today - 2 && p.calendar[2].day == today);
	assert_int_equal(p.calendar[2].count, 2);
	assert_metric(p.repos[1].commits, 8);
	assert_false(p.repos[0].commits.known);
}

static void test_items(void **state)
{
	(void)state;
	struct repo r;
	struct gist g;
	CLEAN_JSON struct json_object *repository = recorded("repository"), *gist = recorded("gist"), *types = recorded("item-types"),
		*rest_repository = recorded("rest-repository"), *rest_gist = recorded("rest-gist");
	assert_true(github_parse_repository(&arena, json_path(repository, "data.repository"), &r));
	assert_string_equal(r.name, "arabic");
	assert_string_equal(r.color, "#663399");
	assert_true(r.created_ms.known && !r.is_template && r.n_languages == 1);
	assert_true(github_parse_rest_repository(&arena, rest_repository, &r));
	assert_string_equal(r.owner, "pin-a");
	assert_null(r.color);
	json_put_bool(rest_repository, "private", true);
	assert_false(github_parse_rest_repository(&arena, rest_repository, &r));
	assert_true(github_parse_gist(&arena, json_path(gist, "data.viewer.gist"), &g));
	assert_int_equal(g.n_files, 12);
	assert_string_equal(g.files[1].name, "part-02.c"); /* by name, not as they came */
	assert_metric(g.stars, 7);
	json_put_bool(json_path(gist, "data.viewer.gist"), "isPublic", false);
	assert_false(github_parse_gist(&arena, json_path(gist, "data.viewer.gist"), &g));
	assert_true(github_parse_rest_gist(&arena, rest_gist, &g));
	assert_true(g.n_files == 1 && g.forks.known && !g.stars.known);
	assert_false(github_parse_repository(&arena, json_path(types, "data.repository"), &r));
	assert_true(github_parse_gist(&arena, json_path(types, "data.viewer.gist"), &g));
	assert_true(g.n_files == 2 && g.files[1].size == 0 && !g.files[0].color && !g.stars.known);
	assert_false(github_parse_gist(&arena, NULL, &g) || github_parse_rest_gist(&arena, NULL, &g));
}

static void test_years(void **state)
{
	(void)state;
	CLEAN_JSON struct json_object *root = recorded("history"), *types = recorded("item-types");
	struct json_object *data = json_get(root, "data");
	struct metric created = github_parse_created_day(data);
	assert_metric(created, clock_days_from_civil(2012, 3, 14));
	size_t n = 0;
	for (size_t i = 0; i < github_parse_years(data); i++)
		n += github_parse_early_year(data, i, created.n).known;
	assert_int_equal(n, 2);
	data = json_get(types, "data");
	assert_false(github_parse_created_day(data).known);
	n = 0;
	for (size_t i = 0; i < github_parse_years(data); i++)
		n += github_parse_early_year(data, i, created.n).known;
	assert_int_equal(n, 1); /* 1970; the rest are no years */
}

static void test_commits(void **state)
{
	(void)state;
	CLEAN_JSON struct json_object *profile = recorded("profile"), *root = recorded("commits");
	(void)github_parse_profile(&d, json_get(profile, "data"));
	github_parse_commits(&d, json_path(root, "data.nodes"));
	assert_true(p.commits_known);
	assert_int_equal(p.n_commits, 2);
	const struct commit *c = p.commits;
	assert_string_equal(c[0].repo, "engine");
	assert_string_equal(c[0].author.login, "ada-l");
	assert_string_equal(c[0].committer.email, "noreply@github.com");
	assert_int_equal(c[0].n_coauthors, 1);
	assert_string_equal(c[0].coauthors[0].email, "grace@example.org");
	assert_metric(c[0].changed_files, 3);
	assert_true(c[0].time_ms.known);
	assert_string_equal(c[1].message, "");
	assert_false(c[1].time_ms.known);
	assert_int_equal(p.repos[0].n_root_files, 4);
	assert_string_equal(p.repos[0].root_files[3], ".github/copilot-instructions.md");
	assert_int_equal(p.n_config_marks, 3);
	assert_string_equal(p.config_marks[0].tool, "claude");
	assert_string_equal(p.config_marks[1].path, ".cursor");
	assert_string_equal(p.config_marks[2].tool, "copilot");
}

static void test_trailers(void **state)
{
	(void)state;
	struct commit c = { .message = "x\n\nCo-Authored-By:  Grace Hopper  <grace@example.org>\n"
		"co-authored-by: <bare@example.org>\nCo-authored-by: nobody\nnot Co-authored-by: A <a@example.org>\n"
		"Co-authored-by: B >b@example.org<\nCO-AUTHORED-BY:C<c@example.org>" };
	github_trailers(&arena, &c);
	assert_int_equal(c.n_coauthors, 3);
	assert_string_equal(c.coauthors[0].name, "Grace Hopper");
	assert_string_equal(c.coauthors[0].email, "grace@example.org");
	assert_string_equal(c.coauthors[1].name, "");
	assert_string_equal(c.coauthors[2].name, "C");
	assert_string_equal(c.coauthors[2].email, "c@example.org");
}

static void test_rest(void **state)
{
	(void)state;
	CLEAN_JSON struct json_object *user = recorded("rest-user"), *repos = recorded("rest-repos"),
		*events = recorded("rest-events");
	assert_int_equal(github_parse_rest_user(&d, user), GITHUB_USER);
	assert_int_equal(github_parse_rest_repos(&d, repos), 5);
	github_parse_rest_events(&d, events);
	github_settle(&d);
	assert_string_equal(p.login, "ada-l");
	assert_null(p.company);
	assert_metric(p.followers, 12);
	assert_int_equal(p.n_repos_listed, 3); /* without the fork and the nameless one */
	assert_int_equal(p.repos[0].n_topics, 2);
	assert_int_equal(p.n_languages, 2);
	assert_string_equal(p.languages[0].name, "C");
	assert_true(p.languages[0].percentage == 66.7);
	assert_false(p.languages[0].bytes.known);
	assert_metric(p.recent.prs, 1);
	assert_metric(p.recent.issues, 1);
	assert_metric(p.recent.reviews, 2);
	assert_false(p.recent.commits.known);
	json_put_str(user, "type", "Organization");
	assert_int_equal(github_parse_rest_user(&d, user), GITHUB_ORGANIZATION);
	assert_int_equal(github_parse_rest_user(&d, events), GITHUB_NOBODY);
}

static void test_strange(void **state)
{
	(void)state;
	CLEAN_JSON struct json_object *root = recorded("types"), *org = recorded("organization");
	assert_int_equal(github_parse_profile(&d, json_get(org, "data")), GITHUB_ORGANIZATION);
	assert_int_equal(github_parse_profile(&d, NULL), GITHUB_NOBODY);
	assert_int_equal(github_parse_profile(&d, json_get(root, "data")), GITHUB_USER);
	assert_null(p.login);
	assert_int_equal(p.n_repos_listed, 0);
	github_parse_errors(&d, json_get(root, "errors"), "");
	assert_int_equal(p.n_missing, 0);
	github_settle(&d);
}

static void test_text(void **state)
{
	(void)state;
	struct json_object *o = json_new();
	json_put_str(o, "s", "abc\xc3\xa9\xe4\xba\xac");
	json_put_int(o, "n", 5);
	assert_string_equal(value_text(&arena, json_get(o, "s"), 4), "abc");
	assert_string_equal(value_text(&arena, json_get(o, "s"), 5), "abc\xc3\xa9");
	assert_string_equal(value_text(&arena, json_get(o, "s"), 7), "abc\xc3\xa9");
	assert_string_equal(value_text(&arena, json_get(o, "s"), 8), "abc\xc3\xa9\xe4\xba\xac");
	assert_null(value_text(&arena, json_get(o, "n"), 8));
	assert_null(value_text(&arena, NULL, 8));
	json_object_put(o);
}

static void test_queries(void **state)
{
	(void)state;
	assert_int_equal(github_commits_cost(10, 50, true), 5);
	assert_int_equal(github_commits_cost(10, 50, false), 1);
	assert_int_equal(github_commits_cost(1, 1, true), 1);
	assert_int_equal(github_commits_cost(10, 100, true), 10);
	assert_int_equal(github_windows_cost(GITHUB_TOTALS, 3, GITHUB_HEAD_PROFILE), 4);
	assert_int_equal(github_windows_cost(GITHUB_TOTALS, 2, GITHUB_HEAD_NONE), 1);
	assert_int_equal(github_windows_cost(GITHUB_CALENDAR, 4, GITHUB_HEAD_ACCOUNT), 1);
	struct github_window w = { clock_days_from_civil(2026, 8, 22), clock_days_from_civil(2026, 11, 20) };
	struct err_note note;
	CLEAN_JSON struct json_object *root = NULL;
	const char *text = github_query_windows(&arena, "ada\"}", GITHUB_TOTALS, &w, 1, GITHUB_HEAD_PROFILE);
	assert_int_equal(json_parse(&note, text, strlen(text), JSON_DEPTH, &root), OK);
	struct json_object *v = json_get(root, "variables");
	assert_string_equal(json_str(v, "login", ""), "ada\"}");
	assert_string_equal(json_str(v, "from0", ""), "2026-08-22T00:00:00Z");
	assert_string_equal(json_str(v, "to0", ""), "2026-11-20T23:59:59Z");
	assert_null(strstr(json_str(root, "query", ""), "ada"));
}

static void test_names(void **state)
{
	(void)state;
	assert_true(github_repo_valid("a") && github_repo_valid("..a") && github_repo_valid("A-b_c.d"));
	assert_false(github_repo_valid("") || github_repo_valid(".") || github_repo_valid("..") || github_repo_valid("a/b") ||
		github_repo_valid("a b") || github_repo_valid("a?b") || github_repo_valid(NULL));
	assert_true(github_gist_valid("0a1b") && github_gist_valid("7"));
	assert_false(github_gist_valid("") || github_gist_valid("a/b") || github_gist_valid("a-b") || github_gist_valid(NULL));
}

static void test_login(void **state)
{
	(void)state;
	static const char *const good[] = { "a", "A1", "a-b", "a-b-c", "a--b", "0123456789012345678901234567890123456ab" };
	static const char *const bad[] = { "", "-a", "a-", "-", "a_b", "a.b", "a/b", "a b", "\xc3\xa9", "a\n",
		"0123456789012345678901234567890123456abc" };
	for (size_t i = 0; i < ARRAY_LEN(good); i++)
		assert_true(github_login_valid(good[i]));
	for (size_t i = 0; i < ARRAY_LEN(bad); i++)
		assert_false(github_login_valid(bad[i]));
	assert_false(github_login_valid(NULL));
}

int main(void)
{
#define EACH(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
	const struct CMUnitTest tests[] = {
		EACH(test_profile),
		EACH(test_languages),
		EACH(test_errors),
		EACH(test_windows),
		EACH(test_items),
		EACH(test_years),
		EACH(test_commits),
		EACH(test_trailers),
		EACH(test_rest),
		EACH(test_strange),
		EACH(test_text),
		EACH(test_queries),
		EACH(test_names),
		EACH(test_login),
	};
	return cmocka_run_group_tests_name("github-parse", tests, NULL, NULL);
}
