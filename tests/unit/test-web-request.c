/* From FastCGI parameters to the bytes of an answer, without libfcgi: dispatcher, parameters, problems. */
#include "config.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/base/conf.h"
#include "core/base/crypt.h"
#include "core/base/json.h"
#include "core/base/str.h"
#include "core/web/app.h"
#include "core/web/limit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include "core/base/banned.h"

static struct arena arena;
static struct conf conf;
static struct web_app app;
static unsigned char key_bytes[] = "key of the test";
static const struct secret key = { .p = key_bytes, .len = sizeof(key_bytes) };

static bool even(const char *s)
{
	return strlen(s) % 2 == 0;
}

static const struct param params[] = {
	{ .name = "name", .in = IN_BODY, .type = PARAM_TEXT, .required = true, .min = 2, .max = 4, .check = even,
		.doc = "of even length" },
	{ .name = "deep.word", .in = IN_BODY, .type = PARAM_WORD, .words = "red|green", .otherwise = "green" },
	{ .name = "deep.list", .in = IN_BODY, .type = PARAM_TEXTS, .max = 2 },
	{ .name = "n", .in = IN_BODY, .type = PARAM_INT, .min = -1, .max = 10, .otherwise = "7" },
	{ .name = "key", .in = IN_BODY, .type = PARAM_REFUSED, .doc = "stay at home" },
};
static const struct param get_params[] = {
	{ .name = "id", .in = IN_PATH, .type = PARAM_UUID, .required = true },
	{ .name = "n", .in = IN_QUERY, .type = PARAM_INT, .min = 1, .max = 10, .otherwise = "3" },
};

static enum err echo(struct req *rq)
{
	CLEAN_JSON struct json_object *root = json_new();
	for (size_t i = 0; i < rq->route->n_params; i++)
		json_put_str(root, rq->route->params[i].name, rq->values[i].text);
	json_put_int(root, "number", req_int(rq, "n"));
	resp_json(rq, 200, root);
	rq->resp.etag = true;
	return OK;
}

static enum err broken(struct req *rq)
{
	resp_header(rq, "X-Before", "the error");
	return err_set(rq->note, ERR_INTERNAL, "secret of the house");
}

static enum err limited(struct req *rq)
{
	(void)err_set(rq->note, ERR_LIMIT, "not now");
	rq->note->retry_after = 42;
	rq->limit_type = "analyze";
	rq->code = "OWN_CODE";
	return ERR_LIMIT;
}

static enum err greedy(struct req *rq)
{
	(void)arena_alloc(rq->arena, 5 << 20);
	resp_empty(rq, 204);
	return OK;
}

static const struct route routes[] = {
	{ .method = WEB_POST, .pattern = "/echo", .guard = GUARD_OPEN, .cors = true, .body_max = 256, .params = params,
		.n_params = ARRAY_LEN(params), .handler = echo },
	{ .method = WEB_GET, .pattern = "/echo/:id", .guard = GUARD_OPEN, .params = get_params,
		.n_params = ARRAY_LEN(get_params), .handler = echo },
	{ .method = WEB_GET, .pattern = "/unset", .handler = echo },
	{ .method = WEB_GET, .pattern = "/broken", .guard = GUARD_OPEN, .handler = broken },
	{ .method = WEB_GET, .pattern = "/limited", .guard = GUARD_OPEN, .handler = limited },
	{ .method = WEB_GET, .pattern = "/metered", .guard = GUARD_OPEN, .metered = true, .handler = broken },
	{ .method = WEB_GET, .pattern = "/greedy", .guard = GUARD_OPEN, .handler = greedy },
};

#define UUID "0f8fad5b-d9cb-469f-a165-70867728950e"

struct sent {
	const char *method, *uri, *query, *body, *type, *etag, *address;
};

