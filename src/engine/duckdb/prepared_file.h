// A table on the disk as DuckDB's readers can take it: as it lies where they can, else a copy in
// the project's target/ folder while it is read: a file of an archive, a sheet of a workbook as
// CSV, text of another encoding or shape as plain CSV. Internal to loading.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/duckdb/file_copies.h"
#include "engine/duckdb/opened_file.h"
#include "engine/duckdb/source_files.h"
#include "model/project_ref.h"
#include "model/table_files.h"

namespace northstar::duck {

class PreparedFile {
 public:
  // `file` as `place` was opened; it must outlive this object. Errors name the place as it is
  // shown, and lines of text as the file has them.
  static Result<PreparedFile> Make(const Project& project, const TableFiles& table,
                                   const SourceFile& place, const OpenedFile& file);

  // The rows, how they are to be read, and the name whose ending tells the layout.
  const OpenedFile& rows() const { return copies_.empty() ? *file_ : copies_.back().file(); }
  const TableFiles& table() const { return table_; }
  const std::string& name() const { return name_; }
  // It is the file itself, so that it may grow.
  bool as_it_lies() const { return copies_.empty(); }
  // Lines of the file above its first row; none: a header, if `table` says that there is one.
  std::optional<int64_t> lines_above() const { return lines_above_; }
  // Sentences: what of it was left out.
  const std::vector<std::string>& notes() const { return notes_; }

 private:
  PreparedFile(const TableFiles& table, const OpenedFile& file, std::string name)
      : file_(&file), table_(table), name_(std::move(name)) {}
  Status Unpack(const Project& project, const SourceFile& place);
  Status WriteSheet(const Project& project, const SourceFile& place);
  Status MakePlain(const Project& project, const std::string& shown);

  const OpenedFile* file_;
  std::vector<CopiedFile> copies_;  // each made of the one before
  TableFiles table_;
  std::string name_;
  std::optional<int64_t> lines_above_;
  std::vector<std::string> notes_;
};

// Whether the file can be read as it lies, so that more may be appended to it.
bool CanGrow(const TableFiles& table, const OpenedFile& file, const std::string& name);

}  // namespace northstar::duck
