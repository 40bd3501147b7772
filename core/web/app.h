/*
 * A responder: its routes, its size, and what its threads own. One per program; const once the
 * processes exist. fcgi/<name>.c fills one in and calls web_main().
 */
#ifndef CORE_WEB_APP_H
#define CORE_WEB_APP_H

#include "core/base/crypt.h"
#include "core/base/err.h"
#include "core/web/req.h"
#include "core/web/route.h"

#include <stddef.h>
#include <stdint.h>

struct arena;
struct arena_pool;
struct cache;
struct conf;
struct gate;
struct limits;
struct metrics;
struct metrics_values;

/* A named schema of the OpenAPI document: its JSON text. */
struct web_schema {
	const char *name;
	const char *json;
};

struct web_app {
	const char *part; /* "scope": names the socket, the log lines */
	const char *title;
	const char *summary;
	const struct route *routes;
	size_t n_routes;
	const struct web_schema *schemas;
	size_t n_schemas;

	/* Processes and threads of each, by gps.conf. */
	void (*size)(const struct conf *conf, int *ret_processes, int *ret_threads);
	/*
	 * In the parent, before the fork: anything wrong with the options or the files they name, so that
	 * a mistake is told at once and by one process. May be NULL.
	 */
	enum err (*check)(struct err_note *note, const struct conf *conf);
	/*
	 * In each process, before its threads and after the last of them; what it makes may live in home.
	 * process_start() begins threads of the part's own, when app->process is set.
	 */
	enum err (*process_new)(struct err_note *note, const struct web_app *app, struct arena *home, void **ret_process);
	void (*process_start)(void *process);
	void (*process_free)(void *process);
	/* In each thread, before its first request. */
	enum err (*worker_new)(struct err_note *note, const struct web_app *app, struct arena *home, void **ret_worker);
	void (*worker_free)(void *worker);
	/* The cache handle of a worker, for the limits. */
	struct cache *(*worker_cache)(void *worker);
	/* Label values of gps_archetypes_assigned_total. */
	const struct metrics_values *archetypes;

	/* Set by web_main(). */
	const struct conf *conf;
	struct metrics *metrics;
	struct limits *limits;
	/*
	 * Random, of CRYPT_KEY_LEN bytes, the same in all processes, gone with the parent: visitors are counted by
	 * its hash, so that nobody can look an address up in memcached, and parts derive keys from it.
	 */
	struct secret key;
	struct arena_pool *chunks; /* for the arenas of this process's threads */
	struct gate *gate; /* gate.h: a handler that waits for somebody outside says so */
	void *process;
};

/*
 * Parse the command line, then run until SIGTERM: PROGRAM [-c gps.conf] [-o name=value]... [-s SOCKET]
 * [--openapi | --routes | --check | --version | --help]. Without -s the listening socket is file 0, as systemd and
 * spawn-fcgi hand it over. Returns the exit code.
 */
int web_main(struct web_app *app, int argc, char **argv);

/* From request to answer: route, guard, limit, parameters, handler, error. Never fails. */
void web_dispatch(struct req *rq);

/* OpenAPI 3.1 of the routes; the caller puts it. */
struct json_object *web_openapi(const struct web_app *app);

#endif
