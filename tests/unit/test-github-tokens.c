/* The pool of tokens on a clock of its own. */
#include "config.h"

#include "core/github/github-tokens.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/base/str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

enum { MINUTE = 60 * 1000, HOUR = 60 * MINUTE };

static struct arena arena;
static char path[] = "/tmp/gps-tokens-XXXXXX";

static int setup(void **state)
{
	(void)state;
	arena_init(&arena, 1024 * 1024);
	int fd = mkstemp(path);
	return fd < 0 ? -1 : close(fd);
}

static int teardown(void **state)
{
	(void)state;
	arena_release(&arena);
	return unlink(path);
}

static void write_file(const char *text, mode_t mode)
{
	assert_int_equal(chmod(path, 0600), 0);
	FILE *out = fopen(path, "w");
	assert_non_null(out);
	fputs(text, out);
	assert_int_equal(fclose(out), 0);
	assert_int_equal(chmod(path, mode), 0);
}

static enum err load(struct err_note *note, const char *text, mode_t mode, struct github_tokens **ret_pool)
{
	write_file(text, mode);
	return github_tokens_load(note, &arena, path, 25, ret_pool);
}

static struct github_tokens *pool(const char *text)
{
	struct err_note note;
	struct github_tokens *t = NULL;
	assert_int_equal(load(&note, text, 0600, &t), OK);
	return t;
}

static const struct github_rate silent = { -1, -1, -1, -1 };

static struct github_rate rate(int64_t limit, int64_t remaining, int64_t reset_in_ms)
{
	return (struct github_rate){ limit, remaining, reset_in_ms, -1 };
}

/* Take and give back with an answer; yields the token. */
static int turn(struct github_tokens *t, int64_t now, int points, enum github_outcome outcome,
	struct github_rate r, const char *owner)
{
	struct github_lease lease;
	struct err_note note;
	assert_int_equal(github_tokens_take(&note, t, GITHUB_GRAPHQL, now, points, &lease), OK);
	int token = lease.token;
	github_tokens_give(t, &lease, now, outcome, &r, owner);
	assert_string_equal(lease.authorization, "");
	return token;
}

static enum err refused(struct github_tokens *t, int64_t now, int points, int *ret_after)
{
	struct github_lease lease;
	struct err_note note;
	err_clear(&note);
	enum err err = github_tokens_take(&note, t, GITHUB_GRAPHQL, now, points, &lease);
	*ret_after = note.retry_after;
	assert_null(strstr(note.text, "tok-"));
	return err;
}

static void test_file(void **state)
{
	(void)state;
	struct err_note note;
	struct github_tokens *t = NULL;
	static const mode_t open_modes[] = { 0640, 0604, 0620, 0666 };
	for (size_t i = 0; i < ARRAY_LEN(open_modes); i++) {
		assert_int_equal(load(&note, "ghp_x\n", open_modes[i], &t), ERR_INVALID);
		assert_non_null(strstr(note.text, "chmod 600"));
	}
	assert_int_equal(load(&note, "ghp_x\nbad token\n", 0600, &t), ERR_INVALID);
	assert_non_null(strstr(note.text, "line 2"));
	assert_null(strstr(note.text, "bad token"));
	assert_int_equal(github_tokens_load(&note, &arena, "/nonexistent/tokens", 25, &t), ERR_INVALID);
	assert_int_equal(github_tokens_load(&note, &arena, "/tmp", 25, &t), ERR_INVALID);
	char comment[3000];
	memset(comment, 'x', sizeof(comment));
	memcpy(comment, "# ", 2);
	memcpy(comment + sizeof(comment) - 2, "\n", 2);
	assert_int_equal(github_tokens_count(pool(comment)), 0); /* what is left of a long comment is no token */
	t = pool("# mine\n\n  ghp_a1 # of alice\r\ngithub_pat_B-2.c\n");
	assert_int_equal(github_tokens_count(t), 2);
	struct github_lease lease;
	assert_int_equal(github_tokens_take_one(t, 0, &lease), OK);
	assert_string_equal(lease.authorization, "bearer ghp_a1");
	github_tokens_give(t, &lease, 0, GITHUB_DONE, &silent, NULL);
	assert_int_equal(github_tokens_load(&note, &arena, "", 25, &t), OK);
	assert_int_equal(github_tokens_count(t), 0);
	int after;
	assert_int_equal(refused(t, 0, 1, &after), ERR_AUTH);
}

