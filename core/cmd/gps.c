/* The gps command: the table of subcommands, help and version. */
#include "config.h"

#include "core/cmd/gps.h"

#include "core/base/clean.h"
#include "core/base/json.h"
#include "core/base/str.h"

#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include "core/base/banned.h"

static const struct gps_command commands[] = {
	/* name, function, synopsis, summary, options; sorted by name */
	{ "analyze", gps_analyze, "[OPTION...] LOGIN | FORGE:LOGIN | PATH...", "Analyse a login, or git repositories on disk",
		"PATH is a git repository: its work tree, a folder inside one, or a bare repository.\n"
		"Several paths make one analysis; a commit found in more than one of them counts once.\n"
		"What is a folder, begins with \".\" or holds a \"/\" is a path, the rest a login: of GitHub, or\n"
		"FORGE:LOGIN of a forge that gps.conf lists (codeberg:alice, gitlab:bob).\n"
		"\n"
		"  --author A       paths only: commits by A, a whole e-mail address or a part of name or\n"
		"                   address (after .mailmap); without it, the numbers are everybody's\n"
		"  --model v2|v3    v3 (the default), or v2, which repeats the numbers of the original\n"
		"  --json           the whole report as JSON instead of text\n"
		"  --profile        what was read, as JSON, without scores\n"
		"  --card FILE      also write the scorecard to FILE, *.svg or *.png\n"
		"  -c FILE          read gps.conf from FILE\n"
		"  -o NAME=VALUE    set one option of gps.conf; may be repeated\n" },
	{ "card", gps_card, "[OPTION...] KIND[,KIND...] [LOGIN | FORGE:LOGIN | PATH...] [NAME=VALUE...]",
		"Draw cards into files",
		"KIND is a card: stats, top-langs, streak ... NAME=VALUE is an option of it, as in its address\n"
		"(theme=dark locale=de); --list names all of both. LOGIN and PATH are those of \"gps analyze\".\n"
		"\n"
		"  --out FILE     where to write: *.svg, *.png, *.webp, *.jpeg or *.json; \"{kind}\" in it stands for the\n"
		"                 card's name; without it, one card goes to standard output (type= says the format)\n"
		"  --author A     paths only: commits by A alone\n"
		"  --list         all cards and their options\n"
		"  --describe     the same as JSON\n"
		"  -c FILE        read gps.conf from FILE\n"
		"  -o NAME=VALUE  set one option of gps.conf; may be repeated\n"
		"\n"
		"One line for each file tells whether it was written or is unchanged. A file is replaced whole or\n"
		"not at all; where a card fails, the others are drawn, and the exit code is 1.\n" },
	{ "marks", gps_marks, "< COMMITS.jsonl", "Find AI-tool marks in commits given as JSON lines",
		"Each line of standard input is one commit:\n"
		"  {\"id\":..., \"author\":{\"name\",\"email\"}, \"committer\":{...}, \"message\":\"...\"}\n"
		"Each line of standard output is {\"id\":..., \"labels\":[{\"tool\",\"level\",\"evidence\"}]}.\n"
		"Levels: author, coauthor, session, footer, weak.\n"
		"A line that cannot be read is named on standard error, the rest is done, and the exit code is 1.\n" },
	{ "score", gps_score, "[--model v2|v3] [--now TIME] < PROFILES.jsonl", "Score profiles given as JSON lines",
		"Each line of standard input is one profile:\n"
		"  {\"id\":..., \"now\":\"2026-11-20T00:00:00Z\", \"profile\":{...}, \"commits\":[...] or null}\n"
		"Each line of standard output holds id, scores, archetype, ai_analysis, commit_analysis,\n"
		"tech_profile, reasons, marks, coverage, and an explanation of every point.\n"
		"  --model v2|v3  v3 (the default), or v2, which repeats the numbers of the original\n"
		"  --now TIME     score as of this ISO time instead of the line's\n"
		"A line that cannot be read is named on standard error with the member at fault, the rest\n"
		"is done, and the exit code is 1.\n" },
	{ NULL, NULL, NULL, NULL, NULL },
};

int gps_usage(const struct gps_command *self, const char *fmt, ...)
{
	(void)fprintf(stderr, "gps %s: ", self->name);
	va_list ap;
	va_start(ap, fmt);
	(void)vfprintf(stderr, fmt, ap);
	va_end(ap);
	(void)fprintf(stderr, "\nusage: gps %s %s\n\"gps %s --help\" tells more.\n", self->name, self->synopsis, self->name);
	return EXIT_USAGE;
}

int gps_fail(const struct gps_command *self, const char *input, const struct err_note *note)
{
	const char *text = *note->text ? note->text : err_title(note->code);
	if (input)
		(void)fprintf(stderr, "gps %s: %s: %s\n", self->name, input, text);
	else
		(void)fprintf(stderr, "gps %s: %s\n", self->name, text);
	return EXIT_FAILED;
}

void gps_print_json(struct json_object *root)
{
	(void)puts(json_object_to_json_string_ext(root, JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_NOSLASHESCAPE));
}

void gps_help(const struct gps_command *self)
{
	(void)printf("usage: gps %s %s\n\n%s.\n", self->name, self->synopsis, self->summary);
	if (self->options)
		(void)printf("\n%s", self->options);
}

static void overview(FILE *out)
{
	(void)fputs("usage: gps COMMAND [OPTION...] [ARGUMENT...]\n\n", out);
	for (const struct gps_command *c = commands; c->name; c++)
		(void)fprintf(out, "  %-9s %s\n", c->name, c->summary);
	(void)fputs("\n\"gps COMMAND --help\" tells a command's options; gps(1) tells the rest.\n", out);
}

static bool is_help(const char *arg)
{
	return str_eq(arg, "--help") || str_eq(arg, "-h");
}

/* As any argument before "--": nobody has a file or an author called --help in mind. */
static bool asks_help(int argc, char **argv)
{
	for (int i = 2; i < argc && !str_eq(argv[i], "--"); i++)
		if (is_help(argv[i]))
			return true;
	return false;
}

static const struct gps_command *find_command(const char *name)
{
	for (const struct gps_command *c = commands; c->name; c++)
		if (str_eq(name, c->name))
			return c;
	return NULL;
}

static int unknown(const char *name)
{
	(void)fprintf(stderr, "gps: unknown command \"%s\"\n", name);
	overview(stderr);
	return EXIT_USAGE;
}

int main(int argc, char **argv)
{
	(void)signal(SIGPIPE, SIG_IGN); /* a closed stdout is seen as a failed write */
	if (argc < 2) {
		overview(stderr);
		return EXIT_USAGE;
	}
	if (str_eq(argv[1], "--version")) {
		(void)puts("gps " PACKAGE_VERSION);
		return EXIT_OK;
	}
	bool help = str_eq(argv[1], "help");
	if (is_help(argv[1]) || (help && argc == 2)) {
		overview(stdout);
		return EXIT_OK;
	}
	const char *name = argv[help ? 2 : 1];
	const struct gps_command *c = find_command(name);
	if (!c)
		return unknown(name);
	if (help || asks_help(argc, argv)) {
		gps_help(c);
		return EXIT_OK;
	}
	int code = c->run(c, argc - 1, argv + 1);
	if (fflush(stdout) || ferror(stdout)) {
		(void)fprintf(stderr, "gps %s: cannot write the result\n", c->name);
		return EXIT_FAILED;
	}
	return code;
}
