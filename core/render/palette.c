/* The two themes. */
#include "config.h"

#include "core/render/palette.h"

#include "core/base/clean.h"
#include "core/base/banned.h"

/* role, light, dark */
#define COLORS(X) \
	X(ROLE_BACKGROUND, 0xffffff, 0x0d1117) \
	X(ROLE_SURFACE, 0xf6f8fa, 0x151b23) \
	X(ROLE_BORDER, 0xd8dee4, 0x30363d) \
	X(ROLE_TRACK, 0xe1e6eb, 0x2a313a) \
	X(ROLE_TEXT, 0x1f2328, 0xf0f6fc) \
	X(ROLE_MUTED, 0x59636e, 0x9aa4af) \
	X(ROLE_ACCENT, 0x0757b8, 0x6cb0ff) \
	X(ROLE_TITLE, 0x1f2328, 0xf0f6fc) \
	X(ROLE_ICON, 0x0757b8, 0x6cb0ff) \
	X(ROLE_RING, 0x0969da, 0x4493f8) \
	X(ROLE_SERIES_1, 0x0969da, 0x4493f8) \
	X(ROLE_SERIES_2, 0x8250df, 0xab7df8) \
	X(ROLE_SERIES_3, 0x1a7f37, 0x3fb950) \
	X(ROLE_SERIES_4, 0xbc4c00, 0xf0883e) \
	X(ROLE_LEVEL_0, 0xebedf0, 0x1c2128) \
	X(ROLE_LEVEL_1, 0x9be9a8, 0x0e4429) \
	X(ROLE_LEVEL_2, 0x40c463, 0x006d32) \
	X(ROLE_LEVEL_3, 0x30a14e, 0x26a641) \
	X(ROLE_LEVEL_4, 0x216e39, 0x39d353)

#define LIGHT(role, light, dark) [role] = RGBA(light),
#define DARK(role, light, dark) [role] = RGBA(dark),

static const struct palette own[THEME__MAX] = {
	[THEME_AUTO] = { .colors = { { COLORS(LIGHT) }, { COLORS(DARK) } }, .follows = true },
	[THEME_LIGHT] = { .colors = { { COLORS(LIGHT) }, { COLORS(LIGHT) } } },
	[THEME_DARK] = { .colors = { { COLORS(DARK) }, { COLORS(DARK) } } },
};

const struct palette *palette_own(enum render_theme theme)
{
	return &own[theme];
}

uint32_t palette_spare(unsigned int i)
{
	static const uint32_t spare[] = { 0x6e7fa3, 0xb08a4f, 0x5f9e8f, 0xa86f8c, 0x8a8f57,
		0x7d6bb3, 0x8b949e };
	return spare[i % ARRAY_LEN(spare)];
}
