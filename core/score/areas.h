/*
 * What a profile's own repositories and code speak for: areas of work, read from whole
 * topics, whole words of names and descriptions, languages by weight, and root files.
 * Forks are apart: only own, non-fork repositories count, each once. Private to core/score.
 */
#ifndef CORE_SCORE_AREAS_H
#define CORE_SCORE_AREAS_H

#include "core/score/model.h"

enum area {
	AREA_FRONTEND,
	AREA_BACKEND,
	AREA_DATA,
	AREA_DEVOPS,
	AREA_SECURITY,
	AREA_MOBILE,
	AREA_SYSTEMS,
	AREA_AI, /* builds with language models; who uses them is marks.h's matter */
	AREA__MAX
};

struct area_figures {
	double code;	  /* 0..1, share of the code that speaks for the area */
	double repos;	  /* own repositories with a topic or word of the area */
	double repo_share; /* of own repositories, 0..1 */
	double files;	  /* of the repositories whose root is known, the share with a file of the area */
};

struct evidence {
	const struct repo **own; /* own non-fork repositories, each name once */
	size_t n_own, n_forks;
	struct area_figures areas[AREA__MAX];
	size_t rooted; /* own repositories whose root files are known */
	double guides; /* of those, the share with CONTRIBUTING, CODEOWNERS and the like */
	double languages; /* that make at least EVIDENCE_LANGUAGE_MIN of the code */
	double effective; /* 2^entropy of the code's shares: 1 = one language, n = n equal ones; 0 = none */
	struct list topics; /* lower case, each once */
	struct list frameworks; /* from topics and root files, sorted */
	double fresh; /* own repositories weighted by 2^(-age / 180 days); dates in the future do not count */
	double touched; /* share of own repositories pushed to in the last 90 days */
	double stars, forks; /* of own repositories */
};

#define EVIDENCE_LANGUAGE_MIN 0.02

/* Whole topics and root files that name a framework or platform. */
void evidence_read(struct scoring *sc, struct evidence *ret_evidence);

#endif
