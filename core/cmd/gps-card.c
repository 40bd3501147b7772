/* gps card: any card as a file, for a cron job or a CI job that keeps pictures in a repository. */
#include "config.h"

#include "core/cmd/gps.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/base/clock.h"
#include "core/base/json.h"
#include "core/base/str.h"
#include "core/cards/card.h"
#include "core/cmd/command-line.h"
#include "core/cmd/gather.h"
#include "core/cmd/replace.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <string.h>
#include "core/base/banned.h"

enum { OPT_DESCRIBE = OPT_OWN, OPT_LIST, OPT_OUT };
enum { KINDS_MAX = 32, ARGS_MAX = 128 };

static const char kind_mark[] = "{kind}";

struct drawing {
	const struct gps_command *self;
	struct arena *a;
	struct command_line line;
	const char *out; /* NULL = standard output */
	const struct card_kind *kinds[KINDS_MAX];
	struct card_request requests[KINDS_MAX];
	size_t n_kinds;
	struct card_arg args[ARGS_MAX];
	size_t n_args;
	const char **words; /* the subject's */
	size_t n_words;
};

static const struct option options[] = {
	{ "author", required_argument, NULL, OPT_AUTHOR },
	{ "describe", no_argument, NULL, OPT_DESCRIBE },
	{ "list", no_argument, NULL, OPT_LIST },
	{ "out", required_argument, NULL, OPT_OUT },
	{ NULL, 0, NULL, 0 },
};

/* ---- what there is */

static int list_kinds(void)
{
	for (size_t i = 0; i < card_kind_count(); i++) {
		const struct card_kind *k = card_kind_at(i);
		(void)printf("%-12s %s\n", k->name, k->doc);
		for (size_t n = 0; n < k->n_options; n++)
			(void)printf("    %-26s %s\n", k->options[n].name, k->options[n].doc);
	}
	return EXIT_OK;
}

static int describe_kinds(void)
{
	CLEAN_JSON struct json_object *root = card_kinds_describe();
	gps_print_json(root);
	return EXIT_OK;
}

/* ---- the command line; -1 = go on, else the exit code */

static int read_flags(struct drawing *d, int argc, char **argv)
{
	int c, code = -1;
	opterr = 0;
	while (code < 0 && (c = getopt_long(argc, argv, COMMAND_LINE_SHORT, options, NULL)) != -1) {
		switch (c) {
		case OPT_DESCRIBE:
			return describe_kinds();
		case OPT_LIST:
			return list_kinds();
		case OPT_OUT:
			d->out = str_eq(optarg, "-") ? NULL : optarg;
			break;
		default:
			code = command_line_option(&d->line, c, argv);
		}
	}
	return code;
}

static int read_kinds(struct drawing *d, const char *list)
{
	while (*list) {
		size_t len = strcspn(list, ",");
		const char *name = arena_strndup(d->a, list, len);
		const struct card_kind *kind = card_kind_find(name);
		if (!kind)
			return gps_usage(d->self, "no card \"%s\"; \"gps card --list\" names them", name);
		if (d->n_kinds == KINDS_MAX)
			return gps_usage(d->self, "more than %d cards", (int)KINDS_MAX);
		d->kinds[d->n_kinds++] = kind;
		list += len + (list[len] == ',');
	}
	return -1;
}

