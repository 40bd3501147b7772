/*
 * The bound of tests/bench/cards: a responder of the same libweb that answers a constant SVG of 5 kB to everything, so that
 * what is left is nginx, FastCGI and the dispatcher.
 */
#include "config.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/base/conf.h"
#include "core/web/app.h"

#include <string.h>
#include "core/base/banned.h"

enum { BODY = 5000 };

static enum err answer(struct req *rq)
{
	static const char head[] = "<svg xmlns=\"http://www.w3.org/2000/svg\"><!--", tail[] = "--></svg>";
	char *body = arena_alloc(rq->arena, BODY);
	memset(body, 'x', BODY);
	memcpy(body, head, sizeof(head) - 1);
	memcpy(body + BODY - sizeof(tail) + 1, tail, sizeof(tail) - 1);
	resp_bytes(rq, 200, "image/svg+xml; charset=utf-8", body, BODY);
	resp_header(rq, "Cache-Control", "public, max-age=1800");
	return OK;
}

static const struct route routes[] = {
	{ WEB_GET, "/*rest", .guard = GUARD_OPEN, .handler = answer, .doc = "The constant." },
};

static void size(const struct conf *conf, int *ret_processes, int *ret_threads)
{
	*ret_processes = (int)conf->scope_processes;
	*ret_threads = (int)conf->scope_threads;
}

int main(int argc, char **argv)
{
	struct web_app app = { .part = "constant", .title = "Constant", .summary = "A bound for benchmarks", .routes = routes,
		.n_routes = ARRAY_LEN(routes), .size = size };
	return web_main(&app, argc, argv);
}
