/*
 * struct profile: what one source knows of one developer (or of one repository's
 * whole team). Every source (GitHub GraphQL, GitHub REST, git on disk, and
 * `gps score`'s JSON lines) fills this one shape; scoring, marks, cards and pages read it.
 *
 * A number that a source cannot give is absent (known = false), not zero; why it is
 * absent stands in `missing`. All memory belongs to the arena given to the source.
 * Strings are NUL-terminated valid UTF-8; NULL = not given.
 */
#ifndef CORE_PROFILE_PROFILE_H
#define CORE_PROFILE_PROFILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/err.h"

struct arena;
struct json_object;

struct metric {
	int64_t n;
	bool known;
};

#define METRIC(value) ((struct metric){ .n = (value), .known = true })

enum profile_source {
	SOURCE_GITHUB_GRAPHQL, /* wire name "graphql" */
	SOURCE_GITHUB_REST,    /* "rest" */
	SOURCE_GIT,	       /* "git": repositories on disk */
	SOURCE_JSON,	       /* "json": gps score */
	SOURCE_GITLAB,	       /* "gitlab" */
	SOURCE_GITEA,	       /* "gitea": Gitea, Forgejo, Codeberg */
	SOURCE__MAX
};

struct language {
	const char *name;  /* linguist's name: "C", "TypeScript", "Jupyter Notebook" */
	double percentage; /* 0..100, one decimal, as shown and as v2 reads it */
	struct metric bytes; /* GitHub: bytes in own non-fork repositories */
	struct metric lines; /* git: lines added in files of this language by the person(s) asked for */
	struct metric repos; /* repositories it appears in */
	const char *color;   /* "#b07219" or NULL */
};

/* A file of a repository's root tree, .github or the like that configures an AI tool. */
struct config_mark {
	const char *tool; /* id of marks.h, "claude", "cursor"; "agents" = shared by several */
	const char *path; /* "CLAUDE.md" */
	const char *repo; /* display name of the repository */
};

struct repo {
	const char *name;	 /* without owner */
	const char *owner;	 /* NULL for repositories on disk */
	const char *description;
	const char *language;	 /* primary, NULL = none */
	const char *color;	 /* of it, "#b07219", or NULL */
	struct metric stars;
	struct metric forks;
	bool is_fork;
	bool is_archived;
	bool is_template; /* others may start theirs from it */
	bool is_private;
	const char *updated_at;	 /* as the source wrote it (v2 parses it by its own rule) */
	struct metric pushed_ms; /* Unix ms of the last push or commit */
	struct metric created_ms;
	const char **topics;
	size_t n_topics;
	struct language *languages; /* by bytes or lines; percentage within the repository */
	size_t n_languages;
	struct metric commits;	    /* commits by the person: contributions, or counted on disk */
	const char **root_files;    /* names of the root tree where the source read it, else none */
	size_t n_root_files;
};

struct person {
	const char *name;
	const char *email;
	const char *login; /* GitHub login or NULL */
};

struct commit {
	const char *oid; /* hex, NULL in JSON lines without one */
	const char *repo;
	struct person author;
	struct person committer;
	struct person *coauthors; /* GitHub's authors[1..]; trailers are still in message */
	size_t n_coauthors;
	const char *date;	 /* committed date as the source wrote it */
	struct metric time_ms;	 /* the same as Unix ms; unknown where unreadable */
	const char *message;
	struct metric changed_files;
	struct metric additions;
	struct metric deletions;
};

struct calendar_day {
	int64_t day; /* days since 1970-01-01 */
	int count;
};

/* Roles a person had in others' work, counted by trailers on disk or by GitHub's totals. */
struct contribution_totals {
	struct metric commits, prs, issues, reviews, discussions;
};

/* What of the profile could not be had, and why. */
struct missing {
	const char *field;  /* "organizations", "contributions.2019-H1", "repo:x.commits" */
	const char *reason; /* FORBIDDEN, RESOURCE_LIMITS_EXCEEDED, NOT_FOUND, RATE_LIMIT, TIMEOUT, UNSUPPORTED, ... */
	const char *detail; /* one sentence for people; may be NULL */
};

