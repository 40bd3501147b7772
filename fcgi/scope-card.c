/*
 * Cards. An image proxy shows only pictures, wants them within 4 s and keeps what it got for as long as it
 * was told: so every answer is a picture with status 200, errors too, told apart by X-GPS-Error
 * and a short life. One handler serves all kinds of the registry.
 */
#include "config.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/base/clock.h"
#include "core/base/conf.h"
#include "core/base/json.h"
#include "core/base/metrics.h"
#include "core/base/str.h"
#include "core/cards/facts.h"
#include "core/locale/locale.h"
#include "core/web/problem.h"
#include "fcgi/scope.h"

#include <inttypes.h>
#include <string.h>
#include "core/base/banned.h"

enum {
	WAIT_MS = 2500,	     /* from nginx on, of the 4 s that image proxies wait; the rest is for drawing and the way */
	NGINX_LIFE_S = 1800, /* of what nginx keeps, whatever others may */
	PARTIAL_LIFE_S = 60,
	KEY_MAX = 16384,
	OWN_ARGS = 3,
	MORE_ARGS = OWN_ARGS + 1
};

#define SHORT_CARD "public, max-age=60"

/* What the address says, read as far as it can be. */
struct call {
	const struct card_kind *kind; /* NULL: it names none */
	const struct card_arg *args;
	size_t n_args;
	enum image_format format;
	bool is_json, known_format;
	bool own; /* /card/..., else the address of a service we stand in for */
};

/* ---- from the address ---- */

static bool read_format(const char *name, struct call *c)
{
	c->is_json = str_eq_nocase(name, "json");
	return c->is_json || image_format_parse(name, &c->format);
}

/* "LOGIN.EXT" or "LOGIN/KIND.EXT"; the login takes the place of what a kind calls it. */
static void read_own(struct req *rq, struct call *c, struct card_arg *spare)
{
	const char *rest = rq->path + strlen("/card/"), *dot = strrchr(rest, '.'), *slash = strchr(rest, '/');
	static const char *const names[OWN_ARGS] = { "username", "user", "id" };
	c->own = true;
	c->known_format = dot && read_format(dot + 1, c);
	if (!c->known_format || (slash && slash > dot))
		return;
	const char *name = slash ? arena_strndup(rq->arena, slash + 1, (size_t)(dot - slash - 1)) : "scorecard";
	const char *login = arena_strndup(rq->arena, rest, (size_t)((slash ? slash : dot) - rest));
	c->kind = card_kind_find(name);
	for (size_t i = 0; i < OWN_ARGS; i++)
		spare[c->n_args++] = (struct card_arg){ names[i], login };
}

static const char *last_arg(const struct call *c, const char *name)
{
	for (size_t i = c->n_args; i > 0; i--)
		if (str_eq(c->args[i - 1].name, name))
			return c->args[i - 1].value;
	return NULL;
}

/* What the operator excludes for everybody, by kinds that know how; the last of equal names counts. */
static void exclude(struct req *rq, struct call *c, struct card_arg *args)
{
	const char *names = scope_excluded(rq, last_arg(c, "exclude_repo"));
	if (names)
		args[c->n_args++] = (struct card_arg){ "exclude_repo", names };
}

static void read_call(struct req *rq, struct call *ret_call)
{
	struct call c = { .format = IMAGE_SVG };
	struct card_arg *args = arena_array(rq->arena, rq->query.n + MORE_ARGS, sizeof(*args));
	const char *type = NULL;
	for (; c.n_args < rq->query.n; c.n_args++) {
		const struct pair *p = &rq->query.items[c.n_args];
		args[c.n_args] = (struct card_arg){ p->name, p->value };
		if (str_eq(p->name, "type"))
			type = p->value;
	}
	c.args = args;
	if (str_starts(rq->path, "/card/")) {
		read_own(rq, &c, args);
	} else {
		c.kind = card_kind_at_path(rq->path);
		c.known_format = !type || read_format(type, &c);
	}
	exclude(rq, &c, args);
	*ret_call = c;
}

/* ---- answers ---- */

