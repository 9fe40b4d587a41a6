// The tables that the rows of a source look up while they are loaded (model/lookup.h): which files
// they consist of, whether those changed since the source was loaded, and their rows in memory, one
// per key, for the functions ns_find and ns_field. A table that is another source of the project is
// read with what that one looks up in turn.
//
// For one thread. Internal to loading.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/cancel_token.h"
#include "engine/duckdb/functions.h"
#include "engine/duckdb/opened_file.h"
#include "engine/duckdb/reader.h"
#include "engine/duckdb/source_files.h"
#include "model/project_ref.h"
#include "model/source.h"
#include "sql/duckdb/lookup_sql.h"

namespace northstar::duck {

struct LookedUpSql;  // staging.h

class Lookups {
 public:
  // `cancel` ends what asks a database; may be null. `record`: under which name the record of files
  // keeps those of the tables, one name for each that asks; empty: that of the source.
  Lookups(Connection& connection, const Project& project, const Source& source, CancelToken* cancel,
          std::string record = "");
  ~Lookups();
  Lookups(const Lookups&) = delete;
  Lookups& operator=(const Lookups&) = delete;

  size_t size() const { return tables_.size(); }
  const Lookup& lookup(size_t i) const { return source_.lookups[i]; }
  // Of ns_find. REQUIRES: Build.
  int64_t table(size_t i) const;
  // By field that is taken: whether it is a number, not a text. REQUIRES: Build.
  const std::vector<bool>& numbers(size_t i) const;

  // Finds the files. Fails where a pattern finds none.
  Status Survey();
  // The files, as they are shown, of which rows that are stored know another content; of tables of
  // tables too. REQUIRES: Survey.
  std::vector<std::string> Changed() const;
  // The same by the names, sizes and times of files alone.
  bool LooksUnchanged();
  // Reads the tables, once. Fails for a key that is there twice where one row is asked for, for two
  // rows that are valid at once, for a column that is not there.
  Status Build();
  // Enters the files in the record of files. Within the caller's transaction. REQUIRES: Survey.
  Status Record();
  // What the tables held that could not be used, and, where rows are staged, how many of them found
  // nothing; sentences.
  Result<std::vector<std::string>> Notes();

 private:
  struct Table;
  Status Ask(size_t i);
  Status BuildTable(size_t i);
  Status ReadFiles(const Lookup& lookup, Table& table);
  Status ReadFile(const Lookup& lookup, Table& table, const SourceFile& file);
  Status ReadRows(const Lookup& lookup, Table& table, const SourceFile& file,
                  const FileReader& reader, const OpenedFile& rows);
  Status CheckKeys(const Lookup& lookup) const;
  Status CheckRows(const SourceFile& file, const LookedUpSql& sql);
  Status ReadCells(const Lookup& lookup, Table& table, std::vector<statement::TakenCell>& cells);
  Result<bool> AreTimes(const Lookup& lookup, const Table& table, statement::TakenCell& cell);
  Status Keep(const Lookup& lookup, Table& table, const std::vector<statement::TakenCell>& cells);
  Result<std::string> NoteOf(size_t i);
  std::string RecordName(size_t i) const;

  Connection& db_;
  const Project& project_;
  const Source& source_;
  CancelToken* cancel_;
  std::string record_;
  std::vector<std::unique_ptr<Table>> tables_;
  std::vector<std::string> notes_;
};

}  // namespace northstar::duck
