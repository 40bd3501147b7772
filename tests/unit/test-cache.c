/* cache against real memcached servers on private UNIX sockets. */
#include "config.h"

#include "core/base/cache.h"

#include "core/base/arena.h"
#include "core/base/cache-wire.h"
#include "core/base/clock.h"
#include "core/base/conf.h"
#include "core/base/crypt.h"
#include "core/base/str.h"

#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

enum { SERVERS = 3 };

static char dir[] = "/tmp/gps-cache.XXXXXX";
static char sockets[SERVERS][64];
static pid_t pids[SERVERS];
static struct arena arena;
static struct err_note note;

static void nap(long ms)
{
	struct timespec t = { .tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000 };
	(void)nanosleep(&t, NULL);
}

static bool answers(const char *path)
{
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	(void)snprintf(to.sun_path, sizeof(to.sun_path), "%s", path);
	bool ok = connect(fd, (struct sockaddr *)&to, sizeof(to)) == 0;
	(void)close(fd);
	return ok;
}

static void start(int i)
{
	char *const argv[] = { (char[]){ "memcached" }, (char[]){ "-u" }, (char[]){ "root" }, (char[]){ "-m" },
		(char[]){ "16" }, (char[]){ "-t" }, (char[]){ "1" }, (char[]){ "-s" }, sockets[i], NULL };
	assert_int_equal(posix_spawnp(&pids[i], "memcached", NULL, NULL, argv, environ), 0);
	for (int tries = 0; !answers(sockets[i]); tries++) {
		assert_true(tries < 500);
		nap(10);
	}
}

static void stop(int i)
{
	if (pids[i] > 0) {
		(void)kill(pids[i], SIGKILL);
		(void)waitpid(pids[i], NULL, 0);
	}
	pids[i] = 0;
	(void)unlink(sockets[i]);
}

static int setup(void **state)
{
	(void)state;
	if (!mkdtemp(dir))
		return -1;
	arena_init(&arena, 16 * 1024 * 1024);
	for (int i = 0; i < SERVERS; i++) {
		(void)snprintf(sockets[i], sizeof(sockets[i]), "%s/%d.sock", dir, i);
		start(i);
	}
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	for (int i = 0; i < SERVERS; i++)
		stop(i);
	arena_release(&arena);
	return rmdir(dir);
}

/* A handle over the first n servers. */
static struct cache *open_with(int n, int64_t timeout_ms)
{
	char list[512] = "";
	struct conf conf;
	struct cache *c = NULL;
	for (int i = 0; i < n; i++)
		(void)snprintf(list + strlen(list), sizeof(list) - strlen(list), "%sunix:%s", i ? ", " : "", sockets[i]);
	conf_init(&conf);
	conf.cache_servers = list;
	conf.cache_timeout = timeout_ms;
	assert_int_equal(cache_open(&note, &conf, &c), OK);
	return c;
}

/* Patient: a busy machine is no dead server. */
static struct cache *open_n(int n)
{
	return open_with(n, 10000);
}

static enum err put(struct cache *c, const char *key, const char *value)
{
	return cache_put(&note, c, "unit", key, value, strlen(value), 60000);
}

static const char *get(struct cache *c, const char *key)
{
	char *value = NULL;
	size_t len = 0;
	if (cache_get(&note, c, "unit", key, &arena, &value, &len))
		return NULL;
	return len == strlen(value) ? value : NULL;
}

static void test_values(void **state)
{
	(void)state;
	CLEAN_CACHE struct cache *c = open_n(1);
	assert_null(get(c, "a"));
	assert_int_equal(note.code, ERR_NOT_FOUND);
	assert_int_equal(put(c, "a", "one"), OK);
	assert_string_equal(get(c, "a"), "one");
	assert_int_equal(put(c, "a", ""), OK);
	assert_string_equal(get(c, "a"), "");
	assert_int_equal(cache_delete(&note, c, "unit", "a"), OK);
	assert_int_equal(cache_delete(&note, c, "unit", "a"), OK);
	assert_null(get(c, "a"));
	assert_int_equal(put(c, "a", "two"), OK);
	assert_string_equal(get(c, "a"), "two");
	/* another kind is another key */
	char *value = NULL;
	size_t len = 0;
	assert_int_equal(cache_get(&note, c, "unit2", "a", &arena, &value, &len), ERR_NOT_FOUND);
}

