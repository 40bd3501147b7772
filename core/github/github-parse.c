/* GraphQL answers into the draft of a profile. */
#include "config.h"

#include "core/github/github-parse.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/base/clock.h"
#include "core/base/json.h"
#include "core/base/parse.h"
#include "core/base/str.h"
#include "core/github/github-settle.h"
#include "core/profile/marks.h"
#include "core/profile/value.h"

#include <string.h>
#include "core/base/banned.h"

enum {
	OWN_MAX = 400,
	COMMITS_MAX = 2000,
	ENTRIES_MAX = 1000,
	DAYS_MAX = 20000, /* more than GitHub is old */
	MISSING_MAX = 60,
	ERROR_TYPE_MAX = 32, /* shorter than any token */
	YEAR_MIN = 1970, /* commits bear any date; GitHub lists the years of some from before git was */
	YEARS_MAX = 60,
};

static struct metric total(struct json_object *obj, const char *connection)
{
	return value_number(json_get(json_get(obj, connection), "totalCount"));
}

static struct metric sum(struct metric a, struct metric b)
{
	return (struct metric){ .n = a.n + b.n, .known = a.known || b.known };
}

/* ---- person */

static void parse_person(struct github_draft *d, struct json_object *user)
{
	struct arena *a = d->arena;
	struct profile *p = d->profile;
	d->user_id = value_text(a, json_get(user, "id"), VALUE_NAME_MAX);
	p->login = value_text(a, json_get(user, "login"), VALUE_NAME_MAX);
	p->name = value_text(a, json_get(user, "name"), VALUE_NAME_MAX);
	p->bio = value_text(a, json_get(user, "bio"), VALUE_TEXT_MAX);
	p->company = value_text(a, json_get(user, "company"), VALUE_NAME_MAX);
	p->location = value_text(a, json_get(user, "location"), VALUE_NAME_MAX);
	p->blog = value_text(a, json_get(user, "websiteUrl"), VALUE_TEXT_MAX);
	p->avatar_url = value_text(a, json_get(user, "avatarUrl"), VALUE_TEXT_MAX);
	p->created_at = value_text(a, json_get(user, "createdAt"), VALUE_NAME_MAX);
	p->is_hireable = json_flag(user, "isHireable", false);
	p->followers = total(user, "followers");
	p->following = total(user, "following");
	p->all_time.prs = total(user, "pullRequests");
	p->prs_merged = total(user, "merged");
	p->all_time.issues = total(user, "issues");
	p->discussions_started = total(user, "repositoryDiscussions");
	p->discussions_answered = total(user, "repositoryDiscussionComments");
	p->all_time.discussions = sum(p->discussions_started, p->discussions_answered);
}

static void parse_organizations(struct github_draft *d, struct json_object *user)
{
	struct json_object *connection = json_get(user, "organizations"), *nodes = json_get(connection, "nodes");
	struct profile *p = d->profile;
	size_t n = json_len(nodes);
	p->organizations_known = nodes != NULL;
	p->organizations = arena_array(d->arena, n ? n : 1, sizeof(*p->organizations));
	for (size_t i = 0; i < n; i++) {
		struct json_object *node = json_at(nodes, i);
		const char *login = value_text(d->arena, json_get(node, "login"), VALUE_NAME_MAX);
		if (!login)
			continue;
		p->organizations[p->n_organizations++] = (struct organization){ login,
			value_text(d->arena, json_get(node, "name"), VALUE_NAME_MAX),
			value_text(d->arena, json_get(node, "avatarUrl"), VALUE_TEXT_MAX) };
	}
}

/* ---- repositories */

static void parse_languages(struct github_draft *d, struct json_object *connection, struct repo *r)
{
	struct json_object *edges = json_get(connection, "edges");
	size_t n = json_len(edges);
	int64_t bytes = 0;
	r->languages = arena_array(d->arena, n ? n : 1, sizeof(*r->languages));
	for (size_t i = 0; i < n; i++) {
		struct json_object *edge = json_at(edges, i), *node = json_get(edge, "node");
		const char *name = value_text(d->arena, json_get(node, "name"), VALUE_NAME_MAX);
		struct metric size = value_number(json_get(edge, "size"));
		if (!name || !size.known)
			continue;
		bytes += size.n;
		r->languages[r->n_languages++] = (struct language){ .name = name, .bytes = size,
			.color = value_color(d->arena, json_get(node, "color")) };
	}
	for (size_t i = 0; i < r->n_languages; i++)
		r->languages[i].percentage = value_share(r->languages[i].bytes.n, bytes);
}

