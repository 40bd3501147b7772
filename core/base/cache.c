/* cache on libmemcached: safe keys, bounded values, a circuit for each server. */
#include "config.h"

#include "core/base/cache.h"

#include "core/base/arena.h"
#include "core/base/cache-wire.h"
#include "core/base/clock.h"
#include "core/base/conf.h"
#include "core/base/crypt.h"
#include "core/base/hash.h"
#include "core/base/parse.h"
#include "core/base/random.h"
#include "core/base/str.h"

#include <libdeflate.h>
#include <libmemcached/memcached.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "core/base/banned.h"

enum {
	SERVERS_MAX = 32,
	HOST_BYTES = 256,
	KIND_MAX = 12,
	WIRE_BYTES = sizeof(((struct cache_lock *)0)->wire),
	HEADER_PLAIN = 1,
	HEADER_DEFLATE = 5, /* the byte 1 and the plain length, big endian */
	DEFLATE_LEVEL = 4,  /* JSON: within 5 % of level 6 in size at twice the speed */
	DEFAULT_PORT = 11211,
	REST_MIN_MS = 1000, /* how long a server that failed is left alone */
	REST_MAX_MS = 16000
};
#define TTL_MAX_MS (INT64_C(30) * CLOCK_DAY_MS) /* memcached reads more as a date */

struct circuit {
	int64_t closed_until; /* clock_monotonic(); nobody asks before */
	int64_t rest_ms;      /* 0 = healthy */
};

struct cache {
	memcached_st *mc; /* NULL = no servers */
	uint32_t n;
	size_t compress_over;
	const struct secret *key; /* of sealed values; NULL = plain ones */
	struct circuit circuits[SERVERS_MAX];
	struct wire wires[SERVERS_MAX]; /* for cache_get */
	int64_t patience_ms;
};

/* ---- opening ---- */

static bool add_host(memcached_st *mc, const char *text)
{
	char host[HOST_BYTES];
	uint64_t port = DEFAULT_PORT;
	const char *colon = strrchr(text, ':');
	size_t len = colon ? (size_t)(colon - text) : strlen(text);
	if (len == 0 || len >= sizeof(host) || (colon && !parse_u64(colon + 1, 65535, &port)) || port == 0)
		return false;
	if (text[0] == '[' && text[len - 1] == ']') { /* [::1]:11211 */
		text++;
		len -= 2;
	}
	memcpy(host, text, len);
	host[len] = '\0';
	return memcached_success(memcached_server_add(mc, host, (in_port_t)port));
}

static bool add_server(memcached_st *mc, const char *text)
{
	if (str_starts(text, "unix:"))
		return text[5] == '/' && memcached_success(memcached_server_add_unix_socket(mc, text + 5));
	return add_host(mc, text);
}

static enum err add_servers(struct err_note *note, struct cache *c, const char *list)
{
	char text[HOST_BYTES];
	while (*list) {
		size_t len = strcspn(list, ",");
		const char *p = list;
		list += list[len] ? len + 1 : len;
		while (len && ascii_is_space(*p))
			p++, len--;
		while (len && ascii_is_space(p[len - 1]))
			len--;
		if (len >= sizeof(text) || c->n == SERVERS_MAX)
			return err_field(note, ERR_INVALID, "cache_servers", "cache_servers: too long, or over %d servers",
				SERVERS_MAX);
		memcpy(text, p, len);
		text[len] = '\0';
		if (!add_server(c->mc, text))
			return err_field(note, ERR_INVALID, "cache_servers",
				"cache_servers: \"%s\" is neither unix:/path nor host:port", text);
		c->n++;
	}
	return OK;
}

static void set_behaviors(memcached_st *mc, const struct conf *conf)
{
	uint64_t ms = (uint64_t)conf->cache_timeout;
	const struct {
		memcached_behavior_t flag;
		uint64_t value;
	} rows[] = {
		{ MEMCACHED_BEHAVIOR_VERIFY_KEY, 1 }, /* else a key could carry commands */
		{ MEMCACHED_BEHAVIOR_KETAMA, 1 },     /* consistent hashing */
		{ MEMCACHED_BEHAVIOR_SUPPORT_CAS, 1 },
		{ MEMCACHED_BEHAVIOR_TCP_NODELAY, 1 },
		{ MEMCACHED_BEHAVIOR_NO_BLOCK, 1 }, /* so that the time-outs below bound everything */
		{ MEMCACHED_BEHAVIOR_CONNECT_TIMEOUT, ms },
		{ MEMCACHED_BEHAVIOR_POLL_TIMEOUT, ms },
		{ MEMCACHED_BEHAVIOR_SND_TIMEOUT, ms * 1000 },
		{ MEMCACHED_BEHAVIOR_RCV_TIMEOUT, ms * 1000 },
		{ MEMCACHED_BEHAVIOR_RETRY_TIMEOUT, 0 }, /* our circuit decides */
	};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		if (!memcached_success(memcached_behavior_set(mc, rows[i].flag, rows[i].value)))
			abort();
}

