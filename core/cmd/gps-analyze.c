/* gps analyze: repositories on disk, read and told. */
#include "config.h"

#include "core/cmd/gps.h"

#include "core/base/arena.h"
#include "core/base/clock.h"
#include "core/base/conf.h"
#include "core/base/json.h"
#include "core/base/str.h"
#include "core/cmd/terminal.h"
#include "core/profile/profile.h"
#include "core/scan/scan.h"

#include <getopt.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>
#include "core/base/banned.h"

enum { OPT_AUTHOR = 256, OPT_PROFILE };

struct analysis {
	const struct gps_command *self;
	struct arena *a;
	struct conf conf;
	const char *conf_path;
	const char *author;
	bool profile_only;
	const char *const *inputs;
	size_t n_inputs;
	struct arena line; /* of the progress line */
	struct progress progress;
};

static const struct option options[] = {
	{ "author", required_argument, NULL, OPT_AUTHOR },
	{ "profile", no_argument, NULL, OPT_PROFILE },
	{ NULL, 0, NULL, 0 },
};

static void on_progress(void *ctx, const struct scan_progress *p)
{
	struct analysis *an = ctx;
	arena_reset(&an->line);
	progress_show(&an->progress, &an->line, "%s: %lld commits", p->path, (long long)p->commits);
}

static enum err load_conf(struct err_note *note, struct analysis *an)
{
	const char *path = an->conf_path ? an->conf_path : conf_default_path();
	if (!an->conf_path && access(path, R_OK) != 0)
		return OK;
	return conf_load(note, an->a, path, &an->conf);
}

/* -1 = go on, else the exit code. */
static int read_options(struct analysis *an, int argc, char **argv)
{
	struct err_note note = { .code = OK };
	const char *assignments[64];
	size_t n = 0;
	int c;
	opterr = 0;
	while ((c = getopt_long(argc, argv, ":c:o:", options, NULL)) != -1) {
		if (c == OPT_AUTHOR)
			an->author = optarg;
		else if (c == OPT_PROFILE)
			an->profile_only = true;
		else if (c == 'c')
			an->conf_path = optarg;
		else if (c == 'o' && n < ARRAY_LEN(assignments))
			assignments[n++] = optarg;
		else if (c == ':')
			return gps_usage(an->self, "option \"%s\" needs a value", argv[optind - 1]);
		else
			return gps_usage(an->self, "unknown option \"%s\"", argv[optind - 1]);
	}
	if (load_conf(&note, an))
		return gps_fail(an->self, an->conf_path, &note);
	for (size_t i = 0; i < n; i++)
		if (conf_set(&note, an->a, assignments[i], &an->conf))
			return gps_usage(an->self, "-o %s: %s", assignments[i], note.text);
	if (conf_apply(&note, &an->conf))
		return gps_fail(an->self, NULL, &note);
	if (an->author && !*an->author)
		return gps_usage(an->self, "--author needs a name or an address");
	if (optind >= argc)
		return gps_usage(an->self, "which repository?");
	const char **inputs = arena_array(an->a, (size_t)(argc - optind), sizeof(*inputs));
	for (int i = optind; i < argc; i++)
		inputs[an->n_inputs++] = argv[i];
	an->inputs = inputs;
	return -1;
}

static enum err read_profile(struct err_note *note, struct analysis *an, struct profile *ret_profile)
{
	struct scan_options scan = { .paths = an->inputs, .n_paths = an->n_inputs, .author = an->author,
		.now_ms = clock_now(), .progress = on_progress, .ctx = an };
	enum err e = scan_profile(note, an->a, &scan, ret_profile);
	progress_clear(&an->progress);
	return e;
}

static void print_json(struct json_object *root)
{
	(void)puts(json_object_to_json_string_ext(root, JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_NOSLASHESCAPE));
}

static int run(struct analysis *an, int argc, char **argv)
{
	struct err_note note = { .code = OK };
	struct profile profile;
	int code = read_options(an, argc, argv);
	if (code >= 0)
		return code;
	if (read_profile(&note, an, &profile))
		return gps_fail(an->self, NULL, &note);
	CLEAN_JSON struct json_object *root = profile_dump(&profile);
	print_json(root);
	return EXIT_OK;
}

int gps_analyze(const struct gps_command *self, int argc, char **argv)
{
	struct arena a;
	struct analysis an = { .self = self, .a = &a };
	conf_init(&an.conf);
	arena_init(&a, (size_t)an.conf.arena_max);
	arena_init(&an.line, 64 * 1024);
	int code = run(&an, argc, argv);
	arena_release(&an.line);
	arena_release(&a);
	return code;
}
