/*
 * Gitea's REST API v1, which Forgejo and Codeberg speak as well (each server documents it at /api/swagger): users, repositories,
 * languages, heat map, commits. It counts neither pull requests nor issues of a person, so those are unknown.
 */
#include "config.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/base/clock.h"
#include "core/base/json.h"
#include "core/base/str.h"
#include "core/forge/forge-call.h"
#include "core/forge/forge.h"
#include "core/profile/languages.h"
#include "core/profile/value.h"
#include "core/scan/language.h"

#include "core/base/banned.h"

enum { PAGE = 50, PAGES_MAX = 40, LANGUAGE_REPOS = 30, SAMPLE_REPOS = 10, SAMPLE_COMMITS = 50, LOGIN_MAX = 40 };

struct gathering {
	const struct forge *f;
	struct arena *a;
	struct profile *p;
	int64_t deadline;
	size_t repos_cap, commits_cap;
};

/* Gitea's own rule. */
static bool login_valid(const char *login)
{
	return forge_name_valid(login, LOGIN_MAX);
}

static void read_person(struct gathering *g, struct json_object *user)
{
	struct profile *p = g->p;
	p->login = value_text(g->a, json_get(user, "login"), VALUE_NAME_MAX);
	p->name = value_text(g->a, json_get(user, "full_name"), VALUE_NAME_MAX);
	p->bio = value_text(g->a, json_get(user, "description"), VALUE_TEXT_MAX);
	p->location = value_text(g->a, json_get(user, "location"), VALUE_NAME_MAX);
	p->blog = value_text(g->a, json_get(user, "website"), VALUE_TEXT_MAX);
	p->avatar_url = value_text(g->a, json_get(user, "avatar_url"), VALUE_TEXT_MAX);
	p->created_at = value_text(g->a, json_get(user, "created"), VALUE_NAME_MAX);
	p->followers = value_number(json_get(user, "followers_count"));
	p->following = value_number(json_get(user, "following_count"));
}

/* [{timestamp, contributions}]: quarters of an hour, UTC. */
static void read_heatmap(struct gathering *g, const struct forge_call *call, int64_t today)
{
	if (call->err) {
		forge_miss(g->a, g->p, "contributions", call);
		return;
	}
	forge_calendar(g->a, g->p, today);
	for (size_t i = 0; i < json_len(call->root); i++) {
		struct json_object *cell = json_at(call->root, i);
		struct metric at = value_number(json_get(cell, "timestamp")), n = value_number(json_get(cell, "contributions"));
		if (at.known && n.known)
			forge_calendar_add(g->p, clock_day(at.n * 1000), n.n);
	}
	forge_calendar_total(g->p);
}

/* ---- repositories */

static struct repo parse_repo(struct arena *a, struct json_object *node)
{
	struct repo r = {
		.name = value_text(a, json_get(node, "name"), VALUE_NAME_MAX),
		.owner = value_text(a, json_get(json_get(node, "owner"), "login"), VALUE_NAME_MAX),
		.description = value_text(a, json_get(node, "description"), VALUE_TEXT_MAX),
		.language = value_text(a, json_get(node, "language"), VALUE_NAME_MAX),
		.stars = value_number(json_get(node, "stars_count")),
		.forks = value_number(json_get(node, "forks_count")),
		.is_fork = json_flag(node, "fork", false),
		.is_archived = json_flag(node, "archived", false),
		.is_private = json_flag(node, "private", false) || json_flag(node, "internal", false),
		.updated_at = value_text(a, json_get(node, "updated_at"), VALUE_NAME_MAX),
		.pushed_ms = value_time(json_get(node, "updated_at")),
	};
	forge_topics(a, json_get(node, "topics"), &r);
	return r;
}

static size_t read_repos(struct gathering *g, struct json_object *list)
{
	struct profile *p = g->p;
	size_t n = json_len(list);
	for (size_t i = 0; i < n && !arena_over(g->a); i++) {
		struct repo r = parse_repo(g->a, json_at(list, i));
		if (r.name && r.owner && !r.is_fork && !r.is_private)
			*ARENA_PUSH(g->a, p->repos, p->n_repos_listed, g->repos_cap) = r;
	}
	return n;
}