enum err cache_open(struct err_note *note, const struct conf *conf, struct cache **ret_cache)
{
	struct cache *c = calloc(1, sizeof(*c));
	memcached_st *mc = memcached_create(NULL);
	if (!c || !mc)
		abort();
	c->compress_over = (size_t)conf->cache_compress_over;
	c->patience_ms = conf->cache_timeout;
	c->mc = mc;
	for (size_t i = 0; i < SERVERS_MAX; i++)
		c->wires[i].fd = -1;
	set_behaviors(mc, conf);
	enum err e = add_servers(note, c, conf->cache_servers);
	if (e) {
		cache_close(c);
		return e;
	}
	*ret_cache = c;
	return OK;
}

void cache_close(struct cache *c)
{
	if (!c)
		return;
	memcached_free(c->mc);
	for (size_t i = 0; i < SERVERS_MAX; i++)
		wire_close(&c->wires[i]);
	free(c);
}

void cache_seal(struct cache *c, const struct secret *key)
{
	c->key = key;
}

/* ---- keys, circuits ---- */

/* suffix keeps values (""), counters (".n") and locks (".l") of one kind apart. */
static void wire_key(const struct cache *c, const char *kind, const char *suffix, const char *key, char ret_wire[WIRE_BYTES])
{
	unsigned char digest[SHA256_LEN];
	char hex[SHA256_HEX_LEN];
	size_t len = strspn(kind, "abcdefghijklmnopqrstuvwxyz0123456789");
	if (!len || len > KIND_MAX || kind[len])
		abort();
	/* a plain hash of a login could be found out by trying */
	if (c->key)
		hash_hmac_sha256(c->key->p, c->key->len, key, strlen(key), digest);
	else
		hash_sha256(key, strlen(key), digest);
	hash_hex(digest, sizeof(digest), hex);
	(void)snprintf(ret_wire, WIRE_BYTES, "gps:%s%s:%s", kind, suffix, hex);
}

static uint32_t server_of(const struct cache *c, const char *wire)
{
	uint32_t i = memcached_generate_hash(c->mc, wire, strlen(wire));
	return i < c->n ? i : 0;
}

static struct circuit *circuit_of(struct cache *c, const char *wire)
{
	return &c->circuits[server_of(c, wire)];
}

static enum err away(struct err_note *note)
{
	return err_set(note, ERR_BUSY, "the cache cannot be reached");
}

static enum err failed(struct err_note *note, struct circuit *circuit)
{
	circuit->rest_ms = circuit->rest_ms ? circuit->rest_ms * 2 : REST_MIN_MS;
	if (circuit->rest_ms > REST_MAX_MS)
		circuit->rest_ms = REST_MAX_MS;
	circuit->closed_until = clock_monotonic() + circuit->rest_ms;
	return away(note);
}

/* Is the key's server to be asked at all? */
static enum err enter(struct err_note *note, struct cache *c, const char *wire)
{
	if (!c->n || clock_monotonic() < circuit_of(c, wire)->closed_until)
		return away(note);
	return OK;
}

/* What the server's answer means; anything that is no answer opens its circuit. */
static enum err leave(struct err_note *note, struct cache *c, const char *wire, memcached_return_t rc)
{
	struct circuit *circuit = circuit_of(c, wire);
	enum err e = OK;
	switch ((int)rc) {
	case MEMCACHED_SUCCESS:
	case MEMCACHED_STORED:
	case MEMCACHED_DELETED:
	case MEMCACHED_END:
		break;
	case MEMCACHED_NOTFOUND:
		e = err_set(note, ERR_NOT_FOUND, "not in the cache");
		break;
	case MEMCACHED_NOTSTORED:
	case MEMCACHED_DATA_EXISTS:
		e = err_set(note, ERR_CONFLICT, "in the cache already");
		break;
	case MEMCACHED_E2BIG:
		e = err_set(note, ERR_TOO_BIG, "too large for the cache");
		break;
	case MEMCACHED_SERVER_ERROR:
	case MEMCACHED_SERVER_MEMORY_ALLOCATION_FAILURE:
	case MEMCACHED_CLIENT_ERROR:
		e = err_set(note, ERR_BUSY, "the cache refused: %s", memcached_strerror(c->mc, rc));
		break;
	default:
		memcached_quit(c->mc); /* a late answer must not be taken for the next one's */
		return failed(note, circuit);
	}
	circuit->rest_ms = 0;
	return e;
}

