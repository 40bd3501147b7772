/* The plan of one profile: what is asked in which round, and how answers become one profile. */
#include "config.h"

#include "core/profile/github.h"

#include "core/base/clean.h"
#include "core/base/clock.h"
#include "core/base/conf.h"
#include "core/base/http.h"
#include "core/base/json.h"
#include "core/base/parse.h"
#include "core/base/str.h"
#include "core/profile/github-call.h"
#include "core/profile/github-etag.h"
#include "core/profile/github-parse.h"
#include "core/profile/github-rest.h"
#include "core/profile/github-text.h"
#include "core/profile/github-tokens.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include "core/base/banned.h"

enum {
	POINTS = 9,	/* of one profile */
	PAGES_MAX = 20, /* of repositories, so 2,000 */
	SAMPLE_MAX = 10,
	WINDOWS_MAX = 3,
	HALVES_MAX = 2 * WINDOWS_MAX,
	COST_PROFILE = 2,
	COST_PAGE = 2,
	COST_PAGE_LEAN = 1,
	COST_WINDOWS = 1,
	CONCURRENT_MAX = 100, /* GitHub's limit, of all processes together */
};

bool github_login_valid(const char *login)
{
	size_t len = login ? strlen(login) : 0;
	if (len == 0 || len > GITHUB_LOGIN_MAX || login[0] == '-' || login[len - 1] == '-')
		return false;
	for (size_t i = 0; i < len; i++)
		if (!ascii_is_alnum(login[i]) && login[i] != '-')
			return false;
	return true;
}

/* ---- life */

static const char *without_slash(struct arena *a, const char *url)
{
	size_t len = strlen(url);
	while (len && url[len - 1] == '/')
		len--;
	return arena_strndup(a, url, len);
}

/* github.com: API/graphql. Enterprise Server: /api/v3 is REST, /api/graphql the other. */
static const char *derive_graphql(struct arena *a, const char *rest)
{
	static const char version[] = "/api/v3";
	if (!str_ends(rest, version))
		return arena_printf(a, "%s/graphql", rest);
	return arena_printf(a, "%.*s/api/graphql", (int)(strlen(rest) - strlen(version)), rest);
}

static bool is_url(const char *url)
{
	return str_starts(url, "https://") || str_starts(url, "http://");
}

static enum err github_init(struct err_note *note, struct github *gh, const struct conf *c)
{
	struct arena *a = &gh->arena;
	gh->conf = c;
	gh->rest = without_slash(a, c->github_api);
	gh->graphql = *c->github_graphql ? without_slash(a, c->github_graphql) : derive_graphql(a, gh->rest);
	if (!is_url(gh->rest))
		return err_field(note, ERR_INVALID, "github_api", "not an http or https URL");
	if (!is_url(gh->graphql))
		return err_field(note, ERR_INVALID, "github_graphql", "not an http or https URL");
	gh->allow_http = str_starts(gh->rest, "http://") || str_starts(gh->graphql, "http://");
	TRY(github_tokens_load(note, a, c->github_tokens, (int)c->github_reserve, &gh->tokens));
	gh->etags = github_etag_new(a);
	int failed = pthread_mutex_init(&gh->probe_lock, NULL);
	assert(!failed);
	(void)failed;
	int64_t share = CONCURRENT_MAX / c->scope_processes;
	int64_t concurrency = c->github_concurrency < share ? c->github_concurrency : share;
	/* in clear there is no HTTP/2, so that a connection carries one request at a time */
	int64_t connections = gh->allow_http ? concurrency : c->github_connections;
	gh->fetcher = http_fetcher_new(&(struct http_options){ .connections = (int)connections,
		.concurrency = (int)concurrency, .connect_timeout_ms = c->github_timeout });
	return OK;
}

struct github *github_new(struct err_note *note, const struct conf *c)
{
	struct arena arena;
	arena_init(&arena, SIZE_MAX / 8);
	struct github *gh = arena_alloc(&arena, sizeof(*gh));
	gh->arena = arena;
	if (github_init(note, gh, c)) {
		arena = gh->arena;
		arena_release(&arena);
		return NULL;
	}
	return gh;
}

