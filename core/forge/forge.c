/* The operator's lists of forges and repositories, read once. */
#include "config.h"

#include "core/forge/forge.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/base/conf.h"
#include "core/base/crypt.h"
#include "core/base/http.h"
#include "core/base/str.h"
#include "core/forge/forge-call.h"

#include <string.h>
#include "core/base/banned.h"

enum { CONNECTIONS = 8, CONCURRENCY = 32 };

struct forges {
	struct arena arena;
	struct http_fetcher *fetcher;
	struct forge forges[FORGES_MAX];
	struct source sources[FORGES_MAX + 1];
	size_t n_forges, n_sources;
	struct disk disk;
};

static const struct kind {
	const char *name;
	const struct source_ops *ops;
	const char *auth_name, *auth_prefix;
} kinds[] = {
	{ "gitlab", &gitlab_ops, "PRIVATE-TOKEN", "" },
	{ "gitea", &gitea_ops, "Authorization", "token " },
};

static const struct kind *find_kind(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
		if (str_eq(name, kinds[i].name))
			return &kinds[i];
	return NULL;
}

static const struct kind *find_kind_of(const struct source_ops *ops)
{
	size_t i = 0;
	while (kinds[i].ops != ops)
		i++;
	return &kinds[i];
}

/* ---- lists of "NAME=VALUE, ..." */

struct list {
	char *at;
};

/* The next entry, cut in place; false at the end. A missing "=" leaves *ret_value NULL. */
static bool next_entry(struct list *list, char **ret_name, char **ret_value)
{
	char *p = list->at;
	while (ascii_is_space(*p) || *p == ',')
		p++;
	if (!*p)
		return false;
	char *end = p + strcspn(p, ",");
	list->at = *end ? end + 1 : end;
	while (end > p && ascii_is_space(end[-1]))
		end--;
	*end = '\0';
	char *equals = strchr(p, '=');
	*ret_name = p;
	*ret_value = equals ? equals + 1 : NULL;
	if (equals)
		*equals = '\0';
	return true;
}

/* ---- forges */

static enum err read_url(struct err_note *note, struct arena *a, const char *name, const char *url, struct forge *f)
{
	f->allow_http = str_starts(url, "http://");
	if (!f->allow_http && !str_starts(url, "https://"))
		return err_field(note, ERR_INVALID, "forges", "%s: the URL must begin with https:// or http://", name);
	size_t len = strlen(url);
	while (len && url[len - 1] == '/')
		len--;
	f->url = arena_strndup(a, url, len);
	const char *host = strchr(f->url, ':') + 3;
	size_t host_len = strcspn(host, ":/");
	if (!host_len)
		return err_field(note, ERR_INVALID, "forges", "%s: the URL has no host", name);
	f->title = arena_strndup(a, host, host_len);
	return OK;
}

static enum err add_forge(struct err_note *note, struct forges *fs, const char *name, char *value)
{
	char *colon = value ? strchr(value, ':') : NULL;
	if (!forge_name_valid(name, FORGE_NAME_MAX) || !colon)
		return err_field(note, ERR_INVALID, "forges", "\"%s\" is not NAME=KIND:URL", name);
	if (str_eq_nocase(name, FORGE_DISK) || str_eq_nocase(name, "github") || forges_find(fs, name))
		return err_field(note, ERR_INVALID, "forges", "the name \"%s\" is taken", name);
	if (fs->n_forges == FORGES_MAX)
		return err_field(note, ERR_INVALID, "forges", "more than %d forges", (int)FORGES_MAX);
	*colon = '\0';
	const struct kind *kind = find_kind(value);
	if (!kind)
		return err_field(note, ERR_INVALID, "forges", "%s: no kind \"%s\"; there are gitlab and gitea", name, value);
	struct forge *f = &fs->forges[fs->n_forges];
	TRY(read_url(note, &fs->arena, name, colon + 1, f));
	f->name = str_lower(&fs->arena, name);
	f->auth_name = kind->auth_name;
	f->fetcher = fs->fetcher;
	fs->n_forges++;
	fs->sources[fs->n_sources++] = (struct source){ .name = f->name, .title = f->title, .ops = kind->ops, .impl = f };
	return OK;
}

static enum err read_forges(struct err_note *note, struct forges *fs, const struct conf *c)
{
	struct list list = { arena_strdup(&fs->arena, c->forges) };
	char *name, *value;
	while (next_entry(&list, &name, &value)) {
		TRY(add_forge(note, fs, name, value));
		fs->forges[fs->n_forges - 1].conf = c;
	}
	return OK;
}

