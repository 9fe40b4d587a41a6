#include "sql/duckdb/profile_sql.h"

#include <fmt/format.h>

#include "base/text.h"
#include "sql/duckdb/file_sql.h"

namespace northstar::sql::duckdb {

Text CreateCells(const std::string& relation, const std::vector<std::string>& columns, int64_t most,
                 int64_t nth, int longest) {
  std::vector<std::string> cells;
  for (size_t i = 0; i < columns.size(); ++i)
    cells.push_back(fmt::format("left({}, {}) as v{}", AsText(columns[i]), longest, i));
  std::string from = relation;
  std::string where;
  if (nth > 1) {
    from = fmt::format("(select *, row_number() over () as ns_row_of_file from {})", relation);
    where = fmt::format(" where ns_row_of_file % {} = 0", nth);
  }
  return {fmt::format("create temp table ns_cells as select {} from {}{} limit {}",
                      northstar::Join(cells, ", "), from, where, most)};
}

Text DropCells() {
  return {"drop table if exists ns_cells"};
}

Text CountDistinct(const std::string& relation, const std::vector<std::string>& columns) {
  std::string counts;
  for (const std::string& column : columns)
    counts += fmt::format(", approx_count_distinct({})", AsText(column));
  return {fmt::format("select count(*){} from {}", counts, relation)};
}

Text CellsOfColumn(size_t index) {
  return {fmt::format("select v{} from ns_cells", index)};
}

Text KeysOfColumn(const std::string& relation, const std::string& column, uint64_t up_to,
                  size_t most) {
  return {
      fmt::format("select distinct ns_key({0}) as k from {1} where trim({0}) <> '' and "
                  "ns_key({0}) <= {2}::ubigint order by k limit {3}",
                  AsText(column), relation, up_to, most)};
}

}  // namespace northstar::sql::duckdb