static time_t seconds(int64_t ttl_ms)
{
	if (ttl_ms < 1 || ttl_ms > TTL_MAX_MS)
		abort();
	return (time_t)((ttl_ms + 999) / 1000);
}

/* ---- values ---- */

/* Bytes for the wire, malloc'ed. */
static unsigned char *pack(const struct cache *c, const void *value, size_t len, size_t *ret_len)
{
	unsigned char *out = malloc(len + HEADER_DEFLATE);
	if (!out)
		abort();
	if (len > c->compress_over) {
		struct libdeflate_compressor *z = libdeflate_alloc_compressor(DEFLATE_LEVEL);
		if (!z)
			abort();
		size_t n = libdeflate_deflate_compress(z, value, len, out + HEADER_DEFLATE, len);
		libdeflate_free_compressor(z);
		if (n && n + HEADER_DEFLATE < len + HEADER_PLAIN) {
			out[0] = 1;
			for (int i = 0; i < 4; i++)
				out[1 + i] = (unsigned char)(len >> (24 - 8 * i));
			*ret_len = n + HEADER_DEFLATE;
			return out;
		}
	}
	out[0] = 0;
	if (len)
		memcpy(out + HEADER_PLAIN, value, len);
	*ret_len = len + HEADER_PLAIN;
	return out;
}

/* A plain value stays where it lies. */
static bool unpack(unsigned char *p, size_t size, struct arena *a, char **ret_value, size_t *ret_len)
{
	if (size >= HEADER_PLAIN && p[0] == 0) {
		p[size] = '\0';
		*ret_value = (char *)p + HEADER_PLAIN;
		*ret_len = size - HEADER_PLAIN;
		return true;
	}
	if (size <= HEADER_DEFLATE || p[0] != 1)
		return false;
	size_t len = (size_t)p[1] << 24 | (size_t)p[2] << 16 | (size_t)p[3] << 8 | p[4];
	if (len > CACHE_VALUE_MAX)
		return false;
	struct libdeflate_decompressor *z = libdeflate_alloc_decompressor();
	if (!z)
		abort();
	char *value = arena_alloc(a, len + 1);
	enum libdeflate_result rc =
		libdeflate_deflate_decompress(z, p + HEADER_DEFLATE, size - HEADER_DEFLATE, value, len, NULL);
	libdeflate_free_decompressor(z);
	if (rc != LIBDEFLATE_SUCCESS)
		return false;
	*ret_value = value;
	*ret_len = len;
	return true;
}

/* Takes a packed value, yields the sealed one; both from malloc. */
static unsigned char *seal(const struct cache *c, const char *wire, unsigned char *plain, size_t *len)
{
	if (!c->key)
		return plain;
	unsigned char *out = malloc(*len + CRYPT_OVERHEAD);
	if (!out)
		abort();
	crypt_seal(c->key, wire, strlen(wire), plain, *len, out);
	free(plain);
	*len += CRYPT_OVERHEAD;
	return out;
}

/* Opens a sealed value where it lies; one more byte behind it is ours. */
static bool read_value(const struct cache *c, const char *wire, unsigned char *p, size_t size, struct arena *a,
	char **ret_value, size_t *ret_len)
{
	if (!c->key)
		return unpack(p, size, a, ret_value, ret_len);
	if (crypt_open(NULL, c->key, wire, strlen(wire), p, size, p + CRYPT_NONCE_LEN))
		return false;
	return unpack(p + CRYPT_NONCE_LEN, size - CRYPT_OVERHEAD, a, ret_value, ret_len);
}

static enum err ask(struct err_note *note, struct cache *c, const char *wire, struct arena *a, unsigned char **ret_value,
	size_t *ret_size)
{
	uint32_t i = server_of(c, wire);
	const memcached_instance_st *server = memcached_server_instance_by_position(c->mc, i);
	const char *host = memcached_server_name(server);
	bool local = *host == '/';
	switch (wire_get(&c->wires[i], host, local ? 0 : memcached_server_port(server), c->patience_ms, wire,
		CACHE_VALUE_MAX + HEADER_DEFLATE + CRYPT_OVERHEAD, a, ret_value, ret_size)) {
	case WIRE_FOUND:
		c->circuits[i].rest_ms = 0;
		return OK;
	case WIRE_MISSING:
		c->circuits[i].rest_ms = 0;
		return err_set(note, ERR_NOT_FOUND, "not in the cache");
	case WIRE_SHORT:
	case WIRE_BROKEN:
	default:
		return failed(note, &c->circuits[i]);
	}
}