void github_free(struct github *gh)
{
	if (!gh)
		return;
	http_fetcher_free(gh->fetcher);
	github_tokens_release(gh->tokens);
	github_etag_release(gh->etags);
	(void)pthread_mutex_destroy(&gh->probe_lock);
	struct arena arena = gh->arena;
	arena_release(&arena);
}

void github_observe(struct github *gh,
	void (*observe)(void *ctx, const char *endpoint, const char *status, int64_t us), void *ctx)
{
	gh->observe = observe;
	gh->observe_ctx = ctx;
}

void github_stats(struct github *gh, struct github_stats *ret_stats)
{
	struct github_tokens_state t;
	github_tokens_state(gh->tokens, clock_monotonic(), &t);
	github_etag_expire(gh->etags, clock_monotonic());
	*ret_stats = (struct github_stats){
		.requests = atomic_load(&gh->requests),
		.failures = atomic_load(&gh->failures),
		.points = atomic_load(&gh->points),
		.not_modified = atomic_load(&gh->not_modified),
		.tokens = t.tokens,
		.tokens_alive = t.alive,
		.owners = t.owners,
		.remaining = t.remaining,
	};
}

/* ---- one profile */

/* A window of the year, or the half of one that was too expensive. */
struct span {
	struct github_window window;
	const char *name; /* in profile.missing */
	bool recent;
	bool is_half;
	bool too_expensive;
	struct github_window_totals totals;
};

struct plan {
	struct github *gh;
	struct github_draft draft;
	struct profile profile;
	const char *login;
	int64_t deadline;
	int64_t today;
	struct span spans[WINDOWS_MAX + HALVES_MAX];
	size_t n_spans;
	int pages;   /* read or given up */
	bool lean_pages;
	const char *sample[SAMPLE_MAX]; /* node ids */
	size_t n_sample;
};

static const char *reason_of(const struct github_call *call)
{
	return call->err == ERR_LIMIT ? "RATE_LIMIT" : call->err == ERR_TIMEOUT ? "TIMEOUT" : "UPSTREAM";
}

static void miss_call(struct plan *p, const char *field, const struct github_call *call)
{
	profile_miss(&p->profile, p->draft.arena, field, reason_of(call), call->reason);
}

static void drop(struct github_call *call)
{
	json_object_put(call->root);
	call->root = NULL;
}

static void spend(struct plan *p, const struct github_call *call)
{
	p->profile.points += call->cost;
}

/* ---- windows */

static void add_span(struct plan *p, int64_t from_days_ago, int64_t to_days_ago, bool is_half)
{
	struct span *s = &p->spans[p->n_spans++];
	s->window = (struct github_window){ p->today - from_days_ago, p->today - to_days_ago };
	s->recent = from_days_ago <= 90;
	s->is_half = is_half;
	char from[CLOCK_ISO_LEN], to[CLOCK_ISO_LEN];
	s->name = arena_printf(p->draft.arena, "contributions.%s..%s",
		clock_date(s->window.first_day * CLOCK_DAY_MS, from),
		clock_date(s->window.last_day * CLOCK_DAY_MS, to));
}

static struct github_call windows_call(struct plan *p, const struct span *first, size_t n)
{
	struct github_window windows[2] = { first[0].window, n == 2 ? first[1].window : first[0].window };
	return (struct github_call){ .endpoint = GITHUB_EP_CONTRIBUTIONS, .points = COST_WINDOWS,
		.body = github_query_windows(p->draft.arena, p->login, windows, n) };
}

/* One window of an answer: its totals, or why there are none. */
static void read_span(struct plan *p, struct span *s, const struct github_call *call, const char *alias)
{
	if (call->err) {
		miss_call(p, s->name, call);
		return;
	}
	struct json_object *errors = json_get(call->root, "errors");
	struct json_object *user = json_get(json_get(call->root, "data"), alias);
	s->totals = github_parse_window(&p->draft, json_get(user, "contributionsCollection"), &s->window, s->recent);
	if (s->totals.known)
		return;
	for (size_t i = 0; i < json_len(errors); i++) {
		struct json_object *e = json_at(errors, i), *head = json_at(json_get(e, "path"), 0);
		if (!json_object_is_type(head, json_type_string) || !str_eq(json_object_get_string(head), alias))
			continue;
		const char *type = github_error_type(e);
		s->too_expensive = str_eq(type, "RESOURCE_LIMITS_EXCEEDED") && !s->is_half;
		if (!s->too_expensive)
			profile_miss(&p->profile, p->draft.arena, s->name, type, github_error_detail(type));
		return;
	}
	const char *type = github_error_type(json_at(errors, 0));
	profile_miss(&p->profile, p->draft.arena, s->name, type, github_error_detail(type));
}

