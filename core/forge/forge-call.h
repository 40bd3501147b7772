/*
 * One way to a forge: GET of JSON with the operator's token, one retry of what may pass, and the answers' meaning as
 * enum err. And what the profile of every forge needs (forge-settle.c).
 */
#ifndef CORE_FORGE_FORGE_CALL_H
#define CORE_FORGE_FORGE_CALL_H

#include "core/base/err.h"
#include "core/base/crypt.h"
#include "core/profile/profile.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct conf;
struct http_fetcher;
struct json_object;

/* A configured forge, as its functions see it. */
struct forge {
	const char *name, *title; /* title: the URL's host */
	const char *url;	  /* start page, without a slash at the end */
	bool allow_http;	  /* the operator wrote http:// */
	const char *auth_name;	  /* header of the operator's token: "PRIVATE-TOKEN", "Authorization" */
	struct secret auth;	  /* its value; empty = no token */
	struct http_fetcher *fetcher; /* of all forges of the process */
	const struct conf *conf;
};

struct forge_call {
	const char *path; /* appended to forge.url; everything of a visitor is escaped in it */
	/* Filled in: */
	enum err err;
	struct json_object *root; /* the caller puts it; NULL with an error */
	struct metric total;	  /* of a list: X-Total or X-Total-Count */
	int retry_after;
	char reason[96];
};

enum { FORGE_CALLS_MAX = 32 };

/* Ask all at once; returns when each has its answer, at the latest at deadline (monotonic ms). */
void forge_ask(const struct forge *f, struct arena *a, struct forge_call *calls, size_t n, int64_t deadline);
void forge_drop(struct forge_call *calls, size_t n);
/* note of a failed call, for people; returns its error. */
enum err forge_failed(struct err_note *note, const struct forge *f, const struct forge_call *call, const char *what);
/* The same as an entry of p->missing. */
void forge_miss(struct arena *a, struct profile *p, const char *field, const struct forge_call *call);
/* When a question that begins now must end. */
int64_t forge_deadline(const struct forge *f);

/* Letters, digits, "-", "_" and ".", a letter or digit first: what a name or login of a forge, or ours for one, may be. */
bool forge_name_valid(const char *name, size_t max);

/* "/a%20b": a path of a pattern in which each "*" is replaced by the next of parts, escaped as a URL component. */
const char *forge_path(struct arena *a, const char *pattern, const char *const *parts);

/* A forge's JSON of a repository, and of the languages of one, which it adds to r->languages. */
typedef struct repo forge_parse_repo(struct arena *a, struct json_object *node);
typedef void forge_read_languages(struct arena *a, struct repo *r, struct json_object *languages);
/* calls[i] asks for the languages of p->repos[i]; what fails stands in p->missing. */
void forge_ask_languages(const struct forge *f, struct arena *a, struct forge_call *calls, size_t n, int64_t deadline,
	forge_read_languages *read, struct profile *p);
/* calls: the repository, its languages. A private one is not found; without its languages one is told all the same. */
enum err forge_ask_repository(struct err_note *note, const struct forge *f, struct arena *a, struct forge_call calls[2],
	forge_parse_repo *parse, forge_read_languages *read, struct repo *ret_repo);

/* The first 20 of a list of strings. */
void forge_topics(struct arena *a, struct json_object *list, struct repo *r);

/* Repositories by their last push, each with its first language, and the sum of the languages. */
void forge_settle(struct arena *a, struct profile *p);
/* A calendar of the year that ends on `today` with zero days; add to it by day. */
void forge_calendar(struct arena *a, struct profile *p, int64_t today);
void forge_calendar_add(struct profile *p, int64_t day, int64_t n);
void forge_calendar_total(struct profile *p);

extern const struct source_ops gitlab_ops, gitea_ops, disk_ops;

/* What disk_ops works on. */
struct disk {
	const char **names, **paths;
	size_t n;
};

#endif
