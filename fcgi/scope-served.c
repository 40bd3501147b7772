/* Whom this server is for, by the operator's lists; and what of a person counts for nobody. */
#include "config.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/base/conf.h"
#include "core/base/str.h"
#include "core/forge/forge.h"
#include "fcgi/scope.h"

#include <string.h>
#include "core/base/banned.h"

static bool same(const char *a, size_t len, const char *b)
{
	bool same = strlen(b) == len;
	for (size_t i = 0; same && i < len; i++)
		same = ascii_lower(a[i]) == ascii_lower(b[i]);
	return same;
}

/* An item of a list is "NAME", at GitHub, or "FORGE:NAME". */
static bool item_is(const char *item, size_t len, const char *forge, const char *name)
{
	const char *colon = memchr(item, ':', len);
	size_t forge_len = colon ? (size_t)(colon - item) : 0, at = colon ? forge_len + 1 : 0;
	return same(item, forge_len, forge) && same(item + at, len - at, name);
}

static bool listed(const char *list, const char *forge, const char *name)
{
	while (*list) {
		list += strspn(list, ", \t");
		size_t len = strcspn(list, ", \t");
		if (len && item_is(list, len, forge, name))
			return true;
		list += len;
	}
	return false;
}

static enum err refuse(struct req *rq)
{
	rq->code = "NOT_SERVED";
	return err_set(rq->note, ERR_FORBIDDEN, "This server does not show this name; it is for the names its operator chose.");
}

enum err scope_login_served(struct req *rq, const char *forge, const char *login)
{
	const char *names = rq->app->conf->served_logins;
	const char *at = scope_login(login) != login ? FORGE_DISK : str_eq_nocase(forge, "github") ? "" : forge;
	return !*names || listed(names, at, scope_login(login)) ? OK : refuse(rq);
}

enum err scope_card_served(struct req *rq, const struct card_request *card)
{
	const struct card_target *t = &card->target;
	const char *gists = rq->app->conf->served_gists, *forge = t->forge ? t->forge : "", *login = t->login ? t->login : "";
	const char *slash = t->repo ? strchr(t->repo, '/') : NULL;
	if (card->needs & NEED_GIST)
		return !*gists || listed(gists, "", t->gist) ? OK : refuse(rq);
	if (card->needs & NEED_REPOSITORY && slash)
		return scope_login_served(rq, forge, arena_strndup(rq->arena, t->repo, (size_t)(slash - t->repo)));
	return scope_login_served(rq, card->needs & NEED_WAKATIME ? "" : forge, login);
}

const char *scope_excluded(struct req *rq, const char *more)
{
	const char *ours = rq->app->conf->excluded_repositories;
	return *ours && more ? arena_printf(rq->arena, "%s,%s", ours, more) : *ours ? ours : more;
}
