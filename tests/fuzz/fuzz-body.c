/* The body of an analysis against its declared parameters: a value that passes keeps its promise. */
#include "config.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/base/json.h"
#include "core/web/param.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "core/base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { NAME, GOAL, STYLE, COLORS, COUNT, KEYS };

static const struct param params[] = {
	[NAME] = { .name = "github_username", .in = IN_BODY, .type = PARAM_TEXT, .required = true, .min = 1, .max = 39 },
	[GOAL] = { .name = "preferences.career_goal", .in = IN_BODY, .type = PARAM_TEXT, .max = 200 },
	[STYLE] = { .name = "preferences.style", .in = IN_BODY, .type = PARAM_WORD, .words = "minimal|colorful",
		.otherwise = "minimal" },
	[COLORS] = { .name = "preferences.colors", .in = IN_BODY, .type = PARAM_TEXTS, .max = 5 },
	[COUNT] = { .name = "count", .in = IN_BODY, .type = PARAM_INT, .min = -5, .max = 5, .otherwise = "0" },
	[KEYS] = { .name = "byok", .in = IN_BODY, .type = PARAM_REFUSED, .doc = "not be there" },
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct route route = { .params = params, .n_params = ARRAY_LEN(params) };
	const struct pairs none = { .n = 0 };
	struct arena a;
	CLEAN_JSON struct json_object *body = NULL;
	struct param_value *v;
	struct param_faults faults;
	arena_init(&a, 16 << 20);
	if (json_parse(NULL, (const char *)data, size, JSON_DEPTH, &body) == OK) {
		enum err e = param_check(NULL, &a, &route, &none, &none, body, &v, &faults);
		if ((e == OK) != (faults.n == 0))
			abort();
		if (e == OK && (!v[NAME].text || strlen(v[NAME].text) < 1 || v[COLORS].n_items > 5 || v[COUNT].n < -5 ||
				       v[COUNT].n > 5 || v[KEYS].given || json_get(body, "byok")))
			abort();
	}
	arena_release(&a);
	return 0;
}
