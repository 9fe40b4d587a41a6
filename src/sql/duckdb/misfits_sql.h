// What is counted to tell whether loaded data fits together: the entities of a source as a table
// in memory (a row each), and such tables held against each other. Exact, and one pass over the
// rows of a source per table; how values and ids are written is in spellings_sql.h.
//
// Such a table has: id (after merges), n (rows), first_us, last_us, and of each dimension the
// smallest and the largest code and whether several rows have one (lo_, hi_, many_ and its name);
// of a table by files also `file`.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sql/dialect.h"

namespace northstar::sql::duckdb {

// The rows of a source that name an entity. `merged`: some ids of it count as others.
struct EntityRows {
  std::string source, entity;
  bool merged = false;
};

// The same as a subquery (id, ts, event, file, seq, then the columns of the dimensions).
std::string RowsOfEntity(const EntityRows& rows, const std::vector<std::string>& dimensions);

Text CreateEntities(const std::string& table, const EntityRows& rows,
                    const std::vector<std::string>& dimensions, bool by_file);
// (entities, rows, first_us of the earliest, of the latest entity)
Text SizeOfEntities(const std::string& table);

// (entities, rows, entities of both, rows of those that the register lacks, entities whose first
// row in the register is at most `tolerance_us` after their first, entities first seen before
// `early_us`: of both, and of those that the register lacks).
Text CompareWithRegister(const std::string& other, const std::string& reg, int64_t tolerance_us,
                         int64_t early_us);
// (id, key): most rows first.
Text EntitiesMissing(const std::string& other, const std::string& reg, const std::string& entity,
                     int most);
// (form, entities that the register lacks, that it has), the five most frequent among the first.
// A form is the id without what counts: "anon-1f" and "anon-2e" have one.
Text FormsOfMissing(const std::string& other, const std::string& reg, const std::string& entity);
// (event, rows of entities that the register lacks), the most frequent first.
Text EventsOfMissing(const EntityRows& other, const std::string& reg);
// (event, rows dated more than `tolerance_us` before the entity's first row in the register), the
// most frequent first.
Text RowsBefore(const EntityRows& other, const std::string& reg, int64_t tolerance_us);
// (entities that have such rows, median of how long before in seconds); (id, key), the longest
// first.
Text LeadBefore(const std::string& other, const std::string& reg, int64_t tolerance_us);
Text EntitiesBefore(const std::string& other, const std::string& reg, const std::string& entity,
                    int64_t tolerance_us, int most);
// (id, path, row in the file from 1) of the first row of each.
Text FirstRowsOf(const EntityRows& rows, const std::vector<int64_t>& ids);

// For each dimension: entities with a value, with several rows that have one, with several values.
Text FactsOf(const std::string& table, const std::vector<std::string>& dimensions);
// For each dimension: entities that have one value in each table, and those whose two differ.
Text CompareFacts(const std::string& a, const std::string& b,
                  const std::vector<std::string>& dimensions);
// (entities): those whose two values are different however they are written, both of them values;
// and (id, key, value of a, value of b) of some.
Text CountDiffering(const std::string& a, const std::string& b, const std::string& dimension);
Text SomeDiffering(const std::string& a, const std::string& b, const std::string& entity,
                   const std::string& dimension, int most);

// (file, first_us, last_us) of each file of a source.
Text SpansOfFiles(const std::string& source);
// ns_fit_twice (id, lo, hi): entities that have one value in each of several files, whose rows lie
// in the same time. REQUIRES: a table by files.
Text CreateTwiceTold(const std::string& by_file, const std::string& dimension);
// (entities); and those of them whose values are different, as CountDiffering and SomeDiffering.
Text CountTwiceTold();
Text CountTwiceDiffering(const std::string& dimension);
Text SomeTwiceDiffering(const std::string& entity, const std::string& dimension, int most);
// (path, row in the file from 1) of the first row of an entity that has this value.
Text FirstRowWith(const EntityRows& rows, int64_t id, const std::string& dimension,
                  const std::string& value);

}  // namespace northstar::sql::duckdb
