/* Everything a card needs, from the cache or fetched at the same time. */
#include "config.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/base/clock.h"
#include "core/base/conf.h"
#include "core/base/str.h"
#include "core/cards/facts.h"
#include "core/cards/packed.h"
#include "core/profile/wakatime.h"
#include "fcgi/scope.h"

#include <string.h>
#include "core/base/banned.h"

enum { WANTS_MAX = 8, MISSING_TEXT_MAX = 400 };

struct want {
	struct section_ask ask;
	bool optional; /* the card is drawn without, too */
	struct job *job;
	const void *bytes;
	size_t len;
	enum err err;
};

struct gathering {
	struct err_note *note;
	struct scope_worker *w;
	struct arena *a;
	const struct card_request *card;
	const struct source *source;
	const char *login;
	struct want wants[WANTS_MAX];
	size_t n;
	struct gathered *out;
	struct str missing;
};

static void want(struct gathering *g, enum section section, const char *id, const char *more, bool optional)
{
	g->wants[g->n++] = (struct want){ .ask = { section, section == SECTION_WAKATIME ? NULL : g->source, id ? id : "",
		more ? more : "" }, .optional = optional };
}

static void list_wants(struct gathering *g)
{
	const struct card_target *t = &g->card->target;
	unsigned int needs = g->card->needs;
	const char *scope = repo_scope_text(&t->scope, g->a);
	const char *owner = g->login, *name = t->repo, *slash = t->repo ? strchr(t->repo, '/') : NULL;
	if (slash) {
		owner = arena_strndup(g->a, t->repo, (size_t)(slash - t->repo));
		name = slash + 1;
	}
	if (needs & NEED_FULL)
		want(g, SECTION_FULL, g->login, "", false);
	if (needs & NEED_REPOSITORIES)
		want(g, SECTION_WHOLE, g->login, "", false);
	else if (!(needs & NEED_FULL) && needs & NEED_BASIC)
		want(g, SECTION_BASIC, g->login, "", false);
	if (needs & NEED_HISTORY)
		want(g, SECTION_HISTORY, g->login, "", false);
	if (needs & NEED_ALL_COMMITS)
		want(g, SECTION_COMMITS, g->login, "", true);
	if (needs & NEED_YEAR)
		want(g, SECTION_YEAR, g->login, arena_printf(g->a, "%d", t->year), true);
	if (needs & NEED_AFFILIATED)
		want(g, SECTION_AFFILIATED, g->login, arena_printf(g->a, "%u", t->ways), true);
	if (needs & NEED_COUNTS)
		want(g, SECTION_COUNTS, g->login, arena_printf(g->a, "%u %s", t->tallies, scope), true);
	if (needs & NEED_SCOPED)
		want(g, SECTION_SCOPED, g->login, t->all_years ? arena_printf(g->a, "all %s", scope) :
								 arena_printf(g->a, "%d %s", t->year, scope), true);
	if (needs & NEED_REPOSITORY)
		want(g, SECTION_REPOSITORY, owner, name, false);
	if (needs & NEED_GIST)
		want(g, SECTION_GIST, t->gist, "", false);
	if (needs & NEED_WAKATIME)
		want(g, SECTION_WAKATIME, g->login, t->domain, false);
}

/* The first error of what cannot be done without; the note is its. */
static enum err fetch(struct gathering *g, const struct quota *quota, int64_t until)
{
	struct background *b = g->w->scope->background;
	struct err_note note = { .code = OK };
	enum err worst = OK;
	for (size_t i = 0; i < g->n; i++) {
		struct want *x = &g->wants[i];
		bool known;
		x->err = section_cached(&note, g->w, g->a, &x->ask, &known, &x->bytes, &x->len);
		/* of the two that hold the same profile the second is in the cache when the first has come */
		if (!known && !(x->ask.section == SECTION_WHOLE && i))
			x->err = background_start(&note, b, &x->ask, quota, &x->job);
		if (x->err && !x->optional && !worst) {
			worst = x->err;
			*g->note = note;
		}
	}
	for (size_t i = 0; i < g->n; i++) {
		struct want *x = &g->wants[i];
		if (!x->job && !x->bytes && !x->err && !worst)
			x->err = background_start(&note, b, &x->ask, quota, &x->job);
		if (x->job)
			x->err = background_wait(&note, b, x->job, g->a, worst ? 0 : until, &x->bytes, &x->len);
		if (x->err && !x->optional && !worst) {
			worst = x->err;
			*g->note = note;
		}
	}
	return worst;
}

