#include "sql/duckdb/series_sql.h"

#include <fmt/format.h>

#include "sql/storage.h"

namespace northstar::sql::duckdb {

Text CreateSeries(const Source& source) {
  std::string columns = "local_us bigint";
  for (const NamedExpr& d : source.dimensions)
    columns += ", " + Identifier(storage::DimensionColumn(d.name)) + " varchar";
  for (const auto& [metric, name] : source.series_metrics)
    columns += ", " + Identifier(storage::ValueColumn(metric)) + " double";
  return {fmt::format("create or replace table {} ({})",
                      Identifier(storage::SeriesTable(source.name)), columns)};
}

Text InsertSeriesRow(const std::string& source, const std::vector<Value>& values) {
  std::string marks;
  for (size_t i = 1; i <= values.size(); ++i) marks += fmt::format("{}${}", i > 1 ? ", " : "", i);
  return {
      fmt::format("insert into {} values ({})", Identifier(storage::SeriesTable(source)), marks),
      values};
}

Text SeriesRows(const Source& source) {
  std::string columns = "local_us";
  for (const NamedExpr& d : source.dimensions)
    columns += ", " + Identifier(storage::DimensionColumn(d.name));
  for (const auto& [metric, column] : source.series_metrics)
    columns += ", " + Identifier(storage::ValueColumn(metric));
  return {fmt::format("select {} from {} order by local_us", columns,
                      Identifier(storage::SeriesTable(source.name)))};
}

Text SeriesRowsOfFile(const std::string& relation, const std::string& packed,
                      const std::vector<std::string>& columns) {
  std::string items = packed + " >> 2";
  for (const std::string& column : columns) items += ", " + column + "::varchar";
  return {fmt::format("select {} from {}", items, relation)};
}

}  // namespace northstar::sql::duckdb
