/* Field names and reasons of sources, as tables of words. */
#include "config.h"

#include "core/score/missing.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/base/str.h"
#include "core/profile/profile.h"

#include <string.h>
#include "core/base/banned.h"

struct word {
	const char *name, *text;
};

/* A field without a row is told by its own name, spelt apart. */
static const struct word fields[] = {
	{ "all_time.discussions", "discussions" },
	{ "commits", "commit messages" },
	{ "contributions", "the contribution calendar" },
	{ "contributions.discussions", "discussions" },
	{ "contributions.issues", "issues" },
	{ "contributions.prs", "pull requests" },
	{ "contributions.reviews", "reviews" },
	{ "graphql", "what GitHub tells only with a token" },
	{ "pinned", "pinned repositories" },
	{ "pinnedItems", "pinned repositories" },
	{ "recent", "the last 90 days" },
	{ "recent.commits", "commits of the last 90 days" },
	{ "repositories", "some repositories" },
	{ "repositories.topics", "topics of repositories" },
	{ "repositoryDiscussionComments", "comments in discussions" },
};

/* A reason without a row is told by the source's own sentence. */
static const struct word reasons[] = {
	{ "FORBIDDEN", "GitHub does not let this service read it" },
	{ "NOT_FOUND", "GitHub does not find it" },
	{ "RATE_LIMIT", "GitHub's limit is used up for now" },
	{ "RESOURCE_LIMITS_EXCEEDED", "too much for GitHub to answer at once" },
	{ "TIMEOUT", "GitHub took too long" },
	{ "UPSTREAM", "GitHub did not answer" },
};

static const char *find(const struct word *words, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(words[i].name, name))
			return words[i].text;
	return NULL;
}

/* "contributions.2025-11-20..2026-05-21" */
static const char *span(struct arena *a, const char *field)
{
	static const char head[] = "contributions.";
	const char *from = field + strlen(head), *dots = strstr(field, "..");
	if (!str_starts(field, head) || !dots || dots < from)
		return NULL;
	return arena_printf(a, "contributions from %.*s to %s", (int)(dots - from), from, dots + 2);
}

/* "repo:gps.commits" */
static const char *of_repository(struct arena *a, const char *field)
{
	static const char head[] = "repo:";
	const char *dot = strrchr(field, '.');
	if (!str_starts(field, head) || !dot)
		return NULL;
	const char *name = field + strlen(head);
	return arena_printf(a, "%s of %.*s", dot + 1, (int)(dot - name), name);
}

/* "repositories.defaultBranchRef" -> "repositories default branch ref" */
static const char *spelt(struct arena *a, const char *field)
{
	struct str text;
	str_init(&text, a, 256);
	for (const char *c = field; *c; c++) {
		bool upper = *c >= 'A' && *c <= 'Z';
		if (upper)
			str_addc(&text, ' ');
		str_addc(&text, *c == '.' || *c == '_' ? ' ' : upper ? (char)(*c + ('a' - 'A')) : *c);
	}
	return text.buf;
}

static const char *label(struct arena *a, const char *field)
{
	const char *text = find(fields, ARRAY_LEN(fields), field);
	text = text ? text : span(a, field);
	text = text ? text : of_repository(a, field);
	return text ? text : spelt(a, field);
}

static const char *why(const struct missing *m)
{
	const char *text = find(reasons, ARRAY_LEN(reasons), m->reason);
	bool own = str_eq(m->reason, "NOT_FOUND") && str_starts(m->field, "repo:");
	if (text && !own)
		return text;
	return m->detail ? m->detail : m->reason;
}

const struct missing_words *missing_words(struct arena *a, const struct profile *p)
{
	struct missing_words *list = arena_array(a, p->n_missing + 1, sizeof(*list));
	for (size_t i = 0; i < p->n_missing; i++) {
		const struct missing *m = &p->missing[i];
		list[i] = (struct missing_words){ label(a, m->field), why(m) };
	}
	return list;
}
