/*
 * GitLab's REST API v4 (docs.gitlab.com/ee/api): users, projects, languages, merge requests, issues, commits; the calendar
 * of the person's page. Languages are shares of each project, GitLab tells visitors no bytes.
 */
#include "config.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/base/clock.h"
#include "core/base/json.h"
#include "core/base/parse.h"
#include "core/base/str.h"
#include "core/forge/forge-call.h"
#include "core/forge/forge.h"
#include "core/profile/value.h"
#include "core/scan/language.h"

#include <inttypes.h>
#include <math.h>
#include "core/base/banned.h"

enum { PAGE = 100, PAGES_MAX = 20, LANGUAGE_PROJECTS = 30, SAMPLE_PROJECTS = 10, SAMPLE_COMMITS = 50 };

struct gathering {
	const struct forge *f;
	struct arena *a;
	struct profile *p;
	int64_t deadline;
	const char *id; /* of the user, as text */
	const char **project_ids;
	size_t repos_cap, ids_cap, commits_cap;
};

static const char *id_text(struct arena *a, struct json_object *object)
{
	return arena_printf(a, "%" PRId64, json_int(object, "id", -1));
}

/* GitLab's own rule. */
static bool login_valid(const char *login)
{
	return forge_name_valid(login, FORGE_LOGIN_MAX);
}

/* ---- person */

/* The list of users with this name: one or none. */
static enum err find_user(struct err_note *note, struct gathering *g, const char *login)
{
	const char *const parts[] = { login };
	struct forge_call call = { .path = forge_path(g->a, "/api/v4/users?username=*", parts) };
	forge_ask(g->f, g->a, &call, 1, g->deadline);
	struct json_object *user = json_at(call.root, 0);
	bool known = !call.err && str_eq_nocase(json_str(user, "username", ""), login);
	if (known) {
		g->id = id_text(g->a, user);
		g->p->login = value_text(g->a, json_get(user, "username"), VALUE_NAME_MAX);
		g->p->name = value_text(g->a, json_get(user, "name"), VALUE_NAME_MAX);
	}
	forge_drop(&call, 1);
	if (call.err)
		return forge_failed(note, g->f, &call, "user");
	return known ? OK : err_set(note, ERR_NOT_FOUND, "%s knows no such user", g->f->title);
}

static void read_person(struct gathering *g, const struct forge_call *call)
{
	struct profile *p = g->p;
	if (call->err) {
		forge_miss(g->a, p, "person", call);
		return;
	}
	p->bio = value_text(g->a, json_get(call->root, "bio"), VALUE_TEXT_MAX);
	p->location = value_text(g->a, json_get(call->root, "location"), VALUE_NAME_MAX);
	p->company = value_text(g->a, json_get(call->root, "organization"), VALUE_NAME_MAX);
	p->blog = value_text(g->a, json_get(call->root, "website_url"), VALUE_TEXT_MAX);
	p->avatar_url = value_text(g->a, json_get(call->root, "avatar_url"), VALUE_TEXT_MAX);
	p->created_at = value_text(g->a, json_get(call->root, "created_at"), VALUE_NAME_MAX);
	p->followers = value_number(json_get(call->root, "followers"));
	p->following = value_number(json_get(call->root, "following"));
}

static void read_total(struct gathering *g, const struct forge_call *call, const char *field, struct metric *ret_total)
{
	if (call->err)
		forge_miss(g->a, g->p, field, call);
	else if (!call->total.known) /* GitLab leaves it out beyond 10,000 */
		profile_miss(g->p, g->a, field, "UNSUPPORTED", "the forge does not count so many");
	else
		*ret_total = call->total;
}

/* {"2026-11-20": 4, ...} of the last year. */
static void read_calendar(struct gathering *g, const struct forge_call *call, int64_t today)
{
	if (call->err || !json_object_is_type(call->root, json_type_object)) {
		forge_miss(g->a, g->p, "contributions", call);
		return;
	}
	forge_calendar(g->a, g->p, today);
	struct json_object_iterator at = json_object_iter_begin(call->root), end = json_object_iter_end(call->root);
	for (; !json_object_iter_equal(&at, &end); json_object_iter_next(&at)) {
		struct json_object *count = json_object_iter_peek_value(&at);
		int64_t ms;
		if (parse_time(json_object_iter_peek_name(&at), &ms) && json_object_is_type(count, json_type_int))
			forge_calendar_add(g->p, clock_day(ms), json_object_get_int64(count));
	}
	forge_calendar_total(g->p);
}

/* ---- projects */

