/*
 * Cards. An image proxy shows only pictures, wants them within 4 s and keeps what it got for as long as it
 * was told: so every answer is a picture with status 200, errors too, told apart by X-GPS-Error
 * and a short life.
 */
#include "config.h"

#include "core/base/arena.h"
#include "core/base/clock.h"
#include "core/base/conf.h"
#include "core/base/metrics.h"
#include "core/base/str.h"
#include "core/render/scorecard.h"
#include "core/web/problem.h"
#include "fcgi/scope.h"

#include "core/base/banned.h"

enum { WAIT_MS = 2500 }; /* of the 4 s that image proxies wait; the rest is for drawing and the way */

#define FRESH_CARD "public, max-age=1800, s-maxage=1800, stale-while-revalidate=1800"
#define SHORT_CARD "public, max-age=60"

static void picture(struct req *rq, bool png, const struct str *s, const char *life)
{
	resp_bytes(rq, 200, png ? "image/png" : "image/svg+xml; charset=utf-8", s->buf, s->len);
	resp_header(rq, "Cache-Control", life);
	rq->resp.etag = true;
}

/* What went wrong, as a picture in the format that was asked for. */
static void notice(struct req *rq, const char *code, const char *title, const char *text)
{
	struct scope_worker *w = rq->worker;
	struct render_options options = { .fonts = w->scope->fonts };
	bool png = str_ends(rq->path, ".png");
	struct str s = { .len = 0 };
	const char *theme = rq->values && rq->route->n_params > 1 ? req_text(rq, "theme") : NULL;
	if (theme)
		(void)render_theme_parse(theme, &options.theme);
	enum err e = png ? render_notice_png(NULL, rq->arena, title, text, &options, &s) :
			   render_notice_svg(NULL, rq->arena, title, text, &options, &s);
	if (e) { /* nothing can be drawn: nginx puts its own picture in */
		resp_empty(rq, 500);
		return;
	}
	picture(rq, png, &s, SHORT_CARD);
	resp_header(rq, "X-GPS-Error", code);
}

void scope_card_failed(struct req *rq, enum err e)
{
	static const struct {
		enum err e;
		const char *title, *text;
	} words[] = {
		{ ERR_NOT_FOUND, "No such developer", "GitHub knows no user of this name." },
		{ ERR_UNPROCESSABLE, "Not a card", "The address names no card. It ends in /card/LOGIN.svg or .png." },
		{ ERR_METHOD, "Not a card", "Cards can only be fetched." },
		{ ERR_LIMIT, "Too many requests", "This picture renews itself when the limit allows it again." },
		{ ERR_UPSTREAM, "GitHub did not answer", "This picture renews itself in a minute." },
		{ ERR_TIMEOUT, "GitHub did not answer in time", "This picture renews itself in a minute." },
	};
	const char *title = "Temporarily unavailable", *text = "This picture renews itself in a minute.";
	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (words[i].e == e) {
			title = words[i].title;
			text = words[i].text;
		}
	notice(rq, problem_code(rq, e), title, text);
}

/* OK with *ret_text NULL: the work goes on, a placeholder was answered. */
static enum err profile_text(struct req *rq, const char *login, const char **ret_text, size_t *ret_len)
{
	struct scope_worker *w = rq->worker;
	const struct quota quota = { .kind = "card", .who = rq->visitor, .max = (uint64_t)rq->app->conf->limit_cards };
	*ret_text = NULL;
	if (scope_profile_cached(NULL, w, rq->arena, login, ret_text, ret_len) == OK) {
		metrics_add(rq->app->metrics, METRIC_GITHUB_CACHE_HITS, 1, NULL, NULL, NULL);
		return OK;
	}
	enum err e = background_profile(rq->note, w->scope->background, rq->arena, login, &quota,
		clock_monotonic() + WAIT_MS, ret_text, ret_len);
	if (e == ERR_TIMEOUT && str_eq(rq->note->field, BACKGROUND_PENDING)) {
		notice(rq, "PENDING", "Being analysed", "This card is ready in a minute.");
		err_clear(rq->note);
		return OK;
	}
	return e ? scope_profile_failed(rq, e) : OK;
}

static enum err card(struct req *rq, bool png)
{
	struct scope_worker *w = rq->worker;
	struct render_options options = { .scale_percent = (int)req_int(rq, "scale"), .fonts = w->scope->fonts };
	struct profile profile;
	struct report report;
	struct str s;
	const char *text;
	size_t len;
	if (!render_theme_parse(req_text(rq, "theme"), &options.theme))
		return err_field(rq->note, ERR_UNPROCESSABLE, "theme", "theme is not known");
	TRY(profile_text(rq, req_text(rq, "login"), &text, &len));
	if (!text)
		return OK;
	TRY(scope_profile_read(rq->note, rq->arena, text, len, &profile));
	TRY(scope_report(rq->note, rq->worker, rq->arena, &profile, NULL, &report));
	TRY(png ? render_scorecard_png(rq->note, rq->arena, &report, &options, &s) :
		  render_scorecard_svg(rq->note, rq->arena, &report, &options, &s));
	picture(rq, png, &s, FRESH_CARD);
	return OK;
}

enum err scope_card_svg(struct req *rq)
{
	return card(rq, false);
}

enum err scope_card_png(struct req *rq)
{
	return card(rq, true);
}

enum err scope_card_unknown(struct req *rq)
{
	return err_set(rq->note, ERR_UNPROCESSABLE, "no card is called so");
}
