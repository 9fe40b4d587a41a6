// ns_stage → the stored events of a source: which rows repeat others, what each file brought, and
// the codes of entities, dimensions and events. Runs inside the caller's transaction.
#pragma once

#include <string>
#include <vector>

#include "engine/duckdb/file_stage.h"
#include "sql/duckdb/rows_sql.h"

namespace northstar::duck {

class RowStore {
 public:
  RowStore(Connection& connection, const Project& project, const Source& source,
           LoadSummary& summary);

  // Everything that was stored of the source.
  Status DropSource();
  Status CreateTables(const std::string& definition);
  Status EnterFile(const FileStage::Entry& entry);
  // Returns the number of rows that the file had brought.
  Result<int64_t> RemoveFile(const KnownFile& file);
  // The staged rows. Fails for rows that repeat an id but not its content, for ids that a
  // spreadsheet has rounded, and when more rows than allowed could not be read.
  // REQUIRES: DescribeStage.
  Status Store();
  // After Store: ids that were read as whole numbers turn out to be text, so that rows that were
  // stored must be read again. Nothing was stored then.
  bool became_text() const { return became_text_; }

 private:
  Status MarkRepeats();
  Status ReplaceSeen();
  Status CheckIds();
  Status CountRows();
  Status CountRejects();
  Status CheckRejected();
  Status WholeNumberIds();
  Status CheckEntities();
  Status StripPoints(const statement::KeyColumn& key);
  Status Encode();

  Connection& db_;
  const Project& project_;
  const Source& source_;
  LoadSummary& summary_;
  std::vector<statement::KeyColumn> keys_;
  bool became_text_ = false;
};

}  // namespace northstar::duck