enum err cache_get(struct err_note *note, struct cache *c, const char *kind, const char *key, struct arena *a,
	char **ret_value, size_t *ret_len)
{
	char wire[WIRE_BYTES];
	unsigned char *p;
	size_t size;
	wire_key(c, kind, "", key, wire);
	TRY(enter(note, c, wire));
	TRY(ask(note, c, wire, a, &p, &size));
	if (!read_value(c, wire, p, size, a, ret_value, ret_len))
		return err_set(note, ERR_NOT_FOUND, "not readable in the cache");
	return OK;
}

enum err cache_put(struct err_note *note, struct cache *c, const char *kind, const char *key, const void *value,
	size_t len, int64_t ttl_ms)
{
	char wire[WIRE_BYTES];
	size_t size = 0;
	time_t ttl = seconds(ttl_ms);
	wire_key(c, kind, "", key, wire);
	if (len > CACHE_VALUE_MAX)
		return err_set(note, ERR_TOO_BIG, "%zu bytes are too many for the cache", len);
	TRY(enter(note, c, wire));
	unsigned char *p = pack(c, value, len, &size);
	p = seal(c, wire, p, &size);
	memcached_return_t rc = memcached_set(c->mc, wire, strlen(wire), (const char *)p, size, ttl, 0);
	free(p);
	return leave(note, c, wire, rc);
}

enum err cache_delete(struct err_note *note, struct cache *c, const char *kind, const char *key)
{
	char wire[WIRE_BYTES];
	wire_key(c, kind, "", key, wire);
	TRY(enter(note, c, wire));
	enum err e = leave(note, c, wire, memcached_delete(c->mc, wire, strlen(wire), 0));
	return e == ERR_NOT_FOUND ? OK : e;
}

/* ---- counters ---- */

static enum err increment(struct err_note *note, struct cache *c, const char *wire, uint64_t n, uint64_t *ret_value)
{
	uint64_t value = 0;
	memcached_return_t rc = memcached_increment(c->mc, wire, strlen(wire), (uint32_t)n, &value);
	TRY(leave(note, c, wire, rc));
	*ret_value = value;
	return OK;
}

enum err cache_incr(struct err_note *note, struct cache *c, const char *kind, const char *key, uint64_t n,
	int64_t ttl_ms, uint64_t *ret_value)
{
	char wire[WIRE_BYTES], text[24];
	time_t ttl = seconds(ttl_ms);
	if (n > UINT32_MAX)
		return err_set(note, ERR_INVALID, "a counter grows by at most 2^32 - 1");
	wire_key(c, kind, ".n", key, wire);
	TRY(enter(note, c, wire));
	enum err e = increment(note, c, wire, n, ret_value);
	if (e != ERR_NOT_FOUND)
		return e;
	if (n == 0) {
		*ret_value = 0;
		return OK;
	}
	int len = snprintf(text, sizeof(text), "%llu", (unsigned long long)n);
	memcached_return_t rc = memcached_add(c->mc, wire, strlen(wire), text, (size_t)len, ttl, 0);
	e = leave(note, c, wire, rc);
	if (e == ERR_CONFLICT) /* somebody was faster */
		return increment(note, c, wire, n, ret_value);
	if (!e)
		*ret_value = n;
	return e;
}

enum err cache_decr(struct err_note *note, struct cache *c, const char *kind, const char *key, uint64_t n)
{
	char wire[WIRE_BYTES];
	uint64_t value;
	if (n > UINT32_MAX)
		return err_set(note, ERR_INVALID, "a counter shrinks by at most 2^32 - 1");
	wire_key(c, kind, ".n", key, wire);
	TRY(enter(note, c, wire));
	memcached_return_t rc = memcached_decrement(c->mc, wire, strlen(wire), (uint32_t)n, &value);
	enum err e = leave(note, c, wire, rc);
	return e == ERR_NOT_FOUND ? OK : e;
}

/* ---- locks ---- */

enum { RELEASED_S = 1, WAIT_MIN_MS = 4, WAIT_MAX_MS = 50 };
static const char released[] = "-"; /* memcached has no compare-and-delete: a short-lived mark instead */