/* git on disk: lines by kind of file. */
struct file_categories {
	struct metric source, test, docs, config, generated, vendored, lock, translation, binary; /* lines added; binary: files */
};

struct organization {
	const char *login, *name, *avatar_url;
};

struct profile {
	enum profile_source source;
	const char *login; /* GitHub login, or the author asked for, or NULL = everybody */
	const char *name, *bio, *company, *location, *blog, *avatar_url, *created_at;
	bool is_hireable;
	bool is_team; /* git without --author: the numbers are everybody's */

	struct metric followers, following;
	struct metric n_repos;	 /* total the source says exists; repos[] may hold fewer */
	struct repo *repos;	 /* own repositories, the source's order (last pushed first) */
	size_t n_repos_listed;
	struct language *languages; /* most used first */
	size_t n_languages;
	struct organization *organizations;
	size_t n_organizations;
	bool organizations_known;
	const struct repo **pinned;
	size_t n_pinned;

	struct contribution_totals recent;   /* last 90 days, by calendar windows or events */
	struct contribution_totals year;     /* last 12 months */
	struct contribution_totals all_time;
	struct metric prs_merged;
	struct metric discussions_started, discussions_answered; /* all_time.discussions counts both */
	struct metric contributed_to;	   /* repositories of the last year: commits, issues, PRs, creations */
	struct metric commits_restricted;  /* of the last year, in repositories only the person sees */
	struct metric contributions_last_year;
	struct calendar_day *calendar; /* oldest first, no gaps inside a known window */
	size_t n_calendar;

	struct commit *commits; /* the sample for marks and style, newest first within a repository */
	size_t n_commits;
	bool commits_known;	/* false: no commit could be read (v2 "estimated") */
	struct config_mark *config_marks;
	size_t n_config_marks;

	/* git on disk only */
	struct metric lines_added, lines_deleted, files_touched;
	struct metric reviewed_by; /* Reviewed-by, Acked-by, Tested-by trailers naming the person */
	struct metric coauthored;  /* commits shared with somebody */
	struct metric merges;	     /* of all_time.commits, those with several parents */
	struct metric contributors; /* distinct people in the repositories */
	struct file_categories categories;
	struct metric mark_commits;   /* commits scanned for marks when the sample is only part of them */
	struct mark_totals *mark_totals; /* tallies of a streaming scan (marks.h); NULL = count over commits[] */

	struct missing *missing;
	size_t n_missing, missing_cap; /* room: profile_miss()'s own */
	int64_t fetched_ms; /* when the source was read */
	int points;	    /* GitHub points spent, 0 elsewhere */
};

/* The calendar of a whole account, oldest day first, no gaps, the last day is today (UTC) or tomorrow. */
struct history {
	int64_t first_day;  /* of counts[]: the account's, or the first year's with a contribution */
	int *counts;
	size_t n;
	const char *login;
	int64_t created_day;
	struct missing *missing; /* windows that could not be read; their days count as 0 */
	size_t n_missing;
	int64_t fetched_ms;
};

struct gist_file {
	const char *name, *language, *color;
	int64_t size;
};

struct gist {
	const char *id, *owner, *description;
	struct gist_file *files;
	size_t n_files;
	struct metric stars, forks;
	int64_t fetched_ms;
};

/* Add an entry to p->missing; strings are copied into a. */
void profile_miss(struct profile *p, struct arena *a, const char *field, const char *reason, const char *detail);

/* "graphql", "rest", "git", "json", "gitlab", "gitea". */
const char *profile_source_name(enum profile_source source);

/*
 * Read the profile and commits of one `gps score` line ({id, now, profile, commits}; the
 * shape of tests/data/scoring-vectors.json). Missing members are absent; null counts as missing.
 */
enum err profile_from_json(struct err_note *note, struct arena *a, struct json_object *profile,
	struct json_object *commits, struct profile *ret_profile);

/* The whole profile as JSON for the cache and the API, and back. profile_load(profile_dump(p)) equals p. */
struct json_object *profile_dump(const struct profile *p);
enum err profile_load(struct err_note *note, struct arena *a, struct json_object *root, struct profile *ret_profile);

#endif
