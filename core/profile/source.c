/* Questions to any source; what one cannot tell is refused in one place. */
#include "config.h"

#include "core/profile/source.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/base/clock.h"
#include "core/base/parse.h"
#include "core/base/str.h"

#include <stddef.h>
#include <string.h>
#include "core/base/banned.h"

static enum err refuse(struct err_note *note, const struct source *s, const char *what)
{
	return err_set(note, ERR_UNPROCESSABLE, "%s cannot tell %s", s->title, what);
}

enum err source_profile(struct err_note *note, const struct source *s, struct arena *a, const char *login,
	enum profile_depth depth, struct profile *ret_profile)
{
	return s->ops->profile ? s->ops->profile(note, s->impl, a, login, depth, ret_profile)
			       : refuse(note, s, "about a person");
}

enum err source_history(struct err_note *note, const struct source *s, struct arena *a, const char *login,
	struct history *ret_history)
{
	return s->ops->history ? s->ops->history(note, s->impl, a, login, ret_history)
			       : refuse(note, s, "a whole history");
}

enum err source_repository(struct err_note *note, const struct source *s, struct arena *a, const char *owner,
	const char *name, struct repo *ret_repo)
{
	return s->ops->repository ? s->ops->repository(note, s->impl, a, owner, name, ret_repo)
				  : refuse(note, s, "about a repository");
}

enum err source_gist(struct err_note *note, const struct source *s, struct arena *a, const char *id,
	struct gist *ret_gist)
{
	return s->ops->gist ? s->ops->gist(note, s->impl, a, id, ret_gist) : refuse(note, s, "about a gist");
}

enum err source_commits_total(struct err_note *note, const struct source *s, struct arena *a, const char *login,
	int64_t *ret_n)
{
	return s->ops->commits_total ? s->ops->commits_total(note, s->impl, a, login, ret_n)
				     : refuse(note, s, "how many commits there are");
}

enum err source_commits_in_year(struct err_note *note, const struct source *s, struct arena *a, const char *login, int year,
	int64_t *ret_n)
{
	return s->ops->commits_in_year ? s->ops->commits_in_year(note, s->impl, a, login, year, ret_n)
				       : refuse(note, s, "the commits of a year");
}

enum err source_affiliated(struct err_note *note, const struct source *s, struct arena *a, const char *login,
	unsigned int ways, struct profile *ret_profile)
{
	return s->ops->affiliated ? s->ops->affiliated(note, s->impl, a, login, ways, ret_profile)
				  : refuse(note, s, "to which repositories somebody belongs");
}

enum err source_search_counts(struct err_note *note, const struct source *s, struct arena *a, const char *login,
	const struct repo_scope *scope, unsigned int wanted, struct metric ret_counts[TALLY__MAX])
{
	return s->ops->search_counts ? s->ops->search_counts(note, s->impl, a, login, scope, wanted, ret_counts)
				     : refuse(note, s, "who wrote, reviewed or commented what");
}

enum err source_search_commits(struct err_note *note, const struct source *s, struct arena *a, const char *login,
	const struct repo_scope *scope, const struct day_range *days, int64_t *ret_n)
{
	return s->ops->search_commits ? s->ops->search_commits(note, s->impl, a, login, scope, days, ret_n)
				      : refuse(note, s, "the commits of some repositories");
}

const char *source_reason(enum err e)
{
	static const struct {
		enum err err;
		const char *reason;
	} reasons[] = {
		{ ERR_LIMIT, "RATE_LIMIT" },
		{ ERR_TIMEOUT, "TIMEOUT" },
		{ ERR_UNPROCESSABLE, "UNSUPPORTED" },
		{ ERR_AUTH, "UNAUTHORIZED" },
		{ ERR_NOT_FOUND, "NOT_FOUND" },
		{ ERR_INVALID, "NOT_FOUND" },
	};
	for (size_t i = 0; i < ARRAY_LEN(reasons); i++)
		if (reasons[i].err == e)
			return reasons[i].reason;
	return "UPSTREAM";
}

