/* gps-admin: the table of subcommands, options, and those that only print. */
#include "config.h"

#include "core/cmd/admin.h"

#include "core/base/arena.h"
#include "core/base/cache.h"
#include "core/base/clean.h"
#include "core/base/crypt.h"
#include "core/base/str.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include "core/base/banned.h"

enum { EXIT_DONE = 0, EXIT_FAILED = 1, EXIT_USAGE = 2, ADMIN_ARENA = 16 * 1024 * 1024 };

static const struct command {
	const char *name;
	enum err (*run)(struct admin *ad);
	int min_args, max_args;
	bool reads_conf;
	const char *synopsis, *summary;
} commands[] = {
	{ "backup", admin_backup, 1, 1, true, "DIR", "copy every database to DIR while the service runs" },
	{ "check-conf", admin_check_conf, 0, 0, true, "", "look at the configuration and the files it names" },
	{ "insight", admin_insight, 1, 1, true, "prune", "delete statistics older than 365 days" },
	{ "migrate", admin_migrate, 0, 0, true, "[--dry-run]", "bring every database to this program's version" },
	{ "print-cards", admin_print_cards, 0, 0, false, "", "print core/cards/OPTIONS.md, the cards' options" },
	{ "print-conf", admin_print_conf, 0, 0, true, "", "print every option with the value in force" },
	{ "print-man", admin_print_man, 0, 0, false, "", "print gps.conf(5)" },
	{ "print-nginx", admin_print_nginx, 1, 1, false, "http|locations", "print nginx's part of the cards" },
	{ "print-sample", admin_print_sample, 0, 0, false, "", "print a configuration of all defaults" },
	{ "setup", admin_setup, 0, 0, true, "[--user USER] [--group GROUP]", "make the directories with tight modes" },
	{ "status", admin_status, 0, 0, true, "", "tell the state of databases and cache" },
};

static void usage(FILE *out)
{
	(void)fputs("usage: gps-admin [-c FILE] [-o NAME=VALUE]... COMMAND [ARGUMENT...]\n\n", out);
	for (size_t i = 0; i < ARRAY_LEN(commands); i++)
		(void)fprintf(out, "  %-12s %-30s %s\n", commands[i].name, commands[i].synopsis, commands[i].summary);
	(void)fputs("\nOptions may stand anywhere; gps-admin(8) tells the rest.\n", out);
}

static int wrong(const char *what, const char *arg)
{
	(void)fprintf(stderr, "gps-admin: %s%s\n", what, arg);
	usage(stderr);
	return EXIT_USAGE;
}

/* The options that take a value, and where it goes; NULL for -o, which is read later. */
static bool takes_value(struct admin *ad, const char *arg, const char ***ret_to)
{
	const struct {
		const char *name;
		const char **to;
	} rows[] = { { "-c", &ad->conf_path }, { "-o", NULL }, { "--user", &ad->user }, { "--group", &ad->group } };
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		if (str_eq(rows[i].name, arg)) {
			*ret_to = rows[i].to;
			return true;
		}
	}
	return false;
}

/* 0, or the exit code. */
static int parse_args(struct admin *ad, int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		const char **to = NULL;
		if (takes_value(ad, argv[i], &to)) {
			if (i + 1 == argc)
				return wrong("a value is missing after ", argv[i]);
			i++;
			if (to)
				*to = argv[i];
		} else if (str_eq(argv[i], "--dry-run")) {
			ad->dry_run = true;
		} else if (argv[i][0] == '-' && argv[i][1]) {
			return wrong("unknown option ", argv[i]);
		} else if (ad->n_args == (int)ARRAY_LEN(ad->args)) {
			return wrong("too many arguments: ", argv[i]);
		} else {
			ad->args[ad->n_args++] = argv[i];
		}
	}
	return ad->n_args ? 0 : wrong("no command", "");
}

static enum err load_conf(struct admin *ad, int argc, char **argv)
{
	bool named = ad->conf_path;
	if (!named)
		ad->conf_path = conf_default_path();
	enum err e = conf_load(ad->note, ad->arena, ad->conf_path, &ad->conf);
	if (e && (e != ERR_NOT_FOUND || named) && !(e == ERR_NOT_FOUND && str_eq(ad->args[0], "setup")))
		return e;
	ad->have_conf = !e;
	err_clear(ad->note);
	for (int i = 1; i + 1 < argc; i++) {
		const char **to;
		if (str_eq(argv[i], "-o"))
			TRY(conf_set(ad->note, ad->arena, argv[i + 1], &ad->conf));
		if (takes_value(ad, argv[i], &to))
			i++;
	}
	return conf_apply(ad->note, &ad->conf);
}

