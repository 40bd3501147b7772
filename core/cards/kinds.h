/* Each kind stands in a file of its own; kinds.c puts them in order. */
#ifndef CORE_CARDS_KINDS_H
#define CORE_CARDS_KINDS_H

#include "core/cards/card.h"

/* ---- drop-in, in core/dropin */
extern const struct card_kind card_kind_gist;
extern const struct card_kind card_kind_pin;
extern const struct card_kind card_kind_stats;
extern const struct card_kind card_kind_streak;
extern const struct card_kind card_kind_top_langs;
extern const struct card_kind card_kind_trophy;
extern const struct card_kind card_kind_wakatime;

/* ---- our own, in core/own */
extern const struct card_kind card_kind_archetype;
extern const struct card_kind card_kind_badge;
extern const struct card_kind card_kind_calendar;
extern const struct card_kind card_kind_hours;
extern const struct card_kind card_kind_languages;
extern const struct card_kind card_kind_marks;
extern const struct card_kind card_kind_repository;
extern const struct card_kind card_kind_scorecard;
extern const struct card_kind card_kind_social;

#endif
