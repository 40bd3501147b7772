/*
 * The route table: one const row says everything about an endpoint, and the dispatcher, the
 * 404, 405 and 422 answers and the OpenAPI document are made of it. What a row does not grant is
 * refused: an unset guard answers 403.
 *
 * Patterns: "/api/v1/public/session/:id"; ":name" takes the bytes of one segment, a literal suffix may
 * follow it ("/card/:login.svg"), and a last segment "*name" takes all that is left, at least one byte.
 * The first row that fits wins.
 */
#ifndef CORE_WEB_ROUTE_H
#define CORE_WEB_ROUTE_H

#include "core/base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct req;
struct pairs;

enum web_method { WEB_GET, WEB_HEAD, WEB_POST, WEB_PUT, WEB_PATCH, WEB_DELETE, WEB_OPTIONS, WEB_METHOD__MAX };

enum web_guard {
	GUARD_UNSET, /* 403: somebody forgot to decide */
	GUARD_OPEN,  /* anybody */
	GUARD_LOCAL  /* anybody nginx lets through: loopback or its allow list */
};

enum { PARAM_TEXT_MAX = 200, PARAM_ITEM_MAX = 50 }; /* code points, where max says nothing; of an entry of a list */

enum param_in { IN_PATH, IN_QUERY, IN_BODY };

enum param_type {
	PARAM_TEXT,   /* at most max code points (0 = PARAM_TEXT_MAX), at least min; check() and pattern narrow it */
	PARAM_WORD,   /* one of words, "a|b|c" */
	PARAM_INT,    /* min..max */
	PARAM_UUID,   /* 8-4-4-4-12 hex */
	PARAM_TEXTS,  /* body only: a list of at most max texts of PARAM_ITEM_MAX */
	PARAM_REFUSED /* must not be there; doc says why */
};

struct param {
	const char *name; /* body: a dotted path, "preferences.style" */
	enum param_in in;
	enum param_type type;
	bool required;
	const char *otherwise; /* taken where it is absent; NULL = none */
	int64_t min, max;
	const char *words;
	bool (*check)(const char *text);
	const char *pattern; /* what check() takes, for the document: an ECMA 262 expression */
	const char *doc;     /* where check() or PARAM_REFUSED is used: it goes on after "must be" or "must" */
};

struct param_value {
	bool given; /* by the client, not by `otherwise` */
	const char *text; /* NULL = absent and without default */
	int64_t n;
	const char **items;
	size_t n_items;
};

/* For the OpenAPI document: an answer and the name of its schema. */
struct answer {
	int status;
	const char *type;   /* content type, NULL = no body */
	const char *schema; /* name of a struct web_schema, NULL = a string of bytes */
	const char *doc;
};

struct route {
	enum web_method method;
	const char *pattern;
	enum web_guard guard;
	bool metered;	   /* counted against conf's limit_requests */
	bool cors;	   /* any origin may read it; never with credentials */
	size_t body_max;   /* bytes; 0 = no body is taken */
	const struct param *params;
	size_t n_params;
	enum err (*handler)(struct req *rq);
	/* Says an error in the route's own way; NULL = application/problem+json. */
	void (*fail)(struct req *rq, enum err e);
	const struct answer *answers;
	size_t n_answers;
	const char *id;	 /* operationId, NULL = left out of the document */
	const char *doc; /* one line */
};

const char *web_method_name(enum web_method method);
bool web_method_parse(const char *s, enum web_method *ret_method);

/* Whether path fits; then the values of ":name", at most 8, stand in ret_values, in a. */
bool route_match(struct arena *a, const char *pattern, const char *path, struct pairs *ret_values);

/*
 * The row for a request. HEAD finds GET's row, OPTIONS any row. ERR_NOT_FOUND: no pattern fits;
 * ERR_METHOD: others do. *ret_allow (set on OK and ERR_METHOD) is the value of an Allow header.
 */
enum err route_find(struct arena *a, const struct route *routes, size_t n, enum web_method method,
	const char *path, const struct route **ret_route, struct pairs *ret_values, const char **ret_allow);

#endif