static void parse_topics(struct github_draft *d, struct json_object *connection, struct repo *r)
{
	struct json_object *nodes = json_get(connection, "nodes");
	size_t n = json_len(nodes);
	r->topics = arena_array(d->arena, n ? n : 1, sizeof(*r->topics));
	for (size_t i = 0; i < n; i++) {
		const char *name = value_text(d->arena, json_path(json_at(nodes, i), "topic.name"), VALUE_NAME_MAX);
		if (name)
			r->topics[r->n_topics++] = name;
	}
}

static struct repo parse_repository(struct github_draft *d, struct json_object *node)
{
	struct arena *a = d->arena;
	struct repo r = {
		.name = value_text(a, json_get(node, "name"), VALUE_NAME_MAX),
		.owner = value_text(a, json_path(node, "owner.login"), VALUE_NAME_MAX),
		.description = value_text(a, json_get(node, "description"), VALUE_TEXT_MAX),
		.language = value_text(a, json_path(node, "primaryLanguage.name"), VALUE_NAME_MAX),
		.color = value_color(a, json_path(node, "primaryLanguage.color")),
		.stars = value_number(json_get(node, "stargazerCount")),
		.forks = value_number(json_get(node, "forkCount")),
		.is_fork = json_flag(node, "isFork", false),
		.is_archived = json_flag(node, "isArchived", false),
		.is_template = json_flag(node, "isTemplate", false),
		.is_private = json_flag(node, "isPrivate", false),
		.updated_at = value_text(a, json_get(node, "updatedAt"), VALUE_NAME_MAX),
		.pushed_ms = value_time(json_get(node, "pushedAt")),
		.created_ms = value_time(json_get(node, "createdAt")),
	};
	parse_languages(d, json_get(node, "languages"), &r);
	parse_topics(d, json_get(node, "repositoryTopics"), &r);
	return r;
}

bool github_parse_repository(struct arena *a, struct json_object *node, struct repo *ret_repo)
{
	struct github_draft d = { .arena = a };
	struct repo r = parse_repository(&d, node);
	if (!r.name || r.is_private)
		return false;
	*ret_repo = r;
	return true;
}

void github_add_repo(struct github_draft *d, const struct repo *r, const char *id)
{
	struct profile *p = d->profile;
	size_t n = p->n_repos_listed;
	*ARENA_PUSH(d->arena, d->repo_ids, n, d->ids_cap) = id;
	*ARENA_PUSH(d->arena, p->repos, p->n_repos_listed, d->repos_cap) = *r;
}

void github_parse_repositories(struct github_draft *d, struct json_object *connection)
{
	struct json_object *nodes = json_get(connection, "nodes"), *page = json_get(connection, "pageInfo");
	struct metric n_repos = value_number(json_get(connection, "totalCount"));
	if (n_repos.known)
		d->profile->n_repos = n_repos;
	for (size_t i = 0; i < json_len(nodes) && !arena_over(d->arena); i++) {
		struct json_object *node = json_at(nodes, i);
		struct repo r = parse_repository(d, node);
		if (r.name)
			github_add_repo(d, &r, value_text(d->arena, json_get(node, "id"), VALUE_NAME_MAX));
	}
	bool more = json_flag(page, "hasNextPage", false) && json_len(nodes) > 0;
	d->cursor = more ? value_text(d->arena, json_get(page, "endCursor"), VALUE_NAME_MAX) : NULL;
}

static const struct repo *own_repo(const struct profile *p, const struct repo *like)
{
	for (size_t i = 0; i < p->n_repos_listed; i++)
		if (str_eq_nocase(p->repos[i].name, like->name) && str_eq_nocase(p->repos[i].owner, like->owner))
			return &p->repos[i];
	return NULL;
}

