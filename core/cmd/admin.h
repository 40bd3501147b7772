/*
 * gps-admin: what the owner of an installation does by hand or from a unit. One row a
 * subcommand in gps-admin.c's table. Options before or between the arguments:
 *	-c FILE		the configuration (default: $GPS_CONF, else the system's gps.conf; without
 *			any file the defaults hold)
 *	-o NAME=VALUE	one option on top
 *
 * Exit codes: 0 done, 1 failed, 2 wrong usage. Results go to stdout, errors to stderr.
 */
#ifndef CORE_CMD_ADMIN_H
#define CORE_CMD_ADMIN_H

#include "core/base/conf.h"
#include "core/base/err.h"

#include <stdbool.h>

struct arena;
struct store_schema;

struct admin {
	struct arena *arena;
	struct err_note *note;
	struct conf conf;
	const char *conf_path; /* the file read, or that would be */
	bool have_conf;	       /* it was there */
	bool dry_run;
	const char *user, *group; /* of setup */
	const char *args[4];	  /* what is neither option nor subcommand */
	int n_args;
};

/* Every database of the product. */
extern const struct store_schema *const admin_schemas[];
extern const int admin_n_schemas;

/* The subcommands: an error's note is printed by the caller. */
enum err admin_check_conf(struct admin *ad);
enum err admin_print_cards(struct admin *ad);
enum err admin_print_conf(struct admin *ad);
enum err admin_print_nginx(struct admin *ad);
enum err admin_print_sample(struct admin *ad);
enum err admin_print_man(struct admin *ad);
enum err admin_migrate(struct admin *ad);
enum err admin_status(struct admin *ad);
enum err admin_backup(struct admin *ad);
enum err admin_insight(struct admin *ad);
enum err admin_setup(struct admin *ad);

#endif
