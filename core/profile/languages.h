/* Languages of a person from those of the repositories. */
#ifndef CORE_PROFILE_LANGUAGES_H
#define CORE_PROFILE_LANGUAGES_H

struct arena;
struct profile;

/*
 * Set p->languages from p->repos without the forks: most used first, shares with one decimal. By bytes; a repository that told
 * shares alone stands for a million. Where no repository told its languages, by the number of those whose first
 * language it is, and bytes stay unknown.
 */
void profile_sum_languages(struct arena *a, struct profile *p);

#endif
