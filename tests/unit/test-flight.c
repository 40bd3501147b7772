/* flight: one leader, equal answers, errors that do not stick, deadlines. */
#include "config.h"

#include "core/base/flight.h"

#include "core/base/clock.h"
#include "core/base/str.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

enum { THREADS = 256, STACK = THREAD_STACK_KIB * 1024 };

struct job {
	struct flight *f;
	const char *key;
	atomic_int runs;
	atomic_int waiting; /* threads that are about to call */
	int expect;	    /* the leader goes on once so many are there */
	enum err end;
	int64_t wait_ms;
	atomic_int led, ok, failed, timed_out;
	atomic_uintptr_t text;
};

static void nap(long ms)
{
	struct timespec t = { .tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000 };
	(void)nanosleep(&t, NULL);
}

static enum err make(struct err_note *note, void *ctx, struct str *out)
{
	struct job *j = ctx;
	(void)atomic_fetch_add(&j->runs, 1);
	while (atomic_load(&j->waiting) < j->expect)
		nap(1);
	nap(100); /* from "about to call" to waiting */
	str_addf(out, "answer %d", 42);
	return j->end ? err_set(note, j->end, "planned failure") : OK;
}

static void *caller(void *ctx)
{
	struct job *j = ctx;
	struct err_note note = { .code = OK };
	struct flight_result *r = NULL;
	bool led = false;
	(void)atomic_fetch_add(&j->waiting, 1);
	enum err e = flight_do(&note, j->f, j->key, clock_monotonic() + j->wait_ms, make, j, &led, &r);
	(void)atomic_fetch_add(&j->led, led);
	if (!e && r->len == 9 && !strcmp(r->text, "answer 42")) {
		(void)atomic_fetch_add(&j->ok, 1);
		atomic_store(&j->text, (uintptr_t)r->text);
	}
	if (e && e == j->end && !strcmp(note.text, "planned failure"))
		(void)atomic_fetch_add(&j->failed, 1);
	if (e == ERR_TIMEOUT)
		(void)atomic_fetch_add(&j->timed_out, 1);
	flight_release(r);
	return NULL;
}

static void run(struct job *j, int n)
{
	pthread_t threads[THREADS];
	pthread_attr_t attr;
	assert_int_equal(pthread_attr_init(&attr), 0);
	assert_int_equal(pthread_attr_setstacksize(&attr, STACK), 0);
	for (int i = 0; i < n; i++)
		assert_int_equal(pthread_create(&threads[i], &attr, caller, j), 0);
	for (int i = 0; i < n; i++)
		assert_int_equal(pthread_join(threads[i], NULL), 0);
	assert_int_equal(pthread_attr_destroy(&attr), 0);
}

static void test_once(void **state)
{
	struct job j = { .f = *state, .key = "octo", .expect = THREADS, .wait_ms = 60000 };
	run(&j, THREADS);
	assert_int_equal(j.runs, 1);
	assert_int_equal(j.led, 1);
	assert_int_equal(j.ok, THREADS);
}

static void test_error_shared_not_kept(void **state)
{
	struct job j = { .f = *state, .key = "octo", .expect = THREADS, .wait_ms = 60000, .end = ERR_UPSTREAM };
	run(&j, THREADS);
	assert_int_equal(j.runs, 1);
	assert_int_equal(j.failed, THREADS);
	struct job again = { .f = *state, .key = "octo", .expect = 1, .wait_ms = 60000 };
	run(&again, 1);
	assert_int_equal(again.ok, 1);
}

static void test_deadline(void **state)
{
	struct job j = { .f = *state, .key = "slow", .expect = 8, .wait_ms = 20 };
	run(&j, 8);
	assert_int_equal(j.runs, 1);
	assert_int_equal(j.ok, 1); /* the leader has no deadline here */
	assert_int_equal(j.timed_out, 7);
}

static enum err too_long(struct err_note *note, void *ctx, struct str *out)
{
	(void)note, (void)ctx;
	for (int i = 0; i < 5000; i++)
		str_addc(out, 'x');
	return OK;
}

static void test_max(void **state)
{
	struct err_note note;
	struct flight_result *r = NULL;
	assert_int_equal(flight_do(&note, *state, "k", 0, too_long, NULL, NULL, &r), ERR_TOO_BIG);
	assert_null(r);
}

static enum err inner(struct err_note *note, void *ctx, struct str *out)
{
	struct flight_result *r = NULL;
	TRY(flight_do(note, ctx, "other key", 0, too_long, NULL, NULL, &r) == ERR_TOO_BIG ? OK : ERR_INTERNAL);
	str_addz(out, "nested");
	return OK;
}

static void test_nested(void **state)
{
	struct err_note note;
	struct flight_result *r = NULL, *second = NULL;
	assert_int_equal(flight_do(&note, *state, "one key", 0, inner, *state, NULL, &r), OK);
	assert_int_equal(flight_do(&note, *state, "one key", 0, inner, *state, NULL, &second), OK);
	assert_string_equal(r->text, "nested");
	assert_ptr_not_equal(r->text, second->text); /* nothing is remembered */
	flight_release(r);
	assert_string_equal(second->text, "nested");
	flight_release(second);
}

static int setup(void **state)
{
	*state = flight_new(4096);
	return 0;
}

static int teardown(void **state)
{
	flight_free(*state);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_once, setup, teardown),
		cmocka_unit_test_setup_teardown(test_error_shared_not_kept, setup, teardown),
		cmocka_unit_test_setup_teardown(test_deadline, setup, teardown),
		cmocka_unit_test_setup_teardown(test_max, setup, teardown),
		cmocka_unit_test_setup_teardown(test_nested, setup, teardown),
	};
	return cmocka_run_group_tests_name("flight", tests, NULL, NULL);
}
