/* gps analyze: a GitHub login or repositories on disk, read, scored and told. */
#include "config.h"

#include "core/cmd/gps.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/base/clock.h"
#include "core/base/json.h"
#include "core/base/str.h"
#include "core/cards/facts.h"
#include "core/cards/kinds.h"
#include "core/cmd/command-line.h"
#include "core/cmd/replace.h"
#include "core/cmd/summary.h"
#include "core/profile/profile.h"
#include "core/score/report.h"

#include <getopt.h>
#include <string.h>
#include "core/base/banned.h"

enum { OPT_CARD = OPT_OWN, OPT_JSON, OPT_MODEL, OPT_PROFILE };

struct analysis {
	const struct gps_command *self;
	struct arena *a;
	struct command_line line;
	const char *model; /* NULL = the option "model" */
	const char *card;  /* a file to write, NULL = none */
	bool json;
	bool profile_only;
	const char *const *inputs;
	size_t n_inputs;
};

static const struct option options[] = {
	{ "author", required_argument, NULL, OPT_AUTHOR },
	{ "card", required_argument, NULL, OPT_CARD },
	{ "json", no_argument, NULL, OPT_JSON },
	{ "model", required_argument, NULL, OPT_MODEL },
	{ "profile", no_argument, NULL, OPT_PROFILE },
	{ NULL, 0, NULL, 0 },
};

/* -1 = go on, else the exit code; so for all that follow. */
static int read_flags(struct analysis *an, int argc, char **argv)
{
	int c, code = -1;
	opterr = 0;
	while (code < 0 && (c = getopt_long(argc, argv, COMMAND_LINE_SHORT, options, NULL)) != -1) {
		switch (c) {
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
		default:
			code = command_line_option(&an->line, c, argv);
		}
	}
	return code;
}

static int check(struct analysis *an)
{
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
	int code = read_flags(an, argc, argv);
	if (code < 0)
		code = command_line_conf(&an->line);
	if (code >= 0)
		return code;
	const char **inputs = arena_array(an->a, (size_t)(argc - optind) + 1, sizeof(*inputs));
	for (int i = optind; i < argc; i++)
		inputs[an->n_inputs++] = argv[i];
	an->inputs = inputs;
	an->model = an->model ? an->model : an->line.conf.model;
	code = check(an);
	return code < 0 ? command_line_subject(&an->line, inputs, an->n_inputs) : code;
}

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
	bool changed;
	TRY(draw_card(note, an, r, &picture));
	return replace_file(note, an->a, an->card, &picture, &changed);
}

static void tell(struct analysis *an, const struct report *r)
{
	if (an->json) {
		CLEAN_JSON struct json_object *root = report_json(r);
		gps_print_json(root);
	} else {
		summary_print(stdout, an->a, r);
	}
}

/* Paths are named in the note already. */
static const char *at_fault(const struct analysis *an)
{
	return an->line.subject.login ? an->inputs[0] : NULL;
}

static int run(struct analysis *an, int argc, char **argv)
{
	struct err_note note = { .code = OK };
	struct profile profile;
	struct report report;
	int code = read_options(an, argc, argv);
	if (code >= 0)
		return code;
	enum err e = subject_profile(&note, an->a, &an->line.subject, PROFILE_FULL, &profile);
	progress_clear(&an->line.progress);
	if (e)
		return gps_fail(an->self, at_fault(an), &note);
	if (an->profile_only) {
		CLEAN_JSON struct json_object *root = profile_dump(&profile);
		gps_print_json(root);
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
	command_line_init(&an.line, self, &a);
	arena_init(&a, (size_t)an.line.conf.arena_max);
	int code = run(&an, argc, argv);
	command_line_release(&an.line);
	arena_release(&a);
	return code;
}
