/* gps-scope: the table of routes, and what processes and threads own. */
#include "config.h"

#include "fcgi/scope.h"

#include "core/base/arena.h"
#include "core/base/cache.h"
#include "core/base/clean.h"
#include "core/base/conf.h"
#include "core/base/crypt.h"
#include "core/base/flight.h"
#include "core/base/log.h"
#include "core/base/metrics.h"
#include "core/base/store.h"
#include "core/base/str.h"
#include "core/forge/forge.h"
#include "core/github/github.h"
#include "core/profile/wakatime.h"
#include "core/render/fonts.h"

#include <stdlib.h>
#include <string.h>
#include "core/base/banned.h"

enum { KIB = 1024, FLIGHT_MAX = 16 << 20 };

#define METRICS_WORDS "ai_usage_by_language|archetype_distribution|model_popularity|generation_trends"

#define PARAM_LOGIN(field, place)                                                                             \
	{ .name = field, .in = place, .type = PARAM_TEXT, .required = true, .min = 1,                         \
		.max = GITHUB_LOGIN_MAX, .check = github_login_valid,                                         \
		.pattern = "^[A-Za-z0-9](?:[A-Za-z0-9-]{0,37}[A-Za-z0-9])?$",                                 \
		.doc = "a GitHub login: 1 to 39 letters, digits and inner hyphens" }
#define PARAM_MODEL(place)                                                                                    \
	{ .name = "model", .in = place, .type = PARAM_WORD, .words = "v2|v3",                                 \
		.doc = "The scoring model; the server's default is v3." }
#define NO_KEYS "not be sent: keys never belong into a request body"

enum { LOGIN_MAX = 255 };

/* Of a login anywhere: each forge has rules of its own. */
static bool login_shaped(const char *text)
{
	for (; *text; text++)
		if (!ascii_is_alnum(*text) && !strchr("._:-", *text))
			return false;
	return true;
}

static const struct param analyze_params[] = {
	PARAM_LOGIN("github_username", IN_BODY),
	{ .name = "preferences.career_goal", .in = IN_BODY, .type = PARAM_TEXT, .max = 200,
		.doc = "What the developer is after, for the texts of a package." },
	{ .name = "preferences.style", .in = IN_BODY, .type = PARAM_WORD, .otherwise = "professional",
		.words = "minimal|colorful|professional|creative", .doc = "The tone of a package." },
	{ .name = "preferences.colors", .in = IN_BODY, .type = PARAM_TEXTS, .max = 5, .doc = "Colours of a package." },
	PARAM_MODEL(IN_BODY),
	{ .name = "byok", .in = IN_BODY, .type = PARAM_REFUSED, .doc = NO_KEYS },
};
static const struct param profile_params[] = { PARAM_LOGIN("login", IN_PATH), PARAM_MODEL(IN_QUERY) };
static const struct param session_params[] = {
	{ .name = "id", .in = IN_PATH, .type = PARAM_UUID, .required = true, .doc = "The session's id." },
};
static const struct param insight_params[] = {
	{ .name = "metric", .in = IN_QUERY, .type = PARAM_WORD, .words = METRICS_WORDS,
		.otherwise = "ai_usage_by_language", .doc = "What to look at." },
	{ .name = "period", .in = IN_QUERY, .type = PARAM_WORD, .words = "7d|30d|90d|1y", .otherwise = "30d",
		.doc = "So many days up to today." },
};
static const struct param card_params[] = {
	{ .name = "login", .in = IN_PATH, .type = PARAM_TEXT, .required = true, .min = 1, .max = LOGIN_MAX,
		.check = login_shaped, .pattern = "^[A-Za-z0-9._:/-]+$",
		.doc = "a login: letters, digits, hyphens, points and underscores" },
	{ .name = "kind", .in = IN_PATH, .type = PARAM_TEXT, .required = true, .min = 1, .max = 40, .doc = "a kind of card" },
};

static const struct param status_params[] = {
	{ .name = "type", .in = IN_QUERY, .type = PARAM_TEXT, .max = 40, .otherwise = "boolean",
		.doc = "boolean, json or shields (for shields.io's endpoint badge); any other word is boolean." },
};

