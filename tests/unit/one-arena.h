/* One arena for a test program, emptied behind each test: setup and teardown of the group, reset of a test. */
#ifndef TESTS_UNIT_ONE_ARENA_H
#define TESTS_UNIT_ONE_ARENA_H

#include "core/base/arena.h"

static struct arena arena;

static int setup(void **state)
{
	(void)state;
	arena_init(&arena, 256 * 1024 * 1024);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_release(&arena);
	return 0;
}

static int reset(void **state)
{
	(void)state;
	arena_reset(&arena);
	return 0;
}

#endif
