/* Each kind stands in a file of its own; kinds.c puts them in order. */
#ifndef CORE_CARDS_KINDS_H
#define CORE_CARDS_KINDS_H

#include "core/cards/card.h"

extern const struct card_kind card_kind_stats;

#endif
