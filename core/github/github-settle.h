/* What both of GitHub's APIs share behind the reading: arithmetic, and the list of repositories. */
#ifndef CORE_GITHUB_GITHUB_SETTLE_H
#define CORE_GITHUB_GITHUB_SETTLE_H

#include "core/profile/profile.h"

struct arena;
struct github_draft;
struct json_object;

/* Fill c->coauthors from the "Co-authored-by: NAME <EMAIL>" lines of c->message. */
void github_trailers(struct arena *a, struct commit *c);

/* Append to profile.repos. */
void github_add_repo(struct github_draft *d, const struct repo *r, const char *id);
/* Let pinned point into repos[] where they are own ones; repos[] must not grow afterwards. */
void github_settle_pinned(struct github_draft *d);

#endif