static void read_windows(struct plan *p, struct span *first, size_t n, struct github_call *call)
{
	static const char *const aliases[] = { "w0", "w1" };
	for (size_t i = 0; i < n; i++)
		read_span(p, &first[i], call, aliases[i]);
	spend(p, call);
	drop(call);
}

/* Halves of what was too expensive, to be asked in the next round. */
static size_t split_spans(struct plan *p)
{
	size_t first = p->n_spans;
	for (size_t i = 0; i < first; i++) {
		if (!p->spans[i].too_expensive)
			continue;
		int64_t from = p->today - p->spans[i].window.first_day, to = p->today - p->spans[i].window.last_day;
		int64_t middle = to + (from - to) / 2;
		add_span(p, from, middle + 1, true);
		add_span(p, middle, to, true);
	}
	return p->n_spans - first;
}

static struct metric add(struct metric a, struct metric b)
{
	return (struct metric){ .n = a.n + b.n, .known = a.known && b.known };
}

/* A period's total is known only when each of its windows is. */
static struct contribution_totals sum_spans(const struct plan *p, bool recent_only, struct metric *ret_all)
{
	struct contribution_totals t = { METRIC(0), METRIC(0), METRIC(0), METRIC(0), { .known = false } };
	struct metric all = METRIC(0);
	for (size_t i = 0; i < p->n_spans; i++) {
		const struct span *s = &p->spans[i];
		if (s->too_expensive || (recent_only && !s->recent))
			continue; /* its halves stand for it */
		t.commits = add(t.commits, s->totals.totals.commits);
		t.prs = add(t.prs, s->totals.totals.prs);
		t.issues = add(t.issues, s->totals.totals.issues);
		t.reviews = add(t.reviews, s->totals.totals.reviews);
		all = add(all, s->totals.contributions);
	}
	*ret_all = all;
	return t;
}

/* ---- the sample of commits */

struct candidate {
	const char *id;
	int64_t recent, year;
	size_t at; /* GitHub's order: last pushed first */
};

static int by_relevance(const void *x, const void *y)
{
	const struct candidate *a = x, *b = y;
	if (a->recent != b->recent)
		return a->recent < b->recent ? 1 : -1;
	if (a->year != b->year)
		return a->year < b->year ? 1 : -1;
	return a->at < b->at ? -1 : a->at > b->at;
}

/* Own commits of the last 90 days first, then of the year, then the last push. */
static void choose_sample(struct plan *p)
{
	const struct github_draft *d = &p->draft;
	size_t n = 0, repos = p->profile.n_repos_listed;
	struct candidate *list = arena_array(d->arena, repos ? repos : 1, sizeof(*list));
	for (size_t i = 0; i < repos; i++) {
		if (!d->repo_ids[i])
			continue;
		list[n] = (struct candidate){ .id = d->repo_ids[i], .at = i };
		for (size_t k = 0; k < d->n_own; k++)
			if (str_eq(d->own[k].repo_id, list[n].id)) {
				list[n].recent = d->own[k].recent;
				list[n].year = d->own[k].year;
			}
		n++;
	}
	if (n)
		qsort(list, n, sizeof(*list), by_relevance);
	size_t limit = (size_t)p->gh->conf->github_commit_repos;
	limit = limit < SAMPLE_MAX ? limit : SAMPLE_MAX;
	for (p->n_sample = 0; p->n_sample < n && p->n_sample < limit; p->n_sample++)
		p->sample[p->n_sample] = list[p->n_sample].id;
}

static int pages_to_come(const struct plan *p)
{
	if (!p->draft.cursor)
		return 0;
	int64_t pages = (p->profile.n_repos.n + GITHUB_PAGE - 1) / GITHUB_PAGE;
	pages = pages < PAGES_MAX ? pages : PAGES_MAX;
	return pages > p->pages ? (int)pages - p->pages : 1;
}

