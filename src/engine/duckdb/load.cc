#include "engine/duckdb/load.h"

#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <optional>

#include "base/hash.h"
#include "base/text.h"
#include "engine/duckdb/source_files.h"
#include "engine/duckdb/staging.h"
#include "sql/dialect.h"
#include "sql/storage.h"

namespace northstar::duck {
namespace fs = std::filesystem;
namespace {

using sql::Identifier;
using sql::Quoted;

// What decides how the rows of a source are read. A change means reading everything anew.
std::string DefinitionOf(const Project& project, const Source& source) {
  std::string text = source.format + "|" + source.delimiter + "|" + source.time + "|" +
                     source.time_format + "|" +
                     (source.zone.empty() ? project.calendar.zone().name() : source.zone) + "|" +
                     source.event + "|" + source.event_column + "|" + Join(source.id, ",");
  for (const auto* group : {&source.entities, &source.dimensions, &source.values}) {
    for (const NamedExpr& e : *group) text += "|" + e.name + "=" + e.text;
    text += "#";
  }
  if (source.where) text += source.where->text;
  return HashText(text);
}

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
    NS_RETURN_IF_ERROR(db_.Run("begin transaction"));
    const Status status = LoadInTransaction();
    if (!status.ok()) {
      // A failed statement may already have ended the transaction; then there is nothing to undo.
      (void)db_.Run("rollback");
      DropStage();
      return status.error();
    }
    NS_RETURN_IF_ERROR(db_.Run("commit"));
    DropStage();
    summary_.seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return summary_;
  }

 private:
  void DropStage() {
    for (const char* table : {"ns_stage", "reject_errors", "reject_scans"}) {
      (void)db_.Run(fmt::format("drop table if exists temp.main.{}", table));
    }
  }

  Status LoadInTransaction() {
    const std::string definition = DefinitionOf(project_, source_);
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
    NS_RETURN_IF_ERROR(Attempt(survey, definition, fresh));
    if (!became_text_) return Status::Ok();
    // A column that so far held only numbers now holds text, so '12.0' is no longer 12: what was
    // stored under the old reading is read again.
    NS_RETURN_IF_ERROR(db_.Run("rollback"));
    NS_RETURN_IF_ERROR(db_.Run("begin transaction"));
    became_text_ = false;
    staged_files_ = 0;
    staged_rows_ = 0;
    file_of_scan_.clear();
    first_row_.clear();
    row_offset_.clear();
    DropStage();
    summary_ = LoadSummary{};
    summary_.source = source_.name;
    summary_.notes.push_back("a column of numbers now holds text: all files were read again");
    NS_ASSIGN(survey, SurveyFiles(source_, {}));
    return Attempt(survey, definition, true);
  }

