/* A stack of parked threads, and one of them that watches while the gate is full. */
#include "config.h"

#include "core/web/gate.h"

#include "core/base/clock.h"

#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>
#include "core/base/banned.h"

/* On the stack of the thread that waits in it. */
struct seat {
	struct seat *next;
	pthread_cond_t call;
	bool called; /* is a taker now, and counted as one */
	bool guard;  /* has left the stack to watch */
};

struct gate {
	pthread_mutex_t lock;
	struct seat *seats; /* the last one first */
	size_t takers, running, running_max, parked;
	uint64_t taken; /* connections so far */
	bool guarded, stop;
};

static void lock(struct gate *g)
{
	if (pthread_mutex_lock(&g->lock))
		abort();
}

static void unlock(struct gate *g)
{
	if (pthread_mutex_unlock(&g->lock))
		abort();
}

struct gate *gate_new(size_t running_max)
{
	struct gate *g = calloc(1, sizeof(*g));
	if (!g || pthread_mutex_init(&g->lock, NULL))
		abort();
	g->running_max = running_max;
	return g;
}

void gate_free(struct gate *g)
{
	if (!g)
		return;
	(void)pthread_mutex_destroy(&g->lock);
	free(g);
}

/* ---- all of these under the lock */

static bool is_full(const struct gate *g)
{
	return g->running + g->takers >= g->running_max;
}

static struct seat *pop(struct gate *g)
{
	struct seat *s = g->seats;
	if (s) {
		g->seats = s->next;
		g->parked--;
	}
	return s;
}

static void push(struct gate *g, struct seat *s)
{
	s->next = g->seats;
	g->seats = s;
	g->parked++;
}

/* Somebody has to take the next connection, or to watch until somebody can. */
static void see_to(struct gate *g)
{
	if (g->takers || (is_full(g) && g->guarded))
		return;
	struct seat *s = pop(g);
	if (!s)
		return;
	s->called = !is_full(g);
	s->guard = !s->called;
	g->takers += s->called;
	g->guarded = g->guarded || s->guard;
	(void)pthread_cond_signal(&s->call);
}

/* What the watching thread is to do; true: take a connection. */
static bool watch(struct gate *g, struct seat *s)
{
	while (!g->stop && is_full(g) && !g->takers) {
		const uint64_t before = g->taken;
		const int64_t at = clock_monotonic() + GATE_PATIENCE_MS;
		const struct timespec until = { .tv_sec = at / 1000, .tv_nsec = at % 1000 * 1000000 };
		while (pthread_cond_timedwait(&s->call, &g->lock, &until) == 0 && !g->stop)
			;
		if (g->taken == before)
			break;
	}
	s->guard = false;
	g->guarded = false;
	if (g->stop || g->takers)
		return false;
	g->takers++;
	return true;
}

static bool wait_for_call(struct gate *g)
{
	struct seat seat = { .called = false };
	pthread_condattr_t attr;
	if (pthread_condattr_init(&attr) || pthread_condattr_setclock(&attr, CLOCK_MONOTONIC) ||
		pthread_cond_init(&seat.call, &attr))
		abort();
	(void)pthread_condattr_destroy(&attr);
	push(g, &seat);
	while (!seat.called && !g->stop) {
		(void)pthread_cond_wait(&seat.call, &g->lock);
		if (!seat.guard)
			continue;
		seat.called = watch(g, &seat);
		if (!seat.called && !g->stop)
			push(g, &seat);
	}
	(void)pthread_cond_destroy(&seat.call);
	return seat.called;
}

/* ---- for the threads */

bool gate_enter(struct gate *g)
{
	lock(g);
	bool turn = !g->stop && g->takers < GATE_TAKERS && !is_full(g);
	if (turn)
		g->takers++;
	else if (!g->stop)
		turn = wait_for_call(g);
	unlock(g);
	return turn;
}

void gate_taken(struct gate *g)
{
	lock(g);
	g->takers--;
	g->running++;
	g->taken++;
	see_to(g);
	unlock(g);
}

void gate_missed(struct gate *g)
{
	lock(g);
	g->takers--;
	unlock(g);
}

/* The thread itself comes next. */
void gate_done(struct gate *g)
{
	lock(g);
	g->running--;
	unlock(g);
}

void gate_away(struct gate *g)
{
	if (!g)
		return;
	lock(g);
	g->running--;
	see_to(g);
	unlock(g);
}

void gate_back(struct gate *g)
{
	if (!g)
		return;
	lock(g);
	g->running++;
	unlock(g);
}

void gate_stop(struct gate *g)
{
	lock(g);
	g->stop = true;
	for (struct seat *s; (s = pop(g));) /* none may stay: they end with their threads */
		(void)pthread_cond_signal(&s->call);
	unlock(g);
}

struct gate_state gate_look(struct gate *g)
{
	lock(g);
	const struct gate_state state = { g->takers, g->running, g->parked };
	unlock(g);
	return state;
}
