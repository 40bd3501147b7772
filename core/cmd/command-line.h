/* What gps analyze and gps card read alike of a command line: -c, -o, --author, whom it is about; and the progress line. */
#ifndef CORE_CMD_COMMAND_LINE_H
#define CORE_CMD_COMMAND_LINE_H

#include "core/base/arena.h"
#include "core/base/conf.h"
#include "core/cmd/subject.h"
#include "core/cmd/terminal.h"

#include <stddef.h>

struct gps_command;

enum { ASSIGNMENTS_MAX = 64 };
/* val of --author in getopt_long()'s table, and the first that is free for a command's own. */
enum { OPT_AUTHOR = 256, OPT_OWN };
#define COMMAND_LINE_SHORT ":c:o:"

struct command_line {
	const struct gps_command *self;
	struct arena *a;
	struct conf conf;
	const char *conf_path, *author;
	const char *sets[ASSIGNMENTS_MAX];
	size_t n_sets;
	struct subject subject;
	struct arena line; /* of the progress line */
	struct progress progress;
};

/* a must outlive it. */
void command_line_init(struct command_line *cl, const struct gps_command *self, struct arena *a);
void command_line_release(struct command_line *cl);

/* Each: -1 = go on, else the exit code; what was wrong is told. */

/* What getopt_long() returned and is none of the command's own: the options above, or a wrong one. */
int command_line_option(struct command_line *cl, int c, char **argv);
/* gps.conf and the -o, applied. */
int command_line_conf(struct command_line *cl);
/* A wrong argument is wrong usage, a wrong option of gps.conf a failure. */
int command_line_subject(struct command_line *cl, const char *const *words, size_t n);

#endif
