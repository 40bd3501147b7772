/* posix_spawn, two pipes, one poll loop. */
#include "config.h"

#include "core/base/proc.h"

#include "core/base/arena.h"
#include "core/base/clock.h"
#include "core/base/str.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <unistd.h>
#include "core/base/banned.h"

enum { PIPE_BYTES = 1024 * 1024, CAPTURE_STEP = 64 * 1024, FIRST_FREE_FD = 3 };

static void close_fd(int *fd)
{
	if (*fd >= 0)
		(void)close(*fd);
	*fd = -1;
}

static int wait_ms(int64_t deadline)
{
	int64_t left = deadline - clock_monotonic();
	return left < 0 ? 0 : left > INT_MAX ? INT_MAX : (int)left;
}

static int spawn(const char *const *argv, const char *const *env, int out, int err, pid_t *ret_pid)
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attr;
	sigset_t none, defaults;
	(void)sigemptyset(&none);
	(void)sigemptyset(&defaults);
	(void)sigaddset(&defaults, SIGPIPE);
	int fail = posix_spawn_file_actions_init(&actions);
	if (fail)
		return fail;
	fail = posix_spawnattr_init(&attr);
	if (fail) {
		(void)posix_spawn_file_actions_destroy(&actions);
		return fail;
	}
	(void)posix_spawnattr_setsigmask(&attr, &none);
	(void)posix_spawnattr_setsigdefault(&attr, &defaults);
	(void)posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
	fail = posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
	if (!fail)
		fail = posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
	if (!fail)
		fail = posix_spawn_file_actions_adddup2(&actions, err, STDERR_FILENO);
	if (!fail)
		fail = posix_spawn_file_actions_addclosefrom_np(&actions, FIRST_FREE_FD);
	/* posix_spawn only reads the two lists; its types predate const */
	union {
		const char *const *in;
		char *const *out;
	} args = { .in = argv }, vars = { .in = env };
	if (!fail)
		fail = posix_spawnp(ret_pid, argv[0], &actions, &attr, args.out, vars.out);
	(void)posix_spawnattr_destroy(&attr);
	(void)posix_spawn_file_actions_destroy(&actions);
	return fail;
}

/* A pipe whose ends lie above the standard descriptors, so that dup2 in the child never meets itself. */
static bool open_pipe(int ret_ends[2])
{
	int ends[2];
	if (pipe2(ends, O_CLOEXEC))
		return false;
	for (int i = 0; i < 2; i++) {
		int high = fcntl(ends[i], F_DUPFD_CLOEXEC, FIRST_FREE_FD);
		(void)close(ends[i]);
		ends[i] = high;
	}
	if (ends[0] < 0 || ends[1] < 0) {
		close_fd(&ends[0]);
		close_fd(&ends[1]);
		return false;
	}
	ret_ends[0] = ends[0];
	ret_ends[1] = ends[1];
	return true;
}

enum err proc_start(struct err_note *note, const char *const *argv, const char *const *env, int64_t idle_ms,
	struct proc *ret_proc)
{
	int out[2] = { -1, -1 }, err[2] = { -1, -1 };
	pid_t pid = 0;
	if (!open_pipe(out) || !open_pipe(err)) {
		close_fd(&out[0]);
		close_fd(&out[1]);
		return err_set(note, ERR_BUSY, "no pipe for %s: out of file descriptors", argv[0]);
	}
	int fail = spawn(argv, env, out[1], err[1], &pid);
	close_fd(&out[1]);
	close_fd(&err[1]);
	if (fail) {
		close_fd(&out[0]);
		close_fd(&err[0]);
		if (fail == ENOENT || fail == EACCES)
			return err_set(note, ERR_NOT_FOUND, "the program %s is not installed", argv[0]);
		return err_set(note, ERR_BUSY, "cannot start %s (error %d)", argv[0], fail);
	}
	(void)fcntl(out[0], F_SETPIPE_SZ, PIPE_BYTES); /* fewer switches between the two; a refusal does no harm */
	(void)fcntl(err[0], F_SETFL, O_NONBLOCK);
	*ret_proc = (struct proc){ .pid = pid, .out = out[0], .err = err[0], .idle_ms = idle_ms };
	return OK;
}

/* Wait for its end, without reaping it, or for the deadline. A kernel without pidfds waits for ever. */
static bool gone_by(const struct proc *p, int64_t deadline)
{
	int fd = pidfd_open(p->pid, 0);
	if (fd < 0)
		return true;
	struct pollfd end = { .fd = fd, .events = POLLIN };
	int ready;
	do
		ready = poll(&end, 1, wait_ms(deadline));
	while (ready < 0 && errno == EINTR);
	(void)close(fd);
	return ready != 0;
}

