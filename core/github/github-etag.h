/*
 * REST answers by path, in this process's memory only: at most 256, together 16 MiB, each for at
 * most 30 minutes. Thread-safe.
 */
#ifndef CORE_GITHUB_GITHUB_ETAG_H
#define CORE_GITHUB_GITHUB_ETAG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct github_etags;
struct json_object;

enum { GITHUB_ETAG_MAX = 128, GITHUB_ETAG_LIFE_MS = 30 * 60 * 1000 };

/* Times are monotonic ms. Lives in a; release wipes the answers. */
struct github_etags *github_etag_new(struct arena *a);
void github_etag_release(struct github_etags *e);

/* Forget what is too old. */
void github_etag_expire(struct github_etags *e, int64_t now);
bool github_etag_find(struct github_etags *e, int64_t now, const char *path, char ret_etag[GITHUB_ETAG_MAX]);
void github_etag_store(struct github_etags *e, int64_t now, const char *path, const char *etag, const char *body,
	size_t len);
/* The remembered document; the caller puts it. */
bool github_etag_body(struct github_etags *e, int64_t now, const char *path, struct json_object **ret_root);

#endif
