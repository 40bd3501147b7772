/* Single things: a repository, a gist, counts by search, repositories by affiliation. */
#include "config.h"

#include "core/github/github.h"

#include "core/base/arena.h"
#include "core/base/clock.h"
#include "core/base/conf.h"
#include "core/base/json.h"
#include "core/base/str.h"
#include "core/github/github-call.h"
#include "core/github/github-etag.h"
#include "core/github/github-parse.h"
#include "core/github/github-query.h"
#include "core/github/github-tokens.h"
#include "core/profile/languages.h"
#include "core/profile/profile.h"
#include "core/profile/value.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "core/base/banned.h"

enum { FILES_MAX = 100, VALIDATION_FAILED = 422, AFFILIATED_PAGES = 10 };

/* ---- gists */

static void add_file(struct arena *a, struct gist *g, struct json_object *node, const char *name, const char *language,
	const char *color)
{
	if (!name || g->n_files == FILES_MAX)
		return;
	struct metric size = value_number(json_get(node, "size"));
	g->files[g->n_files++] = (struct gist_file){ arena_strdup(a, name), language, color, size.n };
}

/* GitHub gives no order worth the name; names do. */
static int by_name(const void *x, const void *y)
{
	const struct gist_file *a = x, *b = y;
	return strcmp(a->name, b->name);
}

static bool finish_gist(struct gist *g, struct gist *ret_gist)
{
	if (!g->id)
		return false;
	if (g->n_files)
		qsort(g->files, g->n_files, sizeof(*g->files), by_name);
	g->fetched_ms = clock_now();
	*ret_gist = *g;
	return true;
}

bool github_parse_gist(struct arena *a, struct json_object *node, struct gist *ret_gist)
{
	struct json_object *files = json_get(node, "files");
	struct gist g = {
		.id = value_text(a, json_get(node, "name"), VALUE_NAME_MAX),
		.owner = value_text(a, json_path(node, "owner.login"), VALUE_NAME_MAX),
		.description = value_text(a, json_get(node, "description"), VALUE_TEXT_MAX),
		.stars = value_number(json_get(node, "stargazerCount")),
		.forks = value_number(json_get(json_get(node, "forks"), "totalCount")),
		.files = arena_array(a, FILES_MAX, sizeof(*g.files)),
	};
	for (size_t i = 0; i < json_len(files); i++) {
		struct json_object *f = json_at(files, i), *language = json_get(f, "language");
		add_file(a, &g, f, value_text(a, json_get(f, "name"), VALUE_NAME_MAX),
			value_text(a, json_get(language, "name"), VALUE_NAME_MAX),
			value_color(a, json_get(language, "color")));
	}
	return json_flag(node, "isPublic", false) && finish_gist(&g, ret_gist);
}

bool github_parse_rest_gist(struct arena *a, struct json_object *node, struct gist *ret_gist)
{
	struct json_object *files = json_get(node, "files");
	struct gist g = {
		.id = value_text(a, json_get(node, "id"), VALUE_NAME_MAX),
		.owner = value_text(a, json_path(node, "owner.login"), VALUE_NAME_MAX),
		.description = value_text(a, json_get(node, "description"), VALUE_TEXT_MAX),
		.files = arena_array(a, FILES_MAX, sizeof(*g.files)),
	};
	if (json_object_is_type(json_get(node, "forks"), json_type_array))
		g.forks = METRIC((int64_t)json_len(json_get(node, "forks")));
	if (json_object_is_type(files, json_type_object)) {
		struct json_object_iterator at = json_object_iter_begin(files), end = json_object_iter_end(files);
		for (; !json_object_iter_equal(&at, &end); json_object_iter_next(&at)) {
			struct json_object *f = json_object_iter_peek_value(&at);
			add_file(a, &g, f, value_text(a, json_get(f, "filename"), VALUE_NAME_MAX),
				value_text(a, json_get(f, "language"), VALUE_NAME_MAX), NULL);
		}
	}
	return json_flag(node, "public", false) && finish_gist(&g, ret_gist);
}

/* ---- asking */

