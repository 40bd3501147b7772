/* Pieces of the calendar that several cards draw. */
#ifndef CORE_OWN_CALENDAR_H
#define CORE_OWN_CALENDAR_H

#include "core/own/own.h"
#include "core/own/year.h"

/* "1,234 contributions in the last year"; "42 contributions · Nov 3, 2026" */
const char *calendar_total_text(const struct card_draw *d, const struct year *y);
const char *calendar_best_text(const struct card_draw *d, const struct year *y);
/* The days as squares, the first week's upper left corner at (x, y0). */
void calendar_cells(struct card_draw *d, const struct year *y, double x, double y0, double pitch, double side);
/* "Less", five squares, "More" at one end of a row. */
void calendar_legend(struct card_draw *d, struct box b, enum align align);

/* The days as towers in a box of that height, 730 wide; fills the palette's own roles. */
double calendar_towers_height(const struct year *y);
void calendar_towers(struct card_draw *d, struct box b, const struct year *y);

#endif
