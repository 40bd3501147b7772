/*
 * What cache_get says to one memcached server: "get KEY", over a blocking connection of its own. So a value costs one
 * send and one recv, which sleeps until the answer is there; libmemcached, which does all the rest, looks, polls and
 * looks again.
 */
#ifndef CORE_BASE_CACHE_WIRE_H
#define CORE_BASE_CACHE_WIRE_H

#include <stddef.h>
#include <stdint.h>

struct arena;

enum wire_answer {
	WIRE_FOUND,
	WIRE_MISSING,
	WIRE_SHORT, /* more is to come */
	WIRE_BROKEN /* not the answer to this question, or none */
};

/*
 * Reads an answer to "get key" from its first len bytes. *ret_at and *ret_size: where the value is, known as soon as its
 * line is whole, with WIRE_SHORT, too; *ret_at is 0 before. An answer is whole with WIRE_TAIL bytes behind the value.
 */
enum { WIRE_TAIL = 7 };
enum wire_answer wire_read(const char *answer, size_t len, const char *key, size_t max, size_t *ret_at, size_t *ret_size);

struct wire {
	int fd; /* -1 = not connected */
};

/* host is without brackets, or, with port 0, the path of a UNIX socket. The value is in a, one more byte behind it. */
enum wire_answer wire_get(struct wire *w, const char *host, uint16_t port, int64_t patience_ms, const char *key, size_t max,
	struct arena *a, unsigned char **ret_value, size_t *ret_size);
void wire_close(struct wire *w);

#endif
