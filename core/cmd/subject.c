/* Arguments to a source, a source to a profile. */
#include "config.h"

#include "core/cmd/subject.h"

#include "core/base/arena.h"
#include "core/base/clock.h"
#include "core/base/str.h"
#include "core/forge/forge.h"
#include "core/github/github.h"
#include "core/profile/profile.h"
#include "core/scan/scan.h"

#include <string.h>
#include <sys/stat.h>
#include "core/base/banned.h"

bool subject_is_path(const char *argument)
{
	struct stat st;
	return *argument == '.' || strchr(argument, '/') || (!stat(argument, &st) && S_ISDIR(st.st_mode));
}

static enum err open_github(struct err_note *note, const struct conf *conf, const char *login, struct subject *s)
{
	s->github = github_new(note, conf);
	if (!s->github)
		return note->code;
	s->source = github_source(s->github);
	s->login = login;
	return OK;
}

/* FORGE:LOGIN, colon is at the ":". */
static enum err open_forge(struct err_note *note, struct arena *a, const struct conf *conf, const char *argument,
	const char *colon, struct subject *s)
{
	s->forges = forges_new(note, conf);
	if (!s->forges)
		return note->code;
	const char *name = arena_strndup(a, argument, (size_t)(colon - argument));
	const struct source *source = forges_find(s->forges, name);
	if (!source)
		return err_set(note, ERR_INVALID, "no forge \"%s\" in the option forges", name);
	s->source = *source;
	s->login = colon + 1;
	return OK;
}

static enum err open_login(struct err_note *note, struct arena *a, const struct conf *conf, const char *argument,
	struct subject *s)
{
	const char *colon = strchr(argument, ':');
	if (!colon)
		return open_github(note, conf, argument, s);
	if (str_starts(argument, "github:"))
		return open_github(note, conf, colon + 1, s);
	return open_forge(note, a, conf, argument, colon, s);
}

enum err subject_open(struct err_note *note, struct arena *a, const struct conf *conf, const char *const *arguments,
	size_t n, struct subject *ret_subject)
{
	size_t n_logins = 0;
	*ret_subject = (struct subject){ .paths = arguments, .n_paths = n };
	if (!n)
		return err_set(note, ERR_INVALID, "whom? A login, or paths of repositories");
	for (size_t i = 0; i < n; i++) {
		if (!*arguments[i])
			return err_set(note, ERR_INVALID, "an argument is empty");
		n_logins += !subject_is_path(arguments[i]);
	}
	if (!n_logins)
		return OK;
	if (n > 1)
		return err_set(note, ERR_INVALID, "one login alone, or paths of repositories (a path holds a \"/\")");
	return open_login(note, a, conf, arguments[0], ret_subject);
}

void subject_release(struct subject *s)
{
	github_free(s->github);
	forges_free(s->forges);
	s->github = NULL;
	s->forges = NULL;
}

static enum err scan(struct err_note *note, struct arena *a, const struct subject *s, struct history *history,
	struct profile *ret_profile)
{
	struct scan_options options = { .paths = s->paths, .n_paths = s->n_paths, .author = s->author, .now_ms = clock_now(),
		.progress = s->progress, .ctx = s->ctx, .history = history };
	return scan_profile(note, a, &options, ret_profile);
}

enum err subject_profile(struct err_note *note, struct arena *a, const struct subject *s, enum profile_depth depth,
	struct profile *ret_profile)
{
	if (s->login)
		return source_profile(note, &s->source, a, s->login, depth, ret_profile);
	return scan(note, a, s, NULL, ret_profile);
}

enum err subject_history(struct err_note *note, struct arena *a, const struct subject *s, struct history *ret_history)
{
	struct profile everything;
	if (s->login)
		return source_history(note, &s->source, a, s->login, ret_history);
	return scan(note, a, s, ret_history, &everything);
}
