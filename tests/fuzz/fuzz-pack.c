/* facts_unpack() and its kin: what is read must pack again to bytes that read to the same. */
#include "config.h"

#include "core/base/arena.h"
#include "core/base/str.h"
#include "core/cards/facts.h"
#include "core/cards/packed.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "core/base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { PACKED_MAX = 1 << 20 };

static void facts(struct arena *a, const void *bytes, size_t len)
{
	struct facts *f, *again;
	struct str first, second;
	if (facts_unpack(NULL, a, bytes, len, &f))
		return;
	str_init(&first, a, PACKED_MAX);
	str_init(&second, a, PACKED_MAX);
	facts_pack(f, &first);
	if (facts_unpack(NULL, a, first.buf, first.len, &again))
		abort();
	facts_pack(again, &second);
	if (first.len != second.len || memcmp(first.buf, second.buf, first.len) != 0)
		abort();
}

static void whole(struct arena *a, const void *bytes, size_t len)
{
	struct facts *f, *again;
	struct str first;
	if (facts_unpack_whole(NULL, a, bytes, len, &f))
		return;
	str_init(&first, a, PACKED_MAX);
	facts_pack_whole(f, &first);
	if (facts_unpack_whole(NULL, a, first.buf, first.len, &again) || again->n_repos_listed != f->n_repos_listed)
		abort();
}

static void other(struct arena *a, const struct pack_shape *shape, const void *bytes, size_t len)
{
	struct str first, second;
	void *record = arena_alloc(a, shape->size), *again = arena_alloc(a, shape->size);
	if (pack_read(NULL, a, PACKED_VERSION, shape, bytes, len, record))
		return;
	str_init(&first, a, PACKED_MAX);
	str_init(&second, a, PACKED_MAX);
	pack_write(&first, PACKED_VERSION, shape, record);
	if (pack_read(NULL, a, PACKED_VERSION, shape, first.buf, first.len, again))
		abort();
	pack_write(&second, PACKED_VERSION, shape, again);
	if (first.len != second.len || memcmp(first.buf, second.buf, first.len) != 0)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a;
	arena_init(&a, 1 << 26);
	facts(&a, data, size);
	whole(&a, data, size);
	other(&a, &packed_history, data, size);
	other(&a, &packed_repo, data, size);
	other(&a, &packed_gist, data, size);
	other(&a, &packed_wakatime, data, size);
	other(&a, &packed_number_shape, data, size);
	arena_release(&a);
	return 0;
}
