/*
 * The answer to a request: a handler sets it in rq->resp, the edge writes it out. What it points to
 * lives as long as the request; no verb returns an error.
 */
#ifndef CORE_WEB_RESP_H
#define CORE_WEB_RESP_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct json_object;
struct req;
struct str;

enum { RESP_HEADERS_MAX = 24 };

struct resp_header {
	const char *name;
	const char *value;
};

struct resp {
	int status;
	const char *type; /* content type, NULL = none */
	const char *body;
	size_t len;
	bool etag; /* If-None-Match is honoured */
	const char *tag; /* resp_tag() of the body where it is known already; NULL: it is made */
	struct resp_header headers[RESP_HEADERS_MAX];
	size_t n_headers;
};

/* name and value must outlive the request; a value with CR, LF or other control characters aborts. */
void resp_header(struct req *rq, const char *name, const char *value);
/* bytes must live in the arena or longer. */
void resp_bytes(struct req *rq, int status, const char *type, const char *bytes, size_t len);
/* Copies the text of root; the caller keeps and puts root. */
void resp_json(struct req *rq, int status, struct json_object *root);
/* Content type other than application/json. */
void resp_json_as(struct req *rq, int status, const char *type, struct json_object *root);
void resp_empty(struct req *rq, int status);

/* A strong ETag, with its quotes: of the bytes, so that all processes and machines agree. */
const char *resp_tag(struct arena *a, const char *bytes, size_t len);

/*
 * The answer in CGI form (header lines, blank line, body) with Status, Content-Length, X-Request-ID and
 * X-Response-Time; 304 where the ETag is known already; no body for HEAD.
 */
void resp_write(struct req *rq, struct str *out);

#endif