static bool is_assignment(const char *word)
{
	size_t len = strspn(word, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_-");
	return len && word[len] == '=';
}

static int add_arg(struct drawing *d, const char *name, const char *value)
{
	if (d->n_args == ARGS_MAX)
		return gps_usage(d->self, "more than %d options", (int)ARGS_MAX);
	d->args[d->n_args++] = (struct card_arg){ name, value };
	return -1;
}

static int read_words(struct drawing *d, int argc, char **argv)
{
	if (optind == argc)
		return gps_usage(d->self, "which card?");
	int code = read_kinds(d, argv[optind++]);
	d->words = arena_array(d->a, (size_t)(argc - optind) + 1, sizeof(*d->words));
	for (; code < 0 && optind < argc; optind++) {
		char *equals = strchr(argv[optind], '=');
		if (!is_assignment(argv[optind])) {
			d->words[d->n_words++] = argv[optind];
			continue;
		}
		code = add_arg(d, arena_strndup(d->a, argv[optind], (size_t)(equals - argv[optind])), equals + 1);
	}
	return code;
}

static int read_conf(struct drawing *d)
{
	return command_line_conf(&d->line);
}

/* A card of a gist, or of coding time, names nobody. */
static int open_subject(struct drawing *d)
{
	static const char *const nobody[] = { "github:" };
	return command_line_subject(&d->line, d->n_words ? d->words : nobody, d->n_words ? d->n_words : 1);
}

/* The format is the file's suffix; on standard output, type= decides. */
static int read_format(struct drawing *d)
{
	enum image_format format;
	if (!d->out) {
		if (d->n_kinds > 1)
			return gps_usage(d->self, "several cards need --out with \"%s\" in it", kind_mark);
		return -1;
	}
	const char *dot = strrchr(d->out, '.');
	if (!dot || (!str_eq(dot + 1, "json") && !image_format_parse(dot + 1, &format)))
		return gps_usage(d->self, "--out %s: the name must end in .svg, .png, .webp, .jpeg or .json", d->out);
	if (d->n_kinds > 1 && !strstr(d->out, kind_mark))
		return gps_usage(d->self, "several cards need \"%s\" in --out", kind_mark);
	return add_arg(d, "type", str_eq(dot + 1, "jpg") ? "jpeg" : dot + 1);
}

/* The names under which the drop-in addresses know a person. */
static int name_subject(struct drawing *d)
{
	static const char *const names[] = { "username", "user" };
	const char *who = d->line.subject.login;
	if (!who && d->n_words) {
		const char *slash = strrchr(d->words[0], '/');
		who = slash && slash[1] ? slash + 1 : "repository";
	}
	for (size_t i = 0; who && *who && i < ARRAY_LEN(names); i++) {
		int code = add_arg(d, names[i], who);
		if (code >= 0)
			return code;
	}
	return -1;
}

static int parse_requests(struct drawing *d)
{
	struct err_note note = { .code = OK };
	for (size_t i = 0; i < d->n_kinds; i++)
		if (card_request_parse(&note, d->a, d->kinds[i], d->args, d->n_args, &d->requests[i]))
			return gps_usage(d->self, "%s: %s", d->kinds[i]->name, note.text);
	return -1;
}

static int read_options(struct drawing *d, int argc, char **argv)
{
	int (*const steps[])(struct drawing *d) = { read_conf, open_subject, read_format, name_subject, parse_requests };
	int code = read_flags(d, argc, argv);
	if (code < 0)
		code = read_words(d, argc, argv);
	for (size_t i = 0; code < 0 && i < ARRAY_LEN(steps); i++)
		code = steps[i](d);
	return code;
}

/* ---- files */

static const char *file_of(struct drawing *d, const struct card_kind *kind)
{
	const char *mark = strstr(d->out, kind_mark);
	if (!mark)
		return d->out;
	return arena_printf(d->a, "%.*s%s%s", (int)(mark - d->out), d->out, kind->name, mark + strlen(kind_mark));
}

static enum err put_out(struct err_note *note, const struct str *bytes)
{
	if (fwrite(bytes->buf, 1, bytes->len, stdout) == bytes->len && !fflush(stdout))
		return OK;
	return err_set(note, ERR_INTERNAL, "standard output: %s", strerrordesc_np(errno));
}

static enum err draw(struct err_note *note, struct drawing *d, size_t i, unsigned int needs, struct card_facts *facts)
{
	const struct command_line *cl = &d->line;
	struct card_facts own;
	struct str bytes;
	bool changed;
	TRY(gather_facts(note, d->a, &cl->conf, &cl->subject, &d->requests[i], needs, facts, &own));
	TRY(card_draw(note, d->a, &d->requests[i], &own, NULL, &bytes));
	progress_clear(&d->line.progress);
	if (!d->out)
		return put_out(note, &bytes);
	const char *path = file_of(d, d->kinds[i]);
	TRY(replace_file(note, d->a, path, &bytes, &changed));
	(void)printf("%-12s %s  %zu bytes  %s\n", d->kinds[i]->name, path, bytes.len, changed ? "written" : "unchanged");
	return OK;
}

static int failed(struct drawing *d, const struct card_kind *kind, struct err_note *note)
{
	progress_clear(&d->line.progress);
	if (note->code == ERR_AUTH)
		(void)err_set(note, ERR_AUTH, "%s; the option github_tokens names a file of tokens",
			arena_strdup(d->a, note->text));
	return gps_fail(d->self, kind->name, note);
}

/* A card that fails leaves its old file, and does not keep the others from being drawn. */
static int draw_all(struct drawing *d)
{
	struct card_facts facts = { .all_commits = -1, .year_commits = -1, .now_ms = clock_now() };
	unsigned int needs = 0;
	int code = EXIT_OK;
	for (size_t i = 0; i < d->n_kinds; i++)
		needs |= d->requests[i].needs;
	for (size_t i = 0; i < d->n_kinds; i++) {
		struct err_note note = { .code = OK };
		if (draw(&note, d, i, needs, &facts))
			code = failed(d, d->kinds[i], &note);
	}
	return code;
}

int gps_card(const struct gps_command *self, int argc, char **argv)
{
	struct arena a;
	struct drawing *d;
	arena_init(&a, SIZE_MAX / 8);
	d = arena_alloc(&a, sizeof(*d));
	d->self = self;
	d->a = &a;
	command_line_init(&d->line, self, &a);
	int code = read_options(d, argc, argv);
	if (code < 0)
		code = draw_all(d);
	command_line_release(&d->line);
	arena_release(&a);
	return code;
}
