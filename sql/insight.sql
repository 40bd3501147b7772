-- Statements of insight.db, common to SQLite and PostgreSQL. ?1 is a day; periods are inclusive.
-- option log_pages 8

-- archetype_add
INSERT INTO archetype (day, archetype, n) VALUES (?1, ?2, 1)
ON CONFLICT (day, archetype) DO UPDATE SET n = archetype.n + 1

-- language_add
INSERT INTO language (day, language, bucket, n) VALUES (?1, ?2, ?3, 1)
ON CONFLICT (day, language, bucket) DO UPDATE SET n = language.n + 1

-- model_add
INSERT INTO model (day, model, n) VALUES (?1, ?2, 1)
ON CONFLICT (day, model) DO UPDATE SET n = model.n + 1

-- total_add
INSERT INTO total (day, kind, n) VALUES (?1, ?2, 1)
ON CONFLICT (day, kind) DO UPDATE SET n = total.n + 1

-- archetype_sums
SELECT archetype, SUM(n) FROM archetype WHERE day BETWEEN ?1 AND ?2 GROUP BY archetype ORDER BY archetype

-- language_sums
SELECT language, bucket, SUM(n) FROM language WHERE day BETWEEN ?1 AND ?2
GROUP BY language, bucket ORDER BY language, bucket

-- model_sums
SELECT model, SUM(n) FROM model WHERE day BETWEEN ?1 AND ?2 GROUP BY model ORDER BY model

-- total_by_day
SELECT day, kind, n FROM total WHERE day BETWEEN ?1 AND ?2 ORDER BY day, kind

-- archetype_prune
DELETE FROM archetype WHERE day < ?1

-- language_prune
DELETE FROM language WHERE day < ?1

-- model_prune
DELETE FROM model WHERE day < ?1

-- total_prune
DELETE FROM total WHERE day < ?1
