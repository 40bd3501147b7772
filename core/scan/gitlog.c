/* A machine over NUL-ended tokens: fields of a commit, then its files. */
#include "config.h"

#include "core/scan/gitlog.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/base/parse.h"
#include "core/base/str.h"
#include "core/scan/language.h"

#include <limits.h>
#include <string.h>
#include "core/base/banned.h"

enum field { F_OID, F_PARENTS, F_AUTHOR, F_AUTHOR_EMAIL, F_AUTHORED, F_COMMITTER, F_COMMITTER_EMAIL, F_COMMITTED,
	F_MESSAGE, F__MAX };

static const size_t field_max[F__MAX] = { [F_OID] = SCAN_FIELD_MAX, [F_PARENTS] = SCAN_PARENTS_MAX,
	[F_AUTHOR] = SCAN_FIELD_MAX, [F_AUTHOR_EMAIL] = SCAN_FIELD_MAX, [F_AUTHORED] = SCAN_FIELD_MAX,
	[F_COMMITTER] = SCAN_FIELD_MAX, [F_COMMITTER_EMAIL] = SCAN_FIELD_MAX, [F_COMMITTED] = SCAN_FIELD_MAX,
	[F_MESSAGE] = SCAN_MESSAGE_MAX };

enum state { S_BETWEEN, S_FIELD, S_RENAME_OLD, S_RENAME_NEW };

enum {
	OID_SHA1 = 40,
	OID_SHA256 = 64,
	COMMIT_CAP = 4 * 1024 * 1024, /* all fields of one commit; their own limits keep it far below */
};

/* Years -9999 and 9999 in Unix seconds: what clock_civil() and RFC 3339 can write. */
static const int64_t time_min = INT64_C(-377705116800), time_max = INT64_C(253402300799);

struct gitlog {
	struct arena *arena;
	scan_commit_fn *fn;
	void *ctx;
	char *edges; /* the oids, each with "\n" behind it; NULL = a whole clone */
	size_t edges_len;

	enum state state;
	enum field field;
	bool open; /* a commit is being read */
	struct arena fields; /* text of the commit being read */
	struct scan_commit commit;
	struct scan_language_lines *languages; /* those touched by this commit */
	int slot[LANG__MAX];		       /* index into languages + 1, 0 = not touched */
	int64_t added, deleted;		       /* of the rename whose names are still to come */
	bool is_binary;

	char *pending; /* start of a token that the last piece cut */
	size_t pending_len, pending_cap;
	bool pending_cut;
};

struct gitlog *gitlog_new(struct arena *a, scan_commit_fn *fn, void *ctx)
{
	struct gitlog *g = arena_alloc(a, sizeof(*g));
	g->arena = a;
	g->fn = fn;
	g->ctx = ctx;
	g->pending_cap = SCAN_MESSAGE_MAX + 1;
	g->pending = arena_alloc(a, g->pending_cap);
	g->languages = arena_array(a, LANG__MAX, sizeof(*g->languages));
	arena_init(&g->fields, COMMIT_CAP);
	return g;
}

void gitlog_release(struct gitlog *g)
{
	if (g)
		arena_release(&g->fields);
}

void gitlog_set_edges(struct gitlog *g, const char *text, size_t len)
{
	g->edges = arena_strndup(g->arena, text, len);
	g->edges_len = len;
}

static bool is_edge(const struct gitlog *g, const char *oid)
{
	size_t len = strlen(oid);
	for (const char *p = g->edges, *end = p + g->edges_len; p && (size_t)(end - p) >= len;) {
		if (!memcmp(p, oid, len))
			return true;
		p = memchr(p, '\n', (size_t)(end - p));
		if (!p)
			return false;
		p++;
	}
	return false;
}

/* A valid UTF-8 copy, quick for the ASCII most text is. */
static const char *copy_text(struct arena *a, const char *p, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)p[i] >= 0x80)
			return utf8_sanitize(a, p, len);
	return arena_strndup(a, p, len);
}

