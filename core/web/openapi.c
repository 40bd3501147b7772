/* The OpenAPI 3.1 document of a route table. */
#include "config.h"

#include "core/base/arena.h"
#include "core/base/json.h"
#include "core/base/parse.h"
#include "core/base/str.h"
#include "core/web/app.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "core/base/banned.h"

enum { PATH_MAX_BYTES = 512, OPENAPI_ARENA = 1 << 20 };

/* "/session/:id", "/card/:login.svg", "/card/" and a star as OpenAPI's "/session/{id}". */
static void path_of(const char *pattern, struct str *out)
{
	while (*pattern) {
		if (*pattern != ':' && *pattern != '*') {
			str_addc(out, *pattern++);
			continue;
		}
		str_addc(out, '{');
		for (pattern++; ascii_is_alnum(*pattern) || *pattern == '_'; pattern++)
			str_addc(out, *pattern);
		str_addc(out, '}');
	}
}

static void put_words(struct json_object *schema, const char *words)
{
	char word[64];
	struct json_object *list = json_put_array(schema, "enum");
	for (const char *w = words; *w; w += *w == '|') {
		size_t len = strcspn(w, "|");
		(void)snprintf(word, sizeof(word), "%.*s", (int)len, w);
		json_push_str(list, word);
		w += len;
	}
}

static void put_default(struct json_object *schema, const struct param *p)
{
	int64_t n;
	if (!p->otherwise)
		return;
	if (p->type == PARAM_INT && parse_i64(p->otherwise, p->min, p->max, &n))
		json_put_int(schema, "default", n);
	else
		json_put_str(schema, "default", p->otherwise);
}

static void text_schema(struct json_object *schema, const struct param *p)
{
	json_put_str(schema, "type", "string");
	if (p->min)
		json_put_int(schema, "minLength", p->min);
	json_put_int(schema, "maxLength", p->max ? p->max : PARAM_TEXT_MAX);
	if (p->pattern)
		json_put_str(schema, "pattern", p->pattern);
}

static struct json_object *param_schema(const struct param *p)
{
	struct json_object *schema = json_new(), *items;
	switch (p->type) {
	case PARAM_TEXT:
		text_schema(schema, p);
		break;
	case PARAM_WORD:
		json_put_str(schema, "type", "string");
		put_words(schema, p->words);
		break;
	case PARAM_INT:
		json_put_str(schema, "type", "integer");
		json_put_int(schema, "minimum", p->min);
		json_put_int(schema, "maximum", p->max);
		break;
	case PARAM_UUID:
		json_put_str(schema, "type", "string");
		json_put_str(schema, "format", "uuid");
		break;
	case PARAM_TEXTS:
		json_put_str(schema, "type", "array");
		json_put_int(schema, "maxItems", p->max);
		items = json_put_object(schema, "items");
		json_put_str(items, "type", "string");
		json_put_int(items, "maxLength", PARAM_ITEM_MAX);
		break;
	case PARAM_REFUSED:
		(void)json_put_object(schema, "not");
		break;
	default:
		abort();
	}
	put_default(schema, p);
	return schema;
}

static struct json_object *params_json(const struct route *r)
{
	struct json_object *list = json_new_array();
	for (size_t i = 0; i < r->n_params; i++) {
		const struct param *p = &r->params[i];
		if (p->in == IN_BODY || p->type == PARAM_REFUSED)
			continue;
		struct json_object *entry = json_push_object(list);
		json_put_str(entry, "name", p->name);
		json_put_str(entry, "in", param_in_name(p->in));
		json_put_bool(entry, "required", p->required || p->in == IN_PATH);
		json_put_str(entry, "description", p->doc);
		json_put(entry, "schema", param_schema(p));
	}
	return list;
}

/* Put a body parameter where its dotted name says, making the objects on the way. */
static void put_body_param(struct json_object *schema, const struct param *p)
{
	char head[64];
	const char *name = p->name;
	for (size_t len; len = strcspn(name, "."), name[len]; name += len + 1) {
		(void)snprintf(head, sizeof(head), "%.*s", (int)len, name);
		struct json_object *inner = json_get(json_get(schema, "properties"), head);
		if (!inner) {
			inner = json_put_object(json_get(schema, "properties"), head);
			json_put_str(inner, "type", "object");
			(void)json_put_object(inner, "properties");
		}
		schema = inner;
	}
	struct json_object *own = param_schema(p);
	json_put_str(own, "description", p->doc);
	json_put(json_get(schema, "properties"), name, own);
	if (p->required) {
		struct json_object *required = json_get(schema, "required");
		json_push_str(required ? required : json_put_array(schema, "required"), name);
	}
}

static void put_body(struct json_object *operation, const struct route *r)
{
	struct json_object *schema = json_new();
	json_put_str(schema, "type", "object");
	(void)json_put_object(schema, "properties");
	for (size_t i = 0; i < r->n_params; i++)
		if (r->params[i].in == IN_BODY)
			put_body_param(schema, &r->params[i]);
	struct json_object *body = json_put_object(operation, "requestBody");
	json_put_bool(body, "required", true);
	json_put(json_put_object(json_put_object(body, "content"), "application/json"), "schema", schema);
}

