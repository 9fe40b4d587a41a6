// A table that the rows of a source look up by key: what `lookup:` says, as it is written. The
// fields that it takes are columns of the source's rows from then on, for expressions, times, ids
// and the keys of the lookups after it.
//
// Whether files and columns exist shows when they are loaded. Plain values.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/diagnostic.h"
#include "model/table_files.h"

namespace northstar {

// Which of the rows of one key gives the field. kOnly: there must not be several.
enum class TakeHow { kOnly, kSum, kCount, kMin, kMax, kFirst, kLast, kAny };

struct TakenField {
  // What the source calls it.
  std::string name;
  TakeHow how = TakeHow::kOnly;
  // A column of the table; empty: the rows themselves, which only kCount takes.
  std::string of;
  // Of `of`, without the aggregate around it.
  SourceSpan span;
};

// A row of the table is valid from one time on up to another, which it does not include.
struct ValidTime {
  // Columns of the table. An empty cell leaves that side open; without `to` a row is valid until
  // the next one of its key begins. An empty `from`: rows are valid whenever.
  std::string from, to;
  // `to` names the last day that is included.
  bool to_included = false;
  SourceSpan span;
};

struct Lookup {
  // Its own files; empty where `source` names a source of the project, whose rows are taken as they
  // are read, with what they look up, whatever its `where` says.
  TableFiles table;
  std::string source;
  // Columns of the rows that ask, and of the table; at least one pair.
  std::vector<std::pair<std::string, std::string>> on;
  SourceSpan on_span;
  std::vector<TakenField> take;
  ValidTime valid;
  // Rows without a match are rejected; else the fields are empty.
  bool reject_missing = false;
  // All of it as it was written, for telling whether it changed.
  std::string text;
  SourceSpan span;

  // What messages call the table: "customers.csv", "the source 'customers'".
  std::string Shown() const;
  // One row of a key is enough for all fields, so that there must be one.
  bool OneRow() const;
};

}  // namespace northstar
