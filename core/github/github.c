/* The life of the GitHub source, and its table of functions. */
#include "config.h"

#include "core/github/github.h"

#include "core/base/clean.h"
#include "core/base/clock.h"
#include "core/base/conf.h"
#include "core/base/http.h"
#include "core/base/parse.h"
#include "core/base/str.h"
#include "core/github/github-call.h"
#include "core/github/github-etag.h"
#include "core/github/github-tokens.h"

#include <assert.h>
#include <string.h>
#include "core/base/banned.h"

enum { CONCURRENT_MAX = 100 }; /* GitHub's limit, of all processes together */

bool github_login_valid(const char *login)
{
	size_t len = login ? strlen(login) : 0;
	if (len == 0 || len > GITHUB_LOGIN_MAX || login[0] == '-' || login[len - 1] == '-')
		return false;
	for (size_t i = 0; i < len; i++)
		if (!ascii_is_alnum(login[i]) && login[i] != '-')
			return false;
	return true;
}

static bool made_of(const char *s, size_t max, const char *others)
{
	size_t len = s ? strlen(s) : 0;
	for (size_t i = 0; i < len; i++)
		if (!ascii_is_alnum(s[i]) && !strchr(others, s[i]))
			return false;
	return len > 0 && len <= max;
}

bool github_repo_valid(const char *name)
{
	return made_of(name, GITHUB_REPO_MAX, "-_.") && !str_eq(name, ".") && !str_eq(name, "..");
}

bool github_gist_valid(const char *id)
{
	return made_of(id, GITHUB_GIST_MAX, "");
}

/* ---- life */

static const char *without_slash(struct arena *a, const char *url)
{
	size_t len = strlen(url);
	while (len && url[len - 1] == '/')
		len--;
	return arena_strndup(a, url, len);
}

/* github.com: API/graphql. Enterprise Server: /api/v3 is REST, /api/graphql the other. */
static const char *derive_graphql(struct arena *a, const char *rest)
{
	static const char version[] = "/api/v3";
	if (!str_ends(rest, version))
		return arena_printf(a, "%s/graphql", rest);
	return arena_printf(a, "%.*s/api/graphql", (int)(strlen(rest) - strlen(version)), rest);
}

static bool is_url(const char *url)
{
	return str_starts(url, "https://") || str_starts(url, "http://");
}

static enum err github_init(struct err_note *note, struct github *gh, const struct conf *c)
{
	struct arena *a = &gh->arena;
	gh->conf = c;
	gh->rest = without_slash(a, c->github_api);
	gh->graphql = *c->github_graphql ? without_slash(a, c->github_graphql) : derive_graphql(a, gh->rest);
	if (!is_url(gh->rest))
		return err_field(note, ERR_INVALID, "github_api", "not an http or https URL");
	if (!is_url(gh->graphql))
		return err_field(note, ERR_INVALID, "github_graphql", "not an http or https URL");
	gh->allow_http = str_starts(gh->rest, "http://") || str_starts(gh->graphql, "http://");
	TRY(github_tokens_load(note, a, c->github_tokens, (int)c->github_reserve, &gh->tokens));
	gh->etags = github_etag_new(a);
	int failed = pthread_mutex_init(&gh->probe_lock, NULL);
	assert(!failed);
	(void)failed;
	int64_t share = CONCURRENT_MAX / c->scope_processes;
	int64_t concurrency = c->github_concurrency < share ? c->github_concurrency : share;
	/* in clear there is no HTTP/2, so that a connection carries one request at a time */
	int64_t connections = gh->allow_http ? concurrency : c->github_connections;
	gh->fetcher = http_fetcher_new(&(struct http_options){ .connections = (int)connections,
		.concurrency = (int)concurrency, .connect_timeout_ms = c->github_timeout });
	return OK;
}

struct github *github_new(struct err_note *note, const struct conf *c)
{
	struct arena arena;
	arena_init(&arena, SIZE_MAX / 8);
	struct github *gh = arena_alloc(&arena, sizeof(*gh));
	gh->arena = arena;
	if (github_init(note, gh, c)) {
		arena = gh->arena;
		arena_release(&arena);
		return NULL;
	}
	return gh;
}

