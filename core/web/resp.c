/* Writing the answer. */
#include "config.h"

#include "core/web/resp.h"

#include "core/base/arena.h"
#include "core/base/clock.h"
#include "core/base/hash.h"
#include "core/base/json.h"
#include "core/base/str.h"
#include "core/web/req.h"

#include <stdlib.h>
#include <string.h>
#include "core/base/banned.h"

enum { ETAG_BYTES = 16 };

void resp_header(struct req *rq, const char *name, const char *value)
{
	if (rq->resp.n_headers == RESP_HEADERS_MAX)
		abort();
	for (const char *p = value; *p; p++)
		if ((unsigned char)*p < 0x20 || *p == 0x7f)
			abort();
	rq->resp.headers[rq->resp.n_headers++] = (struct resp_header){ .name = name, .value = value };
}

void resp_bytes(struct req *rq, int status, const char *type, const char *bytes, size_t len)
{
	rq->resp.status = status;
	rq->resp.type = type;
	rq->resp.body = bytes;
	rq->resp.len = len;
}

void resp_json_as(struct req *rq, int status, const char *type, struct json_object *root)
{
	size_t len;
	const char *text = json_text(root, &len);
	resp_bytes(rq, status, type, arena_strndup(rq->arena, text, len), len);
}

void resp_json(struct req *rq, int status, struct json_object *root)
{
	resp_json_as(rq, status, "application/json", root);
}

void resp_empty(struct req *rq, int status)
{
	resp_bytes(rq, status, NULL, "", 0);
}

/* Whether one entry of an If-None-Match list is ours; the weak mark does not matter here (RFC 9110, 13.1.2). */
static bool etag_known(const char *list, const char *etag)
{
	size_t len = strlen(etag);
	if (!list)
		return false;
	if (str_eq(list, "*"))
		return true;
	for (const char *p = list; (p = strstr(p, etag)); p += len)
		if (p == list || ascii_is_space(p[-1]) || p[-1] == ',' || p[-1] == '/')
			return true;
	return false;
}

const char *resp_tag(struct arena *a, const char *bytes, size_t len)
{
	unsigned char digest[SHA256_LEN];
	char *tag = arena_alloc(a, 2 * ETAG_BYTES + 3);
	hash_sha256(bytes, len, digest);
	tag[0] = '"';
	hash_hex(digest, ETAG_BYTES, tag + 1);
	tag[2 * ETAG_BYTES + 1] = '"';
	return tag;
}

static void line(struct str *out, const char *name, const char *value)
{
	str_addz(out, name);
	str_addz(out, ": ");
	str_addz(out, value);
	str_addz(out, "\r\n");
}

void resp_write(struct req *rq, struct str *out)
{
	struct resp *resp = &rq->resp;
	if (resp->etag && resp->status == 200) {
		const char *etag = resp->tag ? resp->tag : resp_tag(rq->arena, resp->body, resp->len);
		resp_header(rq, "ETag", etag);
		if ((rq->method == WEB_GET || rq->method == WEB_HEAD) && etag_known(rq->if_none_match, etag))
			resp_empty(rq, 304);
	}
	str_addf(out, "Status: %d\r\n", resp->status);
	if (resp->type)
		line(out, "Content-Type", resp->type);
	if (resp->status != 304 && resp->status != 204)
		str_addf(out, "Content-Length: %zu\r\n", resp->len);
	line(out, "X-Request-ID", rq->id);
	double seconds = (double)(clock_monotonic_us() - rq->started_us) / 1e6;
	str_addf(out, "X-Response-Time: %.4f\r\n", seconds);
	for (size_t i = 0; i < resp->n_headers; i++)
		line(out, resp->headers[i].name, resp->headers[i].value);
	str_addz(out, "\r\n");
	if (rq->method != WEB_HEAD)
		str_add(out, resp->body, resp->len);
}
