/* File categories: tables of folder names, base names and endings. */
#include "config.h"

#include "core/scan/category.h"

#include "core/base/clean.h"
#include "core/base/str.h"
#include "core/scan/language.h"

#include <stdbool.h>
#include <string.h>
#include "core/base/banned.h"

struct word {
	const char *text;
	size_t len;
	enum scan_category category;
};

#define W(text, category) { text, sizeof(text) - 1, category }

/* A folder anywhere in the path, whole component, any ASCII case. */
static const struct word folders[] = {
	W("node_modules", SCAN_VENDORED), W("bower_components", SCAN_VENDORED), W("jspm_packages", SCAN_VENDORED),
	W("vendor", SCAN_VENDORED), W("vendors", SCAN_VENDORED), W("vendored", SCAN_VENDORED),
	W("_vendor", SCAN_VENDORED), W("third_party", SCAN_VENDORED), W("third-party", SCAN_VENDORED),
	W("thirdparty", SCAN_VENDORED), W("3rdparty", SCAN_VENDORED), W("3rd_party", SCAN_VENDORED),
	W("extern", SCAN_VENDORED), W("external", SCAN_VENDORED), W("externals", SCAN_VENDORED),
	W("godeps", SCAN_VENDORED), W("pods", SCAN_VENDORED), W("carthage", SCAN_VENDORED),
	W("site-packages", SCAN_VENDORED), W(".venv", SCAN_VENDORED), W("virtualenv", SCAN_VENDORED),
	W("deps", SCAN_VENDORED), W(".yarn", SCAN_VENDORED), W("extsrc", SCAN_VENDORED),
	W("dist", SCAN_GENERATED), W("generated", SCAN_GENERATED), W("__generated__", SCAN_GENERATED),
	W(".next", SCAN_GENERATED), W(".nuxt", SCAN_GENERATED), W("__pycache__", SCAN_GENERATED),
	W("__snapshots__", SCAN_GENERATED), W("autom4te.cache", SCAN_GENERATED), W(".terraform", SCAN_GENERATED),
	W("locale", SCAN_TRANSLATION), W("locales", SCAN_TRANSLATION), W("i18n", SCAN_TRANSLATION),
	W("l10n", SCAN_TRANSLATION), W("translations", SCAN_TRANSLATION), W("lang", SCAN_TRANSLATION),
	W("test", SCAN_TEST), W("tests", SCAN_TEST), W("t", SCAN_TEST), W("testing", SCAN_TEST),
	W("__tests__", SCAN_TEST), W("__mocks__", SCAN_TEST), W("spec", SCAN_TEST), W("specs", SCAN_TEST),
	W("testdata", SCAN_TEST), W("test-data", SCAN_TEST), W("fixtures", SCAN_TEST), W("e2e", SCAN_TEST),
	W("cypress", SCAN_TEST), W("regress", SCAN_TEST), W("androidtest", SCAN_TEST), W("testsuite", SCAN_TEST),
	W("unittests", SCAN_TEST), W("selftests", SCAN_TEST),
	W("doc", SCAN_DOCS), W("docs", SCAN_DOCS), W("documentation", SCAN_DOCS), W("man", SCAN_DOCS),
	W("changelogs", SCAN_DOCS), W("javadoc", SCAN_DOCS),
};