/* Sealed values open with their key and in their place only; who reads without it sees no text. */
static void test_sealed(void **state)
{
	CLEAN_SECRET struct secret key = { .len = 0 };
	CLEAN_SECRET struct secret other_key = { .len = 0 };
	(void)state;
	secret_random(&key, CRYPT_KEY_LEN);
	secret_random(&other_key, CRYPT_KEY_LEN);
	CLEAN_CACHE struct cache *c = open_n(1);
	CLEAN_CACHE struct cache *other = open_n(1);
	CLEAN_CACHE struct cache *open = open_n(1);
	cache_seal(c, &key);
	cache_seal(other, &other_key);
	assert_int_equal(put(c, "sealed", "of somebody"), OK);
	assert_string_equal(get(c, "sealed"), "of somebody");
	assert_null(get(other, "sealed"));
	assert_int_equal(note.code, ERR_NOT_FOUND);
	assert_null(get(open, "sealed"));
	cache_seal(other, &key);
	assert_string_equal(get(other, "sealed"), "of somebody");
	/* counters and locks of one key agree, those of another do not meet them */
	uint64_t n = 0;
	assert_int_equal(cache_incr(&note, c, "unit", "count", 3, 60000, &n), OK);
	assert_int_equal(cache_incr(&note, other, "unit", "count", 1, 60000, &n), OK);
	assert_int_equal(n, 4);
	assert_int_equal(cache_incr(&note, open, "unit", "count", 0, 60000, &n), OK);
	assert_int_equal(n, 0);
	/* plain values of before are misses, and long ones survive the way */
	assert_int_equal(put(open, "plain", "text"), OK);
	assert_null(get(c, "plain"));
	char *text = arena_alloc(&arena, 100001);
	memset(text, 'x', 100000);
	assert_int_equal(put(c, "long", text), OK);
	assert_string_equal(get(c, "long"), text);
}

static void test_keys(void **state)
{
	(void)state;
	static const char *const keys[] = { "x\r\nflush_all\r\nset y", "", " ", "\xff\xfe", "y" };
	CLEAN_CACHE struct cache *c = open_n(1);
	assert_int_equal(put(c, "keep", "kept"), OK);
	for (size_t i = 0; i < ARRAY_LEN(keys); i++)
		assert_int_equal(put(c, keys[i], (const char *const[]){ "0", "1", "2", "3", "4" }[i]), OK);
	for (size_t i = 0; i < ARRAY_LEN(keys); i++)
		assert_string_equal(get(c, keys[i]), ((const char *const[]){ "0", "1", "2", "3", "4" }[i]));
	assert_string_equal(get(c, "keep"), "kept");
}

static void round_trip(struct cache *c, const char *what, size_t len, int step)
{
	unsigned char *p = arena_alloc(&arena, len + 1);
	char *back = NULL;
	size_t back_len = 0;
	uint32_t x = 1;
	for (size_t i = 0; i < len; i++) {
		x = x * 1664525 + 1013904223; /* noise that does not compress */
		p[i] = (unsigned char)(step ? i / 100 * (size_t)step : x >> 24);
	}
	if (cache_put(&note, c, "unit", what, p, len, 60000))
		fail_msg("%s %zu: %s", what, len, note.text);
	assert_int_equal(cache_get(&note, c, "unit", what, &arena, &back, &back_len), OK);
	assert_int_equal(back_len, len);
	assert_memory_equal(back, p, len);
	assert_int_equal(back[len], 0);
}

static void test_sizes(void **state)
{
	(void)state;
	CLEAN_CACHE struct cache *c = open_n(1);
	static const size_t sizes[] = { 1, 4095, 4096, 4097, 100000, 900000 };
	for (size_t i = 0; i < ARRAY_LEN(sizes); i++) {
		round_trip(c, "noise", sizes[i], 0);
		round_trip(c, "pattern", sizes[i], 7);
		arena_reset(&arena);
	}
	round_trip(c, "largest", CACHE_VALUE_MAX, 7);
	char *p = arena_alloc(&arena, CACHE_VALUE_MAX + 1);
	assert_int_equal(cache_put(&note, c, "unit", "over", p, CACHE_VALUE_MAX + 1, 60000), ERR_TOO_BIG);
	arena_reset(&arena);
}

