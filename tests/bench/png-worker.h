/*
 * A program of tests/bench/png: reads a number a line, draws so many pictures, answers with the bytes of the last one and
 * the microseconds of each. With an argument: writes one picture to that file.
 */
#ifndef TESTS_BENCH_PNG_WORKER_H
#define TESTS_BENCH_PNG_WORKER_H

#include "core/base/clock.h"
#include "core/base/parse.h"

#include <stdio.h>
#include <string.h>

struct drawn {
	const void *bytes;
	size_t len;
};

typedef struct drawn draw_one(void *ctx);

static inline int worker_loop(draw_one *draw, void *ctx)
{
	char line[32];
	while (fgets(line, sizeof(line), stdin)) {
		uint64_t n = 0;
		struct drawn drawn = { NULL, 0 };
		line[strcspn(line, "\n")] = '\0';
		if (!parse_u64(line, 100000, &n))
			return 2;
		for (uint64_t i = 0; i < n; i++) {
			int64_t from = clock_monotonic_us();
			drawn = draw(ctx);
			printf("%lld ", (long long)(clock_monotonic_us() - from));
		}
		printf("%zu\n", drawn.len);
		(void)fflush(stdout);
	}
	return 0;
}

static inline int worker_write(draw_one *draw, void *ctx, const char *path)
{
	struct drawn drawn = draw(ctx);
	FILE *f = fopen(path, "wb");
	return !f || fwrite(drawn.bytes, 1, drawn.len, f) != drawn.len || fclose(f);
}

#endif
