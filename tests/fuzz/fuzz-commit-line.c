/* The tree-less reader of commits against json.h: what it takes must read the same there. */
#include "config.h"

#include "core/base/arena.h"
#include "core/base/json.h"
#include "core/base/str.h"
#include "core/profile/commit-line.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "core/base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void same(const char *ours, struct json_object *obj, const char *key)
{
	if (!str_eq(ours, json_str(obj, key, NULL)))
		abort();
}

static void same_person(const struct person *ours, struct json_object *root, const char *key)
{
	struct json_object *p = json_get(root, key);
	same(ours->name, p, "name");
	same(ours->email, p, "email");
	same(ours->login, p, "login");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a;
	struct commit_line line;
	struct err_note note;
	arena_init(&a, 1 << 26);
	const char *text = arena_memdup(&a, data, size ? size : 1);
	if (commit_line_read(&a, text, size, &line)) {
		CLEAN_JSON struct json_object *root = NULL;
		if (json_parse(&note, text, size, JSON_DEPTH, &root))
			abort();
		same(line.message, root, "message");
		same_person(&line.author, root, "author");
		same_person(&line.committer, root, "committer");
		struct json_object *id = json_get(root, "id");
		if (!str_eq(line.id, id ? json_text(id, NULL) : "null"))
			abort();
	}
	arena_release(&a);
	return 0;
}
