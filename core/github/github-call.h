/*
 * One request to GitHub, or several at once: token, retries, limits, and what the answer means.
 * 5xx, broken connections and nonsense are asked again up to three times (300 ms, doubling, with
 * jitter) while the deadline allows; a refused token is dropped and another one asks; a limited owner
 * rests and another one asks. Private to the GitHub source.
 */
#ifndef CORE_GITHUB_GITHUB_CALL_H
#define CORE_GITHUB_GITHUB_CALL_H

#include "core/base/arena.h"
#include "core/base/err.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

struct conf;
struct github_etags;
struct github_tokens;
struct http_fetcher;
struct json_object;

enum github_endpoint {
	GITHUB_EP_PROFILE,
	GITHUB_EP_REPOSITORIES,
	GITHUB_EP_CONTRIBUTIONS,
	GITHUB_EP_COMMITS,
	GITHUB_EP_RATE,
	GITHUB_EP_USER,
	GITHUB_EP_REPOS,
	GITHUB_EP_EVENTS,
	GITHUB_EP_HISTORY,
	GITHUB_EP_REPOSITORY,
	GITHUB_EP_GIST,
	GITHUB_EP_SEARCH,
	GITHUB_EP_AFFILIATED,
	GITHUB_EP_COUNTS,
};

struct github {
	struct arena arena; /* holds this too */
	const struct conf *conf;
	struct http_fetcher *fetcher;
	struct github_tokens *tokens;
	struct github_etags *etags;
	const char *graphql, *rest; /* URLs, no slash at the end */
	bool allow_http;
	void (*observe)(void *ctx, const char *endpoint, const char *status, int64_t us);
	void *observe_ctx;
	pthread_mutex_t probe_lock;
	bool probed; /* under probe_lock */
	_Atomic int64_t rest_paused_until[2]; /* monotonic ms: anonymous REST, and its search, has nothing left until then */
	_Atomic int64_t requests, failures, points, not_modified;
};

struct github_call {
	enum github_endpoint endpoint;
	const char *body; /* GraphQL, asked with a token; NULL = REST */
	const char *path; /* REST: "/users/x", asked without a token */
	bool is_search;	  /* REST's search: a budget of its own, and with a token where there is one */
	bool once;	  /* what fails is not asked again: the caller has a smaller question */
	int points;	  /* expected */
	/* answer */
	enum err err;
	int retry_after;	  /* s, with ERR_LIMIT */
	char reason[160];	  /* of an error */
	struct json_object *root; /* with OK: the caller puts it; the REST document or {data, errors} */
	int cost;		  /* points GitHub took */
	int status;		  /* of the last answer, 0 = none came */
	int attempts;		  /* made; may begin above 0 */
	/* the caller's eyes off */
	bool authorized;
	int64_t next_at;
	bool pending;
};

/* Ask all and wait until each has its answer or the deadline (monotonic ms) has passed. n <= 8. */
void github_ask(struct github *gh, struct arena *a, struct github_call *calls, size_t n, int64_t deadline);
/* The call's error as the caller's, with retry_after. */
enum err github_call_err(struct err_note *note, const struct github_call *call);
/* Its reason as a word for missing: RATE_LIMIT, TIMEOUT, UPSTREAM, UNAUTHORIZED. */
const char *github_call_reason(const struct github_call *call);
/* Put the document away. */
void github_call_drop(struct github_call *call);
/*
 * Once in a process: ask (for nothing) what each token has left, so that the reserve holds from the start.
 * Takes 3 s at most; what was not heard by then is learnt from the first answers.
 */
void github_probe(struct github *gh, struct arena *a);

#endif
