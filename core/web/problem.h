/*
 * application/problem+json (RFC 9457): type, title, status, detail, instance, and our members code (upper
 * case), request_id, errors[] {field, in, detail}. The member `error` {code, message, details?} is the envelope of
 * the original's API, so that its clients go on working.
 */
#ifndef CORE_WEB_PROBLEM_H
#define CORE_WEB_PROBLEM_H

#include "core/base/err.h"

struct req;

/* What a client may read of e: ERR_INTERNAL never says more than its title. */
const char *problem_detail(const struct req *rq, enum err e);
/* "NOT_FOUND", or rq->code where a handler set one; in the arena. */
const char *problem_code(const struct req *rq, enum err e);

/* Answer with e, by rq->note, rq->code, rq->status, rq->faults; sets Retry-After and Allow. */
void problem_answer(struct req *rq, enum err e);
/* The headers alone (Retry-After, Allow), for routes that say their errors in another form. */
void problem_headers(struct req *rq, enum err e);

#endif
