/* Secrets, AES-256-GCM, HKDF. */
#include "config.h"

#include "core/base/crypt.h"

#include "core/base/random.h"
#include "core/base/str.h"

#include <errno.h>
#include <fcntl.h>
#include <gnutls/gnutls.h>
#include <nettle/gcm.h>
#include <nettle/hkdf.h>
#include <nettle/hmac.h>
#include <nettle/memops.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include "core/base/banned.h"

enum { HKDF_MAX = 255 * SHA256_DIGEST_SIZE };

void secret_init(struct secret *s, size_t len)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	if (len > SIZE_MAX / 2)
		abort();
	size_t size = (len + 1 + page - 1) / page * page;
	void *p = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (p == MAP_FAILED)
		abort();
	(void)madvise(p, size, MADV_DONTDUMP);
	(void)mlock(p, size); /* best effort: RLIMIT_MEMLOCK may be small */
	*s = (struct secret){ .p = p, .len = len, .mapped = size };
}

void secret_random(struct secret *s, size_t len)
{
	secret_init(s, len);
	random_bytes(s->p, len);
}

void secret_release(struct secret *s)
{
	if (!s->p)
		return;
	gnutls_memset(s->p, 0, s->mapped);
	(void)munmap(s->p, s->mapped);
	*s = (struct secret){ .p = NULL };
}

static enum err fill(struct err_note *note, int fd, const char *path, struct secret *s)
{
	size_t got = 0;
	while (got < s->len) {
		ssize_t n = read(fd, s->p + got, s->len - got);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_set(note, ERR_INTERNAL, "%s: read failed", path);
		if (n == 0)
			break;
		got += (size_t)n;
	}
	while (got && (s->p[got - 1] == '\n' || s->p[got - 1] == '\r'))
		s->p[--got] = '\0';
	if (!got)
		return err_set(note, ERR_INVALID, "%s: empty", path);
	s->len = got;
	return OK;
}

static enum err check_mode(struct err_note *note, int fd, const char *path, size_t *ret_size)
{
	struct stat st;
	if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode))
		return err_set(note, ERR_FORBIDDEN, "%s: not a regular file", path);
	if (st.st_mode & 077)
		return err_set(note, ERR_FORBIDDEN, "%s: others may read it (mode %04o): chmod 600 it", path,
			(unsigned)(st.st_mode & 07777));
	if (st.st_uid != geteuid() && st.st_uid != 0 && geteuid() != 0)
		return err_set(note, ERR_FORBIDDEN, "%s: belongs to another user", path);
	if (st.st_size > SECRET_FILE_MAX)
		return err_set(note, ERR_TOO_BIG, "%s: over %d bytes", path, SECRET_FILE_MAX);
	*ret_size = (size_t)st.st_size;
	return OK;
}

enum err secret_load_file(struct err_note *note, const char *path, struct secret *ret_secret)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0)
		return err_set(note, errno == ENOENT ? ERR_NOT_FOUND : ERR_FORBIDDEN, "%s: cannot be opened", path);
	size_t size = 0;
	enum err e = check_mode(note, fd, path, &size);
	struct secret s = { .p = NULL };
	if (!e) {
		secret_init(&s, size);
		e = fill(note, fd, path, &s);
	}
	(void)close(fd);
	if (e)
		secret_release(&s);
	else
		*ret_secret = s;
	return e;
}

enum err secret_load_option(struct err_note *note, const char *option, const char *path, struct secret *ret_secret)
{
	struct err_note inner;
	if (secret_load_file(&inner, path, ret_secret))
		return err_field(note, ERR_INVALID, option, "%s: %s", option, inner.text);
	return OK;
}

char *secret_line(struct secret *s, size_t *at, int *number)
{
	while (*at < s->len) {
		char *line = (char *)s->p + *at;
		size_t left = s->len - *at;
		char *end = memchr(line, '\n', left);
		size_t len = end ? (size_t)(end - line) : left;
		*at += len + 1;
		++*number;
		char *comment = memchr(line, '#', len);
		end = comment ? comment : line + len;
		while (line < end && ascii_is_space(*line))
			line++;
		while (line < end && ascii_is_space(end[-1]))
			end--;
		if (line == end)
			continue;
		*end = '\0';
		return line;
	}
	return NULL;
}