static void put_ref(struct json_object *media, struct arena *a, const char *name)
{
	json_put_str(json_put_object(media, "schema"), "$ref", arena_printf(a, "#/components/schemas/%s", name));
}

static void put_answer(struct json_object *responses, struct arena *a, const struct answer *answer)
{
	struct json_object *entry = json_put_object(responses, arena_printf(a, "%d", answer->status));
	json_put_str(entry, "description", answer->doc);
	if (!answer->type)
		return;
	struct json_object *media = json_put_object(json_put_object(entry, "content"), answer->type);
	if (answer->schema)
		put_ref(media, a, answer->schema);
	else
		json_put_str(json_put_object(media, "schema"), "type", "string");
}

static struct json_object *operation_json(struct arena *a, const struct route *r)
{
	struct json_object *operation = json_new(), *responses;
	json_put_str(operation, "operationId", r->id);
	json_put_str(operation, "summary", r->doc);
	struct json_object *params = params_json(r);
	if (json_len(params))
		json_put(operation, "parameters", params);
	else
		json_object_put(params);
	if (r->body_max)
		put_body(operation, r);
	responses = json_put_object(operation, "responses");
	for (size_t i = 0; i < r->n_answers; i++)
		put_answer(responses, a, &r->answers[i]);
	if (!r->fail) {
		const struct answer problem = { .type = "application/problem+json", .schema = "Problem",
			.doc = "An error, as RFC 9457 has it." };
		struct json_object *entry = json_put_object(responses, "4XX");
		json_put_str(entry, "description", problem.doc);
		put_ref(json_put_object(json_put_object(entry, "content"), problem.type), a, problem.schema);
	}
	return operation;
}

static const char problem_schema[] =
	"{\"type\":\"object\",\"required\":[\"type\",\"title\",\"status\",\"detail\",\"instance\",\"code\",\"request_id\","
	"\"error\"],\"properties\":{\"type\":{\"type\":\"string\",\"format\":\"uri\"},\"title\":{\"type\":\"string\"},"
	"\"status\":{\"type\":\"integer\"},\"detail\":{\"type\":\"string\"},\"instance\":{\"type\":\"string\","
	"\"format\":\"uri\"},\"code\":{\"type\":\"string\",\"description\":\"Stable and in upper case.\"},"
	"\"request_id\":{\"type\":\"string\",\"format\":\"uuid\"},\"errors\":{\"type\":\"array\",\"items\":{\"type\":\"object\","
	"\"properties\":{\"field\":{\"type\":\"string\"},\"in\":{\"type\":\"string\",\"enum\":[\"path\",\"query\",\"body\"]},"
	"\"detail\":{\"type\":\"string\"}}}},\"error\":{\"type\":\"object\",\"description\":\"The same for clients of the "
	"first API.\",\"required\":[\"code\",\"message\"],\"properties\":{\"code\":{\"type\":\"string\"},\"message\":"
	"{\"type\":\"string\"},\"details\":{\"type\":\"object\"}}}}}";

static void put_schema(struct json_object *schemas, const char *name, const char *text)
{
	struct json_object *schema = NULL;
	if (json_parse(NULL, text, strlen(text), JSON_DEPTH_DEEP, &schema))
		abort(); /* a mistake of ours, which every test that prints the document meets */
	json_put(schemas, name, schema);
}

struct json_object *web_openapi(const struct web_app *app)
{
	struct arena a;
	struct str path;
	char method[16];
	arena_init(&a, OPENAPI_ARENA);
	str_init(&path, &a, PATH_MAX_BYTES);
	struct json_object *root = json_new();
	json_put_str(root, "openapi", "3.1.0");
	struct json_object *info = json_put_object(root, "info");
	json_put_str(info, "title", app->title);
	json_put_str(info, "version", PACKAGE_VERSION);
	json_put_str(info, "summary", app->summary);
	struct json_object *license = json_put_object(info, "license");
	json_put_str(license, "name", "MIT");
	json_put_str(license, "identifier", "MIT");
	json_put_str(json_push_object(json_put_array(root, "servers")), "url", "/");
	(void)json_put_array(root, "security"); /* nothing here asks for credentials */
	struct json_object *paths = json_put_object(root, "paths");
	for (size_t i = 0; i < app->n_routes; i++) {
		const struct route *r = &app->routes[i];
		if (!r->id)
			continue;
		str_reset(&path);
		path_of(r->pattern, &path);
		struct json_object *item = json_get(paths, path.buf);
		item = item ? item : json_put_object(paths, path.buf);
		(void)snprintf(method, sizeof(method), "%s", web_method_name(r->method));
		for (char *p = method; *p; p++)
			*p = ascii_lower(*p);
		json_put(item, method, operation_json(&a, r));
	}
	struct json_object *schemas = json_put_object(json_put_object(root, "components"), "schemas");
	put_schema(schemas, "Problem", problem_schema);
	for (size_t i = 0; i < app->n_schemas; i++)
		put_schema(schemas, app->schemas[i].name, app->schemas[i].json);
	arena_release(&a);
	return root;
}
