#include "engine/duckdb/catalog.h"

#include "base/text.h"
#include "engine/duckdb/far_rows.h"
#include "sql/duckdb/catalog_sql.h"
#include "sql/duckdb/forget_sql.h"
#include "sql/duckdb/session_sql.h"

namespace northstar::duck {
namespace {

constexpr const char* kFormat = "2";

}  // namespace

Result<bool> TableExists(Connection& connection, const std::string& table) {
  NS_ASSIGN(const Rows found, connection.Query(statement::CountTables(table)));
  return found.Int(0, 0) > 0;
}

Status CheckFormat(Connection& connection) {
  NS_ASSIGN(const bool present, TableExists(connection, "ns_meta"));
  if (!present) {
    return Error::Data("the database was not written by northstar",
                       "set warehouse: path: to another place, or run 'northstar load'");
  }
  NS_ASSIGN(const Rows rows, connection.Query(statement::DatabaseFormat()));
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
    NS_ASSIGN(const Rows tables, connection.Query(statement::StoredTables()));
    // Who was forgotten stays so, whatever is read again.
    for (size_t i = 0; i < tables.rows.size(); ++i) {
      if (tables.Text(i, 0) == "ns_forgotten" || tables.Text(i, 0) == "ns_meta") continue;
      NS_RETURN_IF_ERROR(connection.Run(statement::DropTable(tables.Text(i, 0))));
    }
    NS_RETURN_IF_ERROR(connection.Run(statement::DeleteMetaButSecret()));
    dropped = true;
  }
  NS_RETURN_IF_ERROR(connection.RunAll(statement::CreateCatalog()));
  NS_RETURN_IF_ERROR(connection.Run(statement::CreateForgotten()));
  NS_RETURN_IF_ERROR(connection.Run(statement::InsertFormat(kFormat)));
  return dropped;
}

Result<std::vector<KnownFile>> KnownFiles(Connection& connection, const std::string& source) {
  NS_ASSIGN(const Rows rows, connection.Query(statement::FilesOf(source)));
  std::vector<KnownFile> files;
  for (size_t i = 0; i < rows.rows.size(); ++i) {
    files.push_back({static_cast<uint32_t>(rows.Int(i, 0)), rows.Text(i, 1), rows.Int(i, 2),
                     rows.Int(i, 3), rows.Int(i, 4), rows.Int(i, 5), rows.Text(i, 6),
                     rows.Int(i, 7)});
  }
  return files;
}

statement::FileRecord RecordOf(const std::string& source, int64_t id, const KnownFile& file) {
  return {source, id, file.path, file.size, file.mtime_ns, file.ctime_ns, file.inode, file.hash};
}

Status RecordFile(Connection& connection, const std::string& source, int64_t id,
                  const KnownFile& file, int64_t read, int64_t kept) {
  return connection.Run(statement::InsertFile(RecordOf(source, id, file), read, kept));
}

Status ForgetFiles(Connection& connection, const std::string& source) {
  return connection.Run(statement::DeleteFiles(source));
}

Result<std::string> LoadedDefinition(Connection& connection, const std::string& source) {
  NS_ASSIGN(const Rows rows, connection.Query(statement::DefinitionOf(source)));
  return rows.rows.empty() ? std::string() : rows.Text(0, 0);
}

Result<std::optional<std::string>> ReadCursor(Connection& connection, const std::string& source) {
  NS_ASSIGN(const Rows rows, connection.Query(statement::CursorOf(source)));
  return rows.rows.empty() ? std::nullopt : std::optional(rows.Text(0, 0));
}

Status WriteCursor(Connection& connection, const std::string& source,
                   const std::optional<std::string>& cursor) {
  return cursor ? connection.Run(statement::UpdateCursor(source, *cursor)) : Status::Ok();
}

Status RefreshStatistics(Connection& connection, const Source& source) {
  NS_RETURN_IF_ERROR(connection.Run(statement::DeleteEventRows(source.name)));
  NS_RETURN_IF_ERROR(connection.Run(statement::InsertEventRows(source.name)));
  NS_RETURN_IF_ERROR(RefreshDays(connection, source.name));
  return connection.Run(statement::UpdateExtent(source.name));
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
    NS_ASSIGN(const Rows precision, connection.Query(statement::LeastPrecision(name)));
    source.precision = static_cast<TimePrecision>(precision.Int(0, 0));
  }
  return Status::Ok();
}

}  // namespace

Result<DataFacts> ReadFacts(Connection& connection, int64_t now_us) {
  DataFacts facts;
  NS_ASSIGN(const Rows sources, connection.Query(statement::AllSources()));
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
  NS_ASSIGN(const Rows events, connection.Query(statement::AllEventRows()));
  for (size_t i = 0; i < events.rows.size(); ++i) {
    facts.sources[events.Text(i, 0)].event_rows[events.Text(i, 1)] = events.Int(i, 2);
  }
  NS_ASSIGN(const Rows names, connection.Query(statement::EventCodes()));
  for (size_t i = 0; i < names.rows.size(); ++i) {
    facts.event_codes[names.Text(i, 0)] = static_cast<uint32_t>(names.Int(i, 1));
  }
  NS_ASSIGN(const Rows tables, connection.Query(statement::StoredTables()));
  for (size_t i = 0; i < tables.rows.size(); ++i) {
    const std::string table = tables.Text(i, 0);
    if (table.starts_with("merge_")) {
      facts.merged_entities.insert(table.substr(6));
    } else if (table.starts_with("entity_")) {
      NS_ASSIGN(const Rows top, connection.Query(statement::CountOrdinals(table)));
      facts.entity_ordinals[table.substr(7)] = static_cast<uint32_t>(top.Int(0, 0));
    } else if (table.starts_with("dimension_")) {
      NS_ASSIGN(const Rows count, connection.Query(statement::CountCodes(table)));
      facts.dimension_values[table.substr(10)] = static_cast<uint32_t>(count.Int(0, 0));
    }
  }
  NS_ASSIGN(const Rows threads, connection.Query(statement::ThreadCount()));
  facts.threads = static_cast<int>(threads.Int(0, 0));
  return facts;
}

Result<LoadQuality> ReadQuality(Connection& connection, const std::string& source, int64_t now_us) {
  NS_ASSIGN(const Rows rows, connection.Query(statement::QualityOf(source)));
  LoadQuality quality;
  quality.read = rows.Int(0, 0);
  quality.kept = rows.Int(0, 1);
  quality.filtered = rows.Int(0, 2);
  quality.duplicate = rows.Int(0, 3);
  quality.rejected = rows.Int(0, 4);
  NS_ASSIGN(const std::vector<DayRows> days, ReadDays(connection, source));
  for (const DayRows& day : ExtentOfDays(days, now_us).ahead) quality.future += day.rows;
  NS_ASSIGN(const Rows late, connection.Query(statement::LateRowsOf(source)));
  if (!late.rows.empty()) quality.late = late.Int(0, 0);
  return quality;
}

Result<RejectedRows> ReadRejected(Connection& connection, const std::string& source,
                                  int64_t from_us, int64_t to_us) {
  NS_ASSIGN(const Rows rows, connection.Query(statement::RejectedWithin(source, from_us, to_us)));
  RejectedRows found;
  for (size_t i = 0; i < rows.rows.size(); ++i) {
    const bool there = rows.Int(i, 0) == 1;
    (there ? found.read : found.other_read) = rows.Int(i, 1);
    (there ? found.rejected : found.other_rejected) = rows.Int(i, 2);
  }
  return found;
}

}  // namespace northstar::duck
