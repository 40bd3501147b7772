/*
 * The fall-back: REST without a token, at most 60 requests an hour for one address, 3 a profile of up to
 * 100 repositories. Says in profile.missing what REST cannot give. Private to the GitHub source.
 */
#ifndef CORE_GITHUB_GITHUB_REST_H
#define CORE_GITHUB_GITHUB_REST_H

#include "core/base/err.h"

#include <stdint.h>

struct arena;
struct github;
struct profile;

/* As github_profile(). why: what made GraphQL impossible, for profile.missing; NULL = no token is configured. */
enum err github_rest_profile(struct err_note *note, struct github *gh, struct arena *a, const char *login,
	int64_t deadline, const char *why, struct profile *ret_profile);

#endif