static void test_reserve(void **state)
{
	(void)state;
	struct github_tokens *t = pool("tok-a\n");
	int after;
	(void)turn(t, 0, 2, GITHUB_DONE, rate(100, 30, HOUR), "alice");
	assert_int_equal(refused(t, 1000, 6, &after), ERR_LIMIT); /* 30 - 25 = 5 */
	assert_int_equal(after, 3599);
	struct github_lease first, second;
	assert_int_equal(github_tokens_take(NULL, t, GITHUB_GRAPHQL, 1000, 3, &first), OK);
	assert_int_equal(refused(t, 1000, 3, &after), ERR_LIMIT); /* three are on loan */
	assert_int_equal(github_tokens_take(NULL, t, GITHUB_GRAPHQL, 1000, 2, &second), OK);
	struct github_rate r = rate(100, 27, HOUR - 1000), late = rate(100, 25, HOUR - 1000);
	github_tokens_give(t, &second, 1000, GITHUB_DONE, &late, NULL);
	github_tokens_give(t, &first, 1000, GITHUB_DONE, &r, NULL); /* overtaken: 25 stands */
	assert_int_equal(refused(t, 1000, 1, &after), ERR_LIMIT);
	assert_int_equal(refused(t, HOUR - 1, 1, &after), ERR_LIMIT);
	assert_int_equal(after, 1);
	(void)turn(t, HOUR + 1, 75, GITHUB_DONE, rate(100, 98, HOUR), NULL);
}

static void test_owners(void **state)
{
	(void)state;
	struct github_tokens *t = pool("tok-a\ntok-b\ntok-c\n");
	struct github_tokens_state s;
	github_tokens_state(t, 0, &s);
	assert_int_equal(s.tokens, 3);
	assert_int_equal(s.owners, 3);
	int first = turn(t, 0, 2, GITHUB_DONE, rate(5000, 4000, HOUR), "alice");
	int second = turn(t, 0, 2, GITHUB_DONE, rate(5000, 3990, HOUR), "Alice");
	assert_int_not_equal(first, second);
	github_tokens_state(t, 0, &s);
	assert_int_equal(s.owners, 2);
	/* bob has 5000 left, alice 3990 */
	int third = turn(t, 0, 2, GITHUB_DONE, rate(5000, 3980, HOUR), "bob");
	assert_true(third != first && third != second);
	github_tokens_state(t, 0, &s);
	assert_int_equal(s.owners, 2);
	assert_int_equal(s.remaining, 3990 - 1250 + 3980 - 1250);
	/* the owner with the most left */
	int next = turn(t, 0, 2, GITHUB_DONE, rate(5000, 3970, HOUR), "alice");
	assert_int_not_equal(next, third);
	assert_int_equal(turn(t, 0, 2, GITHUB_DONE, rate(5000, 3960, HOUR), "bob"), third);
}

static void test_dead(void **state)
{
	(void)state;
	struct github_tokens *t = pool("tok-a\ntok-b\n");
	struct github_tokens_state s;
	int after, first = turn(t, 0, 1, GITHUB_DEAD, silent, NULL);
	for (int i = 0; i < 5; i++)
		assert_int_not_equal(turn(t, i * HOUR, 1, GITHUB_DONE, silent, NULL), first);
	github_tokens_state(t, 0, &s);
	assert_int_equal(s.alive, 1);
	assert_int_equal(s.tokens, 2);
	struct github_lease lease;
	assert_int_equal(github_tokens_take_one(t, first, &lease), ERR_AUTH);
	(void)turn(t, 0, 1, GITHUB_DEAD, silent, NULL);
	assert_int_equal(refused(t, 100 * HOUR, 1, &after), ERR_AUTH);
}

/* What an operator reads of each token. */
static void test_view(void **state)
{
	(void)state;
	struct github_tokens *t = pool("tok-a\ntok-b\ntok-c\ntok-d\ntok-e\n");
	struct github_token_state s;
	int dead = turn(t, 0, 1, GITHUB_DEAD, silent, NULL), gone = turn(t, 0, 1, GITHUB_SUSPENDED, silent, NULL);
	int spent = turn(t, 0, 1, GITHUB_PRIMARY, rate(5000, 0, 20 * MINUTE), NULL);
	int good = turn(t, 0, 1, GITHUB_DONE, rate(5000, 4321, HOUR), "ann");
	const enum github_token_status wanted[] = { GITHUB_TOKEN_EXPIRED, GITHUB_TOKEN_SUSPENDED, GITHUB_TOKEN_EXHAUSTED,
		GITHUB_TOKEN_VALID };
	const int tokens[] = { dead, gone, spent, good };
	bool told[5] = { false };
	for (size_t i = 0; i < 4; i++) {
		github_tokens_view(t, tokens[i], MINUTE, &s);
		assert_int_equal(s.status, wanted[i]);
		told[tokens[i]] = true;
	}
	assert_int_equal(s.remaining, 4321);
	assert_int_equal(s.reset_in_ms, 0);
	github_tokens_view(t, spent, MINUTE, &s);
	assert_int_equal(s.reset_in_ms, 19 * MINUTE);
	github_tokens_view(t, spent, 20 * MINUTE, &s);
	assert_int_equal(s.status, GITHUB_TOKEN_VALID);
	for (int i = 0; i < 5; i++)
		if (!told[i]) {
			github_tokens_view(t, i, 0, &s);
			assert_int_equal(s.status, GITHUB_TOKEN_ERROR);
		}
}

