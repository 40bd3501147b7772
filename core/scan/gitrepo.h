/*
 * One repository on disk, and the only places where git is started on it.
 *
 * A repository may be hostile: its configuration can name programs. Every call that reads
 * objects runs with: no system or user configuration, no variables of ours but PATH and HOME,
 * external diff, text conversion, fsmonitor, hooks, signatures and pager off, replace refs and
 * grafts ignored, every transport forbidden and no lazy fetch of a partial clone, no locks taken.
 * Whose repository it is decides the one call before (gitrepo_open), which reads the user's own
 * configuration, so that git's safe.directory rule holds as on the command line.
 */
#ifndef CORE_SCAN_GITREPO_H
#define CORE_SCAN_GITREPO_H

#include "core/base/err.h"
#include "core/scan/scan.h"

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct proc;

enum { GITREPO_IDLE_MS = 10 * 60 * 1000, GITREPO_FILES_MAX = 4096 };

struct gitrepo {
	const char *path; /* as given */
	const char *name; /* of the work tree's or the bare repository's folder, without ".git"; UTF-8 */
	bool is_bare;
	bool is_shallow;
	bool is_unborn;	   /* HEAD names a branch without commits */
	const char *edges; /* shallow: oids of the cut, one a line */
	size_t edges_len;
};

/* Errors as scan_profile() says; ERR_INVALID for an empty path. */
enum err gitrepo_open(struct err_note *note, struct arena *a, const char *path, struct gitrepo *ret_repo);

/*
 * Start `git log` of HEAD with GITLOG_FORMAT, with counts of lines or without.
 * author (NULL = everybody, else scan_options.author) lets git leave out commits before it counts
 * their lines; a few of others may come through.
 */
enum err gitrepo_log(struct err_note *note, struct arena *a, const struct gitrepo *r,
	const char *author, bool with_lines, struct proc *ret_proc);

/* Turn a failed exit of git into an error; OK for status 0. p is finished. */
enum err gitrepo_result(struct err_note *note, struct arena *a, const struct proc *p, int status);

/*
 * Paths at HEAD: the root's names (ret_n_root of them, folders with "/" behind), then every file
 * below those root folders whose name begins with "."; together at most GITREPO_FILES_MAX.
 */
enum err gitrepo_files(struct err_note *note, struct arena *a, const struct gitrepo *r, const char ***ret_paths,
	size_t *ret_n_root, size_t *ret_n);

#endif
