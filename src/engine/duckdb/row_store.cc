#include "engine/duckdb/row_store.h"

#include <fmt/format.h>

#include <filesystem>

#include "base/text.h"
#include "engine/duckdb/forget.h"
#include "engine/duckdb/written_ids.h"
#include "sql/storage.h"

namespace northstar::duck {
namespace {

// "'a' and 'b'": the columns that identify a row.
std::string IdColumns(const Source& source) {
  std::vector<std::string> names;
  for (const std::string& name : source.id) names.push_back("'" + name + "'");
  return Join(names, " and ");
}

}  // namespace

RowStore::RowStore(Connection& connection, const Project& project, const Source& source,
                   LoadSummary& summary)
    : db_(connection), project_(project), source_(source), summary_(summary) {
  keys_ = KeyColumnsOf(source);
}

Status RowStore::DropSource() {
  NS_RETURN_IF_ERROR(db_.RunAll(statement::DeleteRecords(source_.name)));
  return db_.RunAll(statement::DropRowTables(source_.name));
}

Status RowStore::CreateTables(const std::string& definition) {
  NS_RETURN_IF_ERROR(db_.RunAll(statement::CreateRowTables(source_, keys_)));
  return db_.Run(statement::InsertSourceIfNew(source_.name, definition));
}

Status RowStore::EnterFile(const FileStage::Entry& entry) {
  const SourceFile& file = entry.file;
  const auto id = static_cast<int64_t>(entry.id);
  switch (file.change) {
    case FileChange::kSame:
      return Status::Ok();
    case FileChange::kTouched:
    case FileChange::kMoved:
    case FileChange::kGrown:
    case FileChange::kMore:
      return db_.Run(statement::UpdateFile(RecordOf(source_.name, id, file.AsKnown())));
    case FileChange::kChanged: {
      NS_ASSIGN([[maybe_unused]] const int64_t rows, RemoveFile(file.known));
      break;
    }
    case FileChange::kNew:
      break;
  }
  return RecordFile(db_, source_.name, id, file.AsKnown(), 0, 0);
}

Result<int64_t> RowStore::RemoveFile(const KnownFile& file) {
  const auto id = static_cast<int64_t>(file.id);
  NS_ASSIGN(const Rows rows, db_.Query(statement::CountRowsOfFile(source_.name, id)));
  NS_RETURN_IF_ERROR(db_.Run(statement::DeleteRowsOfFile(source_.name, id)));
  NS_RETURN_IF_ERROR(db_.Run(statement::DeleteFile(source_.name, id)));
  return rows.Int(0, 0);
}

Status RowStore::Store() {
  NS_RETURN_IF_ERROR(FilterForgotten(db_, keys_));
  NS_RETURN_IF_ERROR(MarkRepeats());
  NS_RETURN_IF_ERROR(CountRows());
  NS_RETURN_IF_ERROR(CountRejects());
  NS_RETURN_IF_ERROR(CheckRejected());
  NS_RETURN_IF_ERROR(CheckIds());
  NS_RETURN_IF_ERROR(CheckEntities());
  NS_RETURN_IF_ERROR(WholeNumberIds());
  if (became_text_) return Status::Ok();
  // Again, by the ids as they are stored: without the ".0" of data frames.
  NS_RETURN_IF_ERROR(FilterForgotten(db_, keys_));
  return Encode();
}

Status RowStore::MarkRepeats() {
  if (source_.id.empty()) return Status::Ok();
  if (!source_.cursor.empty()) return ReplaceSeen();
  NS_RETURN_IF_ERROR(db_.Run(statement::FindRepeats(source_.name)));
  return db_.Run(statement::MarkRepeats());
}

// What is read again from a cursor on is the same row, as it is now.
Status RowStore::ReplaceSeen() {
  NS_RETURN_IF_ERROR(db_.Run(statement::FindSeenAgain(source_.name)));
  NS_RETURN_IF_ERROR(db_.Run(statement::MarkRepeats()));
  NS_RETURN_IF_ERROR(db_.Run(statement::FindReplaced(source_.name)));
  NS_ASSIGN(const Rows count, db_.Query(statement::CountReplaced()));
  summary_.replaced = count.Int(0, 0);
  if (summary_.replaced == 0) return Status::Ok();
  return db_.RunAll(statement::RemoveReplaced(source_.name, summary_.replaced));
}

// A spreadsheet that rounds long ids makes one customer of thousands.
Status RowStore::CheckEntities() {
  if (source_.duplicates_expected) return Status::Ok();
  for (const statement::KeyColumn& key : keys_) {
    if (!key.entity) continue;
    NS_ASSIGN(const Rows rounded, db_.Query(statement::FirstRoundedEntity(source_.name, key)));
    if (rounded.rows.empty()) continue;
    return Error::Data(
        fmt::format("source '{}': {} in {} holds ids that a spreadsheet has rounded, such as '{}': "
                    "several have become one",
                    source_.name, key.name, rounded.Text(0, 0), rounded.Text(0, 1)),
        "export the ids as text; `duplicates: expected` takes them as they are");
  }
  return Status::Ok();
}

// A row that repeats an id and its content is what `id` is for; one that does not is lost.
Status RowStore::CheckIds() {
  if (source_.id.empty()) return Status::Ok();
  // What a cursor reads again would be counted again: there this load alone counts.
  const bool whole = source_.cursor.empty();
  if (whole) NS_RETURN_IF_ERROR(db_.Run(statement::CountConflicts(source_.name)));
  if (source_.duplicates_expected) return Status::Ok();
  NS_ASSIGN(const Rows rounded, db_.Query(statement::FirstRoundedId(source_.name)));
  if (!rounded.rows.empty()) {
    return Error::Data(
        fmt::format("source '{}': {} in {} holds ids that a spreadsheet has rounded, such as '{}': "
                    "different rows have the same id",
                    source_.name, IdColumns(source_), rounded.Text(0, 0), rounded.Text(0, 1)),
        "export the ids as text; `duplicates: expected` keeps the first row of each id");
  }
  NS_ASSIGN(const Rows all, db_.Query(whole ? statement::ConflictingRows(source_.name)
                                            : statement::CountDiffering()));
  constexpr int64_t kTolerated = 3;
  constexpr double kToleratedShare = 0.01;
  const int64_t lost = all.Int(0, 0);
  const int64_t read = whole ? all.Int(0, 1) : summary_.read;
  if (lost <= kTolerated ||
      static_cast<double>(lost) <= kToleratedShare * static_cast<double>(read))
    return Status::Ok();
  NS_ASSIGN(const Rows example, db_.Query(statement::FirstConflict(source_.name)));
  const std::string place =
      example.rows.empty()
          ? ""
          : fmt::format(", for example {}:{}", example.Text(0, 0), example.Int(0, 1));
  return Error::Data(
      fmt::format("source '{}': {} of {} rows repeat the id of another row ({}) but differ from "
                  "it, and would not be counted{}",
                  source_.name, WithThousands(lost), WithThousands(read), IdColumns(source_),
                  place),
      "name under `id:` what truly identifies a row; if the first row of each id is what counts, "
      "set `duplicates: expected`");
}

Status RowStore::CountRows() {
  NS_ASSIGN(const Rows rows, db_.Query(statement::CountByVerdict()));
  for (size_t i = 0; i < rows.rows.size(); ++i) {
    const int64_t count = rows.Int(i, 2);
    int64_t* totals[] = {&summary_.kept, &summary_.filtered, &summary_.duplicate,
                         &summary_.rejected};
    const auto verdict = static_cast<size_t>(rows.Int(i, 1));
    *totals[verdict] += count;
    summary_.read += count;
    NS_RETURN_IF_ERROR(db_.Run(statement::AddRows(
        source_.name, rows.Int(i, 0), static_cast<statement::Verdict>(verdict), count)));
  }
  NS_ASSIGN(const Rows notes, db_.Query(statement::CountOddTimes()));
  summary_.gaps = notes.Int(0, 0);
  summary_.overlaps = notes.Int(0, 1);
  return Status::Ok();
}

Status RowStore::CountRejects() {
  NS_ASSIGN(Rejects rejects, CollectRejects(db_, project_, source_));
  for (const auto& [file, rows] : rejects.not_split) {
    summary_.rejected += rows;
    summary_.read += rows;
    NS_RETURN_IF_ERROR(db_.Run(statement::AddRows(source_.name, static_cast<int64_t>(file),
                                                  statement::Verdict::kRejected, rows)));
  }
  summary_.reasons = std::move(rejects.reasons);
  summary_.rejects_path = std::move(rejects.path);
  return Status::Ok();
}

// The share of all rows of the source, so that loading piece by piece and all at once agree.
Status RowStore::CheckRejected() {
  if (summary_.rejected == 0) return Status::Ok();
  NS_ASSIGN(const Rows all, db_.Query(statement::RejectedRows(source_.name)));
  const int64_t rejected = all.Int(0, 0);
  const int64_t read = all.Int(0, 1);
  if (static_cast<double>(rejected) <= source_.max_rejected * static_cast<double>(read))
    return Status::Ok();
  const RejectReason* worst = summary_.reasons.empty() ? nullptr : &summary_.reasons[0];
  std::string why;
  std::string hint;
  if (worst != nullptr) {
    why = fmt::format("; most often: {} ({}, for example {}:{}{})", worst->reason,
                      Plural(worst->rows, "row"),
                      std::filesystem::path(worst->file).filename().string(), worst->row,
                      worst->example.empty() ? "" : ": '" + worst->example.substr(0, 80) + "'");
    if (!worst->hint.empty()) hint = worst->hint + "; ";
  }
  return Error::Data(
      fmt::format("source '{}': {} of {} rows cannot be read, more than max_rejected "
                  "({}%){}",
                  source_.name, WithThousands(rejected), WithThousands(read),
                  FormatNumber(source_.max_rejected * 100), why),
      fmt::format("{}all rejected rows are in {}", hint, summary_.rejects_path));
}

// Data frames write the ids 12 and 13 as 12.0 and 13.0 as soon as one is missing: where every cell
// of a column is a whole number, with or without ".0", the id is the number.
Status RowStore::WholeNumberIds() {
  for (const statement::KeyColumn& key : keys_) {
    if (!key.entity) continue;
    NS_ASSIGN(const Rows known, db_.Query(statement::WholeIds(source_.name, key.name)));
    const bool met = !known.rows.empty();
    if (met && known.Int(0, 0) == 0) continue;  // known to be text
    // Most columns of text say so in their first rows.
    NS_ASSIGN(const Rows text, db_.Query(statement::FindTextId(key)));
    if (!text.rows.empty()) {
      became_text_ = became_text_ || (met && known.Int(0, 1) == 1);
      NS_RETURN_IF_ERROR(db_.Run(statement::RememberTextIds(source_.name, key.name)));
      continue;
    }
    NS_RETURN_IF_ERROR(StripPoints(key));
  }
  return Status::Ok();
}

Status RowStore::StripPoints(const statement::KeyColumn& key) {
  NS_ASSIGN(const Rows found, db_.Query(statement::CountPoints(key)));
  if (found.Int(0, 1) == 0) return Status::Ok();
  const bool points = found.Int(0, 0) > 0;
  NS_RETURN_IF_ERROR(db_.Run(statement::RememberWholeIds(source_.name, key.name, points)));
  if (!points) return Status::Ok();
  summary_.notes.push_back(WholeIdsNote(key.name, found.Int(0, 0)));
  return db_.Run(statement::StripPoints(key));
}

Status RowStore::Encode() {
  NS_RETURN_IF_ERROR(db_.Run(statement::AddEventNames()));
  for (const statement::KeyColumn& key : keys_)
    NS_RETURN_IF_ERROR(db_.Run(statement::AddKeys(key)));
  NS_ASSIGN(const Rows unsplit, db_.Query(statement::FindUnsplit()));
  NS_RETURN_IF_ERROR(db_.Run(statement::InsertRows(source_, keys_, !unsplit.rows.empty())));
  if (source_.id.empty()) return Status::Ok();
  return db_.Run(statement::InsertRowIds(source_, !unsplit.rows.empty()));
}

}  // namespace northstar::duck