static void test_primary(void **state)
{
	(void)state;
	struct github_tokens *t = pool("tok-a\ntok-b\n");
	int after, first = turn(t, 0, 1, GITHUB_PRIMARY, rate(5000, 0, 10 * MINUTE), NULL);
	assert_int_not_equal(turn(t, 0, 1, GITHUB_PRIMARY, rate(5000, 0, 20 * MINUTE), NULL), first);
	assert_int_equal(refused(t, MINUTE, 1, &after), ERR_LIMIT);
	assert_int_equal(after, 9 * 60);
	assert_int_equal(turn(t, 10 * MINUTE, 1, GITHUB_DONE, rate(5000, 4999, HOUR), NULL), first);
	/* no reset told: an hour */
	t = pool("tok-a\n");
	(void)turn(t, 0, 1, GITHUB_PRIMARY, silent, NULL);
	assert_int_equal(refused(t, 0, 1, &after), ERR_LIMIT);
	assert_int_equal(after, 3600);
	/* a reset that has passed already: not at once */
	t = pool("tok-a\n");
	(void)turn(t, MINUTE, 1, GITHUB_PRIMARY, rate(5000, 0, 0), NULL);
	assert_int_equal(refused(t, MINUTE, 1, &after), ERR_LIMIT);
	assert_int_equal(after, 1);
}

static void test_secondary(void **state)
{
	(void)state;
	struct github_tokens *t = pool("tok-a\n");
	struct github_rate told = silent;
	int after;
	told.retry_after_ms = 30 * 1000;
	(void)turn(t, 0, 1, GITHUB_SECONDARY, told, NULL);
	assert_int_equal(refused(t, 0, 1, &after), ERR_LIMIT);
	assert_in_range(after, 30, 33);
	struct err_note note;
	struct github_lease lease;
	assert_int_equal(github_tokens_take(&note, t, GITHUB_GRAPHQL, 0, 1, &lease), ERR_LIMIT);
	assert_string_equal(note.text, GITHUB_PAUSE_TEXT);
	/* nothing told: a minute, then two, then four */
	int64_t now = 40 * 1000;
	for (int i = 1; i <= 2; i++) {
		(void)turn(t, now, 1, GITHUB_SECONDARY, silent, NULL);
		assert_int_equal(refused(t, now, 1, &after), ERR_LIMIT);
		assert_in_range(after, 60 << i, (60 << i) * 11 / 10 + 1);
		now += (int64_t)after * 1000;
	}
	/* "at once" is not believed: it would be asked in a circle */
	struct github_tokens *other = pool("tok-b\n");
	told.retry_after_ms = 0;
	(void)turn(other, 0, 1, GITHUB_SECONDARY, told, NULL);
	assert_int_equal(refused(other, 0, 1, &after), ERR_LIMIT);
	assert_in_range(after, 1, 2);
	/* a good answer ends the series */
	(void)turn(t, now, 1, GITHUB_DONE, silent, NULL);
	(void)turn(t, now, 1, GITHUB_SECONDARY, silent, NULL);
	assert_int_equal(refused(t, now, 1, &after), ERR_LIMIT);
	assert_in_range(after, 60, 67);
}

/* Searches are counted apart, renewed each minute, and share the owner and his pauses. */
static void test_search(void **state)
{
	(void)state;
	struct github_tokens *t = pool("tok-a\ntok-b\n");
	struct github_lease lease;
	struct err_note note;
	for (int i = 0; i < 2 * 23; i++) { /* 30 less a quarter, and nothing told */
		assert_int_equal(github_tokens_take(&note, t, GITHUB_SEARCH, 0, 1, &lease), OK);
		github_tokens_give(t, &lease, 0, GITHUB_DONE, &(struct github_rate){ 30, 29 - i / 2, MINUTE, -1 }, NULL);
	}
	assert_int_equal(github_tokens_take(&note, t, GITHUB_SEARCH, 0, 1, &lease), ERR_LIMIT);
	assert_int_equal(note.retry_after, 60);
	int after;
	(void)turn(t, 0, 9, GITHUB_DONE, rate(5000, 4991, HOUR), "alice"); /* points are not touched */
	assert_int_equal(github_tokens_take(&note, t, GITHUB_SEARCH, MINUTE, 1, &lease), OK);
	struct github_rate pause = silent;
	pause.retry_after_ms = 30 * 1000;
	github_tokens_give(t, &lease, MINUTE, GITHUB_SECONDARY, &pause, "alice");
	(void)turn(t, MINUTE, 9, GITHUB_DONE, rate(5000, 4980, HOUR - MINUTE), "alice");
	assert_int_equal(refused(t, MINUTE, 5000, &after), ERR_LIMIT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_file),
		cmocka_unit_test(test_reserve),
		cmocka_unit_test(test_owners),
		cmocka_unit_test(test_dead),
		cmocka_unit_test(test_view),
		cmocka_unit_test(test_primary),
		cmocka_unit_test(test_secondary),
		cmocka_unit_test(test_search),
	};
	return cmocka_run_group_tests_name("github-tokens", tests, setup, teardown);
}
