#include "engine/duckdb/load_rejects.h"

#include <fmt/format.h>

#include <filesystem>

#include "engine/duckdb/cell_reading.h"
#include "engine/duckdb/staging.h"
#include "model/project.h"
#include "sql/duckdb/rejects_sql.h"

namespace northstar::duck {
namespace fs = std::filesystem;
namespace {

Status CollectUnsplit(Connection& db) {
  NS_RETURN_IF_ERROR(db.Run(statement::CreateUnsplit()));
  NS_ASSIGN(const Rows present, db.Query(statement::CountRejectTables()));
  if (present.Int(0, 0) == 0) return Status::Ok();
  return db.Run(statement::InsertUnsplit());
}

// Everything after an open quote would be lost as one row, so that is no matter of a share.
Status CheckQuotes(Connection& db, const Source& source) {
  NS_ASSIGN(const Rows open, db.Query(statement::FirstOpenQuote(source.name)));
  if (open.rows.empty()) return Status::Ok();
  const std::string text = open.Text(0, 2);
  return Error::Data(
      fmt::format("source '{}': {}:{}: a quote is opened but never closed, so the rows after it "
                  "cannot be separated: {}",
                  source.name, open.Text(0, 0), open.Int(0, 1), text.substr(0, text.find('\n'))),
      "close the quote, or double it where it is part of the text");
}

}  // namespace

std::string RejectsPath(const Project& project, const Source& source) {
  return (fs::path(project.root) / "target" / "rejects" / (source.name + ".csv")).string();
}

Status DescribeStage(Connection& db, const std::vector<statement::StagedFile>& files) {
  NS_RETURN_IF_ERROR(db.Run(statement::CreateStagedFiles()));
  for (const statement::StagedFile& file : files)
    NS_RETURN_IF_ERROR(db.Run(statement::InsertStagedFile(file)));
  return CollectUnsplit(db);
}

Result<Rejects> CollectRejects(Connection& db, const Project& project, const Source& source) {
  NS_RETURN_IF_ERROR(CheckQuotes(db, source));
  Rejects rejects;
  NS_ASSIGN(const Rows split, db.Query(statement::CountUnsplit()));
  for (size_t i = 0; i < split.rows.size(); ++i)
    rejects.not_split[static_cast<uint32_t>(split.Int(i, 0))] = split.Int(i, 1);
  NS_ASSIGN(const Rows reasons, db.Query(statement::RejectReasons(source.name)));
  if (reasons.rows.empty()) return rejects;
  for (size_t i = 0; i < reasons.rows.size(); ++i) {
    const std::string reason = reasons.Text(i, 0);
    const std::string example = reasons.Text(i, 2);
    rejects.reasons.push_back({reason, reasons.Int(i, 1), example, reasons.Int(i, 3),
                               reasons.Text(i, 4),
                               reason.ends_with(NotANumber("")) ? StyleHint(example) : ""});
  }
  rejects.path = RejectsPath(project, source);
  std::error_code ignored;
  fs::create_directories(fs::path(rejects.path).parent_path(), ignored);
  NS_RETURN_IF_ERROR(db.Run(statement::WriteRejects(source.name, rejects.path)));
  return rejects;
}

}  // namespace northstar::duck
