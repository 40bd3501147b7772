/*
 * Child processes without a shell: an argument vector, a clean environment, standard input
 * empty, standard output read in pieces, standard error kept to its last bytes. No descriptor
 * of ours reaches the child. Only for commands: a responder never forks.
 */
#ifndef CORE_BASE_PROC_H
#define CORE_BASE_PROC_H

#include "core/base/err.h"

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct arena;

enum { PROC_STDERR_MAX = 4096 }; /* the newest bytes of standard error that are kept */

struct proc {
	pid_t pid;	 /* 0 = none */
	int out, err;	 /* our ends of the pipes, -1 = closed */
	int64_t idle_ms; /* longest silence, 0 = none */
	char err_text[PROC_STDERR_MAX + 1];
	size_t err_len;
};

/*
 * Start argv[0] (an absolute path, or found in the environment's PATH) with exactly the variables
 * of env; both lists end with NULL. ERR_NOT_FOUND where there is no such program.
 */
enum err proc_start(struct err_note *note, const char *const *argv, const char *const *env, int64_t idle_ms,
	struct proc *ret_proc);

/* Wait for output and read some, 0 bytes = its end. ERR_TIMEOUT after idle_ms of silence. */
enum err proc_read(struct err_note *note, struct proc *p, void *buf, size_t cap, size_t *ret_n);

/*
 * Close, wait (idle_ms at most, then kill) and yield the exit status: 0..255, or 128 + the signal.
 * p->err_text then holds the end of its standard error.
 */
int proc_finish(struct proc *p);

/* Kill and reap a process still running, close the pipes. A zeroed or finished one is fine. */
void proc_release(struct proc *p);

/* The last line the child wrote to standard error, printable UTF-8, at most max bytes; "" = none. */
const char *proc_last_line(struct arena *a, const struct proc *p, size_t max);

/*
 * Run to the end and yield all of its output as a NUL-terminated text of ret_len bytes.
 * ERR_TOO_BIG beyond max bytes. A failed exit is no error here: see *ret_status.
 */
enum err proc_capture(struct err_note *note, struct arena *a, const char *const *argv, const char *const *env,
	int64_t idle_ms, size_t max, struct proc *p, int *ret_status, char **ret_text, size_t *ret_len);

#endif
