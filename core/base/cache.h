/*
 * cache: memcached by libmemcached. One handle per thread, opened after all forks. Several servers
 * share the keys by consistent hashing (ketama). Whatever happens to a server, callers go on:
 * an operation that cannot be had at once returns ERR_BUSY, and a server that failed is left
 * alone for a while (1 s, doubling to 16 s), so a dead one does not cost its time-out every time.
 *
 * A key is a kind ("profile"; lower-case letters and digits, at most 12) and any string. On the wire it
 * is "gps:<kind>:" and the hex of SHA-256 of the string, so no user's text reaches the protocol.
 * Values: one header byte (0 plain, 1 deflate and the length), then the bytes; what is longer than
 * conf's cache_compress_over is compressed. Limits are in bytes before compression.
 *
 * Times to live are explicit, 1 ms .. 30 days, rounded up to whole seconds (privacy: nothing stays for ever).
 */
#ifndef CORE_BASE_CACHE_H
#define CORE_BASE_CACHE_H

#include "core/base/clean.h"
#include "core/base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct cache;
struct conf;
struct secret;

enum {
	CACHE_VALUE_MAX = 1024 * 1024, /* bytes of one value */
	CACHE_TOKEN_LEN = 33
};

/*
 * Never connects yet. Fails only where cache_servers cannot be read (ERR_INVALID). With an empty list
 * every operation returns ERR_BUSY at once.
 */
enum err cache_open(struct err_note *note, const struct conf *conf, struct cache **ret_cache);
void cache_close(struct cache *c); /* NULL is fine */
DEFINE_CLEANUP(struct cache *, cache_close)
#define CLEAN_CACHE CLEANUP(cache_closep)

/*
 * From now on values are sealed under a key of CRYPT_KEY_LEN bytes (AES-256-GCM, bound to their place),
 * so that whoever can read memcached reads nothing; what does not open is a miss. The hash in every key,
 * counters' and locks' too, becomes an HMAC under it, so that nobody can try which logins are there.
 * key must outlive c.
 */
void cache_seal(struct cache *c, const struct secret *key);

/*
 * The value, in a, followed by a NUL that *ret_len does not count. ERR_NOT_FOUND: a miss.
 * ERR_BUSY: no server to ask. A value that does not read back (damaged, too large) is a miss.
 */
enum err cache_get(struct err_note *note, struct cache *c, const char *kind, const char *key, struct arena *a,
	char **ret_value, size_t *ret_len);
/* ERR_TOO_BIG: longer than CACHE_VALUE_MAX, or than the server takes. */
enum err cache_put(struct err_note *note, struct cache *c, const char *kind, const char *key, const void *value,
	size_t len, int64_t ttl_ms);
/* OK whether it was there or not. */
enum err cache_delete(struct err_note *note, struct cache *c, const char *kind, const char *key);

/*
 * A counter: adds n and yields the new value. The first call makes it with ttl_ms; later ones do not
 * lengthen its life. n = 0 reads (0 where there is none). A counter is no value: cache_get() does not read it.
 */
enum err cache_incr(struct err_note *note, struct cache *c, const char *kind, const char *key, uint64_t n,
	int64_t ttl_ms, uint64_t *ret_value);
/* Takes n back, never below 0; a counter that is not there stays away. */
enum err cache_decr(struct err_note *note, struct cache *c, const char *kind, const char *key, uint64_t n);

/*
 * A lock that processes and machines share, to do slow work once: an entry with the owner's random
 * token that memcached forgets after ttl_ms, so a dead owner blocks nobody for longer.
 * It saves work; it is no guarantee (a server may forget entries): results must be right without it.
 */
struct cache_lock {
	char token[CACHE_TOKEN_LEN]; /* "" = not held */
	char wire[96];		     /* key on the wire */
};

/*
 * Waits until deadline (clock_monotonic() ms; in the past = one try). ERR_TIMEOUT: somebody else still
 * holds it. ERR_BUSY: no server; go on without.
 */
enum err cache_lock(struct err_note *note, struct cache *c, const char *kind, const char *key, int64_t ttl_ms,
	int64_t deadline, struct cache_lock *ret_lock);
/* Lets go only of what is still ours; not held is fine. */
void cache_unlock(struct cache *c, struct cache_lock *lock);

/* Servers that answer, and all of them: for /health and gps-admin status. Asks each one. */
void cache_health(struct cache *c, int *ret_up, int *ret_all);

#endif