static const struct answer analyze_answers[] = {
	{ 200, "application/json", "Analysis", "The analysis, with a session of its own." },
	{ 403, "application/problem+json", "Problem", "The server is for other names." },
	{ 502, "application/problem+json", "Problem", "GitHub failed." },
};
static const struct answer profile_answers[] = {
	{ 200, "application/json", "Analysis", "The analysis, without a session." },
	{ 403, "application/problem+json", "Problem", "The server is for other names." },
	{ 502, "application/problem+json", "Problem", "GitHub failed." },
};
static const struct answer session_answers[] = { { 200, "application/json", "Analysis", "The session's analysis." } };
static const struct answer gone_answers[] = { { 204, NULL, NULL, "The session is gone." } };
static const struct answer insight_answers[] = { { 200, "application/json", "Insights", "Groups of at least k." } };
static const struct answer health_answers[] = {
	{ 200, "application/health+json", "Health", "Everything needed works." },
	{ 503, "application/health+json", "Health", "Something needed does not work." },
};
static const struct answer up_answers[] = { { 200, "application/json", "Up", "true or false, as the type says it." } };
static const struct answer tokens_answers[] = { { 200, "application/json", "Tokens", "Tokens by their place in the file." } };
static const struct answer metrics_answers[] = { { 200, "text/plain", NULL, "Prometheus text format." } };
static const struct answer kinds_answers[] = { { 200, "application/json", "Cards", "Every kind of card." } };
static const struct answer openapi_answers[] = { { 200, "application/json", "OpenApi", "This document." } };

/* What a card is written as, by the end of its address. */
static const struct card_form {
	const char *suffix, *login_path, *kind_path, *login_id, *kind_id;
	struct answer answer;
} card_forms[] = {
#define FORM(suffix, name, type, schema, doc)                                                              \
	{ suffix, "/card/:login." suffix, "/card/:login/:kind." suffix, "getCard" name, "getKindOfCard" name, \
		{ 200, type, schema, doc } }
	FORM("svg", "Svg", "image/svg+xml", NULL, "The card, or an error as a picture."),
	FORM("png", "Png", "image/png", NULL, "The card, or an error as a picture."),
	FORM("webp", "Webp", "image/webp", NULL, "The card, or an error as a picture."),
	FORM("jpeg", "Jpeg", "image/jpeg", NULL, "The card, or an error as a picture."),
	FORM("jpg", "Jpg", "image/jpeg", NULL, "The card, or an error as a picture."),
	FORM("json", "Json", "application/json", "CardNumbers", "The numbers the picture shows."),
#undef FORM
};
static const struct answer dropin_answers[] = { { 200, "image/svg+xml", NULL,
	"The card, or an error as a picture; type=png, webp, jpeg or json gives those." } };

#define PARAMS(table) .params = (table), .n_params = ARRAY_LEN(table)
#define ANSWERS(table) .answers = (table), .n_answers = ARRAY_LEN(table)
#define API .guard = GUARD_OPEN, .metered = true, .cors = true
#define CARD .guard = GUARD_OPEN, .fail = scope_card_failed

static const struct route routes[] = {
	{ WEB_POST, "/api/v1/public/analyze", API, .body_max = 8 * KIB, PARAMS(analyze_params),
		.handler = scope_analyze, ANSWERS(analyze_answers), .id = "analyze", .doc = "Analyse a GitHub login." },
	{ WEB_GET, "/api/v1/public/profile/:login", API, PARAMS(profile_params), .handler = scope_profile_get,
		ANSWERS(profile_answers), .id = "getProfile", .doc = "The same without a session." },
	{ WEB_GET, "/api/v1/public/session/:id", API, PARAMS(session_params), .handler = scope_session_get,
		ANSWERS(session_answers), .id = "getSession", .doc = "Read an analysis again." },
	{ WEB_DELETE, "/api/v1/public/session/:id", API, PARAMS(session_params), .handler = scope_session_delete,
		ANSWERS(gone_answers), .id = "deleteSession", .doc = "End a session before its time." },
	{ WEB_GET, "/api/v1/public/insights", API, PARAMS(insight_params), .handler = scope_insights,
		ANSWERS(insight_answers), .id = "getInsights", .doc = "Anonymous trends over all analyses." },
	{ WEB_GET, "/api/v1/cards", API, .handler = scope_kinds_get, ANSWERS(kinds_answers), .id = "getCards",
		.doc = "The cards, their options, themes and languages." },
	{ WEB_GET, "/api/v1/openapi.json", API, .handler = scope_openapi_get, ANSWERS(openapi_answers),
		.id = "getOpenApi", .doc = "This description." },
	{ WEB_GET, "/api/v1/health", .guard = GUARD_OPEN, .cors = true, .handler = scope_health_get,
		ANSWERS(health_answers), .id = "getApiHealth", .doc = "Whether the service works." },
	{ WEB_GET, "/health", .guard = GUARD_OPEN, .cors = true, .handler = scope_health_get, ANSWERS(health_answers),
		.id = "getHealth", .doc = "Whether the service works." },
	{ WEB_GET, "/api/status/up", .guard = GUARD_OPEN, .cors = true, PARAMS(status_params), .handler = scope_status_up,
		ANSWERS(up_answers), .id = "getStatusUp", .doc = "Whether GitHub can be asked." },
	{ WEB_GET, "/api/status/pat-info", .guard = GUARD_LOCAL, .handler = scope_status_tokens, ANSWERS(tokens_answers),
		.id = "getTokens", .doc = "What GitHub thinks of each token; only from addresses nginx allows." },
	{ WEB_GET, "/metrics", .guard = GUARD_LOCAL, .handler = scope_metrics_get, ANSWERS(metrics_answers),
		.id = "getMetrics", .doc = "Counters for Prometheus; only from addresses nginx allows." },
	{ WEB_GET, "/card/", CARD, .handler = scope_card_unknown, .doc = "No card either." },
	{ WEB_GET, "/card/*rest", CARD, .handler = scope_card_unknown, .doc = "Whatever is no card: a picture that says so." },
};

