#include "engine/duckdb/load.h"

#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <optional>
#include <set>

#include "base/hash.h"
#include "base/text.h"
#include "base/unreachable.h"
#include "engine/duckdb/asked_rows.h"
#include "engine/duckdb/cell_reading.h"
#include "engine/duckdb/far_rows.h"
#include "engine/duckdb/functions.h"
#include "engine/duckdb/lookups.h"
#include "engine/duckdb/moods.h"
#include "engine/duckdb/row_store.h"
#include "model/project.h"
#include "sql/duckdb/session_sql.h"
#include "sql/duckdb/stage_sql.h"

namespace northstar::duck {
namespace {

// So often may what the cells tell make all rows be staged again.
constexpr int kMostStagings = 8;

class Loader {
 public:
  Loader(Connection& connection, const Project& project, const Source& source,
         const LoadOptions& options)
      : db_(connection),
        project_(project),
        source_(source),
        options_(options),
        lookups_(connection, project, source, options.cancel),
        stage_(connection, project, source, lookups_, options) {}

  Result<LoadSummary> Load() {
    const auto start = std::chrono::steady_clock::now();
    std::error_code ignored;
    std::filesystem::remove(RejectsPath(project_, source_), ignored);
    definition_ = SourceDefinition(project_, source_);
    NS_ASSIGN(const std::string loaded, LoadedDefinition(db_, source_.name));
    fresh_ = options_.full_refresh || loaded != definition_;
    const Status status = SurveyStageStore();
    stage_.Drop();
    if (!status.ok()) return status.error();
    summary_.seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return summary_;
  }

 private:
  Status SurveyStageStore() {
    for (int i = 0; i < kMostStagings; ++i) {
      summary_ = LoadSummary{};
      summary_.source = source_.name;
      summary_.reloaded = fresh_;
      NS_RETURN_IF_ERROR(Survey());
      NS_RETURN_IF_ERROR(Stage());
      if (again_) continue;
      const std::unique_lock storing = options_.storing != nullptr
                                           ? std::unique_lock(*options_.storing)
                                           : std::unique_lock<std::mutex>();
      NS_RETURN_IF_ERROR(db_.Run(statement::kBegin));
      bool became_text = false;
      const Status status = Store(became_text);
      if (status.ok() && !became_text) return db_.Run(statement::kCommit);
      // A failed statement may already have ended the transaction; then there is nothing to undo.
      (void)db_.Run(statement::kRollback);
      if (!status.ok()) return status;
      StartAnew("a column of whole numbers now holds text: all files were read again");
    }
    NS_UNREACHABLE("what is known of the cells only grows");
  }

  // What was stored was read in another way than the files now tell.
  void StartAnew(const std::string& why) {
    fresh_ = true;
    again_ = true;
    why_ = why;
  }

  Status Survey() {
    again_ = false;
    NS_ASSIGN(const std::vector<KnownFile> known, KnownFiles(db_, source_.name));
    NS_RETURN_IF_ERROR(SurveyLookups(!known.empty()));
    NS_RETURN_IF_ERROR(SurveyRows(known));
    if (survey_.files.empty() && !(options_.prune && !survey_.gone.empty()))
      return ExpandFiles(source_).error();
    // With ids, rows that go may free ids that other files repeat: read all of them again.
    const bool goes = !survey_.left.empty() || (options_.prune && !survey_.gone.empty()) ||
                      std::any_of(survey_.files.begin(), survey_.files.end(),
                                  [](const auto& f) { return f.change == FileChange::kChanged; });
    if (goes && !source_.id.empty()) fresh_ = true;
    if (fresh_ && !survey_.gone.empty() && !options_.prune) {
      const KnownFile& gone = survey_.gone[0];
      return Error::Data(
          fmt::format("source '{}': all files must be read again, but {} is gone; its {} would be "
                      "lost",
                      source_.name, gone.path, Plural(gone.rows_read, "row")),
          "put it back, or give up its rows with 'northstar load --prune'");
    }
    if (fresh_) {
      for (SourceFile& file : survey_.files) {
        if (file.hash.empty()) {
          NS_ASSIGN(file.hash, HashOf(file));
        }
        file.change = FileChange::kNew;
        file.known = {};
      }
    }
    last_id_ = 0;
    if (!fresh_) {
      for (const KnownFile& file : known) last_id_ = std::max(last_id_, file.id);
    }
    return Status::Ok();
  }