static const char *lookup(void *ctx, const char *name)
{
	const struct sent *s = ctx;
	const struct {
		const char *name, *value;
	} rows[] = {
		{ "REQUEST_METHOD", s->method ? s->method : "GET" },
		{ "DOCUMENT_URI", s->uri },
		{ "QUERY_STRING", s->query },
		{ "CONTENT_TYPE", s->type ? s->type : "application/json; charset=utf-8" },
		{ "HTTP_IF_NONE_MATCH", s->etag },
		{ "REMOTE_ADDR", s->address ? s->address : "192.0.2.1" },
		{ "REQUEST_ID", UUID },
	};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		if (str_eq(rows[i].name, name))
			return rows[i].value;
	return NULL;
}

struct got {
	const char *raw;	  /* all of it */
	int status;
	const char *body;
	struct json_object *json; /* or NULL */
};

static struct got ask(struct sent sent)
{
	static struct err_note note;
	const struct req_env env = { .get = lookup, .ctx = &sent };
	arena_reset(&arena);
	err_clear(&note);
	struct req *rq = arena_alloc(&arena, sizeof(*rq));
	rq->arena = &arena;
	rq->note = &note;
	rq->app = &app;
	(void)req_read(rq, &env, &key);
	rq->body = sent.body;
	rq->body_len = sent.body ? strlen(sent.body) : 0;
	web_dispatch(rq);
	struct str out;
	str_init(&out, &arena, 1 << 16);
	resp_write(rq, &out);
	assert_false(out.over);
	struct got got = { .raw = out.buf, .status = rq->resp.status, .body = strstr(out.buf, "\r\n\r\n") };
	assert_non_null(got.body);
	got.body += 4;
	(void)json_parse(NULL, got.body, strlen(got.body), JSON_DEPTH, &got.json);
	return got;
}

static void test_echo(void **state)
{
	(void)state;
	struct got g = ask((struct sent){ .method = "POST", .uri = "/echo",
		.body = "{\"name\":\"ab\",\"deep\":{\"list\":[\"x\"]},\"n\":-1,\"more\":{}}" });
	assert_int_equal(g.status, 200);
	assert_string_equal(json_str(g.json, "name", ""), "ab");
	assert_string_equal(json_str(g.json, "deep.word", ""), "green");
	assert_int_equal(json_int(g.json, "number", 0), -1);
	assert_non_null(strstr(g.raw, "X-Request-ID: " UUID "\r\n"));
	assert_non_null(strstr(g.raw, "Access-Control-Allow-Origin: *\r\n"));
	json_object_put(g.json);
}

/* Each fault is named with its field, all of them in one answer. */
static void test_faults(void **state)
{
	static const struct {
		const char *body, *field;
		int status;
	} rows[] = {
		{ "{}", "name", 422 },
		{ "{\"name\":null}", "name", 422 },
		{ "{\"name\":\"abc\"}", "name", 422 },
		{ "{\"name\":\"abcdef\"}", "name", 422 },
		{ "{\"name\":\"a\\u0000\"}", "name", 422 },
		{ "{\"name\":\"a\\u0007\"}", "name", 422 },
		{ "{\"name\":5}", "name", 422 },
		{ "{\"name\":\"ab\",\"deep\":5}", "deep.word", 422 },
		{ "{\"name\":\"ab\",\"deep\":{\"word\":\"blue\"}}", "deep.word", 422 },
		{ "{\"name\":\"ab\",\"deep\":{\"word\":\"red|green\"}}", "deep.word", 422 },
		{ "{\"name\":\"ab\",\"deep\":{\"list\":\"x\"}}", "deep.list", 422 },
		{ "{\"name\":\"ab\",\"deep\":{\"list\":[\"x\",\"y\",\"z\"]}}", "deep.list", 422 },
		{ "{\"name\":\"ab\",\"deep\":{\"list\":[1]}}", "deep.list", 422 },
		{ "{\"name\":\"ab\",\"n\":11}", "n", 422 },
		{ "{\"name\":\"ab\",\"n\":\"x\"}", "n", 422 },
		{ "{\"name\":\"ab\",\"n\":1.5}", "n", 422 },
		{ "{\"name\":\"ab\",\"key\":{\"k\":1}}", "key", 422 },
		{ "[]", NULL, 400 },
		{ "{", NULL, 400 },
		{ "", NULL, 400 },
		{ "{} x", NULL, 400 },
	};
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct got g = ask((struct sent){ .method = "POST", .uri = "/echo", .body = rows[i].body });
		assert_int_equal(g.status, rows[i].status);
		assert_non_null(strstr(g.raw, "Content-Type: application/problem+json\r\n"));
		assert_int_equal(json_int(g.json, "status", 0), rows[i].status);
		struct json_object *errors = json_get(g.json, "errors");
		assert_int_equal(json_len(errors) > 0, rows[i].field != NULL);
		if (rows[i].field)
			assert_string_equal(json_str(json_at(errors, 0), "field", ""), rows[i].field);
		json_object_put(g.json);
	}
	struct got g = ask((struct sent){ .method = "POST", .uri = "/echo", .body = "{\"n\":99,\"key\":1}" });
	assert_int_equal(json_len(json_get(g.json, "errors")), 3);
	assert_int_equal(json_len(json_path(g.json, "error.details.errors")), 3);
	json_object_put(g.json);
}

