/*
 * Drawn cards in the cache: a head, packed, and the bytes behind it. What nginx keeps is nearer; this serves several machines,
 * and those whose nginx has just forgotten.
 */
#include "config.h"

#include "core/base/arena.h"
#include "core/base/cache.h"
#include "core/base/clock.h"
#include "core/base/conf.h"
#include "core/base/hash.h"
#include "core/base/log.h"
#include "core/base/pack.h"
#include "core/base/str.h"
#include "fcgi/scope.h"

#include <stdatomic.h>
#include <string.h>
#include "core/base/banned.h"

enum { HEAD_VERSION = 1, HEAD_BYTES = 2 };

static const struct pack_field head_fields[] = {
	PACK(struct picture, tag, PACK_TEXT),
	PACK(struct picture, missing, PACK_TEXT),
	PACK(struct picture, life, PACK_INT),
	PACK(struct picture, made_ms, PACK_I64),
};
static const struct pack_shape head_shape = PACK_SHAPE(struct picture, head_fields);

bool picture_wanted(struct scope_worker *w, const char *key, bool pixels)
{
	uint64_t hash = hash_fnv(key, strlen(key));
	_Atomic(uint64_t) *slot = &w->scope->drawn[hash % DRAWN_LATELY];
	if (!w->scope->app->conf->picture_cache_ttl)
		return false;
	return atomic_exchange_explicit(slot, hash, memory_order_relaxed) == hash || pixels;
}

enum err picture_cached(struct scope_worker *w, struct arena *a, const char *key, struct picture *ret_picture)
{
	struct picture p = { .len = 0 };
	char *value;
	size_t len;
	TRY(cache_get(NULL, w->cache, "picture", key, a, &value, &len));
	size_t head = len < HEAD_BYTES ? 0 : (size_t)(unsigned char)value[0] << 8 | (unsigned char)value[1];
	if (len < HEAD_BYTES + head || pack_read(NULL, a, HEAD_VERSION, &head_shape, value + HEAD_BYTES, head, &p) || !p.tag)
		return ERR_NOT_FOUND;
	p.bytes = value + HEAD_BYTES + head;
	p.len = len - HEAD_BYTES - head;
	*ret_picture = p;
	return OK;
}

void picture_keep(struct scope_worker *w, const char *key, const struct picture *p, int64_t left)
{
	int64_t most = w->scope->app->conf->picture_cache_ttl;
	struct err_note why = { .code = OK };
	struct str head, all;
	struct arena a;
	if (left <= 0)
		return;
	arena_init(&a, CACHE_VALUE_MAX * 4);
	str_init(&head, &a, UINT16_MAX);
	pack_write(&head, HEAD_VERSION, &head_shape, p);
	str_init(&all, &a, CACHE_VALUE_MAX);
	str_addc(&all, (char)(head.len >> 8));
	str_addc(&all, (char)(head.len & 0xff));
	str_add(&all, head.buf, head.len);
	str_add(&all, p->bytes, p->len);
	if (!head.over && !all.over && cache_put(&why, w->cache, "picture", key, all.buf, all.len, left < most ? left : most))
		log_line(LOG_DEBUG, "msg", "a picture was not cached", "why", why.text, NULL);
	arena_release(&a);
}
