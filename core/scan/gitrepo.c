/* Argument vectors and environments for git. */
#include "config.h"

#include "core/scan/gitrepo.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/base/proc.h"
#include "core/base/str.h"
#include "core/scan/gitlog.h"
#include "core/scan/people.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include "core/base/banned.h"

enum {
	ARGS_MAX = 96,
	ENV_MAX = 24,
	PROBE_IDLE_MS = 30 * 1000,
	PROBE_MAX = 64 * 1024,
	TREE_MAX = 4 * 1024 * 1024,
	EDGES_MAX = 16 * 1024 * 1024,
	EDGES_STEP = 16 * 1024,
	LINE_MAX_BYTES = 200,
	DOT_FOLDERS_MAX = 32,
};

struct args {
	const char *v[ARGS_MAX + 1];
	size_t n;
};

DEFINE_CLEANUP(FILE *, fclose)

static void arg(struct args *args, const char *value)
{
	if (args->n < ARGS_MAX)
		args->v[args->n++] = value;
}

static void arg_all(struct args *args, const char *const *values, size_t n)
{
	for (size_t i = 0; i < n; i++)
		arg(args, values[i]);
}

/* The environment of a child: ours is not handed on, but for what names programs and the home. */
static const char *const *environment(struct arena *a, bool users_config)
{
	static const char *const fixed[] = { "LC_ALL=C", "GIT_TERMINAL_PROMPT=0", "GIT_OPTIONAL_LOCKS=0",
		"GIT_NO_LAZY_FETCH=1", "GIT_ALLOW_PROTOCOL=none", "GIT_NO_REPLACE_OBJECTS=1", "GIT_GRAFT_FILE=/dev/null",
		"GIT_PAGER=cat", "GIT_ATTR_NOSYSTEM=1", "GIT_FLUSH=0" /* not a write for each commit */ };
	static const char *const isolated[] = { "GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL=/dev/null" };
	static const char *const inherited[] = { "PATH", "HOME", "XDG_CONFIG_HOME", "SUDO_UID" };
	const char **env = arena_array(a, ENV_MAX, sizeof(*env));
	size_t n = 0;
	for (size_t i = 0; i < ARRAY_LEN(fixed); i++)
		env[n++] = fixed[i];
	for (size_t i = 0; !users_config && i < ARRAY_LEN(isolated); i++)
		env[n++] = isolated[i];
	for (size_t i = 0; i < ARRAY_LEN(inherited); i++) {
		const char *value = getenv(inherited[i]);
		if (value)
			env[n++] = arena_printf(a, "%s=%s", inherited[i], value);
	}
	return env;
}

/* `git -C PATH` and all that keeps a repository's configuration from running anything. */
static void safe_git(struct args *args, const struct gitrepo *r)
{
	static const char *const guards[] = { "--no-pager", "--no-replace-objects", "--no-optional-locks",
		"--literal-pathspecs", "-c", "safe.directory=*", "-c", "core.fsmonitor=false", "-c",
		"core.hooksPath=/dev/null", "-c", "core.attributesFile=/dev/null", "-c", "core.quotePath=false", "-c",
		"mailmap.file=/dev/null", "-c", "log.showSignature=false", "-c", "protocol.allow=never" };
	arg(args, GPS_GIT);
	arg(args, "-C");
	arg(args, r->path);
	arg_all(args, guards, ARRAY_LEN(guards));
}

static enum err capture(struct err_note *note, struct arena *a, const struct args *args, bool users_config, size_t max,
	struct proc *p, int *ret_status, char **ret_text, size_t *ret_len)
{
	return proc_capture(note, a, args->v, environment(a, users_config), PROBE_IDLE_MS, max, p, ret_status, ret_text,
		ret_len);
}

static enum err check_path(struct err_note *note, const char *path)
{
	struct stat st;
	if (!*path)
		return err_set(note, ERR_INVALID, "an empty path");
	if (stat(path, &st)) {
		if (errno == EACCES)
			return err_set(note, ERR_FORBIDDEN, "no permission to look at it");
		return err_set(note, ERR_NOT_FOUND, "no such folder");
	}
	if (!S_ISDIR(st.st_mode))
		return err_set(note, ERR_NOT_FOUND, "not a folder");
	return OK;
}

/* The last component of the path before ".git", or of a bare repository's without its ".git". */
static const char *repo_name(struct arena *a, const char *path, const char *git_dir, bool is_bare)
{
	char *real = realpath(path, NULL);
	const char *from = is_bare || str_ends(git_dir, "/.git") || !real ? git_dir : real;
	size_t end = strlen(from);
	while (end > 1 && from[end - 1] == '/')
		end--;
	if (end > 5 && !memcmp(from + end - 5, "/.git", 5))
		end -= 5;
	else if (is_bare && end > 4 && !memcmp(from + end - 4, ".git", 4))
		end -= 4;
	size_t start = end;
	while (start && from[start - 1] != '/')
		start--;
	const char *name = utf8_sanitize(a, from + start, end - start);
	free(real);
	return name;
}

