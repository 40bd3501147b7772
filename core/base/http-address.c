/* Which addresses a user's URL may reach: the special-purpose registries as one table. */
#include "config.h"

#include "core/base/http.h"

#include "core/base/clean.h"

#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include "core/base/banned.h"

struct range {
	unsigned char prefix[16];
	int bits;
};

/* IANA IPv4 special-purpose address registry (RFC 6890), multicast and class E. */
static const struct range denied4[] = {
	{ { 0 }, 8 },			/* this network */
	{ { 10 }, 8 },			/* private */
	{ { 100, 64 }, 10 },		/* carrier-grade NAT */
	{ { 127 }, 8 },			/* loopback */
	{ { 169, 254 }, 16 },		/* link-local, metadata services */
	{ { 172, 16 }, 12 },		/* private */
	{ { 192, 0, 0 }, 24 },		/* protocol assignments */
	{ { 192, 0, 2 }, 24 },		/* documentation */
	{ { 192, 88, 99 }, 24 },	/* 6to4 relays */
	{ { 192, 168 }, 16 },		/* private */
	{ { 198, 18 }, 15 },		/* benchmarks */
	{ { 198, 51, 100 }, 24 },	/* documentation */
	{ { 203, 0, 113 }, 24 },	/* documentation */
	{ { 224 }, 4 },			/* multicast */
	{ { 240 }, 4 },			/* reserved, broadcast */
};

/* Of IPv6 only global unicast, 2000::/3, is reached at all; these are exceptions inside it. */
static const struct range denied6[] = {
	{ { 0x20, 0x01 }, 23 },			  /* protocol assignments, Teredo among them */
	{ { 0x20, 0x01, 0x0d, 0xb8 }, 32 },	  /* documentation */
	{ { 0x3f, 0xff }, 20 },			  /* documentation, RFC 9637 */
};

/* Forms that carry an IPv4 address, and where in them it stands. */
static const struct {
	struct range range;
	size_t at;
} embedded4[] = {
	{ { { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff }, 96 }, 12 }, /* mapped */
	{ { { 0x00, 0x64, 0xff, 0x9b }, 96 }, 12 },		      /* NAT64, RFC 6052 */
	{ { { 0x20, 0x02 }, 16 }, 2 },				      /* 6to4 */
};

static bool within(const struct range *r, const unsigned char *address)
{
	size_t bytes = (size_t)r->bits / 8, rest = (size_t)r->bits % 8;
	if (memcmp(r->prefix, address, bytes) != 0)
		return false;
	return rest == 0 || (r->prefix[bytes] ^ address[bytes]) >> (8 - rest) == 0;
}

static bool public4(const unsigned char *address)
{
	for (size_t i = 0; i < ARRAY_LEN(denied4); i++)
		if (within(&denied4[i], address))
			return false;
	return true;
}

static bool public6(const unsigned char *address)
{
	static const struct range unicast = { { 0x20 }, 3 };
	for (size_t i = 0; i < ARRAY_LEN(embedded4); i++)
		if (within(&embedded4[i].range, address))
			return public4(address + embedded4[i].at);
	for (size_t i = 0; i < ARRAY_LEN(denied6); i++)
		if (within(&denied6[i], address))
			return false;
	return within(&unicast, address);
}

bool http_address_public(const struct sockaddr *address)
{
	if (address->sa_family == AF_INET) {
		struct sockaddr_in in;
		memcpy(&in, address, sizeof(in));
		return public4((const unsigned char *)&in.sin_addr);
	}
	if (address->sa_family == AF_INET6) {
		struct sockaddr_in6 in6;
		memcpy(&in6, address, sizeof(in6));
		return public6(in6.sin6_addr.s6_addr);
	}
	return false;
}
