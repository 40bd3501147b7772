/* gate: the thread that was busy last comes first, few run at once, those outside do not count, nobody is locked out. */
#include "config.h"

#include "core/web/gate.h"

#include "core/base/clock.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>

enum { THREADS = 64, MAX = 8, ROUNDS = 20, STACK = THREAD_STACK_KIB * 1024 };

/* Threads of a process whose connections are tickets. */
struct desk {
	struct gate *gate;
	pthread_mutex_t lock;
	pthread_cond_t arrival;
	int waiting; /* connections nobody has taken */
	bool stop, away;
	atomic_bool hold;    /* requests do not end */
	atomic_int running, most, served, threads_used;
};

static void nap(long ms)
{
	(void)nanosleep(&(struct timespec){ .tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000 }, NULL);
}

static bool take(struct desk *d)
{
	pthread_mutex_lock(&d->lock);
	while (!d->waiting && !d->stop)
		pthread_cond_wait(&d->arrival, &d->lock);
	bool got = d->waiting > 0;
	if (got)
		d->waiting--;
	pthread_mutex_unlock(&d->lock);
	return got;
}

static void serve(struct desk *d)
{
	int now = atomic_fetch_add(&d->running, 1) + 1, most = atomic_load(&d->most);
	while (now > most && !atomic_compare_exchange_weak(&d->most, &most, now))
		;
	if (d->away)
		gate_away(d->gate);
	do
		nap(1);
	while (atomic_load(&d->hold));
	if (d->away)
		gate_back(d->gate);
	atomic_fetch_sub(&d->running, 1);
	atomic_fetch_add(&d->served, 1);
}

static void *thread_main(void *arg)
{
	struct desk *d = arg;
	bool used = false;
	while (gate_enter(d->gate)) {
		if (!take(d)) {
			gate_missed(d->gate);
			continue;
		}
		gate_taken(d->gate);
		if (!used)
			atomic_fetch_add(&d->threads_used, 1);
		used = true;
		serve(d);
		gate_done(d->gate);
	}
	return NULL;
}

static void arrive(struct desk *d, int n)
{
	pthread_mutex_lock(&d->lock);
	d->waiting += n;
	pthread_cond_broadcast(&d->arrival);
	pthread_mutex_unlock(&d->lock);
}

static bool until(atomic_int *value, int wanted)
{
	for (int64_t end = clock_monotonic() + 20000; clock_monotonic() < end; nap(1))
		if (atomic_load(value) >= wanted)
			return true;
	return false;
}

static void open_desk(struct desk *d, size_t running_max, pthread_t *ids)
{
	pthread_attr_t attr;
	d->gate = gate_new(running_max);
	pthread_mutex_init(&d->lock, NULL);
	pthread_cond_init(&d->arrival, NULL);
	pthread_attr_init(&attr);
	pthread_attr_setstacksize(&attr, STACK);
	for (int i = 0; i < THREADS; i++)
		assert_int_equal(pthread_create(&ids[i], &attr, thread_main, d), 0);
	pthread_attr_destroy(&attr);
	while (gate_look(d->gate).parked + gate_look(d->gate).takers < THREADS)
		nap(1);
}

static void close_desk(struct desk *d, pthread_t *ids)
{
	gate_stop(d->gate);
	pthread_mutex_lock(&d->lock);
	d->stop = true;
	pthread_cond_broadcast(&d->arrival);
	pthread_mutex_unlock(&d->lock);
	for (int i = 0; i < THREADS; i++)
		pthread_join(ids[i], NULL);
	assert_false(gate_enter(d->gate));
	const struct gate_state end = gate_look(d->gate);
	assert_int_equal(end.takers + end.running + end.parked, 0);
	gate_free(d->gate);
	pthread_cond_destroy(&d->arrival);
	pthread_mutex_destroy(&d->lock);
}

/* One connection after another needs no more threads than stand in accept(). */
static void test_few_threads(void **state)
{
	(void)state;
	struct desk d = { .waiting = 0 };
	pthread_t ids[THREADS];
	open_desk(&d, MAX, ids);
	assert_int_equal(gate_look(d.gate).takers, GATE_TAKERS);
	for (int i = 0; i < ROUNDS; i++) {
		arrive(&d, 1);
		assert_true(until(&d.served, i + 1));
	}
	assert_true(atomic_load(&d.threads_used) <= GATE_TAKERS + 1);
	close_desk(&d, ids);
}

/* More connections than may run: all are served, by as many threads as may run, the watching one aside. */
static void test_limit(void **state)
{
	(void)state;
	struct desk d = { .waiting = 0 };
	pthread_t ids[THREADS];
	open_desk(&d, MAX, ids);
	arrive(&d, 40 * MAX);
	assert_true(until(&d.served, 40 * MAX));
	/* a machine that stands still for GATE_PATIENCE_MS lets one more in */
	assert_true(atomic_load(&d.most) < THREADS / 2);
	close_desk(&d, ids);
}

/* Who waits for somebody outside holds nobody up. */
static void test_away(void **state)
{
	(void)state;
	struct desk d = { .away = true };
	pthread_t ids[THREADS];
	open_desk(&d, MAX, ids);
	atomic_store(&d.hold, true);
	arrive(&d, THREADS);
	assert_true(until(&d.running, THREADS));
	atomic_store(&d.hold, false);
	assert_true(until(&d.served, THREADS));
	close_desk(&d, ids);
}

/* All that run hang and nobody said so: the others are let in one by one. */
static void test_hanging(void **state)
{
	(void)state;
	struct desk d = { .waiting = 0 };
	pthread_t ids[THREADS];
	open_desk(&d, 2, ids);
	atomic_store(&d.hold, true);
	int64_t began = clock_monotonic();
	arrive(&d, 6);
	assert_true(until(&d.running, 6));
	assert_true(clock_monotonic() - began >= 3 * GATE_PATIENCE_MS); /* four came in beyond the limit */
	atomic_store(&d.hold, false);
	assert_true(until(&d.served, 6));
	close_desk(&d, ids);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_few_threads), cmocka_unit_test(test_limit),
		cmocka_unit_test(test_away), cmocka_unit_test(test_hanging) };
	return cmocka_run_group_tests_name("gate", tests, NULL, NULL);
}