/* ---- what they hold ---- */

static void add_word(struct str *s, const char *word, size_t len)
{
	for (size_t i = 0; i < len; i++)
		str_addc(s, ascii_is_alnum(word[i]) || word[i] == '_' || word[i] == '-' ? word[i] : '.');
}

/* A field without what stands behind its first point or colon, which may be a repository's name. */
static void add_missing(struct gathering *g, const char *field, const char *reason)
{
	if (g->missing.len)
		str_addz(&g->missing, ", ");
	add_word(&g->missing, field, strcspn(field, ".:"));
	str_addc(&g->missing, ' ');
	add_word(&g->missing, reason, strlen(reason));
	g->out->partial = g->out->partial || scope_passing(reason);
}

static void note_missing(struct gathering *g, const struct missing *list, size_t n, int64_t fetched_ms)
{
	for (size_t i = 0; i < n; i++)
		if (list[i].field && list[i].reason && (!i || !str_eq(list[i].field, list[i - 1].field)))
			add_missing(g, list[i].field, list[i].reason);
	int64_t left = scope_left(g->w, list, n, fetched_ms);
	g->out->left = left < g->out->left ? left : g->out->left;
}

static enum err take_facts(struct gathering *g, const struct want *x)
{
	struct facts *f;
	bool whole = x->ask.section == SECTION_WHOLE;
	TRY(whole ? facts_unpack_whole(g->note, g->a, x->bytes, x->len, &f) :
		    facts_unpack(g->note, g->a, x->bytes, x->len, &f));
	if (whole && g->out->facts.person) { /* both were asked for: the scored ones with these repositories */
		struct facts *both = arena_memdup(g->a, g->out->facts.person, sizeof(*both));
		both->repos = f->repos;
		both->n_repos_listed = f->n_repos_listed;
		f = both;
	} else {
		note_missing(g, f->missing, f->n_missing, f->fetched_ms);
	}
	g->out->facts.person = f;
	return OK;
}

static enum err take_number(struct gathering *g, const struct want *x, int64_t *ret_n)
{
	struct packed_number n = { .n = 0 };
	TRY(pack_read(g->note, g->a, PACKED_VERSION, &packed_number_shape, x->bytes, x->len, &n));
	*ret_n = n.n;
	note_missing(g, NULL, 0, n.fetched_ms);
	return OK;
}

static enum err take_history(struct gathering *g, const struct want *x)
{
	struct history *h = arena_alloc(g->a, sizeof(*h));
	TRY(pack_read(g->note, g->a, PACKED_VERSION, &packed_history, x->bytes, x->len, h));
	g->out->facts.history = h;
	note_missing(g, h->missing, h->n_missing, h->fetched_ms);
	return OK;
}

static enum err take_affiliated(struct gathering *g, const struct want *x)
{
	struct facts *f;
	TRY(facts_unpack_whole(g->note, g->a, x->bytes, x->len, &f));
	note_missing(g, f->missing, f->n_missing, f->fetched_ms);
	g->out->facts.person = facts_with_repos(g->a, g->out->facts.person, f);
	return OK;
}

static enum err take_counts(struct gathering *g, const struct want *x)
{
	struct packed_counts counts = { .fetched_ms = 0 };
	TRY(pack_read(g->note, g->a, PACKED_VERSION, &packed_counts_shape, x->bytes, x->len, &counts));
	memcpy(g->out->facts.counts, counts.counts, sizeof(counts.counts));
	note_missing(g, NULL, 0, counts.fetched_ms);
	return OK;
}

