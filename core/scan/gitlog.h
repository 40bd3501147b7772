/*
 * The parser of `git log -z --numstat` with GITLOG_FORMAT. Fed with pieces of any size; memory
 * is one commit's fields plus one row a language. Fields end with NUL, which no field of git's
 * can hold, so no name or message can break the frame.
 *
 * Stream: per commit \1 and ten fields, each ended by NUL; then an empty token; then, where lines
 * changed, "\n" before the first entry and per file "ADDED\tDELETED\tPATH\0", for a rename
 * "ADDED\tDELETED\t\0OLD\0NEW\0"; "-" for both numbers of a binary file.
 */
#ifndef CORE_SCAN_GITLOG_H
#define CORE_SCAN_GITLOG_H

#include "core/scan/scan.h"

#define GITLOG_FORMAT "tformat:%x01%H%x00%P%x00%aN%x00%aE%x00%ad%x00%cN%x00%cE%x00%cd%x00%B%x00"

struct gitlog;

/* All memory, the parser included, comes from a and lives as long; fn is called for each commit. */
struct gitlog *gitlog_new(struct arena *a, scan_commit_fn *fn, void *ctx);
/*
 * Oids at which a shallow clone was cut: text of one hex oid a line (the file "shallow"). Their
 * commits are marked is_edge and lose their lines, which would be the whole tree. Copied.
 */
void gitlog_set_edges(struct gitlog *g, const char *text, size_t len);
/* ERR_UPSTREAM where this is not the stream's form; else what fn returned. Then only release it. */
enum err gitlog_feed(struct err_note *note, struct gitlog *g, const char *p, size_t len);
/* The end of the stream: delivers the last commit; ERR_UPSTREAM where it stops in the middle. */
enum err gitlog_finish(struct err_note *note, struct gitlog *g);
/* Give back the memory of its own arenas; NULL is fine. */
void gitlog_release(struct gitlog *g);

#endif
