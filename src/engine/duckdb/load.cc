#include "engine/duckdb/load.h"

#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <future>
#include <optional>

#include "base/hash.h"
#include "base/text.h"
#include "engine/duckdb/compressed.h"
#include "engine/duckdb/load_rejects.h"
#include "engine/duckdb/moods.h"
#include "engine/duckdb/source_files.h"
#include "engine/duckdb/staging.h"
#include "sql/dialect.h"
#include "sql/storage.h"

namespace northstar::duck {
namespace fs = std::filesystem;
namespace {

using sql::Identifier;
using sql::Quoted;

// A dictionary-coded column of the stage: entities and dimensions.
struct KeyColumn {
  std::string name;    // of the entity or dimension
  std::string column;  // in the stage and in storage
  std::string table;   // the dictionary
  bool entity;
};

class Loader {
 public:
  Loader(Connection& connection, const Project& project, const Source& source,
         const LoadOptions& options)
      : db_(connection), project_(project), source_(source), options_(options) {
    for (const NamedExpr& e : source.entities) {
      keys_.push_back({e.name, storage::EntityColumn(e.name), storage::EntityTable(e.name), true});
    }
    for (const NamedExpr& d : source.dimensions) {
      keys_.push_back(
          {d.name, storage::DimensionColumn(d.name), storage::DimensionTable(d.name), false});
    }
    events_ = Identifier(storage::EventsTable(source.name));
    ids_ = Identifier("ids_" + source.name);
  }

  Result<LoadSummary> Load() {
    const auto start = std::chrono::steady_clock::now();
    summary_.source = source_.name;
    std::error_code ignored;
    fs::remove(RejectsPath(project_, source_), ignored);
    const Status status = ReadAndStore();
    DropStage();
    if (!status.ok()) return status.error();
    summary_.seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return summary_;
  }

 private:
  void DropStage() {
    for (const char* table :
         {"ns_stage", "ns_staged", "ns_unsplit", "reject_errors", "reject_scans"}) {
      (void)db_.Run(fmt::format("drop table if exists temp.main.{}", table));
    }
  }

  Status ReadAndStore() {
    const std::string definition = SourceDefinition(project_, source_);
    NS_ASSIGN(const std::string loaded, LoadedDefinition(db_, source_.name));
    bool fresh = options_.full_refresh || loaded != definition;
    NS_ASSIGN(std::vector<KnownFile> known, KnownFiles(db_, source_.name));
    if (fresh) known.clear();
    NS_ASSIGN(FileSurvey survey, SurveyFiles(source_, known));
    // With ids, a replaced file may free ids that other files repeat: read all of them again.
    const bool replaces =
        std::any_of(survey.files.begin(), survey.files.end(),
                    [](const SourceFile& f) { return f.change == FileChange::kChanged; });
    if (!fresh && replaces && !source_.id.empty()) fresh = true;
    const Status status = Attempt(survey, definition, fresh);
    if (mixed_line_ends_ && !lenient_) {
      Restart("lines end in different ways; they were read all the same");
      lenient_ = true;
      return Attempt(survey, definition, fresh);
    }
    if (!status.ok() || !became_text_) return status;
    // A column that so far held only numbers now holds text, so '12.0' is no longer 12: what was
    // stored under the old reading is read again.
    Restart("a column of numbers now holds text: all files were read again");
    became_text_ = false;
    NS_ASSIGN(survey, SurveyFiles(source_, {}));
    return Attempt(survey, definition, true);
  }

  void Restart(const std::string& note) {
    staged_rows_ = 0;
    staged_.clear();
    entries_.clear();
    DropStage();
    summary_ = LoadSummary{};
    summary_.source = source_.name;
    summary_.notes.push_back(note);
  }

