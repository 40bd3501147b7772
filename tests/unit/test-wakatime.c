/* Coding time: which servers may be asked, by what road, and what their answers say. */
#include "config.h"

#include "core/profile/wakatime.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/base/clock.h"
#include "core/base/conf.h"
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

#include <cmocka.h>

static struct {
	int fd, port, held;
	pthread_t thread;
	char last[2048]; /* the last request */
} server = { .held = -1 };

#define LANGUAGE(name, seconds, percent) \
	"{\"name\":\"" name "\",\"total_seconds\":" #seconds ",\"percent\":" #percent ",\"text\":\"as said\"}"
#define STATS(more) "{\"data\":{\"range\":\"last_7_days\",\"human_readable_range\":\"last 7 days\"," more "}}"

static const struct {
	const char *user, *status, *body;
} answers[] = {
	{ "ada", "200 OK", STATS("\"languages\":[" LANGUAGE("C", 60.9, 1.5) "," LANGUAGE("Go", 7380, 98.5) "]") },
	{ "counting", "202 Accepted", STATS("\"status\":\"pending_update\",\"is_up_to_date\":false,\"languages\":[]") },
	{ "ghost", "404 Not Found", "{}" },
	{ "closed", "403 Forbidden", "no" },
	{ "limited", "429 Too Many\r\nRetry-After: 77", "{}" },
	{ "broken", "502 Bad Gateway", "<html>" },
	{ "garbled", "200 OK", "<html>" },
	{ "moved", "302 Found\r\nLocation: /api/v1/users/ada/stats", "" },
};

static void serve(int fd)
{
	ssize_t n = recv(fd, server.last, sizeof(server.last) - 1, 0);
	server.last[n > 0 ? n : 0] = '\0';
	const char *user = strstr(server.last, "/users/");
	user = user ? user + 7 : "";
	if (str_starts(user, "silent/")) {
		server.held = fd;
		return;
	}
	for (size_t i = 0; i < ARRAY_LEN(answers); i++) {
		size_t len = strlen(answers[i].user);
		if (strncmp(user, answers[i].user, len) != 0 || user[len] != '/')
			continue;
		char head[512];
		int head_len = snprintf(head, sizeof(head), "HTTP/1.1 %s\r\nContent-Length: %zu\r\nConnection: close\r\n\r\n",
			answers[i].status, strlen(answers[i].body));
		(void)send(fd, head, (size_t)head_len, MSG_NOSIGNAL);
		(void)send(fd, answers[i].body, strlen(answers[i].body), MSG_NOSIGNAL);
	}
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

struct world {
	struct arena arena;
	struct conf conf;
	struct wakatime_client *client;
	char domains[200], here[40];
};

static int setup(void **state)
{
	struct sockaddr_in at = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t len = sizeof(at);
	server.fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (bind(server.fd, (struct sockaddr *)&at, sizeof(at)) || listen(server.fd, 64) ||
		getsockname(server.fd, (struct sockaddr *)&at, &len) || pthread_create(&server.thread, NULL, serve_all, NULL))
		return -1;
	server.port = ntohs(at.sin_port);
	struct world *w = calloc(1, sizeof(*w));
	arena_init(&w->arena, 1 << 24);
	conf_init(&w->conf);
	snprintf(w->here, sizeof(w->here), "127.0.0.1:%d", server.port);
	snprintf(w->domains, sizeof(w->domains), " http://%s/waka/ ,localhost:%d, , wakapi.dev/", w->here, server.port);
	w->conf.wakatime_domains = w->domains;
	w->conf.wakatime_timeout = 2000;
	w->client = wakatime_new(&w->conf);
	*state = w;
	return 0;
}

static int teardown(void **state)
{
	struct world *w = *state;
	wakatime_free(w->client);
	wakatime_free(NULL);
	arena_release(&w->arena);
	free(w);
	(void)shutdown(server.fd, SHUT_RDWR);
	(void)pthread_join(server.thread, NULL);
	close(server.fd);
	if (server.held >= 0)
		close(server.held);
	return 0;
}

static enum err ask(void **state, struct err_note *note, const char *domain, const char *user, struct wakatime *ret_stats)
{
	struct world *w = *state;
	err_clear(note);
	return wakatime_stats(note, w->client, &w->arena, domain, user, ret_stats);
}

static void test_answer(void **state)
{
	struct err_note note;
	struct wakatime s;
	struct world *w = *state;
	assert_int_equal(ask(state, &note, NULL, "ada", &s), OK);
	assert_non_null(strstr(server.last, "GET /waka/api/v1/users/ada/stats?is_including_today=true HTTP/1.1"));
	assert_null(strstr(server.last, "uthorization"));
	assert_string_equal(s.user, "ada");
	assert_string_equal(s.range_id, "last_7_days");
	assert_string_equal(s.range, "last 7 days");
	assert_int_equal(s.n_languages, 2);
	assert_string_equal(s.languages[0].name, "Go");
	assert_int_equal(s.languages[0].seconds, 7380);
	assert_string_equal(s.languages[1].text, "as said");
	assert_int_equal(s.languages[1].seconds, 60);
	assert_true(s.languages[1].percent > 1.49 && s.languages[1].percent < 1.51);
	assert_int_equal(s.seconds, 7440);
	assert_false(s.hidden || s.details_hidden || s.not_enabled);
	char domain[80];
	snprintf(domain, sizeof(domain), "%s/WAKA/", w->here);
	assert_int_equal(ask(state, &note, domain, "ada", &s), OK);
	snprintf(domain, sizeof(domain), "https://%s/waka", w->here);
	assert_int_equal(ask(state, &note, domain, "ada", &s), OK);
}

static void test_allowed(void **state)
{
	static const char *const domains[] = { "wakatime.com", "127.0.0.1", "wakapi.dev.evil.example", "wakapi.dev@evil.example",
		"evil.example/wakapi.dev", "wakapi.dev,evil.example", "169.254.169.254", "wakapi.dev:22", "\r\nx" };
	static const char *const users[] = { "", ".", "..", "a/b", "a?b", "a b", "a\nb", "é",
		"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" };
	struct err_note note;
	struct wakatime s;
	struct world *w = *state;
	for (size_t i = 0; i < ARRAY_LEN(domains); i++) {
		assert_int_equal(ask(state, &note, domains[i], "ada", &s), ERR_UNPROCESSABLE);
		assert_string_equal(note.field, "api_domain");
	}
	for (size_t i = 0; i < ARRAY_LEN(users); i++) {
		assert_int_equal(ask(state, &note, "", users[i], &s), ERR_UNPROCESSABLE);
		assert_string_equal(note.field, "username");
	}
	/* a bare name is asked by https and at public addresses only, whatever it resolves to */
	char domain[80];
	snprintf(domain, sizeof(domain), "localhost:%d", server.port);
	server.last[0] = '\0';
	assert_int_equal(ask(state, &note, domain, "ada", &s), ERR_UPSTREAM);
	assert_non_null(strstr(note.text, "public"));
	assert_string_equal(server.last, "");
	w->conf.wakatime_domains = "";
	assert_int_equal(ask(state, &note, NULL, "ada", &s), ERR_UNPROCESSABLE);
	w->conf.wakatime_domains = w->domains;
}

static void test_refusals(void **state)
{
	static const struct {
		const char *user;
		enum err err;
	} rows[] = { { "ghost", ERR_NOT_FOUND }, { "limited", ERR_LIMIT }, { "broken", ERR_UPSTREAM }, { "garbled", ERR_UPSTREAM },
		{ "moved", ERR_UPSTREAM }, { "unheard", ERR_UPSTREAM } };
	struct err_note note;
	struct wakatime s;
	struct world *w = *state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		assert_int_equal(ask(state, &note, NULL, rows[i].user, &s), rows[i].err);
		assert_int_equal(note.retry_after, rows[i].err == ERR_LIMIT ? 77 : 0);
		assert_null(strstr(note.text, "127.0.0.1"));
	}
	assert_int_equal(ask(state, &note, NULL, "closed", &s), OK);
	assert_true(s.hidden && s.n_languages == 0);
	assert_string_equal(s.range_id, "");
	assert_int_equal(ask(state, &note, NULL, "counting", &s), OK);
	assert_true(s.not_enabled && !s.hidden);
	int64_t before = clock_monotonic();
	w->conf.wakatime_timeout = 300;
	assert_int_equal(ask(state, &note, NULL, "silent", &s), ERR_TIMEOUT);
	assert_true(clock_monotonic() - before < 2000);
	w->conf.wakatime_timeout = 2000;
}

