// The source of a project that would read a table: which column is the time, what happened, who,
// how much. A table without a time of its own is no source, but may be looked up by one. Pure.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "analysis/inspect/column_kind.h"
#include "analysis/inspect/joins.h"
#include "engine/found_tables.h"

namespace northstar {

// A name of the project, and the column as an expression.
using NamedColumn = std::pair<std::string, std::string>;

struct ProposedLookup {
  size_t table = 0;  // whose row is looked up
  // The proposed source of this table, where what that one looks up is taken too; else empty.
  std::string source;
  // Ours and theirs, part by part.
  std::vector<std::pair<std::string, std::string>> on;
  // Columns of one row, or aggregates of several.
  std::vector<NamedColumn> take;
  double matched = 0;  // share of our keys that are found, 0 to 1
};

struct ProposedSource {
  std::string name;
  size_t table = 0;
  std::string time;         // a column or an expression
  std::string time_column;  // of it the column that most rows have
  std::string date_order;   // "dmy", "mdy"; empty: not needed
  // Both orders fit; `date_order` is a guess.
  bool order_unknown = false;
  // Other columns that could be the time.
  std::vector<std::string> other_times;
  // One of them.
  std::string event, event_column;
  std::vector<NamedColumn> entities, dimensions, values;
  // A column whose every value occurs once, or the key of a table of a database; may be empty.
  std::vector<std::string> id;
  // An amount by which it cannot be told whether a comma parts thousands, as it is taken to; empty:
  // there is none.
  std::string comma_guess;
  // Columns that are not used although they seem to hold something, each with why.
  std::vector<std::string> left_out;
  // Rows to keep, as an expression; empty: all.
  std::string where;
  // What begins in this source ends in that other proposed one; else empty.
  std::string ends_in;
  std::string cursor;  // of a database, a time that changes with the row; else empty
  std::vector<ProposedLookup> lookups;
};

// In the order of the tables. REQUIRES: guesses[i] belongs to tables[i], and `joins` to both.
std::vector<ProposedSource> ProposeSources(std::span<const FoundTable> tables,
                                           std::span<const std::vector<ColumnGuess>> guesses,
                                           const JoinFindings& joins);

}  // namespace northstar