  // First all rows are read into temporary tables, then everything is stored in one transaction.
  // (Rows that a transaction has not committed are read by one thread only.)
  Status Attempt(const FileSurvey& survey, const std::string& definition, bool fresh) {
    summary_.reloaded = fresh;
    summary_.gone_files = static_cast<int>(survey.gone.size());
    for (const KnownFile& gone : survey.gone) {
      if (!fresh)
        summary_.notes.push_back(
            fmt::format("{} is gone; its rows stay ('load --full-refresh' drops them)", gone.path));
    }
    for (const auto& [path, twin] : survey.twins)
      summary_.notes.push_back(
          fmt::format("{} has the same content as {}: its rows count twice", path, twin));
    NS_RETURN_IF_ERROR(db_.Run(StageTableSql(source_)));
    std::vector<SourceFile> files = survey.files;
    if (fresh) {
      for (SourceFile& file : files) {
        if (file.hash.empty()) {
          NS_ASSIGN(file.hash, HashFile(file.path));
        }
        file.change = FileChange::kNew;
        file.known = {};
      }
    }
    NS_RETURN_IF_ERROR(StageFiles(files, fresh));
    NS_RETURN_IF_ERROR(db_.Run("begin transaction"));
    const Status status = Store(definition, fresh);
    if (status.ok() && !became_text_) return db_.Run("commit");
    // A failed statement may already have ended the transaction; then there is nothing to undo.
    (void)db_.Run("rollback");
    return status;
  }

  Status Store(const std::string& definition, bool fresh) {
    if (fresh) NS_RETURN_IF_ERROR(DropSource());
    NS_RETURN_IF_ERROR(CreateTables(definition));
    for (const FileEntry& entry : entries_) NS_RETURN_IF_ERROR(EnterFile(entry));
    if (staged_.empty()) return CheckNotEmpty();
    NS_RETURN_IF_ERROR(DescribeStage(db_, staged_));
    NS_RETURN_IF_ERROR(MarkDuplicates());
    NS_RETURN_IF_ERROR(CountRows());
    NS_RETURN_IF_ERROR(CountRejects());
    NS_RETURN_IF_ERROR(CheckRejected());
    NS_RETURN_IF_ERROR(CanonicalNumbers());
    if (became_text_) return Status::Ok();
    NS_RETURN_IF_ERROR(Encode());
    if (source_.kind == Source::Kind::kFeedback) NS_RETURN_IF_ERROR(ScoreMoods(db_, source_));
    NS_RETURN_IF_ERROR(RefreshStatistics(db_, source_));
    return CheckNotEmpty();
  }

  Status DropSource() {
    for (const char* table :
         {"ns_files", "ns_sources", "ns_event_rows", "ns_value_ranges", "ns_numeric"}) {
      NS_RETURN_IF_ERROR(
          db_.Run(fmt::format("delete from {} where source = $1", table), {source_.name}));
    }
    NS_RETURN_IF_ERROR(db_.Run("drop table if exists " + events_));
    return db_.Run("drop table if exists " + ids_);
  }

  Status CreateTables(const std::string& definition) {
    std::string columns = "ts bigint, event usmallint";
    for (const KeyColumn& key : keys_) columns += ", " + Identifier(key.column) + " uinteger";
    for (const NamedExpr& v : source_.values) {
      columns += ", " + Identifier(storage::ValueColumn(v.name)) + " double";
    }
    if (source_.text) columns += ", " + Identifier(storage::kTextColumn) + " varchar";
    NS_RETURN_IF_ERROR(db_.Run(fmt::format(
        "create table if not exists {} ({}, seq bigint, file uinteger)", events_, columns)));
    NS_RETURN_IF_ERROR(db_.Run(fmt::format("create table if not exists {} (id uhugeint)", ids_)));
    for (const KeyColumn& key : keys_) {
      NS_RETURN_IF_ERROR(db_.Run(fmt::format(
          "create table if not exists {} (key varchar, id uinteger)", Identifier(key.table))));
    }
    return db_.Run("insert or ignore into ns_sources values ($1, $2, 0, null, null, 0)",
                   {source_.name, definition});
  }

  // What the record of files has to say about one.
  struct FileEntry {
    SourceFile file;
    uint32_t id;
  };

