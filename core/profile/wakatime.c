/*
 * WakaTime: which server may be asked, one request, and its answer in our shape. Servers that speak the API differ:
 * some leave out `text` or `percent`, some send whole seconds, some refuse (403) what WakaTime answers with a flag.
 */
#include "config.h"

#include "core/profile/wakatime.h"

#include "core/base/arena.h"
#include "core/base/clock.h"
#include "core/base/conf.h"
#include "core/base/http.h"
#include "core/base/json.h"
#include "core/base/parse.h"
#include "core/base/str.h"
#include "core/profile/value.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "core/base/banned.h"

enum { DOMAIN_MAX = 255, URL_LEN_MAX = 1024, BODY_MAX = 1024 * 1024, NAME_MAX_BYTES = 100, TEXT_MAX_BYTES = 60, CONNECTIONS = 8,
	CONCURRENCY = 32, RETRY_MAX_S = 3600 };
static const int64_t seconds_max = INT64_C(10000000000);

struct wakatime_client {
	const struct conf *conf;
	struct http_fetcher *fetcher;
};

struct wakatime_client *wakatime_new(const struct conf *c)
{
	struct wakatime_client *w = calloc(1, sizeof(*w));
	if (!w)
		abort();
	w->conf = c;
	w->fetcher = http_fetcher_new(&(struct http_options){ .connections = CONNECTIONS, .concurrency = CONCURRENCY,
		.connect_timeout_ms = c->wakatime_timeout });
	return w;
}

void wakatime_free(struct wakatime_client *w)
{
	if (!w)
		return;
	http_fetcher_free(w->fetcher);
	free(w);
}

/* ---- which server */

struct server {
	const char *base; /* "https://wakatime.com" */
	const char *domain; /* without the scheme */
	bool is_vouched; /* written as a URL */
};

static const char *skip_scheme(const char *s)
{
	const char *end = strstr(s, "://");
	return end ? end + 3 : s;
}

/* Without blanks around it and slashes behind it. */
static const char *trimmed(struct arena *a, const char *s, size_t len)
{
	while (len && ascii_is_space(*s))
		s++, len--;
	while (len && (ascii_is_space(s[len - 1]) || s[len - 1] == '/'))
		len--;
	return arena_strndup(a, s, len);
}

static struct server server_of(struct arena *a, const char *entry)
{
	bool is_url = strstr(entry, "://") != NULL;
	return (struct server){ .base = is_url ? entry : arena_printf(a, "https://%s", entry), .domain = skip_scheme(entry),
		.is_vouched = is_url };
}

static bool server_find(const struct conf *c, struct arena *a, const char *domain, struct server *ret_server)
{
	const char *wanted = skip_scheme(trimmed(a, domain ? domain : "", domain ? strnlen(domain, DOMAIN_MAX) : 0));
	for (const char *at = c->wakatime_domains; *at;) {
		size_t len = strcspn(at, ",");
		const char *entry = trimmed(a, at, len);
		at += len + (at[len] == ',');
		if (!*entry)
			continue;
		struct server s = server_of(a, entry);
		if (!*wanted || str_eq_nocase(wanted, s.domain)) {
			*ret_server = s;
			return true;
		}
	}
	return false;
}

/* What stands in the path of a URL: never "." or "..". */
static bool user_valid(const char *user)
{
	size_t len = user ? strlen(user) : 0;
	if (!len || len > WAKATIME_USER_MAX || str_eq(user, ".") || str_eq(user, ".."))
		return false;
	for (size_t i = 0; i < len; i++)
		if (!ascii_is_alnum(user[i]) && !strchr("_-.@+", user[i]))
			return false;
	return true;
}

/* ---- the answer */

static double number(struct json_object *obj, const char *key)
{
	struct json_object *v = json_get(obj, key);
	bool is_number = json_object_is_type(v, json_type_double) || json_object_is_type(v, json_type_int);
	double n = is_number ? json_object_get_double(v) : 0;
	return isfinite(n) && n > 0 ? n : 0;
}

static int64_t whole_seconds(struct json_object *entry)
{
	double s = number(entry, "total_seconds");
	if (s <= 0)
		s = number(entry, "hours") * 3600 + number(entry, "minutes") * 60 + number(entry, "seconds");
	return s > (double)seconds_max ? seconds_max : (int64_t)s;
}

static const char *text_or(struct arena *a, struct json_object *obj, const char *key, size_t max, const char *otherwise)
{
	const char *s = value_text(a, json_get(obj, key), max);
	return s ? s : otherwise;
}

static const char *duration_text(struct arena *a, int64_t seconds)
{
	long long hours = (long long)(seconds / 3600), minutes = (long long)(seconds / 60 % 60);
	const char *h = hours == 1 ? "hr" : "hrs", *m = minutes == 1 ? "min" : "mins";
	if (hours && minutes)
		return arena_printf(a, "%lld %s %lld %s", hours, h, minutes, m);
	return hours ? arena_printf(a, "%lld %s", hours, h) : arena_printf(a, "%lld %s", minutes, m);
}

static int by_time(const void *a, const void *b)
{
	const struct wakatime_language *x = a, *y = b;
	if (x->seconds != y->seconds)
		return x->seconds < y->seconds ? 1 : -1;
	if (x->percent != y->percent)
		return x->percent < y->percent ? 1 : -1;
	return strcmp(x->name, y->name);
}

