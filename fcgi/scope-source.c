/* Whom to ask, who pays, and how long an answer may be kept. */
#include "config.h"

#include "core/base/clean.h"
#include "core/base/clock.h"
#include "core/base/conf.h"
#include "core/base/str.h"
#include "core/forge/forge.h"
#include "core/web/limit.h"
#include "fcgi/scope.h"

#include "core/base/banned.h"

enum { PARTIAL_TTL_MS = 60000 }; /* what could be whole on the next try is kept for so long */

#define ON_DISK FORGE_DISK ":"

const char *scope_login(const char *login)
{
	return str_starts(login, ON_DISK) ? login + sizeof(ON_DISK) - 1 : login;
}

enum err scope_source(struct err_note *note, const struct scope *s, const char *forge, const char *login,
	const struct source **ret_source)
{
	const struct source *found = &s->github_source;
	if (scope_login(login) != login)
		forge = FORGE_DISK;
	if (*forge && !str_eq_nocase(forge, found->name))
		found = forges_find(s->forges, forge);
	if (!found)
		return err_field(note, ERR_UNPROCESSABLE, "forge", "This server knows no forge of this name.");
	*ret_source = found;
	return OK;
}

/* One login's limit first: it is nobody's fault, so it must not cost the visitor. */
enum err scope_pay(struct err_note *note, struct scope_worker *w, const char *key, uint64_t most,
	const struct quota *quota)
{
	const struct web_app *app = w->scope->app;
	if (!app->conf->limits)
		return OK;
	const struct {
		const char *kind, *who;
		uint64_t max;
	} counters[] = {
		{ "login", key, most },
		{ quota->kind, quota->who, quota->max },
	};
	for (size_t i = 0; i < ARRAY_LEN(counters); i++)
		if (limit_peek(note, app->limits, w->cache, counters[i].kind, counters[i].who, counters[i].max,
			    LIMIT_DAY_MS)) {
			int wait = note->retry_after;
			(void)err_field(note, ERR_LIMIT, counters[i].kind, "the daily limit of %s is reached",
				i ? "fresh analyses" : "fresh analyses of this developer");
			note->retry_after = wait;
			return ERR_LIMIT;
		}
	for (size_t i = 0; i < ARRAY_LEN(counters); i++)
		(void)limit_take(NULL, app->limits, w->cache, counters[i].kind, counters[i].who, counters[i].max,
			LIMIT_DAY_MS);
	return OK;
}

bool scope_passing(const char *reason)
{
	static const char *const reasons[] = { "RATE_LIMIT", "RATE_LIMITED", "TIMEOUT", "UPSTREAM" };
	for (size_t i = 0; i < ARRAY_LEN(reasons); i++)
		if (str_eq(reason, reasons[i]))
			return true;
	return false;
}

int64_t scope_left(const struct scope_worker *w, const struct missing *missing, size_t n, int64_t fetched_ms)
{
	int64_t ttl = w->scope->app->conf->profile_ttl, age = clock_now() - fetched_ms;
	for (size_t i = 0; i < n; i++)
		if (scope_passing(missing[i].reason) && ttl > PARTIAL_TTL_MS)
			ttl = PARTIAL_TTL_MS;
	return age < 0 ? ttl : ttl - age;
}