static struct github_call commits_call(struct plan *p, int points_left)
{
	int each = (int)p->gh->conf->github_commits_each;
	bool with_authors = github_commits_cost(p->n_sample, each, true) <= points_left;
	return (struct github_call){ .endpoint = GITHUB_EP_COMMITS,
		.points = github_commits_cost(p->n_sample, each, with_authors),
		.body = github_query_commits(p->draft.arena, p->draft.user_id, p->sample, p->n_sample, each,
			with_authors) };
}

static void read_commits(struct plan *p, struct github_call *call)
{
	if (call->err) {
		miss_call(p, "commits", call);
	} else {
		github_parse_commits(&p->draft, json_path(call->root, "data.nodes"));
		github_parse_errors(&p->draft, json_get(call->root, "errors"), "commits");
	}
	spend(p, call);
	drop(call);
}

/* ---- pages */

static struct github_call page_call(struct plan *p)
{
	return (struct github_call){ .endpoint = GITHUB_EP_REPOSITORIES,
		.points = p->lean_pages ? COST_PAGE_LEAN : COST_PAGE,
		.body = github_query_repositories(p->draft.arena, p->login, p->draft.cursor, p->lean_pages) };
}

static void read_page(struct plan *p, struct github_call *call)
{
	p->pages++;
	p->draft.cursor = NULL;
	if (call->err) {
		miss_call(p, "repositories", call);
	} else {
		github_parse_repositories(&p->draft, json_path(call->root, "data.user.repositories"));
		github_parse_errors(&p->draft, json_get(call->root, "errors"), "");
	}
	spend(p, call);
	drop(call);
	if (p->draft.cursor && p->pages >= PAGES_MAX) {
		p->draft.cursor = NULL;
		profile_miss(&p->profile, p->draft.arena, "repositories", "PARTIAL",
			"only the 2,000 repositories pushed last are read");
	}
}

/* ---- rounds */

static enum err read_profile(struct err_note *note, struct plan *p, struct github_call *call)
{
	if (call->err) {
		enum err err = err_set(note, call->err, "%s", call->reason);
		if (note)
			note->retry_after = call->retry_after;
		return err;
	}
	struct json_object *errors = json_get(call->root, "errors");
	switch (github_parse_profile(&p->draft, json_get(call->root, "data"))) {
	case GITHUB_ORGANIZATION:
		return err_field(note, ERR_NOT_FOUND, "login", "this is an organisation on GitHub, not a user");
	case GITHUB_NOBODY:
		if (github_has_error(errors, "NOT_FOUND") || !github_has_error(errors, ""))
			return err_field(note, ERR_NOT_FOUND, "login", "no such GitHub user");
		return err_set(note, ERR_UPSTREAM, "GitHub refuses the profile: %s",
			github_error_type(json_at(errors, 0)));
	case GITHUB_USER:
		break;
	}
	if (!p->profile.login)
		return err_set(note, ERR_UPSTREAM, "GitHub answered nonsense");
	github_parse_errors(&p->draft, errors, "");
	return OK;
}

static struct github_call profile_call(struct plan *p, bool light)
{
	return (struct github_call){ .endpoint = GITHUB_EP_PROFILE, .points = COST_PROFILE,
		.body = github_query_profile(p->draft.arena, p->login, light) };
}

/* GitHub gives up the whole person when a part of it costs too much: ask for less. */
static void lighten(struct plan *p, struct github_call *call)
{
	static const char *const left_out[] = { "organizations", "pinned", "repositories.topics",
		"all_time.discussions" };
	struct json_object *user = json_path(call->root, "data.user");
	if (call->err || user || !github_has_error(json_get(call->root, "errors"), "RESOURCE_LIMITS_EXCEEDED"))
		return;
	spend(p, call);
	drop(call);
	*call = profile_call(p, true);
	github_ask(p->gh, p->draft.arena, call, 1, p->deadline);
	for (size_t i = 0; i < ARRAY_LEN(left_out); i++)
		profile_miss(&p->profile, p->draft.arena, left_out[i], "RESOURCE_LIMITS_EXCEEDED",
			"GitHub finds the whole profile too expensive; less of it was asked");
}

