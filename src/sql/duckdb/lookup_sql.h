// What rows look up while they are loaded: ns_looked_up, a temporary table of the rows of one table
// that is looked up, (key, row_id, from_us, until_us, f0, f1, …), texts and UTC microseconds; the
// query that puts one row per key together; and the relation of a file with the fields that it
// finds.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/lookup.h"
#include "sql/dialect.h"

namespace northstar::sql::duckdb {

// Several parts are one key; null where one of them is empty.
std::string KeyOf(const std::vector<std::string>& parts);

Text CreateLookedUp(size_t fields);
Text DropLookedUp();
// One file of the table: all are SQL over the relation. Times are packed; empty: none.
struct LookedUpFile {
  std::string relation;
  std::string key;
  // Microseconds from which and until when the row is valid; empty: the table has none.
  std::string from_us, until_us;
  // RowId of the row; empty: every row counts.
  std::string row_id;
  std::vector<std::string> fields;
};
Text InsertLookedUp(const LookedUpFile& file);
// Of rows with one id the first stays.
Text DeleteRepeatedRows();
// (rows that `no_row` holds for, rows).
Text CountNoRows(const std::string& relation, const std::string& no_row);
// A cell of a time that cannot be read: (text), at most one row.
Text FindUnreadTime(const std::string& relation, const std::string& text, const std::string& time);

// (key, rows) of keys with several rows, `most` at most; (key, text of the later row's begin) of
// rows that are valid while another one of their key is.
Text RepeatedKeys(int most);
Text OverlappingRows(int most);
// (key, text of the begin, rows) of rows of one key that begin at once.
Text RowsThatBeginAtOnce(int most);
// One number: all evidence of how the numbers of a field are written.
Text FieldEvidence(size_t field);
// (cells that are no number, cells, one of the former).
Text NotNumbers(size_t field, int style);
// (cells that are no time, cells, one of the former), as ns_time reads them.
Text NotTimes(size_t field, int zone, int code);

struct TakenCell {
  TakeHow how = TakeHow::kOnly;
  size_t field = 0;
  // How its numbers are written; none: it is read as text.
  std::optional<int> style;
  // Zone and code of ns_time where its cells are ordered as times.
  std::optional<std::pair<int, int>> time = {};
  // The rows are counted, not the cells.
  bool of_rows = false;
};
// (key, from_us, until_us, cell, …) ordered by key and time; one row per key where `grouped`. With
// `open`, a row is valid until the next one of its key begins.
Text LookedUpRows(const std::vector<TakenCell>& cells, bool grouped, bool open);

// The relation with a column for each field that is found, named FieldColumn, and FoundColumn, the
// row that was found, null where there is none. `instant`: SQL, UTC microseconds; empty: rows are
// valid whenever.
struct FoundFields {
  int number = 0;  // of the lookup in its source
  int64_t table = 0;
  std::string key, instant;
  // By field: whether it is a number.
  std::vector<bool> numbers;
};
std::string WithFound(const std::string& relation, const FoundFields& found);
std::string FieldColumn(int lookup, size_t field);
std::string FoundColumn(int lookup);
// The key that the row looked up.
std::string LookedUpKey(int lookup);
// A row has a key, and no row was found for it.
std::string FoundNone(int lookup);

// Bits of the lookups that found none, and the first key that was not found, as SQL.
std::string MissedBits(int lookups);
std::string MissedKey(int lookups);
// (rows, different keys, one of them) of staged rows whose lookup found none.
Text CountMissed(int lookup);
// (key) of missed keys, `most` at most.
Text MissedKeys(int lookup, int most);

}  // namespace northstar::sql::duckdb