  Status StageFiles(const std::vector<SourceFile>& files, bool fresh) {
    uint32_t next_id = 0;
    if (!fresh) {
      NS_ASSIGN(
          const Rows top,
          db_.Query("select coalesce(max(id), 0) from ns_files where source = $1", {source_.name}));
      next_id = static_cast<uint32_t>(top.Int(0, 0));
    }
    total_bytes_ = done_bytes_ = 0;
    for (const SourceFile& file : files) {
      if (file.NeedsReading()) total_bytes_ += static_cast<double>(file.size);
    }
    for (const SourceFile& file : files) {
      switch (file.change) {
        case FileChange::kSame:
          ++summary_.same_files;
          continue;
        case FileChange::kTouched:
          ++summary_.same_files;
          entries_.push_back({file, file.known.id});
          continue;
        case FileChange::kMoved:
          ++summary_.moved_files;
          entries_.push_back({file, file.known.id});
          continue;
        case FileChange::kNew:
          ++summary_.new_files;
          break;
        case FileChange::kGrown:
          ++summary_.grown_files;
          break;
        case FileChange::kChanged:
          ++summary_.changed_files;
          break;
      }
      const bool grown = file.change == FileChange::kGrown;
      const uint32_t id = grown ? file.known.id : ++next_id;
      NS_RETURN_IF_ERROR(StageFile(file, id));
      done_bytes_ += static_cast<double>(file.size);
      entries_.push_back({file, id});
    }
    return Status::Ok();
  }

  Status EnterFile(const FileEntry& entry) {
    const SourceFile& file = entry.file;
    const auto id = static_cast<int64_t>(entry.id);
    switch (file.change) {
      case FileChange::kSame:
        return Status::Ok();
      case FileChange::kTouched:
        return db_.Run("update ns_files set mtime_ns = $1 where source = $2 and id = $3",
                       {file.mtime_ns, source_.name, id});
      case FileChange::kMoved:
        return db_.Run("update ns_files set path = $1, mtime_ns = $2 where source = $3 and id = $4",
                       {file.path, file.mtime_ns, source_.name, id});
      case FileChange::kGrown:
        return db_.Run(
            "update ns_files set size = $1, mtime_ns = $2, hash = $3 where source = $4 and id = $5",
            {file.size, file.mtime_ns, file.hash, source_.name, id});
      case FileChange::kChanged:
        NS_RETURN_IF_ERROR(RemoveFile(file.known.id));
        break;
      case FileChange::kNew:
        break;
    }
    return db_.Run("insert into ns_files values ($1, $2, $3, $4, $5, $6, 0, 0, 0, 0, 0, 0)",
                   {source_.name, id, file.path, file.size, file.mtime_ns, file.hash});
  }

  Status RemoveFile(uint32_t id) {
    NS_RETURN_IF_ERROR(db_.Run(fmt::format("delete from {} where file = $1", events_),
                               {static_cast<int64_t>(id)}));
    return db_.Run("delete from ns_files where source = $1 and id = $2",
                   {source_.name, static_cast<int64_t>(id)});
  }

  Status StageFile(const SourceFile& file, uint32_t id) {
    NS_ASSIGN(FileReader reader, FileReader::Open(db_, source_, file.path));
    if (reader.empty()) {
      summary_.notes.push_back(fmt::format("{} is empty", file.path));
      return Status::Ok();
    }
    const bool header = reader.layout() == FileLayout::kDelimited;
    StagedFile staged{id, file.path, staged_rows_, 0, header, header};
    const bool grown = file.change == FileChange::kGrown;
    if (grown) {
      NS_ASSIGN(staged.path, CopyTail(file));
      staged.behind = file.known.rows_read;
      staged.header_here = false;
    }
    NS_ASSIGN(const std::string statement,
              StageFileSql(project_, source_, reader,
                           reader.RelationFor(staged.path, !grown, lenient_), id, options_.now_us));
    const auto listener = [&](double share, int64_t rows) {
      const double done = done_bytes_ + std::max(share, 0.0) * static_cast<double>(file.size);
      options_.progress({source_.name, done / std::max(1.0, total_bytes_), staged_rows_ + rows});
    };
    std::future<Status> whole;
    if (IsCompressed(file.path)) whole = std::async(std::launch::async, CheckCompressed, file.path);
    const Status read = db_.RunWithProgress(
        statement, {},
        options_.progress ? std::function<void(double, int64_t)>(listener) : nullptr);
    if (grown) fs::remove(staged.path);
    if (whole.valid()) NS_RETURN_IF_ERROR(whole.get());
    if (!read.ok()) return ReadError(file.path, read.error());
    staged_.push_back(staged);
    NS_ASSIGN(const Rows rows, db_.Query("select count(*) from ns_stage"));
    if (rows.Int(0, 0) == staged_rows_)
      summary_.notes.push_back(fmt::format("{} holds no readable rows", file.path));
    staged_rows_ = rows.Int(0, 0);
    return Status::Ok();
  }

