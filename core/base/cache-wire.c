/* memcached's "get". */
#include "config.h"

#include "core/base/cache-wire.h"

#include "core/base/arena.h"
#include "core/base/clock.h"
#include "core/base/parse.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>
#include "core/base/banned.h"

enum { ROOM = 8 * 1024, LOOKS = 4, QUESTION_BYTES = 160, LINE_BYTES = 256 };

static const char tail[] = "\r\nEND\r\n";
_Static_assert(sizeof(tail) - 1 == WIRE_TAIL, "what is behind a value");

/* ---- the answer ---- */

/* "VALUE key flags bytes", without its end. */
static bool value_line(const char *line, size_t len, const char *key, size_t max, size_t *ret_size)
{
	static const char word[] = "VALUE ";
	const char *p = line, *end = line + len;
	size_t key_len = strlen(key), used;
	uint64_t flags, size;
	if (len < sizeof(word) + key_len || memcmp(p, word, sizeof(word) - 1) != 0)
		return false;
	p += sizeof(word) - 1;
	if (memcmp(p, key, key_len) != 0 || p[key_len] != ' ')
		return false;
	p += key_len + 1;
	if (!parse_digits(p, (size_t)(end - p), &flags, &used) || p + used == end || p[used] != ' ')
		return false;
	p += used + 1;
	if (!parse_digits(p, (size_t)(end - p), &size, &used) || p + used != end || size > max)
		return false;
	*ret_size = (size_t)size;
	return true;
}

enum wire_answer wire_read(const char *answer, size_t len, const char *key, size_t max, size_t *ret_at, size_t *ret_size)
{
	static const char nothing[] = "END\r\n";
	const char *end = memchr(answer, '\n', len < LINE_BYTES ? len : LINE_BYTES);
	size_t size;
	*ret_at = 0;
	if (!end)
		return len < LINE_BYTES ? WIRE_SHORT : WIRE_BROKEN;
	if (len == sizeof(nothing) - 1 && memcmp(answer, nothing, len) == 0)
		return WIRE_MISSING;
	if (end == answer || end[-1] != '\r' || !value_line(answer, (size_t)(end - 1 - answer), key, max, &size))
		return WIRE_BROKEN;
	size_t at = (size_t)(end + 1 - answer), whole = at + size + WIRE_TAIL;
	*ret_at = at;
	*ret_size = size;
	if (len < whole)
		return WIRE_SHORT;
	return len == whole && memcmp(answer + at + size, tail, WIRE_TAIL) == 0 ? WIRE_FOUND : WIRE_BROKEN;
}

/* ---- the connection ---- */

void wire_close(struct wire *w)
{
	if (w->fd >= 0)
		(void)close(w->fd);
	w->fd = -1;
}

static int try_address(const struct sockaddr *address, socklen_t len, int64_t patience_ms)
{
	const struct timeval patience = { .tv_sec = patience_ms / 1000, .tv_usec = patience_ms % 1000 * 1000 };
	int fd = socket(address->sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return -1;
	if (address->sa_family != AF_UNIX)
		(void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &(int){ 1 }, sizeof(int));
	if (setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience)) ||
		setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience)) || connect(fd, address, len)) {
		(void)close(fd);
		return -1;
	}
	return fd;
}

static int connect_host(const char *host, uint16_t port, int64_t patience_ms)
{
	const struct addrinfo hints = { .ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICSERV };
	struct addrinfo *list = NULL;
	char service[8];
	int fd = -1;
	(void)snprintf(service, sizeof(service), "%u", (unsigned)port);
	if (getaddrinfo(host, service, &hints, &list))
		return -1;
	for (const struct addrinfo *at = list; at && fd < 0; at = at->ai_next)
		fd = try_address(at->ai_addr, at->ai_addrlen, patience_ms);
	freeaddrinfo(list);
	return fd;
}

static bool open_wire(struct wire *w, const char *host, uint16_t port, int64_t patience_ms)
{
	struct sockaddr_un local = { .sun_family = AF_UNIX };
	size_t len = strlen(host);
	if (port) {
		w->fd = connect_host(host, port, patience_ms);
	} else if (len < sizeof(local.sun_path)) {
		memcpy(local.sun_path, host, len);
		w->fd = try_address((const struct sockaddr *)&local, sizeof(local), patience_ms);
	}
	return w->fd >= 0;
}

/* ---- question and answer ---- */

static bool ask(struct wire *w, const char *key, bool *ret_heard)
{
	char question[QUESTION_BYTES];
	int len = snprintf(question, sizeof(question), "get %s\r\n", key);
	if (len < QUESTION_BYTES && send(w->fd, question, (size_t)len, MSG_NOSIGNAL) == len)
		return true;
	*ret_heard = errno == EAGAIN;
	return false;
}

/*
 * memcached answers within some ten microseconds. Letting others have the core meanwhile costs less than to sleep and be woken;
 * where nobody else wants it, a few looks are over at once.
 */
static ssize_t receive(int fd, void *buf, size_t size)
{
	for (int i = 0; i < LOOKS; i++) {
		(void)sched_yield();
		ssize_t n = recv(fd, buf, size, MSG_DONTWAIT);
		if (n >= 0 || (errno != EAGAIN && errno != EINTR))
			return n;
	}
	return recv(fd, buf, size, 0);
}

/* ret_heard: whether the server said anything, or took its time not to; a closed connection is neither. */
static enum wire_answer hear(struct wire *w, int64_t until, const char *key, size_t max, struct arena *a,
	unsigned char **ret_value, size_t *ret_size, bool *ret_heard)
{
	size_t cap = ROOM, len = 0, at, size;
	char *answer = arena_alloc(a, cap);
	for (;;) {
		ssize_t n = receive(w->fd, answer + len, cap - len);
		if (n < 0 && errno == EINTR)
			continue;
		*ret_heard = *ret_heard || n > 0 || (n < 0 && errno == EAGAIN);
		if (n <= 0)
			return WIRE_BROKEN;
		len += (size_t)n;
		enum wire_answer said = wire_read(answer, len, key, max, &at, &size);
		if (said == WIRE_FOUND) {
			*ret_value = (unsigned char *)answer + at;
			*ret_size = size;
		}
		if (said != WIRE_SHORT)
			return said;
		if (clock_monotonic() >= until)
			return WIRE_BROKEN;
		if (at && at + size + WIRE_TAIL > cap) {
			answer = arena_grow(a, answer, cap, at + size + WIRE_TAIL);
			cap = at + size + WIRE_TAIL;
		}
	}
}

enum wire_answer wire_get(struct wire *w, const char *host, uint16_t port, int64_t patience_ms, const char *key, size_t max,
	struct arena *a, unsigned char **ret_value, size_t *ret_size)
{
	int64_t until = clock_monotonic() + patience_ms;
	for (;;) {
		bool heard = false, fresh = w->fd < 0;
		if (fresh && !open_wire(w, host, port, patience_ms))
			return WIRE_BROKEN;
		enum wire_answer said = WIRE_BROKEN;
		if (ask(w, key, &heard))
			said = hear(w, until, key, max, a, ret_value, ret_size, &heard);
		if (said != WIRE_BROKEN)
			return said;
		wire_close(w); /* a late answer must not be taken for the next one's */
		if (fresh || heard) /* else the server was started anew since the last question */
			return said;
	}
}
