/*
 * The parser of git log: fed in one piece and fed in pieces of a size the input chooses, it must
 * deliver the same commits, and what it delivers must keep the contract of struct scan_commit.
 */
#include "config.h"

#include "core/base/arena.h"
#include "core/base/hash.h"
#include "core/base/str.h"
#include "core/scan/gitlog.h"
#include "core/scan/people.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "core/base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct seen {
	struct arena *a;
	uint64_t hash;
	int64_t commits;
};

static void require(bool holds)
{
	if (!holds)
		abort();
}

static void require_text(const char *text, size_t max)
{
	size_t len = strlen(text);
	require(len <= max * 3); /* each byte may have become U+FFFD */
	for (size_t i = 0; i < len;) {
		unsigned int cp;
		size_t used = utf8_next(text + i, len - i, &cp);
		require(used > 0);
		i += used;
	}
}

static void mix(struct seen *s, const void *p, size_t len)
{
	s->hash = s->hash * 31 + hash_fnv(p, len);
}

static enum err on_commit(void *ctx, struct err_note *note, const struct scan_commit *c)
{
	struct seen *s = ctx;
	struct scan_lines sum = { 0 };
	struct scan_person p;
	(void)note;
	require(strlen(c->oid) == 40 || strlen(c->oid) == 64);
	require_text(c->author.name, SCAN_FIELD_MAX);
	require_text(c->author.email, SCAN_FIELD_MAX);
	require_text(c->message, SCAN_MESSAGE_MAX);
	for (size_t i = 0; i < SCAN_CATEGORY__MAX; i++) {
		sum.added += c->categories[i].added;
		sum.deleted += c->categories[i].deleted;
		sum.files += c->categories[i].files;
	}
	require(sum.added == c->total.added && sum.deleted == c->total.deleted && sum.files == c->total.files);
	require(!c->is_edge || !c->total.files);
	for (const char *m = c->message; people_next_trailer(s->a, &m, &p) != TRAILER_NONE;)
		mix(s, p.email, strlen(p.email));
	mix(s, c->oid, strlen(c->oid));
	mix(s, c->message, strlen(c->message));
	mix(s, &c->total, sizeof(c->total));
	mix(s, &c->authored.unix_s, sizeof(c->authored.unix_s));
	for (size_t i = 0; i < c->n_languages; i++)
		mix(s, &c->languages[i].lines, sizeof(c->languages[i].lines));
	s->commits++;
	return OK;
}

static enum err parse(const char *p, size_t len, size_t step, struct seen *s)
{
	struct err_note note;
	struct gitlog *g = gitlog_new(s->a, on_commit, s);
	static const char edge[] = "0123456789012345678901234567890123456789\n";
	enum err e = OK;
	gitlog_set_edges(g, edge, sizeof(edge) - 1);
	for (size_t i = 0; !e && i < len; i += step)
		e = gitlog_feed(&note, g, p + i, len - i < step ? len - i : step);
	if (!e)
		e = gitlog_finish(&note, g);
	gitlog_release(g);
	return e;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a;
	if (!size)
		return 0;
	arena_init(&a, 1 << 28);
	struct seen whole = { .a = &a }, pieces = { .a = &a };
	const char *text = (const char *)data + 1;
	enum err first = parse(text, size - 1, size, &whole);
	enum err second = parse(text, size - 1, (size_t)data[0] + 1, &pieces);
	require(first == second && whole.hash == pieces.hash && whole.commits == pieces.commits);
	arena_release(&a);
	return 0;
}
