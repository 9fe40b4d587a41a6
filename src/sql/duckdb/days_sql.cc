#include "sql/duckdb/days_sql.h"

#include <fmt/format.h>

#include "base/time_zone.h"
#include "sql/storage.h"

namespace northstar::sql::duckdb {

Text DeleteDays(const std::string& source) {
  return {"delete from ns_days where source = $1", {source}};
}

Text InsertDays(const std::string& source) {
  return {
      fmt::format("insert into ns_days select $1, floor(ts / {}::double)::bigint as day, count(*), "
                  "min(ts), max(ts) from {} group by day",
                  kMicrosPerDay, Identifier(storage::EventsTable(source))),
      {source}};
}

Text DaysOf(const std::string& source) {
  return {"select day, rows, first_us, last_us from ns_days where source = $1 order by day",
          {source}};
}

std::string IsAfter(int64_t us) {
  return fmt::format("e.ts > {}", us);
}

std::string IsWithinAny(const std::vector<std::pair<int64_t, int64_t>>& ranges) {
  std::string condition;
  for (const auto& [first, last] : ranges) {
    condition +=
        fmt::format("{}e.ts between {} and {}", condition.empty() ? "(" : " or ", first, last);
  }
  return condition + ")";
}

Text CountRowsWhere(const std::string& source, const std::string& condition) {
  return {fmt::format("select count(*) from {} e where {}",
                      Identifier(storage::EventsTable(source)), condition)};
}

Text FirstRowsWhere(const std::string& source, const std::string& condition, int most) {
  return {fmt::format("select f.path, e.seq + 1, e.ts from {} e join ns_files f on f.id "
                      "= e.file and f.source = $1 where {} order by e.ts limit {}",
                      Identifier(storage::EventsTable(source)), condition, most),
          {source}};
}

}  // namespace northstar::sql::duckdb