/* "NAME TOKEN" of one line. */
static enum err give_token(struct err_note *note, struct forges *fs, char *line, int number)
{
	size_t len = strcspn(line, " \t");
	char *token = line + len + strspn(line + len, " \t");
	if (!line[len] || !*token)
		return err_field(note, ERR_INVALID, "forge_tokens", "line %d is not \"NAME TOKEN\"", number);
	line[len] = '\0';
	for (size_t i = 0; i < fs->n_forges; i++) {
		struct forge *f = &fs->forges[i];
		if (!str_eq_nocase(line, f->name))
			continue;
		const char *prefix = find_kind_of(fs->sources[i].ops)->auth_prefix;
		size_t before = strlen(prefix), behind = strlen(token);
		secret_release(&f->auth);
		secret_init(&f->auth, before + behind);
		memcpy(f->auth.p, prefix, before);
		memcpy(f->auth.p + before, token, behind);
		return OK;
	}
	return err_field(note, ERR_INVALID, "forge_tokens", "line %d names no forge of the option forges", number);
}

static enum err read_tokens(struct err_note *note, struct forges *fs, const struct conf *c)
{
	CLEAN_SECRET struct secret file = { .p = NULL };
	size_t at = 0;
	int number = 0;
	char *line;
	if (!*c->forge_tokens)
		return OK;
	TRY(secret_load_option(note, "forge_tokens", c->forge_tokens, &file));
	while ((line = secret_line(&file, &at, &number)))
		TRY(give_token(note, fs, line, number));
	return OK;
}

/* ---- repositories on disk */

static enum err read_disk(struct err_note *note, struct forges *fs, const struct conf *c)
{
	struct list list = { arena_strdup(&fs->arena, c->git_repositories) };
	struct disk *d = &fs->disk;
	char *name, *path;
	d->names = arena_array(&fs->arena, GIT_REPOSITORIES_MAX, sizeof(*d->names));
	d->paths = arena_array(&fs->arena, GIT_REPOSITORIES_MAX, sizeof(*d->paths));
	while (next_entry(&list, &name, &path)) {
		if (!forge_name_valid(name, FORGE_NAME_MAX) || !path || *path != '/')
			return err_field(note, ERR_INVALID, "git_repositories", "\"%s\" is not NAME=/ABSOLUTE/PATH", name);
		if (d->n == GIT_REPOSITORIES_MAX)
			return err_field(note, ERR_INVALID, "git_repositories", "more than %d repositories",
				(int)GIT_REPOSITORIES_MAX);
		d->names[d->n] = name;
		d->paths[d->n++] = path;
	}
	if (d->n)
		fs->sources[fs->n_sources++] = (struct source){ .name = FORGE_DISK, .title = "git", .ops = &disk_ops,
			.impl = d };
	return OK;
}

/* ---- life */

static enum err init(struct err_note *note, struct forges *fs, const struct conf *c)
{
	fs->fetcher = http_fetcher_new(&(struct http_options){ .connections = CONNECTIONS, .concurrency = CONCURRENCY,
		.connect_timeout_ms = c->github_timeout });
	TRY(read_forges(note, fs, c));
	TRY(read_tokens(note, fs, c));
	return read_disk(note, fs, c);
}

struct forges *forges_new(struct err_note *note, const struct conf *c)
{
	struct arena arena;
	arena_init(&arena, SIZE_MAX / 8);
	struct forges *fs = arena_alloc(&arena, sizeof(*fs));
	fs->arena = arena;
	if (init(note, fs, c) == OK)
		return fs;
	forges_free(fs);
	return NULL;
}

void forges_free(struct forges *fs)
{
	if (!fs)
		return;
	http_fetcher_free(fs->fetcher);
	for (size_t i = 0; i < fs->n_forges; i++)
		secret_release(&fs->forges[i].auth);
	struct arena arena = fs->arena;
	arena_release(&arena);
}

const struct source *forges_find(const struct forges *fs, const char *name)
{
	for (size_t i = 0; i < fs->n_sources; i++)
		if (str_eq_nocase(name, fs->sources[i].name))
			return &fs->sources[i];
	return NULL;
}

size_t forges_count(const struct forges *fs)
{
	return fs->n_sources;
}

const struct source *forges_at(const struct forges *fs, size_t i)
{
	return &fs->sources[i];
}
