/* Strings, numbers, times and colours of outside JSON. */
#include "config.h"

#include "core/profile/value.h"

#include "core/base/arena.h"
#include "core/base/json.h"
#include "core/base/parse.h"

#include <math.h>
#include <string.h>
#include "core/base/banned.h"

static const int64_t number_max = INT64_C(1000000000000);

static const char *string_of(struct json_object *value)
{
	return json_object_is_type(value, json_type_string) ? json_object_get_string(value) : "";
}

const char *value_cut(struct arena *a, const char *s, size_t max)
{
	size_t len = strlen(s);
	if (len > max) {
		len = max;
		while (len && ((unsigned char)s[len] & 0xc0) == 0x80)
			len--;
	}
	return arena_strndup(a, s, len);
}

const char *value_text(struct arena *a, struct json_object *value, size_t max)
{
	const char *s = string_of(value);
	return *s ? value_cut(a, s, max) : NULL;
}

struct metric value_number(struct json_object *value)
{
	int64_t n = json_object_is_type(value, json_type_int) ? json_object_get_int64(value) : -1;
	return n < 0 || n > number_max ? (struct metric){ .known = false } : METRIC(n);
}

struct metric value_time(struct json_object *value)
{
	int64_t ms;
	return parse_time(string_of(value), &ms) ? METRIC(ms) : (struct metric){ .known = false };
}

const char *value_color(struct arena *a, struct json_object *value)
{
	const char *s = string_of(value);
	unsigned char rgb[3];
	return *s == '#' && strlen(s) == 7 && parse_hex(s + 1, 6, rgb) ? arena_strdup(a, s) : NULL;
}

double value_share(int64_t part, int64_t whole)
{
	return whole > 0 ? floor((double)part / (double)whole * 1000 + 0.5) / 10 : 0;
}