static void test_refusals(void **state)
{
	char big[400];
	(void)state;
	memset(big, ' ', sizeof(big) - 1);
	big[sizeof(big) - 1] = '\0';
	const struct {
		struct sent sent;
		int status;
		const char *code, *header;
	} rows[] = {
		{ { .uri = "/nothing" }, 404, "NOT_FOUND", "Access-Control-Allow-Origin: *" },
		{ { .uri = NULL }, 404, "NOT_FOUND", "Status: 404" },
		{ { .uri = "/echo" }, 405, "METHOD_NOT_ALLOWED", "Allow: POST, OPTIONS" },
		{ { .method = "BREW", .uri = "/echo" }, 405, "METHOD_NOT_ALLOWED", "Status: 405" },
		{ { .uri = "/unset" }, 403, "FORBIDDEN", "Status: 403" },
		{ { .uri = "/limited" }, 429, "OWN_CODE", "Retry-After: 42" },
		{ { .uri = "/greedy" }, 413, "TOO_LARGE", "Cache-Control: no-store" },
		{ { .uri = "/echo/" UUID, .query = "n=%" }, 400, "INVALID_REQUEST", "Status: 400" },
		{ { .uri = "/echo/nope" }, 422, "VALIDATION_ERROR", "Status: 422" },
		{ { .uri = "/echo/" UUID, .query = "n=11" }, 422, "VALIDATION_ERROR", "Status: 422" },
		{ { .method = "POST", .uri = "/echo", .body = big }, 413, "TOO_LARGE", "Status: 413" },
		{ { .method = "POST", .uri = "/echo", .body = "{}", .type = "text/plain" }, 415, "UNSUPPORTED_MEDIA_TYPE",
			"Status: 415" },
	};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct got g = ask(rows[i].sent);
		assert_int_equal(g.status, rows[i].status);
		assert_string_equal(json_str(g.json, "code", ""), rows[i].code);
		assert_string_equal(json_str(json_get(g.json, "error"), "code", ""), rows[i].code);
		assert_string_equal(json_str(g.json, "request_id", ""), UUID);
		assert_non_null(strstr(g.raw, rows[i].header));
		json_object_put(g.json);
	}
	struct got g = ask((struct sent){ .uri = "/limited" });
	assert_int_equal(json_int(json_path(g.json, "error.details"), "retry_after_seconds", 0), 42);
	assert_string_equal(json_str(json_path(g.json, "error.details"), "limit_type", ""), "analyze");
	json_object_put(g.json);
}

/* What went wrong inside stays inside, and headers set before the error are gone. */
static void test_internal(void **state)
{
	(void)state;
	struct got g = ask((struct sent){ .uri = "/broken" });
	assert_int_equal(g.status, 500);
	assert_null(strstr(g.raw, "secret"));
	assert_null(strstr(g.raw, "X-Before"));
	json_object_put(g.json);
}

