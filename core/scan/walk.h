/* One repository's history as a stream of commits. */
#ifndef CORE_SCAN_WALK_H
#define CORE_SCAN_WALK_H

#include "core/scan/gitrepo.h"
#include "core/scan/scan.h"

/*
 * Call fn for each commit that HEAD reaches, newest first; none of a repository without commits.
 * author as gitrepo_log() takes it. Without lines git is some 20 times faster. When anything
 * fails (as scan_profile() says), the commits delivered so far are not the whole and must not
 * be reported as such.
 */
enum err walk_repo(struct err_note *note, const struct gitrepo *r, const char *author,
	bool with_lines, scan_commit_fn *fn, void *ctx);

#endif
