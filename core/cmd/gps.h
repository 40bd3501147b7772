/*
 * gps: the command of people without a server. One file a subcommand
 * (core/cmd/gps-NAME.c), one row a subcommand in gps.c's table.
 *
 * Exit codes: 0 done, 1 failed, 2 wrong usage. Results go to stdout; every error goes to
 * stderr as "gps NAME: INPUT: what is wrong".
 */
#ifndef CORE_CMD_GPS_H
#define CORE_CMD_GPS_H

#include "core/base/err.h"

struct json_object;

enum { EXIT_OK = 0, EXIT_FAILED = 1, EXIT_USAGE = 2 };

struct gps_command {
	const char *name;
	int (*run)(const struct gps_command *self, int argc, char **argv); /* argv[0] = name; returns the exit code */
	const char *synopsis; /* "[--json] PATH..." */
	const char *summary;  /* one line of help */
	const char *options;  /* further lines of help, may be NULL */
};

/* Print "gps NAME: why" and the synopsis to stderr; yields EXIT_USAGE. */
int gps_usage(const struct gps_command *self, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* Print "gps NAME: input: note" to stderr; yields EXIT_FAILED. input may be NULL. */
int gps_fail(const struct gps_command *self, const char *input, const struct err_note *note);
/* Print indented JSON to stdout. */
void gps_print_json(struct json_object *root);
/* Print the full help of one command to stdout. */
void gps_help(const struct gps_command *self);

/* The subcommands, one a file. */
int gps_analyze(const struct gps_command *self, int argc, char **argv);
int gps_card(const struct gps_command *self, int argc, char **argv);
int gps_marks(const struct gps_command *self, int argc, char **argv);
int gps_score(const struct gps_command *self, int argc, char **argv);

#endif
