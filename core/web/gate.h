/*
 * Which of a process's threads take connections. The kernel wakes threads that wait in accept() in turn, so that a little
 * load soon has touched all 128 of them, and each then keeps a stack, a memcached connection and the C library's small
 * free blocks: 150 KB. Here the thread that was busy last comes first, and no more threads run at once than the
 * cores have use for: further connections wait in the socket's queue, which costs nothing.
 *
 * Running is who works; a thread that waits for somebody outside says so (gate_away) and does not count. Should all that run
 * hang for GATE_PATIENCE_MS without one connection taken, the next thread is let in beyond the limit, and so on up to
 * all threads: the gate makes nothing wait for long that would have been served without it.
 */
#ifndef CORE_WEB_GATE_H
#define CORE_WEB_GATE_H

#include <stdbool.h>
#include <stddef.h>

enum {
	GATE_TAKERS = 4, /* threads in accept() at once: with few connections none has to call another */
	GATE_PATIENCE_MS = 20
};

struct gate;
/* running_max at least 1. */
struct gate *gate_new(size_t running_max) __attribute__((returns_nonnull));
void gate_free(struct gate *g); /* NULL is fine */

/* Wait until it is this thread's turn to take a connection. false: stopped. */
bool gate_enter(struct gate *g);
/* After gate_enter(), one of the two: it got a connection, and gate_done() ends its request; or it got none. */
void gate_taken(struct gate *g);
void gate_missed(struct gate *g);
void gate_done(struct gate *g);

/* Between gate_taken() and gate_done(): from now on it waits for somebody outside; it works again. NULL: no gate. */
void gate_away(struct gate *g);
void gate_back(struct gate *g);

/* Everybody who waits in gate_enter() returns, now and later. */
void gate_stop(struct gate *g);

struct gate_state {
	size_t takers, running, parked;
};
struct gate_state gate_look(struct gate *g);

#endif
