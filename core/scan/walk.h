/* scan_log() for a repository already opened. */
#ifndef CORE_SCAN_WALK_H
#define CORE_SCAN_WALK_H

#include "core/scan/gitrepo.h"
#include "core/scan/scan.h"

/* As scan_log(); author as gitrepo_log() takes it. */
enum err walk_repo(struct err_note *note, const struct gitrepo *r, const struct scan_log_options *options,
	const char *author, scan_commit_fn *fn, void *ctx);

#endif
