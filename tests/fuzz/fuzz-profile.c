/* profile_load() and profile_from_json(): what they take must survive a dump unchanged. */
#include "config.h"

#include "core/base/arena.h"
#include "core/base/json.h"
#include "core/profile/profile.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "core/base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void round_trip(struct arena *a, const struct profile *p)
{
	struct err_note note;
	struct profile back;
	CLEAN_JSON struct json_object *first = profile_dump(p);
	if (profile_load(&note, a, first, &back))
		abort();
	CLEAN_JSON struct json_object *second = profile_dump(&back);
	if (strcmp(json_text(first, NULL), json_text(second, NULL)) != 0)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a;
	struct err_note note;
	struct profile p;
	arena_init(&a, 1 << 26);
	CLEAN_JSON struct json_object *root = NULL;
	if (!json_parse(&note, (const char *)data, size, JSON_DEPTH, &root)) {
		if (!profile_load(&note, &a, root, &p))
			round_trip(&a, &p);
		if (!profile_from_json(&note, &a, json_get(root, "profile"), json_get(root, "commits"), &p))
			round_trip(&a, &p);
	}
	arena_release(&a);
	return 0;
}
