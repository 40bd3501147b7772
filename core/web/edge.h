/*
 * One process of a responder: its threads, each of which takes a connection, reads a
 * FastCGI request, has it answered and closes. The only user of libfcgi.
 *
 * Why the accept is ours and not libfcgi's: FCGX_Accept_r() looks at each UNIX connection with select(),
 * which is undefined for files from 1024 on and would wait up to 2 s in a thread; and it leaves a signal no
 * moment in which it wakes an idle thread without cutting off a request. So USR2 is let through
 * around accept() only, and the connection is handed to the library. It is detached, so that the library
 * closes it without its own select().
 */
#ifndef CORE_WEB_EDGE_H
#define CORE_WEB_EDGE_H

struct web_app;

/* The body of a process; slot numbers it. Returns its exit code. */
int edge_run(struct web_app *app, int slot);

#endif
