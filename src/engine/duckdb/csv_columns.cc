#include "engine/csv_columns.h"

#include <fmt/format.h>

#include <filesystem>

#include "base/text.h"
#include "engine/duckdb/reader.h"
#include "sql/duckdb/rejects_sql.h"

namespace northstar {

namespace {

// Rows that cannot be read are not left out in silence: the first is named.
Status CheckAllRead(duck::Connection& connection, const duck::FileReader& reader,
                    const std::string& relation, const std::string& path) {
  if (reader.layout() == duck::FileLayout::kJson) {
    NS_ASSIGN(const duck::Rows bad, connection.Query(duck::statement::CountNotJson(relation)));
    if (bad.Int(0, 0) == 0) return Status::Ok();
    return Error::Data(
        fmt::format("'{}': {} of JSON cannot be read", path, Plural(bad.Int(0, 0), "line")));
  }
  if (reader.layout() != duck::FileLayout::kDelimited) return Status::Ok();
  NS_ASSIGN(const duck::Rows bad, connection.Query(duck::statement::UnsplitOfScan()));
  if (bad.Int(0, 0) == 0) return Status::Ok();
  const int64_t others = bad.Int(0, 0) - 1;
  return Error::Data(
      fmt::format("'{}', row {}: {}{}", path, bad.Int(0, 1) - 1, bad.Text(0, 2),
                  others == 0 ? "" : fmt::format(" ({} more cannot be read)", others)),
      "every row needs as many columns as the header, in UTF-8");
}

// `names`: empty for all.
Result<FileColumns> Read(const std::string& path, std::vector<std::string> names) {
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(path, ignored)) {
    return Error::Data(fmt::format("cannot read '{}'", path), "is the path right?");
  }
  NS_ASSIGN(auto database, duck::Database::Open("", duck::Access::kReadWrite, 1'000'000'000, 0));
  NS_ASSIGN(auto connection, database->Connect());
  NS_ASSIGN(const duck::OpenedFile file, duck::OpenedFile::Open(path, path));
  NS_ASSIGN(const duck::FileReader reader,
            duck::FileReader::Open(*connection, Source{}, file, path));
  if (reader.empty()) return Error::Data(fmt::format("'{}' is empty", path));
  if (names.empty()) names = reader.ColumnNames();
  if (names.empty()) {
    return Error::Data(fmt::format("'{}' has no column names", path),
                       "use a table as CSV, TSV or Parquet; JSON has no columns");
  }
  std::vector<std::string> columns;
  for (const std::string& name : names) {
    const auto column = reader.Find(name);
    if (!column) {
      return Error::Usage(fmt::format("'{}' has no column '{}'", path, name),
                          DidYouMean(name, reader.ColumnNames()));
    }
    columns.push_back(column->sql);
  }
  const std::string relation = reader.Relation(file, {});
  NS_ASSIGN(const duck::Rows rows,
            connection->Query(duck::statement::ColumnsAsText(relation, columns)));
  NS_RETURN_IF_ERROR(CheckAllRead(*connection, reader, relation, path));
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
