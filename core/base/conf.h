/*
 * gps.conf: "name = value" lines, "#" comments. One table (conf.def) gives the struct,
 * the parser, the sample file and the manual page. Unknown names, double names and values
 * out of range are errors that name file, line and option. Secrets are never in it, only
 * names of files that hold them.
 */
#ifndef CORE_BASE_CONF_H
#define CORE_BASE_CONF_H

#include "core/base/err.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct arena;

#define CONF_C_STR const char *
#define CONF_C_INT int64_t
#define CONF_C_SIZE int64_t
#define CONF_C_DURATION int64_t
#define CONF_C_BOOL bool

struct conf {
#define SECTION(title)
#define X(type, name, otherwise, min, max, help) CONF_C_##type name;
#include "core/base/conf.def"
#undef X
#undef SECTION
};

/* Every option at its default; strings live in static storage. */
void conf_init(struct conf *c);
/* Read a file on top; strings live in a. */
enum err conf_load(struct err_note *note, struct arena *a, const char *path, struct conf *c);
/* One "name=value", as after -o on a command line. */
enum err conf_set(struct err_note *note, struct arena *a, const char *assignment, struct conf *c);
/* Freeze the clock and set the log level as the options say; before threads. */
enum err conf_apply(struct err_note *note, const struct conf *c);

void conf_print(const struct conf *c, FILE *out);	 /* values in force */
void conf_print_sample(FILE *out);			 /* conf/gps.conf.sample */
void conf_print_man(FILE *out);				 /* gps.conf(5) */

/* Where programs look when no -c is given: $GPS_CONF, else this. */
const char *conf_default_path(void);

#endif