static enum err take_scoped(struct gathering *g, const struct want *x)
{
	int64_t n;
	TRY(take_number(g, x, &n));
	g->out->facts.scoped_commits = METRIC(n);
	return OK;
}

static enum err take(struct gathering *g, const struct want *x)
{
	struct card_facts *f = &g->out->facts;
	void *record;
	switch (x->ask.section) {
	case SECTION_BASIC:
	case SECTION_WHOLE:
	case SECTION_FULL:
		return take_facts(g, x);
	case SECTION_HISTORY:
		return take_history(g, x);
	case SECTION_COMMITS:
		return take_number(g, x, &f->all_commits);
	case SECTION_YEAR:
		return take_number(g, x, &f->year_commits);
	case SECTION_REPOSITORY:
		f->repository = record = arena_alloc(g->a, sizeof(*f->repository));
		return pack_read(g->note, g->a, PACKED_VERSION, &packed_repo, x->bytes, x->len, record);
	case SECTION_GIST:
		f->gist = record = arena_alloc(g->a, sizeof(*f->gist));
		return pack_read(g->note, g->a, PACKED_VERSION, &packed_gist, x->bytes, x->len, record);
	case SECTION_WAKATIME:
		f->wakatime = record = arena_alloc(g->a, sizeof(*f->wakatime));
		return pack_read(g->note, g->a, PACKED_VERSION, &packed_wakatime, x->bytes, x->len, record);
	case SECTION_AFFILIATED:
		return take_affiliated(g, x);
	case SECTION_COUNTS:
		return take_counts(g, x);
	case SECTION_SCOPED:
		return take_scoped(g, x);
	case SECTION__MAX:
		break;
	}
	return err_set(g->note, ERR_INTERNAL, "no such section");
}

static void do_without(struct gathering *g, const struct want *x)
{
	static const char *const fields[SECTION__MAX] = {
		[SECTION_COMMITS] = "all_commits",
		[SECTION_YEAR] = "year_commits",
		[SECTION_AFFILIATED] = "repositories",
		[SECTION_COUNTS] = "counts",
		[SECTION_SCOPED] = "commits",
	};
	const char *field = fields[x->ask.section], *reason = source_reason(x->err);
	struct card_facts *f = &g->out->facts;
	if (x->ask.section == SECTION_AFFILIATED)
		f->person = facts_with_repos(g->a, f->person, NULL);
	if (f->person)
		f->person = facts_miss(g->a, f->person, field, reason);
	add_missing(g, field, reason);
}

enum err scope_gather(struct err_note *note, struct scope_worker *w, struct arena *a, const struct card_request *card,
	const struct quota *quota, int64_t until, struct gathered *ret_gathered)
{
	struct gathered out = { .facts = { .all_commits = -1, .year_commits = -1, .now_ms = clock_now() },
		.left = w->scope->app->conf->profile_ttl };
	struct gathering g = { .note = note, .w = w, .a = a, .card = card, .out = &out };
	g.login = card->target.login ? card->target.login : "";
	TRY(scope_source(note, w->scope, card->target.forge ? card->target.forge : "", g.login, &g.source));
	g.login = scope_login(g.login);
	if (*g.login && !(card->needs & NEED_WAKATIME) && !g.source->ops->login_valid(g.login))
		return err_field(note, ERR_UNPROCESSABLE, "username", "Nobody can have this name at %s.", g.source->title);
	str_init(&g.missing, a, MISSING_TEXT_MAX);
	list_wants(&g);
	TRY(fetch(&g, quota, until));
	for (size_t i = 0; i < g.n; i++)
		if (g.wants[i].err)
			do_without(&g, &g.wants[i]);
		else
			TRY(take(&g, &g.wants[i]));
	out.missing = g.missing.buf;
	*ret_gathered = out;
	return OK;
}
