/* The table of trophies, and what of a person's facts each one counts. */
#include "config.h"

#include "core/dropin/trophy-rank.h"

#include "core/base/clean.h"
#include "core/base/clock.h"
#include "core/base/str.h"
#include "core/cards/facts.h"

#include "core/base/banned.h"

enum trophy_id { STARS, COMMITS, FOLLOWERS, ISSUES, PULL_REQUESTS, REPOSITORIES, REVIEWS, BASE__MAX, ALL_SUPER = BASE__MAX,
	LANGUAGES, LONG_TIME, ANCIENT, FIRST_YEARS, JOINED_2020, ORGANIZATIONS, EXPERIENCE, TROPHY_ID__MAX };

_Static_assert((int)TROPHY_ID__MAX == (int)TROPHY_MAX, "a row each");

enum { EXPERIENCE_DAYS = 100, ANCIENT_YEAR = 2010, FIRST_YEAR = 2008 };

static const struct trophy_row rows[TROPHY_MAX] = {
	[STARS] = { .title = "Stars", .aliases = { "Star" }, .word = WORD_TROPHY_STARS,
		.steps = { 2000, 700, 200, 100, 50, 30, 10, 1 },
		.captions = { "Super Stargazer", "High Stargazer", "Stargazer", "Super Star", "High Star", "You are a Star",
			"Middle Star", "First Star" } },
	[COMMITS] = { .title = "Commits", .aliases = { "Commit" }, .word = WORD_TROPHY_COMMITS,
		.steps = { 4000, 2000, 1000, 500, 200, 100, 10, 1 },
		.captions = { "God Committer", "Deep Committer", "Super Committer", "Ultra Committer", "Hyper Committer",
			"High Committer", "Middle Committer", "First Commit" } },
	[FOLLOWERS] = { .title = "Followers", .aliases = { "Follower" }, .word = WORD_TROPHY_FOLLOWERS,
		.steps = { 1000, 400, 200, 100, 50, 20, 10, 1 },
		.captions = { "Super Celebrity", "Ultra Celebrity", "Hyper Celebrity", "Famous User", "Active User",
			"Dynamic User", "Many Friends", "First Friend" } },
	[ISSUES] = { .title = "Issues", .aliases = { "Issue" }, .word = WORD_TROPHY_ISSUES,
		.steps = { 1000, 500, 200, 100, 50, 20, 10, 1 },
		.captions = { "God Issuer", "Deep Issuer", "Super Issuer", "Ultra Issuer", "Hyper Issuer", "High Issuer",
			"Middle Issuer", "First Issue" } },
	[PULL_REQUESTS] = { .title = "PullRequest", .aliases = { "PR", "Pulls", "Puller" }, .word = WORD_TROPHY_PRS,
		.steps = { 1000, 500, 200, 100, 50, 20, 10, 1 },
		.captions = { "God Puller", "Deep Puller", "Super Puller", "Ultra Puller", "Hyper Puller", "High Puller",
			"Middle Puller", "First Pull" } },
	[REPOSITORIES] = { .title = "Repositories", .aliases = { "Repo", "Repository" }, .word = WORD_TROPHY_REPOSITORIES,
		.steps = { 50, 45, 40, 35, 30, 20, 10, 1 },
		.captions = { "God Repo Creator", "Deep Repo Creator", "Super Repo Creator", "Ultra Repo Creator",
			"Hyper Repo Creator", "High Repo Creator", "Middle Repo Creator", "First Repository" } },
	[REVIEWS] = { .title = "Reviews", .aliases = { "Review" }, .word = WORD_TROPHY_REVIEWS,
		.steps = { 70, 57, 45, 30, 20, 8, 3, 1 },
		.captions = { "God Reviewer", "Deep Reviewer", "Super Reviewer", "Ultra Reviewer", "Hyper Reviewer",
			"Active Reviewer", "Intermediate Reviewer", "New Reviewer" } },
	[ALL_SUPER] = { .title = "AllSuperRank", .word = WORD_TROPHY_ALL_SUPER, .hidden = true, .steps = { 1 },
		.captions = { "S Rank Hacker" }, .line = "All S Rank",
		.sign = "S" },
	[LANGUAGES] = { .title = "MultiLanguage", .aliases = { "MultipleLang" }, .word = WORD_TROPHY_LANGUAGES,
		.hidden = true, .steps = { 10 }, .captions = { "Rainbow Lang User" } },
	[LONG_TIME] = { .title = "LongTimeUser", .word = WORD_TROPHY_LONG_TIME, .hidden = true, .steps = { 10 },
		.captions = { "Village Elder" } },
	[ANCIENT] = { .title = "AncientUser", .word = WORD_TROPHY_ANCIENT, .hidden = true, .steps = { 1 },
		.captions = { "Ancient User" }, .line = "Before 2010",
		.sign = "\u2264 2010" },
	[FIRST_YEARS] = { .title = "OGUser", .word = WORD_TROPHY_FIRST_YEARS, .hidden = true, .steps = { 1 },
		.captions = { "OG User" }, .line = "Joined 2008",
		.sign = "2008" },
	[JOINED_2020] = { .title = "Joined2020", .word = WORD_TROPHY_JOINED_2020, .hidden = true, .steps = { 1 },
		.captions = { "Everything started..." }, .line = "Joined 2020",
		.sign = "2020" },
	[ORGANIZATIONS] = { .title = "Organizations", .aliases = { "Orgs", "Teams" }, .word = WORD_TROPHY_ORGANIZATIONS,
		.hidden = true, .steps = { 3 }, .captions = { "Jack of all Trades" } },
	[EXPERIENCE] = { .title = "Experience", .aliases = { "Duration", "Since" }, .word = WORD_TROPHY_EXPERIENCE,
		.steps = { 70, 55, 40, 28, 18, 11, 6, 2 },
		.captions = { "Seasoned Veteran", "Grandmaster", "Master Dev", "Expert Dev", "Experienced Dev",
			"Intermediate Dev", "Junior Dev", "Newbie" } },
};

