// How values and ids are written: which are one but for case, blanks and separators, and who writes
// them how. What no dictionary has twice costs one look at the dictionary and no scan of rows.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sql/dialect.h"

namespace northstar::sql::duckdb {

// A value without case, blanks and separators ("Free trial" and "free_trial" are one; "1-2" and
// "12" are not).
std::string FoldedValue(const std::string& key);
// Says nothing: "unknown", "n/a", "none".
std::string IsNoValue(const std::string& key);
// An id without case, blanks at its ends and leading zeros; repeated blanks are one.
std::string FoldedId(const std::string& key);

// One number: the entries of a dictionary.
Text CountEntries(const std::string& dictionary);
// ns_twins (id, grp): entries of a dictionary that are written alike, by group. Values only where
// they have a letter: numbers are what they are.
Text CreateValueTwins(const std::string& dictionary);
Text CreateIdTwins(const std::string& entity, bool merged);
// One number.
Text CountTwins();

// (grp, key, rows, first_us, last_us, path and row of the first) of each twin that a source has.
Text UsesOfTwins(const std::string& source, const std::string& column,
                 const std::string& dictionary);
// One number: rows that have a value.
Text CountFilled(const std::string& source, const std::string& column);

// ns_twin_uses (source, grp, id): `tables` of entities (misfits_sql.h) by their place.
Text CreateTwinUses(const std::vector<std::string>& tables);
// (place, place, groups) of two tables that write them in different ways.
Text PairsOfTwins();
// (id, key of one; id, key of the other).
Text SomeTwins(const std::string& entity, int64_t a, int64_t b, int most);
// One number: entities of both tables.
Text CountShared(const std::string& a, const std::string& b);

}  // namespace northstar::sql::duckdb