enum { ROUTES_MAX = 64 };

static struct route card_route(const char *pattern, const char *id, size_t n_params, const struct answer *answer,
	const char *doc)
{
	return (struct route){ WEB_GET, pattern, CARD, .params = card_params, .n_params = n_params, .handler = scope_card,
		.answers = answer, .n_answers = 1, .id = id, .doc = doc };
}

/* The table above, the scorecard and the kinds of the registry in every form, the addresses of services we stand in for. */
static size_t all_routes(struct route ret_routes[ROUTES_MAX])
{
	size_t n = 0;
	for (size_t i = 0; i < ARRAY_LEN(card_forms); i++) {
		const struct card_form *f = &card_forms[i];
		ret_routes[n++] = card_route(f->login_path, f->login_id, 1, &f->answer, "A developer's scorecard.");
		ret_routes[n++] = card_route(f->kind_path, f->kind_id, 2, &f->answer, "A card of any kind.");
	}
	for (size_t i = 0; i < card_kind_count() && n + ARRAY_LEN(routes) < ROUTES_MAX; i++) {
		const struct card_kind *k = card_kind_at(i);
		if (k->path)
			ret_routes[n++] = card_route(k->path, k->name, 0, dropin_answers, k->doc);
	}
	memcpy(ret_routes + n, routes, sizeof(routes));
	return n + ARRAY_LEN(routes);
}

static const char *const archetype_ids[] = { "ai_indie_hacker", "open_source_maintainer", "full_stack_polyglot",
	"backend_architect", "frontend_craftsman", "devops_specialist", "data_scientist", "security_sentinel",
	"rising_developer", "code_explorer" };
static const struct metrics_values archetypes = { .values = archetype_ids, .n = ARRAY_LEN(archetype_ids) };

enum err scope_worker_new(struct err_note *note, const struct web_app *app, struct arena *home, void **ret_worker)
{
	struct cache *cache;
	TRY(cache_open(note, app->conf, &cache));
	struct scope_worker *w = arena_alloc(home, sizeof(*w));
	w->scope = app->process;
	w->cache = cache;
	cache_seal(cache, &w->scope->cache_key);
	*ret_worker = w;
	return OK;
}

void scope_worker_free(void *worker)
{
	struct scope_worker *w = worker;
	cache_close(w->cache);
	scorer_free(w->scorer);
	store_close(w->insight_read);
}

static struct cache *worker_cache(void *worker)
{
	struct scope_worker *w = worker;
	return w->cache;
}

static void observe_github(void *ctx, const char *endpoint, const char *status, int64_t us)
{
	const struct scope *s = ctx;
	metrics_add(s->app->metrics, METRIC_GITHUB_CALLS, 1, endpoint, status, NULL);
	metrics_observe(s->app->metrics, METRIC_GITHUB_SECONDS, us, endpoint, NULL);
}

