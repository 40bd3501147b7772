/*
 * A scene as SVG 1.1 text: one self-contained file without script, outside reference or
 * embedded font; role="img" with title and desc; text escaped by str_add_xml. Roles
 * become CSS classes (f = fill, s = stroke, g = gradient stop, number = role), so that a palette
 * that follows the viewer is one more @media block.
 */
#ifndef CORE_RENDER_SVG_H
#define CORE_RENDER_SVG_H

#include "core/base/err.h"
#include "core/base/str.h"

struct scene;

enum { SVG_BYTES_MAX = 512 * 1024 };

/* ERR_TOO_BIG: more than SVG_BYTES_MAX, or the scene is over. */
enum err svg_write(struct err_note *note, struct arena *a, const struct scene *s, struct str *ret_svg);

#endif
