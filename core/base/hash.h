/* SHA-256, HMAC-SHA-256 (nettle), hex. */
#ifndef CORE_BASE_HASH_H
#define CORE_BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

enum { SHA256_LEN = 32, SHA256_HEX_LEN = 65 };

void hash_sha256(const void *p, size_t len, unsigned char ret_digest[SHA256_LEN]);
void hash_hmac_sha256(const void *key, size_t key_len, const void *p, size_t len,
	unsigned char ret_digest[SHA256_LEN]);
/* Lower-case hex and NUL: ret_hex holds 2 * len + 1 bytes. */
void hash_hex(const unsigned char *p, size_t len, char *ret_hex);
/* Fast, not for secrets nor against an enemy's choice of keys: tables. FNV-1a, 64 bit. */
uint64_t hash_fnv(const void *p, size_t len);

#endif