static void test_get_head_etag(void **state)
{
	(void)state;
	struct got g = ask((struct sent){ .uri = "/echo/" UUID, .query = "n=9" });
	assert_int_equal(g.status, 200);
	assert_int_equal(json_int(g.json, "number", 0), 9);
	json_object_put(g.json);
	const char *at = strstr(g.raw, "ETag: \"");
	assert_non_null(at);
	char etag[64], list[128];
	(void)snprintf(etag, sizeof(etag), "%.34s", at + 6);
	(void)snprintf(list, sizeof(list), "\"other\", W/%s", etag);
	const char *known[] = { etag, list, "*" };
	for (size_t i = 0; i < ARRAY_LEN(known); i++) {
		g = ask((struct sent){ .uri = "/echo/" UUID, .query = "n=9", .etag = known[i] });
		assert_int_equal(g.status, 304);
		assert_string_equal(g.body, "");
		assert_null(strstr(g.raw, "Content-Length"));
	}
	g = ask((struct sent){ .uri = "/echo/" UUID, .query = "n=8", .etag = etag });
	assert_int_equal(g.status, 200);
	json_object_put(g.json);
	g = ask((struct sent){ .method = "HEAD", .uri = "/echo/" UUID });
	assert_int_equal(g.status, 200);
	assert_string_equal(g.body, "");
	assert_non_null(strstr(g.raw, "Content-Length: "));
	g = ask((struct sent){ .method = "OPTIONS", .uri = "/echo" });
	assert_int_equal(g.status, 204);
	assert_non_null(strstr(g.raw, "Access-Control-Allow-Methods: POST, OPTIONS\r\n"));
}

static void test_metered(void **state)
{
	(void)state;
	conf.limits = true;
	conf.limit_requests = 2;
	static const int expected[] = { 500, 500, 429 };
	for (size_t i = 0; i < ARRAY_LEN(expected); i++) {
		struct got g = ask((struct sent){ .uri = "/metered", .address = "192.0.2.7" });
		assert_int_equal(g.status, expected[i]);
		json_object_put(g.json);
	}
	struct got g = ask((struct sent){ .uri = "/metered", .address = "192.0.2.8" });
	assert_int_equal(g.status, 500);
	json_object_put(g.json);
	/* one IPv6 site is one visitor */
	for (size_t i = 0; i < ARRAY_LEN(expected); i++) {
		char address[40];
		(void)snprintf(address, sizeof(address), "2001:db8:1:2::%zu", i);
		g = ask((struct sent){ .uri = "/metered", .address = address });
		assert_int_equal(g.status, expected[i]);
		json_object_put(g.json);
	}
	conf.limits = false;
}

static void test_visitor(void **state)
{
	(void)state;
	struct arena a;
	arena_init(&a, 4096);
	const char *one = req_visitor(&a, "192.0.2.1", &key);
	assert_int_equal(strlen(one), 32);
	assert_string_equal(one, req_visitor(&a, "192.0.2.1", &key));
	assert_string_not_equal(one, req_visitor(&a, "192.0.2.2", &key));
	const struct secret other = { .p = key_bytes, .len = sizeof(key_bytes) - 2 };
	assert_string_not_equal(one, req_visitor(&a, "192.0.2.1", &other));
	assert_string_equal(req_visitor(&a, "unix:", &key), "");
	assert_string_equal(req_visitor(&a, NULL, &key), "");
	arena_release(&a);
}

static int setup(void **state)
{
	(void)state;
	arena_init(&arena, 4 << 20);
	conf_init(&conf);
	conf.limits = false;
	app = (struct web_app){ .part = "test", .routes = routes, .n_routes = ARRAY_LEN(routes), .conf = &conf,
		.limits = limits_new() };
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	limits_free(app.limits);
	arena_release(&arena);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_echo),
		cmocka_unit_test(test_faults),
		cmocka_unit_test(test_refusals),
		cmocka_unit_test(test_internal),
		cmocka_unit_test(test_get_head_etag),
		cmocka_unit_test(test_metered),
		cmocka_unit_test(test_visitor),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
