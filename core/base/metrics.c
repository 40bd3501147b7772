/* Metrics in one shared mapping, and their text form. */
#include "config.h"

#include "core/base/metrics.h"

#include "core/base/clean.h"
#include "core/base/parse.h"
#include "core/base/str.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>
#include "core/base/banned.h"

enum { LABELS_MAX = 3, US = 1000000 };

enum set {
	SET_NONE,
	SET_ENDPOINT,
	SET_ARCHETYPE,
#define SET(id, ...) SET_##id,
#define COUNTER(...)
#define GAUGE(...)
#define HISTOGRAM(...)
#include "core/base/metrics.def"
#undef SET
	SET__MAX
};

#define SET(id, ...) static const char *const values_##id[] = { __VA_ARGS__ };
#include "core/base/metrics.def"
#undef SET

static const struct metrics_values fixed_sets[SET__MAX] = {
#define SET(id, ...) [SET_##id] = { values_##id, ARRAY_LEN(values_##id) },
#include "core/base/metrics.def"
#undef SET
#undef COUNTER
#undef GAUGE
#undef HISTOGRAM
};

/* Upper bounds in microseconds, ended by 0; the endless one is added. */
static const int64_t buckets_HTTP[] = { 10000, 50000, 100000, 250000, 500000, 1000000, 2500000, 5000000, 10000000, 0 };
/* those of the Prometheus client libraries */
static const int64_t buckets_DEFAULT[] = { 5000, 10000, 25000, 50000, 75000, 100000, 250000, 500000, 750000, 1000000,
	2500000, 5000000, 7500000, 10000000, 0 };

enum type { COUNTER_TYPE, GAUGE_TYPE, HISTOGRAM_TYPE };

struct label {
	const char *name;
	enum set set;
};

static const struct desc {
	enum type type;
	const char *name, *help;
	struct label labels[LABELS_MAX];
	const int64_t *buckets;
} descs[METRIC__MAX] = {
#define L(label, set) { #label, SET_##set }
#define NONE { NULL, SET_NONE }
#define SET(...)
#define COUNTER(id, n, h, ...) [METRIC_##id] = { COUNTER_TYPE, n, h, { __VA_ARGS__ }, NULL },
#define GAUGE(id, n, h) [METRIC_##id] = { GAUGE_TYPE, n, h, { NONE }, NULL },
#define HISTOGRAM(id, n, h, b, ...) [METRIC_##id] = { HISTOGRAM_TYPE, n, h, { __VA_ARGS__ }, buckets_##b },
#include "core/base/metrics.def"
#undef SET
#undef COUNTER
#undef GAUGE
#undef HISTOGRAM
};

struct shared {
	_Atomic int32_t pids[METRICS_SLOTS];
	_Atomic uint64_t cells[];
};

struct metrics {
	struct shared *shared;
	size_t bytes;
	int slot; /* of this process, -1 = none; the rest is the same in all */
	struct metrics_values sets[SET__MAX];
	size_t offset[METRIC__MAX]; /* first cell */
};

/* ---- layout ---- */

/* With one more for "other". */
static size_t set_size(const struct metrics *m, enum set set)
{
	return set == SET_NONE ? 1 : m->sets[set].n + 1;
}

static size_t n_buckets(const struct desc *d)
{
	size_t n = 0;
	while (d->buckets[n])
		n++;
	return n;
}

/* Cells of one series: a histogram has each bucket, the endless one, and the sum in microseconds. */
static size_t series_width(const struct desc *d)
{
	switch (d->type) {
	case GAUGE_TYPE:
		return METRICS_SLOTS;
	case HISTOGRAM_TYPE:
		return n_buckets(d) + 2;
	case COUNTER_TYPE:
	default:
		return 1;
	}
}

static size_t n_series(const struct metrics *m, const struct desc *d)
{
	size_t n = 1;
	for (int i = 0; i < LABELS_MAX; i++)
		n *= set_size(m, d->labels[i].set);
	return n;
}