static const char *repos_path(struct gathering *g, const char *login, int page)
{
	const char *const parts[] = { login };
	return arena_printf(g->a, "%s&page=%d", forge_path(g->a, "/api/v1/users/*/repos?limit=50", parts), page);
}

static void read_more_repos(struct gathering *g, const char *login, size_t n)
{
	for (int page = 2; n == PAGE; page++) {
		if (page > PAGES_MAX) {
			profile_miss(g->p, g->a, "repositories", "PARTIAL", "only 2,000 repositories are read");
			return;
		}
		struct forge_call call = { .path = repos_path(g, login, page) };
		forge_ask(g->f, g->a, &call, 1, g->deadline);
		if (call.err) {
			forge_miss(g->a, g->p, "repositories", &call);
			return;
		}
		n = read_repos(g, call.root);
		forge_drop(&call, 1);
	}
}

/* {"C": 81234, "Shell": 1234}: bytes. */
static void read_languages(struct arena *a, struct repo *r, struct json_object *bytes)
{
	size_t cap = 0;
	int64_t sum = 0;
	if (!json_object_is_type(bytes, json_type_object))
		return;
	struct json_object_iterator at = json_object_iter_begin(bytes), end = json_object_iter_end(bytes);
	for (; !json_object_iter_equal(&at, &end); json_object_iter_next(&at)) {
		const char *name = value_cut(a, json_object_iter_peek_name(&at), VALUE_NAME_MAX);
		struct metric n = value_number(json_get(bytes, json_object_iter_peek_name(&at)));
		if (!*name || !n.known || !n.n || r->n_languages >= 20)
			continue;
		*ARENA_PUSH(a, r->languages, r->n_languages, cap) = (struct language){ .name = name, .color = language_color(name), .bytes = n };
		sum += n.n;
	}
	for (size_t i = 0; i < r->n_languages; i++)
		r->languages[i].percentage = (double)r->languages[i].bytes.n * 100 / (double)sum;
}

/* Of the repositories changed last: the list is in that order by then. */
static void ask_languages(struct gathering *g)
{
	struct forge_call calls[LANGUAGE_REPOS] = { { .path = NULL } };
	size_t n = g->p->n_repos_listed < LANGUAGE_REPOS ? g->p->n_repos_listed : LANGUAGE_REPOS;
	for (size_t i = 0; i < n; i++) {
		const char *const parts[] = { g->p->repos[i].owner, g->p->repos[i].name };
		calls[i].path = forge_path(g->a, "/api/v1/repos/*/*/languages", parts);
	}
	forge_ask_languages(g->f, g->a, calls, n, g->deadline, read_languages, g->p);
	if (n < g->p->n_repos_listed)
		profile_miss(g->p, g->a, "languages", "PARTIAL", "languages are read of the 30 repositories changed last");
}

/* ---- commits */

static struct commit parse_commit(struct arena *a, struct json_object *node, const char *repo)
{
	struct json_object *c = json_get(node, "commit"), *author = json_get(c, "author"), *committer = json_get(c, "committer");
	return (struct commit){
		.oid = value_text(a, json_get(node, "sha"), 64),
		.repo = repo,
		.author = { .name = value_text(a, json_get(author, "name"), VALUE_NAME_MAX),
			.email = value_text(a, json_get(author, "email"), VALUE_NAME_MAX) },
		.committer = { .name = value_text(a, json_get(committer, "name"), VALUE_NAME_MAX),
			.email = value_text(a, json_get(committer, "email"), VALUE_NAME_MAX) },
		.date = value_text(a, json_get(committer, "date"), VALUE_NAME_MAX),
		.time_ms = value_time(json_get(committer, "date")),
		.message = value_text(a, json_get(c, "message"), VALUE_MESSAGE_MAX),
	};
}

/* The server cannot be asked for one author; its own match of a commit to an account tells them apart. */
static void read_commits(struct gathering *g, struct json_object *list, const char *repo)
{
	struct profile *p = g->p;
	for (size_t i = 0; i < json_len(list) && i < SAMPLE_COMMITS; i++) {
		struct json_object *node = json_at(list, i);
		if (str_eq_nocase(json_str(json_get(node, "author"), "login", ""), p->login))
			*ARENA_PUSH(g->a, p->commits, p->n_commits, g->commits_cap) = parse_commit(g->a, node, repo);
	}
}

