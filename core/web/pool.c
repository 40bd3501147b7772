/* Preforking. */
#include "config.h"

#include "core/web/pool.h"

#include "core/base/clock.h"
#include "core/base/log.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include "core/base/banned.h"

enum {
	BACKLOG = 1024,
	PAUSE_MIN_MS = 100,
	PAUSE_MAX_MS = 10000,
	SETTLED_MS = 10000,
	KILL_AFTER_MS = 5000,
	REAP_MS = 100, /* between two looks at those that were killed */
	IDLE_MS = 60000
};

struct child {
	pid_t pid; /* 0 = not running */
	int64_t started, restart_at;
	int64_t pause_ms;
};

struct parent {
	const struct pool *pool;
	struct child children[POOL_MAX];
	bool stopping;
	bool failed;
	int64_t kill_at;
};

int pool_listen(const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	if (strlen(path) >= sizeof(address.sun_path)) {
		errno = ENAMETOOLONG;
		return -1;
	}
	memcpy(address.sun_path, path, strlen(path));
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);
	if (fd < 0)
		return -1;
	struct stat st;
	if (lstat(path, &st) == 0 && S_ISSOCK(st.st_mode))
		(void)unlink(path);
	mode_t mask = umask(0117);
	int failed = bind(fd, (const struct sockaddr *)&address, sizeof(address));
	(void)umask(mask);
	if (failed || listen(fd, BACKLOG) || dup2(fd, 0) < 0) {
		int why = errno;
		(void)close(fd);
		errno = why;
		return -1;
	}
	if (fd != 0)
		(void)close(fd);
	return 0;
}

static void signal_set(sigset_t *set)
{
	(void)sigemptyset(set);
	(void)sigaddset(set, SIGCHLD);
	(void)sigaddset(set, SIGTERM);
	(void)sigaddset(set, SIGINT);
	(void)sigaddset(set, SIGHUP);
	(void)sigaddset(set, SIGUSR2);
}

static void start(struct parent *p, int slot)
{
	struct child *c = &p->children[slot];
	pid_t parent = getpid();
	c->started = clock_monotonic();
	c->pid = fork();
	if (c->pid < 0) {
		log_line(LOG_ERROR, "msg", "fork failed", NULL);
		c->pid = 0;
		c->restart_at = c->started + PAUSE_MAX_MS;
		return;
	}
	if (c->pid)
		return;
	/* a parent killed hard takes its processes with it */
	(void)prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (getppid() != parent)
		_exit(1);
	exit(p->pool->child(p->pool->ctx, slot));
}

static void ended(struct parent *p, int slot, int status)
{
	struct child *c = &p->children[slot];
	int64_t now = clock_monotonic();
	bool clean = WIFEXITED(status) && WEXITSTATUS(status) == 0;
	char pid[24], how[32];
	(void)snprintf(pid, sizeof(pid), "%d", (int)c->pid);
	c->pid = 0;
	if (clean) {
		c->pause_ms = 0;
		c->restart_at = now;
		return;
	}
	if (WIFSIGNALED(status))
		(void)snprintf(how, sizeof(how), "signal %d", WTERMSIG(status));
	else
		(void)snprintf(how, sizeof(how), "exit %d", WEXITSTATUS(status));
	log_line(LOG_ERROR, "msg", "process died", "pid", pid, "by", how, NULL);
	p->failed = p->failed || p->stopping;
	if (now - c->started > SETTLED_MS)
		c->pause_ms = 0;
	c->pause_ms = c->pause_ms ? c->pause_ms * 2 : PAUSE_MIN_MS;
	c->pause_ms = c->pause_ms > PAUSE_MAX_MS ? PAUSE_MAX_MS : c->pause_ms;
	c->restart_at = now + c->pause_ms;
}

static void reap(struct parent *p)
{
	int status;
	for (pid_t pid; (pid = waitpid(-1, &status, WNOHANG)) > 0;)
		for (int i = 0; i < p->pool->processes; i++)
			if (p->children[i].pid == pid)
				ended(p, i, status);
}

static void tell(struct parent *p, int sig)
{
	for (int i = 0; i < p->pool->processes; i++)
		if (p->children[i].pid)
			(void)kill(p->children[i].pid, sig);
}

static bool any_alive(const struct parent *p)
{
	for (int i = 0; i < p->pool->processes; i++)
		if (p->children[i].pid)
			return true;
	return false;
}

/* Start what is due; returns how long nothing more will be due. */
static int64_t start_due(struct parent *p)
{
	int64_t now = clock_monotonic(), wait = IDLE_MS;
	for (int i = 0; i < p->pool->processes && !p->stopping; i++) {
		struct child *c = &p->children[i];
		if (!c->pid && c->restart_at <= now)
			start(p, i);
		if (!c->pid && c->restart_at - now < wait)
			wait = c->restart_at - now;
	}
	if (p->stopping && p->kill_at - now < wait)
		wait = p->kill_at > now ? p->kill_at - now : REAP_MS;
	return wait < 0 ? 0 : wait;
}

int pool_run(const struct pool *pool)
{
	struct parent p = { .pool = pool };
	sigset_t set;
	signal_set(&set);
	if (sigprocmask(SIG_BLOCK, &set, NULL) || signal(SIGPIPE, SIG_IGN) == SIG_ERR ||
		signal(SIGUSR1, SIG_IGN) == SIG_ERR || signal(SIGXFSZ, SIG_IGN) == SIG_ERR)
		abort();
	while (!p.stopping || any_alive(&p)) {
		int64_t wait = start_due(&p);
		struct timespec timeout = { .tv_sec = wait / 1000, .tv_nsec = wait % 1000 * 1000000 };
		int sig = sigtimedwait(&set, NULL, &timeout);
		if (sig == SIGTERM || sig == SIGINT) {
			if (!p.stopping)
				p.kill_at = clock_monotonic() + pool->drain_ms + KILL_AFTER_MS;
			p.stopping = true;
			tell(&p, SIGTERM);
		} else if (sig == SIGHUP) {
			tell(&p, SIGTERM);
		}
		if (p.stopping && clock_monotonic() >= p.kill_at)
			tell(&p, SIGKILL);
		reap(&p);
	}
	return p.failed ? 1 : 0;
}