static struct repo parse_project(struct arena *a, struct json_object *project)
{
	struct repo r = {
		.name = value_text(a, json_get(project, "path"), VALUE_NAME_MAX),
		.owner = value_text(a, json_get(json_get(project, "namespace"), "path"), VALUE_NAME_MAX),
		.description = value_text(a, json_get(project, "description"), VALUE_TEXT_MAX),
		.stars = value_number(json_get(project, "star_count")),
		.forks = value_number(json_get(project, "forks_count")),
		.is_fork = json_object_is_type(json_get(project, "forked_from_project"), json_type_object),
		.is_archived = json_flag(project, "archived", false),
		.is_private = !str_eq(json_str(project, "visibility", "public"), "public"),
		.updated_at = value_text(a, json_get(project, "last_activity_at"), VALUE_NAME_MAX),
		.pushed_ms = value_time(json_get(project, "last_activity_at")),
	};
	forge_topics(a, json_get(project, "topics"), &r);
	return r;
}

static size_t read_projects(struct gathering *g, struct json_object *list)
{
	struct profile *p = g->p;
	size_t n = json_len(list);
	for (size_t i = 0; i < n && !arena_over(g->a); i++) {
		struct repo r = parse_project(g->a, json_at(list, i));
		if (!r.name || r.is_fork || r.is_private)
			continue;
		size_t ids = p->n_repos_listed;
		*ARENA_PUSH(g->a, g->project_ids, ids, g->ids_cap) = id_text(g->a, json_at(list, i));
		*ARENA_PUSH(g->a, p->repos, p->n_repos_listed, g->repos_cap) = r;
	}
	return n;
}

static const char *projects_path(struct gathering *g, int page)
{
	return arena_printf(g->a, "/api/v4/users/%s/projects?per_page=%d&page=%d&order_by=last_activity_at", g->id, PAGE,
		page);
}

static void read_more_projects(struct gathering *g, size_t n)
{
	for (int page = 2; n == PAGE; page++) {
		if (page > PAGES_MAX) {
			profile_miss(g->p, g->a, "repositories", "PARTIAL", "only the 2,000 projects changed last are read");
			return;
		}
		struct forge_call call = { .path = projects_path(g, page) };
		forge_ask(g->f, g->a, &call, 1, g->deadline);
		if (call.err) {
			forge_miss(g->a, g->p, "repositories", &call);
			return;
		}
		n = read_projects(g, call.root);
		forge_drop(&call, 1);
	}
}

/* {"C": 81.2, "Shell": 18.8} */
static void read_languages(struct arena *a, struct repo *r, struct json_object *shares)
{
	size_t cap = 0;
	if (!json_object_is_type(shares, json_type_object))
		return;
	struct json_object_iterator at = json_object_iter_begin(shares), end = json_object_iter_end(shares);
	for (; !json_object_iter_equal(&at, &end); json_object_iter_next(&at)) {
		const char *name = value_cut(a, json_object_iter_peek_name(&at), VALUE_NAME_MAX);
		double percent = json_object_get_double(json_object_iter_peek_value(&at));
		if (*name && isfinite(percent) && percent > 0 && percent <= 100 && r->n_languages < 20)
			*ARENA_PUSH(a, r->languages, r->n_languages, cap) =
				(struct language){ .name = name, .color = language_color(name), .percentage = percent };
	}
}

static void ask_languages(struct gathering *g)
{
	struct forge_call calls[LANGUAGE_PROJECTS] = { { .path = NULL } };
	size_t n = g->p->n_repos_listed < LANGUAGE_PROJECTS ? g->p->n_repos_listed : LANGUAGE_PROJECTS;
	for (size_t i = 0; i < n; i++)
		calls[i].path = arena_printf(g->a, "/api/v4/projects/%s/languages", g->project_ids[i]);
	forge_ask_languages(g->f, g->a, calls, n, g->deadline, read_languages, g->p);
	if (n < g->p->n_repos_listed)
		profile_miss(g->p, g->a, "languages", "PARTIAL", "languages are read of the 30 projects changed last");
}

/* ---- commits */

static struct commit parse_commit(struct gathering *g, struct json_object *c, const char *repo)
{
	struct arena *a = g->a;
	return (struct commit){
		.oid = value_text(a, json_get(c, "id"), 64),
		.repo = repo,
		.author = { .name = value_text(a, json_get(c, "author_name"), VALUE_NAME_MAX),
			.email = value_text(a, json_get(c, "author_email"), VALUE_NAME_MAX) },
		.committer = { .name = value_text(a, json_get(c, "committer_name"), VALUE_NAME_MAX),
			.email = value_text(a, json_get(c, "committer_email"), VALUE_NAME_MAX) },
		.date = value_text(a, json_get(c, "committed_date"), VALUE_NAME_MAX),
		.time_ms = value_time(json_get(c, "committed_date")),
		.message = value_text(a, json_get(c, "message"), VALUE_MESSAGE_MAX),
	};
}

