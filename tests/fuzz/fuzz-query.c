/* Query strings and paths: whatever comes in, an answer goes out. */
#include "config.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/web/pairs.h"
#include "core/web/route.h"

#include <stdint.h>
#include <stdlib.h>
#include "core/base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const patterns[] = { "/", "/card/:login.svg", "/session/:id", "/card/*rest", "/a/:b/c" };
	struct arena a;
	struct pairs p = { .n = 0 };
	arena_init(&a, 4 << 20);
	const char *text = arena_strndup(&a, (const char *)data, size);
	if (pairs_query(NULL, &a, text, &p) == OK && p.n > PAIRS_MAX)
		abort();
	for (size_t i = 0; i < ARRAY_LEN(patterns); i++)
		if (route_match(&a, patterns[i], text, &p))
			for (size_t k = 0; k < p.n; k++)
				if (!*p.items[k].value)
					abort();
	arena_release(&a);
	return 0;
}
