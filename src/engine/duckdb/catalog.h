// The tables in which the database describes itself: format version, known files, what each source
// holds. Everything here runs inside the caller's transaction.
#pragma once

#include <string>
#include <vector>

#include "engine/duckdb/database.h"
#include "engine/engine.h"

namespace northstar::duck {

struct KnownFile {
  uint32_t id = 0;
  std::string path;
  int64_t size = 0;
  int64_t mtime_ns = 0;
  std::string hash;
  int64_t rows_read = 0;
};

// Creates what is missing; fails when the database was written by a newer or older format.
Status PrepareCatalog(Connection& connection);
// Fails with a hint when the file is no northstar database, or of another format.
Status CheckFormat(Connection& connection);

Result<std::vector<KnownFile>> KnownFiles(Connection& connection, const std::string& source);
Result<std::string> LoadedDefinition(Connection& connection, const std::string& source);
// Writes counts by event, extent and largest values of a source after its rows changed.
Status RefreshStatistics(Connection& connection, const Source& source);
Result<DataFacts> ReadFacts(Connection& connection);
Result<LoadQuality> ReadQuality(Connection& connection, const std::string& source);
Result<RejectedRows> ReadRejected(Connection& connection, const std::string& source,
                                  int64_t from_us, int64_t to_us);
Result<bool> TableExists(Connection& connection, const std::string& table);

}  // namespace northstar::duck
