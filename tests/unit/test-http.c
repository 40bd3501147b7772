/* Outgoing HTTP against a small server of its own: bounds, refusals, time-outs, batches. */
#include "config.h"

#include "core/base/http.h"

#include "core/base/clean.h"
#include "core/base/clock.h"
#include "core/base/str.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include <zlib.h>

#include <cmocka.h>

enum { HELD_MAX = 64, BOMB_BYTES = 4 * 1024 * 1024 };

static struct {
	int fd;
	int port;
	pthread_t thread;
	int held[HELD_MAX]; /* connections that are never answered */
	int n_held;
	char last[4096]; /* the last request */
} server;

static void reply(int fd, const void *p, size_t len)
{
	const char *at = p;
	while (len) {
		ssize_t n = send(fd, at, len, MSG_NOSIGNAL);
		if (n <= 0)
			return;
		at += n;
		len -= (size_t)n;
	}
}

static void reply_text(int fd, const char *text)
{
	reply(fd, text, strlen(text));
}

/* Four megabytes of blanks in four kilobytes. */
static void reply_bomb(int fd)
{
	unsigned char *plain = calloc(1, BOMB_BYTES), *packed = malloc(BOMB_BYTES);
	z_stream z = { .next_in = plain, .avail_in = BOMB_BYTES, .next_out = packed, .avail_out = BOMB_BYTES };
	if (!plain || !packed || deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK ||
		deflate(&z, Z_FINISH) != Z_STREAM_END)
		abort();
	char head[200];
	snprintf(head, sizeof(head), "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %lu\r\n"
		"Connection: close\r\n\r\n", z.total_out);
	reply_text(fd, head);
	reply(fd, packed, z.total_out);
	deflateEnd(&z);
	free(plain);
	free(packed);
}

