/*
 * Outgoing HTTP by libcurl. One fetcher is one thread that drives one curl_multi; any number
 * of threads submit requests to it and sleep until all of theirs are answered. The thread and
 * everything of curl come into being with the first request, so a fetcher may be made before
 * a fork and is used on one side of it only.
 *
 * Rules for every request: https, unless it says allow_http; no redirect is followed; no
 * proxy from the environment; time-outs for connecting and for the whole; the body is counted
 * (inflated) as it arrives and cut off past max_bytes; the address is checked when the socket is
 * opened, after resolution: unless allow_private, only public unicast addresses are reached
 * (IANA special-purpose address registries, RFC 6890; also inside IPv4-mapped, NAT64 and 6to4
 * forms). Neither URL nor header values are ever written to a log or a reason.
 */
#ifndef CORE_BASE_HTTP_H
#define CORE_BASE_HTTP_H

#include "core/base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct http_fetcher;
struct sockaddr;

struct http_options {
	int connections;	    /* open connections, busy and idle, 1.. */
	int concurrency;	    /* requests under way at once; more wait in a queue */
	int64_t connect_timeout_ms; /* 0 = 5 s */
};

struct http_header {
	const char *name;
	const char *value;
};

struct http_request {
	const char *url;
	const struct http_header *headers;
	size_t n_headers;
	const void *body; /* of a POST, borrowed until the answer; NULL = GET */
	size_t body_len;
	int64_t timeout_ms;  /* of the transfer, to its last byte; 0 = 30 s */
	int64_t deadline;    /* monotonic ms, waiting in the queue included; 0 = timeout_ms from now */
	int64_t since;	     /* monotonic ms: what was begun earlier goes first in the queue; 0 = now */
	size_t max_bytes;    /* of the answer's body, inflated; 0 = 1 MiB */
	bool allow_http;     /* http:// may be asked: only for what the operator configured */
	bool allow_private;  /* the address check is waived: only for what the operator configured */
};

/*
 * err is OK when a whole answer came, whatever its status; else
 * ERR_TIMEOUT   silence or too slow,
 * ERR_UPSTREAM  no connection, TLS failure, cut short, not HTTP,
 * ERR_TOO_BIG   past max_bytes,
 * ERR_FORBIDDEN the address is not public,
 * ERR_INVALID   URL, scheme or header not acceptable.
 */
struct http_response {
	enum err err;
	int status;	   /* of the last answer, 0 = none came */
	char *body;	   /* NUL-terminated, never NULL after a fetch until released */
	size_t len;	   /* without the NUL */
	char *headers;	   /* "name: value\n" lines of the last answer, names in lower case */
	int64_t us;	   /* from the start of the transfer to its end, without the queue */
	char reason[96];   /* of an error, for people; names no URL */
};

/* Nothing is allocated in curl yet; never NULL. */
struct http_fetcher *http_fetcher_new(const struct http_options *options);
/* Stops the thread. No request may be under way. NULL is fine. */
void http_fetcher_free(struct http_fetcher *f);

/*
 * Fetch n requests at once (n <= 64) and return when every one has its response: at the latest
 * when its deadline has passed. Every response must be released. Thread-safe.
 */
void http_fetch_all(struct http_fetcher *f, const struct http_request *requests, size_t n,
	struct http_response *ret_responses);
void http_response_release(struct http_response *r);

/*
 * The value of a header (name in lower case) of the last answer, its first occurrence, copied
 * into ret_buf and cut at size - 1; NULL where it is not there.
 */
const char *http_response_header(const struct http_response *r, const char *name, char *ret_buf, size_t size);

/* The Date header as Unix ms, -1 where there is none: to read the server's own times without trusting either clock. */
int64_t http_response_date(const struct http_response *r);

/* Whether an address is public unicast: may be reached on behalf of a user. */
bool http_address_public(const struct sockaddr *address);

#endif
