/* How errors reach a client. */
#include "config.h"

#include "core/web/problem.h"

#include "core/base/arena.h"
#include "core/base/json.h"
#include "core/base/str.h"
#include "core/web/req.h"

#include "core/base/banned.h"

const char *problem_detail(const struct req *rq, enum err e)
{
	if (e == ERR_INTERNAL || rq->note->code != e || !*rq->note->text)
		return err_title(e);
	return rq->note->text;
}

const char *problem_code(const struct req *rq, enum err e)
{
	if (rq->code)
		return rq->code;
	char *code = arena_strdup(rq->arena, err_slug(e));
	for (char *p = code; *p; p++)
		if (*p >= 'a' && *p <= 'z')
			*p = (char)(*p - 'a' + 'A');
	return code;
}

static struct json_object *faults_json(const struct req *rq)
{
	struct json_object *list = json_new_array();
	for (size_t i = 0; i < rq->faults.n; i++) {
		const struct param_fault *f = &rq->faults.items[i];
		struct json_object *entry = json_push_object(list);
		json_put_str(entry, "field", f->field);
		json_put_str(entry, "in", f->in);
		json_put_str(entry, "detail", f->text);
	}
	return list;
}

void problem_headers(struct req *rq, enum err e)
{
	bool later = e == ERR_LIMIT || e == ERR_BUSY;
	if (later && rq->note->code == e && rq->note->retry_after > 0)
		resp_header(rq, "Retry-After", arena_printf(rq->arena, "%d", rq->note->retry_after));
	else if (later)
		resp_header(rq, "Retry-After", "5");
	if (e == ERR_METHOD && rq->allow)
		resp_header(rq, "Allow", rq->allow);
}

/* {code, message, details?}; details is left out when there is nothing to say. */
static struct json_object *envelope(const struct req *rq, enum err e, const char *code)
{
	struct json_object *error = json_new(), *details = json_new();
	json_put_str(error, "code", code);
	json_put_str(error, "message", problem_detail(rq, e));
	if (e == ERR_LIMIT && rq->note->code == e && rq->note->retry_after > 0)
		json_put_int(details, "retry_after_seconds", rq->note->retry_after);
	if (rq->limit_type)
		json_put_str(details, "limit_type", rq->limit_type);
	if (rq->faults.n)
		json_put(details, "errors", faults_json(rq));
	if (json_object_object_length(details))
		json_put(error, "details", details);
	else
		json_object_put(details);
	return error;
}

void problem_answer(struct req *rq, enum err e)
{
	CLEAN_JSON struct json_object *root = json_new();
	int status = rq->status ? rq->status : err_status(e);
	const char *code = problem_code(rq, e);
	json_put_str(root, "type", arena_printf(rq->arena, "urn:gps:problem:%s", err_slug(e)));
	json_put_str(root, "title", err_title(e));
	json_put_int(root, "status", status);
	json_put_str(root, "detail", problem_detail(rq, e));
	json_put_str(root, "instance", arena_printf(rq->arena, "urn:uuid:%s", rq->id));
	json_put_str(root, "code", code);
	json_put_str(root, "request_id", rq->id);
	if (rq->faults.n)
		json_put(root, "errors", faults_json(rq));
	json_put(root, "error", envelope(rq, e, code));
	resp_json_as(rq, status, "application/problem+json", root);
	rq->resp.etag = false;
	resp_header(rq, "Cache-Control", "no-store");
	problem_headers(rq, e);
}
