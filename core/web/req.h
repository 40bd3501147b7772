/*
 * One request; its answer is in resp.h. Everything lives in the worker's arena and is gone when the
 * answer is sent. Handlers take a struct req and return enum err; where that is not OK the
 * dispatcher says so to the client, by the note of the request.
 */
#ifndef CORE_WEB_REQ_H
#define CORE_WEB_REQ_H

#include "core/base/err.h"
#include "core/web/pairs.h"
#include "core/web/param.h"
#include "core/web/resp.h"
#include "core/web/route.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct secret;
struct web_app;

/* The FastCGI parameters, by name; NULL where one is not there. */
struct req_env {
	const char *(*get)(void *ctx, const char *name);
	void *ctx;
};

struct req {
	struct arena *arena;
	struct err_note *note;
	const struct web_app *app;
	void *worker; /* what the app's worker_new() made for this thread */

	enum web_method method;
	const char *path; /* decoded, as nginx matched it */
	struct pairs query;
	const char *id;		   /* the request's UUID */
	const char *visitor;	   /* keyed hash of the visitor's network, hex; "" = none is known */
	const char *api_key;	   /* X-API-Key or NULL */
	const char *if_none_match; /* or NULL */
	bool body_json;		   /* Content-Type says application/json */
	bool body_refused;	   /* longer than any route takes */
	const char *body;
	size_t body_len;
	int64_t started_us; /* clock_monotonic_us() */
	int64_t queued_ms;  /* since nginx took the request, as it says; 0 = it does not */

	const struct route *route; /* NULL until one was found */
	const char *allow;
	struct param_value *values; /* of route->params, in their order */
	struct param_faults faults;

	/* An error told more exactly than enum err can. */
	const char *code;	/* "GITHUB_USER_NOT_FOUND"; NULL = by the error */
	int status;		/* 0 = by the error */
	const char *limit_type; /* "analyze", "api", "login" */
	struct resp resp;
};

/*
 * Read everything but the body. ERR_INVALID: the query is not well-formed;
 * ERR_METHOD: no method we know. rq is usable for an error answer in any case. key: of req_visitor().
 */
enum err req_read(struct req *rq, const struct req_env *env, const struct secret *key);

/* Declared bytes of the body; ERR_INVALID: not a number; absent counts as 0. */
enum err req_body_length(struct err_note *note, const struct req_env *env, uint64_t *ret_len);

/*
 * The keyed hash of an address, 32 hex digits, in a: of the whole IPv4 address, of the first 64 bits of an
 * IPv6 address (a site's prefix, which one visitor can walk through). "" for what is no address.
 */
const char *req_visitor(struct arena *a, const char *address, const struct secret *key);

/* A declared parameter's value; a name that was not declared aborts. NULL or 0 where absent. */
const struct param_value *req_param(const struct req *rq, const char *name) __attribute__((returns_nonnull));
const char *req_text(const struct req *rq, const char *name);
int64_t req_int(const struct req *rq, const char *name);

#endif
