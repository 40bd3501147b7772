/*
 * Sources beside GitHub, named by the operator: forges that speak GitLab's or Gitea's REST API (Gitea, Forgejo,
 * Codeberg), and git repositories on the server's disk. A visitor chooses among these names only; no host and no
 * path ever comes from a request.
 *
 * gps.conf: forges = "NAME=KIND:URL, ..." with KIND gitlab or gitea and URL the forge's start page;
 * forge_tokens = a file of "NAME TOKEN" lines; git_repositories = "NAME=PATH, ...".
 */
#ifndef CORE_FORGE_FORGE_H
#define CORE_FORGE_FORGE_H

#include "core/base/err.h"
#include "core/profile/source.h"

#include <stddef.h>

struct conf;
struct forges;

enum { FORGES_MAX = 16, FORGE_NAME_MAX = 32, FORGE_LOGIN_MAX = 255, GIT_REPOSITORIES_MAX = 256 };

/* The name of the source of repositories on disk; its logins are the operator's names of them. */
#define FORGE_DISK "git"

/*
 * NULL and a note (ERR_INVALID, the field is the option) on a bad list or token file. No thread and no connection before
 * the first question. c must outlive it.
 */
struct forges *forges_new(struct err_note *note, const struct conf *c);
/* No question may be under way; NULL is fine. Tokens are wiped. */
void forges_free(struct forges *forges);

/* NULL: no forge has this name (ASCII case does not matter). FORGE_DISK is there where a repository is listed. */
const struct source *forges_find(const struct forges *forges, const char *name);
size_t forges_count(const struct forges *forges);
const struct source *forges_at(const struct forges *forges, size_t i);

#endif
