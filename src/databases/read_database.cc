#include "databases/read_database.h"

#include "databases/postgres.h"
#include "databases/sqlite_rows.h"

namespace northstar::databases {

Result<CopiedRows> CopyToCsv(const Address& address, const Question& question,
                             const std::string& to, const CopyOptions& options) {
  return address.kind == DatabaseKind::kPostgres ? CopyPostgresToCsv(address, question, to, options)
                                                 : CopySqliteToCsv(address, question, to, options);
}

Result<std::vector<Table>> ListTables(const Address& address, const CopyOptions& options) {
  return address.kind == DatabaseKind::kPostgres ? PostgresTables(address, options)
                                                 : SqliteTables(address, options);
}

}  // namespace northstar::databases