static const char *const rank_names[TROPHY_RANKS] = { "SECRET", "SSS", "SS", "S", "AAA", "AA", "A", "B", "C", "?" };

const char *trophy_rank_name(enum trophy_rank rank)
{
	return rank_names[rank];
}

bool trophy_rank_parse(const char *name, enum trophy_rank *ret_rank)
{
	for (int r = 0; r < TROPHY_RANKS; r++)
		if (str_eq_nocase(name, rank_names[r])) {
			*ret_rank = (enum trophy_rank)r;
			return true;
		}
	if (!str_eq_nocase(name, "UNKNOWN"))
		return false;
	*ret_rank = TROPHY_UNKNOWN;
	return true;
}

bool trophy_is_called(const struct trophy_row *row, const char *name)
{
	if (str_eq_nocase(row->title, name))
		return true;
	for (int i = 0; i < TROPHY_ALIASES && row->aliases[i]; i++)
		if (str_eq_nocase(row->aliases[i], name))
			return true;
	return false;
}

/* ---- numbers */

static struct metric commits(const struct facts *f)
{
	struct metric m = f->commits_year;
	if (m.known && f->commits_restricted.known)
		m.n += f->commits_restricted.n;
	return m;
}

/* The account's first day, or that of a repository that is older still. */
static struct metric first_day(const struct facts *f)
{
	struct metric day = f->created_day;
	if (f->first_repo_day.known && (!day.known || f->first_repo_day.n < day.n))
		day = f->first_repo_day;
	return day;
}

static struct metric flag(struct metric known, bool value)
{
	return (struct metric){ .n = known.known && value, .known = known.known };
}

static int64_t whole_years(int64_t from, int64_t to)
{
	struct civil a = clock_civil(from), b = clock_civil(to);
	bool early = b.month < a.month || (b.month == a.month && b.day < a.day);
	return to > from ? b.year - a.year - early : 0;
}

static void fill_scores(const struct facts *f, int64_t today, struct metric ret_scores[TROPHY_MAX])
{
	struct metric since = first_day(f), *m = ret_scores;
	int64_t days = since.known && today > since.n ? today - since.n : 0, year = clock_civil(since.n).year;
	m[STARS] = f->stars;
	m[COMMITS] = commits(f);
	m[FOLLOWERS] = f->followers;
	m[ISSUES] = f->issues;
	m[PULL_REQUESTS] = f->prs;
	m[REPOSITORIES] = f->n_repos;
	m[REVIEWS] = f->reviews_year;
	m[LANGUAGES] = (struct metric){ (int64_t)f->n_languages, f->n_languages > 0 };
	m[LONG_TIME] = (struct metric){ since.known ? whole_years(since.n, today) : 0, since.known };
	m[ANCIENT] = flag(since, year <= ANCIENT_YEAR);
	m[FIRST_YEARS] = flag(since, year <= FIRST_YEAR);
	m[JOINED_2020] = flag(since, year == 2020);
	m[ORGANIZATIONS] = f->n_organizations;
	m[EXPERIENCE] = (struct metric){ days / EXPERIENCE_DAYS, since.known };
}

/* ---- ranks */

static enum trophy_rank rank_of(const struct trophy_row *row, int64_t score)
{
	if (row->hidden)
		return score >= row->steps[0] ? TROPHY_SECRET : TROPHY_UNKNOWN;
	for (int i = 0; i < TROPHY_LADDER; i++)
		if (score >= row->steps[i])
			return (enum trophy_rank)(TROPHY_SSS + i);
	return TROPHY_UNKNOWN;
}

/* One count below S decides against it, whether the others are known or not. */
static struct metric all_super(const struct trophy base[BASE__MAX])
{
	struct metric all = METRIC(1);
	for (int i = 0; i < BASE__MAX; i++) {
		if (base[i].known && base[i].rank > TROPHY_S)
			return METRIC(0);
		all.known = all.known && base[i].known;
	}
	return all;
}

void trophy_measure(const struct facts *f, int64_t today, struct trophy ret_trophies[TROPHY_MAX])
{
	struct metric scores[TROPHY_MAX] = { 0 };
	fill_scores(f, today, scores);
	for (int i = 0; i < TROPHY_MAX; i++) {
		if (i == ALL_SUPER)
			scores[i] = all_super(ret_trophies);
		ret_trophies[i] = (struct trophy){ &rows[i], rank_of(&rows[i], scores[i].n), scores[i].n, scores[i].known };
	}
}

static int step_of(const struct trophy_row *row, enum trophy_rank rank)
{
	return row->steps[rank - TROPHY_SSS];
}

int64_t trophy_next(const struct trophy *t)
{
	if (t->rank <= TROPHY_SSS || t->row->hidden)
		return -1;
	return step_of(t->row, t->rank - 1);
}

double trophy_progress(const struct trophy *t)
{
	int64_t next = trophy_next(t);
	if (next < 0)
		return 1;
	if (t->rank == TROPHY_UNKNOWN)
		return 0;
	int64_t own = step_of(t->row, t->rank);
	return (double)(t->score - own) / (double)(next - own);
}