static void test_too_big_for_server(void **state)
{
	(void)state;
	CLEAN_CACHE struct cache *c = open_n(1);
	unsigned char *p = arena_alloc(&arena, CACHE_VALUE_MAX);
	uint32_t x = 1;
	for (size_t i = 0; i < CACHE_VALUE_MAX; i++)
		p[i] = (unsigned char)((x = x * 1664525 + 1013904223) >> 24);
	assert_int_equal(cache_put(&note, c, "unit", "noise", p, CACHE_VALUE_MAX, 60000), ERR_TOO_BIG);
	assert_int_equal(put(c, "still", "here"), OK);
	assert_string_equal(get(c, "still"), "here");
	arena_reset(&arena);
}

static void test_ttl(void **state)
{
	(void)state;
	CLEAN_CACHE struct cache *c = open_n(1);
	assert_int_equal(cache_put(&note, c, "unit", "short", "v", 1, 1), OK);
	for (int i = 0; get(c, "short"); i++) {
		assert_true(i < 50);
		nap(100);
	}
	assert_int_equal(note.code, ERR_NOT_FOUND);
}

static void test_counter(void **state)
{
	(void)state;
	uint64_t n = 99;
	CLEAN_CACHE struct cache *c = open_n(1);
	assert_int_equal(cache_incr(&note, c, "unit", "hits", 0, 60000, &n), OK);
	assert_int_equal(n, 0);
	for (uint64_t i = 1; i <= 20; i++) {
		assert_int_equal(cache_incr(&note, c, "unit", "hits", 1, 60000, &n), OK);
		assert_int_equal(n, i);
	}
	assert_int_equal(cache_incr(&note, c, "unit", "hits", 5, 60000, &n), OK);
	assert_int_equal(n, 25);
	assert_int_equal(cache_incr(&note, c, "unit", "hits", 0, 60000, &n), OK);
	assert_int_equal(n, 25);
	assert_null(get(c, "hits"));
	assert_int_equal(cache_decr(&note, c, "unit", "hits", 3), OK);
	assert_int_equal(cache_incr(&note, c, "unit", "hits", 0, 60000, &n), OK);
	assert_int_equal(n, 22);
	assert_int_equal(cache_decr(&note, c, "unit", "hits", 100), OK);
	assert_int_equal(cache_decr(&note, c, "unit", "never", 1), OK);
	assert_int_equal(cache_incr(&note, c, "unit", "hits", 0, 60000, &n), OK);
	assert_int_equal(n, 0);
	assert_int_equal(cache_incr(&note, c, "unit", "never", 0, 60000, &n), OK);
	assert_int_equal(n, 0);
	/* a counter dies on time although it is used all the while */
	int64_t end = clock_monotonic() + 5000;
	do {
		nap(100);
		assert_int_equal(cache_incr(&note, c, "unit", "brief", 1, 1000, &n), OK);
		assert_true(clock_monotonic() < end);
	} while (n <= 1 || n < 8);
	do {
		nap(100);
		assert_int_equal(cache_incr(&note, c, "unit", "brief", 1, 1000, &n), OK);
		assert_true(clock_monotonic() < end);
	} while (n != 1);
}

struct contest {
	int inside, most, turns;
	pthread_mutex_t mutex;
};

static void *contender(void *ctx)
{
	struct contest *x = ctx;
	struct cache *c = open_n(1);
	struct cache_lock lock = { .token = "" };
	if (cache_lock(NULL, c, "unit", "contest", 60000, clock_monotonic() + 20000, &lock) == OK) {
		(void)pthread_mutex_lock(&x->mutex);
		x->turns++;
		x->most = ++x->inside > x->most ? x->inside : x->most;
		(void)pthread_mutex_unlock(&x->mutex);
		nap(20);
		(void)pthread_mutex_lock(&x->mutex);
		x->inside--;
		(void)pthread_mutex_unlock(&x->mutex);
	}
	cache_unlock(c, &lock);
	cache_close(c);
	return NULL;
}

static void test_lock(void **state)
{
	(void)state;
	struct contest x = { .mutex = PTHREAD_MUTEX_INITIALIZER };
	pthread_t threads[8];
	for (size_t i = 0; i < ARRAY_LEN(threads); i++)
		assert_int_equal(pthread_create(&threads[i], NULL, contender, &x), 0);
	for (size_t i = 0; i < ARRAY_LEN(threads); i++)
		assert_int_equal(pthread_join(threads[i], NULL), 0);
	assert_int_equal(x.turns, ARRAY_LEN(threads));
	assert_int_equal(x.most, 1);
}