/* No length is announced, so that only counting can stop it. */
static void reply_endless(int fd)
{
	char block[8192];
	memset(block, 'x', sizeof(block));
	reply_text(fd, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
	for (int i = 0; i < 1000; i++)
		reply(fd, block, sizeof(block));
}

/* More headers than anybody keeps: they end within a value. */
static void reply_headers(int fd)
{
	enum { LINES = 50, WIDTH = 1000 };
	char line[WIDTH + 1];
	memset(line, 'v', WIDTH);
	memcpy(line, "X: ", 3);
	memcpy(line + WIDTH - 2, "\r\n", 3);
	reply_text(fd, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n");
	for (int i = 0; i < LINES; i++)
		reply_text(fd, line);
	reply_text(fd, "\r\nhello");
}

static const struct {
	const char *path, *text;
} answers[] = {
	{ "/plain ", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-Thing:  two words \r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\n"
		"Connection: close\r\n\r\nhello" },
	{ "/empty ", "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n" },
	{ "/teapot ", "HTTP/1.1 418 No\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno" },
	{ "/moved ", "HTTP/1.1 302 Found\r\nLocation: /plain\r\nX-Thing: first\r\nContent-Length: 0\r\nConnection: close\r\n\r\n" },
	{ "/short ", "HTTP/1.1 200 OK\r\nContent-Length: 50\r\nConnection: close\r\n\r\nhalf" },
	{ "/garbage ", "this is no HTTP\r\n\r\n" },
};

static void serve(int fd)
{
	ssize_t n = recv(fd, server.last, sizeof(server.last) - 1, 0);
	server.last[n > 0 ? n : 0] = '\0';
	const char *path = strchr(server.last, ' ');
	path = path ? path + 1 : "";
	if (str_starts(path, "/silent") && server.n_held < HELD_MAX) {
		server.held[server.n_held++] = fd;
		return;
	}
	if (str_starts(path, "/bomb"))
		reply_bomb(fd);
	if (str_starts(path, "/endless"))
		reply_endless(fd);
	if (str_starts(path, "/headers"))
		reply_headers(fd);
	for (size_t i = 0; i < ARRAY_LEN(answers); i++)
		if (str_starts(path, answers[i].path))
			reply_text(fd, answers[i].text);
	(void)shutdown(fd, SHUT_WR);
	while (recv(fd, server.last + sizeof(server.last) - 64, 64, 0) > 0)
		;
	close(fd);
}

static void *serve_all(void *ctx)
{
	(void)ctx;
	int fd;
	while ((fd = accept(server.fd, NULL, NULL)) >= 0)
		serve(fd);
	return NULL;
}

static int setup(void **state)
{
	struct sockaddr_in at = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t len = sizeof(at);
	server.fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (bind(server.fd, (struct sockaddr *)&at, sizeof(at)) || listen(server.fd, 64) ||
		getsockname(server.fd, (struct sockaddr *)&at, &len) ||
		pthread_create(&server.thread, NULL, serve_all, NULL))
		return -1;
	server.port = ntohs(at.sin_port);
	*state = http_fetcher_new(&(struct http_options){ .connections = 8, .concurrency = 4 });
	return 0;
}

static int teardown(void **state)
{
	http_fetcher_free(*state);
	(void)shutdown(server.fd, SHUT_RDWR);
	(void)pthread_join(server.thread, NULL);
	for (int i = 0; i < server.n_held; i++)
		close(server.held[i]);
	close(server.fd);
	return 0;
}

static const char *url(const char *path)
{
	static char text[200];
	snprintf(text, sizeof(text), "http://127.0.0.1:%d%s", server.port, path);
	return text;
}

static struct http_response get(void **state, const char *path, size_t max)
{
	struct http_request q = { .url = url(path), .max_bytes = max, .allow_http = true, .allow_private = true,
		.timeout_ms = 5000 };
	struct http_response r;
	http_fetch_all(*state, &q, 1, &r);
	return r;
}

static void test_plain(void **state)
{
	struct http_response r = get(state, "/plain", 0);
	char value[64];
	assert_int_equal(r.err, OK);
	assert_int_equal(r.status, 200);
	assert_string_equal(r.body, "hello");
	assert_int_equal(r.len, 5);
	assert_string_equal(http_response_header(&r, "x-thing", value, sizeof(value)), "two words");
	assert_string_equal(http_response_header(&r, "x-thing", value, 4), "two");
	assert_null(http_response_header(&r, "x-thin", value, sizeof(value)));
	assert_true(http_response_date(&r) == INT64_C(784111777000));
	assert_non_null(strstr(server.last, "User-Agent: " PACKAGE_NAME "/"));
	assert_non_null(strstr(server.last, "Accept-Encoding: gzip"));
	http_response_release(&r);
	r = get(state, "/empty", 0);
	assert_int_equal(r.err, OK);
	assert_int_equal(r.status, 204);
	assert_string_equal(r.body, "");
	assert_true(http_response_date(&r) == -1);
	http_response_release(&r);
	r = get(state, "/teapot", 0);
	assert_int_equal(r.err, OK);
	assert_int_equal(r.status, 418);
	http_response_release(&r);
}

static void test_request(void **state)
{
	struct http_header headers[] = { { "X-One", "1" }, { "Content-Type", "text/x" }, { "X-None", "" } };
	struct http_request q = { .url = url("/plain"), .headers = headers, .n_headers = 3, .body = "a\0b", .body_len = 3,
		.allow_http = true, .allow_private = true };
	struct http_response r;
	http_fetch_all(*state, &q, 1, &r);
	assert_int_equal(r.err, OK);
	assert_true(str_starts(server.last, "POST /plain HTTP/1.1\r\n"));
	assert_non_null(strstr(server.last, "\r\nX-One: 1\r\n"));
	assert_non_null(strstr(server.last, "\r\nX-None:"));
	assert_non_null(strstr(server.last, "\r\nContent-Length: 3\r\n"));
	assert_null(strstr(server.last, "Expect"));
	http_response_release(&r);
}

static void test_bounds(void **state)
{
	static const char *const paths[] = { "/bomb", "/endless", "/plain" };
	static const size_t max[] = { 64 * 1024, 64 * 1024, 4 };
	for (size_t i = 0; i < ARRAY_LEN(paths); i++) {
		struct http_response r = get(state, paths[i], max[i]);
		assert_int_equal(r.err, ERR_TOO_BIG);
		assert_true(r.len <= max[i]);
		http_response_release(&r);
	}
	struct http_response r = get(state, "/headers", 0);
	char value[8];
	assert_int_equal(r.err, ERR_TOO_BIG);
	assert_null(http_response_header(&r, "retry-after", value, sizeof(value)));
	assert_string_equal(http_response_header(&r, "content-length", value, sizeof(value)), "5");
	http_response_release(&r);
	r = get(state, "/bomb", BOMB_BYTES);
	assert_int_equal(r.err, OK);
	assert_int_equal(r.len, BOMB_BYTES);
	http_response_release(&r);
	r = get(state, "/plain", 5);
	assert_int_equal(r.err, OK);
	http_response_release(&r);
}

static void test_failures(void **state)
{
	static const char *const paths[] = { "/short", "/garbage", "/nothing" };
	for (size_t i = 0; i < ARRAY_LEN(paths); i++) {
		struct http_response r = get(state, paths[i], 0);
		assert_int_equal(r.err, ERR_UPSTREAM);
		assert_true(r.reason[0] != '\0');
		assert_null(strstr(r.reason, "127.0.0.1"));
		http_response_release(&r);
	}
}

/* The answer is the 3xx itself. */
static void test_redirect(void **state)
{
	char value[16];
	struct http_response r = get(state, "/moved", 0);
	assert_int_equal(r.err, OK);
	assert_int_equal(r.status, 302);
	assert_string_equal(http_response_header(&r, "x-thing", value, sizeof(value)), "first");
	http_response_release(&r);
}

static void test_refusals(void **state)
{
	struct http_header split = { "X-A", "1\r\nX-B: 2" }, odd = { "X A", "1" };
	struct http_request q[] = {
		{ .url = "http://example.org/" },
		{ .url = "file:///etc/hostname", .allow_http = true },
		{ .url = "https://example.org/a b" },
		{ .url = "https://example.org/\r\nHost: x" },
		{ .url = NULL },
		{ .url = "https://example.org/", .headers = &split, .n_headers = 1 },
		{ .url = "https://example.org/", .headers = &odd, .n_headers = 1 },
	};
	struct http_response r[ARRAY_LEN(q)];
	http_fetch_all(*state, q, ARRAY_LEN(q), r);
	for (size_t i = 0; i < ARRAY_LEN(q); i++) {
		assert_int_equal(r[i].err, ERR_INVALID);
		assert_string_equal(r[i].body, "");
		http_response_release(&r[i]);
	}
}

/* The loopback server was reached with the waiver; its connection must not serve anybody without. */
static void test_private(void **state)
{
	struct http_response r = get(state, "/plain", 0);
	http_response_release(&r);
	struct http_request q = { .url = url("/plain"), .allow_http = true, .timeout_ms = 3000 };
	http_fetch_all(*state, &q, 1, &r);
	assert_int_equal(r.err, ERR_FORBIDDEN);
	assert_int_equal(r.status, 0);
	http_response_release(&r);
	char named[64];
	snprintf(named, sizeof(named), "http://localhost:%d/plain", server.port);
	q.url = named;
	http_fetch_all(*state, &q, 1, &r);
	assert_int_equal(r.err, ERR_FORBIDDEN);
	http_response_release(&r);
}

static void test_timeouts(void **state)
{
	struct http_request q[6];
	struct http_response r[ARRAY_LEN(q)];
	/* four under way, two in the queue; all are over in time */
	int64_t start = clock_monotonic();
	for (size_t i = 0; i < ARRAY_LEN(q); i++)
		q[i] = (struct http_request){ .url = url("/silent"), .allow_http = true, .allow_private = true,
			.timeout_ms = i < 3 ? 300 : 10000, .deadline = start + 300 };
	http_fetch_all(*state, q, ARRAY_LEN(q), r);
	assert_in_range(clock_monotonic() - start, 250, 5000);
	for (size_t i = 0; i < ARRAY_LEN(q); i++) {
		assert_int_equal(r[i].err, ERR_TIMEOUT);
		http_response_release(&r[i]);
	}
}

static void *many(void *fetcher)
{
	struct http_request q[3];
	struct http_response r[3];
	char at[64];
	snprintf(at, sizeof(at), "http://127.0.0.1:%d/plain", server.port);
	for (size_t i = 0; i < 3; i++)
		q[i] = (struct http_request){ .url = at, .allow_http = true, .allow_private = true };
	size_t good = 0;
	for (int round = 0; round < 5; round++) {
		http_fetch_all(fetcher, q, 3, r);
		for (size_t i = 0; i < 3; i++) {
			good += r[i].err == OK && strcmp(r[i].body, "hello") == 0;
			http_response_release(&r[i]);
		}
	}
	return good == 15 ? fetcher : NULL;
}

static void test_threads(void **state)
{
	pthread_t ids[8];
	for (size_t i = 0; i < ARRAY_LEN(ids); i++)
		assert_int_equal(pthread_create(&ids[i], NULL, many, *state), 0);
	for (size_t i = 0; i < ARRAY_LEN(ids); i++) {
		void *good;
		assert_int_equal(pthread_join(ids[i], &good), 0);
		assert_non_null(good);
	}
}

static void test_idle(void **state)
{
	(void)state;
	struct http_fetcher *f = http_fetcher_new(&(struct http_options){ .connections = 1, .concurrency = 1 });
	http_fetcher_free(f); /* never used: no thread was made */
	http_fetcher_free(NULL);
}

static bool is_public(const char *text)
{
	struct sockaddr_in in = { .sin_family = AF_INET };
	struct sockaddr_in6 in6 = { .sin6_family = AF_INET6 };
	if (inet_pton(AF_INET, text, &in.sin_addr) == 1)
		return http_address_public((struct sockaddr *)&in);
	assert_int_equal(inet_pton(AF_INET6, text, &in6.sin6_addr), 1);
	return http_address_public((struct sockaddr *)&in6);
}

static void test_addresses(void **state)
{
	(void)state;
	static const char *const closed[] = { "0.0.0.0", "10.1.2.3", "100.64.0.1", "100.127.255.255", "127.0.0.1",
		"169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.170", "192.0.2.1", "192.168.1.1",
		"198.19.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::", "::1", "::ffff:127.0.0.1",
		"::ffff:10.0.0.1", "64:ff9b::a00:1", "64:ff9b:1::1", "2002:7f00:1::", "2002:c0a8:101::1", "fc00::1",
		"fd12:3456::1", "fe80::1", "fec0::1", "ff02::1", "2001::1", "2001:db8::1", "100::1", "3fff::1",
		"::7f00:1", "4000::1" };
	static const char *const open[] = { "1.1.1.1", "9.255.255.255", "11.0.0.1", "100.63.255.255", "100.128.0.1",
		"172.15.0.1", "172.32.0.1", "192.167.1.1", "198.17.0.1", "198.20.0.1", "223.255.255.255",
		"2606:4700::1111", "2a00:1450::1", "::ffff:1.1.1.1", "64:ff9b::808:808", "2002:808:808::1" };
	for (size_t i = 0; i < ARRAY_LEN(closed); i++)
		if (is_public(closed[i]))
			fail_msg("%s is taken for public", closed[i]);
	for (size_t i = 0; i < ARRAY_LEN(open); i++)
		if (!is_public(open[i]))
			fail_msg("%s is not taken for public", open[i]);
	struct sockaddr local = { .sa_family = AF_UNIX };
	assert_false(http_address_public(&local));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_plain),
		cmocka_unit_test(test_request),
		cmocka_unit_test(test_bounds),
		cmocka_unit_test(test_failures),
		cmocka_unit_test(test_redirect),
		cmocka_unit_test(test_refusals),
		cmocka_unit_test(test_private),
		cmocka_unit_test(test_timeouts),
		cmocka_unit_test(test_threads),
		cmocka_unit_test(test_idle),
		cmocka_unit_test(test_addresses),
	};
	return cmocka_run_group_tests_name("http", tests, setup, teardown);
}