static enum err read_edges(struct err_note *note, struct arena *a, const char *file, struct gitrepo *r)
{
	CLEANUP(fclosep) FILE *in = fopen(file, "re");
	char *buf = arena_alloc(a, EDGES_STEP);
	struct str text;
	size_t n;
	if (!in)
		return err_set(note, ERR_UPSTREAM, "a shallow clone whose list of edges cannot be read");
	str_init(&text, a, EDGES_MAX);
	while ((n = fread(buf, 1, EDGES_STEP, in)) > 0)
		str_add(&text, buf, n);
	if (ferror(in) || text.over)
		return err_set(note, ERR_UPSTREAM, "a shallow clone whose list of edges cannot be read");
	r->edges = text.buf;
	r->edges_len = text.len;
	return OK;
}

/* A path that git printed last, alone: it may hold line ends itself. */
static const char *rest_as_path(char *text)
{
	size_t len = strlen(text);
	if (len && text[len - 1] == '\n')
		text[len - 1] = '\0';
	return text;
}

/* Cuts the first line off *text. */
static char *take_line(char **text)
{
	char *line = *text, *end = strchr(line, '\n');
	if (end)
		*end = '\0';
	*text = end ? end + 1 : line + strlen(line);
	return line;
}

static enum err find_edges(struct err_note *note, struct arena *a, struct gitrepo *r)
{
	const char *const probe[] = { GPS_GIT, "-C", r->path, "rev-parse", "--path-format=absolute", "--git-path", "shallow" };
	struct args args = { .n = 0 };
	struct proc p = { .pid = 0 };
	char *text;
	size_t len;
	int status;
	arg_all(&args, probe, ARRAY_LEN(probe));
	TRY(capture(note, a, &args, true, PROBE_MAX, &p, &status, &text, &len));
	TRY(gitrepo_result(note, a, &p, status));
	return read_edges(note, a, rest_as_path(text), r);
}

/* Only git log tells an unborn branch from a broken one. */
static enum err read_head(struct err_note *note, struct arena *a, struct gitrepo *r)
{
	static const char *const newest[] = { "log", "-1", "--no-patch", "--no-show-signature", "--format=%H", "--" };
	struct args args = { .n = 0 };
	struct proc p = { .pid = 0 };
	char *text;
	size_t len;
	int status;
	safe_git(&args, r);
	arg_all(&args, newest, ARRAY_LEN(newest));
	TRY(capture(note, a, &args, false, PROBE_MAX, &p, &status, &text, &len));
	r->is_unborn = status && strstr(p.err_text, "does not have any commits yet");
	return r->is_unborn ? OK : gitrepo_result(note, a, &p, status);
}

enum err gitrepo_open(struct err_note *note, struct arena *a, const char *path, struct gitrepo *ret_repo)
{
	struct gitrepo r = { .path = path };
	struct args args = { .n = 0 };
	struct proc p = { .pid = 0 };
	char *text;
	size_t len;
	int status;
	TRY(check_path(note, path));
	const char *const probe[] = { GPS_GIT, "-C", path, "rev-parse", "--is-shallow-repository",
		"--is-bare-repository", "--path-format=absolute", "--git-dir" };
	arg_all(&args, probe, ARRAY_LEN(probe));
	TRY(capture(note, a, &args, true, PROBE_MAX, &p, &status, &text, &len));
	TRY(gitrepo_result(note, a, &p, status));
	r.is_shallow = str_eq(take_line(&text), "true");
	r.is_bare = str_eq(take_line(&text), "true");
	r.name = repo_name(a, path, rest_as_path(text), r.is_bare);
	if (r.is_shallow)
		TRY(find_edges(note, a, &r));
	TRY(read_head(note, a, &r));
	*ret_repo = r;
	return OK;
}

