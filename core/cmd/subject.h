/*
 * Whom a command is about, from its arguments: a GitHub login, FORGE:LOGIN of a forge that gps.conf lists, or paths of
 * git repositories. And the way to their profile.
 */
#ifndef CORE_CMD_SUBJECT_H
#define CORE_CMD_SUBJECT_H

#include "core/base/err.h"
#include "core/profile/source.h"

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct conf;
struct forges;
struct github;
struct history;
struct profile;
struct scan_progress;

struct subject {
	struct source source;	   /* of a login */
	const char *login;	   /* NULL: paths */
	const char *const *paths;
	size_t n_paths;
	const char *author;	   /* paths only; NULL = everybody */
	void (*progress)(void *ctx, const struct scan_progress *p);
	void *ctx;
	struct github *github;
	struct forges *forges;
};

/* A folder, or anything with a slash or a leading dot, is a path; the rest a login. */
bool subject_is_path(const char *argument);

/*
 * One login alone, or paths. ERR_INVALID: neither; the note says what is wrong, and its field names the option of
 * gps.conf where one is at fault. Afterwards subject_release(), also on failure.
 */
enum err subject_open(struct err_note *note, struct arena *a, const struct conf *conf, const char *const *arguments,
	size_t n, struct subject *ret_subject);
void subject_release(struct subject *s);

/* Of the login by its source, of paths by reading them, which tells everything at any depth. */
enum err subject_profile(struct err_note *note, struct arena *a, const struct subject *s, enum profile_depth depth,
	struct profile *ret_profile);
enum err subject_history(struct err_note *note, struct arena *a, const struct subject *s, struct history *ret_history);

#endif