bool crypt_equal(const void *a, const void *b, size_t len)
{
	return memeql_sec(a, b, len);
}

void crypt_hkdf(const struct secret *key, const void *salt, size_t salt_len, const void *info, size_t info_len,
	struct secret *ret_okm, size_t okm_len)
{
	struct hmac_sha256_ctx ctx;
	uint8_t prk[SHA256_DIGEST_SIZE];
	if (okm_len < 1 || okm_len > HKDF_MAX)
		abort();
	/* an absent salt is a string of zeros (RFC 5869 2.2), which HMAC's padding makes of an empty key */
	hmac_sha256_set_key(&ctx, salt_len, salt_len ? salt : (const void *)"");
	hkdf_extract(&ctx, (nettle_hash_update_func *)hmac_sha256_update, (nettle_hash_digest_func *)hmac_sha256_digest,
		SHA256_DIGEST_SIZE, key->len, key->p, prk);
	hmac_sha256_set_key(&ctx, sizeof(prk), prk);
	secret_init(ret_okm, okm_len);
	hkdf_expand(&ctx, (nettle_hash_update_func *)hmac_sha256_update, (nettle_hash_digest_func *)hmac_sha256_digest,
		SHA256_DIGEST_SIZE, info_len, info_len ? info : (const void *)"", okm_len, ret_okm->p);
	gnutls_memset(&ctx, 0, sizeof(ctx));
	gnutls_memset(prk, 0, sizeof(prk));
}

static void start(struct gcm_aes256_ctx *ctx, const struct secret *key, const unsigned char *nonce, const void *aad,
	size_t aad_len)
{
	if (key->len != CRYPT_KEY_LEN)
		abort();
	gcm_aes256_set_key(ctx, key->p);
	gcm_aes256_set_iv(ctx, CRYPT_NONCE_LEN, nonce);
	if (aad_len)
		gcm_aes256_update(ctx, aad_len, aad);
}

void crypt_seal_nonce(const struct secret *key, const unsigned char nonce[CRYPT_NONCE_LEN], const void *aad,
	size_t aad_len, const void *text, size_t len, unsigned char *ret_sealed)
{
	struct gcm_aes256_ctx ctx;
	start(&ctx, key, nonce, aad, aad_len);
	memcpy(ret_sealed, nonce, CRYPT_NONCE_LEN);
	if (len)
		gcm_aes256_encrypt(&ctx, len, ret_sealed + CRYPT_NONCE_LEN, text);
	gcm_aes256_digest(&ctx, CRYPT_TAG_LEN, ret_sealed + CRYPT_NONCE_LEN + len);
	gnutls_memset(&ctx, 0, sizeof(ctx));
}

void crypt_seal(const struct secret *key, const void *aad, size_t aad_len, const void *text, size_t len,
	unsigned char *ret_sealed)
{
	unsigned char nonce[CRYPT_NONCE_LEN];
	random_bytes(nonce, sizeof(nonce));
	crypt_seal_nonce(key, nonce, aad, aad_len, text, len, ret_sealed);
}

enum err crypt_open(struct err_note *note, const struct secret *key, const void *aad, size_t aad_len,
	const void *sealed, size_t len, unsigned char *ret_text)
{
	const unsigned char *p = sealed;
	if (len < CRYPT_OVERHEAD)
		return err_set(note, ERR_AUTH, "cannot be decrypted");
	size_t text_len = len - CRYPT_OVERHEAD;
	struct gcm_aes256_ctx ctx;
	unsigned char tag[CRYPT_TAG_LEN];
	start(&ctx, key, p, aad, aad_len);
	if (text_len)
		gcm_aes256_decrypt(&ctx, text_len, ret_text, p + CRYPT_NONCE_LEN);
	gcm_aes256_digest(&ctx, CRYPT_TAG_LEN, tag);
	gnutls_memset(&ctx, 0, sizeof(ctx));
	if (crypt_equal(tag, p + CRYPT_NONCE_LEN + text_len, CRYPT_TAG_LEN))
		return OK;
	if (text_len)
		gnutls_memset(ret_text, 0, text_len);
	return err_set(note, ERR_AUTH, "cannot be decrypted");
}
