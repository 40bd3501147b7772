/*
 * JSON by json-c, read strictly: depth 16 (32 where said), valid UTF-8, no trailing bytes,
 * bounded length. A tree is read into typed structs at the edge and never passed inward.
 */
#ifndef CORE_BASE_JSON_H
#define CORE_BASE_JSON_H

#include "core/base/clean.h"
#include "core/base/err.h"

#include <json-c/json.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct str;

enum { JSON_DEPTH = 16, JSON_DEPTH_DEEP = 32 };

DEFINE_CLEANUP(struct json_object *, json_object_put)
#define CLEAN_JSON CLEANUP(json_object_putp)

/* The caller puts *ret_root. ERR_INVALID with offset and reason in note. */
enum err json_parse(struct err_note *note, const char *text, size_t len, int depth, struct json_object **ret_root);

/*
 * Readers of an object's member. obj may be NULL or of another type: then, as for a missing
 * member, null, or a member of the wrong type, the default comes back.
 */
struct json_object *json_get(struct json_object *obj, const char *key);
/* Walk a dotted path, "user.repositories.nodes". */
struct json_object *json_path(struct json_object *obj, const char *path);
const char *json_str(struct json_object *obj, const char *key, const char *otherwise); /* lives as long as obj */
int64_t json_int(struct json_object *obj, const char *key, int64_t otherwise);
bool json_flag(struct json_object *obj, const char *key, bool otherwise);
/* Elements of an array, 0 for anything else. */
size_t json_len(struct json_object *array);
struct json_object *json_at(struct json_object *array, size_t i);
/* Copies a string member into the arena, NULL where it is missing or null. */
char *json_dup(struct arena *a, struct json_object *obj, const char *key);

/* Writers: add a member and give its ownership to obj. NULL strings become null. */
struct json_object *json_new(void);		    /* {} */
struct json_object *json_new_array(void);	    /* [] */
struct json_object *json_new_str(const char *value); /* NULL for NULL */
struct json_object *json_new_int(int64_t value);
struct json_object *json_new_bool(bool value);
void json_put_str(struct json_object *obj, const char *key, const char *value);
void json_put_int(struct json_object *obj, const char *key, int64_t value);
void json_put_bool(struct json_object *obj, const char *key, bool value);
/* Written with at most `decimals` digits after the point. */
void json_put_num(struct json_object *obj, const char *key, double value, int decimals);
void json_put(struct json_object *obj, const char *key, struct json_object *value); /* takes value */
/* As json_put() where obj does not hold key yet and key outlives it (a literal): neither looked for nor copied. */
void json_add(struct json_object *obj, const char *key, struct json_object *value);
struct json_object *json_put_object(struct json_object *obj, const char *key);	    /* a new {} inside obj */
struct json_object *json_put_array(struct json_object *obj, const char *key);	    /* a new [] inside obj */
void json_push(struct json_object *array, struct json_object *value);		    /* takes value */
void json_push_str(struct json_object *array, const char *value);
struct json_object *json_push_object(struct json_object *array);

/* Compact text, borrowed from the tree until its next change. */
const char *json_text(struct json_object *root, size_t *ret_len);

#endif
