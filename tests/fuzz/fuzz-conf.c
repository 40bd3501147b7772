/* gps.conf assignments, numbers and times: whatever comes in, an answer goes out. */
#include "config.h"

#include "core/base/arena.h"
#include "core/base/conf.h"
#include "core/base/parse.h"

#include <stdint.h>
#include <string.h>
#include "core/base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a;
	struct err_note note = { .code = OK };
	struct conf c;
	arena_init(&a, 1 << 20);
	conf_init(&c);
	char *text = arena_strndup(&a, (const char *)data, size);
	(void)conf_set(&note, &a, text, &c);
	double d;
	int64_t t;
	uint64_t u;
	(void)parse_double(text, &d);
	(void)parse_time(text, &t);
	(void)parse_size(text, UINT64_MAX, &u);
	(void)parse_duration(text, INT64_MAX, &t);
	(void)parse_i64(text, INT64_MIN + 1, INT64_MAX, &t);
	arena_release(&a);
	return 0;
}