struct metrics *metrics_new(struct metrics_values endpoints, struct metrics_values archetypes)
{
	struct metrics *m = calloc(1, sizeof(*m));
	if (!m)
		abort();
	memcpy(m->sets, fixed_sets, sizeof(m->sets));
	m->sets[SET_ENDPOINT] = endpoints;
	m->sets[SET_ARCHETYPE] = archetypes;
	m->slot = -1;
	size_t cells = 0;
	for (int i = 0; i < METRIC__MAX; i++) {
		m->offset[i] = cells;
		cells += n_series(m, &descs[i]) * series_width(&descs[i]);
	}
	m->bytes = sizeof(struct shared) + cells * sizeof(uint64_t);
	void *p = mmap(NULL, m->bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (p == MAP_FAILED)
		abort();
	m->shared = p;
	return m;
}

void metrics_free(struct metrics *m)
{
	if (!m)
		return;
	(void)munmap(m->shared, m->bytes);
	free(m);
}

/* ---- counting ---- */

static _Atomic uint64_t *cell(const struct metrics *m, enum metric_id id, size_t i)
{
	return &m->shared->cells[m->offset[id] + i];
}

static void add(const struct metrics *m, enum metric_id id, size_t i, uint64_t n)
{
	(void)atomic_fetch_add_explicit(cell(m, id, i), n, memory_order_relaxed);
}

static uint64_t get(const struct metrics *m, enum metric_id id, size_t i)
{
	return atomic_load_explicit(cell(m, id, i), memory_order_relaxed);
}

static size_t index_of(const struct metrics_values *set, const char *value)
{
	size_t i = 0;
	while (i < set->n && !str_eq(set->values[i], value))
		i++;
	return i; /* n = "other" */
}

static size_t series_of(const struct metrics *m, const struct desc *d, const char *const values[LABELS_MAX])
{
	size_t series = 0;
	for (int i = 0; i < LABELS_MAX; i++)
		if (d->labels[i].set != SET_NONE)
			series = series * set_size(m, d->labels[i].set) +
				 index_of(&m->sets[d->labels[i].set], values[i]);
	return series;
}

static void expect(enum metric_id id, enum type type)
{
	if ((int)id < 0 || id >= METRIC__MAX || descs[id].type != type)
		abort();
}

void metrics_add(struct metrics *m, enum metric_id id, uint64_t n, const char *l1, const char *l2, const char *l3)
{
	if (!m)
		return;
	expect(id, COUNTER_TYPE);
	add(m, id, series_of(m, &descs[id], (const char *const[]){ l1, l2, l3 }), n);
}

void metrics_observe(struct metrics *m, enum metric_id id, int64_t us, const char *l1, const char *l2)
{
	if (!m)
		return;
	expect(id, HISTOGRAM_TYPE);
	const struct desc *d = &descs[id];
	size_t at = series_of(m, d, (const char *const[]){ l1, l2, NULL }) * series_width(d);
	size_t b = 0;
	if (us < 0)
		us = 0;
	while (d->buckets[b] && us > d->buckets[b])
		b++;
	add(m, id, at + b, 1);
	add(m, id, at + n_buckets(d) + 1, (uint64_t)us);
}

void metrics_attach(struct metrics *m, int slot)
{
	if (!m || slot < 0 || slot >= METRICS_SLOTS)
		return;
	m->slot = slot;
	for (int i = 0; i < METRIC__MAX; i++)
		if (descs[i].type == GAUGE_TYPE)
			atomic_store_explicit(cell(m, (enum metric_id)i, (size_t)slot), 0, memory_order_relaxed);
	atomic_store(&m->shared->pids[slot], (int32_t)getpid());
}

void metrics_gauge_add(struct metrics *m, enum metric_id id, int64_t n)
{
	if (!m || m->slot < 0)
		return;
	expect(id, GAUGE_TYPE);
	add(m, id, (size_t)m->slot, (uint64_t)n); /* two's complement: adds up across signs */
}

void metrics_gauge_set(struct metrics *m, enum metric_id id, int64_t n)
{
	if (!m || m->slot < 0)
		return;
	expect(id, GAUGE_TYPE);
	atomic_store_explicit(cell(m, id, (size_t)m->slot), (uint64_t)n, memory_order_relaxed);
}

/* The process of a slot, 0 where none lives. */
static int32_t alive(const struct metrics *m, int slot)
{
	int32_t pid = atomic_load(&m->shared->pids[slot]);
	return pid > 0 && kill(pid, 0) == 0 ? pid : 0;
}

static int64_t gauge_sum(const struct metrics *m, enum metric_id id)
{
	uint64_t sum = 0;
	for (int slot = 0; slot < METRICS_SLOTS; slot++)
		if (alive(m, slot))
			sum += get(m, id, (size_t)slot);
	return (int64_t)sum;
}

uint64_t metrics_total(const struct metrics *m, enum metric_id id)
{
	if (!m)
		return 0;
	const struct desc *d = &descs[id];
	if (d->type == GAUGE_TYPE)
		return (uint64_t)gauge_sum(m, id);
	uint64_t sum = 0;
	size_t width = series_width(d), counted = d->type == HISTOGRAM_TYPE ? width - 1 : width;
	for (size_t i = 0; i < n_series(m, d) * width; i++)
		if (i % width < counted)
			sum += get(m, id, i);
	return sum;
}

/* ---- text ---- */

static void head(struct str *out, const char *name, const char *help, const char *type)
{
	str_addf(out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

/* Escapes of the exposition format. */
static void add_value(struct str *out, const char *value)
{
	for (; *value; value++) {
		if (*value == '\\' || *value == '"')
			str_addc(out, '\\');
		str_addz(out, *value == '\n' ? "\\n" : (const char[]){ *value, '\0' });
	}
}

/* {method="GET",endpoint="/x"; the caller closes it. False where nothing was opened. */
static bool add_labels(struct str *out, const struct metrics *m, const struct desc *d, size_t series)
{
	size_t at[LABELS_MAX] = { 0 };
	bool open = false;
	for (int i = LABELS_MAX - 1; i >= 0; i--) {
		size_t size = set_size(m, d->labels[i].set);
		at[i] = series % size;
		series /= size;
	}
	for (int i = 0; i < LABELS_MAX; i++) {
		const struct metrics_values *set = &m->sets[d->labels[i].set];
		if (d->labels[i].set == SET_NONE)
			continue;
		str_addf(out, "%c%s=\"", open ? ',' : '{', d->labels[i].name);
		add_value(out, at[i] < set->n ? set->values[at[i]] : "other");
		str_addc(out, '"');
		open = true;
	}
	return open;
}

static void counter_text(struct str *out, const struct metrics *m, enum metric_id id)
{
	const struct desc *d = &descs[id];
	for (size_t i = 0; i < n_series(m, d); i++) {
		uint64_t n = get(m, id, i);
		if (!n && d->labels[0].set != SET_NONE)
			continue;
		str_addz(out, d->name);
		str_addz(out, add_labels(out, m, d, i) ? "} " : " ");
		str_addf(out, "%llu\n", (unsigned long long)n);
	}
}

static void bucket_line(struct str *out, const struct metrics *m, const struct desc *d, size_t series, int64_t us,
	uint64_t n)
{
	str_addf(out, "%s_bucket", d->name);
	str_addz(out, add_labels(out, m, d, series) ? ",le=\"" : "{le=\"");
	if (us)
		str_add_num(out, (double)us / US, 6);
	else
		str_addz(out, "+Inf");
	str_addf(out, "\"} %llu\n", (unsigned long long)n);
}

static void histogram_text(struct str *out, const struct metrics *m, enum metric_id id)
{
	const struct desc *d = &descs[id];
	size_t width = series_width(d), last = n_buckets(d);
	for (size_t i = 0; i < n_series(m, d); i++) {
		uint64_t n = 0;
		for (size_t b = 0; b <= last; b++)
			n += get(m, id, i * width + b);
		if (!n && d->labels[0].set != SET_NONE)
			continue;
		n = 0;
		for (size_t b = 0; b <= last; b++)
			bucket_line(out, m, d, i, d->buckets[b], n += get(m, id, i * width + b));
		str_addf(out, "%s_sum", d->name);
		str_addz(out, add_labels(out, m, d, i) ? "} " : " ");
		str_add_num(out, (double)get(m, id, i * width + last + 1) / US, 6);
		str_addf(out, "\n%s_count", d->name);
		str_addz(out, add_labels(out, m, d, i) ? "} " : " ");
		str_addf(out, "%llu\n", (unsigned long long)n);
	}
}

/* ---- processes ---- */

struct usage {
	int64_t processes, ticks, threads, vsize, rss_pages, fds;
	int64_t first_start; /* ticks after boot */
};

/* Field 3 and the following of /proc/PID/stat (proc(5)); the name before them may hold anything. */
enum { STAT_UTIME = 14 - 3, STAT_STIME, STAT_THREADS = 20 - 3, STAT_START = 22 - 3, STAT_VSIZE, STAT_RSS, STAT__MAX };

static bool read_stat(int32_t pid, int64_t ret_fields[STAT__MAX])
{
	char path[48], text[1024];
	(void)snprintf(path, sizeof(path), "/proc/%d/stat", (int)pid);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	ssize_t n = read(fd, text, sizeof(text) - 1);
	(void)close(fd);
	text[n > 0 ? n : 0] = '\0';
	char *p = strrchr(text, ')');
	if (!p || p[1] != ' ')
		return false;
	p += 2;
	for (int i = 0; i < STAT__MAX; i++) {
		size_t len = strcspn(p, " \n");
		bool last = !p[len];
		p[len] = '\0';
		ret_fields[i] = 0; /* the state is a letter */
		(void)parse_i64(p, INT64_MIN, INT64_MAX, &ret_fields[i]);
		if (last && i + 1 < STAT__MAX)
			return false;
		p += last ? len : len + 1;
	}
	return true;
}

static int64_t count_fds(int32_t pid)
{
	char path[48];
	(void)snprintf(path, sizeof(path), "/proc/%d/fd", (int)pid);
	DIR *dir = opendir(path);
	if (!dir)
		return 0;
	int64_t n = pid == getpid() ? -1 : 0; /* not the one that reads the list */
	for (const struct dirent *e; (e = readdir(dir));)
		n += e->d_name[0] != '.';
	(void)closedir(dir);
	return n;
}

static void measure(const struct metrics *m, struct usage *ret_usage)
{
	*ret_usage = (struct usage){ .processes = 0 };
	for (int slot = 0; slot < METRICS_SLOTS; slot++) {
		int64_t f[STAT__MAX];
		int32_t pid = alive(m, slot);
		if (!pid || !read_stat(pid, f))
			continue;
		if (!ret_usage->processes || f[STAT_START] < ret_usage->first_start)
			ret_usage->first_start = f[STAT_START];
		ret_usage->processes++;
		ret_usage->ticks += f[STAT_UTIME] + f[STAT_STIME];
		ret_usage->threads += f[STAT_THREADS];
		ret_usage->vsize += f[STAT_VSIZE];
		ret_usage->rss_pages += f[STAT_RSS];
		ret_usage->fds += count_fds(pid);
	}
}

static int64_t boot_time(void)
{
	struct timespec boot, now;
	if (clock_gettime(CLOCK_BOOTTIME, &boot) || clock_gettime(CLOCK_REALTIME, &now))
		return 0;
	return (int64_t)now.tv_sec - (int64_t)boot.tv_sec;
}

static void one(struct str *out, const char *name, const char *help, const char *type, double value)
{
	head(out, name, help, type);
	str_addf(out, "%s ", name);
	str_add_num(out, value, 3);
	str_addc(out, '\n');
}

static void process_text(struct str *out, const struct metrics *m)
{
	struct usage u;
	struct rlimit fds = { .rlim_cur = 0 };
	double hz = (double)sysconf(_SC_CLK_TCK);
	measure(m, &u);
	(void)getrlimit(RLIMIT_NOFILE, &fds);
	one(out, "gps_processes", "Processes of this responder that are alive.", "gauge", (double)u.processes);
	one(out, "process_cpu_seconds_total", "CPU time of all processes.", "counter", (double)u.ticks / hz);
	one(out, "process_resident_memory_bytes", "Resident memory of all processes.", "gauge",
		(double)u.rss_pages * (double)sysconf(_SC_PAGESIZE));
	one(out, "process_virtual_memory_bytes", "Virtual memory of all processes.", "gauge", (double)u.vsize);
	one(out, "process_open_fds", "Open file descriptors of all processes.", "gauge", (double)u.fds);
	one(out, "process_max_fds", "File descriptors allowed to one process.", "gauge", (double)fds.rlim_cur);
	one(out, "process_threads", "Threads of all processes.", "gauge", (double)u.threads);
	one(out, "process_start_time_seconds", "Start of the oldest process, Unix time.", "gauge",
		u.processes ? (double)boot_time() + (double)u.first_start / hz : 0);
}

void metrics_text(const struct metrics *m, struct str *out)
{
	static const char *const types[] = { "counter", "gauge", "histogram" };
	if (!m)
		return;
	head(out, "gps_app_info", "The program.", "gauge");
	str_addz(out, "gps_app_info{version=\"" PACKAGE_VERSION "\"} 1\n");
	for (int i = 0; i < METRIC__MAX; i++) {
		const struct desc *d = &descs[i];
		head(out, d->name, d->help, types[d->type]);
		if (d->type == COUNTER_TYPE)
			counter_text(out, m, (enum metric_id)i);
		else if (d->type == HISTOGRAM_TYPE)
			histogram_text(out, m, (enum metric_id)i);
		else
			str_addf(out, "%s %lld\n", d->name, (long long)gauge_sum(m, (enum metric_id)i));
	}
	process_text(out, m);
}