static void ask_commits(struct gathering *g)
{
	struct forge_call calls[SAMPLE_REPOS] = { { .path = NULL } };
	struct profile *p = g->p;
	size_t n = p->n_repos_listed < SAMPLE_REPOS ? p->n_repos_listed : SAMPLE_REPOS;
	for (size_t i = 0; i < n; i++) {
		const char *const parts[] = { p->repos[i].owner, p->repos[i].name };
		calls[i].path = forge_path(g->a, "/api/v1/repos/*/*/commits?limit=50&stat=false&files=false&verification=false",
			parts);
	}
	forge_ask(g->f, g->a, calls, n, g->deadline);
	for (size_t i = 0; i < n; i++) {
		if (calls[i].err) {
			forge_miss(g->a, p, arena_printf(g->a, "commits.%s", p->repos[i].name), &calls[i]);
			continue;
		}
		p->commits_known = true;
		read_commits(g, calls[i].root, p->repos[i].name);
	}
	forge_drop(calls, n);
}

/* ---- the plan */

static const struct missing gaps[] = {
	{ "pull_requests", "UNSUPPORTED", "Gitea counts no pull requests of a person" },
	{ "issues", "UNSUPPORTED", "Gitea counts no issues of a person" },
	{ "reviews", "UNSUPPORTED", "Gitea counts no reviews of a person" },
	{ "organizations", "UNSUPPORTED", "not read from Gitea" },
};

static enum err profile(struct err_note *note, void *impl, struct arena *a, const char *login, enum profile_depth depth,
	struct profile *ret_profile)
{
	const struct forge *f = impl;
	struct profile p = { .source = SOURCE_GITEA, .fetched_ms = clock_now() };
	struct gathering g = { .f = f, .a = a, .p = &p, .deadline = forge_deadline(f) };
	const char *const name[] = { login };
	if (!login_valid(login))
		return err_field(note, ERR_INVALID, "login", "not a Gitea user name");
	enum { PERSON, REPOS, HEATMAP };
	struct forge_call calls[] = {
		[PERSON] = { .path = forge_path(a, "/api/v1/users/*", name) },
		[REPOS] = { .path = repos_path(&g, login, 1) },
		[HEATMAP] = { .path = forge_path(a, "/api/v1/users/*/heatmap", name) },
	};
	forge_ask(f, a, calls, ARRAY_LEN(calls), g.deadline);
	size_t bad = calls[PERSON].err ? PERSON : REPOS;
	read_person(&g, calls[PERSON].root);
	if (calls[bad].err || !p.login) {
		enum err e = calls[bad].err ? forge_failed(note, f, &calls[bad], "user") :
					      err_set(note, ERR_UPSTREAM, "%s answered nonsense", f->title);
		forge_drop(calls, ARRAY_LEN(calls));
		return e;
	}
	read_heatmap(&g, &calls[HEATMAP], clock_day(p.fetched_ms));
	size_t n = read_repos(&g, calls[REPOS].root);
	forge_drop(calls, ARRAY_LEN(calls));
	read_more_repos(&g, login, n);
	p.n_repos = METRIC((int64_t)p.n_repos_listed);
	forge_settle(a, &p); /* in order of change, for the samples */
	ask_languages(&g);
	if (depth == PROFILE_FULL)
		ask_commits(&g);
	for (size_t i = 0; i < ARRAY_LEN(gaps); i++)
		profile_miss(&p, a, gaps[i].field, gaps[i].reason, gaps[i].detail);
	profile_sum_languages(a, &p);
	*ret_profile = p;
	return OK;
}

static enum err repository(struct err_note *note, void *impl, struct arena *a, const char *owner, const char *name,
	struct repo *ret_repo)
{
	const char *const parts[] = { owner, name };
	struct forge_call calls[] = { { .path = forge_path(a, "/api/v1/repos/*/*", parts) },
		{ .path = forge_path(a, "/api/v1/repos/*/*/languages", parts) } };
	return forge_ask_repository(note, impl, a, calls, parse_repo, read_languages, ret_repo);
}

const struct source_ops gitea_ops = { .profile = profile, .repository = repository, .login_valid = login_valid };
