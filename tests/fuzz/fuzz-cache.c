/* What a memcached server may answer to "get k": the place of a value is inside, and a longer answer never moves it. */
#include "config.h"

#include "core/base/cache-wire.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "core/base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	enum { MAX = 4096 };
	size_t known_at = 0, known_size = 0, at, n;
	for (size_t len = 0; len <= size && len <= 2 * (size_t)MAX; len++) {
		char *part = malloc(len ? len : 1);
		if (!part)
			abort();
		if (len)
			memcpy(part, data, len);
		enum wire_answer said = wire_read(part, len, "k", MAX, &at, &n);
		free(part);
		if (said == WIRE_FOUND && at + n + WIRE_TAIL != len)
			abort();
		if (at && (at > len || n > MAX || (known_at && (at != known_at || n != known_size))))
			abort();
		if (at)
			known_at = at, known_size = n;
		if (said == WIRE_BROKEN && known_at && at != known_at)
			abort();
	}
	return 0;
}
