#include "sql/duckdb/values_sql.h"

#include <fmt/format.h>

namespace northstar::sql::duckdb {

Text FindValue(const ValuePlace& place, const std::string& value) {
  // The id first, so that the scan of the rows compares numbers and stops at the first.
  const std::string of =
      place.dictionary.empty()
          ? "$1"
          : fmt::format("(select id from {} where key = $1)", Identifier(place.dictionary));
  return {fmt::format("select 1 from {} where {} = {} limit 1", Identifier(place.table),
                      Identifier(place.column), of),
          {value}};
}

Text CountValues(const std::vector<ValuePlace>& places, size_t most) {
  NS_CHECK(!places.empty());
  std::string parts;
  for (const ValuePlace& place : places) {
    if (!parts.empty()) parts += " union all ";
    const std::string table = Identifier(place.table);
    const std::string column = Identifier(place.column);
    parts +=
        place.dictionary.empty()
            ? fmt::format("select {0} as key, count(*) as n from {1} group by 1", column, table)
            : fmt::format(
                  "select d.key, c.n from (select {0} as id, count(*) as n from {1} "
                  "group by 1) c join {2} d on d.id = c.id",
                  column, table, Identifier(place.dictionary));
  }
  return {
      fmt::format("select key, sum(n)::bigint from ({}) where key is not "
                  "null group by 1 order by 2 desc, 1 limit {}",
                  parts, most)};
}

}  // namespace northstar::sql::duckdb