static void ask_commits(struct gathering *g)
{
	struct forge_call calls[SAMPLE_PROJECTS] = { { .path = NULL } };
	struct profile *p = g->p;
	size_t n = p->n_repos_listed < SAMPLE_PROJECTS ? p->n_repos_listed : SAMPLE_PROJECTS;
	const char *const author[] = { p->name ? p->name : p->login };
	const char *filter = forge_path(g->a, "author=*", author);
	for (size_t i = 0; i < n; i++)
		calls[i].path = arena_printf(g->a, "/api/v4/projects/%s/repository/commits?%s&per_page=%d", g->project_ids[i],
			filter, SAMPLE_COMMITS);
	forge_ask(g->f, g->a, calls, n, g->deadline);
	for (size_t i = 0; i < n; i++) {
		if (calls[i].err) {
			forge_miss(g->a, p, arena_printf(g->a, "commits.%s", p->repos[i].name), &calls[i]);
			continue;
		}
		p->commits_known = true;
		for (size_t k = 0; k < json_len(calls[i].root) && k < SAMPLE_COMMITS; k++)
			*ARENA_PUSH(g->a, p->commits, p->n_commits, g->commits_cap) =
				parse_commit(g, json_at(calls[i].root, k), p->repos[i].name);
	}
	forge_drop(calls, n);
}

/* ---- the plan */

static void tell_unsupported(struct arena *a, struct profile *p, enum profile_depth depth)
{
	static const struct missing gaps[] = {
		{ "reviews", "UNSUPPORTED", "GitLab counts no reviews of a person" },
		{ "organizations", "UNSUPPORTED", "GitLab tells a person's groups to members only" },
		{ "languages.bytes", "UNSUPPORTED", "GitLab tells shares of each project, no bytes: every project counts alike" },
	};
	for (size_t i = 0; i < ARRAY_LEN(gaps); i++)
		profile_miss(p, a, gaps[i].field, gaps[i].reason, gaps[i].detail);
	if (depth == PROFILE_FULL && p->n_repos_listed)
		profile_miss(p, a, "commits.author", "PARTIAL", "commits are found by the person's name");
}

static enum err profile(struct err_note *note, void *impl, struct arena *a, const char *login, enum profile_depth depth,
	struct profile *ret_profile)
{
	const struct forge *f = impl;
	struct profile p = { .source = SOURCE_GITLAB, .fetched_ms = clock_now() };
	struct gathering g = { .f = f, .a = a, .p = &p, .deadline = forge_deadline(f) };
	if (!login_valid(login))
		return err_field(note, ERR_INVALID, "login", "not a GitLab user name");
	TRY(find_user(note, &g, login));
	const char *const name[] = { p.login };
	enum { PERSON, PROJECTS, CALENDAR, MERGE_REQUESTS, MERGED, ISSUES };
	struct forge_call calls[] = {
		[PERSON] = { .path = arena_printf(a, "/api/v4/users/%s", g.id) },
		[PROJECTS] = { .path = projects_path(&g, 1) },
		[CALENDAR] = { .path = forge_path(a, "/users/*/calendar.json", name) },
		[MERGE_REQUESTS] = { .path = arena_printf(a, "/api/v4/merge_requests?scope=all&author_id=%s&per_page=1", g.id) },
		[MERGED] = { .path = arena_printf(a, "/api/v4/merge_requests?scope=all&state=merged&author_id=%s&per_page=1",
			g.id) },
		[ISSUES] = { .path = arena_printf(a, "/api/v4/issues?scope=all&author_id=%s&per_page=1", g.id) },
	};
	forge_ask(f, a, calls, ARRAY_LEN(calls), g.deadline);
	if (calls[PROJECTS].err) {
		enum err e = forge_failed(note, f, &calls[PROJECTS], "user");
		forge_drop(calls, ARRAY_LEN(calls));
		return e;
	}
	read_person(&g, &calls[PERSON]);
	read_calendar(&g, &calls[CALENDAR], clock_day(p.fetched_ms));
	read_total(&g, &calls[MERGE_REQUESTS], "pull_requests", &p.all_time.prs);
	read_total(&g, &calls[MERGED], "pull_requests.merged", &p.prs_merged);
	read_total(&g, &calls[ISSUES], "issues", &p.all_time.issues);
	size_t n = read_projects(&g, calls[PROJECTS].root);
	forge_drop(calls, ARRAY_LEN(calls));
	read_more_projects(&g, n);
	p.n_repos = METRIC((int64_t)p.n_repos_listed);
	ask_languages(&g);
	if (depth == PROFILE_FULL)
		ask_commits(&g);
	tell_unsupported(a, &p, depth);
	forge_settle(a, &p);
	*ret_profile = p;
	return OK;
}

static enum err repository(struct err_note *note, void *impl, struct arena *a, const char *owner, const char *name,
	struct repo *ret_repo)
{
	const char *const parts[] = { arena_printf(a, "%s/%s", owner, name) };
	struct forge_call calls[] = { { .path = forge_path(a, "/api/v4/projects/*", parts) },
		{ .path = forge_path(a, "/api/v4/projects/*/languages", parts) } };
	return forge_ask_repository(note, impl, a, calls, parse_project, read_languages, ret_repo);
}

const struct source_ops gitlab_ops = { .profile = profile, .repository = repository, .login_valid = login_valid };