  Status SurveyRows(const std::vector<KnownFile>& known) {
    if (!source_.IsAsked()) {
      NS_ASSIGN(survey_, SurveyFiles(project_, source_, known));
      return Status::Ok();
    }
    if (!asked_ || (fresh_ && asked_->partial)) {
      asked_.reset();  // its copy has the same place
      AskOptions options{std::nullopt, "_rows", options_.cancel, options_.progress};
      if (!fresh_) {
        NS_ASSIGN(options.cursor, ReadCursor(db_, source_.name));
      }
      NS_ASSIGN(AskedRows rows, AskForRows(project_, source_, options));
      asked_.emplace(std::move(rows));
    }
    NS_ASSIGN(survey_, SurveyAsked(*asked_, known));
    if (asked_->partial && !survey_.left.empty()) {  // it is another database now
      fresh_ = true;
      return SurveyRows(known);
    }
    return Status::Ok();
  }

  // Rows that are stored hold what they found when they were read.
  Status SurveyLookups(bool stored) {
    NS_RETURN_IF_ERROR(lookups_.Survey());
    const std::vector<std::string> changed = lookups_.Changed();
    if (!stored || fresh_ || changed.empty()) return Status::Ok();
    fresh_ = true;
    why_ = fmt::format(
        "{} changed, which its rows look up: all of it was read again",
        changed.size() == 1
            ? changed[0]
            : fmt::format("{} and {}", changed[0],
                          Plural(static_cast<int64_t>(changed.size()) - 1, "other file")));
    return Status::Ok();
  }

  Status Stage() {
    CellKnowledge remembered;
    if (!fresh_) {
      NS_ASSIGN(remembered, ReadCellKnowledge(db_, source_.name));
    }
    for (const auto& [column, evidence] : remembered.evidence) known_.evidence[column] |= evidence;
    if (known_.unit == EpochUnit::kByDigits) known_.unit = remembered.unit;
    NS_ASSIGN(const CellReading reading, DecideReading(project_, source_, known_, stage_));
    const bool any = std::any_of(survey_.files.begin(), survey_.files.end(),
                                 [](const SourceFile& file) { return file.NeedsReading(); });
    if (any) NS_RETURN_IF_ERROR(lookups_.Build());
    const Status read =
        stage_.Read(survey_.files, last_id_, reading, lenient_, stored_reading_.has_value());
    if (stage_.mixed_line_ends() && !lenient_) {
      lenient_ = again_ = true;
      why_ = "the file mixes line endings; it was read anyway";
      return Status::Ok();
    }
    if (!read.ok()) return read.error();
    CellKnowledge learned = known_;
    for (const auto& [column, evidence] : stage_.evidence()) learned.evidence[column] |= evidence;
    NS_ASSIGN(const TimeNumbers times, TimeNumbersOfStage(db_, source_, known_.unit));
    learned.unit = times.unit;
    NS_ASSIGN(const CellReading better, DecideReading(project_, source_, learned, stage_));
    known_ = learned;
    if (stored_reading_) {
      CellKnowledge stored;
      for (const std::string& file : stored_files_) {
        for (const auto& [column, evidence] : stage_.EvidenceIn(file))
          stored.evidence[column] |= evidence;
      }
      NS_RETURN_IF_ERROR(CheckAsBefore(source_, stored, *stored_reading_, better, stage_));
    }
    small_time_ = times.unit == EpochUnit::kByDigits ? times.small : "";
    // Small numbers are read as seconds while nothing else is known.
    again_ =
        better.styles != reading.styles ||
        (!times.small.empty() && better.unit != reading.unit && better.unit != EpochUnit::kSeconds);
    if (again_ && !fresh_ && HasStoredRows()) {
      stored_reading_ = reading;
      StartAnew("the new rows show how the cells are written: all files were read again");
    }
    return Status::Ok();
  }

