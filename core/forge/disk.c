/* Repositories on the server's disk that the operator listed by name: "git:NAME". */
#include "config.h"

#include "core/base/arena.h"
#include "core/base/clock.h"
#include "core/base/str.h"
#include "core/forge/forge-call.h"
#include "core/forge/forge.h"
#include "core/profile/profile.h"
#include "core/scan/scan.h"

#include "core/base/banned.h"

static bool login_valid(const char *login)
{
	return forge_name_valid(login, FORGE_NAME_MAX);
}

/* The numbers are everybody's; a path of the server is never told. */
static enum err scan(struct err_note *note, const struct disk *d, struct arena *a, const char *login,
	struct history *history, struct profile *ret_profile)
{
	for (size_t i = 0; i < d->n; i++) {
		if (!str_eq_nocase(login, d->names[i]))
			continue;
		struct scan_options options = { .paths = &d->paths[i], .n_paths = 1, .now_ms = clock_now(),
			.history = history };
		struct profile p;
		if (scan_profile(NULL, a, &options, &p))
			return err_set(note, ERR_UPSTREAM, "the repository could not be read");
		p.name = d->names[i];
		*ret_profile = p;
		return OK;
	}
	return err_set(note, ERR_NOT_FOUND, "no repository of this name is listed");
}

static enum err profile(struct err_note *note, void *impl, struct arena *a, const char *login, enum profile_depth depth,
	struct profile *ret_profile)
{
	(void)depth; /* one reading tells everything */
	return scan(note, impl, a, login, NULL, ret_profile);
}

static enum err history(struct err_note *note, void *impl, struct arena *a, const char *login, struct history *ret_history)
{
	struct profile p;
	struct history h;
	TRY(scan(note, impl, a, login, &h, &p));
	h.login = p.name;
	*ret_history = h;
	return OK;
}

/* A repository of the list is its own owner: "NAME" or "git/NAME". */
static enum err repository(struct err_note *note, void *impl, struct arena *a, const char *owner, const char *name,
	struct repo *ret_repo)
{
	struct profile p;
	(void)owner;
	TRY(scan(note, impl, a, name, NULL, &p));
	if (!p.n_repos_listed)
		return err_set(note, ERR_NOT_FOUND, "the repository is empty");
	*ret_repo = p.repos[0];
	ret_repo->name = p.name;
	return OK;
}

const struct source_ops disk_ops = { .profile = profile, .history = history, .repository = repository,
	.login_valid = login_valid };