/* Whole base names, any ASCII case. */
static const struct word names[] = {
	W("package-lock.json", SCAN_LOCK), W("npm-shrinkwrap.json", SCAN_LOCK), W("yarn.lock", SCAN_LOCK),
	W("pnpm-lock.yaml", SCAN_LOCK), W("bun.lockb", SCAN_LOCK), W("bun.lock", SCAN_LOCK),
	W("deno.lock", SCAN_LOCK), W("cargo.lock", SCAN_LOCK), W("go.sum", SCAN_LOCK), W("go.work.sum", SCAN_LOCK),
	W("gopkg.lock", SCAN_LOCK), W("glide.lock", SCAN_LOCK), W("gemfile.lock", SCAN_LOCK),
	W("composer.lock", SCAN_LOCK), W("poetry.lock", SCAN_LOCK), W("pdm.lock", SCAN_LOCK), W("uv.lock", SCAN_LOCK),
	W("pipfile.lock", SCAN_LOCK), W("podfile.lock", SCAN_LOCK), W("package.resolved", SCAN_LOCK),
	W("pubspec.lock", SCAN_LOCK), W("mix.lock", SCAN_LOCK), W("rebar.lock", SCAN_LOCK), W("flake.lock", SCAN_LOCK),
	W("packages.lock.json", SCAN_LOCK), W("project.assets.json", SCAN_LOCK), W("paket.lock", SCAN_LOCK),
	W("gradle.lockfile", SCAN_LOCK), W("cartfile.resolved", SCAN_LOCK), W("conda-lock.yml", SCAN_LOCK),
	W("pixi.lock", SCAN_LOCK), W("stack.yaml.lock", SCAN_LOCK), W("cabal.project.freeze", SCAN_LOCK),
	W("module.bazel.lock", SCAN_LOCK), W(".terraform.lock.hcl", SCAN_LOCK), W("chart.lock", SCAN_LOCK),
	W("manifest.toml", SCAN_LOCK), W("renv.lock", SCAN_LOCK), W("devbox.lock", SCAN_LOCK),
	W("configure", SCAN_GENERATED), W("aclocal.m4", SCAN_GENERATED), W("config.h.in", SCAN_GENERATED),
	W("makefile.in", SCAN_GENERATED), W("ltmain.sh", SCAN_GENERATED), W("config.guess", SCAN_GENERATED),
	W("config.sub", SCAN_GENERATED), W("install-sh", SCAN_GENERATED), W("depcomp", SCAN_GENERATED),
	W("missing", SCAN_GENERATED), W("libtool.m4", SCAN_GENERATED), W("gradlew", SCAN_VENDORED),
	W("gradlew.bat", SCAN_VENDORED), W("mvnw", SCAN_VENDORED), W("mvnw.cmd", SCAN_VENDORED),
	W(".pnp.cjs", SCAN_VENDORED), W(".pnp.loader.mjs", SCAN_VENDORED), W("conftest.py", SCAN_TEST),
	W("readme", SCAN_DOCS), W("changelog", SCAN_DOCS), W("changes", SCAN_DOCS), W("news", SCAN_DOCS),
	W("authors", SCAN_DOCS), W("contributors", SCAN_DOCS), W("copying", SCAN_DOCS), W("license", SCAN_DOCS),
	W("licence", SCAN_DOCS), W("notice", SCAN_DOCS), W("todo", SCAN_DOCS), W("install", SCAN_DOCS),
	W("hacking", SCAN_DOCS), W("thanks", SCAN_DOCS), W("maintainers", SCAN_DOCS), W("codeowners", SCAN_CONFIG),
	W("release-notes", SCAN_DOCS),
};

/* Ends of the base name, any ASCII case. */
static const struct word endings[] = {
	W(".min.js", SCAN_GENERATED), W(".min.mjs", SCAN_GENERATED), W(".min.css", SCAN_GENERATED),
	W(".bundle.js", SCAN_GENERATED), W(".chunk.js", SCAN_GENERATED), W(".js.map", SCAN_GENERATED),
	W(".css.map", SCAN_GENERATED), W(".d.ts.map", SCAN_GENERATED), W(".pb.go", SCAN_GENERATED),
	W(".pb.gw.go", SCAN_GENERATED), W(".pb.cc", SCAN_GENERATED), W(".pb.h", SCAN_GENERATED),
	W(".pb.swift", SCAN_GENERATED), W(".pb.dart", SCAN_GENERATED), W("_pb2.py", SCAN_GENERATED),
	W("_pb2.pyi", SCAN_GENERATED), W("_pb2_grpc.py", SCAN_GENERATED), W("_pb.js", SCAN_GENERATED),
	W("_pb.d.ts", SCAN_GENERATED), W("_grpc_pb.js", SCAN_GENERATED), W("_pb.rb", SCAN_GENERATED),
	W(".g.dart", SCAN_GENERATED), W(".freezed.dart", SCAN_GENERATED), W(".g.cs", SCAN_GENERATED),
	W(".designer.cs", SCAN_GENERATED), W(".generated.cs", SCAN_GENERATED), W(".generated.ts", SCAN_GENERATED),
	W(".generated.go", SCAN_GENERATED), W(".gen.go", SCAN_GENERATED), W(".gen.ts", SCAN_GENERATED),
	W("_gen.go", SCAN_GENERATED), W("_generated.go", SCAN_GENERATED), W(".tab.c", SCAN_GENERATED),
	W(".tab.h", SCAN_GENERATED), W(".yy.c", SCAN_GENERATED), W(".snap", SCAN_GENERATED),
	W("zz_generated.deepcopy.go", SCAN_GENERATED),
	W(".po", SCAN_TRANSLATION), W(".pot", SCAN_TRANSLATION), W(".xliff", SCAN_TRANSLATION),
	W(".xlf", SCAN_TRANSLATION), W(".arb", SCAN_TRANSLATION), W(".resx", SCAN_TRANSLATION),
	W(".strings", SCAN_TRANSLATION), W(".ftl", SCAN_TRANSLATION), W(".mo", SCAN_TRANSLATION),
	W("_test.go", SCAN_TEST), W("_test.py", SCAN_TEST), W("_test.rb", SCAN_TEST), W("_test.c", SCAN_TEST),
	W("_test.cc", SCAN_TEST), W("_test.cpp", SCAN_TEST), W("_test.exs", SCAN_TEST), W("_test.rs", SCAN_TEST),
	W("_test.dart", SCAN_TEST), W("_spec.rb", SCAN_TEST), W("_spec.lua", SCAN_TEST), W("_unittest.cc", SCAN_TEST),
	W(".test.js", SCAN_TEST), W(".test.jsx", SCAN_TEST), W(".test.ts", SCAN_TEST), W(".test.tsx", SCAN_TEST),
	W(".test.mjs", SCAN_TEST), W(".spec.js", SCAN_TEST), W(".spec.jsx", SCAN_TEST), W(".spec.ts", SCAN_TEST),
	W(".spec.tsx", SCAN_TEST), W("test.java", SCAN_TEST), W("tests.java", SCAN_TEST), W("test.kt", SCAN_TEST),
	W("tests.cs", SCAN_TEST), W("test.cs", SCAN_TEST), W("test.php", SCAN_TEST), W("tests.swift", SCAN_TEST),
	W("spec.scala", SCAN_TEST), W(".bats", SCAN_TEST),
};