  Error ReadError(const std::string& path, const Error& error) {
    if (error.message.find("state machine reached an invalid state") != std::string::npos) {
      mixed_line_ends_ = true;
      return Error::Data(fmt::format("'{}' cannot be split into rows", path),
                         "do its lines end in different ways, or are quotes inside of quotes?");
    }
    if (error.message.find("aximum line") != std::string::npos) {
      return Error::Data(fmt::format("'{}' holds a line longer than 2.1 MB", path),
                         "is a quote not closed, or is it another format?");
    }
    if (IsInterruption(error) || error.message.find("disk is full") != std::string::npos)
      return error;
    return Error::Data(fmt::format("'{}' cannot be read: {}", path, error.message), error.hint);
  }

  // The new bytes of a grown file, as a file of their own beside the database.
  Result<std::string> CopyTail(const SourceFile& file) {
    const fs::path folder = fs::path(project_.root) / "target";
    std::error_code error;
    fs::create_directories(folder, error);
    const std::string ending = fs::path(file.path).extension().string();
    const std::string path = (folder / ("tail_" + source_.name + ending)).string();
    std::ifstream in(file.path, std::ios::binary);
    in.seekg(file.known.size);
    std::ofstream out(path, std::ios::binary);
    out << in.rdbuf();
    if (!out.flush())
      return Error::Data(fmt::format("cannot write '{}'", path), "is the disk full?");
    return path;
  }

  Status MarkDuplicates() {
    if (source_.id.empty()) return Status::Ok();
    return db_.Run(fmt::format(
        "update ns_stage set verdict = 2 where verdict = 0 and row_id is not null and (rowid in "
        "(select r from (select rowid as r, row_number() over (partition by row_id order by rowid) "
        "as nth from ns_stage where verdict = 0 and row_id is not null) where nth > 1) "
        "or row_id in (select id from {}))",
        ids_));
  }

  Status CountRows() {
    NS_ASSIGN(const Rows rows,
              db_.Query("select file, verdict, count(*) from ns_stage group by all"));
    for (size_t i = 0; i < rows.rows.size(); ++i) {
      const int64_t count = rows.Int(i, 2);
      static constexpr const char* kColumns[] = {"kept", "filtered", "duplicate", "rejected"};
      int64_t* totals[] = {&summary_.kept, &summary_.filtered, &summary_.duplicate,
                           &summary_.rejected};
      const auto verdict = static_cast<size_t>(rows.Int(i, 1));
      *totals[verdict] += count;
      summary_.read += count;
      NS_RETURN_IF_ERROR(
          db_.Run(fmt::format("update ns_files set {0} = {0} + $1, rows_read = rows_read + $1 "
                              "where source = $2 and id = $3",
                              kColumns[verdict]),
                  {count, source_.name, rows.Int(i, 0)}));
    }
    NS_ASSIGN(const Rows notes,
              db_.Query("select count(*) filter (packed & 3 = 1), count(*) filter (packed & 3 = 2) "
                        "from ns_stage where verdict = 0"));
    summary_.gaps = notes.Int(0, 0);
    summary_.overlaps = notes.Int(0, 1);
    return db_.Run(
        "update ns_files set future = future + (select count(*) from ns_stage s where "
        "s.file = ns_files.id and s.reason = 'the time is in the future') where source = $1",
        {source_.name});
  }

  Status CountRejects() {
    NS_ASSIGN(Rejects rejects, CollectRejects(db_, project_, source_));
    for (const auto& [file, rows] : rejects.not_split) {
      summary_.rejected += rows;
      summary_.read += rows;
      NS_RETURN_IF_ERROR(
          db_.Run("update ns_files set rejected = rejected + $1, rows_read = rows_read + $1 "
                  "where source = $2 and id = $3",
                  {rows, source_.name, static_cast<int64_t>(file)}));
    }
    summary_.reasons = std::move(rejects.reasons);
    summary_.rejects_path = std::move(rejects.path);
    return Status::Ok();
  }

