/* The table of cards, for the page that puts one together and for other programs. */
#include "config.h"

#include "core/base/json.h"
#include "core/cards/card.h"
#include "fcgi/scope.h"

#include "core/base/banned.h"

enum err scope_kinds_get(struct req *rq)
{
	CLEAN_JSON struct json_object *root = card_kinds_describe();
	resp_json(rq, 200, root);
	resp_header(rq, "Cache-Control", "public, max-age=300");
	rq->resp.etag = true;
	return OK;
}