  Status Attempt(const FileSurvey& survey, const std::string& definition, bool fresh) {
    if (fresh) NS_RETURN_IF_ERROR(DropSource());
    summary_.reloaded = fresh;
    NS_RETURN_IF_ERROR(CreateTables(definition));
    summary_.gone_files = static_cast<int>(survey.gone.size());
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
    NS_RETURN_IF_ERROR(StageFiles(files));
    if (staged_files_ == 0) return CheckNotEmpty();
    NS_RETURN_IF_ERROR(MarkDuplicates());
    NS_RETURN_IF_ERROR(CountRows());
    NS_RETURN_IF_ERROR(WriteRejects());
    NS_RETURN_IF_ERROR(CheckRejected());
    NS_RETURN_IF_ERROR(CanonicalNumbers());
    if (became_text_) return Status::Ok();
    NS_RETURN_IF_ERROR(Encode());
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

  Status StageFiles(const std::vector<SourceFile>& files) {
    NS_ASSIGN(
        const Rows top,
        db_.Query("select coalesce(max(id), 0) from ns_files where source = $1", {source_.name}));
    auto next_id = static_cast<uint32_t>(top.Int(0, 0));
    for (size_t i = 0; i < files.size(); ++i) {
      const SourceFile& file = files[i];
      switch (file.change) {
        case FileChange::kSame:
          ++summary_.same_files;
          continue;
        case FileChange::kTouched:
          ++summary_.same_files;
          NS_RETURN_IF_ERROR(
              db_.Run("update ns_files set mtime_ns = $1 where source = $2 and id = $3",
                      {file.mtime_ns, source_.name, static_cast<int64_t>(file.known.id)}));
          continue;
        case FileChange::kNew:
          ++summary_.new_files;
          break;
        case FileChange::kGrown:
          ++summary_.grown_files;
          break;
        case FileChange::kChanged:
          ++summary_.changed_files;
          NS_RETURN_IF_ERROR(RemoveFile(file.known.id));
          break;
      }
      const bool grown = file.change == FileChange::kGrown;
      const uint32_t id = grown ? file.known.id : ++next_id;
      NS_RETURN_IF_ERROR(StageFile(file, id, i, files.size()));
      NS_RETURN_IF_ERROR(RememberFile(file, id, grown));
    }
    return Status::Ok();
  }

  Status RemoveFile(uint32_t id) {
    NS_RETURN_IF_ERROR(db_.Run(fmt::format("delete from {} where file = $1", events_),
                               {static_cast<int64_t>(id)}));
    return db_.Run("delete from ns_files where source = $1 and id = $2",
                   {source_.name, static_cast<int64_t>(id)});
  }

  Status RememberFile(const SourceFile& file, uint32_t id, bool grown) {
    if (grown) {
      return db_.Run(
          "update ns_files set size = $1, mtime_ns = $2, hash = $3 where source = $4 and id = $5",
          {file.size, file.mtime_ns, file.hash, source_.name, static_cast<int64_t>(id)});
    }
    return db_.Run(
        "insert into ns_files values ($1, $2, $3, $4, $5, $6, 0, 0, 0, 0, 0, 0)",
        {source_.name, static_cast<int64_t>(id), file.path, file.size, file.mtime_ns, file.hash});
  }

  Status StageFile(const SourceFile& file, uint32_t id, size_t index, size_t count) {
    NS_ASSIGN(FileReader reader, FileReader::Open(db_, source_, file.path));
    if (reader.empty()) {
      summary_.notes.push_back(fmt::format("{} is empty", file.path));
      return Status::Ok();
    }
    std::string relation = reader.relation();
    std::string tail;
    if (file.change == FileChange::kGrown) {
      NS_ASSIGN(tail, CopyTail(file));
      relation = reader.RelationFor(tail, false);
    }
    NS_ASSIGN(const std::string statement,
              StageFileSql(project_, source_, reader, relation, id, options_.now_us));
    const auto listener = [&](double share, int64_t rows) {
      if (!options_.progress) return;
      const double done =
          (static_cast<double>(index) + std::max(share, 0.0)) / static_cast<double>(count);
      options_.progress({source_.name, done, staged_rows_ + rows});
    };
    const Status staged = db_.RunWithProgress(
        statement, {},
        options_.progress ? std::function<void(double, int64_t)>(listener) : nullptr);
    if (!tail.empty()) fs::remove(tail);
    if (!staged.ok()) return ReadError(file.path, staged.error());
    ++staged_files_;
    file_of_scan_.push_back({tail.empty() ? file.path : tail, id});
    if (file.change == FileChange::kGrown) row_offset_[id] = file.known.rows_read;
    NS_ASSIGN(const Rows rows, db_.Query("select count(*) from ns_stage"));
    if (rows.Int(0, 0) == staged_rows_) {
      summary_.notes.push_back(fmt::format("{} holds no readable rows", file.path));
    }
    first_row_[id] = staged_rows_;
    staged_rows_ = rows.Int(0, 0);
    return Status::Ok();
  }

  Error ReadError(const std::string& path, const Error& error) const {
    if (error.message.find("aximum line") != std::string::npos) {
      return Error::Data(fmt::format("'{}' holds a line longer than 2.1 MB", path),
                         "is a quote not closed, or is it another format?");
    }
    if (error.message == "interrupted" || error.message.find("disk is full") != std::string::npos)
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

  // Rows that the reader could not split (reject_errors) and rows that we could not read.
  Status WriteRejects() {
    NS_ASSIGN(const Rows present,
              db_.Query("select count(*) from duckdb_tables() where table_name = 'reject_errors'"));
    std::string query =
        "select f.path as file, (s.rowid - b.first + 1 + b.behind)::bigint as row, s.reason, "
        "s.detail "
        "from ns_stage s join ns_first b on b.id = s.file join ns_files f on f.id = s.file "
        "and f.source = " +
        Quoted(source_.name) + " where s.verdict = 3";
    NS_RETURN_IF_ERROR(
        db_.Run("create or replace temp table ns_first (id uinteger, path varchar, first bigint, "
                "behind bigint)"));
    for (const auto& [path, id] : file_of_scan_) {
      NS_RETURN_IF_ERROR(
          db_.Run("insert into ns_first values ($1, $2, $3, $4)",
                  {static_cast<int64_t>(id), path, first_row_[id], row_offset_[id]}));
    }
    if (present.Int(0, 0) > 0) {
      query +=
          " union all by name select f.path as file, any_value(e.line)::bigint as row, "
          "any_value(case e.error_type "
          "when 'MISSING COLUMNS' then 'the row has too few columns' "
          "when 'TOO MANY COLUMNS' then 'the row has too many columns' "
          "when 'UNQUOTED VALUE' then 'a quote is not closed' "
          "when 'INVALID ENCODING' then 'the row is not valid UTF-8' "
          "when 'INVALID UNICODE' then 'the row is not valid UTF-8' "
          "when 'LINE SIZE OVER MAXIMUM' then 'the row is longer than 2.1 MB' "
          "else lower(e.error_type::varchar) end) as reason, any_value(left(e.csv_line, 500)) as "
          "detail "
          "from reject_errors e join reject_scans c using (scan_id, file_id) "
          "join ns_first b on b.path = c.file_path join ns_files f on f.id = b.id and f.source = " +
          Quoted(source_.name) + " group by f.path, e.scan_id, e.file_id, e.line";
      NS_ASSIGN(const Rows split,
                db_.Query("select b.id, count(distinct e.line) from reject_errors e join "
                          "reject_scans c using (scan_id, file_id) "
                          "join ns_first b on b.path = c.file_path group by b.id"));
      for (size_t i = 0; i < split.rows.size(); ++i) {
        summary_.rejected += split.Int(i, 1);
        summary_.read += split.Int(i, 1);
        NS_RETURN_IF_ERROR(
            db_.Run("update ns_files set rejected = rejected + $1, rows_read = rows_read + $1 "
                    "where source = $2 and id = $3",
                    {split.Int(i, 1), source_.name, split.Int(i, 0)}));
      }
    }
    const fs::path folder = fs::path(project_.root) / "target" / "rejects";
    const std::string path = (folder / (source_.name + ".csv")).string();
    std::error_code ignored;
    fs::remove(path, ignored);
    if (summary_.rejected == 0) return Status::Ok();
    NS_ASSIGN(
        const Rows reasons,
        db_.Query(
            "select reason, count(*), arg_min(detail, row), min(row), arg_min(file, row) from (" +
            query + ") group by reason order by 2 desc, 1 limit 20"));
    for (size_t i = 0; i < reasons.rows.size(); ++i) {
      summary_.reasons.push_back({reasons.Text(i, 0), reasons.Int(i, 1), reasons.Text(i, 2),
                                  reasons.Int(i, 3), reasons.Text(i, 4)});
    }
    fs::create_directories(folder, ignored);
    NS_RETURN_IF_ERROR(
        db_.Run("copy (" + query + " order by file, row) to " + Quoted(path) + " (header)"));
    summary_.rejects_path = path;
    return Status::Ok();
  }

  Status CheckRejected() const {
    if (summary_.read == 0) return Status::Ok();
    const double share =
        static_cast<double>(summary_.rejected) / static_cast<double>(summary_.read);
    if (share <= source_.max_rejected) return Status::Ok();
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
                    source_.name, WithThousands(summary_.rejected), WithThousands(summary_.read),
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
      NS_ASSIGN(
          const Rows found,
          db_.Query(fmt::format(
              "select count(*) filter (not regexp_full_match({0}, "
              "'-?(0|[1-9][0-9]*)(\\.[0-9]+)?')), "
              "count(*) filter (contains({0}, '.')), count({0}) from ns_stage where verdict = 0",
              column)));
      if (found.Int(0, 0) > 0) {
        became_text_ = became_text_ || was_number;
        continue;
      }
      if (found.Int(0, 2) == 0) continue;
      if (!was_number) {
        NS_RETURN_IF_ERROR(
            db_.Run("insert into ns_numeric values ($1, $2)", {source_.name, key.name}));
      }
      if (found.Int(0, 1) == 0) continue;
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
    NS_RETURN_IF_ERROR(db_.Run(fmt::format(
        "insert into {} select {}, s.rowid + b.behind - b.first, s.file from ns_stage s "
        "join ns_first b on b.id = s.file{} where s.verdict = 0 order by n.id, s.packed >> 2, "
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
  int staged_files_ = 0;
  int64_t staged_rows_ = 0;
  bool became_text_ = false;
  std::vector<std::pair<std::string, uint32_t>> file_of_scan_;
  std::map<uint32_t, int64_t> first_row_;   // stage row of the file's first row
  std::map<uint32_t, int64_t> row_offset_;  // rows of a grown file that were read before
};

}  // namespace

Result<LoadSummary> LoadSource(Connection& connection, const Project& project, const Source& source,
                               const LoadOptions& options) {
  return Loader(connection, project, source, options).Load();
}

}  // namespace northstar::duck