  bool HasStoredRows() {
    const auto files = KnownFiles(db_, source_.name);
    if (!files.ok()) return false;
    for (const KnownFile& file : *files) stored_files_.insert(file.path);
    return !files->empty();
  }

  Status Store(bool& became_text) {
    RowStore store(db_, project_, source_, summary_);
    if (fresh_) NS_RETURN_IF_ERROR(store.DropSource());
    NS_RETURN_IF_ERROR(store.CreateTables(definition_));
    NS_RETURN_IF_ERROR(RemoveFiles(store));
    for (const FileStage::Entry& entry : stage_.entries()) {
      Count(entry.file.change);
      NS_RETURN_IF_ERROR(store.EnterFile(entry));
    }
    if (!why_.empty()) summary_.notes.push_back(why_);
    for (const std::string& note : stage_.Notes()) summary_.notes.push_back(note);
    if (!small_time_.empty()) {
      summary_.notes.push_back(
          fmt::format("the times in '{}' are numbers such as {}; read as seconds, all of them lie "
                      "before March 1973",
                      source_.time, small_time_));
    }
    NS_RETURN_IF_ERROR(lookups_.Record());
    if (lookups_.size() > 0) {
      NS_ASSIGN(std::vector<std::string> notes, lookups_.Notes());
      for (std::string& note : notes) summary_.notes.push_back(std::move(note));
    }
    for (const auto& [path, twin] : survey_.twins) {
      summary_.notes.push_back(
          fmt::format("{} has the same content as {}: its rows are counted twice", path, twin));
    }
    if (!stage_.staged().empty()) {
      NS_RETURN_IF_ERROR(DescribeStage(db_, stage_.staged()));
      NS_RETURN_IF_ERROR(CountLate());
      NS_RETURN_IF_ERROR(store.Store());
      became_text = store.became_text();
      if (became_text) return Status::Ok();
      NS_RETURN_IF_ERROR(NotePrecision());
      NoteCurrencies();
    }
    if (summary_.replaced > 0) {
      summary_.notes.push_back(fmt::format("{} of an earlier load gave way to newer versions",
                                           Plural(summary_.replaced, "row")));
    }
    NS_RETURN_IF_ERROR(WriteCellKnowledge(db_, source_.name, known_));
    if (asked_ && !source_.cursor.empty()) {
      NS_RETURN_IF_ERROR(WriteCursor(db_, source_.name, asked_->cursor));
      if (asked_->partial && asked_->rows == 0) {
        summary_.notes.push_back(
            "no row at or after the cursor: was the table replaced, or its last row deleted? "
            "'load --full-refresh' reads it anew");
      } else if (asked_->partial) {
        summary_.notes.push_back(
            "rows were read from the cursor on; rows deleted since then are noticed by "
            "'load --full-refresh' alone");
      }
    }
    if (!stage_.staged().empty() || summary_.removed_files > 0) {
      if (source_.kind == Source::Kind::kFeedback)
        NS_RETURN_IF_ERROR(ScoreMoods(db_, project_, source_));
      NS_RETURN_IF_ERROR(RefreshStatistics(db_, source_));
    }
    NS_ASSIGN(OutOfPlace odd, FindOutOfPlace(db_, project_, source_, options_.now_us));
    summary_.future = odd.future;
    for (std::string& note : odd.notes) summary_.notes.push_back(std::move(note));
    return CheckNotEmpty();
  }

  Status RemoveFiles(RowStore& store) {
    summary_.gone_files = static_cast<int>(survey_.gone.size());
    const auto remove = [&](const KnownFile& file, const char* why) -> Status {
      int64_t rows = file.rows_read;
      if (!fresh_) {
        NS_ASSIGN(rows, store.RemoveFile(file));
      }
      ++summary_.removed_files;
      summary_.notes.push_back(
          fmt::format("{} {}; its {} removed", file.path, why,
                      rows == 1 ? "row was" : WithThousands(rows) + " rows were"));
      return Status::Ok();
    };
    for (const KnownFile& file : survey_.left)
      NS_RETURN_IF_ERROR(remove(file, "is no longer part of the source"));
    for (const KnownFile& file : survey_.gone) {
      if (options_.prune) {
        NS_RETURN_IF_ERROR(remove(file, "is gone"));
      } else {
        summary_.notes.push_back(
            fmt::format("{} is gone; its rows are kept ('load --prune' removes them)", file.path));
      }
    }
    if (options_.prune) summary_.gone_files = 0;
    return Status::Ok();
  }

