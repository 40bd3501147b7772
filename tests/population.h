/*
 * A population of invented profiles from independent distributions: nobody is drawn from an
 * archetype. The same seed gives the same people on every machine (but for libm's last bit).
 *
 *   own repositories   lognormal, median 12, at most 200; forks of others: lognormal, median 4
 *   languages          1 + geometric (mean 4) drawn by popularity (table), shares exponential
 *   topics             a person's pool of 2 + geometric (mean 6) topics, each evenly from all
 *                      topics of the table; a repository has 0 to 5 out of that pool
 *   names              two evenly drawn words of a neutral table
 *   stars, forks       lognormal per person (median 0.5 a repository, sigma 2), spread over repositories
 *   followers          lognormal, median 12, sigma 1.8; following: median 15, sigma 1.3
 *   90 days            commits 20 % none, else lognormal median 60; pull requests, issues, reviews
 *                      each 35 % none, else lognormal medians 8, 4, 4
 *   account age        even, 0 to 14 years; organizations 55 % none, else geometric
 *   root files         known for half of the people; each file of the table with its own chance
 *   commits            known for 70 %: 20 to 100; a third of the people uses an AI tool that
 *                      leaves marks, in an even share of 0 to 60 % of their commits
 *   AI configuration   15 % of those with root files, in 1 to 4 repositories
 */
#ifndef TESTS_POPULATION_H
#define TESTS_POPULATION_H

#include "core/profile/profile.h"

#include <stdint.h>

struct arena;

/* Person number i of the population `seed`, as of now_ms; everything lives in the arena. */
void population_person(struct arena *a, uint64_t seed, uint64_t i, int64_t now_ms, struct profile *ret_profile);

#endif
