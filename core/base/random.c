/* getrandom(2) and what is made of it. */
#include "config.h"

#include "core/base/random.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>
#include "core/base/banned.h"

void random_bytes(void *ret_buf, size_t len)
{
	unsigned char *p = ret_buf;
	while (len) {
		ssize_t got = getrandom(p, len, 0);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			abort();
		p += got;
		len -= (size_t)got;
	}
}

uint64_t random_below(uint64_t n)
{
	uint64_t value, fair = UINT64_MAX - UINT64_MAX % n;
	do
		random_bytes(&value, sizeof(value));
	while (value >= fair);
	return value % n;
}

const char *random_uuid(char ret_buf[UUID_LEN])
{
	unsigned char b[16];
	random_bytes(b, sizeof(b));
	b[6] = (unsigned char)((b[6] & 0x0f) | 0x40);
	b[8] = (unsigned char)((b[8] & 0x3f) | 0x80);
	(void)snprintf(ret_buf, UUID_LEN, "%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x", b[0],
		b[1], b[2], b[3], b[4], b[5], b[6], b[7], b[8], b[9], b[10], b[11], b[12], b[13], b[14], b[15]);
	return ret_buf;
}
