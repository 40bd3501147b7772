/* Questions to any source; what one cannot tell is refused in one place. */
#include "config.h"

#include "core/profile/source.h"

#include <stddef.h>
#include "core/base/banned.h"

static enum err refuse(struct err_note *note, const struct source *s, const char *what)
{
	return err_set(note, ERR_UNPROCESSABLE, "%s cannot tell %s", s->title, what);
}

enum err source_profile(struct err_note *note, const struct source *s, struct arena *a, const char *login,
	enum profile_depth depth, struct profile *ret_profile)
{
	return s->ops->profile ? s->ops->profile(note, s->impl, a, login, depth, ret_profile)
			       : refuse(note, s, "about a person");
}

enum err source_history(struct err_note *note, const struct source *s, struct arena *a, const char *login,
	struct history *ret_history)
{
	return s->ops->history ? s->ops->history(note, s->impl, a, login, ret_history)
			       : refuse(note, s, "a whole history");
}

enum err source_repository(struct err_note *note, const struct source *s, struct arena *a, const char *owner,
	const char *name, struct repo *ret_repo)
{
	return s->ops->repository ? s->ops->repository(note, s->impl, a, owner, name, ret_repo)
				  : refuse(note, s, "about a repository");
}

enum err source_gist(struct err_note *note, const struct source *s, struct arena *a, const char *id,
	struct gist *ret_gist)
{
	return s->ops->gist ? s->ops->gist(note, s->impl, a, id, ret_gist) : refuse(note, s, "about a gist");
}

enum err source_commits_total(struct err_note *note, const struct source *s, struct arena *a, const char *login,
	int64_t *ret_n)
{
	return s->ops->commits_total ? s->ops->commits_total(note, s->impl, a, login, ret_n)
				     : refuse(note, s, "how many commits there are");
}

enum err source_commits_in_year(struct err_note *note, const struct source *s, struct arena *a, const char *login, int year,
	int64_t *ret_n)
{
	return s->ops->commits_in_year ? s->ops->commits_in_year(note, s->impl, a, login, year, ret_n)
				       : refuse(note, s, "the commits of a year");
}
