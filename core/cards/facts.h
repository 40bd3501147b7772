/*
 * What cards may say of a person: a profile and its report reduced to names and numbers, small enough (2 to 4 kB)
 * to be kept packed in the cache and read back in microseconds. A number nobody could tell is unknown, never 0;
 * `missing` says why. All memory belongs to the arena; strings are valid UTF-8, uncleaned (text.h cleans).
 */
#ifndef CORE_CARDS_FACTS_H
#define CORE_CARDS_FACTS_H

#include "core/base/err.h"
#include "core/profile/profile.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct report;
struct str;

enum { FACTS_LANGUAGES = 60, FACTS_TOOLS = 16, FACTS_SCORES = 4, FACTS_TIMES = 1000, FACTS_TOP_REPOS = 6,
	FACTS_DAYS = 372, FACTS_MISSING = 16, FACTS_LEVELS = 5 };

struct facts_language {
	const char *name, *color; /* color "#rrggbb" or NULL */
	int64_t bytes;		  /* on disk: lines; where nobody counts either (GitHub without a token): repositories */
	int64_t repos;
};

struct facts_score {
	const char *id; /* "activity", ... of score.h */
	int value;
	double coverage;
	bool known, thin;
};

struct facts_tool {
	const char *id, *name;
	int64_t commits;
	int64_t levels[FACTS_LEVELS]; /* commits by their strongest mark: enum mark_level of marks.h, author first */
};

struct facts_repo {
	const char *name, *owner, *description, *language, *color;
	struct metric stars, forks;
	const struct language *languages; /* only in facts.repos */
	size_t n_languages;
};

struct facts {
	enum profile_source source;
	const char *forge; /* "GitHub", "Codeberg": for people */
	const char *login, *name;
	bool is_team;
	struct metric created_day; /* days since 1970 */
	struct metric first_repo_day; /* of the earliest repository listed */
	struct metric followers, following, n_repos, stars, forks, n_organizations, contributors;
	struct metric commits_year, commits_restricted, prs, prs_merged, issues, reviews_year;
	struct metric commits_all; /* on disk; GitHub: only by NEED_ALL_COMMITS */
	struct metric discussions_started, discussions_answered, contributed_to;
	struct metric contributions_year;
	struct facts_language languages[FACTS_LANGUAGES];
	size_t n_languages; /* by bytes, most first */
	int64_t first_day;  /* of days[] */
	int days[FACTS_DAYS];
	size_t n_days; /* 0 = no calendar */
	struct facts_repo top_repos[FACTS_TOP_REPOS]; /* by stars */
	size_t n_top_repos;

	bool is_full; /* what follows was measured */
	const char *model;
	struct facts_score scores[FACTS_SCORES];
	bool decided;
	const char *archetype_id, *archetype, *archetype_text; /* English; locale words by id */
	int confidence; /* per cent */
	int ai_score;
	int64_t commits_scanned, commits_marked;
	struct facts_tool tools[FACTS_TOOLS];
	size_t n_tools;
	int32_t times[FACTS_TIMES]; /* of commits, minutes since 1970, UTC */
	size_t n_times;

	struct facts_repo *repos; /* all of them: facts_from_profile(), facts_pack_whole() */
	size_t n_repos_listed;

	struct missing missing[FACTS_MISSING];
	size_t n_missing;
	int64_t fetched_ms;
};

/* report NULL: the basic half. */
struct facts *facts_from_profile(struct arena *a, const struct profile *p, const struct report *report);

/* Colour of the repository's first language; NULL: not told. */
const char *facts_repo_color(const struct repo *r);

/*
 * A copy with what another's repositories tell: stars, forks, languages, the repositories themselves. repos NULL: nobody
 * knows any of it.
 */
struct facts *facts_with_repos(struct arena *a, const struct facts *f, const struct facts *repos);
/* A copy with one more entry in missing, where there is room. */
struct facts *facts_miss(struct arena *a, const struct facts *f, const char *field, const char *reason);

/* Bytes for the cache, and back. facts_unpack(facts_pack(f)) equals f but for repos. ERR_INVALID: not such bytes. */
void facts_pack(const struct facts *f, struct str *out);
enum err facts_unpack(struct err_note *note, struct arena *a, const void *bytes, size_t len, struct facts **ret_facts);
/* With repos, without their descriptions: some 100 bytes each. */
void facts_pack_whole(const struct facts *f, struct str *out);
enum err facts_unpack_whole(struct err_note *note, struct arena *a, const void *bytes, size_t len, struct facts **ret_facts);

#endif
