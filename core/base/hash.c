/* Digests by nettle. */
#include "config.h"

#include "core/base/hash.h"

#include <nettle/hmac.h>
#include <nettle/sha2.h>
#include "core/base/banned.h"

void hash_sha256(const void *p, size_t len, unsigned char ret_digest[SHA256_LEN])
{
	struct sha256_ctx ctx;
	sha256_init(&ctx);
	sha256_update(&ctx, len, p);
	sha256_digest(&ctx, SHA256_LEN, ret_digest);
}

void hash_hmac_sha256(const void *key, size_t key_len, const void *p, size_t len, unsigned char ret_digest[SHA256_LEN])
{
	struct hmac_sha256_ctx ctx;
	hmac_sha256_set_key(&ctx, key_len, key);
	hmac_sha256_update(&ctx, len, p);
	hmac_sha256_digest(&ctx, SHA256_LEN, ret_digest);
}

void hash_hex(const unsigned char *p, size_t len, char *ret_hex)
{
	static const char digits[] = "0123456789abcdef";
	for (size_t i = 0; i < len; i++) {
		ret_hex[2 * i] = digits[p[i] >> 4];
		ret_hex[2 * i + 1] = digits[p[i] & 15];
	}
	ret_hex[2 * len] = '\0';
}

/* Offset basis and prime: http://www.isthe.com/chongo/tech/comp/fnv/ */
uint64_t hash_fnv(const void *p, size_t len)
{
	const unsigned char *b = p;
	uint64_t h = UINT64_C(0xcbf29ce484222325);
	for (size_t i = 0; i < len; i++)
		h = (h ^ b[i]) * UINT64_C(0x100000001b3);
	return h;
}