/* After all pages: pinned repositories may be other people's, and repos[] no longer moves. */
void github_settle_pinned(struct github_draft *d)
{
	struct profile *p = d->profile;
	for (size_t i = 0; i < p->n_pinned; i++) {
		const struct repo *own = own_repo(p, p->pinned[i]);
		p->pinned[i] = own ? own : p->pinned[i];
	}
}

static void parse_pinned(struct github_draft *d, struct json_object *connection)
{
	struct profile *p = d->profile;
	struct json_object *nodes = json_get(connection, "nodes");
	size_t n = json_len(nodes);
	p->pinned = arena_array(d->arena, n ? n : 1, sizeof(*p->pinned));
	for (size_t i = 0; i < n; i++) {
		struct repo r = parse_repository(d, json_at(nodes, i));
		if (r.name)
			p->pinned[p->n_pinned++] = arena_memdup(d->arena, &r, sizeof(r));
	}
}

enum github_account github_parse_profile(struct github_draft *d, struct json_object *data)
{
	struct json_object *user = json_get(data, "user");
	d->viewer = value_text(d->arena, json_path(data, "viewer.login"), VALUE_NAME_MAX);
	const char *kind = json_str(json_get(data, "account"), "__typename", "");
	if (!json_object_is_type(user, json_type_object))
		return str_eq(kind, "Organization") ? GITHUB_ORGANIZATION : GITHUB_NOBODY;
	parse_person(d, user);
	d->profile->contributed_to = total(json_get(data, "contributed"), "repositoriesContributedTo");
	parse_organizations(d, user);
	parse_pinned(d, json_get(user, "pinnedItems"));
	github_parse_repositories(d, json_get(user, "repositories"));
	return GITHUB_USER;
}

/* ---- contributions */

static void parse_calendar(struct github_draft *d, struct json_object *calendar, const struct github_window *window)
{
	struct profile *p = d->profile;
	struct json_object *weeks = json_get(calendar, "weeks");
	for (size_t i = 0; i < json_len(weeks); i++) {
		struct json_object *days = json_get(json_at(weeks, i), "contributionDays");
		for (size_t k = 0; k < json_len(days) && p->n_calendar < DAYS_MAX; k++) {
			struct metric time = value_time(json_get(json_at(days, k), "date"));
			struct metric count = value_number(json_get(json_at(days, k), "contributionCount"));
			int64_t day = clock_day(time.n);
			if (!time.known || !count.known || count.n > INT32_MAX || day < window->first_day ||
				day > window->last_day)
				continue;
			*ARENA_PUSH(d->arena, p->calendar, p->n_calendar, d->calendar_cap) =
				(struct calendar_day){ .day = day, .count = (int)count.n };
		}
	}
}

static void parse_own(struct github_draft *d, struct json_object *list, bool recent)
{
	for (size_t i = 0; i < json_len(list) && d->n_own < OWN_MAX; i++) {
		struct json_object *entry = json_at(list, i);
		const char *id = json_str(json_get(entry, "repository"), "id", NULL);
		struct metric n = total(entry, "contributions");
		if (!id || !n.known)
			continue;
		struct github_own *own = NULL;
		for (size_t k = 0; k < d->n_own; k++)
			if (str_eq(d->own[k].repo_id, id))
				own = &d->own[k];
		if (!own) {
			own = ARENA_PUSH(d->arena, d->own, d->n_own, d->own_cap);
			own->repo_id = value_text(d->arena, json_get(json_get(entry, "repository"), "id"),
				VALUE_NAME_MAX);
		}
		own->year += n.n;
		own->recent += recent ? n.n : 0;
	}
}

struct github_window_totals github_parse_window(struct github_draft *d, struct json_object *collection,
	const struct github_window *window, bool recent)
{
	struct github_window_totals w = { .known = json_object_is_type(collection, json_type_object) };
	if (!w.known)
		return w;
	struct json_object *calendar = json_get(collection, "contributionCalendar");
	w.totals.commits = value_number(json_get(collection, "totalCommitContributions"));
	w.totals.issues = value_number(json_get(collection, "totalIssueContributions"));
	w.totals.prs = value_number(json_get(collection, "totalPullRequestContributions"));
	w.totals.reviews = value_number(json_get(collection, "totalPullRequestReviewContributions"));
	w.contributions = value_number(json_get(calendar, "totalContributions"));
	w.restricted = value_number(json_get(collection, "restrictedContributionsCount"));
	parse_calendar(d, calendar, window);
	parse_own(d, json_get(collection, "commitContributionsByRepository"), recent);
	return w;
}

