/* Options that commands share. */
#include "config.h"

#include "core/cmd/command-line.h"

#include "core/cmd/gps.h"
#include "core/scan/scan.h"

#include <getopt.h>
#include <unistd.h>
#include "core/base/banned.h"

void command_line_init(struct command_line *cl, const struct gps_command *self, struct arena *a)
{
	*cl = (struct command_line){ .self = self, .a = a };
	conf_init(&cl->conf);
	arena_init(&cl->line, 64 * 1024);
}

void command_line_release(struct command_line *cl)
{
	subject_release(&cl->subject);
	arena_release(&cl->line);
}

int command_line_option(struct command_line *cl, int c, char **argv)
{
	switch (c) {
	case OPT_AUTHOR:
		if (!*optarg)
			return gps_usage(cl->self, "--author needs a name or an address");
		cl->author = optarg;
		return -1;
	case 'c':
		cl->conf_path = optarg;
		return -1;
	case 'o':
		if (cl->n_sets == ASSIGNMENTS_MAX)
			return gps_usage(cl->self, "more than %d times -o", (int)ASSIGNMENTS_MAX);
		cl->sets[cl->n_sets++] = optarg;
		return -1;
	case ':':
		return gps_usage(cl->self, "option \"%s\" needs a value", argv[optind - 1]);
	default:
		return gps_usage(cl->self, "unknown option \"%s\"", argv[optind - 1]);
	}
}

int command_line_conf(struct command_line *cl)
{
	struct err_note note = { .code = OK };
	const char *path = cl->conf_path ? cl->conf_path : conf_default_path();
	bool wanted = cl->conf_path || access(path, R_OK) == 0;
	if (wanted && conf_load(&note, cl->a, path, &cl->conf))
		return gps_fail(cl->self, NULL, &note); /* it names the file */
	for (size_t i = 0; i < cl->n_sets; i++)
		if (conf_set(&note, cl->a, cl->sets[i], &cl->conf))
			return gps_usage(cl->self, "-o %s: %s", cl->sets[i], note.text);
	return conf_apply(&note, &cl->conf) ? gps_fail(cl->self, NULL, &note) : -1;
}

static void on_progress(void *ctx, const struct scan_progress *p)
{
	struct command_line *cl = ctx;
	arena_reset(&cl->line);
	progress_show(&cl->progress, &cl->line, "%s: %lld commits", p->path, (long long)p->commits);
}

int command_line_subject(struct command_line *cl, const char *const *words, size_t n)
{
	struct err_note note = { .code = OK };
	enum err e = subject_open(&note, cl->a, &cl->conf, words, n, &cl->subject);
	if (e && *note.field)
		return gps_fail(cl->self, note.field, &note);
	if (e)
		return gps_usage(cl->self, "%s", note.text);
	if (cl->subject.login && cl->author)
		return gps_usage(cl->self, "--author goes with paths, not with a login");
	cl->subject.author = cl->author;
	cl->subject.progress = on_progress;
	cl->subject.ctx = cl;
	return -1;
}
