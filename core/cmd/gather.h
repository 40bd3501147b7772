/* The facts that cards need, asked once for all cards of one command. */
#ifndef CORE_CMD_GATHER_H
#define CORE_CMD_GATHER_H

#include "core/base/err.h"
#include "core/cards/card.h"

struct arena;
struct conf;
struct subject;

/*
 * Everything `needs` names (bits of enum card_need) for the subject and the target of one request. What some other card
 * needs besides does no harm. known: what an earlier call gathered for the same subject, is added to;
 * ret_facts: that, and what this request's filters make of it.
 */
enum err gather_facts(struct err_note *note, struct arena *a, const struct conf *conf, const struct subject *s,
	const struct card_request *rq, unsigned int needs, struct card_facts *known, struct card_facts *ret_facts);

#endif