/* The lock's entry and its version; ERR_NOT_FOUND without one. */
static enum err look(struct err_note *note, struct cache *c, const char *wire, char ret_token[CACHE_TOKEN_LEN],
	uint64_t *ret_cas)
{
	const char *keys[] = { wire };
	size_t lens[] = { strlen(wire) };
	memcached_return_t rc = memcached_mget(c->mc, keys, lens, 1);
	TRY(leave(note, c, wire, rc));
	memcached_result_st *r = memcached_fetch_result(c->mc, NULL, &rc);
	if (!r)
		return leave(note, c, wire, rc == MEMCACHED_END || rc == MEMCACHED_SUCCESS ? MEMCACHED_NOTFOUND : rc);
	size_t len = memcached_result_length(r);
	if (len < CACHE_TOKEN_LEN) {
		memcpy(ret_token, memcached_result_value(r), len);
		ret_token[len] = '\0';
	} else {
		ret_token[0] = '\0';
	}
	*ret_cas = memcached_result_cas(r);
	memcached_result_free(r);
	while ((r = memcached_fetch_result(c->mc, NULL, &rc)))
		memcached_result_free(r);
	return OK;
}

static enum err try_lock(struct err_note *note, struct cache *c, const char *wire, const char *token, time_t ttl)
{
	char holder[CACHE_TOKEN_LEN];
	uint64_t cas = 0;
	size_t len = strlen(wire);
	TRY(enter(note, c, wire));
	enum err e = leave(note, c, wire, memcached_add(c->mc, wire, len, token, CACHE_TOKEN_LEN - 1, ttl, 0));
	if (e != ERR_CONFLICT)
		return e;
	TRY(look(note, c, wire, holder, &cas));
	if (!str_eq(holder, released))
		return err_set(note, ERR_CONFLICT, "held by somebody else");
	return leave(note, c, wire, memcached_cas(c->mc, wire, len, token, CACHE_TOKEN_LEN - 1, ttl, 0, cas));
}

static void nap(int64_t ms)
{
	struct timespec t = { .tv_sec = ms / 1000, .tv_nsec = (long)(ms % 1000) * 1000000 };
	(void)nanosleep(&t, NULL);
}

enum err cache_lock(struct err_note *note, struct cache *c, const char *kind, const char *key, int64_t ttl_ms,
	int64_t deadline, struct cache_lock *ret_lock)
{
	struct cache_lock lock;
	unsigned char bytes[(CACHE_TOKEN_LEN - 1) / 2];
	time_t ttl = seconds(ttl_ms);
	random_bytes(bytes, sizeof(bytes));
	hash_hex(bytes, sizeof(bytes), lock.token);
	wire_key(c, kind, ".l", key, lock.wire);
	for (int64_t wait = WAIT_MIN_MS;; wait = wait * 2 < WAIT_MAX_MS ? wait * 2 : WAIT_MAX_MS) {
		enum err e = try_lock(note, c, lock.wire, lock.token, ttl);
		if (!e) {
			*ret_lock = lock;
			return OK;
		}
		if (e != ERR_CONFLICT && e != ERR_NOT_FOUND) /* not found: expired between two looks */
			return e;
		int64_t left = deadline - clock_monotonic();
		if (left <= 0)
			return err_set(note, ERR_TIMEOUT, "somebody else is still at it");
		int64_t pause = wait / 2 + (int64_t)random_below((uint64_t)wait);
		nap(pause < left ? pause : left);
	}
}

void cache_unlock(struct cache *c, struct cache_lock *lock)
{
	char holder[CACHE_TOKEN_LEN];
	uint64_t cas = 0;
	if (!lock->token[0])
		return;
	if (!enter(NULL, c, lock->wire) && !look(NULL, c, lock->wire, holder, &cas) && str_eq(holder, lock->token))
		(void)leave(NULL, c, lock->wire,
			memcached_cas(c->mc, lock->wire, strlen(lock->wire), released, sizeof(released) - 1, RELEASED_S, 0,
				cas));
	lock->token[0] = '\0';
}

/* ---- health ---- */

void cache_health(struct cache *c, int *ret_up, int *ret_all)
{
	int up = 0;
	memcached_return_t rc = MEMCACHED_SUCCESS;
	memcached_stat_st *stats = c->n ? memcached_stat(c->mc, NULL, &rc) : NULL;
	for (uint32_t i = 0; stats && i < c->n; i++)
		up += stats[i].pid > 0 && stats[i].version[0];
	if (stats)
		memcached_stat_free(c->mc, stats);
	*ret_up = up;
	*ret_all = (int)c->n;
}