/* Shares as the server has them; from the times where it tells none. */
static void settle_shares(struct wakatime *w)
{
	double sum = 0;
	w->seconds = 0;
	for (size_t i = 0; i < w->n_languages; i++) {
		sum += w->languages[i].percent;
		w->seconds += w->languages[i].seconds;
	}
	if (sum <= 0 && w->seconds > 0)
		for (size_t i = 0; i < w->n_languages; i++)
			w->languages[i].percent = (double)w->languages[i].seconds * 100 / (double)w->seconds;
}

static void read_languages(struct arena *a, struct json_object *list, struct wakatime *w)
{
	size_t n = json_len(list);
	if (n > WAKATIME_LANGUAGES)
		n = WAKATIME_LANGUAGES;
	w->languages = arena_array(a, n ? n : 1, sizeof(*w->languages));
	for (size_t i = 0; i < n; i++) {
		struct json_object *entry = json_at(list, i);
		const char *name = value_text(a, json_get(entry, "name"), NAME_MAX_BYTES);
		if (!name)
			continue;
		struct wakatime_language *l = &w->languages[w->n_languages++];
		l->name = name;
		l->seconds = whole_seconds(entry);
		l->percent = fmin(number(entry, "percent"), 100);
		l->text = text_or(a, entry, "text", TEXT_MAX_BYTES, duration_text(a, l->seconds));
	}
	qsort(w->languages, w->n_languages, sizeof(*w->languages), by_time);
	settle_shares(w);
}

enum err wakatime_parse(struct err_note *note, struct arena *a, const char *text, size_t len, struct wakatime *ret_stats)
{
	CLEAN_JSON struct json_object *root = NULL;
	if (json_parse(NULL, text, len, JSON_DEPTH, &root) != OK)
		return err_set(note, ERR_UPSTREAM, "the WakaTime server's answer cannot be read");
	struct json_object *data = json_get(root, "data");
	if (!json_object_is_type(data, json_type_object))
		return err_set(note, ERR_UPSTREAM, "the WakaTime server's answer holds no statistics");
	struct wakatime w = { .user = "", .domain = "" };
	w.range_id = text_or(a, data, "range", TEXT_MAX_BYTES, "");
	w.range = text_or(a, data, "human_readable_range", TEXT_MAX_BYTES, "");
	read_languages(a, json_get(data, "languages"), &w);
	w.hidden = !json_flag(data, "is_coding_activity_visible", true);
	/* WakaTime split the one switch into one a kind; older servers know the first only */
	w.details_hidden = !json_flag(data, "is_language_usage_visible", json_flag(data, "is_other_usage_visible", true));
	w.not_enabled = !w.n_languages && (!json_flag(data, "is_up_to_date", true) ||
		str_eq(json_str(data, "status", "ok"), "pending_update"));
	*ret_stats = w;
	return OK;
}

/* ---- the request */

static enum err refuse_limit(struct err_note *note, const struct http_response *r)
{
	char text[32];
	uint64_t seconds;
	if (!http_response_header(r, "retry-after", text, sizeof(text)) || !parse_u64(text, RETRY_MAX_S, &seconds))
		seconds = 60;
	(void)err_set(note, ERR_LIMIT, "the WakaTime server asks us to wait");
	if (note)
		note->retry_after = (int)seconds;
	return ERR_LIMIT;
}

static enum err read_answer(struct err_note *note, struct arena *a, const struct http_response *r, struct wakatime *w)
{
	if (r->err == ERR_TIMEOUT)
		return err_set(note, ERR_TIMEOUT, "the WakaTime server did not answer in time");
	if (r->err)
		return err_set(note, ERR_UPSTREAM, "the WakaTime server cannot be asked: %s", r->reason);
	switch (r->status) {
	case 200:
	case 202: /* counted in part */
		return wakatime_parse(note, a, r->body, r->len, w);
	case 401:
	case 403:
		*w = (struct wakatime){ .range_id = "", .range = "", .hidden = true };
		return OK;
	case 404:
		return err_set(note, ERR_NOT_FOUND, "the WakaTime server knows no such user");
	case 429:
		return refuse_limit(note, r);
	default:
		return err_set(note, ERR_UPSTREAM, "the WakaTime server answered with status %d", r->status);
	}
}

enum err wakatime_stats(struct err_note *note, struct wakatime_client *w, struct arena *a, const char *domain,
	const char *user, struct wakatime *ret_stats)
{
	struct server server;
	if (!server_find(w->conf, a, domain, &server))
		return err_field(note, ERR_UNPROCESSABLE, "api_domain", "this server asks no such WakaTime server");
	if (!user_valid(user))
		return err_field(note, ERR_UNPROCESSABLE, "username", "not a WakaTime user name");
	struct str url;
	str_init(&url, a, URL_LEN_MAX);
	str_addz(&url, server.base);
	str_addz(&url, "/api/v1/users/");
	str_add_url(&url, user);
	str_addz(&url, "/stats?is_including_today=true");
	if (url.over)
		return err_set(note, ERR_INTERNAL, "the WakaTime server's address is too long");
	static const struct http_header headers[] = { { "accept", "application/json" } };
	struct http_request q = { .url = url.buf, .headers = headers, .n_headers = 1,
		.timeout_ms = w->conf->wakatime_timeout, .max_bytes = BODY_MAX, .allow_http = server.is_vouched,
		.allow_private = server.is_vouched };
	struct http_response r = { .err = OK };
	http_fetch_all(w->fetcher, &q, 1, &r);
	struct wakatime stats;
	enum err err = read_answer(note, a, &r, &stats);
	http_response_release(&r);
	TRY(err);
	stats.user = arena_strdup(a, user);
	stats.domain = server.domain;
	stats.fetched_ms = clock_now();
	*ret_stats = stats;
	return OK;
}