void github_free(struct github *gh)
{
	if (!gh)
		return;
	http_fetcher_free(gh->fetcher);
	github_tokens_release(gh->tokens);
	github_etag_release(gh->etags);
	(void)pthread_mutex_destroy(&gh->probe_lock);
	struct arena arena = gh->arena;
	arena_release(&arena);
}

void github_observe(struct github *gh,
	void (*observe)(void *ctx, const char *endpoint, const char *status, int64_t us), void *ctx)
{
	gh->observe = observe;
	gh->observe_ctx = ctx;
}

void github_stats(struct github *gh, struct github_stats *ret_stats)
{
	struct github_tokens_state t;
	github_tokens_state(gh->tokens, clock_monotonic(), &t);
	github_etag_expire(gh->etags, clock_monotonic());
	*ret_stats = (struct github_stats){
		.requests = atomic_load(&gh->requests),
		.failures = atomic_load(&gh->failures),
		.points = atomic_load(&gh->points),
		.not_modified = atomic_load(&gh->not_modified),
		.tokens = t.tokens,
		.tokens_alive = t.alive,
		.owners = t.owners,
		.remaining = t.remaining,
	};
}

size_t github_token_states(struct github *gh, struct arena *a, struct github_token_state **ret_states)
{
	int n = github_tokens_count(gh->tokens);
	struct github_token_state *states = arena_array(a, (size_t)n + 1, sizeof(*states));
	github_probe(gh, a);
	for (int i = 0; i < n; i++)
		github_tokens_view(gh->tokens, i, clock_monotonic(), &states[i]);
	*ret_states = states;
	return (size_t)n;
}

/* ---- one of the sources */

static enum err ask_profile(struct err_note *note, void *gh, struct arena *a, const char *login, enum profile_depth depth,
	struct profile *ret_profile)
{
	return github_profile(note, gh, a, login, depth, ret_profile);
}

static enum err ask_history(struct err_note *note, void *gh, struct arena *a, const char *login,
	struct history *ret_history)
{
	return github_history(note, gh, a, login, ret_history);
}

static enum err ask_repository(struct err_note *note, void *gh, struct arena *a, const char *owner, const char *name,
	struct repo *ret_repo)
{
	return github_repository(note, gh, a, owner, name, ret_repo);
}

static enum err ask_gist(struct err_note *note, void *gh, struct arena *a, const char *id, struct gist *ret_gist)
{
	return github_gist(note, gh, a, id, ret_gist);
}

static enum err ask_commits_total(struct err_note *note, void *gh, struct arena *a, const char *login, int64_t *ret_n)
{
	return github_commits_total(note, gh, a, login, ret_n);
}

static enum err ask_commits_in_year(struct err_note *note, void *gh, struct arena *a, const char *login, int year,
	int64_t *ret_n)
{
	return github_commits_in_year(note, gh, a, login, year, ret_n);
}

static enum err ask_affiliated(struct err_note *note, void *gh, struct arena *a, const char *login, unsigned int ways,
	struct profile *ret_profile)
{
	return github_affiliated(note, gh, a, login, ways, ret_profile);
}

static enum err ask_search_counts(struct err_note *note, void *gh, struct arena *a, const char *login,
	const struct repo_scope *scope, unsigned int wanted, struct metric ret_counts[TALLY__MAX])
{
	return github_search_counts(note, gh, a, login, scope, wanted, ret_counts);
}

static enum err ask_search_commits(struct err_note *note, void *gh, struct arena *a, const char *login,
	const struct repo_scope *scope, const struct day_range *days, int64_t *ret_n)
{
	return github_search_commits(note, gh, a, login, scope, days, ret_n);
}

static const struct source_ops ops = {
	.profile = ask_profile,
	.history = ask_history,
	.repository = ask_repository,
	.gist = ask_gist,
	.commits_total = ask_commits_total,
	.commits_in_year = ask_commits_in_year,
	.affiliated = ask_affiliated,
	.search_counts = ask_search_counts,
	.search_commits = ask_search_commits,
	.login_valid = github_login_valid,
};

struct source github_source(struct github *gh)
{
	return (struct source){ .name = "github", .title = "GitHub", .ops = &ops, .impl = gh };
}