struct metric github_parse_created_day(struct json_object *data)
{
	struct metric created = value_time(json_path(data, "user.createdAt"));
	created.n = clock_day(created.n);
	return created;
}

static struct json_object *years_of(struct json_object *data)
{
	return json_path(data, "years.contributionsCollection.contributionYears");
}

size_t github_parse_years(struct json_object *data)
{
	size_t n = json_len(years_of(data));
	return n < YEARS_MAX ? n : YEARS_MAX;
}

struct metric github_parse_early_year(struct json_object *data, size_t i, int64_t created_day)
{
	struct json_object *year = json_at(years_of(data), i);
	int64_t n = json_object_is_type(year, json_type_int) ? json_object_get_int64(year) : 0;
	return n >= YEAR_MIN && n < clock_civil(created_day).year ? METRIC(n) : (struct metric){ .known = false };
}

/* ---- commits and trees */

static struct person parse_actor(struct arena *a, struct json_object *actor)
{
	return (struct person){ value_text(a, json_get(actor, "name"), VALUE_NAME_MAX),
		value_text(a, json_get(actor, "email"), VALUE_NAME_MAX),
		value_text(a, json_path(actor, "user.login"), VALUE_NAME_MAX) };
}

/* The first author is the git author; the rest are GitHub's reading of the trailers. */
static void parse_coauthors(struct arena *a, struct json_object *authors, struct commit *c)
{
	struct json_object *nodes = json_get(authors, "nodes");
	if (!nodes) {
		github_trailers(a, c);
		return;
	}
	size_t n = json_len(nodes);
	c->coauthors = arena_array(a, n ? n : 1, sizeof(*c->coauthors));
	for (size_t i = 1; i < n; i++)
		c->coauthors[c->n_coauthors++] = parse_actor(a, json_at(nodes, i));
}

static void parse_commit(struct github_draft *d, struct json_object *node, const char *repo)
{
	struct arena *a = d->arena;
	struct commit c = {
		.oid = value_text(a, json_get(node, "oid"), VALUE_NAME_MAX),
		.repo = repo,
		.author = parse_actor(a, json_get(node, "author")),
		.committer = parse_actor(a, json_get(node, "committer")),
		.date = value_text(a, json_get(node, "committedDate"), VALUE_NAME_MAX),
		.time_ms = value_time(json_get(node, "committedDate")),
		.message = value_text(a, json_get(node, "message"), VALUE_MESSAGE_MAX),
		.changed_files = value_number(json_get(node, "changedFilesIfAvailable")),
	};
	if (!c.message)
		c.message = "";
	parse_coauthors(a, json_get(node, "authors"), &c);
	*ARENA_PUSH(a, d->profile->commits, d->profile->n_commits, d->commits_cap) = c;
}

static void parse_entries(struct github_draft *d, struct json_object *entries, const char *folder, struct repo *r,
	size_t *cap)
{
	for (size_t i = 0; i < json_len(entries) && r->n_root_files < ENTRIES_MAX; i++) {
		const char *name = value_text(d->arena, json_get(json_at(entries, i), "name"), VALUE_NAME_MAX);
		if (!name)
			continue;
		const char *path = *folder ? arena_printf(d->arena, "%s/%s", folder, name) : name;
		*ARENA_PUSH(d->arena, r->root_files, r->n_root_files, *cap) = path;
		const struct mark_tool *tool = marks_config_file(path);
		if (tool)
			*ARENA_PUSH(d->arena, d->profile->config_marks, d->profile->n_config_marks, d->marks_cap) =
				(struct config_mark){ .tool = tool->id, .path = path, .repo = r->name };
	}
}

static struct repo *repo_by_id(const struct github_draft *d, const char *id)
{
	for (size_t i = 0; i < d->profile->n_repos_listed; i++)
		if (str_eq(d->repo_ids[i], id))
			return &d->profile->repos[i];
	return NULL;
}

