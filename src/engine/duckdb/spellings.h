// How values, names of events and ids are written in the loaded sources, and where rows of examples
// lie: the part of misfits.h that reads dictionaries.
#pragma once

#include <string>
#include <vector>

#include "engine/duckdb/database.h"
#include "engine/misfit_facts.h"
#include "model/source.h"
#include "sql/duckdb/misfits_sql.h"

namespace northstar::duck {

// `row` counts from 1 without the header of the file.
RowPlace PlaceIn(const Source& source, const std::string& path, int64_t row);
// Of rows that hold an id and a key in these columns: the key, and the first row of each.
Result<std::vector<MisfitExample>> FirstRows(Connection& db, const Source& source,
                                             const statement::EntityRows& of, const Rows& rows,
                                             size_t id, size_t key);

// Fills `spellings` and `left_out`.
class SpellingReader {
 public:
  SpellingReader(Connection& db, const std::vector<const Source*>& sources)
      : db_(db), sources_(sources) {}
  Status Read(MisfitFacts& facts);

 private:
  Status ReadValues(const std::string& dimension, MisfitFacts& facts);
  Status ReadUses(const Source& source, const std::string& column, const std::string& dictionary,
                  SpellingFacts& found, std::vector<int64_t>& groups);

  Connection& db_;
  const std::vector<const Source*>& sources_;
};

// A table of entities (misfits_sql.h) and how many they are.
struct EntitiesOfSource {
  const Source* source = nullptr;
  statement::EntityRows rows;
  std::string table;
  int64_t entities = 0;
};
// Fills `ids` for the sources of one entity. REQUIRES: at least two.
Status ReadIdSpellings(Connection& db, const std::vector<EntitiesOfSource>& sources,
                       MisfitFacts& facts);

}  // namespace northstar::duck
