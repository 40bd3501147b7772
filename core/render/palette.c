/* The two themes. */
#include "config.h"

#include "core/render/palette.h"

#include "core/base/clean.h"
#include "core/base/banned.h"

static const uint32_t themes[ROLE__MAX][2] = {
	/* light, dark */
	[ROLE_BACKGROUND] = { 0xffffff, 0x0d1117 },
	[ROLE_SURFACE] = { 0xf6f8fa, 0x151b23 },
	[ROLE_BORDER] = { 0xd8dee4, 0x30363d },
	[ROLE_TRACK] = { 0xe1e6eb, 0x2a313a },
	[ROLE_TEXT] = { 0x1f2328, 0xf0f6fc },
	[ROLE_MUTED] = { 0x59636e, 0x9aa4af },
	[ROLE_ACCENT] = { 0x0757b8, 0x6cb0ff },
	[ROLE_SERIES_1] = { 0x0969da, 0x4493f8 },
	[ROLE_SERIES_2] = { 0x8250df, 0xab7df8 },
	[ROLE_SERIES_3] = { 0x1a7f37, 0x3fb950 },
	[ROLE_SERIES_4] = { 0xbc4c00, 0xf0883e },
};

uint32_t palette_rgb(enum role role, bool dark)
{
	return themes[role][dark];
}

uint32_t palette_spare(unsigned int i)
{
	static const uint32_t spare[] = { 0x6e7fa3, 0xb08a4f, 0x5f9e8f, 0xa86f8c, 0x8a8f57,
		0x7d6bb3, 0x8b949e };
	return spare[i % ARRAY_LEN(spare)];
}
