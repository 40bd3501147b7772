/*
 * crypt: secrets in memory, authenticated encryption, key derivation (GnuTLS, nettle).
 *
 * A struct secret lives in pages of its own, which stay out of core dumps and, where the limit
 * allows, out of swap; release wipes them. It is never copied into arenas, logs or error text.
 */
#ifndef CORE_BASE_CRYPT_H
#define CORE_BASE_CRYPT_H

#include "core/base/clean.h"
#include "core/base/err.h"

#include <stdbool.h>
#include <stddef.h>

struct secret {
	unsigned char *p; /* NULL = none; followed by a NUL that len does not count */
	size_t len;
	size_t mapped; /* bytes of the mapping */
};

enum {
	CRYPT_KEY_LEN = 32,   /* AES-256 */
	CRYPT_NONCE_LEN = 12, /* SP 800-38D 8.2: 96 bits, random for each message */
	CRYPT_TAG_LEN = 16,
	CRYPT_OVERHEAD = CRYPT_NONCE_LEN + CRYPT_TAG_LEN,
	SECRET_FILE_MAX = 64 * 1024
};

/* Zeroed; aborts without memory. */
void secret_init(struct secret *s, size_t len);
void secret_random(struct secret *s, size_t len);
void secret_release(struct secret *s); /* a zeroed one is fine */
#define CLEAN_SECRET CLEANUP(secret_release)

/*
 * A whole file without its trailing line end. ERR_NOT_FOUND; ERR_FORBIDDEN where group or others may
 * read it, or it is no regular file of this user or root (root itself may look at any); ERR_TOO_BIG
 * beyond SECRET_FILE_MAX; ERR_INVALID empty.
 */
enum err secret_load_file(struct err_note *note, const char *path, struct secret *ret_secret);
/* The file that an option names. ERR_INVALID whatever is wrong with it; the note has option and path. */
enum err secret_load_option(struct err_note *note, const char *option, const char *path, struct secret *ret_secret);

/*
 * The next line of s that says something: without "#" and what follows it, trimmed, ended in place by a NUL; NULL
 * behind the last one. *at and *number begin as 0; *number becomes the line's own, counted from 1.
 */
char *secret_line(struct secret *s, size_t *at, int *number);

/* In time that depends on len alone. */
bool crypt_equal(const void *a, const void *b, size_t len);

/* HKDF-SHA-256 (RFC 5869) of 1..8160 bytes; salt and info may be empty. */
void crypt_hkdf(const struct secret *key, const void *salt, size_t salt_len, const void *info, size_t info_len,
	struct secret *ret_okm, size_t okm_len);

/*
 * AES-256-GCM. Sealed form: nonce, ciphertext, tag; CRYPT_OVERHEAD longer than the text. The random nonce
 * bounds one key to 2^32 messages (SP 800-38D 8.3). aad is authenticated and not stored.
 */
void crypt_seal(const struct secret *key, const void *aad, size_t aad_len, const void *text, size_t len,
	unsigned char *ret_sealed);
/*
 * Writes len - CRYPT_OVERHEAD bytes to ret_text, which may be sealed + CRYPT_NONCE_LEN. ERR_AUTH for whatever is
 * not exactly what crypt_seal() made with this key and aad: no reason is told, and ret_text is zeroed.
 */
enum err crypt_open(struct err_note *note, const struct secret *key, const void *aad, size_t aad_len,
	const void *sealed, size_t len, unsigned char *ret_text);
/* The primitive with a given nonce, for derived nonces and the published vectors. */
void crypt_seal_nonce(const struct secret *key, const unsigned char nonce[CRYPT_NONCE_LEN], const void *aad,
	size_t aad_len, const void *text, size_t len, unsigned char *ret_sealed);

#endif
