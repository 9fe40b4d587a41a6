// Definitions as they stood: one row for each that a metric ever had, in the order in which they
// were recorded (docs/decisions/0017-the-store.md). Values are parameters, ?1 and on; static.
#pragma once

#include <string_view>

namespace northstar::sql::sqlite {

std::string_view CreateDefinitions();
// The YAML of each, null of those that were recorded without it.
std::string_view AddWrittenToDefinitions();
// ?1 metric, ?2 version, ?3 type, ?4 text, ?5 hash, ?6 first seen, ?7 YAML.
std::string_view InsertDefinition();
// Rows of these columns in that order, the oldest first: of all metrics, and the latest of each.
std::string_view AllDefinitions();
std::string_view LatestDefinitions();
// The same of the metric ?1.
std::string_view DefinitionsOf();
// The YAML ?2 of the latest of the metric ?1, where it has none.
std::string_view SetWritten();

}  // namespace northstar::sql::sqlite
