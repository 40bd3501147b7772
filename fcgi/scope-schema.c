/* The shapes of the answers, for the OpenAPI document. core/score/report.h says what the members mean. */
#include "config.h"

#include "core/base/clean.h"
#include "fcgi/scope.h"

#include "core/base/banned.h"

#define STRING "{\"type\":\"string\"}"
#define STRING_NULL "{\"type\":[\"string\",\"null\"]}"
#define INTEGER "{\"type\":\"integer\"}"
#define INTEGER_NULL "{\"type\":[\"integer\",\"null\"]}"
#define NUMBER "{\"type\":\"number\"}"
#define BOOLEAN "{\"type\":\"boolean\"}"
#define SCORE "{\"type\":\"integer\",\"minimum\":0,\"maximum\":100}"
#define DATE "{\"type\":\"string\",\"format\":\"date\"}"
#define LIST(items) "{\"type\":\"array\",\"items\":" items "}"
#define LIST_NULL(items) "{\"type\":[\"array\",\"null\"],\"items\":" items "}"
#define MAP(values) "{\"type\":\"object\",\"additionalProperties\":" values "}"
#define OBJECT(members) "{\"type\":\"object\",\"properties\":{" members "}}"
#define REF(name) "{\"$ref\":\"#/components/schemas/" name "\"}"
#define M(name, schema) "\"" name "\":" schema

#define MISSING                                                                                         \
	LIST(OBJECT(M("field", STRING) "," M("reason", STRING) "," M("detail", STRING_NULL) ","        \
		M("label", STRING) "," M("why", STRING)))

const struct web_schema scope_schemas[] = {
	{ "Analysis",
		"{\"type\":\"object\",\"required\":[\"model\",\"generated_at\",\"profile\",\"scores\",\"archetype\","
		"\"explanation\",\"ai_analysis\",\"tech_profile\",\"missing\",\"meta\"],\"properties\":{"
		"\"session_id\":{\"type\":[\"string\",\"null\"],\"format\":\"uuid\",\"description\":\"Of analyze only; null where "
		"no session could be kept.\"}," M("model", STRING) ","
		"\"generated_at\":{\"type\":\"string\",\"format\":\"date-time\"}," M("profile", REF("Person")) ","
		M("scores", REF("Scores")) "," M("archetype", REF("Archetype")) ","
		M("explanation", MAP(REF("Explanation"))) "," M("ai_analysis", "{\"type\":\"object\"}") ","
		M("tech_profile", REF("TechProfile")) ","
		M("contribution_calendar", LIST_NULL(OBJECT(M("date", DATE) "," M("count", INTEGER) "," M("weekday", INTEGER)))) ","
		M("pinned_repos", LIST("{\"type\":\"object\"}")) "," M("organizations", LIST_NULL("{\"type\":\"object\"}")) ","
		M("missing", MISSING) "," M("rank", "{\"type\":[\"object\",\"null\"]}") ","
		M("preferences", "{\"type\":\"object\"}") "," M("meta", REF("Meta")) "}}" },
	{ "Meta", OBJECT(M("request_id", "{\"type\":\"string\",\"format\":\"uuid\"}") "," M("cache_hit", BOOLEAN) ","
		M("data_source", "{\"type\":\"string\",\"enum\":[\"graphql\",\"rest\"]}") "," M("points", INTEGER) "," M("missing", MISSING)) },
	{ "Person", OBJECT(M("username", STRING_NULL) "," M("avatar_url", STRING_NULL) "," M("bio", STRING_NULL) ","
		M("name", STRING_NULL) "," M("company", STRING_NULL) "," M("location", STRING_NULL) "," M("blog", STRING_NULL) ","
		M("is_hireable", BOOLEAN) "," M("created_at", STRING_NULL) "," M("stats", MAP(INTEGER_NULL))) },
	{ "Scores", OBJECT(M("activity", SCORE) "," M("collaboration", SCORE) "," M("stack_diversity", SCORE) ","
		M("ai_savviness", SCORE)) },
	{ "Archetype", OBJECT(M("id", STRING) "," M("name", STRING) "," M("description", STRING) "," M("confidence", NUMBER) ","
		M("alternatives", LIST(OBJECT(M("id", STRING) "," M("name", STRING) "," M("score", NUMBER)))) ","
		M("reasons", LIST(STRING)) "," M("undecided", BOOLEAN)) },
	{ "Explanation", OBJECT(M("score", SCORE) "," M("coverage", NUMBER) "," M("thin", BOOLEAN) ","
		M("terms", LIST(OBJECT(M("signal", STRING) "," M("label", STRING) "," M("value", NUMBER) "," M("points", NUMBER) ","
		M("max", NUMBER) "," M("measured", BOOLEAN))))) },
	{ "TechProfile", OBJECT(M("languages", LIST(OBJECT(M("name", STRING) "," M("percentage", NUMBER) "," M("color", STRING_NULL)))) ","
		M("frameworks", LIST(STRING)) "," M("primary_ecosystem", STRING) ","
		M("top_repos", LIST(OBJECT(M("name", STRING_NULL) "," M("language", STRING_NULL) "," M("stars", INTEGER_NULL) ","
		M("description", STRING_NULL))))) },
	{ "Insights", OBJECT(M("metric", STRING) "," M("period", STRING) "," M("data", LIST("{\"type\":\"object\"}")) ","
		M("updated_at", DATE) "," M("k", INTEGER) "," M("meta", OBJECT(M("cache_hit", BOOLEAN)))) },
	{ "Health", OBJECT(M("status", "{\"type\":\"string\",\"enum\":[\"pass\",\"warn\",\"fail\"]}") "," M("version", STRING) ","
		M("releaseId", STRING) "," M("description", STRING) "," M("checks", MAP(LIST("{\"type\":\"object\"}")))) },
	{ "OpenApi", "{\"type\":\"object\"}" },
	{ "Cards", OBJECT(M("kinds", LIST(REF("CardKind"))) ","
		M("locales", LIST(OBJECT(M("code", STRING) "," M("name", STRING) "," M("rtl", BOOLEAN))))) },
	{ "CardKind", OBJECT(M("name", STRING) "," M("path", STRING_NULL) "," M("title", STRING) "," M("doc", STRING) ","
		M("life", OBJECT(M("standard", INTEGER) "," M("most", INTEGER))) ","
		M("options", LIST("{\"type\":\"object\"}")) "," M("themes", LIST(STRING))) },
	{ "Tokens", OBJECT(M("validPATs", LIST(STRING)) "," M("expiredPATs", LIST(STRING)) "," M("exhaustedPATs", LIST(STRING)) ","
		M("suspendedPATs", LIST(STRING)) "," M("errorPATs", LIST(STRING)) ","
		M("details", MAP(OBJECT(M("status", STRING) "," M("remaining", INTEGER) "," M("resetIn", STRING))))) },
	{ "Up", "{\"type\":[\"boolean\",\"object\"]}" },
	{ "CardNumbers", OBJECT(M("kind", STRING) "," M("locale", STRING)) },
};
const size_t scope_n_schemas = ARRAY_LEN(scope_schemas);
