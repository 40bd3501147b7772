/* Single things: a repository, a gist, a count of commits. GraphQL with a token, REST without. */
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
#include "core/profile/profile.h"
#include "core/profile/value.h"

#include <stdlib.h>
#include <string.h>
#include "core/base/banned.h"

enum { FILES_MAX = 100, VALIDATION_FAILED = 422 };

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

enum err github_commits_total(struct err_note *note, struct github *gh, struct arena *a, const char *login, int64_t *ret_n)
{
	if (!github_login_valid(login))
		return err_field(note, ERR_INVALID, "login", "not a GitHub login");
	int64_t now = clock_monotonic();
	github_etag_expire(gh->etags, now);
	struct github_call call = { .endpoint = GITHUB_EP_SEARCH, .is_search = true,
		.path = arena_printf(a, "/search/commits?q=author:%s&per_page=1", login) };
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