/* Of the parent's random key, so that all processes agree; or of the file that several machines share. */
static enum err make_cache_key(struct err_note *note, const struct web_app *app, struct secret *ret_key)
{
	static const char purpose[] = "gps: values in memcached";
	CLEAN_SECRET struct secret file = { .len = 0 };
	bool shared = *app->conf->cache_key;
	if (shared)
		TRY(secret_load_option(note, "cache_key", app->conf->cache_key, &file));
	crypt_hkdf(shared ? &file : &app->key, NULL, 0, purpose, sizeof(purpose), ret_key, CRYPT_KEY_LEN);
	return OK;
}

static enum err process_new(struct err_note *note, const struct web_app *app, struct arena *home, void **ret_process)
{
	struct api_keys *keys;
	struct scope *s = arena_alloc(home, sizeof(*s));
	s->home = home;
	s->app = app;
	TRY(api_keys_load(note, home, app->conf->api_keys, &keys));
	s->keys = keys;
	TRY(make_cache_key(note, app, &s->cache_key));
	s->github = github_new(note, app->conf);
	if (!s->github)
		return note->code;
	github_observe(s->github, observe_github, s);
	s->github_source = github_source(s->github);
	s->forges = forges_new(note, app->conf);
	if (!s->forges)
		return note->code;
	s->wakatime = wakatime_new(app->conf);
	s->flight = flight_new(FLIGHT_MAX);
	if (pthread_mutex_init(&s->health.lock, NULL) || pthread_mutex_init(&s->sessions.lock, NULL) ||
		pthread_mutex_init(&s->insight.lock, NULL))
		abort();
	*ret_process = s;
	return OK;
}

static void process_start(void *process)
{
	struct scope *s = process;
	struct err_note note;
	s->background = background_new(s);
	s->fonts = render_fonts_new(0);
	render_fonts_warm(s->fonts);
	if (render_fonts_check(&note, s->fonts))
		log_line(LOG_WARNING, "msg", note.text, NULL);
}

static void process_free(void *process)
{
	struct scope *s = process;
	background_free(s->background);
	render_fonts_free(s->fonts);
	wakatime_free(s->wakatime);
	forges_free(s->forges);
	github_free(s->github);
	flight_free(s->flight);
	secret_release(&s->cache_key);
	(void)pthread_mutex_destroy(&s->health.lock);
	(void)pthread_mutex_destroy(&s->sessions.lock);
	store_close(s->insight.write);
	(void)pthread_mutex_destroy(&s->insight.lock);
}

static void size(const struct conf *conf, int *ret_processes, int *ret_threads)
{
	*ret_processes = (int)conf->scope_processes;
	*ret_threads = (int)conf->scope_threads;
}

/* What the processes will need, looked at once by the parent. */
static enum err check(struct err_note *note, const struct conf *conf)
{
	struct arena a;
	struct api_keys *keys;
	struct cache *cache;
	arena_init(&a, 1 << 20);
	enum err e = api_keys_load(note, &a, conf->api_keys, &keys);
	arena_release(&a);
	TRY(e);
	if (*conf->cache_key) {
		struct secret file;
		TRY(secret_load_option(note, "cache_key", conf->cache_key, &file));
		secret_release(&file);
	}
	TRY(cache_open(note, conf, &cache));
	cache_close(cache);
	struct store *store = store_open(note, &insight_schema, conf->data_dir, STORE_READ);
	if (!store)
		return note->code;
	store_close(store);
	struct github *github = github_new(note, conf);
	if (!github)
		return note->code;
	github_free(github);
	struct forges *forges = forges_new(note, conf);
	if (!forges)
		return note->code;
	forges_free(forges);
	return OK;
}

int main(int argc, char **argv)
{
	struct route table[ROUTES_MAX];
	size_t n_routes = all_routes(table);
	struct web_app app = {
		.part = "scope",
		.title = "Git Phantom Scope",
		.summary = "Analyse a developer: scores, archetype, marks of AI tools, cards",
		.routes = table,
		.n_routes = n_routes,
		.schemas = scope_schemas,
		.n_schemas = scope_n_schemas,
		.size = size,
		.check = check,
		.process_new = process_new,
		.process_start = process_start,
		.process_free = process_free,
		.worker_new = scope_worker_new,
		.worker_free = scope_worker_free,
		.worker_cache = worker_cache,
		.archetypes = &archetypes,
	};
	return web_main(&app, argc, argv);
}
