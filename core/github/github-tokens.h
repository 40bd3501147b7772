/*
 * The pool of GitHub tokens. GitHub's limit is per user, so tokens are grouped by their owner as
 * soon as an answer has told it (viewer{login}); until then each token counts as an owner of its own.
 * The owner with the most points left is asked next; below the reserve nobody is. Searches have a
 * budget of their own; a pause (secondary limit) is the owner's and holds for both.
 * Times are monotonic ms, given by the caller (the test's seam). Thread-safe.
 */
#ifndef CORE_GITHUB_GITHUB_TOKENS_H
#define CORE_GITHUB_GITHUB_TOKENS_H

#include "core/base/err.h"

#include <stdbool.h>
#include <stdint.h>

struct arena;
struct github_tokens;

enum { GITHUB_TOKEN_MAX = 255, GITHUB_TOKENS_MAX = 256, GITHUB_AUTH_LEN = GITHUB_TOKEN_MAX + 8 };

/* What a visitor reads when nobody may be asked: the points are gone, or GitHub was asked too fast. */
#define GITHUB_LIMIT_TEXT "GitHub's rate limit is used up"
#define GITHUB_PAUSE_TEXT "GitHub asks for a pause (secondary rate limit)"

enum github_budget {
	GITHUB_GRAPHQL, /* points an hour */
	GITHUB_SEARCH,	/* requests a minute */
	GITHUB_BUDGET__MAX
};

/* What an answer's headers say; -1 = not said. */
struct github_rate {
	int64_t limit, remaining;
	int64_t reset_in_ms; /* from now */
	int64_t retry_after_ms;
};

enum github_outcome {
	GITHUB_DONE,	  /* answered, well or not */
	GITHUB_DEAD,	  /* 401: never use the token again */
	GITHUB_SUSPENDED, /* 403 of a suspended account: the same */
	GITHUB_PRIMARY,	  /* nothing left until the reset */
	GITHUB_SECONDARY, /* too fast: stop for retry_after (1 s at least), or 60 s and doubling */
};

/* A token on loan. */
struct github_lease {
	int token;
	enum github_budget budget;
	int points; /* held back from the owner until the answer tells */
	char authorization[GITHUB_AUTH_LEN]; /* "bearer ..."; wipe after use */
};

/*
 * Reads one token a line ("#" comments and empty lines apart). Refuses a file that others than its
 * owner can read or write, and characters no token has. path "" makes an empty pool. ERR_INVALID.
 */
enum err github_tokens_load(struct err_note *note, struct arena *a, const char *path, int reserve_percent,
	struct github_tokens **ret_pool);
void github_tokens_release(struct github_tokens *t); /* wipes; the memory is the arena's */

int github_tokens_count(const struct github_tokens *t);

/*
 * OK with a lease; ERR_AUTH when no live token is left (or none was ever there); ERR_LIMIT with
 * note.retry_after when every owner is at the reserve or paused.
 */
enum err github_tokens_take(struct err_note *note, struct github_tokens *t, enum github_budget budget, int64_t now_ms,
	int points, struct github_lease *ret_lease);
/* GraphQL's for one token, whatever its owner has left: to ask for its rate limit. ERR_AUTH when dead. */
enum err github_tokens_take_one(struct github_tokens *t, int token, struct github_lease *ret_lease);
/* Every lease ends here once; wipes it. owner is the viewer's login where the answer told it, else NULL. */
void github_tokens_give(struct github_tokens *t, struct github_lease *lease, int64_t now_ms,
	enum github_outcome outcome, const struct github_rate *rate, const char *owner);

struct github_tokens_state {
	int tokens, alive, owners;
	int64_t remaining; /* points of GraphQL above the reserve */
};
void github_tokens_state(struct github_tokens *t, int64_t now_ms, struct github_tokens_state *ret_state);

enum github_token_status {
	GITHUB_TOKEN_VALID,
	GITHUB_TOKEN_EXPIRED,	/* GitHub does not know it (any more) */
	GITHUB_TOKEN_EXHAUSTED, /* its owner is at the reserve, or was told to wait */
	GITHUB_TOKEN_SUSPENDED, /* its owner's account is */
	GITHUB_TOKEN_ERROR,	/* no answer has told of it yet */
	GITHUB_TOKEN_STATUS__MAX
};

struct github_token_state {
	enum github_token_status status;
	int64_t remaining;   /* GraphQL points of its owner, as last heard */
	int64_t reset_in_ms; /* until its owner may be asked again; 0 = now, or not known */
};

/* Token i of the file, 0 ... github_tokens_count() - 1; says nothing of its text. */
void github_tokens_view(struct github_tokens *t, int i, int64_t now_ms, struct github_token_state *ret_state);

#endif