/* Keep the newest PROC_STDERR_MAX bytes of what is there now. */
static void drain_err(struct proc *p)
{
	char buf[1024];
	ssize_t n;
	while (p->err >= 0 && (n = read(p->err, buf, sizeof(buf))) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && errno == EAGAIN)
			return;
		if (n < 0)
			break;
		size_t more = (size_t)n, room = PROC_STDERR_MAX - p->err_len;
		if (more > room) {
			size_t drop = more - room;
			memmove(p->err_text, p->err_text + drop, p->err_len - drop);
			p->err_len -= drop;
		}
		memcpy(p->err_text + p->err_len, buf, more);
		p->err_len += more;
		p->err_text[p->err_len] = '\0';
	}
	close_fd(&p->err);
}

enum err proc_read(struct err_note *note, struct proc *p, void *buf, size_t cap, size_t *ret_n)
{
	int64_t deadline = clock_monotonic() + p->idle_ms;
	for (;;) {
		struct pollfd fds[2] = { { .fd = p->out, .events = POLLIN }, { .fd = p->err, .events = POLLIN } };
		int ready = poll(fds, 2, p->idle_ms ? wait_ms(deadline) : -1);
		if (ready < 0 && errno != EINTR)
			return err_set(note, ERR_INTERNAL, "cannot wait for a child process");
		if (ready == 0)
			return err_set(note, ERR_TIMEOUT, "no output for %lld seconds",
				(long long)(p->idle_ms / 1000));
		if (ready < 0)
			continue;
		if (fds[1].revents)
			drain_err(p);
		if (!fds[0].revents)
			continue;
		ssize_t n = read(p->out, buf, cap);
		if (n >= 0) {
			*ret_n = (size_t)n;
			return OK;
		}
		if (errno != EINTR)
			return err_set(note, ERR_INTERNAL, "cannot read from a child process");
	}
}

static int reap(struct proc *p)
{
	int status = 0;
	pid_t got;
	do
		got = waitpid(p->pid, &status, 0);
	while (got < 0 && errno == EINTR);
	p->pid = 0;
	if (got < 0)
		return 255;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int proc_finish(struct proc *p)
{
	if (p->pid <= 0)
		return 255;
	close_fd(&p->out);
	int64_t deadline = clock_monotonic() + p->idle_ms;
	while (p->err >= 0) { /* its end mostly comes when the child is gone */
		struct pollfd fd = { .fd = p->err, .events = POLLIN };
		int ready = poll(&fd, 1, p->idle_ms ? wait_ms(deadline) : -1);
		if (ready == 0 || (ready < 0 && errno != EINTR)) {
			(void)kill(p->pid, SIGKILL);
			break;
		}
		if (ready > 0)
			drain_err(p);
	}
	close_fd(&p->err);
	if (p->idle_ms && !gone_by(p, deadline))
		(void)kill(p->pid, SIGKILL);
	return reap(p);
}

void proc_release(struct proc *p)
{
	if (p->pid <= 0)
		return;
	(void)kill(p->pid, SIGKILL);
	close_fd(&p->out);
	close_fd(&p->err);
	(void)reap(p);
}

const char *proc_last_line(struct arena *a, const struct proc *p, size_t max)
{
	size_t end = p->err_len;
	while (end && ascii_is_space(p->err_text[end - 1]))
		end--;
	size_t start = end;
	while (start && p->err_text[start - 1] != '\n' && end - start < max)
		start--;
	char *line = utf8_sanitize(a, p->err_text + start, end - start);
	for (char *c = line; *c; c++)
		if ((unsigned char)*c < ' ' || *c == 0x7f)
			*c = '?';
	return line;
}

enum err proc_capture(struct err_note *note, struct arena *a, const char *const *argv, const char *const *env,
	int64_t idle_ms, size_t max, struct proc *p, int *ret_status, char **ret_text, size_t *ret_len)
{
	TRY(proc_start(note, argv, env, idle_ms, p));
	size_t len = 0, cap = 0, n;
	char *text = arena_strdup(a, "");
	do {
		if (cap < len + CAPTURE_STEP + 1) {
			size_t more = cap ? cap * 2 : CAPTURE_STEP + 1;
			while (more < len + CAPTURE_STEP + 1)
				more *= 2;
			text = arena_grow(a, cap ? text : NULL, cap, more);
			cap = more;
		}
		enum err e = proc_read(note, p, text + len, CAPTURE_STEP, &n);
		if (!e && len + n > max)
			e = err_set(note, ERR_TOO_BIG, "%s wrote more than %zu bytes", argv[0], max);
		if (e) {
			proc_release(p);
			return e;
		}
		len += n;
	} while (n);
	text[len] = '\0';
	*ret_status = proc_finish(p);
	*ret_text = text;
	*ret_len = len;
	return OK;
}