  // The share of all rows of the source, so that loading piece by piece and all at once agree.
  Status CheckRejected() {
    if (summary_.rejected == 0) return Status::Ok();
    NS_ASSIGN(const Rows all,
              db_.Query("select sum(rejected)::bigint, sum(rows_read)::bigint from ns_files where "
                        "source = $1",
                        {source_.name}));
    const int64_t rejected = all.Int(0, 0);
    const int64_t read = all.Int(0, 1);
    if (static_cast<double>(rejected) <= source_.max_rejected * static_cast<double>(read))
      return Status::Ok();
    const RejectReason* worst = summary_.reasons.empty() ? nullptr : &summary_.reasons[0];
    std::string why;
    if (worst != nullptr) {
      why = fmt::format("; most often: {} ({}, for example {}:{}{})", worst->reason,
                        Plural(worst->rows, "row"), fs::path(worst->file).filename().string(),
                        worst->row,
                        worst->example.empty() ? "" : ": '" + worst->example.substr(0, 80) + "'");
    }
    return Error::Data(
        fmt::format("source '{}': {} of {} rows cannot be read, more than max_rejected ({}%){}",
                    source_.name, WithThousands(rejected), WithThousands(read),
                    FormatNumber(source_.max_rejected * 100), why),
        fmt::format("the database is as it was; all rejected rows are in {}",
                    summary_.rejects_path));
  }

  // A column whose every cell is a plain number is read as numbers: 12 and 12.0 are one value.
  Status CanonicalNumbers() {
    for (const KeyColumn& key : keys_) {
      const std::string column = Identifier(key.column);
      NS_ASSIGN(const Rows before,
                db_.Query("select count(*) from ns_numeric where source = $1 and name = $2",
                          {source_.name, key.name}));
      NS_ASSIGN(const Rows stored,
                db_.Query(fmt::format(
                    "select count(*) from (select 1 from {} where {} is not null limit 1)", events_,
                    column)));
      const bool was_number = before.Int(0, 0) > 0;
      if (stored.Int(0, 0) > 0 && !was_number) continue;  // known to be text
      // Most columns of text say so in their first rows.
      NS_ASSIGN(const Rows text,
                db_.Query(fmt::format("select 1 from ns_stage where verdict = 0 and not "
                                      "regexp_full_match({}, '-?(0|[1-9][0-9]*)(\\.[0-9]+)?') "
                                      "limit 1",
                                      column)));
      if (!text.rows.empty()) {
        became_text_ = became_text_ || was_number;
        continue;
      }
      NS_ASSIGN(const Rows found,
                db_.Query(fmt::format("select count(*) filter (contains({0}, '.')), count({0}) "
                                      "from ns_stage where verdict = 0",
                                      column)));
      if (found.Int(0, 1) == 0) continue;
      if (!was_number) {
        NS_RETURN_IF_ERROR(
            db_.Run("insert into ns_numeric values ($1, $2)", {source_.name, key.name}));
      }
      NS_RETURN_IF_ERROR(db_.Run(fmt::format(
          "update ns_stage set {0} = '0' where regexp_full_match({0}, '-0(\\.0+)?')", column)));
      if (found.Int(0, 0) == 0) continue;
      NS_RETURN_IF_ERROR(db_.Run(fmt::format(
          "update ns_stage set {0} = rtrim(rtrim({0}, '0'), '.') where contains({0}, '.')",
          column)));
    }
    return Status::Ok();
  }

  Status Encode() {
    NS_RETURN_IF_ERROR(db_.Run(
        "insert into event_names select key, (select coalesce(max(id) + 1, 0) from event_names) + "
        "row_number() over (order by key) - 1 from (select distinct event as key from ns_stage "
        "where verdict = 0) s where key not in (select key from event_names)"));
    for (const KeyColumn& key : keys_) NS_RETURN_IF_ERROR(GrowDictionary(key));
    NS_RETURN_IF_ERROR(CountLate());
    std::string columns = "s.packed >> 2, n.id";
    std::string joins = " join event_names n on n.key = s.event";
    for (size_t i = 0; i < keys_.size(); ++i) {
      columns += fmt::format(", k{}.id", i);
      joins += fmt::format(" left join {0} k{1} on k{1}.key = s.{2}", Identifier(keys_[i].table), i,
                           Identifier(keys_[i].column));
    }
    for (const NamedExpr& v : source_.values) {
      columns += ", s." + Identifier(storage::ValueColumn(v.name));
    }
    if (source_.text) columns += ", s." + Identifier(storage::kTextColumn);
    NS_RETURN_IF_ERROR(db_.Run(fmt::format(
        "insert into {} select {}, s.rowid + b.behind - b.first, s.file from ns_stage s "
        "join ns_staged b on b.id = s.file{} where s.verdict = 0 order by n.id, s.packed >> 2, "
        "s.file, s.rowid",
        events_, columns, joins)));
    if (source_.id.empty()) return Status::Ok();
    return db_.Run(fmt::format(
        "insert into {} select row_id from ns_stage where verdict = 0 and row_id is not null",
        ids_));
  }

