/* The plan of one profile: what is asked in which round, and how answers become one profile. */
#include "config.h"

#include "core/github/github.h"

#include "core/base/clean.h"
#include "core/base/clock.h"
#include "core/base/conf.h"
#include "core/base/json.h"
#include "core/base/str.h"
#include "core/github/github-call.h"
#include "core/github/github-etag.h"
#include "core/github/github-parse.h"
#include "core/github/github-rest.h"
#include "core/github/github-span.h"
#include "core/github/github-tokens.h"

#include <stdlib.h>
#include <string.h>
#include "core/base/banned.h"

enum {
	POINTS = 9,	/* of one profile */
	PAGES_MAX = 20, /* of repositories, so 2,000 */
	SAMPLE_MAX = 10,
	WINDOWS = 3,
	HALVES_MAX = 2 * WINDOWS,
	COST_PROFILE = 2,
	COST_PAGE = 2,
	COST_PAGE_LEAN = 1,
};

struct plan {
	struct github *gh;
	struct github_draft draft;
	struct profile profile;
	struct github_spans spans;
	const char *login;
	enum profile_depth depth;
	int64_t deadline;
	int64_t today;
	int pages; /* read or given up */
	bool lean_pages;
	const char *sample[SAMPLE_MAX]; /* node ids */
	size_t n_sample;
};

static void miss_call(struct plan *p, const char *field, const struct github_call *call)
{
	profile_miss(&p->profile, p->draft.arena, field, github_call_reason(call), call->reason);
}

static void spend(struct plan *p, struct github_call *call)
{
	p->profile.points += call->cost;
	github_call_drop(call);
}

/* ---- windows of the year */

static struct metric add(struct metric a, struct metric b)
{
	return (struct metric){ .n = a.n + b.n, .known = a.known && b.known };
}

struct sums {
	struct contribution_totals totals;
	struct metric all, restricted;
};

/* A period's total is known only when each of its windows is. */
static struct sums sum_spans(const struct plan *p, bool recent_only)
{
	struct sums s = { { METRIC(0), METRIC(0), METRIC(0), METRIC(0), { .known = false } }, METRIC(0), METRIC(0) };
	for (size_t i = 0; i < p->spans.n; i++) {
		const struct github_span *span = &p->spans.items[i];
		const struct contribution_totals *t = &span->totals.totals;
		if (span->state == SPAN_CUT || (recent_only && !span->recent))
			continue; /* its halves stand for it */
		s.totals.commits = add(s.totals.commits, t->commits);
		s.totals.prs = add(s.totals.prs, t->prs);
		s.totals.issues = add(s.totals.issues, t->issues);
		s.totals.reviews = add(s.totals.reviews, t->reviews);
		s.all = add(s.all, span->totals.contributions);
		s.restricted = add(s.restricted, span->totals.restricted);
	}
	return s;
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
	if (p->draft.cursor && p->pages >= PAGES_MAX) {
		p->draft.cursor = NULL;
		profile_miss(&p->profile, p->draft.arena, "repositories", "PARTIAL",
			"only the 2,000 repositories pushed last are read");
	}
}

/* ---- rounds */

