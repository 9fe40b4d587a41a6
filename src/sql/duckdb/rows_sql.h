// From the stage into the stored events: which rows repeat others, what each file brought, ids that
// other programs spoiled, and the codes of entities, dimensions and events. stage_sql.h names the
// tables of the stage, storage.h what is stored.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/source.h"
#include "sql/duckdb/stage_sql.h"

namespace northstar::sql::duckdb {

// A dictionary-coded column of the stage: entities and dimensions.
struct KeyColumn {
  std::string name;    // of the entity or dimension
  std::string column;  // in the stage and in storage
  std::string table;   // the dictionary
  bool entity = false;
};

// The stored events, the ids of rows, and the dictionaries.
std::vector<Text> CreateRowTables(const Source& source, const std::vector<KeyColumn>& keys);
std::vector<Text> DropRowTables(const std::string& source);
// One number.
Text CountRowsOfFile(const std::string& source, int64_t file);
Text DeleteRowsOfFile(const std::string& source, int64_t file);

// ns_repeats (row, file, whether it differs from the first row of the id), and their verdict.
Text FindRepeats(const std::string& source);
Text MarkRepeats();
// The same of a source with a cursor: rows that are stored as they are, and repeats among those
// that were read.
Text FindSeenAgain(const std::string& source);
// ns_replaced: stored rows of which another version was read, whatever became of it.
// REQUIRES: MarkRepeats.
Text FindReplaced(const std::string& source);
// One number.
Text CountReplaced();
std::vector<Text> RemoveReplaced(const std::string& source, int64_t rows);
// One number: rows of ns_repeats that differ.
Text CountDiffering();
// Adds what ns_repeats has of rows that differ to the record of files.
Text CountConflicts(const std::string& source);
// (conflicting, read); (rejected, read): sums over all files.
Text ConflictingRows(const std::string& source);
Text RejectedRows(const std::string& source);
// (file, number of the row) of the first row that differs.
Text FirstConflict(const std::string& source);
// Adds `rows` to what was read of a file, and to its count of the verdict.
Text AddRows(const std::string& source, int64_t file, Verdict verdict, int64_t rows);

// (file, cell) of the first row whose entity, or whose id, a spreadsheet has rounded.
Text FirstRoundedEntity(const std::string& source, const KeyColumn& key);
Text FirstRoundedId(const std::string& source);
// Columns of entities that hold whole numbers: (whole, points were removed).
Text WholeIds(const std::string& source, const std::string& entity);
Text RememberTextIds(const std::string& source, const std::string& entity);
Text RememberWholeIds(const std::string& source, const std::string& entity, bool points);
// A row where the column holds something else than whole numbers.
Text FindTextId(const KeyColumn& key);
// (cells with a point, cells); and removes the ".0" of data frames.
Text CountPoints(const KeyColumn& key);
Text StripPoints(const KeyColumn& key);

// Codes for events, and for the keys of a dictionary, that it does not have yet.
Text AddEventNames();
Text AddKeys(const KeyColumn& key);
// A select of these keys: (key).
std::string NewKeys(const KeyColumn& key);
// A row when some row of the files could not be split.
Text FindUnsplit();
// Stores the kept rows in their order; `unsplit`: some rows of the files could not be split.
Text InsertRows(const Source& source, const std::vector<KeyColumn>& keys, bool unsplit);
// The same of arrivals, which are one file that everything is in; `behind`: rows of it that were
// there before the stage.
Text InsertArrivedRows(const Source& source, const std::vector<KeyColumn>& keys, int64_t behind);
// Their ids; where rows may be replaced later, with their places.
Text InsertRowIds(const Source& source, bool unsplit);

}  // namespace northstar::sql::duckdb
