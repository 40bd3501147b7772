/* Windows of contributions: which are asked together, and what becomes of those that fail. */
#include "config.h"

#include "core/github/github-span.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/base/json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COLLECTION(n) "{\"contributionsCollection\":{\"totalCommitContributions\":" #n "}}"
#define TOO_MUCH(alias) "{\"type\":\"RESOURCE_LIMITS_EXCEEDED\",\"path\":[\"" alias "\",\"contributionsCollection\"]}"

static struct arena arena;
static struct profile profile;
static struct github_draft draft;
static struct github_spans spans;

static int setup(void **state)
{
	(void)state;
	arena_init(&arena, 1024 * 1024);
	profile = (struct profile){ .source = SOURCE_GITHUB_GRAPHQL };
	draft = (struct github_draft){ .arena = &arena, .profile = &profile };
	spans = (struct github_spans){ .draft = &draft, .login = "ada", .fields = GITHUB_COMMITS, .each = 4, .cuts_max = 2 };
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_release(&arena);
	return 0;
}

static void add(size_t n)
{
	for (size_t i = 0; i < n; i++)
		github_span_add(&spans, (int64_t)i * 100, (int64_t)i * 100 + 99, false);
}

static void answer(const struct github_batch *b, const char *text, bool final)
{
	struct err_note note;
	struct github_call call = { .err = OK, .status = 200 };
	assert_int_equal(json_parse(&note, text, strlen(text), JSON_DEPTH, &call.root), OK);
	github_span_read(&spans, b, &call, final);
	github_call_drop(&call);
}

static void failure(const struct github_batch *b, enum err err, int status)
{
	struct github_call call = { .err = err, .status = status, .retry_after = 9, .reason = "why" };
	github_span_read(&spans, b, &call, true);
}

static void test_batches(void **state)
{
	(void)state;
	struct github_batch b[4];
	add(9);
	assert_int_equal(github_span_batches(&spans, b, 4), 3);
	assert_true(b[0].n == 4 && b[1].n == 4 && b[2].n == 1 && b[2].at[0] == 8);
	assert_int_equal(github_span_batches(&spans, b, 2), 2);
	spans.items[1].alone = true;
	spans.items[2].cuts = 1;
	spans.items[3].state = SPAN_DONE;
	assert_int_equal(github_span_batches(&spans, b, 4), 4);
	assert_true(b[0].n == 1 && b[1].n == 1 && b[2].n == 1 && b[3].n == 4 && b[3].at[0] == 4);
	struct github_call call = github_span_call(&spans, &b[3], GITHUB_HEAD_NONE);
	assert_true(call.once && call.points == 1 && call.endpoint == GITHUB_EP_CONTRIBUTIONS);
	assert_non_null(strstr(call.body, "\"from3\":\"1971-12-02T00:00:00Z\""));
}

static void test_cut(void **state)
{
	(void)state;
	struct github_batch b[4];
	add(2);
	assert_int_equal(github_span_batches(&spans, b, 4), 1);
	answer(&b[0], "{\"data\":{\"w0\":" COLLECTION(7) ",\"w1\":null},\"errors\":[" TOO_MUCH("w1") "]}", true);
	assert_true(spans.items[0].state == SPAN_DONE && spans.items[0].totals.totals.commits.n == 7);
	assert_true(spans.items[1].state == SPAN_CUT && spans.n == 4);
	/* two halves that meet, then quarters, then no more */
	assert_true(spans.items[2].window.first_day == 100 && spans.items[3].window.last_day == 199);
	assert_int_equal(spans.items[2].window.last_day + 1, spans.items[3].window.first_day);
	for (int i = 0; i < 4 && github_span_batches(&spans, b, 4); i++)
		answer(&b[0], "{\"data\":{},\"errors\":[" TOO_MUCH("w0") "," TOO_MUCH("w1") "]}", true);
	size_t missed = 0;
	while (github_span_batches(&spans, b, 4))
		answer(&b[0], "{\"data\":{},\"errors\":[" TOO_MUCH("w0") "]}", true);
	for (size_t i = 0; i < spans.n; i++)
		missed += spans.items[i].state == SPAN_MISSED;
	assert_int_equal(missed, 4);
	assert_string_equal(spans.items[spans.n - 1].reason, "RESOURCE_LIMITS_EXCEEDED");
	assert_non_null(strstr(spans.items[spans.n - 1].name, "contributions.1970-"));
}

static void test_failure(void **state)
{
	(void)state;
	struct github_batch b[4];
	add(2);
	assert_int_equal(github_span_batches(&spans, b, 4), 1);
	failure(&b[0], ERR_UPSTREAM, 504); /* together too much: each alone, uncut */
	assert_int_equal(github_span_batches(&spans, b, 4), 2);
	assert_true(spans.n == 2 && spans.items[0].alone && spans.items[1].alone);
	failure(&b[0], ERR_UPSTREAM, 504); /* alone too: halves */
	assert_true(spans.items[0].state == SPAN_CUT && spans.n == 4);
	failure(&b[1], ERR_LIMIT, 200);
	struct err_note note;
	assert_true(spans.items[1].state == SPAN_MISSED);
	assert_string_equal(spans.items[1].reason, "RATE_LIMIT");
	assert_int_equal(github_span_err(&note, &spans.items[1]), ERR_LIMIT);
	assert_int_equal(note.retry_after, 9);
	assert_int_equal(github_span_batches(&spans, b, 4), 1);
	failure(&b[0], ERR_TIMEOUT, 0);
	assert_int_equal(github_span_batches(&spans, b, 4), 0);
}

static void test_not_final(void **state)
{
	(void)state;
	struct github_batch b[4];
	add(2);
	assert_int_equal(github_span_batches(&spans, b, 4), 1);
	answer(&b[0], "{\"data\":{\"w0\":null,\"w1\":" COLLECTION(3) "},\"errors\":[" TOO_MUCH("user") "]}", false);
	assert_true(spans.items[0].state == SPAN_OPEN && spans.items[1].state == SPAN_DONE);
	assert_int_equal(github_span_batches(&spans, b, 4), 1);
	/* nobody of that name */
	answer(&b[0], "{\"data\":{\"w0\":null},\"errors\":[{\"type\":\"NOT_FOUND\",\"path\":[\"w0\"]}]}", true);
	struct err_note note;
	assert_int_equal(github_span_err(&note, &spans.items[0]), ERR_NOT_FOUND);
}

int main(void)
{
#define EACH(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
	const struct CMUnitTest tests[] = {
		EACH(test_batches),
		EACH(test_cut),
		EACH(test_failure),
		EACH(test_not_final),
	};
	return cmocka_run_group_tests_name("github-span", tests, NULL, NULL);
}
