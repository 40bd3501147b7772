/* crypt: published vectors, tampering, secrets' files. */
#include "config.h"

#include "core/base/crypt.h"

#include "core/base/hash.h"
#include "core/base/str.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static struct err_note note;

static size_t unhex(const char *hex, unsigned char *ret_bytes)
{
	static const char digits[] = "0123456789abcdef";
	size_t n = strlen(hex) / 2;
	for (size_t i = 0; i < n; i++)
		ret_bytes[i] = (unsigned char)((strchr(digits, hex[2 * i]) - digits) << 4 |
					       (strchr(digits, hex[2 * i + 1]) - digits));
	return n;
}

static void secret_hex(struct secret *s, const char *hex)
{
	secret_init(s, strlen(hex) / 2);
	(void)unhex(hex, s->p);
}

/* RFC 5869, appendix A.1, A.2 and A.3. */
static void test_hkdf(void **state)
{
	(void)state;
	static const struct {
		const char *ikm, *salt, *info, *okm;
	} rows[] = {
		{ "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", "000102030405060708090a0b0c", "f0f1f2f3f4f5f6f7f8f9",
			"3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865" },
		{ "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f"
		  "303132333435363738393a3b3c3d3e3f404142434445464748494a4b4c4d4e4f",
			"606162636465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f808182838485868788898a8b8c8d8e8f"
			"909192939495969798999a9b9c9d9e9fa0a1a2a3a4a5a6a7a8a9aaabacadaeaf",
			"b0b1b2b3b4b5b6b7b8b9babbbcbdbebfc0c1c2c3c4c5c6c7c8c9cacbcccdcecfd0d1d2d3d4d5d6d7d8d9dadbdcdddedf"
			"e0e1e2e3e4e5e6e7e8e9eaebecedeeeff0f1f2f3f4f5f6f7f8f9fafbfcfdfeff",
			"b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09"
			"da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87" },
		{ "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", "", "",
			"8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8" },
	};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct secret ikm, okm;
		unsigned char salt[100], info[100], want[100];
		size_t salt_len = unhex(rows[i].salt, salt), info_len = unhex(rows[i].info, info);
		size_t want_len = unhex(rows[i].okm, want);
		secret_hex(&ikm, rows[i].ikm);
		crypt_hkdf(&ikm, salt, salt_len, info, info_len, &okm, want_len);
		assert_int_equal(okm.len, want_len);
		assert_memory_equal(okm.p, want, want_len);
		secret_release(&ikm);
		secret_release(&okm);
	}
}

/* Test cases 13, 14 and 16 of McGrew and Viega's GCM specification (the ones NIST took over). */
static void test_gcm(void **state)
{
	(void)state;
	static const struct {
		const char *key, *nonce, *aad, *text, *sealed;
	} rows[] = {
		{ "0000000000000000000000000000000000000000000000000000000000000000", "000000000000000000000000", "", "",
			"530f8afbc74536b9a963b4f1c4cb738b" },
		{ "0000000000000000000000000000000000000000000000000000000000000000", "000000000000000000000000", "",
			"00000000000000000000000000000000",
			"cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919" },
		{ "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308", "cafebabefacedbaddecaf888",
			"feedfacedeadbeeffeedfacedeadbeefabaddad2",
			"d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
			"1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39",
			"522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
			"8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f66276fc6ece0f4e1768cddf8853bb2d551b" },
	};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct secret key;
		unsigned char nonce[12], aad[64], text[64], want[96], sealed[128], back[64];
		secret_hex(&key, rows[i].key);
		(void)unhex(rows[i].nonce, nonce);
		size_t aad_len = unhex(rows[i].aad, aad), len = unhex(rows[i].text, text);
		size_t want_len = unhex(rows[i].sealed, want);
		crypt_seal_nonce(&key, nonce, aad, aad_len, text, len, sealed);
		assert_int_equal(want_len, len + CRYPT_TAG_LEN);
		assert_memory_equal(sealed, nonce, CRYPT_NONCE_LEN);
		assert_memory_equal(sealed + CRYPT_NONCE_LEN, want, want_len);
		assert_int_equal(crypt_open(&note, &key, aad, aad_len, sealed, len + CRYPT_OVERHEAD, back), OK);
		assert_memory_equal(back, text, len);
		/* in place as well */
		unsigned char *inside = sealed + CRYPT_NONCE_LEN;
		assert_int_equal(crypt_open(&note, &key, aad, aad_len, sealed, len + CRYPT_OVERHEAD, inside), OK);
		assert_memory_equal(inside, text, len);
		secret_release(&key);
	}
}

