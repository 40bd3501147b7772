/* Who is meant, who is named in a message's trailers, and sets of 64-bit fingerprints. */
#ifndef CORE_SCAN_PEOPLE_H
#define CORE_SCAN_PEOPLE_H

#include "core/base/arena.h"
#include "core/scan/scan.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* scan_options.author: NULL matches everybody. */
bool people_match(const char *author, const struct scan_person *p);
/* What `git log -F -i --author=` needs to find at least those whom people_match() finds. */
const char *people_pattern(struct arena *a, const char *author);
/* One number for one person: the address without case, or the name where there is no address. */
uint64_t people_id(const struct scan_person *p);

enum trailer { TRAILER_NONE, TRAILER_COAUTHOR, TRAILER_REVIEW };

/*
 * The next "Co-authored-by: Name <address>" (TRAILER_COAUTHOR) or Reviewed-by, Acked-by, Tested-by,
 * Reported-by (TRAILER_REVIEW) line; the key in any case, at the start of a line anywhere in the
 * message. *message moves behind it. Strings of ret_person come from a.
 */
enum trailer people_next_trailer(struct arena *a, const char **message, struct scan_person *ret_person);

/* A hash set; 11 to 21 bytes a member. Zeroed = empty; release gives the memory back. */
struct id_set {
	struct arena memory;
	uint64_t *slots; /* 0 = free */
	size_t n, cap;	 /* cap is a power of two */
};

/* False where it was there already. */
bool id_set_add(struct id_set *set, uint64_t id);
void id_set_release(struct id_set *set);

#endif
