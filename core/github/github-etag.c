/* A small table of answers; each slot owns an arena, so that forgetting one wipes it. */
#include "config.h"

#include "core/github/github-etag.h"

#include "core/base/arena.h"
#include "core/base/json.h"
#include "core/base/str.h"

#include <assert.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include "core/base/banned.h"

enum { SLOTS = 256, BYTES_MAX = 16 * 1024 * 1024, ONE_MAX = 2 * 1024 * 1024 };

struct slot {
	struct arena arena;
	const char *path; /* NULL = free */
	const char *body;
	size_t len;
	int64_t stored, used;
	char etag[GITHUB_ETAG_MAX];
};

struct github_etags {
	pthread_mutex_t lock;
	size_t bytes;
	struct slot slots[SLOTS];
};

struct github_etags *github_etag_new(struct arena *a)
{
	struct github_etags *e = arena_alloc(a, sizeof(*e));
	int failed = pthread_mutex_init(&e->lock, NULL);
	assert(!failed);
	(void)failed;
	return e;
}

static void forget(struct github_etags *e, struct slot *s)
{
	if (!s->path)
		return;
	e->bytes -= s->len;
	arena_release(&s->arena);
	*s = (struct slot){ .path = NULL };
}

void github_etag_release(struct github_etags *e)
{
	if (!e)
		return;
	for (size_t i = 0; i < SLOTS; i++)
		forget(e, &e->slots[i]);
	(void)pthread_mutex_destroy(&e->lock);
}

/* Every look also forgets what is too old. */
static struct slot *look(struct github_etags *e, int64_t now, const char *path)
{
	struct slot *found = NULL;
	for (size_t i = 0; i < SLOTS; i++) {
		struct slot *s = &e->slots[i];
		if (s->path && now - s->stored > GITHUB_ETAG_LIFE_MS)
			forget(e, s);
		if (s->path && str_eq(s->path, path))
			found = s;
	}
	if (found)
		found->used = now;
	return found;
}

void github_etag_expire(struct github_etags *e, int64_t now)
{
	(void)pthread_mutex_lock(&e->lock);
	(void)look(e, now, "");
	(void)pthread_mutex_unlock(&e->lock);
}

static struct slot *oldest(struct github_etags *e)
{
	struct slot *least = &e->slots[0];
	for (size_t i = 0; i < SLOTS; i++) {
		if (!e->slots[i].path)
			return &e->slots[i];
		if (e->slots[i].used < least->used)
			least = &e->slots[i];
	}
	return least;
}

bool github_etag_find(struct github_etags *e, int64_t now, const char *path, char ret_etag[GITHUB_ETAG_MAX])
{
	(void)pthread_mutex_lock(&e->lock);
	const struct slot *s = look(e, now, path);
	if (s)
		memcpy(ret_etag, s->etag, GITHUB_ETAG_MAX);
	(void)pthread_mutex_unlock(&e->lock);
	return s != NULL;
}

/* Least recently used first, until there is room. */
static void make_room(struct github_etags *e, size_t len)
{
	while (e->bytes + len > BYTES_MAX) {
		struct slot *least = NULL;
		for (size_t i = 0; i < SLOTS; i++)
			if (e->slots[i].path && (!least || e->slots[i].used < least->used))
				least = &e->slots[i];
		forget(e, least);
	}
}

void github_etag_store(struct github_etags *e, int64_t now, const char *path, const char *etag, const char *body,
	size_t len)
{
	if (len > ONE_MAX || strlen(etag) >= GITHUB_ETAG_MAX)
		return;
	(void)pthread_mutex_lock(&e->lock);
	struct slot *s = look(e, now, path);
	if (s)
		forget(e, s);
	make_room(e, len);
	s = oldest(e);
	forget(e, s);
	arena_init(&s->arena, ONE_MAX * 2);
	s->path = arena_strdup(&s->arena, path);
	s->body = arena_strndup(&s->arena, body, len);
	s->len = len;
	s->stored = s->used = now;
	snprintf(s->etag, sizeof(s->etag), "%s", etag);
	e->bytes += len;
	(void)pthread_mutex_unlock(&e->lock);
}

bool github_etag_body(struct github_etags *e, int64_t now, const char *path, struct json_object **ret_root)
{
	(void)pthread_mutex_lock(&e->lock);
	const struct slot *s = look(e, now, path);
	bool found = s && json_parse(NULL, s->body, s->len, JSON_DEPTH_DEEP, ret_root) == OK;
	(void)pthread_mutex_unlock(&e->lock);
	return found;
}