static const char *http_date(struct arena *a, int64_t ms)
{
	static const char *const days[] = { "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat" };
	static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov",
		"Dec" };
	int64_t day = clock_day(ms);
	int s = (int)((ms - day * CLOCK_DAY_MS) / 1000);
	struct civil c = clock_civil(day);
	return arena_printf(a, "%s, %02d %s %04" PRId64 " %02d:%02d:%02d GMT", days[clock_weekday(day)], c.day,
		months[c.month - 1], c.year, s / 3600, s / 60 % 60, s % 60);
}

static const char *type_of(const struct call *c)
{
	return c->is_json ? "application/json" : image_format_type(c->format);
}

static void answer(struct req *rq, const struct call *c, const struct picture *p)
{
	resp_bytes(rq, 200, type_of(c), p->bytes, p->len);
	rq->resp.etag = true;
	rq->resp.tag = p->tag;
	if (p->missing && *p->missing)
		resp_header(rq, "X-GPS-Missing", p->missing);
	if (p->life < CARD_LIFE_MIN) {
		resp_header(rq, "Cache-Control", SHORT_CARD);
		return;
	}
	resp_header(rq, "Cache-Control", arena_printf(rq->arena, "public, max-age=%d, s-maxage=%d, stale-while-revalidate=%d",
		p->life, p->life, CARD_LIFE_MIN));
	resp_header(rq, "X-Accel-Expires", arena_printf(rq->arena, "%d", NGINX_LIFE_S));
	if (!str_eq(c->kind->name, "streak"))
		return;
	resp_header(rq, "Last-Modified", http_date(rq->arena, p->made_ms));
	resp_header(rq, "Expires", http_date(rq->arena, p->made_ms + (int64_t)p->life * 1000));
}

/* Of all that decides the picture, and of nothing else: known options in the table's order, the last of equal names. */
static const char *picture_key(struct req *rq, const struct call *c)
{
	struct str s;
	str_init(&s, rq->arena, KEY_MAX);
	str_addf(&s, "%s %d", c->kind->name, c->is_json ? -1 : (int)c->format);
	for (size_t i = 0; i < c->kind->n_options; i++) {
		const char *value = last_arg(c, c->kind->options[i].name);
		if (value) {
			str_addf(&s, " %zu=%zu:", i, strlen(value));
			str_addz(&s, value);
		}
	}
	return s.over ? NULL : s.buf;
}

/* ---- errors ---- */

static const char *forge_title(const struct req *rq, const struct call *c)
{
	struct scope_worker *w = rq->worker;
	const struct source *source;
	const char *forge = last_arg(c, "forge"), *login = last_arg(c, "username");
	return w && scope_source(NULL, w->scope, forge ? forge : "", login ? login : "", &source) == OK ? source->title : "GitHub";
}

static const struct {
	const char *code;
	enum word message, hint;
	const char *who; /* {forge}, if not the forge asked */
} causes[] = {
	{ "PENDING", WORD_ERROR_PENDING, WORD_ERROR_PENDING_HINT, NULL },
	{ "GITHUB_USER_NOT_FOUND", WORD_ERROR_NO_USER, WORD_ERROR_NO_USER_HINT, NULL },
	{ "REPOSITORY_NOT_FOUND", WORD_ERROR_NO_REPOSITORY, WORD_ERROR_NO_REPOSITORY_HINT, NULL },
	{ "GIST_NOT_FOUND", WORD_ERROR_NO_GIST, WORD_ERROR_NO_REPOSITORY_HINT, NULL },
	{ "WAKATIME_USER_NOT_FOUND", WORD_ERROR_NO_CODING, WORD_ERROR_NO_USER_HINT, "WakaTime" },
	{ "WAKATIME_API_ERROR", WORD_ERROR_UPSTREAM, WORD_ERROR_SOON_HINT, "WakaTime" },
	{ "GITHUB_RATE_LIMIT", WORD_ERROR_QUOTA, WORD_ERROR_LIMIT_HINT, NULL },
	{ "RATE_LIMIT_EXCEEDED", WORD_ERROR_LIMIT, WORD_ERROR_LIMIT_HINT, NULL },
	{ "GITHUB_NO_TOKEN", WORD_ERROR_NO_TOKEN, WORD_ERROR_NO_TOKEN_HINT, NULL },
	{ "GITHUB_API_ERROR", WORD_ERROR_UPSTREAM, WORD_ERROR_SOON_HINT, NULL },
	{ "NOT_SERVED", WORD_ERROR_NOT_SERVED, WORD_ERROR_NOT_SERVED_HINT, NULL },
	{ "METHOD_NOT_ALLOWED", WORD_ERROR_NO_CARD, WORD_ERROR_ONLY_FETCHED_HINT, NULL },
};

