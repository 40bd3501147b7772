/*
 * The declared parameters of a route, checked before its handler runs. Every fault is
 * collected, so that one answer names all fields that are wrong.
 */
#ifndef CORE_WEB_PARAM_H
#define CORE_WEB_PARAM_H

#include "core/web/pairs.h"
#include "core/web/route.h"

#include <stddef.h>

struct arena;
struct json_object;

enum { PARAM_FAULTS_MAX = 16 };

struct param_fault {
	const char *field; /* the parameter's name */
	const char *in;	   /* "path", "query", "body" */
	const char *text;  /* one sentence */
};

struct param_faults {
	struct param_fault items[PARAM_FAULTS_MAX];
	size_t n;
};

const char *param_in_name(enum param_in in);

/*
 * Check all parameters of r; body may be NULL (none was sent). ret_values has r->n_params entries,
 * in a. ERR_UNPROCESSABLE: see ret_faults; the note tells of the first one. A fault of the path alone
 * (an id that cannot exist) is ERR_UNPROCESSABLE, too.
 */
enum err param_check(struct err_note *note, struct arena *a, const struct route *r, const struct pairs *path,
	const struct pairs *query, struct json_object *body, struct param_value **ret_values,
	struct param_faults *ret_faults);

#endif
