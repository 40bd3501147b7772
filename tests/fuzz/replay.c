/*
 * The plain driver of the fuzz targets: `make check` replays each file of
 * tests/fuzz/corpus/NAME/ as it is and in a fixed number of mutations (the same every run).
 * Under --enable-fuzzers libFuzzer takes this file's place.
 */
#include "config.h"

#include "core/base/clean.h"

#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "core/base/banned.h"

enum { INPUT_MAX = 1 << 20, MUTATIONS = 64, FILES_MAX = 512 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

DEFINE_CLEANUP(FILE *, fclose)

static uint64_t next(uint64_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return *seed;
}

/* Flip, cut, repeat: what a careless or hostile sender does. An exact copy, so that ASan sees one step too far. */
static void run_mutated(const uint8_t *data, size_t size, uint64_t seed)
{
	uint8_t *copy = malloc(size ? size : 1);
	if (!copy)
		abort();
	memcpy(copy, data, size);
	for (uint64_t edits = 1 + next(&seed) % 4; edits && size; edits--) {
		size_t at = next(&seed) % size;
		switch (next(&seed) % 4) {
		case 0:
			copy[at] = (uint8_t)next(&seed);
			break;
		case 1:
			copy[at] ^= (uint8_t)(1U << next(&seed) % 8);
			break;
		case 2:
			size = at ? at : size;
			break;
		default:
			memmove(copy + at / 2, copy + at, size - at);
			break;
		}
	}
	uint8_t *exact = malloc(size ? size : 1);
	if (!exact)
		abort();
	memcpy(exact, copy, size);
	(void)LLVMFuzzerTestOneInput(exact, size);
	free(exact);
	free(copy);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static size_t list(const char *dir, char **ret_names)
{
	size_t n = 0;
	DIR *d = opendir(dir);
	if (!d)
		return 0;
	for (struct dirent *e; n < FILES_MAX && (e = readdir(d));)
		if (e->d_name[0] != '.' && !(ret_names[n++] = strdup(e->d_name)))
			abort();
	(void)closedir(d);
	qsort(ret_names, n, sizeof(*ret_names), by_name);
	return n;
}

static int replay(const char *dir, const char *name, size_t number, uint8_t *buf)
{
	char path[4096];
	(void)snprintf(path, sizeof(path), "%s/%s", dir, name);
	CLEANUP(fclosep) FILE *in = fopen(path, "rbe");
	if (!in) {
		(void)printf("not ok %zu - %s cannot be read\n", number, name);
		return 1;
	}
	size_t size = fread(buf, 1, INPUT_MAX, in);
	run_mutated(buf, 0, 1);
	(void)LLVMFuzzerTestOneInput(buf, size);
	for (uint64_t i = 1; i <= MUTATIONS; i++)
		run_mutated(buf, size, i * UINT64_C(0x9e3779b97f4a7c15) + size);
	(void)printf("ok %zu - %s (%zu bytes, %d mutations)\n", number, name, size, MUTATIONS);
	return 0;
}

int main(int argc, char **argv)
{
	char dir[2048];
	const char *top = getenv("top_srcdir"), *base = strrchr(argv[0], '/');
	base = base ? base + 1 : argv[0];
	if (strncmp(base, "fuzz-", 5) == 0)
		base += 5;
	if (argc > 1)
		(void)snprintf(dir, sizeof(dir), "%s", argv[1]);
	else
		(void)snprintf(dir, sizeof(dir), "%s/tests/fuzz/corpus/%s", top ? top : ".", base);

	static char *names[FILES_MAX];
	size_t n = list(dir, names);
	if (!n) {
		(void)printf("1..1\nnot ok 1 - no corpus in %s\n", dir);
		return 1;
	}
	uint8_t *buf = malloc(INPUT_MAX);
	if (!buf)
		abort();
	(void)printf("1..%zu\n", n);
	int failed = 0;
	for (size_t i = 0; i < n; i++) {
		failed |= replay(dir, names[i], i + 1, buf);
		(void)fflush(stdout);
		free(names[i]);
	}
	free(buf);
	return failed;
}
