/* Our own icons: 16 x 16, drawn in lines like those of the pages they stand on. */
#ifndef CORE_DROPIN_ICONS_H
#define CORE_DROPIN_ICONS_H

struct node;
struct scene;

enum icon {
	ICON_STAR,
	ICON_COMMIT,
	ICON_PULL_REQUEST,
	ICON_MERGED,
	ICON_PERCENT,
	ICON_ISSUE,
	ICON_REVIEW,
	ICON_DISCUSSION,
	ICON_ANSWERED,
	ICON_REPOSITORY,
	ICON_FORK,
	ICON_CLOCK,
	ICON_PEOPLE,
	ICON_CODE,
	ICON_FILE,
	ICON_FIRE,
	ICON_TROPHY,
	ICON_CALENDAR,
	ICON_SPARK,
	ICON__MAX
};

/* One node, its upper left corner at (x, y), side by side large, painted in a role. */
struct node *icon_draw(struct scene *s, enum icon icon, double x, double y, double side, int role)
	__attribute__((returns_nonnull));
/* The outline of a cat's head, filled: what rank_icon=github shows. Square, 16 x 16. */
struct node *icon_cat(struct scene *s, double x, double y, double side, int role) __attribute__((returns_nonnull));

#endif
