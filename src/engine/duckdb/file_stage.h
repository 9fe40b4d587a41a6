// The rows of files → ns_stage, a temporary table of text and numbers, with a verdict for each row.
//
// A file is read exactly as it was surveyed. One that changes meanwhile is read again: of lines
// that are appended, those that were whole; anything else, once more as a whole.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/duckdb/json_fields.h"
#include "engine/duckdb/load.h"
#include "engine/duckdb/load_rejects.h"
#include "engine/duckdb/source_files.h"
#include "engine/duckdb/staging.h"

namespace northstar::duck {

// Where a text stands.
struct CellExample {
  std::string file;
  int64_t row = 0;
  std::string text;
};

class FileStage {
 public:
  // `lookups` are built before Read.
  FileStage(Connection& connection, const Project& project, const Source& source,
            const Lookups& lookups, const LoadOptions& options)
      : db_(connection),
        project_(project),
        source_(source),
        lookups_(lookups),
        options_(options),
        fields_(source.name) {}
  ~FileStage() { Drop(); }
  FileStage(const FileStage&) = delete;
  FileStage& operator=(const FileStage&) = delete;

  // Fills ns_stage anew with what is new in `files`, whose entries are surveyed again where they
  // changed. New files get ids after `last_id`; `lenient`: also where lines end in different ways.
  // `evidence_of_all`: also of files whose numbers can all be read.
  Status Read(std::vector<SourceFile>& files, uint32_t last_id, const CellReading& reading,
              bool lenient, bool evidence_of_all);
  void Drop();

  // What the record of files has to say about each, in their order.
  struct Entry {
    SourceFile file;
    uint32_t id;
  };
  const std::vector<Entry>& entries() const { return entries_; }
  const std::vector<statement::StagedFile>& staged() const { return staged_; }
  std::vector<std::string> Notes() const;
  bool mixed_line_ends() const { return mixed_line_ends_; }

  // What the cells of number columns say about how they are written, of files with cells that could
  // not be read: by column of the file.
  const std::map<std::string, uint32_t>& evidence() const { return evidence_; }
  // The same of one file, as it is shown.
  std::map<std::string, uint32_t> EvidenceIn(const std::string& file) const;
  // A cell of the column with some of this evidence; an empty text when no file read so far has
  // one.
  CellExample ExampleOf(const std::string& column, uint32_t evidence) const;
  // The currency signs that cells of the column bear.
  std::set<std::string> CurrenciesOf(const std::string& column) const;

 private:
  Status ReadFile(SourceFile& file, uint32_t id);
  Status ReadWhole(SourceFile& file, uint32_t id);
  Status ReadLines(SourceFile& file, uint32_t id, int64_t from, int64_t to);
  // Where the rows of a file are, and how they are read.
  struct Reading {
    const OpenedFile& head;  // tells the layout
    const OpenedFile& rows;  // a part of it without its head where `part`
    const TableFiles& table;
    std::string name;  // its ending tells the layout
    bool part = false;
    std::optional<int64_t> lines_above = std::nullopt;  // none: a header, if there is one
  };
  Status ReadRows(const SourceFile& file, uint32_t id, const Reading& reading);
  Status ReadMended(const SourceFile& file, uint32_t id, const Reading& reading);
  Result<bool> HoldsTorn(uint32_t id);
  Status NameLongRows(const OpenedFile& rows, int64_t scan);
  Status RunStatement(const SourceFile& file, const sql::Text& insert);
  Status GatherEvidence(const FileReader& reader, const OpenedFile& rows,
                        const StageStatement& staging, const SourceFile& file, int64_t above);
  Result<int64_t> Places();  // the rowid that the next staged row gets
  Result<int64_t> LastScan();
  Status Forget(uint32_t id);
  Error ReadError(const SourceFile& file, const Error& error, const OpenedFile& rows);

  Connection& db_;
  const Project& project_;
  const Source& source_;
  const Lookups& lookups_;
  const LoadOptions& options_;
  CellReading reading_;
  bool lenient_ = false;
  bool mixed_line_ends_ = false;
  std::vector<Entry> entries_;
  std::vector<statement::StagedFile> staged_;
  std::vector<std::string> notes_;
  JsonFields fields_;
  int64_t forgotten_ = 0;  // rows that were staged and deleted
  bool evidence_of_all_ = false;
  std::map<std::string, uint32_t> evidence_;
  std::map<std::string, std::map<std::string, uint32_t>> evidence_in_;  // by file, then column
  std::map<std::pair<std::string, uint32_t>, CellExample> examples_;  // by column and one evidence
  std::map<std::string, std::set<std::string>> currencies_;           // by column
  double total_bytes_ = 0, done_bytes_ = 0;                           // of the files to read
};

}  // namespace northstar::duck
