/* Finding the row of a request. */
#include "config.h"

#include "core/web/route.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/base/str.h"
#include "core/web/pairs.h"

#include <stdlib.h>
#include <string.h>
#include "core/base/banned.h"

static const char *const methods[] = { "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS" };
_Static_assert(ARRAY_LEN(methods) == WEB_METHOD__MAX, "one name a method");

const char *web_method_name(enum web_method method)
{
	return methods[method];
}

bool web_method_parse(const char *s, enum web_method *ret_method)
{
	for (size_t i = 0; i < ARRAY_LEN(methods); i++)
		if (str_eq(s, methods[i])) {
			*ret_method = (enum web_method)i;
			return true;
		}
	return false;
}

enum { VALUES_MAX = 8 }; /* of one pattern */

static void keep(struct arena *a, struct pairs *values, const char *name, size_t name_len, const char *value,
	size_t len)
{
	if (!values->items)
		values->items = arena_array(a, VALUES_MAX, sizeof(*values->items));
	if (values->n == VALUES_MAX)
		abort();
	values->items[values->n++] = (struct pair){ .name = arena_strndup(a, name, name_len),
		.value = arena_strndup(a, value, len) };
}

/* One segment of the pattern (len bytes) against one of the path. */
static bool segment(struct arena *a, const char *pattern, size_t len, const char *path, size_t path_len,
	struct pairs *values)
{
	if (*pattern != ':')
		return len == path_len && memcmp(pattern, path, len) == 0;
	size_t name_len = 1;
	while (name_len < len && (ascii_is_alnum(pattern[name_len]) || pattern[name_len] == '_'))
		name_len++;
	size_t suffix = len - name_len;
	if (path_len <= suffix || memcmp(pattern + name_len, path + path_len - suffix, suffix) != 0)
		return false;
	keep(a, values, pattern + 1, name_len - 1, path, path_len - suffix);
	return true;
}

bool route_match(struct arena *a, const char *pattern, const char *path, struct pairs *ret_values)
{
	struct pairs values = { .n = 0 };
	if (*pattern != '/' || *path != '/')
		return false;
	for (;;) {
		pattern++;
		path++;
		size_t len = strcspn(pattern, "/"), path_len = strcspn(path, "/");
		if (*pattern == '*') {
			if (!*path)
				return false;
			keep(a, &values, pattern + 1, len - 1, path, strlen(path));
			break;
		}
		if (!segment(a, pattern, len, path, path_len, &values))
			return false;
		pattern += len;
		path += path_len;
		if (!*pattern || !*path) {
			if (*pattern != *path)
				return false;
			break;
		}
	}
	*ret_values = values;
	return true;
}

enum err route_find(struct arena *a, const struct route *routes, size_t n, enum web_method method,
	const char *path, const struct route **ret_route, struct pairs *ret_values, const char **ret_allow)
{
	bool allowed[WEB_METHOD__MAX] = { false };
	const struct route *found = NULL, *any = NULL;
	enum web_method wanted = method == WEB_HEAD ? WEB_GET : method;
	struct pairs values, found_values = { .n = 0 };
	for (size_t i = 0; i < n; i++) {
		if (!route_match(a, routes[i].pattern, path, &values))
			continue;
		allowed[routes[i].method] = true;
		if (!found && (routes[i].method == wanted || (wanted == WEB_OPTIONS && !any))) {
			found = &routes[i];
			found_values = values;
		}
		any = any ? any : &routes[i];
	}
	if (!any)
		return ERR_NOT_FOUND;
	allowed[WEB_OPTIONS] = true;
	allowed[WEB_HEAD] = allowed[WEB_GET];
	struct str allow;
	str_init(&allow, a, 128);
	for (size_t i = 0; i < WEB_METHOD__MAX; i++)
		if (allowed[i]) {
			str_addz(&allow, allow.len ? ", " : "");
			str_addz(&allow, methods[i]);
		}
	*ret_allow = allow.buf;
	if (!found) {
		*ret_route = any; /* its fail() says it */
		return ERR_METHOD;
	}
	*ret_route = found;
	*ret_values = found_values;
	return OK;
}
