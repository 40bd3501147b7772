/* The calendar of a whole account, and the commits of one year: windows without the rest of a profile. */
#include "config.h"

#include "core/github/github.h"

#include "core/base/arena.h"
#include "core/base/clock.h"
#include "core/base/conf.h"
#include "core/base/json.h"
#include "core/base/str.h"
#include "core/github/github-call.h"
#include "core/github/github-parse.h"
#include "core/github/github-span.h"
#include "core/github/github-tokens.h"
#include "core/profile/profile.h"
#include "core/profile/value.h"

#include "core/base/banned.h"

enum { CUTS_MAX = 2, YEARS_EACH = GITHUB_WINDOWS_MAX, YEAR_FIRST = 2005 };

struct plan {
	struct github *gh;
	struct profile profile; /* only its calendar */
	struct github_draft draft;
	struct github_spans spans;
	int64_t deadline, today;
};

static struct plan *plan_new(struct github *gh, struct arena *a, const char *login, enum github_window_fields fields)
{
	struct plan *p = arena_alloc(a, sizeof(*p));
	p->gh = gh;
	p->deadline = clock_monotonic() + gh->conf->github_deadline;
	p->today = clock_day(clock_now());
	p->draft = (struct github_draft){ .arena = a, .profile = &p->profile };
	p->spans = (struct github_spans){ .gh = gh, .draft = &p->draft, .login = login, .fields = fields,
		.each = YEARS_EACH, .cuts_max = CUTS_MAX };
	return p;
}

static enum err check(struct err_note *note, const struct github *gh, const char *login)
{
	if (!github_login_valid(login))
		return err_field(note, ERR_INVALID, "login", "not a GitHub login");
	if (github_tokens_count(gh->tokens) == 0)
		return err_set(note, ERR_AUTH, "GitHub tells contributions only with a token");
	return OK;
}

/* Nothing at all could be read: that is an error. */
static enum err anything(struct err_note *note, const struct github_spans *s)
{
	const struct github_span *missed = NULL;
	for (size_t i = 0; i < s->n; i++) {
		if (s->items[i].state == SPAN_DONE)
			return OK;
		if (s->items[i].state == SPAN_MISSED)
			missed = &s->items[i];
	}
	return missed ? github_span_err(note, missed) : err_set(note, ERR_UPSTREAM, "GitHub answered nonsense");
}

static enum err nobody(struct err_note *note, struct json_object *root)
{
	struct json_object *data = json_get(root, "data"), *errors = json_get(root, "errors");
	if (str_eq(json_str(json_get(data, "account"), "__typename", ""), "Organization"))
		return err_field(note, ERR_NOT_FOUND, "login", "this is an organisation on GitHub, not a user");
	if (github_has_error(errors, "NOT_FOUND") || !github_has_error(errors, ""))
		return err_field(note, ERR_NOT_FOUND, "login", "no such GitHub user");
	return err_set(note, ERR_UPSTREAM, "GitHub refuses the account: %s", github_error_type(json_at(errors, 0)));
}

/* ---- history */

/* A year, up to tomorrow: where it is tomorrow already, there may be contributions of that day. */
static void add_year(struct plan *p, int64_t year)
{
	int64_t first = clock_days_from_civil(year, 1, 1), last = clock_days_from_civil(year, 12, 31);
	github_span_add(&p->spans, first, last < p->today + 1 ? last : p->today + 1, false);
}

/* The account, which years there are, and the newest n of them; the rest is left open. */
static enum err ask_account(struct err_note *note, struct plan *p, size_t n, struct history *h, int64_t this_year)
{
	struct github_batch batch = { .n = n };
	for (size_t i = 0; i < n; i++)
		batch.at[i] = i;
	struct github_call call = github_span_call(&p->spans, &batch, GITHUB_HEAD_ACCOUNT);
	github_ask(p->gh, p->draft.arena, &call, 1, p->deadline);
	if (call.err)
		return github_call_err(note, &call);
	struct json_object *data = json_get(call.root, "data");
	struct metric created = github_parse_created_day(data);
	enum err err = created.known ? OK : nobody(note, call.root);
	if (!err) {
		int64_t dawn = clock_days_from_civil(YEAR_FIRST, 1, 1);
		h->created_day = created.n < dawn ? dawn : created.n < p->today ? created.n : p->today;
		h->login = value_text(p->draft.arena, json_path(data, "user.login"), VALUE_NAME_MAX);
		github_span_read(&p->spans, &batch, &call, true);
		for (int64_t year = this_year - YEARS_EACH; year >= clock_civil(h->created_day).year; year--)
			add_year(p, year);
		for (size_t i = 0; i < github_parse_years(data); i++) {
			struct metric early = github_parse_early_year(data, i, h->created_day);
			if (early.known && early.n <= this_year - YEARS_EACH)
				add_year(p, early.n);
		}
	}
	github_call_drop(&call);
	return err;
}

