/* Strict reading and plain writing over json-c. */
#include "config.h"

#include "core/base/json.h"

#include "core/base/arena.h"
#include "core/base/str.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include "core/base/banned.h"

DEFINE_CLEANUP(struct json_tokener *, json_tokener_free)

enum err json_parse(struct err_note *note, const char *text, size_t len, int depth, struct json_object **ret_root)
{
	if (len >= INT_MAX)
		return err_set(note, ERR_TOO_BIG, "JSON text of %zu bytes", len);
	CLEANUP(json_tokener_freep) struct json_tokener *tok = json_tokener_new_ex(depth);
	if (!tok)
		abort();
	json_tokener_set_flags(tok, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
	struct json_object *root = json_tokener_parse_ex(tok, text, (int)len);
	enum json_tokener_error why = json_tokener_get_error(tok);
	if (why == json_tokener_continue) { /* a bare number ends only at the end */
		root = json_tokener_parse_ex(tok, "", 1);
		why = json_tokener_get_error(tok);
	}
	if (why != json_tokener_success)
		return err_set(note, ERR_INVALID, "not valid JSON at byte %zu: %s", json_tokener_get_parse_end(tok),
			json_tokener_error_desc(why));
	*ret_root = root;
	return OK;
}

struct json_object *json_get(struct json_object *obj, const char *key)
{
	struct json_object *value = NULL;
	if (json_object_is_type(obj, json_type_object))
		(void)json_object_object_get_ex(obj, key, &value);
	return value;
}

struct json_object *json_path(struct json_object *obj, const char *path)
{
	char key[128];
	while (obj && *path) {
		size_t len = strcspn(path, ".");
		if (len >= sizeof(key))
			return NULL;
		memcpy(key, path, len);
		key[len] = '\0';
		obj = json_get(obj, key);
		path += len + (path[len] == '.');
	}
	return obj;
}

const char *json_str(struct json_object *obj, const char *key, const char *otherwise)
{
	struct json_object *value = json_get(obj, key);
	return json_object_is_type(value, json_type_string) ? json_object_get_string(value) : otherwise;
}

int64_t json_int(struct json_object *obj, const char *key, int64_t otherwise)
{
	struct json_object *value = json_get(obj, key);
	return json_object_is_type(value, json_type_int) ? json_object_get_int64(value) : otherwise;
}

bool json_flag(struct json_object *obj, const char *key, bool otherwise)
{
	struct json_object *value = json_get(obj, key);
	return json_object_is_type(value, json_type_boolean) ? json_object_get_boolean(value) : otherwise;
}

size_t json_len(struct json_object *array)
{
	return json_object_is_type(array, json_type_array) ? json_object_array_length(array) : 0;
}

struct json_object *json_at(struct json_object *array, size_t i)
{
	return i < json_len(array) ? json_object_array_get_idx(array, i) : NULL;
}

char *json_dup(struct arena *a, struct json_object *obj, const char *key)
{
	const char *s = json_str(obj, key, NULL);
	return s ? arena_strdup(a, s) : NULL;
}

static struct json_object *made(struct json_object *obj)
{
	if (!obj)
		abort();
	return obj;
}

struct json_object *json_new(void)
{
	return made(json_object_new_object());
}

struct json_object *json_new_array(void)
{
	return made(json_object_new_array());
}

struct json_object *json_new_str(const char *value)
{
	return value ? made(json_object_new_string(value)) : NULL;
}

struct json_object *json_new_int(int64_t value)
{
	return made(json_object_new_int64(value));
}

struct json_object *json_new_bool(bool value)
{
	return made(json_object_new_boolean(value));
}

void json_add(struct json_object *obj, const char *key, struct json_object *value)
{
	if (json_object_object_add_ex(obj, key, value, JSON_C_OBJECT_ADD_KEY_IS_NEW | JSON_C_OBJECT_KEY_IS_CONSTANT))
		abort();
}

void json_put(struct json_object *obj, const char *key, struct json_object *value)
{
	if (json_object_object_add(obj, key, value))
		abort();
}

void json_put_str(struct json_object *obj, const char *key, const char *value)
{
	json_put(obj, key, json_new_str(value));
}

void json_put_int(struct json_object *obj, const char *key, int64_t value)
{
	json_put(obj, key, json_new_int(value));
}

void json_put_bool(struct json_object *obj, const char *key, bool value)
{
	json_put(obj, key, json_new_bool(value));
}

void json_put_num(struct json_object *obj, const char *key, double value, int decimals)
{
	struct arena a;
	struct str s;
	arena_init(&a, 1024);
	str_init(&s, &a, 64);
	str_add_num(&s, value, decimals);
	json_put(obj, key, made(json_object_new_double_s(value, s.buf)));
	arena_release(&a);
}

struct json_object *json_put_object(struct json_object *obj, const char *key)
{
	struct json_object *child = json_new();
	json_put(obj, key, child);
	return child;
}

struct json_object *json_put_array(struct json_object *obj, const char *key)
{
	struct json_object *child = json_new_array();
	json_put(obj, key, child);
	return child;
}

void json_push(struct json_object *array, struct json_object *value)
{
	if (json_object_array_add(array, value))
		abort();
}

void json_push_str(struct json_object *array, const char *value)
{
	json_push(array, value ? made(json_object_new_string(value)) : NULL);
}

struct json_object *json_push_object(struct json_object *array)
{
	struct json_object *child = json_new();
	json_push(array, child);
	return child;
}

const char *json_text(struct json_object *root, size_t *ret_len)
{
	return json_object_to_json_string_length(root, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE, ret_len);
}
