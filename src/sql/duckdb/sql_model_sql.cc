#include "sql/duckdb/sql_model_sql.h"

#include <fmt/format.h>

namespace northstar::sql::duckdb {
namespace {

std::string QuotedList(const std::vector<std::string>& texts) {
  std::vector<std::string> quoted;
  for (const std::string& text : texts) quoted.push_back(Quoted(text));
  return fmt::format("[{}]", fmt::join(quoted, ", "));
}

}  // namespace

Text SpillInto(const std::string& folder) {
  return {"set temp_directory = " + Quoted(folder)};
}

Text SpillAtMost(int64_t bytes) {
  return {fmt::format("set max_temp_directory_size = '{}B'", bytes)};
}

std::vector<Text> LockDatabase(const SpillLimits& spill, const std::vector<std::string>& folders,
                               const std::vector<std::string>& files) {
  return {
      SpillInto(spill.folder),
      SpillAtMost(spill.most_bytes),
      {"set TimeZone = 'UTC'"},
      {"set errors_as_json = true"},
      {"set allow_community_extensions = false"},
      {"set allow_persistent_secrets = false"},
      {"set allowed_directories = " + QuotedList(folders)},
      {"set allowed_paths = " + QuotedList(files)},
      // These two last: they let nothing above be set any more.
      {"set enable_external_access = false"},
      {"set lock_configuration = true"},
  };
}

Text SyntaxTree(const std::string& query) {
  return {"select json_serialize_sql($1::varchar)::varchar", {query}};
}

Text WriteModelRows(const std::string& function, const std::vector<ModelColumn>& columns,
                    const std::string& path) {
  std::vector<std::string> selected;
  for (const ModelColumn& column : columns) {
    const std::string name = Identifier(column.name);
    selected.push_back(column.huge ? fmt::format("{0}::decimal(38, 0) as {0}", name) : name);
  }
  return {fmt::format("copy (select {} from {}()) to {} (format parquet, compression zstd)",
                      fmt::join(selected, ", "), Identifier(function), Quoted(path))};
}

}  // namespace northstar::sql::duckdb
