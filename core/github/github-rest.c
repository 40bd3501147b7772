/* REST without a token: person, repositories, and the public events of the last 30 days. */
#include "config.h"

#include "core/github/github-rest.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/base/clock.h"
#include "core/base/json.h"
#include "core/base/str.h"
#include "core/github/github-call.h"
#include "core/github/github-parse.h"
#include "core/github/github-settle.h"
#include "core/profile/value.h"

#include <string.h>
#include "core/base/banned.h"

enum { REST_PAGE = 100, REST_PAGES = 5 };

/* ---- documents */

enum github_account github_parse_rest_user(struct github_draft *d, struct json_object *user)
{
	struct arena *a = d->arena;
	struct profile *p = d->profile;
	if (str_eq(json_str(user, "type", "User"), "Organization"))
		return GITHUB_ORGANIZATION;
	p->login = value_text(a, json_get(user, "login"), VALUE_NAME_MAX);
	if (!p->login)
		return GITHUB_NOBODY;
	p->name = value_text(a, json_get(user, "name"), VALUE_NAME_MAX);
	p->bio = value_text(a, json_get(user, "bio"), VALUE_TEXT_MAX);
	p->company = value_text(a, json_get(user, "company"), VALUE_NAME_MAX);
	p->location = value_text(a, json_get(user, "location"), VALUE_NAME_MAX);
	p->blog = value_text(a, json_get(user, "blog"), VALUE_TEXT_MAX);
	p->avatar_url = value_text(a, json_get(user, "avatar_url"), VALUE_TEXT_MAX);
	p->created_at = value_text(a, json_get(user, "created_at"), VALUE_NAME_MAX);
	p->is_hireable = json_flag(user, "hireable", false);
	p->followers = value_number(json_get(user, "followers"));
	p->following = value_number(json_get(user, "following"));
	p->n_repos = value_number(json_get(user, "public_repos"));
	return GITHUB_USER;
}

static struct repo rest_repo(struct arena *a, struct json_object *node)
{
	struct repo r = {
		.name = value_text(a, json_get(node, "name"), VALUE_NAME_MAX),
		.owner = value_text(a, json_path(node, "owner.login"), VALUE_NAME_MAX),
		.description = value_text(a, json_get(node, "description"), VALUE_TEXT_MAX),
		.language = value_text(a, json_get(node, "language"), VALUE_NAME_MAX),
		.stars = value_number(json_get(node, "stargazers_count")),
		.forks = value_number(json_get(node, "forks_count")),
		.is_archived = json_flag(node, "archived", false),
		.is_fork = json_flag(node, "fork", false),
		.is_private = json_flag(node, "private", false),
		.is_template = json_flag(node, "is_template", false),
		.updated_at = value_text(a, json_get(node, "updated_at"), VALUE_NAME_MAX),
		.pushed_ms = value_time(json_get(node, "pushed_at")),
		.created_ms = value_time(json_get(node, "created_at")),
	};
	struct json_object *topics = json_get(node, "topics");
	size_t n = json_len(topics);
	r.topics = arena_array(a, n ? n : 1, sizeof(*r.topics));
	for (size_t i = 0; i < n; i++) {
		const char *name = value_text(a, json_at(topics, i), VALUE_NAME_MAX);
		if (name)
			r.topics[r.n_topics++] = name;
	}
	return r;
}

bool github_parse_rest_repository(struct arena *a, struct json_object *node, struct repo *ret_repo)
{
	struct repo r = rest_repo(a, node);
	if (!r.name || r.is_private)
		return false;
	*ret_repo = r;
	return true;
}

size_t github_parse_rest_repos(struct github_draft *d, struct json_object *list)
{
	size_t n = json_len(list);
	for (size_t i = 0; i < n && !arena_over(d->arena); i++) {
		struct json_object *node = json_at(list, i);
		if (json_flag(node, "fork", false))
			continue;
		struct repo r = rest_repo(d->arena, node);
		if (r.name)
			github_add_repo(d, &r, NULL);
	}
	return n;
}

void github_parse_rest_events(struct github_draft *d, struct json_object *list)
{
	static const struct {
		const char *type, *action;
		size_t at;
	} kinds[] = {
		{ "PullRequestEvent", "opened", offsetof(struct contribution_totals, prs) },
		{ "IssuesEvent", "opened", offsetof(struct contribution_totals, issues) },
		{ "PullRequestReviewEvent", "created", offsetof(struct contribution_totals, reviews) },
	};
	struct contribution_totals *recent = &d->profile->recent;
	if (!json_object_is_type(list, json_type_array))
		return;
	recent->prs = recent->issues = recent->reviews = METRIC(0);
	for (size_t i = 0; i < json_len(list); i++) {
		struct json_object *event = json_at(list, i);
		const char *type = json_str(event, "type", ""), *action = json_str(json_get(event, "payload"), "action", "");
		for (size_t k = 0; k < ARRAY_LEN(kinds); k++)
			if (str_eq(type, kinds[k].type) && str_eq(action, kinds[k].action))
				((struct metric *)(void *)((char *)recent + kinds[k].at))->n++;
	}
}

