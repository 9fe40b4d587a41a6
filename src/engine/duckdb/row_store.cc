#include "engine/duckdb/row_store.h"

#include <fmt/format.h>

#include <filesystem>

#include "base/text.h"
#include "engine/duckdb/written_ids.h"
#include "sql/dialect.h"
#include "sql/storage.h"

namespace northstar::duck {
namespace {

using sql::Identifier;

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

Status RowStore::DropSource() {
  for (const char* table :
       {"ns_files", "ns_sources", "ns_event_rows", "ns_whole_ids", "ns_numbers", "ns_days"}) {
    NS_RETURN_IF_ERROR(
        db_.Run(fmt::format("delete from {} where source = $1", table), {source_.name}));
  }
  NS_RETURN_IF_ERROR(db_.Run("drop table if exists " + events_));
  return db_.Run("drop table if exists " + ids_);
}

Status RowStore::CreateTables(const std::string& definition) {
  std::string columns = "ts bigint, event usmallint";
  for (const KeyColumn& key : keys_) columns += ", " + Identifier(key.column) + " uinteger";
  for (const NamedExpr& v : source_.values) {
    columns += ", " + Identifier(storage::ValueColumn(v.name)) + " double";
  }
  if (source_.text) columns += ", " + Identifier(storage::kTextColumn) + " varchar";
  NS_RETURN_IF_ERROR(db_.Run(fmt::format(
      "create table if not exists {} ({}, seq bigint, file uinteger)", events_, columns)));
  NS_RETURN_IF_ERROR(
      db_.Run(fmt::format("create table if not exists {} (id uhugeint, content ubigint)", ids_)));
  for (const KeyColumn& key : keys_) {
    NS_RETURN_IF_ERROR(db_.Run(fmt::format(
        "create table if not exists {} (key varchar, id uinteger)", Identifier(key.table))));
  }
  return db_.Run("insert or ignore into ns_sources values ($1, $2, 0, null, null, 0, 0)",
                 {source_.name, definition});
}

Status RowStore::EnterFile(const FileStage::Entry& entry) {
  const SourceFile& file = entry.file;
  const auto id = static_cast<int64_t>(entry.id);
  const FileStamp& stamp = file.stamp;
  switch (file.change) {
    case FileChange::kSame:
      return Status::Ok();
    case FileChange::kTouched:
    case FileChange::kMoved:
    case FileChange::kGrown:
      return db_.Run(
          "update ns_files set path = $1, size = $2, mtime_ns = $3, ctime_ns = $4, inode = $5, "
          "hash = $6 where source = $7 and id = $8",
          {file.shown, stamp.size, stamp.mtime_ns, stamp.ctime_ns, stamp.inode, file.hash,
           source_.name, id});
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
  NS_ASSIGN(const Rows rows,
            db_.Query(fmt::format("select count(*) from {} where file = $1", events_), {id}));
  NS_RETURN_IF_ERROR(db_.Run(fmt::format("delete from {} where file = $1", events_), {id}));
  NS_RETURN_IF_ERROR(
      db_.Run("delete from ns_files where source = $1 and id = $2", {source_.name, id}));
  return rows.Int(0, 0);
}

Status RowStore::Store() {
  NS_RETURN_IF_ERROR(MarkRepeats());
  NS_RETURN_IF_ERROR(CountRows());
  NS_RETURN_IF_ERROR(CountRejects());
  NS_RETURN_IF_ERROR(CheckRejected());
  NS_RETURN_IF_ERROR(CheckIds());
  NS_RETURN_IF_ERROR(CheckEntities());
  NS_RETURN_IF_ERROR(WholeNumberIds());
  if (became_text_) return Status::Ok();
  return Encode();
}

Status RowStore::MarkRepeats() {
  if (source_.id.empty()) return Status::Ok();
  NS_RETURN_IF_ERROR(db_.Run(fmt::format(
      "create or replace temp table ns_repeats as select r, file, content is distinct from first "
      "as differs from (select s.rowid as r, s.file, s.content, i.id is not null as stored, "
      "coalesce(i.content, first_value(s.content) over same) as first, row_number() over same as "
      "nth from ns_stage s left join {} i on i.id = s.row_id where s.verdict = 0 and s.row_id is "
      "not null window same as (partition by s.row_id order by s.rowid)) where stored or nth > 1",
      ids_)));
  return db_.Run("update ns_stage set verdict = 2 where rowid in (select r from ns_repeats)");
}

// A spreadsheet that rounds long ids makes one customer of thousands.
Status RowStore::CheckEntities() {
  if (source_.duplicates_expected) return Status::Ok();
  for (const KeyColumn& key : keys_) {
    if (!key.entity) continue;
    NS_ASSIGN(
        const Rows rounded,
        db_.Query(fmt::format("select f.path, s.{0} from ns_stage s join ns_files f on f.id = "
                              "s.file and f.source = $1 where s.verdict = 0 and "
                              "(contains(s.{0}, 'E+') or contains(s.{0}, 'e+')) and "
                              "regexp_full_match(s.{0}, '{1}') order by s.rowid limit 1",
                              Identifier(key.column), kRoundedIdPattern),
                  {source_.name}));
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
  NS_RETURN_IF_ERROR(db_.Run(
      "update ns_files set conflicting = conflicting + (select count(*) from ns_repeats r where "
      "r.file = ns_files.id and r.differs) where source = $1",
      {source_.name}));
  if (source_.duplicates_expected) return Status::Ok();
  NS_ASSIGN(
      const Rows rounded,
      db_.Query("select f.path, s.rounded_id from ns_stage s join ns_files f on f.id = s.file "
                "and f.source = $1 where s.rounded_id is not null order by s.rowid limit 1",
                {source_.name}));
  if (!rounded.rows.empty()) {
    return Error::Data(
        fmt::format("source '{}': {} in {} holds ids that a spreadsheet has rounded, such as '{}': "
                    "different rows have the same id",
                    source_.name, IdColumns(source_), rounded.Text(0, 0), rounded.Text(0, 1)),
        "export the ids as text; `duplicates: expected` keeps the first row of each id");
  }
  NS_ASSIGN(const Rows all,
            db_.Query("select sum(conflicting)::bigint, sum(rows_read)::bigint from "
                      "ns_files where source = $1",
                      {source_.name}));
  constexpr int64_t kTolerated = 3;
  constexpr double kToleratedShare = 0.01;
  const int64_t lost = all.Int(0, 0);
  if (lost <= kTolerated ||
      static_cast<double>(lost) <= kToleratedShare * static_cast<double>(all.Int(0, 1)))
    return Status::Ok();
  NS_ASSIGN(const Rows example,
            db_.Query("select f.path, s.rowid - b.first + b.behind + 1 + b.header::int from "
                      "ns_repeats r join ns_stage s on s.rowid = r.r join ns_staged b on b.id = "
                      "s.file join ns_files f on f.id = s.file and f.source = $1 where r.differs "
                      "order by s.rowid limit 1",
                      {source_.name}));
  const std::string place =
      example.rows.empty()
          ? ""
          : fmt::format(", for example {}:{}", example.Text(0, 0), example.Int(0, 1));
  return Error::Data(
      fmt::format("source '{}': {} of {} rows repeat the id of another row ({}) but differ from "
                  "it, and would not be counted{}",
                  source_.name, WithThousands(lost), WithThousands(all.Int(0, 1)),
                  IdColumns(source_), place),
      "name under `id:` what truly identifies a row; if the first row of each id is what counts, "
      "set `duplicates: expected`");
}

Status RowStore::CountRows() {
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
  return Status::Ok();
}

Status RowStore::CountRejects() {
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
Status RowStore::CheckRejected() {
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
  for (const KeyColumn& key : keys_) {
    if (!key.entity) continue;
    const std::string column = Identifier(key.column);
    NS_ASSIGN(const Rows known,
              db_.Query("select whole, stripped from ns_whole_ids where source = $1 and name = $2",
                        {source_.name, key.name}));
    const bool met = !known.rows.empty();
    if (met && known.Int(0, 0) == 0) continue;  // known to be text
    // Most columns of text say so in their first rows.
    NS_ASSIGN(const Rows text,
              db_.Query(fmt::format(
                  "select 1 from ns_stage where not regexp_full_match({}, '{}') limit 1", column,
                  kWholeIdPattern)));
    if (!text.rows.empty()) {
      became_text_ = became_text_ || (met && known.Int(0, 1) == 1);
      NS_RETURN_IF_ERROR(
          db_.Run("insert or replace into ns_whole_ids values ($1, $2, false, false)",
                  {source_.name, key.name}));
      continue;
    }
    NS_RETURN_IF_ERROR(StripPoints(key));
  }
  return Status::Ok();
}

Status RowStore::StripPoints(const KeyColumn& key) {
  const std::string column = Identifier(key.column);
  NS_ASSIGN(const Rows found,
            db_.Query(fmt::format("select count(*) filter (contains({0}, '.')), count({0}) "
                                  "from ns_stage",
                                  column)));
  if (found.Int(0, 1) == 0) return Status::Ok();
  const bool points = found.Int(0, 0) > 0;
  NS_RETURN_IF_ERROR(db_.Run(
      "insert into ns_whole_ids values ($1, $2, true, $3 = 1) on conflict do update set stripped = "
      "stripped or excluded.stripped",
      {source_.name, key.name, int64_t{points}}));
  if (!points) return Status::Ok();
  summary_.notes.push_back(WholeIdsNote(key.name, found.Int(0, 0)));
  return db_.Run(
      fmt::format("update ns_stage set {0} = left({0}, -2) where ends_with({0}, '.0')", column));
}

Status RowStore::Encode() {
  NS_RETURN_IF_ERROR(db_.Run(
      "insert into event_names select key, (select coalesce(max(id) + 1, 0) from event_names) + "
      "row_number() over (order by key) - 1 from (select distinct event as key from ns_stage "
      "where verdict = 0) s where key not in (select key from event_names)"));
  for (const KeyColumn& key : keys_) NS_RETURN_IF_ERROR(GrowDictionary(key));
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
  // A row's number in its file counts those before it that could not be split.
  NS_ASSIGN(const Rows unsplit, db_.Query("select 1 from ns_unsplit limit 1"));
  std::string skipped = "0";
  if (!unsplit.rows.empty()) {
    skipped = "coalesce(u.nth, 0)";
    joins +=
        " asof left join (select file, nth, place - nth as before from ns_unsplit) u on u.file = "
        "s.file and s.rowid - b.first >= u.before";
  }
  NS_RETURN_IF_ERROR(db_.Run(fmt::format(
      "insert into {} select {}, s.rowid - b.first + b.behind + {}, s.file from ns_stage "
      "s join ns_staged b on b.id = s.file{} where s.verdict = 0 order by n.id, "
      "s.packed >> 2, s.file, s.rowid",
      events_, columns, skipped, joins)));
  if (source_.id.empty()) return Status::Ok();
  return db_.Run(
      fmt::format("insert into {} select row_id, content from ns_stage where verdict = 0 and "
                  "row_id is not null",
                  ids_));
}

Status RowStore::GrowDictionary(const KeyColumn& key) {
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

}  // namespace northstar::duck
