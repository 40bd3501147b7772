/* Bounded values out of GitHub's JSON, and arithmetic both APIs share. */
#ifndef CORE_PROFILE_GITHUB_TEXT_H
#define CORE_PROFILE_GITHUB_TEXT_H

#include "core/profile/profile.h"

struct arena;
struct github_draft;
struct json_object;

enum { GITHUB_NAME_MAX = 255, GITHUB_TEXT_MAX = 1000, GITHUB_MESSAGE_MAX = 16 * 1024 };

/* A string's copy, at most max bytes, cut before a character; NULL for anything else and for "". */
const char *github_text(struct arena *a, struct json_object *value, size_t max);
const char *github_cut(struct arena *a, const char *s, size_t max);
/* A whole number in 0..10^12. */
struct metric github_number(struct json_object *obj, const char *key);
/* A time string as Unix ms. */
struct metric github_time(struct json_object *value);
/* "#rrggbb" or NULL. */
const char *github_color(struct arena *a, struct json_object *value);
/* part of whole in percent, one decimal, half up; 0 of 0 is 0. */
double github_share(int64_t part, int64_t whole);
/* Fill c->coauthors from the "Co-authored-by: NAME <EMAIL>" lines of c->message. */
void github_trailers(struct arena *a, struct commit *c);

/* Append to profile.repos. */
void github_add_repo(struct github_draft *d, const struct repo *r, const char *id);
/* Let pinned point into repos[] where they are own ones; repos[] must not grow afterwards. */
void github_settle_pinned(struct github_draft *d);

#endif
