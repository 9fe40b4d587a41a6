#include "engine/duckdb/catalog.h"

#include <fmt/format.h>

#include "base/text.h"
#include "engine/duckdb/far_rows.h"
#include "sql/dialect.h"
#include "sql/storage.h"

namespace northstar::duck {
namespace {

using sql::Identifier;

constexpr const char* kFormat = "2";

constexpr const char* kTables[] = {
    "create table if not exists ns_meta (key varchar primary key, value varchar)",
    "create table if not exists ns_sources (source varchar primary key, definition varchar, "
    "rows bigint, first_us bigint, last_us bigint, late bigint, time_unit utinyint)",
    "create table if not exists ns_files (source varchar, id uinteger, path varchar, size bigint, "
    "mtime_ns bigint, ctime_ns bigint, inode bigint, hash varchar, rows_read bigint, kept bigint, "
    "filtered bigint, duplicate bigint, rejected bigint, conflicting bigint, precision utinyint)",
    "create table if not exists ns_days (source varchar, day bigint, rows bigint, "
    "first_us bigint, last_us bigint)",
    "create table if not exists ns_numbers (source varchar, name varchar, evidence uinteger)",
    "create table if not exists ns_event_rows (source varchar, event varchar, rows bigint)",
    "create table if not exists ns_whole_ids (source varchar, name varchar, whole boolean, "
    "stripped boolean, primary key (source, name))",
    "create table if not exists ns_scored (source varchar, kind varchar, names bigint)",
    "create table if not exists event_names (key varchar, id usmallint)",
};

}  // namespace

Result<bool> TableExists(Connection& connection, const std::string& table) {
  NS_ASSIGN(const Rows found,
            connection.Query("select count(*) from duckdb_tables() where table_name = $1 and "
                             "not temporary",
                             {table}));
  return found.Int(0, 0) > 0;
}

Status CheckFormat(Connection& connection) {
  NS_ASSIGN(const bool present, TableExists(connection, "ns_meta"));
  if (!present) {
    return Error::Data("the database was not written by northstar",
                       "set warehouse: path: to another place, or run 'northstar load'");
  }
  NS_ASSIGN(const Rows rows, connection.Query("select value from ns_meta where key = 'format'"));
  if (rows.rows.empty() || rows.Text(0, 0) != kFormat) {
    return Error::Data("the database has the format of another version of northstar",
                       "run 'northstar load', which reads the files again");
  }
  return Status::Ok();
}

Result<bool> PrepareCatalog(Connection& connection) {
  bool dropped = false;
  NS_ASSIGN(const bool present, TableExists(connection, "ns_meta"));
  if (present && !CheckFormat(connection).ok()) {
    NS_ASSIGN(const Rows tables,
              connection.Query("select table_name from duckdb_tables() where not temporary"));
    for (size_t i = 0; i < tables.rows.size(); ++i)
      NS_RETURN_IF_ERROR(connection.Run("drop table " + Identifier(tables.Text(i, 0))));
    dropped = true;
  }
  for (const char* table : kTables) NS_RETURN_IF_ERROR(connection.Run(table));
  NS_RETURN_IF_ERROR(connection.Run("insert or ignore into ns_meta values ('format', $1)",
                                    {std::string(kFormat)}));
  return dropped;
}

Result<std::vector<KnownFile>> KnownFiles(Connection& connection, const std::string& source) {
  NS_ASSIGN(const Rows rows,
            connection.Query("select id, path, size, mtime_ns, ctime_ns, inode, hash, rows_read "
                             "from ns_files "
                             "where source = $1 order by id",
                             {source}));
  std::vector<KnownFile> files;
  for (size_t i = 0; i < rows.rows.size(); ++i) {
    files.push_back({static_cast<uint32_t>(rows.Int(i, 0)), rows.Text(i, 1), rows.Int(i, 2),
                     rows.Int(i, 3), rows.Int(i, 4), rows.Int(i, 5), rows.Text(i, 6),
                     rows.Int(i, 7)});
  }
  return files;
}

Status RecordFile(Connection& connection, const std::string& source, int64_t id,
                  const KnownFile& file, int64_t read, int64_t kept) {
  return connection.Run(
      "insert into ns_files values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $9 - $10, 0, 0, 0, 0)",
      {source, id, file.path, file.size, file.mtime_ns, file.ctime_ns, file.inode, file.hash, read,
       kept});
}

Result<std::string> LoadedDefinition(Connection& connection, const std::string& source) {
  NS_ASSIGN(const Rows rows,
            connection.Query("select definition from ns_sources where source = $1", {source}));
  return rows.rows.empty() ? std::string() : rows.Text(0, 0);
}

Status RefreshStatistics(Connection& connection, const Source& source) {
  const std::string table = Identifier(storage::EventsTable(source.name));
  NS_RETURN_IF_ERROR(connection.Run("delete from ns_event_rows where source = $1", {source.name}));
  NS_RETURN_IF_ERROR(connection.Run(
      fmt::format("insert into ns_event_rows select $1, n.key, c.rows from (select event, count(*) "
                  "as rows from {} group by event) c join event_names n on n.id = c.event",
                  table),
      {source.name}));
  NS_RETURN_IF_ERROR(RefreshDays(connection, source.name));
  return connection.Run(
      fmt::format(
          "update ns_sources set rows = t.n, first_us = t.first, last_us = t.last from (select "
          "count(*) as n, min(ts) as first, max(ts) as last from {}) t where source = $1",
          table),
      {source.name});
}

namespace {

// Extents as of now; those of series are written when they are loaded.
Status ReadExtents(Connection& connection, int64_t now_us, DataFacts& facts) {
  for (auto& [name, source] : facts.sources) {
    NS_ASSIGN(const std::vector<DayRows> days, ReadDays(connection, name));
    if (days.empty()) continue;
    const DataExtent extent = ExtentOfDays(days, now_us);
    source.rows = extent.rows;
    source.first_us = extent.first_us;
    source.last_us = extent.last_us;
    source.earliest_us = days.front().first_us;
    source.ahead = !extent.ahead.empty() || days.back().last_us > now_us;
    NS_ASSIGN(const Rows precision,
              connection.Query("select coalesce(min(precision), 0)::bigint from ns_files where "
                               "source = $1 and kept > 0",
                               {name}));
    source.precision = static_cast<TimePrecision>(precision.Int(0, 0));
  }
  return Status::Ok();
}

}  // namespace

Result<DataFacts> ReadFacts(Connection& connection, int64_t now_us) {
  DataFacts facts;
  NS_ASSIGN(const Rows sources,
            connection.Query("select source, rows, first_us, last_us, definition from ns_sources"));
  for (size_t i = 0; i < sources.rows.size(); ++i) {
    SourceFacts& source = facts.sources[sources.Text(i, 0)];
    source.rows = sources.Int(i, 1);
    source.first_us = sources.Int(i, 2);
    source.last_us = sources.Int(i, 3);
    const std::string definition = sources.Text(i, 4);
    if (const auto kind = Split(definition, ':'); kind[0] == "series" && kind.size() > 1)
      source.grain = GrainFromName(kind[1]);
    source.earliest_us = source.first_us;
  }
  NS_RETURN_IF_ERROR(ReadExtents(connection, now_us, facts));
  NS_ASSIGN(const Rows events, connection.Query("select source, event, rows from ns_event_rows"));
  for (size_t i = 0; i < events.rows.size(); ++i) {
    facts.sources[events.Text(i, 0)].event_rows[events.Text(i, 1)] = events.Int(i, 2);
  }
  NS_ASSIGN(const Rows names, connection.Query("select key, id from event_names"));
  for (size_t i = 0; i < names.rows.size(); ++i) {
    facts.event_codes[names.Text(i, 0)] = static_cast<uint32_t>(names.Int(i, 1));
  }
  NS_ASSIGN(const Rows tables,
            connection.Query("select table_name from duckdb_tables() where not temporary"));
  for (size_t i = 0; i < tables.rows.size(); ++i) {
    const std::string table = tables.Text(i, 0);
    if (table.starts_with("merge_")) {
      facts.merged_entities.insert(table.substr(6));
    } else if (table.starts_with("entity_")) {
      NS_ASSIGN(const Rows top,
                connection.Query(fmt::format("select coalesce(max(id >> 6) + 1, 0) from {}",
                                             Identifier(table))));
      facts.entity_ordinals[table.substr(7)] = static_cast<uint32_t>(top.Int(0, 0));
    } else if (table.starts_with("dimension_")) {
      NS_ASSIGN(const Rows count,
                connection.Query(
                    fmt::format("select coalesce(max(id) + 1, 0) from {}", Identifier(table))));
      facts.dimension_values[table.substr(10)] = static_cast<uint32_t>(count.Int(0, 0));
    }
  }
  NS_ASSIGN(const Rows threads, connection.Query("select current_setting('threads')::bigint"));
  facts.threads = static_cast<int>(threads.Int(0, 0));
  return facts;
}

Result<LoadQuality> ReadQuality(Connection& connection, const std::string& source, int64_t now_us) {
  NS_ASSIGN(const Rows rows,
            connection.Query("select sum(rows_read)::bigint, sum(kept)::bigint, "
                             "sum(filtered)::bigint, sum(duplicate)::bigint, "
                             "sum(rejected)::bigint from ns_files where source = $1",
                             {source}));
  LoadQuality quality;
  quality.read = rows.Int(0, 0);
  quality.kept = rows.Int(0, 1);
  quality.filtered = rows.Int(0, 2);
  quality.duplicate = rows.Int(0, 3);
  quality.rejected = rows.Int(0, 4);
  NS_ASSIGN(const std::vector<DayRows> days, ReadDays(connection, source));
  for (const DayRows& day : ExtentOfDays(days, now_us).ahead) quality.future += day.rows;
  NS_ASSIGN(const Rows late,
            connection.Query("select late from ns_sources where source = $1", {source}));
  if (!late.rows.empty()) quality.late = late.Int(0, 0);
  return quality;
}

Result<RejectedRows> ReadRejected(Connection& connection, const std::string& source,
                                  int64_t from_us, int64_t to_us) {
  NS_ASSIGN(const Rows rows,
            connection.Query(
                fmt::format("select coalesce(e.first < {1} and e.last >= {0}, false)::integer, "
                            "sum(f.rows_read)::bigint, sum(f.rejected)::bigint "
                            "from ns_files f left join (select file, min(ts) as first, "
                            "max(ts) as last from {2} group by file) e on e.file = f.id "
                            "where f.source = $1 group by 1",
                            from_us, to_us, Identifier(storage::EventsTable(source))),
                {source}));
  RejectedRows found;
  for (size_t i = 0; i < rows.rows.size(); ++i) {
    const bool there = rows.Int(i, 0) == 1;
    (there ? found.read : found.other_read) = rows.Int(i, 1);
    (there ? found.rejected : found.other_rejected) = rows.Int(i, 2);
  }
  return found;
}

}  // namespace northstar::duck
