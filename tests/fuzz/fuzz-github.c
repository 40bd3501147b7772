/* GitHub's answers: every reader meets every document. */
#include "config.h"

#include "core/base/arena.h"
#include "core/base/clock.h"
#include "core/base/json.h"
#include "core/base/str.h"
#include "core/github/github-parse.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "core/base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_gist(const struct gist *g)
{
	if (!g->id || g->n_files > 100)
		abort();
	for (size_t i = 0; i < g->n_files; i++)
		if (!g->files[i].name || g->files[i].size < 0 || (i && strcmp(g->files[i - 1].name, g->files[i].name) > 0))
			abort();
}

static void check_repo(const struct repo *r)
{
	if (!r->name || r->is_private || (r->color && strlen(r->color) != 7))
		abort();
}

static void read_graphql(struct github_draft *d, struct json_object *root)
{
	struct github_window window = { 20000, 21000 };
	struct json_object *body = json_get(root, "data");
	(void)github_parse_profile(d, body);
	github_parse_repositories(d, json_path(root, "data.user.repositories"));
	(void)github_parse_window(d, json_path(root, "data.w0.contributionsCollection"), &window, true);
	(void)github_parse_window(d, json_path(root, "data.w1.contributionsCollection"), &window, false);
	github_parse_commits(d, json_get(body, "nodes"));
	github_parse_errors(d, json_get(root, "errors"), "");
	struct metric created = github_parse_created_day(body);
	for (size_t i = 0; i < github_parse_years(body); i++) {
		struct metric early = github_parse_early_year(body, i, created.known ? created.n : 0);
		if (early.known && (early.n < 1970 || early.n > clock_civil(created.known ? created.n : 0).year))
			abort();
	}
	struct repo r;
	struct gist g;
	if (github_parse_repository(d->arena, json_get(body, "repository"), &r))
		check_repo(&r);
	if (github_parse_gist(d->arena, json_path(body, "viewer.gist"), &g))
		check_gist(&g);
}

static void read_rest(struct github_draft *d, struct json_object *root)
{
	(void)github_parse_rest_user(d, root);
	(void)github_parse_rest_repos(d, root);
	github_parse_rest_events(d, root);
	struct repo r;
	struct gist g;
	if (github_parse_rest_repository(d->arena, root, &r))
		check_repo(&r);
	if (github_parse_rest_gist(d->arena, root, &g))
		check_gist(&g);
}

/* Whatever came, the profile is one that can be dumped, and shares are shares. */
static void check(const struct profile *p)
{
	for (size_t i = 0; i < p->n_languages; i++)
		if (!(p->languages[i].percentage >= 0 && p->languages[i].percentage <= 100))
			abort();
	for (size_t i = 1; i < p->n_calendar; i++)
		if (p->calendar[i].day <= p->calendar[i - 1].day)
			abort();
	for (size_t i = 0; i < p->n_commits; i++)
		if (!p->commits[i].message || strlen(p->commits[i].message) > 16 * 1024)
			abort();
	CLEAN_JSON struct json_object *dump = profile_dump(p);
	struct json_object *back = NULL;
	struct err_note note;
	size_t len;
	const char *text = json_text(dump, &len);
	if (json_parse(&note, text, len, JSON_DEPTH, &back))
		abort();
	json_object_put(back);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a;
	struct err_note note;
	CLEAN_JSON struct json_object *root = NULL;
	if (json_parse(&note, (const char *)data, size, JSON_DEPTH_DEEP, &root))
		return 0;
	for (int rest = 0; rest < 2; rest++) {
		arena_init(&a, 1 << 26);
		struct profile p = { .source = rest ? SOURCE_GITHUB_REST : SOURCE_GITHUB_GRAPHQL };
		struct github_draft d = { .arena = &a, .profile = &p };
		(rest ? read_rest : read_graphql)(&d, root);
		github_settle(&d);
		check(&p);
		arena_release(&a);
	}
	return 0;
}