/* What a GraphQL answer without the thing means. */
static enum err not_there(struct err_note *note, struct json_object *root, const char *field, const char *what)
{
	struct json_object *errors = json_get(root, "errors");
	if (github_has_error(errors, "NOT_FOUND") || !github_has_error(errors, ""))
		return err_field(note, ERR_NOT_FOUND, field, "no such public %s", what);
	return err_set(note, ERR_UPSTREAM, "GitHub refuses the %s: %s", what, github_error_type(json_at(errors, 0)));
}

/* With a token where one is accepted, else by REST. The caller drops the answer. */
static enum err ask_either(struct err_note *note, struct github *gh, struct arena *a, const char *body, const char *path,
	enum github_endpoint endpoint, struct github_call *ret_call)
{
	int64_t now = clock_monotonic(), deadline = now + gh->conf->github_deadline;
	github_etag_expire(gh->etags, now);
	*ret_call = (struct github_call){ .endpoint = endpoint, .body = body, .points = 1 };
	if (github_tokens_count(gh->tokens)) {
		github_probe(gh, a);
		github_ask(gh, a, ret_call, 1, deadline);
	}
	if (!github_tokens_count(gh->tokens) || ret_call->err == ERR_AUTH) {
		*ret_call = (struct github_call){ .endpoint = endpoint, .path = path };
		github_ask(gh, a, ret_call, 1, deadline);
	}
	return ret_call->err && ret_call->err != ERR_NOT_FOUND ? github_call_err(note, ret_call) : OK;
}

enum err github_repository(struct err_note *note, struct github *gh, struct arena *a, const char *owner, const char *name,
	struct repo *ret_repo)
{
	if (!github_login_valid(owner))
		return err_field(note, ERR_INVALID, "username", "not a GitHub login");
	if (!github_repo_valid(name))
		return err_field(note, ERR_INVALID, "repo", "not a repository's name");
	struct github_call call;
	TRY(ask_either(note, gh, a, github_query_repository(a, owner, name), arena_printf(a, "/repos/%s/%s", owner, name),
		GITHUB_EP_REPOSITORY, &call));
	bool found = call.body ? github_parse_repository(a, json_path(call.root, "data.repository"), ret_repo)
			       : github_parse_rest_repository(a, call.root, ret_repo);
	enum err err = found ? OK : not_there(note, call.body ? call.root : NULL, "repo", "repository");
	github_call_drop(&call);
	return err;
}

enum err github_gist(struct err_note *note, struct github *gh, struct arena *a, const char *id, struct gist *ret_gist)
{
	if (!github_gist_valid(id))
		return err_field(note, ERR_INVALID, "id", "not a gist's id");
	struct github_call call;
	TRY(ask_either(note, gh, a, github_query_gist(a, id), arena_printf(a, "/gists/%s", id), GITHUB_EP_GIST, &call));
	bool found = call.body ? github_parse_gist(a, json_path(call.root, "data.viewer.gist"), ret_gist)
			       : github_parse_rest_gist(a, call.root, ret_gist);
	enum err err = found ? OK : not_there(note, call.body ? call.root : NULL, "id", "gist");
	github_call_drop(&call);
	return err;
}

/* ---- searches */

/* total_count of a search of commits; path is its question. */
static enum err count_commits(struct err_note *note, struct github *gh, struct arena *a, const char *path, int64_t *ret_n)
{
	int64_t now = clock_monotonic();
	github_etag_expire(gh->etags, now);
	struct github_call call = { .endpoint = GITHUB_EP_SEARCH, .is_search = true, .path = path };
	github_ask(gh, a, &call, 1, now + gh->conf->github_deadline);
	if (call.err == ERR_UPSTREAM && call.status == VALIDATION_FAILED)
		return err_field(note, ERR_NOT_FOUND, "login", "GitHub finds no commits of such a user");
	if (call.err)
		return github_call_err(note, &call);
	struct metric n = value_number(json_get(call.root, "total_count"));
	github_call_drop(&call);
	if (!n.known)
		return err_set(note, ERR_UPSTREAM, "GitHub answered nonsense");
	*ret_n = n.n;
	return OK;
}

