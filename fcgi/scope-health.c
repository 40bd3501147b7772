/* Health, metrics and the API's own description. */
#include "config.h"

#include "core/base/arena.h"
#include "core/base/cache.h"
#include "core/base/clock.h"
#include "core/base/conf.h"
#include "core/base/json.h"
#include "core/base/metrics.h"
#include "core/base/str.h"
#include "core/github/github.h"
#include "fcgi/scope.h"

#include <string.h>
#include <sys/statvfs.h>
#include "core/base/banned.h"

enum { KEEP_MS = 1000, DISK_FULL_MIB = 8, DISK_WARN_MIB = 128, MIB = 1 << 20 };

enum level { PASS, WARN, FAIL };

static const char *const level_names[] = { "pass", "warn", "fail" };

struct check {
	enum level level;
	int64_t value; /* in unit */
	const char *unit, *output;
};

static struct check check_cache(struct scope_worker *w)
{
	int up, all;
	if (!*w->scope->app->conf->cache_servers)
		return (struct check){ .level = PASS, .unit = "servers", .output = "no cache is configured" };
	cache_health(w->cache, &up, &all);
	return (struct check){ .level = up == all ? PASS : up ? WARN : FAIL, .value = up, .unit = "servers",
		.output = up == all ? NULL : "a memcached server does not answer" };
}

static struct check check_database(struct scope_worker *w)
{
	struct err_note note = { .code = OK };
	CLEAN_JSON struct json_object *answer = NULL;
	const struct conf *conf = w->scope->app->conf;
	int64_t began = clock_monotonic_us();
	if (!w->insight_read)
		w->insight_read = store_open(&note, &insight_schema, conf->data_dir, STORE_READ);
	bool ok = w->insight_read && insight_query(&note, w->insight_read, INSIGHT_GENERATION_TRENDS, INSIGHT_7D,
					     conf->insight_k, clock_now(), &answer) == OK;
	return (struct check){ .level = ok ? PASS : FAIL, .value = clock_monotonic_us() - began, .unit = "us",
		.output = ok ? NULL : "insight.db cannot be read" };
}

static struct check check_disk(struct scope_worker *w)
{
	struct statvfs v;
	if (statvfs(w->scope->app->conf->data_dir, &v))
		return (struct check){ .level = FAIL, .unit = "MiB", .output = "data_dir is not there" };
	int64_t mib = (int64_t)((uint64_t)v.f_bavail * v.f_frsize / MIB);
	return (struct check){ .level = mib < DISK_FULL_MIB ? FAIL : mib < DISK_WARN_MIB ? WARN : PASS, .value = mib,
		.unit = "MiB", .output = mib < DISK_WARN_MIB ? "the disk of data_dir is nearly full" : NULL };
}

static struct check check_github(struct scope_worker *w)
{
	struct github_stats stats;
	github_stats(w->scope->github, &stats);
	bool dead = stats.tokens && !stats.tokens_alive;
	return (struct check){ .level = dead ? WARN : PASS, .value = stats.tokens_alive, .unit = "tokens",
		.output = dead ? "GitHub refuses every token" : NULL };
}

static const struct {
	const char *name, *type;
	struct check (*run)(struct scope_worker *w);
} probes[] = {
	{ "memcached:connections", "datastore", check_cache },
	{ "sqlite:responseTime", "datastore", check_database },
	{ "disk:free", "system", check_disk },
	{ "github:tokens", "component", check_github },
};

/* draft-inadarei-api-health-check-06 */
static void probe(struct scope_worker *w, struct scope_health *h)
{
	CLEAN_JSON struct json_object *root = json_new();
	char now[CLOCK_ISO_LEN];
	enum level worst = PASS;
	size_t len;
	struct json_object *checks = json_new();
	for (size_t i = 0; i < ARRAY_LEN(probes); i++) {
		struct check c = probes[i].run(w);
		worst = c.level > worst ? c.level : worst;
		struct json_object *entry = json_push_object(json_put_array(checks, probes[i].name));
		json_put_str(entry, "componentType", probes[i].type);
		json_put_str(entry, "status", level_names[c.level]);
		json_put_int(entry, "observedValue", c.value);
		json_put_str(entry, "observedUnit", c.unit);
		json_put_str(entry, "time", clock_iso(clock_now(), now));
		if (c.output)
			json_put_str(entry, "output", c.output);
	}
	json_put_str(root, "status", level_names[worst]);
	json_put_str(root, "version", "1");
	json_put_str(root, "releaseId", PACKAGE_VERSION);
	json_put_str(root, "description", "Git Phantom Scope");
	json_put(root, "checks", checks);
	const char *text = json_text(root, &len);
	if (len < sizeof(h->text))
		memcpy(h->text, text, len + 1);
	h->status = worst == FAIL ? 503 : 200;
}

enum err scope_health_get(struct req *rq)
{
	struct scope_worker *w = rq->worker;
	struct scope_health *h = &w->scope->health;
	(void)pthread_mutex_lock(&h->lock);
	if (!h->at || clock_monotonic() - h->at >= KEEP_MS) {
		probe(w, h);
		h->at = clock_monotonic();
	}
	const char *text = arena_strdup(rq->arena, h->text);
	int status = h->status;
	(void)pthread_mutex_unlock(&h->lock);
	resp_bytes(rq, status, "application/health+json", text, strlen(text));
	resp_header(rq, "Cache-Control", "no-store");
	return OK;
}

void scope_sessions_count(struct scope *s, bool begins)
{
	enum { MINUTE_MS = 60000 };
	struct scope_sessions *c = &s->sessions;
	int64_t now = clock_monotonic(), sum = 0;
	(void)pthread_mutex_lock(&c->lock);
	if (begins) {
		int64_t end = (now + s->app->conf->session_ttl) / MINUTE_MS;
		size_t at = (size_t)(end % SESSION_MINUTES);
		if (c->minute[at] != end)
			c->n[at] = 0;
		c->minute[at] = end;
		c->n[at]++;
	}
	for (size_t i = 0; i < SESSION_MINUTES; i++)
		sum += c->minute[i] >= now / MINUTE_MS ? c->n[i] : 0;
	metrics_gauge_set(s->app->metrics, METRIC_SESSIONS, sum);
	(void)pthread_mutex_unlock(&c->lock);
}

enum err scope_metrics_get(struct req *rq)
{
	struct str text;
	str_init(&text, rq->arena, METRICS_TEXT_MAX);
	metrics_text(rq->app->metrics, &text);
	resp_bytes(rq, 200, "text/plain; version=0.0.4; charset=utf-8", text.buf, text.len);
	resp_header(rq, "Cache-Control", "no-store");
	return OK;
}

enum err scope_openapi_get(struct req *rq)
{
	CLEAN_JSON struct json_object *root = web_openapi(rq->app);
	resp_json(rq, 200, root);
	rq->resp.etag = true;
	resp_header(rq, "Cache-Control", "public, max-age=300");
	return OK;
}