static void test_lock_owner(void **state)
{
	(void)state;
	CLEAN_CACHE struct cache *c = open_n(1);
	struct cache_lock mine, stranger, next = { .token = "" };
	assert_int_equal(cache_lock(&note, c, "unit", "job", 1000, 0, &mine), OK);
	assert_int_equal(cache_lock(&note, c, "unit", "job", 1000, 0, &next), ERR_TIMEOUT);
	stranger = mine;
	stranger.token[0] = stranger.token[0] == 'a' ? 'b' : 'a';
	cache_unlock(c, &stranger);
	assert_int_equal(cache_lock(&note, c, "unit", "job", 1000, 0, &next), ERR_TIMEOUT);
	/* the owner is gone: its lock expires */
	assert_int_equal(cache_lock(&note, c, "unit", "job", 60000, clock_monotonic() + 5000, &next), OK);
	/* and what the first one does now does not hurt the second */
	cache_unlock(c, &mine);
	assert_int_equal(cache_lock(&note, c, "unit", "job", 1000, 0, &mine), ERR_TIMEOUT);
	cache_unlock(c, &next);
	assert_int_equal(cache_lock(&note, c, "unit", "job", 1000, 0, &mine), OK);
	cache_unlock(c, &mine);
}

static void test_several_servers(void **state)
{
	(void)state;
	enum { KEYS = 60 };
	char key[32];
	int up = 0, all = 0, lost = 0;
	CLEAN_CACHE struct cache *c = open_n(SERVERS);
	for (int i = 0; i < KEYS; i++) {
		(void)snprintf(key, sizeof(key), "spread %d", i);
		assert_int_equal(put(c, key, key), OK);
	}
	cache_health(c, &up, &all);
	assert_int_equal(up, SERVERS);
	assert_int_equal(all, SERVERS);
	stop(2);
	for (int i = 0; i < KEYS; i++) {
		(void)snprintf(key, sizeof(key), "spread %d", i);
		const char *value = get(c, key);
		lost += !value;
		if (value)
			assert_string_equal(value, key);
	}
	assert_in_range(lost, 1, KEYS / 2); /* a third, give or take; the others are where they were */
	cache_health(c, &up, &all);
	assert_int_equal(up, SERVERS - 1);
	start(2);
	for (int tries = 0; lost; tries++) { /* its circuit closes again by itself */
		assert_true(tries < 100);
		nap(100);
		lost = 0;
		for (int i = 0; i < KEYS; i++) {
			(void)snprintf(key, sizeof(key), "spread %d", i);
			lost += put(c, key, key) != OK;
		}
	}
	cache_health(c, &up, &all);
	assert_int_equal(up, SERVERS);
}

/* No server, or one that accepts and never answers: one time-out, then nothing is waited for. */
static void expect_quick(struct cache *c)
{
	char *value = NULL;
	size_t len = 0;
	uint64_t n = 0;
	struct cache_lock lock = { .token = "" };
	int64_t begin = clock_monotonic();
	for (int i = 0; i < 20; i++) {
		assert_int_equal(cache_get(&note, c, "unit", "k", &arena, &value, &len), ERR_BUSY);
		assert_int_equal(put(c, "k", "v"), ERR_BUSY);
		assert_int_equal(cache_delete(&note, c, "unit", "k"), ERR_BUSY);
		assert_int_equal(cache_incr(&note, c, "unit", "k", 1, 1000, &n), ERR_BUSY);
		assert_int_equal(cache_lock(&note, c, "unit", "k", 1000, begin + 60000, &lock), ERR_BUSY);
		cache_unlock(c, &lock);
	}
	assert_in_range(clock_monotonic() - begin, 0, 800);
}

static void test_dead_server(void **state)
{
	(void)state;
	int up = 1, all = 1;
	CLEAN_CACHE struct cache *none = open_n(0);
	expect_quick(none);
	CLEAN_CACHE struct cache *c = open_n(1);
	assert_int_equal(put(c, "k", "v"), OK);
	stop(0);
	expect_quick(c);
	cache_health(c, &up, &all);
	assert_int_equal(up, 0);
	start(0);
	for (int tries = 0; put(c, "k", "v") != OK; tries++) {
		assert_true(tries < 100);
		nap(100);
	}
	assert_string_equal(get(c, "k"), "v");
}