/* Pictures speak the language asked for, JSON English. */
static const struct locale *call_locale(const struct call *c)
{
	const struct locale *l = c->is_json ? NULL : locale_find(last_arg(c, "locale"));
	return l ? l : locale_english();
}

/* Our sentences about options are English; in other languages the option itself says which one is meant. */
static const char *refusal(struct req *rq, const struct call *c, const struct locale *l)
{
	const struct err_note *note = rq->note;
	const char *hint = l == locale_english() || !c->kind ? NULL :
		options_hint(rq->arena, c->kind->options, c->kind->n_options, note->field);
	return hint ? hint : note->text;
}

static void say_cause(struct req *rq, const struct call *c, enum err e, const char **ret_message, const char **ret_hint)
{
	const struct locale *l = call_locale(c);
	const char *code = problem_code(rq, e), *title = forge_title(rq, c);
	for (size_t i = 0; i < ARRAY_LEN(causes); i++)
		if (str_eq(causes[i].code, code)) {
			const char *const args[] = { "forge", causes[i].who ? causes[i].who : title, NULL };
			*ret_message = locale_fill(rq->arena, l, causes[i].message, args);
			*ret_hint = locale_fill(rq->arena, l, causes[i].hint, args);
			return;
		}
	bool theirs = err_status(e) < 500 && *rq->note->text;
	*ret_message = locale_word(l, !theirs ? WORD_ERROR_BUSY : c->kind ? WORD_ERROR_REFUSED : WORD_ERROR_NO_CARD);
	*ret_hint = theirs ? refusal(rq, c, l) : locale_word(l, WORD_ERROR_SOON_HINT);
}

/* As the service this address stands for says it. */
static void streak_problem(struct req *rq, enum err e, const char *message)
{
	int status = err_status(e);
	CLEAN_JSON struct json_object *root = json_new();
	json_put_str(root, "error", message);
	json_put_int(root, "code", status == 403 || status == 404 || status == 429 ? status : status < 500 ? 400 : 500);
	resp_json(rq, 200, root);
	resp_header(rq, "Cache-Control", SHORT_CARD);
}

/* Where nothing can be drawn any more. */
static const char bare[] = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"577\" height=\"120\" role=\"img\"><title>Temporarily "
	"unavailable</title><text x=\"25\" y=\"60\" font-family=\"sans-serif\" font-size=\"16\">Temporarily unavailable</text></svg>\n";

/* What is wrong with this visitor or this moment is not for those who ask next: nginx keeps it for so many seconds. */
static void limit_life(struct req *rq, const char *code)
{
	static const struct {
		const char *code, *seconds;
	} rows[] = { { "RATE_LIMIT_EXCEEDED", "0" }, { "PENDING", "2" }, { "UNAVAILABLE", "2" }, { "INTERNAL_ERROR", "2" } };
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		if (str_eq(rows[i].code, code))
			resp_header(rq, "X-Accel-Expires", rows[i].seconds);
}

void scope_card_failed(struct req *rq, enum err e)
{
	struct scope_worker *w = rq->worker;
	struct call c;
	struct str s;
	const char *message, *hint;
	read_call(rq, &c);
	say_cause(rq, &c, e, &message, &hint);
	if (c.is_json && !c.own && c.kind && str_eq(c.kind->name, "streak")) {
		streak_problem(rq, e, message);
	} else if (c.is_json) {
		problem_answer(rq, e);
		return;
	} else if (!w || card_error(NULL, rq->arena, c.kind, c.args, c.n_args, c.format, message, hint, w->scope->fonts, &s)) {
		resp_bytes(rq, 200, image_format_type(IMAGE_SVG), bare, sizeof(bare) - 1);
		resp_header(rq, "Cache-Control", SHORT_CARD);
	} else {
		resp_bytes(rq, 200, type_of(&c), s.buf, s.len);
		resp_header(rq, "Cache-Control", SHORT_CARD);
		rq->resp.etag = true;
	}
	resp_header(rq, "X-GPS-Error", problem_code(rq, e));
	limit_life(rq, problem_code(rq, e));
}