enum err github_commits_total(struct err_note *note, struct github *gh, struct arena *a, const char *login, int64_t *ret_n)
{
	if (!github_login_valid(login))
		return err_field(note, ERR_INVALID, "login", "not a GitHub login");
	return count_commits(note, gh, a, arena_printf(a, "/search/commits?q=author:%s&per_page=1", login), ret_n);
}

/* Names GitHub can have given: they become words of a search. */
static enum err check_scope(struct err_note *note, struct arena *a, const char *login, const struct repo_scope *scope)
{
	if (!github_login_valid(login))
		return err_field(note, ERR_INVALID, "login", "not a GitHub login");
	for (size_t i = 0; i < scope->n; i++) {
		const char *slash = strchr(scope->items[i], '/');
		size_t len = slash ? (size_t)(slash - scope->items[i]) : strlen(scope->items[i]);
		if (!github_login_valid(arena_strndup(a, scope->items[i], len)) || (slash && !github_repo_valid(slash + 1)))
			return err_field(note, ERR_INVALID, "repo", "not a repository's name at GitHub");
	}
	return OK;
}

static const char *qualifier(const char *item)
{
	return strchr(item, '/') ? "repo" : "user";
}

enum err github_search_commits(struct err_note *note, struct github *gh, struct arena *a, const char *login,
	const struct repo_scope *scope, const struct day_range *days, int64_t *ret_n)
{
	struct str path;
	TRY(check_scope(note, a, login, scope));
	str_init(&path, a, SCOPE_TEXT_MAX * 2);
	str_addf(&path, "/search/commits?q=author:%s+is:public", login);
	if (days) {
		char first[CLOCK_ISO_LEN], last[CLOCK_ISO_LEN];
		str_addf(&path, "+author-date:%s..%s", clock_date(days->first * CLOCK_DAY_MS, first),
			clock_date(days->last * CLOCK_DAY_MS, last));
	}
	for (size_t i = 0; i < scope->n; i++) /* of several this search takes commits in any */
		str_addf(&path, "+%s:%s", qualifier(scope->items[i]), scope->items[i]);
	str_addz(&path, "&per_page=1");
	return count_commits(note, gh, a, path.buf, ret_n);
}

/* What is counted, of a login. */
static const char *const tally_searches[TALLY__MAX] = {
	[TALLY_PRS_AUTHORED] = "is:pr is:public author:%s",
	[TALLY_PRS_MERGED] = "is:pr is:public is:merged author:%s",
	[TALLY_PRS_COMMENTED] = "is:pr is:public commenter:%s -author:%s",
	[TALLY_PRS_REVIEWED] = "is:pr is:public reviewed-by:%s -author:%s",
	[TALLY_ISSUES_AUTHORED] = "is:issue is:public author:%s",
	[TALLY_ISSUES_COMMENTED] = "is:issue is:public commenter:%s -author:%s",
};

struct searches {
	const char *texts[TALLY__MAX * SCOPE_ITEMS_MAX];
	enum tally_kind counts[TALLY__MAX * SCOPE_ITEMS_MAX];
	size_t n;
};

static void add_searches(struct searches *s, struct arena *a, const char *login, const struct repo_scope *scope,
	enum tally_kind tally)
{
	struct str text;
	str_init(&text, a, 256);
	for (const char *p = tally_searches[tally]; *p; p++)
		if (*p == '%' && p[1] == 's')
			p++, str_addz(&text, login);
		else
			str_addc(&text, *p);
	for (size_t i = 0; i < scope->n || i == 0; i++) {
		s->texts[s->n] = !scope->n ? text.buf : arena_printf(a, "%s %s:%s", text.buf, qualifier(scope->items[i]),
			scope->items[i]);
		s->counts[s->n++] = tally;
	}
}

/* Adds what an answer counted; its searches begin with the one at first. */
static enum err add_counts(struct err_note *note, const struct github_call *call, const struct searches *s, size_t first,
	size_t n, struct metric sums[TALLY__MAX])
{
	struct json_object *errors = json_get(call->root, "errors");
	if (call->err)
		return github_call_err(note, call);
	for (size_t i = 0; i < n; i++) {
		char alias[24];
		snprintf(alias, sizeof(alias), "s%zu", i);
		struct metric found = value_number(json_path(json_get(json_get(call->root, "data"), alias), "issueCount"));
		if (!found.known)
			return err_set(note, ERR_UPSTREAM, "GitHub does not search: %s", github_error_type(json_at(errors, 0)));
		sums[s->counts[first + i]].n += found.n;
	}
	return OK;
}