  void Count(FileChange change) {
    switch (change) {
      case FileChange::kSame:
      case FileChange::kTouched:
        ++summary_.same_files;
        break;
      case FileChange::kMoved:
        ++summary_.moved_files;
        break;
      case FileChange::kNew:
        ++summary_.new_files;
        break;
      case FileChange::kGrown:
      case FileChange::kMore:
        ++summary_.grown_files;
        break;
      case FileChange::kChanged:
        ++summary_.changed_files;
        break;
    }
  }

  // Rows dated over a day before what an earlier load had reached.
  Status CountLate() {
    NS_ASSIGN(const std::vector<DayRows> days, ReadDays(db_, source_.name));
    const DataExtent extent = ExtentOfDays(days, options_.now_us);
    if (fresh_ || extent.rows == 0) return Status::Ok();
    return db_.Run(statement::AddLateRows(source_.name, extent.last_us - kMicrosPerDay));
  }

  // Whether the times of each file are whole days, months or years.
  Status NotePrecision() {
    NS_ASSIGN(const int zone,
              ZoneNumber(source_.zone.empty() ? project_.calendar.zone().name() : source_.zone));
    for (const statement::StagedFile& file : stage_.staged()) {
      const auto id = static_cast<int64_t>(file.id);
      NS_ASSIGN(const Rows form, db_.Query(statement::LeastTimeForm(id, time_form::kPrecision)));
      int64_t precision = form.Int(0, 0);
      if (precision <= static_cast<int64_t>(TimePrecision::kDay)) {
        NS_ASSIGN(const Rows other, db_.Query(statement::FindNotMidnight(id, zone)));
        precision = static_cast<int64_t>(other.rows.empty() ? TimePrecision::kDay
                                                            : TimePrecision::kInstant);
      }
      NS_RETURN_IF_ERROR(
          db_.Run(statement::UpdatePrecision(source_.name, id, precision, file.behind > 0)));
    }
    return Status::Ok();
  }

  // Money of two currencies adds up to nothing.
  void NoteCurrencies() {
    for (const auto& [column, evidence] : stage_.evidence()) {
      if ((evidence & number_evidence::kCurrency) == 0) continue;
      const auto signs = stage_.CurrenciesOf(column);
      if (signs.size() < 2) continue;
      summary_.notes.push_back(fmt::format(
          "'{}' has amounts in several currencies ({}); they are added without conversion", column,
          Join(std::vector<std::string>(signs.begin(), signs.end()), ", ")));
    }
  }

  Status CheckNotEmpty() {
    NS_ASSIGN(const Rows rows, db_.Query(statement::RowsOf(source_.name)));
    if (!rows.rows.empty() && rows.Int(0, 0) > 0) return Status::Ok();
    if (options_.prune && summary_.removed_files > 0) return Status::Ok();
    const std::string why = summary_.read > 0 ? fmt::format("all {} rows were filtered by 'where'",
                                                            WithThousands(summary_.filtered))
                                              : Join(summary_.notes, "; ");
    return Error::Data(fmt::format("source '{}' has no rows: {}", source_.name, why));
  }