static enum err read_profile(struct err_note *note, struct plan *p, struct github_call *call)
{
	if (call->err)
		return github_call_err(note, call);
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

static bool too_expensive(const struct github_call *call)
{
	return !call->err && !json_path(call->root, "data.user") &&
		github_has_error(json_get(call->root, "errors"), "RESOURCE_LIMITS_EXCEEDED");
}

/* GitHub gives up the whole person when a part of it costs too much: ask for less. */
static void lighten(struct plan *p, struct github_call *call)
{
	static const char *const left_out[] = { "organizations", "pinned", "repositories.topics",
		"all_time.discussions", "repositoriesContributedTo" };
	if (!too_expensive(call))
		return;
	spend(p, call);
	*call = profile_call(p, true);
	github_ask(p->gh, p->draft.arena, call, 1, p->deadline);
	for (size_t i = 0; i < ARRAY_LEN(left_out); i++)
		profile_miss(&p->profile, p->draft.arena, left_out[i], "RESOURCE_LIMITS_EXCEEDED",
			"GitHub finds the whole profile too expensive; less of it was asked");
}

/* What failed as one question is asked as several: the person, and the windows that did not come. */
static void ask_apart(struct plan *p, struct github_call *call)
{
	struct github_batch batches[WINDOWS];
	struct github_call calls[1 + WINDOWS];
	int tried = call->err ? 1 : 0;
	if (!call->err)
		github_span_read(&p->spans, &(struct github_batch){ { 0, 1, 2 }, WINDOWS }, call, false);
	spend(p, call);
	calls[0] = profile_call(p, false);
	calls[0].attempts = tried;
	size_t n = github_span_batches(&p->spans, batches, WINDOWS);
	for (size_t i = 0; i < n; i++)
		calls[1 + i] = github_span_call(&p->spans, &batches[i], GITHUB_HEAD_NONE);
	github_ask(p->gh, p->draft.arena, calls, 1 + n, p->deadline);
	for (size_t i = 0; i < n; i++) {
		github_span_read(&p->spans, &batches[i], &calls[1 + i], true);
		spend(p, &calls[1 + i]);
	}
	*call = calls[0];
	lighten(p, call);
}

/* Person, first page and the year in one question. */
static enum err first_round(struct err_note *note, struct plan *p)
{
	github_span_add(&p->spans, p->today - 365, p->today - 183, false);
	github_span_add(&p->spans, p->today - 182, p->today - 91, false);
	github_span_add(&p->spans, p->today - 90, p->today, true);
	struct github_batch all = { { 0, 1, 2 }, WINDOWS };
	struct github_call call = github_span_call(&p->spans, &all, GITHUB_HEAD_PROFILE);
	call.endpoint = GITHUB_EP_PROFILE;
	github_ask(p->gh, p->draft.arena, &call, 1, p->deadline);
	if (call.err == ERR_UPSTREAM || too_expensive(&call))
		ask_apart(p, &call);
	else if (!call.err)
		github_span_read(&p->spans, &all, &call, true);
	enum err err = read_profile(note, p, &call);
	spend(p, &call);
	p->pages = 1;
	return err;
}

/* Commits, halves of windows and the next page, all at once; later pages follow one by one. */
static void second_round(struct plan *p)
{
	struct github_batch batches[HALVES_MAX];
	struct github_call calls[HALVES_MAX + 2];
	size_t halves = github_span_batches(&p->spans, batches, HALVES_MAX), n = halves, commits = SIZE_MAX;
	if (p->depth == PROFILE_FULL)
		choose_sample(p);
	int left = POINTS - p->profile.points - (int)halves, pages = pages_to_come(p);
	int reserve = p->n_sample ? 1 : 0;
	p->lean_pages = p->depth == PROFILE_BASIC || pages * COST_PAGE > left - reserve;
	left -= pages * (p->lean_pages ? COST_PAGE_LEAN : COST_PAGE);
	if (pages && p->lean_pages)
		profile_miss(&p->profile, p->draft.arena, "repositories.topics", "BUDGET",
			"topics are read of the 100 repositories pushed last");
	for (size_t i = 0; i < halves; i++)
		calls[i] = github_span_call(&p->spans, &batches[i], GITHUB_HEAD_NONE);
	if (p->n_sample && p->draft.user_id) {
		commits = n;
		calls[n++] = commits_call(p, left);
	}
	bool page = p->draft.cursor != NULL;
	if (page)
		calls[n++] = page_call(p);
	github_ask(p->gh, p->draft.arena, calls, n, p->deadline);
	for (size_t i = 0; i < halves; i++) {
		github_span_read(&p->spans, &batches[i], &calls[i], true);
		spend(p, &calls[i]);
	}
	if (commits != SIZE_MAX)
		read_commits(p, &calls[commits]);
	if (page)
		read_page(p, &calls[n - 1]);
}

static void later_rounds(struct plan *p)
{
	second_round(p);
	github_span_ask(&p->spans, p->deadline);
	while (p->draft.cursor) {
		struct github_call call = page_call(p);
		github_ask(p->gh, p->draft.arena, &call, 1, p->deadline);
		read_page(p, &call);
	}
}

static void finish(struct plan *p)
{
	struct profile *profile = &p->profile;
	struct sums year = sum_spans(p, false);
	profile->recent = sum_spans(p, true).totals;
	profile->year = year.totals;
	profile->contributions_last_year = year.all;
	profile->commits_restricted = year.restricted;
	profile->points += p->spans.points;
	for (size_t i = 0; i < p->spans.n; i++) {
		const struct github_span *span = &p->spans.items[i];
		if (span->state == SPAN_MISSED)
			profile_miss(profile, p->draft.arena, span->name, span->reason, span->detail);
	}
	github_settle(&p->draft);
}

enum err github_profile(struct err_note *note, struct github *gh, struct arena *a, const char *login,
	enum profile_depth depth, struct profile *ret_profile)
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
	p->depth = depth;
	p->deadline = deadline;
	p->profile.source = SOURCE_GITHUB_GRAPHQL;
	p->profile.fetched_ms = clock_now();
	p->today = clock_day(p->profile.fetched_ms);
	p->draft = (struct github_draft){ .arena = a, .profile = &p->profile };
	p->spans = (struct github_spans){ .gh = gh, .draft = &p->draft, .login = login, .fields = GITHUB_TOTALS,
		.each = 2, .cuts_max = 1 };
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