/* "1795182521 +0530" */
static struct scan_time read_time(const char *p, size_t len)
{
	struct scan_time t = { .known = false };
	bool negative = len && *p == '-';
	uint64_t seconds;
	size_t used;
	p += negative;
	len -= negative;
	if (!parse_digits(p, len, &seconds, &used) || seconds > (uint64_t)time_max * 2)
		return t;
	int64_t unix_s = negative ? -(int64_t)seconds : (int64_t)seconds;
	if (unix_s < time_min || unix_s > time_max)
		return t;
	t.unix_s = unix_s;
	t.known = true;
	p += used;
	len -= used;
	uint64_t zone;
	if (len >= 6 && *p == ' ' && (p[1] == '+' || p[1] == '-') && parse_digits(p + 2, len - 2, &zone, &used) &&
		zone / 100 <= 24 && zone % 100 < 60) {
		int minutes = (int)(zone / 100 * 60 + zone % 100);
		t.zone_min = p[1] == '-' ? -minutes : minutes;
	}
	return t;
}

static bool is_oid(const char *p, size_t len)
{
	if (len != OID_SHA1 && len != OID_SHA256)
		return false;
	for (size_t i = 0; i < len; i++)
		if (!ascii_is_digit(p[i]) && (p[i] < 'a' || p[i] > 'f'))
			return false;
	return true;
}

static size_t count_words(const char *p, size_t len)
{
	size_t n = len > 0;
	for (size_t i = 0; i < len; i++)
		n += p[i] == ' ';
	return n;
}

static enum err deliver(struct err_note *note, struct gitlog *g)
{
	struct scan_commit *c = &g->commit;
	if (!g->open)
		return OK;
	c->languages = g->languages;
	if (g->edges && is_edge(g, c->oid)) {
		c->is_edge = true;
		c->total = (struct scan_lines){ 0 };
		memset(c->categories, 0, sizeof(c->categories));
		c->n_languages = 0;
	}
	return g->fn(g->ctx, note, c);
}

static void begin(struct gitlog *g)
{
	for (size_t i = 0; i < g->commit.n_languages; i++)
		g->slot[g->languages[i].language] = 0;
	if (g->commit.is_edge)
		memset(g->slot, 0, sizeof(g->slot));
	arena_reset(&g->fields);
	g->commit = (struct scan_commit){ .oid = "" };
	g->open = true;
	g->state = S_FIELD;
	g->field = F_OID;
}

static enum err take_field(struct err_note *note, struct gitlog *g, const char *p, size_t len, bool cut)
{
	struct scan_commit *c = &g->commit;
	switch (g->field) {
	case F_OID:
		if (!is_oid(p, len))
			return err_set(note, ERR_UPSTREAM, "git log wrote no object name where one belongs");
		c->oid = arena_strndup(&g->fields, p, len);
		break;
	case F_PARENTS:
		c->n_parents = count_words(p, len);
		c->parents = copy_text(&g->fields, p, len);
		break;
	case F_AUTHOR:
		c->author.name = copy_text(&g->fields, p, len);
		break;
	case F_AUTHOR_EMAIL:
		c->author.email = copy_text(&g->fields, p, len);
		break;
	case F_AUTHORED:
		c->authored = read_time(p, len);
		break;
	case F_COMMITTER:
		c->committer.name = copy_text(&g->fields, p, len);
		break;
	case F_COMMITTER_EMAIL:
		c->committer.email = copy_text(&g->fields, p, len);
		break;
	case F_COMMITTED:
		c->committed = read_time(p, len);
		break;
	case F_MESSAGE:
		while (len && ascii_is_space(p[len - 1]))
			len--;
		c->message = copy_text(&g->fields, p, len);
		c->message_cut = cut;
		break;
	case F__MAX:
		break;
	}
	g->field++;
	if (g->field == F__MAX)
		g->state = S_BETWEEN;
	return OK;
}

static void add(struct scan_lines *to, int64_t added, int64_t deleted)
{
	to->added += added;
	to->deleted += deleted;
	to->files++;
}