static void test_tampering(void **state)
{
	(void)state;
	static const char text[] = "sk-not-a-real-key", aad[] = "session 7";
	static const unsigned char nothing[sizeof(text)];
	unsigned char sealed[sizeof(text) + CRYPT_OVERHEAD], again[sizeof(sealed)], back[sizeof(text)];
	struct secret key, other;
	secret_random(&key, CRYPT_KEY_LEN);
	secret_random(&other, CRYPT_KEY_LEN);
	crypt_seal(&key, aad, sizeof(aad), text, sizeof(text), sealed);
	crypt_seal(&key, aad, sizeof(aad), text, sizeof(text), again);
	assert_memory_not_equal(sealed, again, sizeof(sealed));
	for (size_t i = 0; i < sizeof(sealed); i++) {
		sealed[i] ^= 1;
		assert_int_equal(crypt_open(&note, &key, aad, sizeof(aad), sealed, sizeof(sealed), back), ERR_AUTH);
		sealed[i] ^= 1;
	}
	for (size_t len = 0; len < sizeof(sealed); len++)
		assert_int_equal(crypt_open(&note, &key, aad, sizeof(aad), sealed, len, back), ERR_AUTH);
	assert_int_equal(crypt_open(&note, &other, aad, sizeof(aad), sealed, sizeof(sealed), back), ERR_AUTH);
	assert_int_equal(crypt_open(&note, &key, "session 8", sizeof(aad), sealed, sizeof(sealed), back), ERR_AUTH);
	assert_memory_equal(back, nothing, sizeof(back));
	assert_int_equal(crypt_open(&note, &key, aad, sizeof(aad), sealed, sizeof(sealed), back), OK);
	assert_memory_equal(back, text, sizeof(text));
	secret_release(&key);
	secret_release(&other);
	assert_null(key.p);
	secret_release(&key);
}

static void test_equal(void **state)
{
	(void)state;
	assert_true(crypt_equal("abc", "abc", 3));
	assert_false(crypt_equal("abc", "abd", 3));
	assert_true(crypt_equal("abc", "xyz", 0));
}

static void write_file(const char *path, const void *p, size_t len, mode_t mode)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, p, len), (ssize_t)len);
	assert_int_equal(fchmod(fd, mode), 0);
	assert_int_equal(close(fd), 0);
}

static void test_file(void **state)
{
	(void)state;
	static char big[SECRET_FILE_MAX + 1];
	char dir[] = "/tmp/gps-crypt.XXXXXX", path[64];
	struct secret s = { .p = NULL };
	assert_non_null(mkdtemp(dir));
	(void)snprintf(path, sizeof(path), "%s/token", dir);
	assert_int_equal(secret_load_file(&note, path, &s), ERR_NOT_FOUND);
	assert_int_equal(secret_load_file(&note, dir, &s), ERR_FORBIDDEN);
	static const mode_t open_modes[] = { 0640, 0604, 0660, 0644 };
	for (size_t i = 0; i < ARRAY_LEN(open_modes); i++) {
		write_file(path, "x", 1, open_modes[i]);
		assert_int_equal(secret_load_file(&note, path, &s), ERR_FORBIDDEN);
	}
	write_file(path, "\r\n\n", 3, 0600);
	assert_int_equal(secret_load_file(&note, path, &s), ERR_INVALID);
	write_file(path, big, sizeof(big), 0600);
	assert_int_equal(secret_load_file(&note, path, &s), ERR_TOO_BIG);
	assert_null(s.p);
	write_file(path, "one\ntwo\n", 8, 0400);
	assert_int_equal(secret_load_file(&note, path, &s), OK);
	assert_int_equal(s.len, 7);
	assert_string_equal((char *)s.p, "one\ntwo");
	secret_release(&s);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(rmdir(dir), 0);
}

static void test_lines(void **state)
{
	(void)state;
	static const char start[] = "# mine\r\n\n \t\r\n  one two # three\r\n#", last[] = "\n\tlast";
	enum { COMMENT = 5000 };
	struct secret s;
	size_t at = 0, len = sizeof(start) - 1;
	int number = 0;
	secret_init(&s, len + COMMENT + sizeof(last) - 1);
	memcpy(s.p, start, len);
	memset(s.p + len, 'x', COMMENT);
	memcpy(s.p + len + COMMENT, last, sizeof(last) - 1);
	assert_string_equal(secret_line(&s, &at, &number), "one two");
	assert_int_equal(number, 4);
	assert_string_equal(secret_line(&s, &at, &number), "last");
	assert_int_equal(number, 6);
	assert_null(secret_line(&s, &at, &number));
	assert_null(secret_line(&s, &at, &number));
	secret_release(&s);
}

static void test_option(void **state)
{
	(void)state;
	char dir[] = "/tmp/gps-crypt.XXXXXX", path[64];
	struct secret s = { .p = NULL };
	assert_non_null(mkdtemp(dir));
	(void)snprintf(path, sizeof(path), "%s/keys", dir);
	assert_int_equal(secret_load_option(&note, "api_keys", path, &s), ERR_INVALID);
	assert_string_equal(note.field, "api_keys");
	write_file(path, "x", 1, 0644);
	assert_int_equal(secret_load_option(&note, "api_keys", path, &s), ERR_INVALID);
	assert_string_equal(note.field, "api_keys");
	assert_true(str_starts(note.text, "api_keys: "));
	assert_non_null(strstr(note.text, path));
	assert_non_null(strstr(note.text, "(mode 0644): chmod 600 it"));
	assert_null(s.p);
	write_file(path, "x", 1, 0600);
	assert_int_equal(secret_load_option(&note, "api_keys", path, &s), OK);
	secret_release(&s);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(rmdir(dir), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_hkdf),  cmocka_unit_test(test_gcm),  cmocka_unit_test(test_tampering),
		cmocka_unit_test(test_equal), cmocka_unit_test(test_file),
		cmocka_unit_test(test_lines), cmocka_unit_test(test_option),
	};
	return cmocka_run_group_tests_name("crypt", tests, NULL, NULL);
}
