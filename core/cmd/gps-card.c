/* gps card: any card as a file, for a cron job or a CI job that keeps pictures in a repository. */
#include "config.h"

#include "core/cmd/gps.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/base/clock.h"
#include "core/base/conf.h"
#include "core/base/json.h"
#include "core/base/str.h"
#include "core/cards/card.h"
#include "core/cmd/gather.h"
#include "core/cmd/subject.h"
#include "core/cmd/terminal.h"
#include "core/scan/scan.h"

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "core/base/banned.h"

enum { OPT_AUTHOR = 256, OPT_DESCRIBE, OPT_LIST, OPT_OUT };
enum { KINDS_MAX = 32, ARGS_MAX = 128, SETS_MAX = 64, FILE_MAX = 16 << 20 };

static const char kind_mark[] = "{kind}";

struct drawing {
	const struct gps_command *self;
	struct arena *a;
	struct conf conf;
	const char *conf_path, *author, *out;
	const char *sets[SETS_MAX];
	size_t n_sets;
	const struct card_kind *kinds[KINDS_MAX];
	struct card_request requests[KINDS_MAX];
	size_t n_kinds;
	struct card_arg args[ARGS_MAX];
	size_t n_args;
	const char **words; /* the subject's */
	size_t n_words;
	struct subject subject;
	struct arena line;
	struct progress progress;
};

static const struct option options[] = {
	{ "author", required_argument, NULL, OPT_AUTHOR },
	{ "describe", no_argument, NULL, OPT_DESCRIBE },
	{ "list", no_argument, NULL, OPT_LIST },
	{ "out", required_argument, NULL, OPT_OUT },
	{ NULL, 0, NULL, 0 },
};

static void on_progress(void *ctx, const struct scan_progress *p)
{
	struct drawing *d = ctx;
	arena_reset(&d->line);
	progress_show(&d->progress, &d->line, "%s: %lld commits", p->path, (long long)p->commits);
}

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
	(void)puts(json_object_to_json_string_ext(root, JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_NOSLASHESCAPE));
	return EXIT_OK;
}

/* ---- the command line; -1 = go on, else the exit code */

static int read_flags(struct drawing *d, int argc, char **argv)
{
	int c;
	opterr = 0;
	while ((c = getopt_long(argc, argv, ":c:o:", options, NULL)) != -1) {
		switch (c) {
		case OPT_AUTHOR:
			d->author = optarg;
			break;
		case OPT_DESCRIBE:
			return describe_kinds();
		case OPT_LIST:
			return list_kinds();
		case OPT_OUT:
			d->out = optarg;
			break;
		case 'c':
			d->conf_path = optarg;
			break;
		case 'o':
			if (d->n_sets == SETS_MAX)
				return gps_usage(d->self, "more than %d times -o", (int)SETS_MAX);
			d->sets[d->n_sets++] = optarg;
			break;
		case ':':
			return gps_usage(d->self, "option \"%s\" needs a value", argv[optind - 1]);
		default:
			return gps_usage(d->self, "unknown option \"%s\"", argv[optind - 1]);
		}
	}
	return -1;
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
	struct err_note note = { .code = OK };
	const char *path = d->conf_path ? d->conf_path : conf_default_path();
	if ((d->conf_path || access(path, R_OK) == 0) && conf_load(&note, d->a, path, &d->conf))
		return gps_fail(d->self, NULL, &note);
	for (size_t i = 0; i < d->n_sets; i++)
		if (conf_set(&note, d->a, d->sets[i], &d->conf))
			return gps_usage(d->self, "-o %s: %s", d->sets[i], note.text);
	return conf_apply(&note, &d->conf) ? gps_fail(d->self, NULL, &note) : -1;
}

/* A card of a gist names nobody. */
static int open_subject(struct drawing *d)
{
	struct err_note note = { .code = OK };
	static const char *const nobody[] = { "github:" };
	const char *const *words = d->n_words ? d->words : nobody;
	size_t n = d->n_words ? d->n_words : 1;
	enum err e = subject_open(&note, d->a, &d->conf, words, n, &d->subject);
	if (e && *note.field)
		return gps_fail(d->self, note.field, &note);
	if (e)
		return gps_usage(d->self, "%s", note.text);
	if (d->subject.login && d->author)
		return gps_usage(d->self, "--author goes with paths, not with a login");
	d->subject.author = d->author;
	d->subject.progress = on_progress;
	d->subject.ctx = d;
	return -1;
}

/* The format is the file's suffix; on standard output, type= decides. */
static int read_format(struct drawing *d)
{
	enum image_format format;
	if (!d->out || str_eq(d->out, "-")) {
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
	const char *who = d->subject.login;
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

DEFINE_CLEANUP(FILE *, fclose)

static bool holds(struct drawing *d, const char *path, const struct str *bytes)
{
	CLEANUP(fclosep) FILE *in = fopen(path, "re");
	if (!in || bytes->len > FILE_MAX)
		return false;
	char *old = arena_alloc(d->a, bytes->len + 1);
	return fread(old, 1, bytes->len + 1, in) == bytes->len && memcmp(old, bytes->buf, bytes->len) == 0;
}

/* Beside it first: whoever reads the file sees the old picture or the new one, never half of it. */
static enum err replace(struct err_note *note, struct drawing *d, const char *path, const struct str *bytes)
{
	const char *beside = arena_printf(d->a, "%s.new", path);
	CLEANUP(fclosep) FILE *out = fopen(beside, "we");
	if (out && fwrite(bytes->buf, 1, bytes->len, out) == bytes->len && !fflush(out) && !rename(beside, path))
		return OK;
	enum err e = err_set(note, ERR_INTERNAL, "cannot be written: %s", strerrordesc_np(errno));
	(void)unlink(beside);
	return e;
}

static enum err draw(struct err_note *note, struct drawing *d, size_t i, unsigned int needs, struct card_facts *facts)
{
	struct str bytes;
	TRY(gather_facts(note, d->a, &d->conf, &d->subject, &d->requests[i], needs, facts));
	progress_clear(&d->progress);
	TRY(card_draw(note, d->a, &d->requests[i], facts, NULL, &bytes));
	if (!d->out || str_eq(d->out, "-"))
		return fwrite(bytes.buf, 1, bytes.len, stdout) == bytes.len && !fflush(stdout) ?
			OK : err_set(note, ERR_INTERNAL, "standard output: %s", strerrordesc_np(errno));
	const char *path = file_of(d, d->kinds[i]);
	bool same = holds(d, path, &bytes);
	if (!same)
		TRY(replace(note, d, path, &bytes));
	(void)printf("%-12s %s  %zu bytes  %s\n", d->kinds[i]->name, path, bytes.len, same ? "unchanged" : "written");
	return OK;
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
			code = gps_fail(d->self, d->kinds[i]->name, &note);
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
	conf_init(&d->conf);
	arena_init(&d->line, 64 * 1024);
	int code = read_options(d, argc, argv);
	if (code < 0)
		code = draw_all(d);
	subject_release(&d->subject);
	arena_release(&d->line);
	arena_release(&a);
	return code;
}