void github_parse_commits(struct github_draft *d, struct json_object *nodes)
{
	struct profile *p = d->profile;
	for (size_t i = 0; i < json_len(nodes) && !arena_over(d->arena); i++) {
		struct json_object *node = json_at(nodes, i);
		struct repo *r = repo_by_id(d, json_str(node, "id", ""));
		if (!r)
			continue;
		struct json_object *history = json_path(node, "defaultBranchRef.target.history.nodes");
		for (size_t k = 0; k < json_len(history) && p->n_commits < COMMITS_MAX; k++)
			if (json_object_is_type(json_at(history, k), json_type_object))
				parse_commit(d, json_at(history, k), r->name);
		size_t cap = r->n_root_files;
		parse_entries(d, json_path(node, "root.entries"), "", r, &cap);
		parse_entries(d, json_path(node, "github.entries"), ".github", r, &cap);
	}
	p->commits_known = p->n_commits > 0;
}

/* ---- errors */

bool github_has_error(struct json_object *errors, const char *type)
{
	for (size_t i = 0; i < json_len(errors); i++)
		if (!*type || str_eq(json_str(json_at(errors, i), "type", ""), type))
			return true;
	return false;
}

/* What we asked for our own needs is nothing of the profile; windows are told by their dates. */
static bool is_own_business(struct json_object *path)
{
	static const char *const heads[] = { "viewer", "account", "rateLimit", "years", "w0", "w1", "w2", "w3" };
	struct json_object *head = json_at(path, 0);
	for (size_t i = 0; i < ARRAY_LEN(heads); i++)
		if (json_object_is_type(head, json_type_string) && str_eq(json_object_get_string(head), heads[i]))
			return true;
	return false;
}

/* A name as GraphQL has them; anything else in a path is not GitHub's. */
static bool is_name(const char *s)
{
	for (const char *p = s; *p; p++)
		if (!ascii_is_alnum(*p) && *p != '_')
			return false;
	return true;
}

/* "user.repositories.nodes.3.languages" is the field "repositories.languages". */
static const char *field_of(struct github_draft *d, struct json_object *path, const char *prefix)
{
	static const char *const skipped[] = { "user", "contributed", "nodes", "edges" };
	struct str s;
	str_init(&s, d->arena, 200);
	str_addz(&s, prefix);
	for (size_t i = 0; i < json_len(path); i++) {
		struct json_object *step = json_at(path, i);
		const char *word = json_object_is_type(step, json_type_string) ? json_object_get_string(step) : NULL;
		bool skip = !word || !is_name(word);
		for (size_t k = 0; k < ARRAY_LEN(skipped); k++)
			skip = skip || str_eq(word, skipped[k]);
		if (skip)
			continue;
		if (s.len)
			str_addc(&s, '.');
		str_addz(&s, word);
	}
	return s.len ? s.buf : "user";
}

const char *github_error_type(struct json_object *error)
{
	const char *type = json_str(error, "type", NULL);
	if (!type)
		type = json_str(json_get(error, "extensions"), "code", "");
	size_t len = 0;
	while (type[len] == '_' || (ascii_is_alnum(type[len]) && !ascii_is_digit(type[len])))
		len++;
	return len && len <= ERROR_TYPE_MAX && !type[len] ? type : "UPSTREAM";
}

/* Our words for what GitHub says at length: its own may name the login or repeat the token. */
const char *github_error_detail(const char *type)
{
	if (str_eq(type, "FORBIDDEN") || str_eq(type, "INSUFFICIENT_SCOPES"))
		return "GitHub does not let this token read it";
	if (str_eq(type, "NOT_FOUND"))
		return "GitHub does not find it";
	return "GitHub left it out with an error";
}

void github_parse_errors(struct github_draft *d, struct json_object *errors, const char *prefix)
{
	struct profile *p = d->profile;
	for (size_t i = 0; i < json_len(errors) && p->n_missing < MISSING_MAX; i++) {
		struct json_object *e = json_at(errors, i);
		if (is_own_business(json_get(e, "path")))
			continue;
		const char *type = github_error_type(e);
		const char *field = field_of(d, json_get(e, "path"), prefix);
		bool known = false;
		for (size_t k = 0; k < p->n_missing; k++)
			known = known || (str_eq(p->missing[k].field, field) && str_eq(p->missing[k].reason, type));
		if (!known)
			profile_miss(p, d->arena, field, type, github_error_detail(type));
	}
}