static int run(struct admin *ad, const struct command *c, int argc, char **argv)
{
	if (ad->n_args - 1 < c->min_args || ad->n_args - 1 > c->max_args)
		return wrong("wrong number of arguments for ", c->name);
	enum err e = c->reads_conf ? load_conf(ad, argc, argv) : OK;
	if (!e)
		e = c->run(ad);
	if (e == ERR_METHOD) /* a word the subcommand does not know */
		return wrong(ad->note->text, "");
	if (e) {
		(void)fprintf(stderr, "gps-admin %s: %s\n", c->name,
			*ad->note->text ? ad->note->text : err_title(e));
		return EXIT_FAILED;
	}
	if (fflush(stdout) || ferror(stdout)) {
		(void)fprintf(stderr, "gps-admin %s: cannot write the result\n", c->name);
		return EXIT_FAILED;
	}
	return EXIT_DONE;
}

static bool asks_help(int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		if (str_eq(argv[i], "--help") || str_eq(argv[i], "-h"))
			return true;
	return argc > 1 && str_eq(argv[1], "help");
}

int main(int argc, char **argv)
{
	struct arena a;
	struct err_note note = { .code = OK };
	struct admin ad = { .arena = &a, .note = &note, .user = "gps", .group = "www-data" };
	if (asks_help(argc, argv)) {
		usage(stdout);
		return EXIT_DONE;
	}
	if (argc > 1 && str_eq(argv[1], "--version")) {
		(void)puts("gps-admin " PACKAGE_VERSION);
		return EXIT_DONE;
	}
	conf_init(&ad.conf);
	int code = parse_args(&ad, argc, argv);
	if (code)
		return code;
	for (size_t i = 0; i < ARRAY_LEN(commands); i++) {
		if (!str_eq(commands[i].name, ad.args[0]))
			continue;
		arena_init(&a, ADMIN_ARENA);
		code = run(&ad, &commands[i], argc, argv);
		arena_release(&a);
		return code;
	}
	return wrong("unknown command ", ad.args[0]);
}

/* ---- subcommands that only look ---- */

enum err admin_print_conf(struct admin *ad)
{
	conf_print(&ad->conf, stdout);
	return OK;
}

enum err admin_print_sample(struct admin *ad)
{
	(void)ad;
	conf_print_sample(stdout);
	return OK;
}

enum err admin_print_man(struct admin *ad)
{
	(void)ad;
	conf_print_man(stdout);
	return OK;
}

/* systemd hands credentials only to the service itself; from a shell they are not there to be looked at. */
static enum err check_secret(struct admin *ad, const char *option, const char *path)
{
	CLEAN_SECRET struct secret s = { .p = NULL };
	if (!*path || str_starts(path, "/run/credentials/"))
		return OK;
	return secret_load_option(ad->note, option, path, &s);
}

static enum err check_folder(struct admin *ad, const char *option, const char *path)
{
	struct stat st;
	if (stat(path, &st) < 0 || !S_ISDIR(st.st_mode)) {
		(void)fprintf(stderr, "gps-admin check-conf: warning: %s: %s is no directory yet (gps-admin setup makes it)\n",
			option, path);
		return OK;
	}
	if (st.st_mode & S_IWOTH)
		return err_field(ad->note, ERR_FORBIDDEN, option, "%s: %s can be written by everybody", option, path);
	return OK;
}

enum err admin_check_conf(struct admin *ad)
{
	const struct conf *c = &ad->conf;
	CLEAN_CACHE struct cache *cache = NULL;
	if (!str_eq(c->model, "v2") && !str_eq(c->model, "v3"))
		return err_field(ad->note, ERR_INVALID, "model", "model: \"%s\" is neither v2 nor v3", c->model);
	TRY(cache_open(ad->note, c, &cache));
	TRY(check_secret(ad, "github_tokens", c->github_tokens));
	TRY(check_secret(ad, "api_keys", c->api_keys));
	TRY(check_folder(ad, "data_dir", c->data_dir));
	TRY(check_folder(ad, "run_dir", c->run_dir));
	(void)printf("%s: %s\n", ad->conf_path, ad->have_conf ? "ok" : "not there; every option has its default");
	return OK;
}
