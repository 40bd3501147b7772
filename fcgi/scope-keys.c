/* API keys: which tier a caller has. Only hashes are kept. */
#include "config.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/base/conf.h"
#include "core/base/crypt.h"
#include "core/base/hash.h"
#include "core/base/parse.h"
#include "core/base/str.h"
#include "fcgi/scope.h"

#include <string.h>
#include "core/base/banned.h"

enum { HASH_HEX = 2 * SHA256_LEN };

struct api_key {
	unsigned char hash[SHA256_LEN];
	enum tier tier;
};

struct api_keys {
	struct api_key *items;
	size_t n, cap;
};

static const char *const tier_names[] = { "free", "pro", "enterprise" };
_Static_assert(ARRAY_LEN(tier_names) == TIER__MAX, "one name a tier");

static bool read_line(const char *line, struct api_key *ret_key)
{
	size_t len = strcspn(line, " \t\r\n");
	if (len != HASH_HEX || !parse_hex(line, len, ret_key->hash))
		return false;
	line += len;
	line += strspn(line, " \t");
	size_t word = strcspn(line, " \t\r\n");
	for (size_t i = 0; i < TIER__MAX; i++)
		if (strlen(tier_names[i]) == word && memcmp(tier_names[i], line, word) == 0) {
			ret_key->tier = (enum tier)i;
			return true;
		}
	return false;
}

enum err api_keys_load(struct err_note *note, struct arena *a, const char *path, struct api_keys **ret_keys)
{
	struct api_keys *keys = arena_alloc(a, sizeof(*keys));
	CLEAN_SECRET struct secret file = { .p = NULL };
	size_t at = 0;
	int number = 0;
	if (*path)
		TRY(secret_load_option(note, "api_keys", path, &file));
	for (const char *line; (line = secret_line(&file, &at, &number));) {
		struct api_key key;
		if (!read_line(line, &key))
			return err_field(note, ERR_INVALID, "api_keys", "api_keys: line %d is not \"SHA-256 tier\"", number);
		*ARENA_PUSH(a, keys->items, keys->n, keys->cap) = key;
	}
	*ret_keys = keys;
	return OK;
}

enum err api_keys_find(struct err_note *note, const struct api_keys *keys, const char *key, enum tier *ret_tier,
	char ret_hash[65])
{
	unsigned char hash[SHA256_LEN];
	hash_sha256(key, strlen(key), hash);
	for (size_t i = 0; i < keys->n; i++)
		if (memcmp(keys->items[i].hash, hash, sizeof(hash)) == 0) {
			*ret_tier = keys->items[i].tier;
			hash_hex(hash, sizeof(hash), ret_hash);
			return OK;
		}
	return err_set(note, ERR_AUTH, "the API key is not known");
}

enum err scope_quota(struct req *rq, struct quota *ret_quota)
{
	const struct scope_worker *w = rq->worker;
	const struct conf *conf = rq->app->conf;
	const int64_t by_tier[] = { conf->limit_analyze_free, conf->limit_analyze_pro, conf->limit_analyze_enterprise };
	enum tier tier = TIER_FREE;
	const char *who = rq->visitor;
	if (rq->api_key) {
		char *hash = arena_alloc(rq->arena, HASH_HEX + 1);
		TRY(api_keys_find(rq->note, w->scope->keys, rq->api_key, &tier, hash));
		who = hash;
	}
	*ret_quota = (struct quota){ .kind = "analyze", .who = who, .max = (uint64_t)by_tier[tier] };
	return OK;
}