enum err gitrepo_log(struct err_note *note, struct arena *a, const struct gitrepo *r,
	const char *author, bool with_lines, struct proc *ret_proc)
{
	static const char *const always[] = { "log", "-z", "--no-color", "--no-show-signature", "--no-notes",
		"--no-decorate", "--use-mailmap", "--encoding=UTF-8", "--date=raw" };
	static const char *const counts[] = { "--numstat", "--diff-merges=off", "-M", "-l1000", "-O/dev/null",
		"--no-ext-diff", "--no-textconv", "--no-relative", "--ignore-submodules=all", "--diff-algorithm=default" };
	struct args args = { .n = 0 };
	safe_git(&args, r);
	arg_all(&args, always, ARRAY_LEN(always));
	arg(&args, "--format=" GITLOG_FORMAT);
	if (with_lines)
		arg_all(&args, counts, ARRAY_LEN(counts));
	else
		arg(&args, "--no-patch");
	if (author) {
		arg(&args, "--fixed-strings");
		arg(&args, "--regexp-ignore-case");
		arg(&args, arena_printf(a, "--author=%s", people_pattern(a, author)));
	}
	arg(&args, "--end-of-options");
	arg(&args, "HEAD");
	arg(&args, "--");
	return proc_start(note, args.v, environment(a, false), GITREPO_IDLE_MS, ret_proc);
}

enum err gitrepo_result(struct err_note *note, struct arena *a, const struct proc *p, int status)
{
	/* git's words, in the C locale that environment() sets */
	static const struct {
		const char *says;
		enum err code;
		const char *text;
	} rows[] = {
		{ "dubious ownership", ERR_FORBIDDEN,
			"belongs to another user; if you trust it: git config --global --add safe.directory PATH" },
		{ "not a git repository", ERR_NOT_FOUND, "not a git repository" },
		{ "lazy fetching disabled", ERR_UPSTREAM, "a partial clone whose objects are elsewhere; fetch them first" },
		{ "transport 'file' not allowed", ERR_UPSTREAM,
			"a partial clone whose objects are elsewhere; fetch them first" },
		{ "from promisor remote", ERR_UPSTREAM, "a partial clone whose objects are elsewhere; fetch them first" },
	};
	if (!status)
		return OK;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		if (strstr(p->err_text, rows[i].says))
			return err_set(note, rows[i].code, "%s", rows[i].text);
	const char *line = proc_last_line(a, p, LINE_MAX_BYTES);
	if (*line)
		return err_set(note, ERR_UPSTREAM, "git failed: %s", line);
	if (status > 128)
		return err_set(note, ERR_UPSTREAM, "git was ended by signal %d", status - 128);
	return err_set(note, ERR_UPSTREAM, "git failed with status %d", status);
}

/* Splits NUL-ended names into the list. */
static void take_names(struct arena *a, char *text, size_t len, const char **paths, size_t *n)
{
	for (char *p = text; p < text + len && *n < GITREPO_FILES_MAX; p += strlen(p) + 1) {
		size_t tab = strcspn(p, "\t");
		if (p[tab]) /* "MODE TYPE OID\tNAME" of the root; a tree's name gets its slash */
			paths[(*n)++] = arena_printf(a, "%s%s", utf8_sanitize(a, p + tab + 1, strlen(p + tab + 1)),
				strstr(p, " tree ") && strstr(p, " tree ") < p + tab ? "/" : "");
	}
}

static bool is_dot_folder(const char *path)
{
	return path[0] == '.' && str_ends(path, "/");
}

enum err gitrepo_files(struct err_note *note, struct arena *a, const struct gitrepo *r, const char ***ret_paths,
	size_t *ret_n_root, size_t *ret_n)
{
	static const char *const tree[] = { "ls-tree", "-z", "--full-tree" };
	const char **paths = arena_array(a, GITREPO_FILES_MAX, sizeof(*paths));
	struct args root = { .n = 0 }, deep = { .n = 0 };
	struct proc p = { .pid = 0 };
	size_t n = 0, len, n_folders = 0;
	char *text;
	int status;
	safe_git(&root, r);
	arg_all(&root, tree, ARRAY_LEN(tree));
	arg(&root, "HEAD");
	TRY(capture(note, a, &root, false, TREE_MAX, &p, &status, &text, &len));
	TRY(gitrepo_result(note, a, &p, status));
	take_names(a, text, len, paths, &n);
	size_t n_root = n;
	safe_git(&deep, r);
	arg_all(&deep, tree, ARRAY_LEN(tree));
	arg(&deep, "-r");
	arg(&deep, "HEAD");
	arg(&deep, "--");
	for (size_t i = 0; i < n_root && n_folders < DOT_FOLDERS_MAX; i++)
		if (is_dot_folder(paths[i])) {
			arg(&deep, paths[i]);
			n_folders++;
		}
	if (n_folders) {
		TRY(capture(note, a, &deep, false, TREE_MAX, &p, &status, &text, &len));
		TRY(gitrepo_result(note, a, &p, status));
		take_names(a, text, len, paths, &n);
	}
	*ret_paths = paths;
	*ret_n_root = n_root;
	*ret_n = n;
	return OK;
}