  Status GrowDictionary(const KeyColumn& key) {
    const std::string table = Identifier(key.table);
    const std::string fresh = fmt::format(
        "(select distinct {0} as key from ns_stage where verdict = 0 and {0} is not null) s "
        "anti join {1} d on d.key = s.key",
        Identifier(key.column), table);
    if (!key.entity) {
      return db_.Run(
          fmt::format("insert into {1} select key, (select coalesce(max(id) + 1, 0) from {1}) + "
                      "row_number() over (order by key) - 1 from {0}",
                      fresh, table));
    }
    // Ids are ordinal * 64 + bucket, ordinals dense within the bucket.
    return db_.Run(fmt::format(
        "insert into {1} select key, ((coalesce(t.used, 0) + row_number() over (partition by "
        "f.bucket "
        "order by key) - 1) * 64 + f.bucket)::uinteger from (select key, ns_bucket(key) as bucket "
        "from {0}) f "
        "left join (select id & 63 as bucket, max(id >> 6) + 1 as used from {1} group by 1) t "
        "on t.bucket = f.bucket",
        fresh, table));
  }

  Status CountLate() {
    return db_.Run(fmt::format("update ns_sources set late = late + (select count(*) from ns_stage "
                               "where verdict = 0 and "
                               "(packed >> 2) < (select max(ts) - {} from {})) where source = $1",
                               24 * kMicrosPerHour, events_),
                   {source_.name});
  }

  Status CheckNotEmpty() const {
    const auto& rows = db_.Query("select rows from ns_sources where source = $1", {source_.name});
    if (rows.ok() && rows->Int(0, 0) > 0) return Status::Ok();
    std::string why = summary_.read > 0 ? fmt::format("all {} rows were filtered by 'where'",
                                                      WithThousands(summary_.filtered))
                                        : Join(summary_.notes, "; ");
    return Error::Data(fmt::format("source '{}' has no rows: {}", source_.name, why),
                       "the database is as it was");
  }

  Connection& db_;
  const Project& project_;
  const Source& source_;
  const LoadOptions& options_;
  LoadSummary summary_;
  std::vector<KeyColumn> keys_;
  std::string events_, ids_;
  std::vector<StagedFile> staged_;
  std::vector<FileEntry> entries_;  // of the files that were met, in their order
  int64_t staged_rows_ = 0;
  double total_bytes_ = 0, done_bytes_ = 0;  // of the files to read
  bool became_text_ = false;
  bool mixed_line_ends_ = false;  // the reader gave up on a file
  bool lenient_ = false;          // and was asked to be less strict
};

}  // namespace

std::string SourceDefinition(const Project& project, const Source& source) {
  std::string text =
      source.format + "|" + source.delimiter + "|" + source.time + "|" + source.time_format + "|" +
      (source.zone.empty() ? project.calendar.zone().name() : source.zone) + "|" + source.event +
      "|" + source.event_column + "|" + Join(source.id, ",") + "|" + source.period;
  for (const auto* group : {&source.entities, &source.dimensions, &source.values}) {
    for (const NamedExpr& e : *group) text += "|" + e.name + "=" + e.text;
    text += "#";
  }
  for (const auto* merge : {&source.merge_from, &source.merge_to})
    text += "|" + (*merge ? (*merge)->text : "");
  text += ":" + source.merge_entity;
  for (const auto& [metric, column] : source.series_metrics) text += "|" + metric + "=" + column;
  if (source.where) text += source.where->text;
  if (source.text) text += "|text=" + source.text->text;
  if (source.kind == Source::Kind::kFeedback) text += fmt::format("|moods={}", kMoodsVersion);
  if (source.scale)
    text += fmt::format("|scale={}-{}", source.scale->lowest, source.scale->highest);
  return HashText(text);
}

Result<LoadSummary> LoadSource(Connection& connection, const Project& project, const Source& source,
                               const LoadOptions& options) {
  return Loader(connection, project, source, options).Load();
}

}  // namespace northstar::duck
