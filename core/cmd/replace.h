/* Files that whoever reads them sees whole: the old one or the new one. */
#ifndef CORE_CMD_REPLACE_H
#define CORE_CMD_REPLACE_H

#include "core/base/err.h"

#include <stdbool.h>

struct arena;
struct str;

/*
 * Let a file hold these bytes; what holds them already is not touched, and ret_changed false. They are written beside it
 * and renamed, so a failure (ERR_INTERNAL) leaves the old file; it keeps its mode. What is no regular file, a link or a
 * pipe, is written through.
 */
enum err replace_file(struct err_note *note, struct arena *a, const char *path, const struct str *bytes, bool *ret_changed);

#endif