static void test_silent_server(void **state)
{
	(void)state;
	CLEAN_CACHE struct cache *c = open_with(1, 100);
	assert_int_equal(put(c, "k", "v"), OK);
	int status = 0;
	assert_int_equal(kill(pids[0], SIGSTOP), 0);
	assert_int_equal(waitpid(pids[0], &status, WUNTRACED), pids[0]); /* else it could still answer */
	assert_true(WIFSTOPPED(status));
	expect_quick(c);
	assert_int_equal(kill(pids[0], SIGCONT), 0);
	for (int tries = 0; !get(c, "k"); tries++) {
		assert_true(tries < 200);
		nap(100);
	}
	assert_string_equal(get(c, "k"), "v"); /* no late answer of another question */
}

/* A connection that the server's end took along is made anew, and nobody waits. */
static void test_restarted_server(void **state)
{
	(void)state;
	char *value;
	size_t len;
	CLEAN_CACHE struct cache *c = open_n(1);
	assert_int_equal(put(c, "k", "v"), OK);
	assert_string_equal(get(c, "k"), "v");
	stop(0);
	start(0);
	assert_int_equal(cache_get(&note, c, "unit", "k", &arena, &value, &len), ERR_NOT_FOUND);
}

static void test_answers(void **state)
{
	(void)state;
	static const struct {
		const char *answer;
		enum wire_answer said;
		size_t at, size;
	} rows[] = {
		{ "END\r\n", WIRE_MISSING, 0, 0 },
		{ "EN", WIRE_SHORT, 0, 0 },
		{ "END\r\nEND\r\n", WIRE_BROKEN, 0, 0 },
		{ "VALUE k 0 5\r\nhello\r\nEND\r\n", WIRE_FOUND, 13, 5 },
		{ "VALUE k 0 5\r\nhel", WIRE_SHORT, 13, 5 },
		{ "VALUE k 0 0\r\n\r\nEND\r\n", WIRE_FOUND, 13, 0 },
		{ "VALUE k 0 5\r\nhello\r\nEND\r\nx", WIRE_BROKEN, 13, 5 },
		{ "VALUE k 0 4\r\nhello\r\nEND\r\n", WIRE_BROKEN, 13, 4 },
		{ "VALUE j 0 5\r\nhello\r\nEND\r\n", WIRE_BROKEN, 0, 0 },
		{ "VALUE kk 0 5\r\nhello\r\nEND\r\n", WIRE_BROKEN, 0, 0 },
		{ "VALUE k 0 11\r\n", WIRE_BROKEN, 0, 0 },
		{ "VALUE k 0 99999999999999999999\r\n", WIRE_BROKEN, 0, 0 },
		{ "VALUE k 0 -1\r\n", WIRE_BROKEN, 0, 0 },
		{ "VALUE k 0 5 7\r\nhello\r\nEND\r\n", WIRE_BROKEN, 0, 0 },
		{ "VALUE k 0 5\nhello\r\nEND\r\n", WIRE_BROKEN, 0, 0 },
		{ "SERVER_ERROR out of memory\r\n", WIRE_BROKEN, 0, 0 },
	};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		size_t at = 1, size = 0;
		assert_int_equal(wire_read(rows[i].answer, strlen(rows[i].answer), "k", 10, &at, &size), rows[i].said);
		assert_int_equal(at, rows[i].at);
		assert_int_equal(size, rows[i].size);
	}
}

static void test_server_lists(void **state)
{
	(void)state;
	static const struct {
		const char *list;
		enum err err;
	} rows[] = { { "", OK }, { "127.0.0.1:1", OK }, { "[::1]:11211 , localhost", OK }, { "unix:relative", ERR_INVALID },
		{ "host:0", ERR_INVALID }, { "host:x", ERR_INVALID }, { ",", ERR_INVALID } };
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct conf conf;
		struct cache *c = NULL;
		conf_init(&conf);
		conf.cache_servers = rows[i].list;
		assert_int_equal(cache_open(&note, &conf, &c), rows[i].err);
		cache_close(c);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_sealed),
		cmocka_unit_test(test_keys),
		cmocka_unit_test(test_sizes),
		cmocka_unit_test(test_too_big_for_server),
		cmocka_unit_test(test_ttl),
		cmocka_unit_test(test_counter),
		cmocka_unit_test(test_lock),
		cmocka_unit_test(test_lock_owner),
		cmocka_unit_test(test_several_servers),
		cmocka_unit_test(test_dead_server),
		cmocka_unit_test(test_silent_server),
		cmocka_unit_test(test_restarted_server),
		cmocka_unit_test(test_answers),
		cmocka_unit_test(test_server_lists),
	};
	return cmocka_run_group_tests_name("cache", tests, setup, teardown);
}
