/* The command line of every responder, and its start. */
#include "config.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/base/conf.h"
#include "core/base/json.h"
#include "core/base/log.h"
#include "core/base/metrics.h"
#include "core/base/str.h"
#include "core/web/app.h"
#include "core/web/edge.h"
#include "core/web/limit.h"
#include "core/web/pool.h"

#include <stdio.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include "core/base/banned.h"

enum { EXIT_CODE_OK = 0, EXIT_CODE_FAILED = 1, EXIT_CODE_USAGE = 2, MAIN_ARENA = 1 << 20, FILES_WANTED = 65536 };

struct options {
	const char *conf_path, *socket;
	bool openapi, routes, check;
};

static int usage(const struct web_app *app, FILE *out)
{
	(void)fprintf(out,
		"usage: gps-%s [-c FILE] [-o NAME=VALUE]... [-s SOCKET] [--check | --openapi | --routes | --version]\n"
		"%s.\n"
		"  -c FILE        options (default: $GPS_CONF, else the system's gps.conf)\n"
		"  -o NAME=VALUE  one option on top\n"
		"  -s SOCKET      listen there; without it file 0 must be the listening socket\n"
		"  --check        look at options and files, then end\n"
		"  --openapi      print the API's description\n"
		"  --routes       print the table of routes\n",
		app->part, app->summary);
	return out == stdout ? EXIT_CODE_OK : EXIT_CODE_USAGE;
}

static int print_openapi(const struct web_app *app)
{
	CLEAN_JSON struct json_object *root = web_openapi(app);
	(void)puts(json_object_to_json_string_ext(root, JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_NOSLASHESCAPE));
	return fflush(stdout) || ferror(stdout) ? EXIT_CODE_FAILED : EXIT_CODE_OK;
}

static int print_routes(const struct web_app *app)
{
	for (size_t i = 0; i < app->n_routes; i++)
		(void)printf("%-7s %-40s %s\n", web_method_name(app->routes[i].method), app->routes[i].pattern,
			app->routes[i].doc);
	return fflush(stdout) || ferror(stdout) ? EXIT_CODE_FAILED : EXIT_CODE_OK;
}

/* As many files as the system grants: each thread holds a few. */
static void set_limits(const struct conf *conf)
{
	struct rlimit r;
	if (!conf->core_dumps) /* 1, not 0: with 0 a core would still go to a program that core_pattern names */
		(void)setrlimit(RLIMIT_CORE, &(struct rlimit){ .rlim_cur = 1, .rlim_max = 1 });
	if (getrlimit(RLIMIT_NOFILE, &r) == 0) {
		r.rlim_cur = r.rlim_max < FILES_WANTED ? r.rlim_max : FILES_WANTED;
		(void)setrlimit(RLIMIT_NOFILE, &r);
	}
}

static int child(void *ctx, int slot)
{
	return edge_run(ctx, slot);
}

static int fail(const struct web_app *app, const struct err_note *note)
{
	(void)fprintf(stderr, "gps-%s: %s\n", app->part, *note->text ? note->text : err_title(note->code));
	return EXIT_CODE_FAILED;
}

static int serve(struct web_app *app, struct arena *a, const struct options *o)
{
	int processes, threads, listening = 0;
	if (o->socket && pool_listen(o->socket)) {
		(void)fprintf(stderr, "gps-%s: cannot listen at %s\n", app->part, o->socket);
		return EXIT_CODE_FAILED;
	}
	socklen_t len = sizeof(listening);
	if (getsockopt(0, SOL_SOCKET, SO_ACCEPTCONN, &listening, &len) || !listening) {
		(void)fprintf(stderr, "gps-%s: file 0 is no listening socket; use -s, spawn-fcgi or a .socket unit\n",
			app->part);
		return EXIT_CODE_USAGE;
	}
	const char **patterns = arena_array(a, app->n_routes, sizeof(*patterns));
	for (size_t i = 0; i < app->n_routes; i++)
		patterns[i] = app->routes[i].pattern;
	struct metrics_values archetypes = { .n = 0 };
	app->metrics = metrics_new((struct metrics_values){ .values = patterns, .n = app->n_routes },
		app->archetypes ? *app->archetypes : archetypes);
	app->limits = limits_new();
	secret_random(&app->key, CRYPT_KEY_LEN);
	set_limits(app->conf);
	app->size(app->conf, &processes, &threads);
	log_line(LOG_INFO, "msg", "ready", "version", PACKAGE_VERSION, "processes", arena_printf(a, "%d", processes),
		"threads", arena_printf(a, "%d", threads), NULL);
	const struct pool pool = { .processes = processes, .drain_ms = app->conf->drain_limit, .child = child, .ctx = app };
	int code = pool_run(&pool);
	log_line(LOG_INFO, "msg", "ended", NULL);
	secret_release(&app->key);
	limits_free(app->limits);
	metrics_free(app->metrics);
	return code;
}

/* true: go on; false: *ret_code is the answer. -o is applied by the caller, on top of the file. */
static bool parse(const struct web_app *app, int argc, char **argv, struct options *o, int *ret_code)
{
	for (int i = 1; i < argc; i++) {
		bool more = i + 1 < argc;
		if (str_eq(argv[i], "-c") && more)
			o->conf_path = argv[++i];
		else if (str_eq(argv[i], "-s") && more)
			o->socket = argv[++i];
		else if (str_eq(argv[i], "-o") && more)
			i++;
		else if (str_eq(argv[i], "--openapi"))
			o->openapi = true;
		else if (str_eq(argv[i], "--routes"))
			o->routes = true;
		else if (str_eq(argv[i], "--check"))
			o->check = true;
		else if (str_eq(argv[i], "--version")) {
			(void)printf("gps-%s %s\n", app->part, PACKAGE_VERSION);
			*ret_code = EXIT_CODE_OK;
			return false;
		} else {
			bool help = str_eq(argv[i], "--help") || str_eq(argv[i], "-h");
			if (!help)
				(void)fprintf(stderr, "gps-%s: %s: unknown, or its value is missing\n", app->part, argv[i]);
			*ret_code = usage(app, help ? stdout : stderr);
			return false;
		}
	}
	return true;
}

static enum err load(struct err_note *note, struct arena *a, const struct options *o, int argc, char **argv,
	struct conf *ret_conf)
{
	conf_init(ret_conf);
	enum err e = conf_load(note, a, o->conf_path ? o->conf_path : conf_default_path(), ret_conf);
	if (e && (e != ERR_NOT_FOUND || o->conf_path)) /* without a file the defaults hold */
		return e;
	err_clear(note);
	for (int i = 1; i + 1 < argc; i++)
		if (str_eq(argv[i], "-o"))
			TRY(conf_set(note, a, argv[++i], ret_conf));
		else if (str_eq(argv[i], "-c") || str_eq(argv[i], "-s"))
			i++;
	return conf_apply(note, ret_conf);
}

int web_main(struct web_app *app, int argc, char **argv)
{
	struct options o = { .conf_path = NULL };
	struct err_note note = { .code = OK };
	struct arena a;
	struct conf conf;
	int code = EXIT_CODE_OK;
	if (!parse(app, argc, argv, &o, &code))
		return code;
	if (o.openapi)
		return print_openapi(app);
	if (o.routes)
		return print_routes(app);
	arena_init(&a, MAIN_ARENA);
	log_init(app->part, LOG_INFO);
	app->conf = &conf;
	if (load(&note, &a, &o, argc, argv, &conf) || (app->check && app->check(&note, &conf)))
		code = fail(app, &note);
	else if (!o.check)
		code = serve(app, &a, &o);
	arena_release(&a);
	return code;
}