/* Person, first page and the year, all at once. */
static enum err first_round(struct err_note *note, struct plan *p)
{
	add_span(p, 365, 183, false);
	add_span(p, 182, 91, false);
	add_span(p, 90, 0, false);
	struct github_call calls[] = {
		profile_call(p, false),
		windows_call(p, &p->spans[0], 1),
		windows_call(p, &p->spans[1], 2),
	};
	github_ask(p->gh, p->draft.arena, calls, ARRAY_LEN(calls), p->deadline);
	lighten(p, &calls[0]);
	enum err err = read_profile(note, p, &calls[0]);
	spend(p, &calls[0]);
	drop(&calls[0]);
	p->pages = 1;
	if (err) {
		drop(&calls[1]);
		drop(&calls[2]);
		return err;
	}
	read_windows(p, &p->spans[0], 1, &calls[1]);
	read_windows(p, &p->spans[1], 2, &calls[2]);
	return OK;
}

/* Commits, halves of windows and the next page, all at once; later pages follow one by one. */
static void later_rounds(struct plan *p)
{
	size_t halves = split_spans(p), first_half = p->n_spans - halves;
	struct github_call calls[HALVES_MAX + 2];
	size_t n = 0, commits = SIZE_MAX;
	choose_sample(p);
	int left = POINTS - p->profile.points - (int)halves * COST_WINDOWS, pages = pages_to_come(p);
	int reserve = p->n_sample ? 1 : 0;
	p->lean_pages = pages * COST_PAGE > left - reserve;
	left -= pages * (p->lean_pages ? COST_PAGE_LEAN : COST_PAGE);
	if (pages && p->lean_pages)
		profile_miss(&p->profile, p->draft.arena, "repositories.topics", "BUDGET",
			"topics are read of the 100 repositories pushed last");
	for (size_t i = 0; i < halves; i++)
		calls[n++] = windows_call(p, &p->spans[first_half + i], 1);
	if (p->n_sample && p->draft.user_id) {
		commits = n;
		calls[n++] = commits_call(p, left);
	}
	bool page = p->draft.cursor != NULL;
	if (page)
		calls[n++] = page_call(p);
	github_ask(p->gh, p->draft.arena, calls, n, p->deadline);
	for (size_t i = 0; i < halves; i++)
		read_windows(p, &p->spans[first_half + i], 1, &calls[i]);
	if (commits != SIZE_MAX)
		read_commits(p, &calls[commits]);
	if (page)
		read_page(p, &calls[n - 1]);
	while (p->draft.cursor) {
		calls[0] = page_call(p);
		github_ask(p->gh, p->draft.arena, calls, 1, p->deadline);
		read_page(p, &calls[0]);
	}
}

static void finish(struct plan *p)
{
	struct metric recent;
	p->profile.recent = sum_spans(p, true, &recent);
	p->profile.year = sum_spans(p, false, &p->profile.contributions_last_year);
	github_settle(&p->draft);
}

enum err github_profile(struct err_note *note, struct github *gh, struct arena *a, const char *login,
	struct profile *ret_profile)
{
	if (!github_login_valid(login))
		return err_field(note, ERR_INVALID, "login", "not a GitHub login");
	int64_t now = clock_monotonic(), deadline = now + gh->conf->github_deadline;
	github_etag_expire(gh->etags, now);
	if (github_tokens_count(gh->tokens) == 0)
		return github_rest_profile(note, gh, a, login, deadline, NULL, ret_profile);
	github_probe(gh, a);
	struct plan *p = arena_alloc(a, sizeof(*p));
	p->gh = gh;
	p->login = login;
	p->deadline = deadline;
	p->profile.source = SOURCE_GITHUB_GRAPHQL;
	p->profile.fetched_ms = clock_now();
	p->today = clock_day(p->profile.fetched_ms);
	p->draft = (struct github_draft){ .arena = a, .profile = &p->profile };
	enum err err = first_round(note, p);
	if (err == ERR_AUTH)
		return github_rest_profile(note, gh, a, login, deadline, "GitHub accepts none of the tokens",
			ret_profile);
	if (err)
		return err;
	later_rounds(p);
	finish(p);
	*ret_profile = p->profile;
	return OK;
}
