#include "engine/duckdb/file_stage.h"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <future>

#include "base/hash.h"
#include "base/text.h"
#include "engine/duckdb/compressed.h"
#include "engine/duckdb/file_copies.h"
#include "engine/duckdb/prepared_file.h"
#include "sql/duckdb/stage_sql.h"

namespace northstar::duck {
namespace {

constexpr int kMostReads = 3;  // of a file that changes while it is read

bool IsPart(const SourceFile& file) {
  return file.change == FileChange::kGrown;
}

// So many of its rows are stored, and lie before those that are read.
int64_t RowsBehind(const SourceFile& file) {
  return IsPart(file) || file.change == FileChange::kMore ? file.known.rows_read : 0;
}

}  // namespace

void FileStage::Drop() {
  for (const sql::Text& drop : statement::DropStage()) (void)db_.Run(drop);
}

Status FileStage::Read(std::vector<SourceFile>& files, uint32_t last_id, const CellReading& reading,
                       bool lenient, bool evidence_of_all) {
  Drop();
  evidence_of_all_ = evidence_of_all;
  evidence_in_.clear();
  reading_ = reading;
  lenient_ = lenient;
  mixed_line_ends_ = false;
  entries_.clear();
  staged_.clear();
  notes_.clear();
  fields_ = JsonFields(source_.name, last_id > 0);
  forgotten_ = 0;
  NS_RETURN_IF_ERROR(db_.Run(statement::CreateStage(source_)));
  total_bytes_ = done_bytes_ = 0;
  for (const SourceFile& file : files) {
    if (file.NeedsReading()) total_bytes_ += static_cast<double>(file.stamp.size);
  }
  for (SourceFile& file : files) {
    const bool known = file.change != FileChange::kNew && file.change != FileChange::kChanged;
    const uint32_t id = known ? file.known.id : ++last_id;
    if (file.NeedsReading()) {
      NS_RETURN_IF_ERROR(ReadFile(file, id));
      done_bytes_ += static_cast<double>(file.stamp.size);
    }
    entries_.push_back({file, id});
  }
  return Status::Ok();
}

Status FileStage::ReadFile(SourceFile& file, uint32_t id) {
  for (int read = 0; read < kMostReads; ++read) {
    if (read > 0) {
      NS_RETURN_IF_ERROR(Forget(id));
      const int64_t surveyed = file.stamp.size;
      NS_RETURN_IF_ERROR(SurveyAgain(source_, file));
      // Somebody appends to it: what was there at first is there still.
      if (IsLines(file.path) && file.stamp.size > surveyed) {
        const int64_t from = IsPart(file) ? file.known.size : 0;
        return ReadLines(file, id, from, file.stamp.size);
      }
    }
    if (IsPart(file)) return ReadLines(file, id, file.known.size, file.stamp.size);
    NS_RETURN_IF_ERROR(ReadWhole(file, id));
    const auto stamp = StampOf(file.path, file.shown);
    // A file that lost its name, or gave it to another one, was read as it was.
    if (!stamp.ok() || *stamp == file.stamp || stamp->inode != file.stamp.inode) {
      return Status::Ok();
    }
  }
  return Error::Data(fmt::format("'{}' keeps changing while it is read", file.shown),
                     "load it once the other program has finished writing");
}

Status FileStage::ReadWhole(SourceFile& file, uint32_t id) {
  NS_ASSIGN(const OpenedFile opened, OpenedFile::Open(file.path, file.shown));
  NS_ASSIGN(const FileStamp stamp, opened.Stamp());
  if (stamp != file.stamp) return Status::Ok();  // the caller sees that too, and tries again
  NS_ASSIGN(const PreparedFile prepared, PreparedFile::Make(project_, source_, file, opened));
  for (const std::string& note : prepared.notes()) notes_.push_back(note);
  return ReadRows(file, id,
                  {prepared.rows(), prepared.rows(), prepared.table(), prepared.name(), false,
                   prepared.lines_above()});
}

// The lines of [from, to) that are whole; the file is recorded as long as these.
Status FileStage::ReadLines(SourceFile& file, uint32_t id, int64_t from, int64_t to) {
  NS_ASSIGN(const OpenedFile opened, OpenedFile::Open(file.path, file.shown));
  NS_ASSIGN(const CopiedFile lines, CopyLines(project_, source_.name, file.path, from, to));
  if (from + lines.size() != file.stamp.size) {
    file.stamp.size = from + lines.size();
    file.stamp.mtime_ns = 0;  // so that the next load looks at the rest
    NS_ASSIGN(file.hash, HashFile(file.path, file.stamp.size));
  }
  NS_ASSIGN(const PreparedFile whole, PreparedFile::Make(project_, source_, file, opened));
  return ReadRows(file, id, {opened, lines.file(), whole.table(), file.path, from > 0});
}

Status FileStage::ReadRows(const SourceFile& file, uint32_t id, const Reading& reading) {
  const auto& [opened, rows, table, name, part, lines_above] = reading;
  NS_ASSIGN(const FileReader reader, FileReader::Open(db_, table, opened, name));
  if (reader.empty()) {
    notes_.push_back(fmt::format("{} is empty", file.shown));
    return Status::Ok();
  }
  if (reader.has_mark() && !part) return ReadMended(file, id, reading);
  if (!part) NS_RETURN_IF_ERROR(reader.CheckShape(db_, table, rows, notes_));
  const ReadOptions options{!part, lenient_, statement::UnsplitRows::kNote};
  NS_ASSIGN(const StageStatement staging,
            StageFileSql(project_, source_, reader, lookups_, reader.Relation(rows, options), id,
                         reading_));
  NS_ASSIGN(const int64_t first, Places());
  NS_ASSIGN(const int64_t scan, LastScan());
  std::future<Status> whole;
  if (opened.compression() != Compression::kNone || IsCompressed(name))
    whole =
        std::async(std::launch::async, [&] { return CheckCompressed(reading.head, reading.name); });
  const Status read = RunStatement(file, staging.insert);
  if (whole.valid()) NS_RETURN_IF_ERROR(whole.get());
  if (reader.layout() == FileLayout::kJson) {
    NS_ASSIGN(const bool torn, HoldsTorn(id));
    if ((!read.ok() || torn) && HoldsLoneSurrogates(rows)) {
      NS_RETURN_IF_ERROR(Forget(id));
      return ReadMended(file, id, reading);
    }
  }
  if (!read.ok()) return ReadError(file, read.error(), rows);
  NS_RETURN_IF_ERROR(fields_.Look(db_, reader, reader.Relation(rows, options), staging.fields));
  NS_ASSIGN(const int64_t last_scan, LastScan());
  if (last_scan > scan) NS_RETURN_IF_ERROR(NameLongRows(rows, last_scan));
  const int64_t above = lines_above.value_or(reader.has_header() ? 1 : 0);
  staged_.push_back({id, last_scan > scan ? last_scan : -1, first, RowsBehind(file),
                     reader.has_header() && !part, above});
  NS_ASSIGN(const int64_t places, Places());
  if (places == first && file.change != FileChange::kMore)
    notes_.push_back(fmt::format("{} has no readable rows", file.shown));
  return GatherEvidence(reader, rows, staging, file, above);
}

// JSON whose bytes are put right first: no byte order mark, no halves of characters.
Status FileStage::ReadMended(const SourceFile& file, uint32_t id, const Reading& reading) {
  NS_ASSIGN(const MendedJson mended, MendJson(project_, source_.name, reading.rows));
  if (mended.surrogates > 0) {
    notes_.push_back(fmt::format("{}: {} with half of a character; read as U+FFFD", file.shown,
                                 Plural(mended.surrogates, "sign")));
  }
  const OpenedFile& copy = mended.copy.file();
  // The copy is not packed, whatever the file is.
  return ReadRows(
      file, id,
      {reading.part ? reading.head : copy, copy, reading.table, "mended.json", reading.part});
}

std::vector<std::string> FileStage::Notes() const {
  std::vector<std::string> notes = notes_;
  for (std::string& note : fields_.Notes()) notes.push_back(std::move(note));
  return notes;
}

Result<bool> FileStage::HoldsTorn(uint32_t id) {
  NS_ASSIGN(const Rows torn, db_.Query(statement::FindTornRow(static_cast<int64_t>(id))));
  return !torn.rows.empty();
}

// The reader takes a cell that is longer than any row may be for an open quote.
Status FileStage::NameLongRows(const OpenedFile& rows, int64_t scan) {
  if (rows.compression() != Compression::kNone) return Status::Ok();
  constexpr int kMostRows = 20;
  NS_ASSIGN(const Rows open, db_.Query(statement::OpenQuotes(scan, kMostRows)));
  for (size_t i = 0; i < open.rows.size(); ++i) {
    // The reader names the row before the one it could not split, or that row itself.
    const std::string text = rows.Head(2 * kLongestLine, std::max<int64_t>(open.Int(i, 1) - 1, 0));
    const auto is_long_from = [&](size_t from) {
      return text.size() - from >= kLongestLine && text.find('\n', from) >= from + kLongestLine;
    };
    const size_t end = text.find('\n');
    const bool is_long = is_long_from(0) || (end != std::string::npos && is_long_from(end + 1));
    if (!is_long) continue;
    NS_RETURN_IF_ERROR(db_.Run(statement::NameLongRow(scan, open.Int(i, 0))));
  }
  return Status::Ok();
}

Status FileStage::RunStatement(const SourceFile& file, const sql::Text& insert) {
  NS_ASSIGN(const int64_t before, Places());
  const auto listener = [&](double share, int64_t rows) {
    const double done = done_bytes_ + std::max(share, 0.0) * static_cast<double>(file.stamp.size);
    options_.progress({source_.name, done / std::max(1.0, total_bytes_), before + rows});
  };
  return db_.RunWithProgress(
      insert, options_.progress ? std::function<void(double, int64_t)>(listener) : nullptr);
}

Status FileStage::GatherEvidence(const FileReader& reader, const OpenedFile& rows,
                                 const StageStatement& staging, const SourceFile& file,
                                 int64_t above) {
  if (staging.number_texts.empty()) return Status::Ok();
  NS_ASSIGN(const Rows unread, db_.Query(statement::FindUnreadNumber()));
  if (unread.rows.empty() && !evidence_of_all_) return Status::Ok();
  const ReadOptions options{true, lenient_, statement::UnsplitRows::kSkip};
  const std::string relation = staging.with_found(reader.Relation(rows, options));
  for (const auto& [column, text] : staging.number_texts) {
    NS_ASSIGN(const Rows found, db_.Query(statement::NumberEvidence(text, relation)));
    auto evidence = static_cast<uint32_t>(found.Int(0, 0));
    // Numbers of workbooks and databases were written here, with a decimal point.
    const bool typed = !file.sheet.empty() || source_.database.has_value();
    if (typed && (evidence & number_evidence::kPointEither) != 0)
      evidence |= number_evidence::kPointDecimal;
    evidence_[column] |= evidence;
    evidence_in_[file.shown][column] |= evidence;
    if ((evidence & number_evidence::kCurrency) != 0) {
      constexpr int kMostTexts = 10'000;
      NS_ASSIGN(const Rows texts, db_.Query(statement::TextsWithEvidence(
                                      text, relation, number_evidence::kCurrency, kMostTexts)));
      for (size_t i = 0; i < texts.rows.size(); ++i)
        currencies_[column].insert(CurrencyOf(texts.Text(i, 0)));
    }
    for (uint32_t bit = 1; bit <= evidence; bit <<= 1) {
      if ((evidence & bit) == 0 || examples_.contains({column, bit})) continue;
      NS_ASSIGN(const Rows example, db_.Query(statement::FirstWithEvidence(text, relation, bit)));
      if (example.rows.empty()) continue;
      examples_[{column, bit}] = {file.shown, example.Int(0, 0) + above, example.Text(0, 1)};
    }
  }
  return Status::Ok();
}

std::map<std::string, uint32_t> FileStage::EvidenceIn(const std::string& file) const {
  const auto found = evidence_in_.find(file);
  return found != evidence_in_.end() ? found->second : std::map<std::string, uint32_t>();
}

CellExample FileStage::ExampleOf(const std::string& column, uint32_t evidence) const {
  for (const auto& [key, example] : examples_) {
    if (key.first == column && (key.second & evidence) != 0) return example;
  }
  return {};
}

// Places of forgotten rows are not used again.
Result<int64_t> FileStage::Places() {
  NS_ASSIGN(const Rows rows, db_.Query(statement::CountStaged()));
  return rows.Int(0, 0) + forgotten_;
}

std::set<std::string> FileStage::CurrenciesOf(const std::string& column) const {
  const auto found = currencies_.find(column);
  return found != currencies_.end() ? found->second : std::set<std::string>();
}

Result<int64_t> FileStage::LastScan() {
  NS_ASSIGN(const Rows present, db_.Query(statement::CountScanTables()));
  if (present.Int(0, 0) == 0) return int64_t{-1};
  NS_ASSIGN(const Rows rows, db_.Query(statement::LastScan()));
  return rows.Int(0, 0);
}

Status FileStage::Forget(uint32_t id) {
  std::erase_if(staged_, [&](const statement::StagedFile& file) { return file.id == id; });
  const auto file_id = static_cast<int64_t>(id);
  NS_ASSIGN(const Rows rows, db_.Query(statement::CountStagedOf(file_id)));
  forgotten_ += rows.Int(0, 0);
  return db_.Run(statement::DeleteStagedOf(file_id));
}

Error FileStage::ReadError(const SourceFile& file, const Error& error, const OpenedFile& rows) {
  if (error.message.find("state machine reached an invalid state") != std::string::npos) {
    mixed_line_ends_ = true;
    return Error::Data(fmt::format("'{}' cannot be split into rows", file.shown),
                       "does it mix line endings, or are there quotes inside quotes?");
  }
  if (error.message.find("aximum line") != std::string::npos) {
    return Error::Data(fmt::format("'{}' has a line longer than 2.1 MB", file.shown),
                       "is a quote not closed, or is it in another format?");
  }
  if (IsInterruption(error) || error.message.find("disk is full") != std::string::npos)
    return error;
  return Error::Data(fmt::format("'{}' cannot be read: {}", file.shown,
                                 ReplaceAll(error.message, rows.alias(), file.shown)),
                     error.hint);
}

}  // namespace northstar::duck
