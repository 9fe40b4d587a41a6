#include "sql/sqlite/session_sql.h"

#include <fmt/format.h>

namespace northstar::sql::sqlite {

std::string_view JournalMode() {
  return "pragma journal_mode";
}

std::string_view UseWriteAheadLog() {
  return "pragma journal_mode = wal";
}

std::string_view CheckForeignKeys() {
  return "pragma foreign_keys = on";
}

std::string_view ReadOnly() {
  return "pragma query_only = on";
}

std::string_view OverwriteDeleted() {
  return "pragma secure_delete = on";
}

std::string_view EmptyWriteAheadLog() {
  return "pragma wal_checkpoint(truncate)";
}

std::string_view Begin() {
  return "begin immediate";
}

std::string_view Commit() {
  return "commit";
}

std::string_view Rollback() {
  return "rollback";
}

std::string_view Version() {
  return "pragma user_version";
}

std::string_view Application() {
  return "pragma application_id";
}

std::string_view CountTables() {
  return "select count(*) from sqlite_schema";
}

std::string SetVersion(int64_t version) {
  return fmt::format("pragma user_version = {}", version);
}

std::string SetApplication(int64_t application) {
  return fmt::format("pragma application_id = {}", application);
}

std::string_view QuickCheck() {
  return "pragma quick_check(1)";
}

}  // namespace northstar::sql::sqlite