/* ---- scopes */

struct day_range day_range_of(int year, int64_t now_ms)
{
	int64_t today = clock_day(now_ms);
	if (!year)
		return (struct day_range){ today - 365, today };
	return (struct day_range){ clock_days_from_civil(year, 1, 1), clock_days_from_civil(year + 1, 1, 1) - 1 };
}

enum { NAME_MAX = 100 };

static bool is_name(const char *s, size_t len)
{
	if (!len || len > NAME_MAX || strspn(s, ".") >= len)
		return false;
	for (size_t i = 0; i < len; i++)
		if (!ascii_is_alnum(s[i]) && !strchr("-_.", s[i]))
			return false;
	return true;
}

static bool is_item(const char *item)
{
	size_t owner = strcspn(item, "/");
	const char *name = item[owner] ? item + owner + 1 : NULL;
	return is_name(item, owner) && (!name || is_name(name, strlen(name)));
}

/* Whether the repositories of one are among those of the other; both in lower case. */
static bool is_within(const char *item, const char *other)
{
	size_t len = strlen(other);
	return str_eq(item, other) || (!strchr(other, '/') && str_starts(item, other) && item[len] == '/');
}

static size_t text_len(const struct repo_scope *scope)
{
	size_t len = scope->n;
	for (size_t i = 0; i < scope->n; i++)
		len += strlen(scope->items[i]);
	return len;
}

enum err repo_scope_add(struct err_note *note, struct repo_scope *scope, struct arena *a, const char *item)
{
	size_t n = 0, at = 0;
	if (!is_item(item))
		return err_set(note, ERR_INVALID, "not a repository's name");
	const char *copy = str_lower(a, item);
	for (size_t i = 0; i < scope->n; i++)
		if (is_within(copy, scope->items[i]))
			return OK;
	for (size_t i = 0; i < scope->n; i++) /* those it holds itself are no longer needed */
		if (!is_within(scope->items[i], copy))
			scope->items[n++] = scope->items[i];
	scope->n = n;
	if (n == SCOPE_ITEMS_MAX || text_len(scope) + strlen(copy) >= SCOPE_TEXT_MAX)
		return err_set(note, ERR_TOO_BIG, "too many names");
	while (at < n && strcmp(scope->items[at], copy) < 0)
		at++;
	memmove(&scope->items[at + 1], &scope->items[at], (n - at) * sizeof(scope->items[0]));
	scope->items[at] = copy;
	scope->n++;
	return OK;
}

const char *repo_scope_text(const struct repo_scope *scope, struct arena *a)
{
	struct str s;
	str_init(&s, a, SCOPE_TEXT_MAX);
	for (size_t i = 0; i < scope->n; i++) {
		str_addz(&s, i ? "," : "");
		str_addz(&s, scope->items[i]);
	}
	return scope->n ? s.buf : "";
}

enum err repo_scope_parse(struct err_note *note, struct arena *a, const char *text, struct repo_scope *ret_scope)
{
	struct repo_scope scope = { .n = 0 };
	while (*text) {
		size_t len = strcspn(text, ",");
		TRY(repo_scope_add(note, &scope, a, arena_strndup(a, text, len)));
		text += len + (text[len] == ',');
	}
	*ret_scope = scope;
	return OK;
}

/* The length of the owner's name in an item, where it is this one; else 0. */
static size_t owned_by(const char *item, const char *owner)
{
	size_t i = 0;
	while (owner[i] && ascii_lower(owner[i]) == item[i])
		i++;
	return !owner[i] && (!item[i] || item[i] == '/') ? i : 0;
}

bool repo_scope_holds(const struct repo_scope *scope, const char *owner, const char *name)
{
	bool holds = !scope->n;
	for (size_t i = 0; i < scope->n && !holds && owner && name; i++) {
		size_t len = owned_by(scope->items[i], owner);
		holds = len && (!scope->items[i][len] || str_eq_nocase(scope->items[i] + len + 1, name));
	}
	return holds;
}
