/* The four scores as rings, in words and in JSON; and the rest of what several cards put into their JSON. */
#ifndef CORE_OWN_GAUGE_H
#define CORE_OWN_GAUGE_H

#include "core/own/own.h"

struct json_object;

/* Not known, or resting on less than half of the data: drawn dashed. */
bool own_score_doubtful(const struct facts_score *s);
/*
 * A ring with its name below, in a tile of 132 units. high: the names stand higher, for a second line below
 * them in some tile of the row.
 */
void own_score(struct card_draw *d, struct box tile, const struct facts_score *s, size_t i, bool high);
/* The same in 84 units. */
void own_score_small(struct card_draw *d, struct box tile, const struct facts_score *s, size_t i);
/* The ring alone, with its number. */
void own_score_ring(struct card_draw *d, double cx, double cy, double r, const struct facts_score *s, size_t i);
/* "Activity: 82 of 100" */
const char *own_score_text(const struct card_draw *d, const struct facts_score *s);

/* Parts of a card's JSON; each fills obj. */
void own_json_person(const struct card_draw *d, const struct facts *f, struct json_object *obj);
void own_json_archetype(const struct card_draw *d, const struct facts *f, struct json_object *obj);
void own_json_scores(const struct card_draw *d, const struct facts *f, struct json_object *array);
void own_json_shares(const struct own_share *shares, size_t n, struct json_object *array);
/* with the first n_tools */
void own_json_marks(const struct card_draw *d, const struct facts *f, size_t n_tools, struct json_object *obj);

#endif
