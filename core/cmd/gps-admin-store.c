/* gps-admin migrate, status, backup, insight: everything about the databases. */
#include "config.h"

#include "core/cmd/admin.h"

#include "core/base/cache.h"
#include "core/base/clean.h"
#include "core/base/clock.h"
#include "core/base/store.h"
#include "core/base/str.h"
#include "core/insight/insight.h"

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include "core/base/banned.h"

const struct store_schema *const admin_schemas[] = { &insight_schema };
const int admin_n_schemas = (int)ARRAY_LEN(admin_schemas);

static enum err migrate_one(struct admin *ad, const struct store_schema *schema)
{
	int from = 0, to = schema->n_migrations;
	const char *dir = ad->conf.data_dir;
	if (ad->dry_run) {
		TRY(store_version(ad->note, schema, dir, &from));
		if (from > to)
			return err_set(ad->note, ERR_INTERNAL, "%s.db has version %d, made by a newer gps; this one knows %d",
				schema->name, from, to);
	} else {
		TRY(store_migrate(ad->note, schema, dir, &from, &to));
		TRY(store_check(ad->note, schema, dir));
	}
	if (from == to)
		(void)printf("%s.db: version %d, up to date\n", schema->name, to);
	for (int v = from; v < to; v++)
		(void)printf("%s.db: %s version %d -> %d (%s)\n", schema->name, ad->dry_run ? "would go from" : "went from", v,
			v + 1, schema->migrations[v].name);
	return OK;
}

enum err admin_migrate(struct admin *ad)
{
	for (int i = 0; i < admin_n_schemas; i++)
		TRY(migrate_one(ad, admin_schemas[i]));
	return OK;
}

static bool state_of(struct admin *ad, const struct store_schema *schema)
{
	int version = 0;
	struct err_note inner = { .code = OK };
	enum err e = store_version(&inner, schema, ad->conf.data_dir, &version);
	if (!e)
		e = store_check(&inner, schema, ad->conf.data_dir);
	(void)printf("%s.db: version %d of %d: %s\n", schema->name, version, schema->n_migrations, e ? inner.text : "ok");
	return !e;
}

enum err admin_status(struct admin *ad)
{
	bool ok = true;
	int up = 0, all = 0;
	CLEAN_CACHE struct cache *cache = NULL;
	(void)printf("configuration: %s%s\n", ad->conf_path, ad->have_conf ? "" : " (not there: defaults)");
	for (int i = 0; i < admin_n_schemas; i++)
		ok &= state_of(ad, admin_schemas[i]);
	TRY(cache_open(ad->note, &ad->conf, &cache));
	cache_health(cache, &up, &all);
	(void)printf("cache: %d of %d servers answer\n", up, all);
	return ok && up == all ? OK : err_set(ad->note, ERR_BUSY, "not everything is well");
}

enum err admin_backup(struct admin *ad)
{
	const char *to = ad->args[1];
	struct stat st;
	if (mkdir(to, 0700) < 0 && errno != EEXIST)
		return err_set(ad->note, ERR_INVALID, "%s: cannot be made", to);
	if (stat(to, &st) < 0 || !S_ISDIR(st.st_mode))
		return err_set(ad->note, ERR_INVALID, "%s: no directory", to);
	for (int i = 0; i < admin_n_schemas; i++) {
		TRY(store_backup(ad->note, admin_schemas[i], ad->conf.data_dir, to));
		(void)printf("%s/%s.db\n", to, admin_schemas[i]->name);
	}
	return OK;
}

enum err admin_insight(struct admin *ad)
{
	int64_t rows = 0;
	if (!str_eq(ad->args[1], "prune"))
		return err_set(ad->note, ERR_METHOD, "insight: the only verb is prune");
	{
		CLEAN_STORE struct store *st = store_open(ad->note, &insight_schema, ad->conf.data_dir, STORE_WRITE);
		if (!st)
			return ad->note->code;
		TRY(insight_prune(ad->note, st, clock_now(), &rows));
	}
	if (rows)
		TRY(store_compact(ad->note, &insight_schema, ad->conf.data_dir));
	(void)printf("insight.db: %lld old counters deleted\n", (long long)rows);
	return OK;
}