static void take_file(struct gitlog *g, const char *path, size_t len)
{
	struct scan_commit *c = &g->commit;
	int language;
	enum scan_category category = scan_category(path, len, &language);
	if (g->is_binary)
		category = SCAN_BINARY;
	add(&c->total, g->added, g->deleted);
	add(&c->categories[category], g->added, g->deleted);
	if (language == LANG_NONE || (category != SCAN_SOURCE && category != SCAN_TEST) ||
		language_row(language)->category != SCAN_SOURCE)
		return;
	if (!g->slot[language]) {
		g->languages[c->n_languages] = (struct scan_language_lines){ .language = language };
		g->slot[language] = (int)++c->n_languages;
	}
	add(&g->languages[g->slot[language] - 1].lines, g->added, g->deleted);
}

/* Digits and a tab, or "-" and a tab; yields the bytes used, 0 = neither. */
static size_t read_count(const char *p, size_t len, int64_t *ret_n, bool *ret_binary)
{
	uint64_t n;
	size_t used;
	if (len >= 2 && p[0] == '-' && p[1] == '\t') {
		*ret_binary = true;
		*ret_n = 0;
		return 2;
	}
	if (!parse_digits(p, len, &n, &used) || used >= len || p[used] != '\t' || n > INT_MAX)
		return 0;
	*ret_n = (int64_t)n;
	return used + 1;
}

static enum err take_entry(struct err_note *note, struct gitlog *g, const char *p, size_t len)
{
	if (*p == '\n') {
		p++;
		len--;
	}
	g->is_binary = false;
	size_t used = read_count(p, len, &g->added, &g->is_binary);
	size_t more = used ? read_count(p + used, len - used, &g->deleted, &g->is_binary) : 0;
	if (!more || !g->open)
		return err_set(note, ERR_UPSTREAM, "git log wrote a line count that is none");
	p += used + more;
	len -= used + more;
	if (len)
		take_file(g, p, len);
	else
		g->state = S_RENAME_OLD;
	return OK;
}

static enum err take_token(struct err_note *note, struct gitlog *g, const char *p, size_t len, bool cut)
{
	switch (g->state) {
	case S_FIELD:
		return take_field(note, g, p, len, cut);
	case S_RENAME_OLD:
		g->state = S_RENAME_NEW;
		return OK;
	case S_RENAME_NEW:
		g->state = S_BETWEEN;
		take_file(g, p, len);
		return OK;
	case S_BETWEEN:
		break;
	}
	if (!len)
		return OK;
	if (*p != '\1')
		return take_entry(note, g, p, len);
	TRY(deliver(note, g));
	begin(g);
	return take_field(note, g, p + 1, len - 1, cut);
}

static size_t token_max(const struct gitlog *g)
{
	return g->state == S_FIELD ? field_max[g->field] : SCAN_FIELD_MAX;
}

/* Keep what fits of a token's piece. A cut path loses its end: a file of that length is data. */
static void keep(struct gitlog *g, const char *p, size_t len)
{
	size_t max = token_max(g), room = max - g->pending_len;
	if (len > room) {
		len = room;
		g->pending_cut = true;
	}
	memcpy(g->pending + g->pending_len, p, len);
	g->pending_len += len;
}

enum err gitlog_feed(struct err_note *note, struct gitlog *g, const char *p, size_t len)
{
	const char *end = p + len;
	while (p < end) {
		const char *nul = memchr(p, '\0', (size_t)(end - p));
		size_t n = (size_t)((nul ? nul : end) - p);
		if (nul && !g->pending_len && n <= token_max(g)) {
			TRY(take_token(note, g, p, n, false));
		} else {
			keep(g, p, n);
			if (nul) {
				size_t whole = g->pending_len;
				bool cut = g->pending_cut;
				g->pending_len = 0;
				g->pending_cut = false;
				TRY(take_token(note, g, g->pending, whole, cut));
			}
		}
		p += n + (nul != NULL);
	}
	return OK;
}

enum err gitlog_finish(struct err_note *note, struct gitlog *g)
{
	if (g->pending_len || g->state != S_BETWEEN)
		return err_set(note, ERR_UPSTREAM, "the output of git log stops in the middle");
	enum err e = deliver(note, g);
	g->open = false;
	return e;
}
