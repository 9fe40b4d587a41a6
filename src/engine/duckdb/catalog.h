// The tables in which the database describes itself: format version, known files, what each source
// holds. Everything here runs inside the caller's transaction.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/duckdb/database.h"
#include "engine/engine.h"
#include "sql/duckdb/catalog_sql.h"

namespace northstar::duck {

struct KnownFile {
  uint32_t id = 0;
  std::string path;  // StoredPath (source_files.h)
  int64_t size = 0;
  int64_t mtime_ns = 0;
  int64_t ctime_ns = 0;
  int64_t inode = 0;
  std::string hash;
  int64_t rows_read = 0;
};

// Creates what is missing. What another version of northstar wrote in another format is dropped:
// everything can be read again from the files. Returns whether something was.
Result<bool> PrepareCatalog(Connection& connection);
// Fails with a hint when the file is no northstar database, or of another format.
Status CheckFormat(Connection& connection);

// As the record of files holds it.
statement::FileRecord RecordOf(const std::string& source, int64_t id, const KnownFile& file);
Result<std::vector<KnownFile>> KnownFiles(Connection& connection, const std::string& source);
// A new entry for a file: `read` rows, of which `kept` are kept and the others filtered.
Status RecordFile(Connection& connection, const std::string& source, int64_t id,
                  const KnownFile& file, int64_t read, int64_t kept);
// All entries of a source.
Status ForgetFiles(Connection& connection, const std::string& source);
Result<std::string> LoadedDefinition(Connection& connection, const std::string& source);
// Where the rows of a database begin that were not read yet; nullopt: nowhere yet. Writing nothing
// leaves it where it is.
Result<std::optional<std::string>> ReadCursor(Connection& connection, const std::string& source);
Status WriteCursor(Connection& connection, const std::string& source,
                   const std::optional<std::string>& cursor);
// Writes counts by event and the extent of a source after its rows changed.
Status RefreshStatistics(Connection& connection, const Source& source);
// As of `now_us`: rows dated after it, and rows far from all others, do not count for extents.
Result<DataFacts> ReadFacts(Connection& connection, int64_t now_us);
Result<LoadQuality> ReadQuality(Connection& connection, const std::string& source, int64_t now_us);
Result<RejectedRows> ReadRejected(Connection& connection, const std::string& source,
                                  int64_t from_us, int64_t to_us);
Result<bool> TableExists(Connection& connection, const std::string& table);

}  // namespace northstar::duck
