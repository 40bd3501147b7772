-- Counters by day. day = days since 1970-01-01 (UTC); n = how many analyses.
-- No row stands for one analysis; see core/insight/insight.h.
CREATE TABLE archetype (
	day INTEGER NOT NULL,
	archetype TEXT NOT NULL,
	n INTEGER NOT NULL CHECK (n > 0),
	PRIMARY KEY (day, archetype)
) STRICT, WITHOUT ROWID;

CREATE TABLE language (
	day INTEGER NOT NULL,
	language TEXT NOT NULL,
	bucket TEXT NOT NULL,
	n INTEGER NOT NULL CHECK (n > 0),
	PRIMARY KEY (day, language, bucket)
) STRICT, WITHOUT ROWID;

CREATE TABLE model (
	day INTEGER NOT NULL,
	model TEXT NOT NULL,
	n INTEGER NOT NULL CHECK (n > 0),
	PRIMARY KEY (day, model)
) STRICT, WITHOUT ROWID;

CREATE TABLE total (
	day INTEGER NOT NULL,
	kind TEXT NOT NULL,
	n INTEGER NOT NULL CHECK (n > 0),
	PRIMARY KEY (day, kind)
) STRICT, WITHOUT ROWID;
