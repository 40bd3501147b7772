/* The report as plain text for people: what `gps analyze` prints. */
#ifndef CORE_CMD_SUMMARY_H
#define CORE_CMD_SUMMARY_H

#include <stdio.h>

struct arena;
struct report;

/* 78 columns; text of others passes terminal_text(). Nothing is left out in silence: ends with what is missing. */
void summary_print(FILE *out, struct arena *a, const struct report *r);

#endif
