/* The JSON reader and the text escapers, which meet every outside string. */
#include "config.h"

#include "core/base/arena.h"
#include "core/base/json.h"
#include "core/base/str.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "core/base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What str_add_json writes must read back as the sanitized text. */
static void round_trip(struct arena *a, const char *text)
{
	struct str s;
	struct err_note note;
	str_init(&s, a, 1 << 24);
	str_add_json(&s, text);
	CLEAN_JSON struct json_object *back = NULL;
	if (json_parse(&note, s.buf, s.len, JSON_DEPTH, &back))
		abort();
	if (strcmp(json_object_get_string(back), utf8_sanitize(a, text, strlen(text))) != 0)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a;
	struct err_note note;
	struct str s;
	arena_init(&a, 1 << 26);
	const char *text = arena_strndup(&a, (const char *)data, size);
	CLEAN_JSON struct json_object *root = NULL;
	if (!json_parse(&note, (const char *)data, size, JSON_DEPTH, &root))
		(void)json_text(root, NULL);
	round_trip(&a, text);
	str_init(&s, &a, 1 << 24);
	str_add_xml(&s, text);
	str_add_url(&s, text);
	str_add_logfmt(&s, text);
	arena_release(&a);
	return 0;
}