/* Names the cause by what the card asked for. */
static enum err gather_failed(struct req *rq, const struct card_request *card, enum err e)
{
	static const struct {
		unsigned int need;
		const char *not_found, *failed;
	} rows[] = {
		{ NEED_WAKATIME, "WAKATIME_USER_NOT_FOUND", "WAKATIME_API_ERROR" },
		{ NEED_REPOSITORY, "REPOSITORY_NOT_FOUND", NULL },
		{ NEED_GIST, "GIST_NOT_FOUND", NULL },
	};
	if (e == ERR_AUTH) {
		rq->code = "GITHUB_NO_TOKEN";
		rq->status = 503;
		return e;
	}
	e = scope_profile_failed(rq, e);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		if (card->needs & rows[i].need && (e == ERR_NOT_FOUND || (rows[i].failed && (e == ERR_UPSTREAM || e == ERR_TIMEOUT))))
			rq->code = e == ERR_NOT_FOUND ? rows[i].not_found : rows[i].failed;
	return e;
}

/* The work goes on; a placeholder is answered. */
static enum err pending(struct req *rq)
{
	rq->code = "PENDING";
	rq->status = 503;
	scope_card_failed(rq, ERR_TIMEOUT);
	err_clear(rq->note);
	return OK;
}

/* ---- the handlers ---- */

static enum err draw(struct req *rq, const struct call *c, const char *key)
{
	struct scope_worker *w = rq->worker;
	const struct quota quota = { .kind = "card", .who = rq->visitor, .max = (uint64_t)rq->app->conf->limit_cards };
	struct card_request card;
	struct gathered g;
	struct str s;
	TRY(card_request_parse(rq->note, rq->arena, c->kind, c->args, c->n_args, &card));
	card.format = c->format;
	card.is_json = c->is_json;
	TRY(scope_card_served(rq, &card));
	enum err e = scope_gather(rq->note, w, rq->arena, &card, &quota, clock_monotonic() + WAIT_MS - rq->queued_ms, &g);
	if (e == ERR_TIMEOUT && str_eq(rq->note->field, BACKGROUND_PENDING))
		return pending(rq);
	if (e)
		return gather_failed(rq, &card, e);
	TRY(card_draw(rq->note, rq->arena, &card, &g.facts, w->scope->fonts, &s));
	const struct picture p = { .bytes = s.buf, .len = s.len, .tag = resp_tag(rq->arena, s.buf, s.len),
		.missing = g.missing, .life = g.partial ? PARTIAL_LIFE_S : card_request_life(&card),
		.made_ms = g.facts.now_ms };
	if (key)
		picture_keep(w, key, &p, g.left);
	answer(rq, c, &p);
	return OK;
}

enum err scope_card(struct req *rq)
{
	struct call c;
	struct picture p;
	read_call(rq, &c);
	if (!c.kind || (c.own && !c.known_format))
		return err_set(rq->note, ERR_UNPROCESSABLE, "The address names no card: /card/LOGIN.svg or /card/LOGIN/KIND.svg.");
	const char *key = picture_key(rq, &c);
	if (key && !picture_wanted(rq->worker, key, !c.is_json && c.format != IMAGE_SVG))
		key = NULL;
	if (key && picture_cached(rq->worker, rq->arena, key, &p) == OK) {
		answer(rq, &c, &p);
		return OK;
	}
	return draw(rq, &c, key);
}

enum err scope_card_unknown(struct req *rq)
{
	return err_set(rq->note, ERR_UNPROCESSABLE, "The address names no card: /card/LOGIN.svg or /card/LOGIN/KIND.svg.");
}