/* ---- the plan */

static const struct missing unsupported[] = {
	{ "recent.commits", "UNSUPPORTED", "GitHub's public events name no commits; a token is needed" },
	{ "recent", "PARTIAL", "without a token only the last 30 days of public events are seen" },
	{ "contributions", "UNSUPPORTED", "the contribution calendar needs a token" },
	{ "commits", "UNSUPPORTED", "commit messages are read with a token only" },
	{ "organizations", "UNSUPPORTED", "read with a token only" },
	{ "pinned", "UNSUPPORTED", "read with a token only" },
	{ "languages.bytes", "UNSUPPORTED", "without a token languages are counted by repositories" },
};

static void miss(struct github_draft *d, const char *field, const struct github_call *call)
{
	profile_miss(d->profile, d->arena, field, github_call_reason(call), call->reason);
}

static enum err read_user(struct err_note *note, struct github_draft *d, struct github_call *call)
{
	if (call->err == ERR_NOT_FOUND)
		return err_set(note, ERR_NOT_FOUND, "no such GitHub user");
	if (call->err)
		return github_call_err(note, call);
	switch (github_parse_rest_user(d, call->root)) {
	case GITHUB_ORGANIZATION:
		return err_field(note, ERR_NOT_FOUND, "login", "this is an organisation on GitHub, not a user");
	case GITHUB_NOBODY:
		return err_set(note, ERR_UPSTREAM, "GitHub answered nonsense");
	case GITHUB_USER:
		break;
	}
	return OK;
}

static struct github_call repos_call(struct arena *a, const char *login, int page)
{
	return (struct github_call){ .endpoint = GITHUB_EP_REPOS,
		.path = arena_printf(a, "/users/%s/repos?type=owner&sort=pushed&direction=desc&per_page=%d&page=%d",
			login, REST_PAGE, page) };
}

static void read_pages(struct github *gh, struct github_draft *d, const char *login, int64_t deadline, size_t n)
{
	for (int page = 2; n == REST_PAGE; page++) {
		if (page > REST_PAGES) {
			profile_miss(d->profile, d->arena, "repositories", "PARTIAL",
				"only the 500 repositories pushed last are read without a token");
			return;
		}
		struct github_call call = repos_call(d->arena, login, page);
		github_ask(gh, d->arena, &call, 1, deadline);
		if (call.err) {
			miss(d, "repositories", &call);
			return;
		}
		n = github_parse_rest_repos(d, call.root);
		json_object_put(call.root);
	}
	d->profile->n_repos = METRIC((int64_t)d->profile->n_repos_listed); /* GitHub's figure counts forks */
}

enum err github_rest_profile(struct err_note *note, struct github *gh, struct arena *a, const char *login,
	int64_t deadline, const char *why, struct profile *ret_profile)
{
	struct profile p = { .source = SOURCE_GITHUB_REST, .fetched_ms = clock_now() };
	struct github_draft d = { .arena = a, .profile = &p };
	struct github_call calls[] = {
		{ .endpoint = GITHUB_EP_USER, .path = arena_printf(a, "/users/%s", login) },
		repos_call(a, login, 1),
		{ .endpoint = GITHUB_EP_EVENTS, .path = arena_printf(a, "/users/%s/events/public?per_page=100", login) },
	};
	github_ask(gh, a, calls, ARRAY_LEN(calls), deadline);
	enum err err = read_user(note, &d, &calls[0]);
	if (!err) {
		if (why)
			profile_miss(&p, a, "graphql", "UNAUTHORIZED", why);
		if (calls[1].err)
			miss(&d, "repositories", &calls[1]);
		else
			read_pages(gh, &d, login, deadline, github_parse_rest_repos(&d, calls[1].root));
		if (calls[2].err)
			miss(&d, "recent", &calls[2]);
		else
			github_parse_rest_events(&d, calls[2].root);
		for (size_t i = 0; i < ARRAY_LEN(unsupported); i++)
			profile_miss(&p, a, unsupported[i].field, unsupported[i].reason, unsupported[i].detail);
		github_settle(&d);
		*ret_profile = p;
	}
	for (size_t i = 0; i < ARRAY_LEN(calls); i++)
		json_object_put(calls[i].root);
	return err;
}
