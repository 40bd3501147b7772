/* Reading what nginx passes on. */
#include "config.h"

#include "core/web/req.h"

#include "core/base/arena.h"
#include "core/base/clock.h"
#include "core/base/crypt.h"
#include "core/base/hash.h"
#include "core/base/parse.h"
#include "core/base/random.h"
#include "core/base/str.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "core/base/banned.h"

enum { HEADER_MAX = 1024, VISITOR_BYTES = 16, IPV6_SITE_BYTES = 8, QUEUED_MAX_MS = 60000 };

const char *req_visitor(struct arena *a, const char *address, const struct secret *key)
{
	unsigned char site[1 + sizeof(struct in6_addr)] = { 0 }, digest[SHA256_LEN];
	size_t len;
	if (address && inet_pton(AF_INET, address, site + 1) == 1)
		len = 1 + sizeof(struct in_addr);
	else if (address && inet_pton(AF_INET6, address, site + 1) == 1)
		len = 1 + IPV6_SITE_BYTES;
	else
		return "";
	site[0] = (unsigned char)len;
	hash_hmac_sha256(key->p, key->len, site, len, digest);
	char *hex = arena_alloc(a, 2 * VISITOR_BYTES + 1);
	hash_hex(digest, VISITOR_BYTES, hex);
	return hex;
}

/* A header of sane length, copied: libfcgi's memory ends with the request, the log line comes later. */
static const char *header(struct req *rq, const struct req_env *env, const char *name)
{
	const char *value = env->get(env->ctx, name);
	if (!value || !*value || strlen(value) > HEADER_MAX)
		return NULL;
	return arena_strdup(rq->arena, value);
}

static const char *request_id(struct req *rq, const struct req_env *env)
{
	const char *given = env->get(env->ctx, "REQUEST_ID");
	if (given && parse_uuid(given))
		return str_lower(rq->arena, given);
	char fresh[UUID_LEN];
	return arena_strdup(rq->arena, random_uuid(fresh));
}

static bool says_json(const char *type)
{
	size_t len = type ? strcspn(type, "; \t") : 0;
	char word[32];
	if (!len || len >= sizeof(word))
		return false;
	memcpy(word, type, len);
	word[len] = '\0';
	return str_eq_nocase(word, "application/json");
}

/* REQUEST_MSEC is nginx's $msec, "1793664000.123", by the machine's clock, which tests do not freeze. */
static int64_t queued(const struct req_env *env)
{
	const char *taken = env->get(env->ctx, "REQUEST_MSEC");
	struct timespec now;
	double seconds;
	if (!taken || !parse_double(taken, &seconds) || clock_gettime(CLOCK_REALTIME, &now))
		return 0;
	double waited = ((double)now.tv_sec - seconds) * 1000 + (double)now.tv_nsec / 1e6;
	return waited > 0 && waited < QUEUED_MAX_MS ? (int64_t)waited : 0;
}

enum err req_read(struct req *rq, const struct req_env *env, const struct secret *key)
{
	rq->started_us = clock_monotonic_us();
	rq->queued_ms = queued(env);
	rq->id = request_id(rq, env);
	rq->path = arena_strdup(rq->arena, env->get(env->ctx, "DOCUMENT_URI"));
	rq->visitor = req_visitor(rq->arena, env->get(env->ctx, "REMOTE_ADDR"), key);
	rq->api_key = header(rq, env, "HTTP_X_API_KEY");
	rq->if_none_match = header(rq, env, "HTTP_IF_NONE_MATCH");
	rq->body_json = says_json(env->get(env->ctx, "CONTENT_TYPE"));
	rq->method = WEB_GET;
	if (!web_method_parse(env->get(env->ctx, "REQUEST_METHOD"), &rq->method))
		return err_set(rq->note, ERR_METHOD, "this method is not known here");
	return pairs_query(rq->note, rq->arena, env->get(env->ctx, "QUERY_STRING"), &rq->query);
}

enum err req_body_length(struct err_note *note, const struct req_env *env, uint64_t *ret_len)
{
	const char *declared = env->get(env->ctx, "CONTENT_LENGTH");
	if (!declared || !*declared) {
		*ret_len = 0;
		return OK;
	}
	if (!parse_u64(declared, INT64_MAX, ret_len))
		return err_set(note, ERR_INVALID, "Content-Length is not a number");
	return OK;
}

const struct param_value *req_param(const struct req *rq, const char *name)
{
	for (size_t i = 0; i < rq->route->n_params; i++)
		if (str_eq(rq->route->params[i].name, name))
			return &rq->values[i];
	abort();
}

const char *req_text(const struct req *rq, const char *name)
{
	return req_param(rq, name)->text;
}

int64_t req_int(const struct req *rq, const char *name)
{
	return req_param(rq, name)->n;
}