static struct wakatime parse(void **state, const char *text)
{
	struct world *w = *state;
	struct err_note note;
	struct wakatime s = { .hidden = false };
	assert_int_equal(wakatime_parse(&note, &w->arena, text, strlen(text), &s), OK);
	return s;
}

/* What other servers leave out or add. */
static void test_shapes(void **state)
{
	struct wakatime s = parse(state, "{\"data\":{\"languages\":[{\"name\":\"Rust\",\"hours\":1,\"minutes\":1},"
		"{\"name\":\"TOML\",\"total_seconds\":3660},{\"name\":\"Nim\",\"total_seconds\":7200.7},{\"name\":\"\"},{},3]}}");
	assert_int_equal(s.n_languages, 3);
	assert_string_equal(s.languages[0].name, "Nim");
	assert_string_equal(s.languages[0].text, "2 hrs");
	assert_string_equal(s.languages[1].text, "1 hr 1 min");
	assert_int_equal((int)(s.languages[1].percent * 100), 2520);
	assert_string_equal(s.range, "");
	s = parse(state, "{\"data\":{\"is_coding_activity_visible\":false,\"is_other_usage_visible\":false}}");
	assert_true(s.hidden && s.details_hidden && !s.not_enabled);
	s = parse(state, "{\"data\":{\"is_language_usage_visible\":true,\"is_other_usage_visible\":false}}");
	assert_false(s.details_hidden);
	s = parse(state, "{\"data\":{\"languages\":[{\"name\":\"X\",\"total_seconds\":1e300,\"percent\":1e300}]}}");
	assert_true(s.seconds > 0 && s.languages[0].percent <= 100);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_answer),
		cmocka_unit_test(test_allowed),
		cmocka_unit_test(test_refusals),
		cmocka_unit_test(test_shapes),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
