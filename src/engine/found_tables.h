// Any files, folders and databases → the tables in them: what each is, which keys of a source are
// needed to read it, and the profile of its columns. Sheets of workbooks and files of archives are
// tables; files of one folder that are named and laid out alike are one table.
//
// How text is laid out is proposed (files/text_shape.h): unlike a load, which takes only what is
// certain, because people see what is proposed before it counts.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/table_profile.h"
#include "model/table_files.h"

namespace northstar {

struct FoundTable {
  // Below what was asked for: "orders.csv", "book.xlsx#Days", "export.zip!events/*.json",
  // "logs/2024-*.csv".
  std::string name;
  std::string format;  // "csv", "json", "parquet", "xlsx", "ods", "postgresql", "sqlite"
  // Of text; else empty. The delimiter is a sign, "\\t", or "whitespace".
  std::string encoding, delimiter;
  std::optional<bool> header;
  std::string decimal;
  // How a source has to say it; `files` as it was asked for, with what is in it:
  // "data/a.zip!*.csv".
  TableFiles layout;
  int64_t files = 1;
  TableProfile profile;
  // Of a table of a database: the columns of its key, in their order.
  std::vector<std::string> primary_key;
  // Rows at the end that are totals or notes.
  int64_t footer = 0;
  // Sentences: what was left out of it.
  std::vector<std::string> notes;
};

struct NoTable {
  std::string name;
  Error why;
};

struct FoundTables {
  std::vector<FoundTable> tables;  // by name
  std::vector<NoTable> others;     // what is no table, or cannot be read
};

// Of files that are one table no more than so much text is looked at.
inline constexpr int64_t kMostJoinedBytes = int64_t{1} << 30;

// `paths`: files, folders, which are read to the bottom without hidden files, and addresses of
// databases (databases/address.h); relative to the working directory, and named in `layout` as they
// were given, so that an address in it may hold a password. kUsage for a path that is not
// there, kData where nothing in them is a table. Copies lie in a folder of their own under the
// system's for temporary files, and are gone afterwards. `cancel` may be null;
// asked, it ends the work with an error. Thread safe.
Result<FoundTables> FindTables(const std::vector<std::string>& paths,
                               CancelToken* cancel = nullptr);

// The same of the files that a source names, whatever it says of their layout. kUsage where it
// reads none. Thread safe.
Result<FoundTables> FindTablesOf(const TableFiles& source, CancelToken* cancel = nullptr);

}  // namespace northstar
