/* gps analyze: a GitHub login or repositories on disk, read, scored and told. */
#include "config.h"

#include "core/cmd/gps.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/base/clock.h"
#include "core/base/conf.h"
#include "core/base/json.h"
#include "core/base/str.h"
#include "core/cards/facts.h"
#include "core/cards/kinds.h"
#include "core/cmd/subject.h"
#include "core/cmd/summary.h"
#include "core/cmd/terminal.h"
#include "core/profile/profile.h"
#include "core/scan/scan.h"
#include "core/score/report.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "core/base/banned.h"

enum { OPT_AUTHOR = 256, OPT_CARD, OPT_JSON, OPT_MODEL, OPT_PROFILE };

struct analysis {
	const struct gps_command *self;
	struct arena *a;
	struct conf conf;
	const char *conf_path;
	const char *author;
	const char *model; /* NULL = the option "model" */
	const char *card;  /* a file to write, NULL = none */
	bool json;
	bool profile_only;
	struct subject subject;
	const char *const *inputs;
	size_t n_inputs;
	struct arena line; /* of the progress line */
	struct progress progress;
};

static const struct option options[] = {
	{ "author", required_argument, NULL, OPT_AUTHOR },
	{ "card", required_argument, NULL, OPT_CARD },
	{ "json", no_argument, NULL, OPT_JSON },
	{ "model", required_argument, NULL, OPT_MODEL },
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

enum { ASSIGNMENTS_MAX = 64 };

struct assignments {
	const char *text[ASSIGNMENTS_MAX];
	size_t n;
};

/* -1 = go on, else the exit code; so for all that follow. */
static int read_words(struct analysis *an, int argc, char **argv, struct assignments *ret_sets)
{
	int c;
	opterr = 0;
	while ((c = getopt_long(argc, argv, ":c:o:", options, NULL)) != -1) {
		switch (c) {
		case OPT_AUTHOR:
			an->author = optarg;
			break;
		case OPT_CARD:
			an->card = optarg;
			break;
		case OPT_JSON:
			an->json = true;
			break;
		case OPT_MODEL:
			an->model = optarg;
			break;
		case OPT_PROFILE:
			an->profile_only = true;
			break;
		case 'c':
			an->conf_path = optarg;
			break;
		case 'o':
			if (ret_sets->n == ASSIGNMENTS_MAX)
				return gps_usage(an->self, "more than %d times -o", (int)ASSIGNMENTS_MAX);
			ret_sets->text[ret_sets->n++] = optarg;
			break;
		case ':':
			return gps_usage(an->self, "option \"%s\" needs a value", argv[optind - 1]);
		default:
			return gps_usage(an->self, "unknown option \"%s\"", argv[optind - 1]);
		}
	}
	return -1;
}

static int read_conf(struct analysis *an, const struct assignments *sets)
{
	struct err_note note = { .code = OK };
	if (load_conf(&note, an))
		return gps_fail(an->self, NULL, &note); /* it names the file */
	for (size_t i = 0; i < sets->n; i++)
		if (conf_set(&note, an->a, sets->text[i], &an->conf))
			return gps_usage(an->self, "-o %s: %s", sets->text[i], note.text);
	if (conf_apply(&note, &an->conf))
		return gps_fail(an->self, NULL, &note);
	if (!an->model)
		an->model = an->conf.model;
	return -1;
}

static int check(struct analysis *an)
{
	if (an->author && !*an->author)
		return gps_usage(an->self, "--author needs a name or an address");
	if (!str_eq(an->model, "v2") && !str_eq(an->model, "v3"))
		return gps_usage(an->self, "no model \"%s\"; there are v2 and v3", an->model);
	if (an->card && !str_ends(an->card, ".svg") && !str_ends(an->card, ".png"))
		return gps_usage(an->self, "--card %s: the name must end in .svg or .png", an->card);
	if (an->json && an->profile_only)
		return gps_usage(an->self, "--json and --profile exclude each other");
	return -1;
}

static int read_options(struct analysis *an, int argc, char **argv)
{
	struct assignments sets = { .n = 0 };
	int code = read_words(an, argc, argv, &sets);
	if (code >= 0)
		return code;
	const char **inputs = arena_array(an->a, (size_t)(argc - optind) + 1, sizeof(*inputs));
	for (int i = optind; i < argc; i++)
		inputs[an->n_inputs++] = argv[i];
	an->inputs = inputs;
	code = read_conf(an, &sets);
	return code >= 0 ? code : check(an);
}

/* Who is asked for: a wrong argument is wrong usage, a wrong option of gps.conf is a failure. */
static int open_subject(struct analysis *an)
{
	struct err_note note = { .code = OK };
	enum err e = subject_open(&note, an->a, &an->conf, an->inputs, an->n_inputs, &an->subject);
	if (e && *note.field)
		return gps_fail(an->self, note.field, &note);
	if (e)
		return gps_usage(an->self, "%s", note.text);
	if (an->subject.login && an->author)
		return gps_usage(an->self, "--author goes with paths, not with a login");
	an->subject.author = an->author;
	an->subject.progress = on_progress;
	an->subject.ctx = an;
	return -1;
}

static void print_json(struct json_object *root)
{
	(void)puts(json_object_to_json_string_ext(root, JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_NOSLASHESCAPE));
}

DEFINE_CLEANUP(FILE *, fclose)

/* The format is the name's suffix. */
static enum err draw_card(struct err_note *note, struct analysis *an, const struct report *r, struct str *ret_picture)
{
	const struct facts *f = facts_from_profile(an->a, r->profile, r);
	const struct card_arg args[] = { { "username", f->login && *f->login ? f->login : "-" }, { "type", strrchr(an->card, '.') + 1 } };
	const struct card_facts facts = { .person = f, .all_commits = -1, .year_commits = -1, .now_ms = r->now_ms };
	struct card_request rq;
	TRY(card_request_parse(note, an->a, &card_kind_scorecard, args, ARRAY_LEN(args), &rq));
	return card_draw(note, an->a, &rq, &facts, NULL, ret_picture);
}

static enum err write_card(struct err_note *note, struct analysis *an, const struct report *r)
{
	struct str picture;
	TRY(draw_card(note, an, r, &picture));
	CLEANUP(fclosep) FILE *out = fopen(an->card, "we");
	if (!out || fwrite(picture.buf, 1, picture.len, out) != picture.len || fflush(out))
		return err_set(note, ERR_INTERNAL, "the card cannot be written: %s", strerrordesc_np(errno));
	return OK;
}

static void tell(struct analysis *an, const struct report *r)
{
	if (an->json) {
		CLEAN_JSON struct json_object *root = report_json(r);
		print_json(root);
	} else {
		summary_print(stdout, an->a, r);
	}
}

/* Paths are named in the note already. */
static const char *at_fault(const struct analysis *an)
{
	return an->subject.login ? an->inputs[0] : NULL;
}

static int run(struct analysis *an, int argc, char **argv)
{
	struct err_note note = { .code = OK };
	struct profile profile;
	struct report report;
	int code = read_options(an, argc, argv);
	if (code >= 0)
		return code;
	code = open_subject(an);
	if (code >= 0)
		return code;
	enum err e = subject_profile(&note, an->a, &an->subject, PROFILE_FULL, &profile);
	progress_clear(&an->progress);
	if (e)
		return gps_fail(an->self, at_fault(an), &note);
	if (an->profile_only) {
		CLEAN_JSON struct json_object *root = profile_dump(&profile);
		print_json(root);
	}
	if (an->profile_only && !an->card)
		return EXIT_OK;
	if (report_make(&note, an->a, NULL, &profile, an->model, clock_now(), &report))
		return gps_fail(an->self, NULL, &note);
	if (!an->profile_only)
		tell(an, &report);
	if (an->card && write_card(&note, an, &report))
		return gps_fail(an->self, an->card, &note);
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
	subject_release(&an.subject);
	arena_release(&an.line);
	arena_release(&a);
	return code;
}
