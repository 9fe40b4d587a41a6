#include "engine/csv_columns.h"

#include <fmt/format.h>

#include <filesystem>

#include "base/text.h"
#include "engine/duckdb/reader.h"

namespace northstar {

namespace {

// `names`: empty for all.
Result<FileColumns> Read(const std::string& path, std::vector<std::string> names) {
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(path, ignored)) {
    return Error::Data(fmt::format("cannot read '{}'", path), "is the path right?");
  }
  NS_ASSIGN(auto database, duck::Database::Open("", duck::Access::kReadWrite, 1'000'000'000, 0));
  NS_ASSIGN(auto connection, database->Connect());
  NS_ASSIGN(const duck::FileReader reader, duck::FileReader::Open(*connection, Source{}, path));
  if (reader.empty()) return Error::Data(fmt::format("'{}' is empty", path));
  if (names.empty()) names = reader.ColumnNames();
  std::vector<std::string> items;
  for (const std::string& name : names) {
    const auto column = reader.Find(name);
    if (!column) {
      return Error::Usage(fmt::format("'{}' has no column '{}'", path, name),
                          DidYouMean(name, reader.ColumnNames()));
    }
    items.push_back(column->sql + "::varchar");
  }
  NS_ASSIGN(const duck::Rows rows,
            connection->Query("select " + Join(items, ", ") + " from " + reader.relation()));
  FileColumns out{path, std::move(names), {}};
  out.columns.resize(out.names.size());
  for (size_t r = 0; r < rows.rows.size(); ++r) {
    for (size_t c = 0; c < out.columns.size(); ++c) out.columns[c].push_back(rows.Text(r, c));
  }
  if (rows.rows.empty()) return Error::Data(fmt::format("'{}' has no rows", path));
  return out;
}

}  // namespace

Result<std::vector<std::vector<std::string>>> ReadColumns(const std::string& path,
                                                          const std::vector<std::string>& names) {
  NS_ASSIGN(FileColumns read, Read(path, names));
  return std::move(read.columns);
}

Result<FileColumns> ReadAllColumns(const std::string& path) {
  return Read(path, {});
}

}  // namespace northstar