#undef W

static bool same(const char *a, const char *lower, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (ascii_lower(a[i]) != lower[i])
			return false;
	return true;
}

static enum scan_category by_folder(const char *path, size_t len)
{
	enum scan_category best = SCAN_SOURCE; /* = none */
	/* first match wins in this order, whichever folder comes first in the path */
	static const int rank[SCAN_CATEGORY__MAX] = { [SCAN_VENDORED] = 5, [SCAN_GENERATED] = 4,
		[SCAN_TRANSLATION] = 3, [SCAN_TEST] = 2, [SCAN_DOCS] = 1 };
	size_t start = 0;
	for (size_t i = 0; i < len; i++) {
		if (path[i] != '/')
			continue;
		size_t n = i - start;
		char first = n ? ascii_lower(path[start]) : '\0';
		for (size_t k = 0; k < ARRAY_LEN(folders); k++)
			if (folders[k].len == n && folders[k].text[0] == first &&
				rank[folders[k].category] > rank[best] && same(path + start, folders[k].text, n))
				best = folders[k].category;
		start = i + 1;
	}
	return best;
}

/* SCAN_CATEGORY__MAX = none. */
static enum scan_category by_name(const char *base, size_t len, bool is_code)
{
	/* "README.md", "LICENSE-MIT", "CHANGES.txt": the word before the first "." or "-" counts */
	size_t stem = 0;
	while (stem < len && base[stem] != '.' && base[stem] != '-')
		stem++;
	for (size_t k = 0; k < ARRAY_LEN(names); k++) {
		bool by_stem = names[k].category == SCAN_DOCS && !is_code && names[k].len == stem;
		if ((names[k].len == len || by_stem) &&
			same(base, names[k].text, names[k].len))
			return names[k].category;
	}
	for (size_t k = 0; k < ARRAY_LEN(endings); k++)
		if (endings[k].len <= len && same(base + len - endings[k].len, endings[k].text, endings[k].len))
			return endings[k].category;
	if (len > 5 && (same(base, "test_", 5) || same(base, "test-", 5)))
		return SCAN_TEST;
	return SCAN_CATEGORY__MAX;
}

/* Text of no known language: a script where it has no extension, else data. */
static enum scan_category unknown_text(const char *base, size_t len)
{
	return memchr(base, '.', len) ? SCAN_CONFIG : SCAN_SOURCE;
}

enum scan_category scan_category(const char *path, size_t len, int *ret_language)
{
	size_t slash = len;
	while (slash && path[slash - 1] != '/')
		slash--;
	const char *base = path + slash;
	size_t base_len = len - slash;
	int language = language_of(base, base_len);
	enum scan_category kind = language == LANG_NONE ? unknown_text(base, base_len) :
		language_row(language)->category;
	bool is_code = language != LANG_NONE && kind == SCAN_SOURCE;
	enum scan_category folder = by_folder(path, slash), name = by_name(base, base_len, is_code);
	*ret_language = language;
	if (folder == SCAN_VENDORED || name == SCAN_VENDORED)
		return SCAN_VENDORED;
	if (name == SCAN_LOCK || name == SCAN_GENERATED)
		return name;
	if (folder == SCAN_GENERATED)
		return SCAN_GENERATED;
	/* "lang/" and "docs/" also hold code people write: only what is not source moves */
	if (name == SCAN_TRANSLATION || (folder == SCAN_TRANSLATION && kind != SCAN_SOURCE))
		return SCAN_TRANSLATION;
	if (name == SCAN_TEST || folder == SCAN_TEST)
		return SCAN_TEST;
	if (name != SCAN_CATEGORY__MAX)
		return name;
	if (folder == SCAN_DOCS && kind != SCAN_SOURCE)
		return SCAN_DOCS;
	return kind;
}

const char *scan_category_name(enum scan_category category)
{
	static const char *const category_names[SCAN_CATEGORY__MAX] = { "source", "test", "docs", "config", "generated",
		"vendored", "lock", "translation", "binary" };
	return category_names[category];
}
