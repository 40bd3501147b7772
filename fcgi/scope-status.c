/*
 * Whether cards can be made, in the shapes that monitors of github-readme-stats read, and what is known of each of the
 * operator's tokens. Tokens are told by their place in the file, never by a part of their text.
 */
#include "config.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/base/json.h"
#include "core/base/str.h"
#include "core/github/github-tokens.h"
#include "core/github/github.h"
#include "fcgi/scope.h"

#include "core/base/banned.h"

enum { MINUTE_MS = 60000, NAME_LEN = 32 };

/* Without tokens REST is asked: nobody can tell beforehand whether it answers. */
static bool is_up(const struct github_token_state *states, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (states[i].status == GITHUB_TOKEN_VALID)
			return true;
	return n == 0;
}

static void put_shield(struct json_object *root, bool up)
{
	json_put_int(root, "schemaVersion", 1);
	json_put_str(root, "label", "Git Phantom Scope");
	json_put_str(root, "message", up ? "up" : "down");
	json_put_str(root, "color", up ? "brightgreen" : "red");
	json_put_bool(root, "isError", true); /* shields.io: the colour is not the embedder's to choose */
}

enum err scope_status_up(struct req *rq)
{
	struct scope_worker *w = rq->worker;
	struct github_token_state *states;
	const char *type = req_text(rq, "type");
	size_t n = github_token_states(w->scope->github, rq->arena, &states);
	bool up = is_up(states, n);
	if (str_eq(type, "json") || str_eq(type, "shields")) {
		CLEAN_JSON struct json_object *root = json_new();
		if (str_eq(type, "json"))
			json_put_bool(root, "up", up);
		else
			put_shield(root, up);
		resp_json(rq, 200, root);
	} else {
		resp_bytes(rq, 200, "application/json", up ? "true" : "false", up ? 4 : 5);
	}
	resp_header(rq, "Cache-Control", up ? "max-age=0, s-maxage=300" : "no-store");
	return OK;
}

static const struct {
	const char *name, *list;
} kinds[GITHUB_TOKEN_STATUS__MAX] = {
	[GITHUB_TOKEN_VALID] = { "valid", "validPATs" },
	[GITHUB_TOKEN_EXPIRED] = { "expired", "expiredPATs" },
	[GITHUB_TOKEN_EXHAUSTED] = { "exhausted", "exhaustedPATs" },
	[GITHUB_TOKEN_SUSPENDED] = { "suspended", "suspendedPATs" },
	[GITHUB_TOKEN_ERROR] = { "error", "errorPATs" },
};

static void put_token(struct arena *a, struct json_object *details, const char *name, const struct github_token_state *s)
{
	struct json_object *one = json_put_object(details, name);
	json_put_str(one, "status", kinds[s->status].name);
	if (s->status == GITHUB_TOKEN_VALID || s->status == GITHUB_TOKEN_EXHAUSTED)
		json_put_int(one, "remaining", s->remaining);
	if (s->status == GITHUB_TOKEN_EXHAUSTED)
		json_put_str(one, "resetIn",
			arena_printf(a, "%lld minutes", (long long)((s->reset_in_ms + MINUTE_MS - 1) / MINUTE_MS)));
}

enum err scope_status_tokens(struct req *rq)
{
	struct scope_worker *w = rq->worker;
	struct github_token_state *states;
	struct json_object *lists[GITHUB_TOKEN_STATUS__MAX];
	size_t n = github_token_states(w->scope->github, rq->arena, &states);
	CLEAN_JSON struct json_object *root = json_new();
	for (size_t k = 0; k < ARRAY_LEN(kinds); k++)
		lists[k] = json_put_array(root, kinds[k].list);
	struct json_object *details = json_put_object(root, "details");
	for (size_t i = 0; i < n; i++) {
		const char *name = arena_printf(rq->arena, "token %zu", i + 1);
		json_push_str(lists[states[i].status], name);
		put_token(rq->arena, details, name, &states[i]);
	}
	resp_json(rq, 200, root);
	resp_header(rq, "Cache-Control", "no-store");
	return OK;
}
