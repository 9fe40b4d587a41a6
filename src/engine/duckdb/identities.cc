#include "engine/duckdb/identities.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "engine/duckdb/forget.h"
#include "engine/duckdb/reader.h"
#include "engine/duckdb/source_files.h"
#include "engine/duckdb/staging.h"
#include "engine/duckdb/written_ids.h"
#include "model/project.h"
#include "sql/duckdb/identities_sql.h"
#include "sql/duckdb/session_sql.h"
#include "sql/storage.h"

namespace northstar::duck {
namespace {

// Appends what a file says is one and the same; returns the number of its rows.
Result<int64_t> ReadPairs(Connection& db, const Project& project, const Source& source,
                          const SourceFile& file, const OpenedFile& opened) {
  NS_ASSIGN(const FileReader reader, FileReader::Open(db, source, opened, file.path));
  if (reader.empty()) return int64_t{0};
  const auto text = [&](const NamedExpr& expr) {
    return FileExprSql(project, source, reader, expr, ValueType::kText);
  };
  NS_ASSIGN(const std::string from, text(*source.merge_from));
  NS_ASSIGN(const std::string to, text(*source.merge_to));
  std::string kept = "true";
  if (source.where) {
    NS_ASSIGN(kept, FileExprSql(project, source, reader, *source.where, ValueType::kBool));
  }
  ReadOptions strict;
  strict.unsplit = statement::UnsplitRows::kFail;
  const std::string relation = reader.Relation(opened, strict);
  NS_ASSIGN(const Rows count, db.Query(statement::CountRowsIn(relation)));
  NS_RETURN_IF_ERROR(db.Run(statement::InsertPairs(source.name, relation, from, to, kept)));
  return count.Int(0, 0);
}

// Ids that are whole numbers throughout lose the ".0" of data frames, as those of events do.
Status StripPoints(Connection& db, const std::string& source, const std::string& column,
                   LoadSummary& summary) {
  NS_ASSIGN(const Rows found, db.Query(statement::WholePairs(source, column)));
  if (found.Int(0, 0) == 0 || found.Int(0, 1) == 0) return Status::Ok();
  summary.notes.push_back(
      WholeIdsNote(column == statement::kFromKey ? "from" : "to", found.Int(0, 1)));
  return db.Run(statement::StripPairPoints(source, column));
}

}  // namespace

Result<LoadSummary> LoadIdentities(Connection& db, const Project& project, const Source& source,
                                   const LoadOptions& options) {
  const auto start = std::chrono::steady_clock::now();
  LoadSummary summary;
  summary.source = source.name;
  NS_ASSIGN(const std::vector<KnownFile> known, KnownFiles(db, source.name));
  NS_ASSIGN(const FileSurvey survey,
            SurveyFiles(project, source, options.full_refresh ? std::vector<KnownFile>{} : known));
  if (survey.files.empty()) return ExpandFiles(source).error();
  NS_ASSIGN(const std::string loaded, LoadedDefinition(db, source.name));
  const std::string definition = SourceDefinition(project, source);
  const bool changed = !survey.left.empty() ||
                       std::any_of(survey.files.begin(), survey.files.end(),
                                   [](const SourceFile& file) { return file.NeedsReading(); });
  if (!survey.gone.empty() && changed && !options.prune) {
    return Error::Data(
        fmt::format("source '{}': {} is gone, and identities are always read as a whole",
                    source.name, survey.gone[0].path),
        "put it back, or give up its rows with 'northstar load --prune'");
  }
  if (!changed && loaded == definition) {
    summary.same_files = static_cast<int>(survey.files.size());
    return summary;
  }
  NS_RETURN_IF_ERROR(db.Run(statement::kBegin));
  const auto store = [&]() -> Status {
    NS_RETURN_IF_ERROR(db.RunAll(statement::DeleteFilesAndSource(source.name)));
    NS_RETURN_IF_ERROR(db.Run(statement::CreatePairs(source.name)));
    int64_t id = 0;
    for (const SourceFile& file : survey.files) {
      NS_ASSIGN(const OpenedFile opened, OpenedFile::Open(file.path, file.shown));
      NS_ASSIGN(const FileStamp before, opened.Stamp());
      NS_ASSIGN(const int64_t read, ReadPairs(db, project, source, file, opened));
      NS_ASSIGN(const std::string hash, HashFile(opened.alias(), before.size));
      NS_ASSIGN(const FileStamp after, opened.Stamp());
      if (before != after) {
        return Error::Data(fmt::format("'{}' changed while it was read", file.shown),
                           "load it once the other program has finished writing");
      }
      summary.read += read;
      ++summary.new_files;
      const KnownFile entry{
          0, file.shown, before.size, before.mtime_ns, before.ctime_ns, before.inode, hash, 0};
      NS_RETURN_IF_ERROR(RecordFile(db, source.name, ++id, entry, read, read));
    }
    for (const char* column : {statement::kFromKey, statement::kToKey})
      NS_RETURN_IF_ERROR(StripPoints(db, source.name, column, summary));
    NS_RETURN_IF_ERROR(DropForgottenPairs(db, source));
    NS_ASSIGN(const Rows kept, db.Query(statement::CountPairs(source.name)));
    summary.kept = kept.Int(0, 0);
    // Rows that `where` drops, and rows that name only one of the two.
    summary.filtered = summary.read - summary.kept;
    return db.Run(statement::InsertSource(source.name, definition));
  };
  if (const Status status = store(); !status.ok()) {
    (void)db.Run(statement::kRollback);
    return status.error();
  }
  NS_RETURN_IF_ERROR(db.Run(statement::kCommit));
  summary.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return summary;
}

}  // namespace northstar::duck
