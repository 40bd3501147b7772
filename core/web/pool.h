/*
 * The parent of a responder: forks the processes, restarts one that died, passes signals on, and
 * does nothing else. TERM and INT: every process drains and ends, then the parent. HUP: the same, but
 * each process is started again, with secret files (keys, tokens) read anew. A process that dies early is restarted
 * after a pause that doubles from 100 ms to 10 s; one that ends by itself with code 0, at once.
 */
#ifndef CORE_WEB_POOL_H
#define CORE_WEB_POOL_H

#include <stdbool.h>
#include <stdint.h>

enum { POOL_MAX = 64 };

struct pool {
	int processes;	      /* 1..POOL_MAX */
	int64_t drain_ms;     /* after TERM and so long, plus 5 s, what is left is killed */
	int (*child)(void *ctx, int slot); /* runs in the process; its exit code. TERM, INT, HUP, USR2 are blocked */
	void *ctx;
};

/* Nothing but the listening socket and shared mappings may be open. Returns the exit code: 1 where a process failed to drain. */
int pool_run(const struct pool *p);

/* A listening UNIX socket at path, mode 0660, in place of file 0; an old socket file there goes. -1 and errno on failure. */
int pool_listen(const char *path);

#endif