/* With the newest years in it; where GitHub cannot, with the last one, and then year by year. */
static enum err first_question(struct err_note *note, struct plan *p, struct history *h)
{
	int64_t this_year = clock_civil(p->today).year;
	for (int64_t i = 0; i < YEARS_EACH; i++)
		add_year(p, this_year - i);
	enum err err = ask_account(note, p, YEARS_EACH, h, this_year);
	if (err != ERR_UPSTREAM)
		return err;
	p->spans.each = 1;
	return ask_account(note, p, 1, h, this_year);
}

static void put_missing(struct plan *p, struct history *h)
{
	const struct github_spans *s = &p->spans;
	h->missing = arena_array(p->draft.arena, s->n, sizeof(*h->missing));
	for (size_t i = 0; i < s->n; i++)
		if (s->items[i].state == SPAN_MISSED && s->items[i].window.last_day >= h->created_day)
			h->missing[h->n_missing++] = (struct missing){ s->items[i].name, s->items[i].reason, s->items[i].detail };
}

/* From the account's day, or an earlier one with contributions, to today, or tomorrow with contributions. */
static void put_counts(struct plan *p, struct history *h)
{
	struct profile *c = &p->profile;
	int64_t last = p->today;
	h->first_day = h->created_day;
	for (size_t i = 0; i < c->n_calendar; i++) {
		if (c->calendar[i].count && c->calendar[i].day < h->first_day)
			h->first_day = c->calendar[i].day;
		if (c->calendar[i].count && c->calendar[i].day > last)
			last = c->calendar[i].day;
	}
	h->n = (size_t)(last - h->first_day) + 1;
	h->counts = arena_array(p->draft.arena, h->n, sizeof(*h->counts));
	for (size_t i = 0; i < c->n_calendar; i++)
		if (c->calendar[i].day >= h->first_day && c->calendar[i].day <= last)
			h->counts[c->calendar[i].day - h->first_day] = c->calendar[i].count;
}

enum err github_history(struct err_note *note, struct github *gh, struct arena *a, const char *login,
	struct history *ret_history)
{
	TRY(check(note, gh, login));
	github_probe(gh, a);
	struct plan *p = plan_new(gh, a, login, GITHUB_CALENDAR);
	struct history h = { .fetched_ms = clock_now() };
	TRY(first_question(note, p, &h));
	github_span_ask(&p->spans, p->deadline);
	TRY(anything(note, &p->spans));
	put_missing(p, &h);
	put_counts(p, &h);
	*ret_history = h;
	return OK;
}

/* ---- one year */

enum err github_commits_in_year(struct err_note *note, struct github *gh, struct arena *a, const char *login, int year,
	int64_t *ret_n)
{
	TRY(check(note, gh, login));
	github_probe(gh, a);
	struct plan *p = plan_new(gh, a, login, GITHUB_COMMITS);
	if (year < YEAR_FIRST || year > clock_civil(p->today).year)
		return err_field(note, ERR_INVALID, "year", "not a year from %d to this one", YEAR_FIRST);
	int64_t middle = clock_days_from_civil(year, 7, 1);
	github_span_add(&p->spans, clock_days_from_civil(year, 1, 1), middle - 1, false);
	github_span_add(&p->spans, middle, clock_days_from_civil(year, 12, 31), false);
	github_span_ask(&p->spans, p->deadline);
	int64_t n = 0;
	for (size_t i = 0; i < p->spans.n; i++) {
		const struct github_span *span = &p->spans.items[i];
		if (span->state == SPAN_MISSED && span->err == ERR_NOT_FOUND)
			return err_field(note, ERR_NOT_FOUND, "login", "no such GitHub user");
		if (span->state == SPAN_MISSED)
			return github_span_err(note, span);
		n += span->state == SPAN_DONE ? span->totals.totals.commits.n : 0;
	}
	*ret_n = n;
	return OK;
}