enum err github_search_counts(struct err_note *note, struct github *gh, struct arena *a, const char *login,
	const struct repo_scope *scope, unsigned int wanted, struct metric ret_counts[TALLY__MAX])
{
	enum { CALLS = TALLY__MAX * SCOPE_ITEMS_MAX / GITHUB_SEARCHES_MAX };
	struct github_call calls[CALLS];
	struct metric sums[TALLY__MAX] = { { .n = 0 } };
	struct searches *s = arena_alloc(a, sizeof(*s));
	size_t n = 0;
	enum err err = OK;
	TRY(check_scope(note, a, login, scope));
	for (unsigned int t = 0; t < TALLY__MAX; t++)
		if (wanted >> t & 1)
			add_searches(s, a, login, scope, (enum tally_kind)t);
	for (size_t at = 0; at < s->n; at += GITHUB_SEARCHES_MAX) {
		size_t some = s->n - at < GITHUB_SEARCHES_MAX ? s->n - at : GITHUB_SEARCHES_MAX;
		calls[n++] = (struct github_call){ .endpoint = GITHUB_EP_COUNTS, .points = 1,
			.body = github_query_searches(a, s->texts + at, some) };
	}
	github_probe(gh, a);
	github_ask(gh, a, calls, n, clock_monotonic() + gh->conf->github_deadline);
	for (size_t i = 0; i < n; i++) {
		size_t at = i * GITHUB_SEARCHES_MAX, some = s->n - at < GITHUB_SEARCHES_MAX ? s->n - at : GITHUB_SEARCHES_MAX;
		err = err ? err : add_counts(note, &calls[i], s, at, some, sums);
		github_call_drop(&calls[i]);
	}
	TRY(err);
	for (size_t t = 0; t < TALLY__MAX; t++)
		if (wanted >> t & 1)
			ret_counts[t] = METRIC(sums[t].n);
	return OK;
}

/* ---- repositories by affiliation */

static enum err read_affiliated(struct err_note *note, struct github_draft *d, const struct github_call *call)
{
	struct json_object *user = json_path(call->root, "data.user");
	if (call->err)
		return github_call_err(note, call);
	if (!json_object_is_type(user, json_type_object))
		return not_there(note, call->root, "login", "user");
	d->profile->login = value_text(d->arena, json_get(user, "login"), VALUE_NAME_MAX);
	github_parse_repositories(d, json_get(user, "repositories"));
	github_parse_errors(d, json_get(call->root, "errors"), "");
	return OK;
}

enum err github_affiliated(struct err_note *note, struct github *gh, struct arena *a, const char *login, unsigned int ways,
	struct profile *ret_profile)
{
	struct profile p = { .source = SOURCE_GITHUB_GRAPHQL, .fetched_ms = clock_now() };
	struct github_draft d = { .arena = a, .profile = &p };
	int64_t deadline = clock_monotonic() + gh->conf->github_deadline;
	int pages = 0;
	if (!github_login_valid(login))
		return err_field(note, ERR_INVALID, "login", "not a GitHub login");
	github_probe(gh, a);
	do {
		struct github_call call = { .endpoint = GITHUB_EP_AFFILIATED, .points = 1,
			.body = github_query_affiliated(a, login, ways, d.cursor) };
		d.cursor = NULL;
		github_ask(gh, a, &call, 1, deadline);
		enum err err = read_affiliated(note, &d, &call);
		p.points += call.cost;
		github_call_drop(&call);
		TRY(err);
	} while (d.cursor && ++pages < AFFILIATED_PAGES);
	if (d.cursor)
		profile_miss(&p, a, "repositories", "PARTIAL", "only the 1,000 repositories with most stars are read");
	profile_sum_languages(a, &p);
	*ret_profile = p;
	return OK;
}
