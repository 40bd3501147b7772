/* walk_repo(): git's process at one end, the parser at the other, one buffer between. */
#include "config.h"

#include "core/scan/walk.h"

#include "core/base/arena.h"
#include "core/base/proc.h"
#include "core/scan/gitlog.h"

#include "core/base/banned.h"

enum { READ_BYTES = 256 * 1024, WALK_CAP = 64 * 1024 * 1024 };

static enum err pump(struct err_note *note, struct arena *a, struct proc *p, struct gitlog *g)
{
	char *buf = arena_alloc(a, READ_BYTES);
	size_t n;
	do {
		TRY(proc_read(note, p, buf, READ_BYTES, &n));
		TRY(gitlog_feed(note, g, buf, n));
	} while (n);
	return OK;
}

enum err walk_repo(struct err_note *note, const struct gitrepo *r, const char *author,
	bool with_lines, scan_commit_fn *fn, void *ctx)
{
	struct arena a;
	struct proc p = { .pid = 0 };
	if (r->is_unborn)
		return OK;
	arena_init(&a, WALK_CAP);
	enum err e = gitrepo_log(note, &a, r, author, with_lines, &p);
	if (!e) {
		struct gitlog *g = gitlog_new(&a, fn, ctx);
		if (r->is_shallow)
			gitlog_set_edges(g, r->edges, r->edges_len);
		e = pump(note, &a, &p, g);
		if (!e) /* what git says of its failure explains a stream that stops in the middle */
			e = gitrepo_result(note, &a, &p, proc_finish(&p));
		if (!e)
			e = gitlog_finish(note, g);
		gitlog_release(g);
	}
	proc_release(&p);
	arena_release(&a);
	return e;
}
