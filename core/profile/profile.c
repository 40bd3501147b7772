/* Names and small helpers of struct profile. */
#include "config.h"

#include "core/profile/profile.h"

#include "core/base/arena.h"

#include <string.h>
#include "core/base/banned.h"

const char *profile_source_name(enum profile_source source)
{
	static const char *const names[SOURCE__MAX] = { "graphql", "rest", "git", "json",
		"gitlab", "gitea" };
	return names[source];
}

void profile_miss(struct profile *p, struct arena *a, const char *field, const char *reason, const char *detail)
{
	*ARENA_PUSH(a, p->missing, p->n_missing, p->missing_cap) = (struct missing){ arena_strdup(a, field),
		arena_strdup(a, reason), detail ? arena_strdup(a, detail) : NULL };
}