  Connection& db_;
  const Project& project_;
  const Source& source_;
  const LoadOptions& options_;
  Lookups lookups_;
  FileStage stage_;
  LoadSummary summary_;
  std::optional<AskedRows> asked_;  // of a source that is in no files
  FileSurvey survey_;
  CellKnowledge known_;
  // How the stored rows were read that are read anew, and of which files they are.
  std::optional<CellReading> stored_reading_;
  std::set<std::string> stored_files_;
  std::string definition_;
  std::string why_;         // everything was read again
  std::string small_time_;  // nothing tells the unit of the times; one of them
  uint32_t last_id_ = 0;    // of the files that were loaded before
  bool fresh_ = false;      // what was stored goes, and all files are read
  bool again_ = false;      // what was staged is not what it should be
  bool lenient_ = false;    // lines end in different ways
};

}  // namespace

namespace {

// How the rows of a source are read that another one looks up.
std::string TableDefinition(const Project& project, const Source& source) {
  return SourceDefinition(project, source) + Join(source.files, ",");
}

// Which files the rows of a source look up, as they are now.
std::string LookedUpFiles(const Project& project, const Source& source) {
  std::string text;
  for (const Lookup& lookup : source.lookups) {
    const Source* named = lookup.source.empty() ? nullptr : project.FindSource(lookup.source);
    const TableFiles& table = named != nullptr ? *named : lookup.table;
    if (named != nullptr) text += LookedUpFiles(project, *named);
    if (table.database || !table.sql.empty()) continue;
    const auto places = ExpandFiles(table);
    if (!places.ok()) continue;
    for (const FilePlace& place : *places) {
      const auto stamp = StampOf(place.path, place.path);
      if (stamp.ok()) text += fmt::format("|{}={},{}", place.path, stamp->size, stamp->mtime_ns);
    }
  }
  return text;
}

}  // namespace

std::string SourceDefinition(const Project& project, const Source& source) {
  std::string text =
      source.format + "|" + source.delimiter + "|" + source.time + "|" + source.time_format + "|" +
      (source.zone.empty() ? project.calendar.zone().name() : source.zone) + "|" + source.event +
      "|" + source.event_column + "|" + Join(source.id, ",") + "|" + source.period;
  text += fmt::format("|{}|{}|{}|{}", source.header ? "" : Join(source.columns, ","),
                      source.decimal, source.thousands, source.duplicates_expected);
  for (const auto* group : {&source.entities, &source.dimensions, &source.values}) {
    for (const NamedExpr& e : *group) text += "|" + e.name + "=" + e.text;
    text += "#";
  }
  for (const auto* merge : {&source.merge_from, &source.merge_to})
    text += "|" + (*merge ? (*merge)->text : "");
  text += ":" + source.merge_entity;
  for (const auto& [metric, column] : source.series_metrics) text += "|" + metric + "=" + column;
  if (source.where) text += source.where->text;
  if (source.database) {
    text += fmt::format("|asked={},{},{}", source.database->table, source.database->query,
                        source.cursor);
  }
  if (!source.sql.empty()) text += "|sql=" + source.sql;
  if (!source.rows.empty() || !source.each.empty())
    text += fmt::format("|json={},{}", source.rows, source.each);
  if (source.unquoted) text += "|unquoted";
  if (!source.null_values.empty()) text += "|null=" + Join(source.null_values, "\x1F");
  if (source.date_order != DateOrder::kUnknown)
    text += fmt::format("|order={}", DateOrderName(source.date_order));
  if (!source.encoding.empty() || source.skip || !source.comment.empty() ||
      !source.widths.empty() || !source.sheet.empty()) {
    text += fmt::format("|shape={},{},{},{},{}", source.encoding, source.skip.value_or(-1),
                        source.comment, fmt::join(source.widths, "+"), source.sheet);
  }
  for (const Lookup& lookup : source.lookups) {
    text += "|lookup=" + lookup.text;
    for (const Source& one : project.sources) {
      if (!lookup.source.empty() && one.name == lookup.source)
        text += "{" + TableDefinition(project, one) + "}";
    }
  }
  if (source.text) text += "|text=" + source.text->text;
  if (source.kind == Source::Kind::kFeedback) text += fmt::format("|moods={}", kMoodsVersion);
  if (source.published_lexicon) text += "|lexicon=vader";
  if (source.scale)
    text += fmt::format("|scale={}-{}", source.scale->lowest, source.scale->highest);
  return HashText(text);
}

std::string ArrivalDefinition(const Project& project, const Source& source) {
  const std::string files = LookedUpFiles(project, source);
  return SourceDefinition(project, source) + (files.empty() ? "" : "@" + HashText(files));
}

Result<LoadSummary> LoadSource(Connection& connection, const Project& project, const Source& source,
                               const LoadOptions& options) {
  return Loader(connection, project, source, options).Load();
}

}  // namespace northstar::duck
