#include "engine/duckdb/far_rows.h"

#include <fmt/format.h>

#include "base/text.h"
#include "engine/duckdb/reader.h"
#include "model/project.h"
#include "sql/duckdb/days_sql.h"

namespace northstar::duck {
namespace {

constexpr int kNamed = 3;

// "orders.csv:5602: 2024-06-17T12:00:00": the first rows of the given condition.
Result<std::string> NameRows(Connection& db, const Project& project, const Source& source,
                             const std::string& condition) {
  NS_ASSIGN(const Rows rows, db.Query(statement::FirstRowsWhere(source.name, condition, kNamed)));
  std::vector<std::string> named;
  for (size_t i = 0; i < rows.rows.size(); ++i) {
    const std::string path = rows.Text(i, 0);
    const bool header = LayoutOf(source, path) == FileLayout::kDelimited && source.header;
    std::string local = FormatInstant(project.calendar.zone().ToLocal(rows.Int(i, 2)));
    local.pop_back();  // the "Z" of an instant
    if (local.ends_with("T00:00:00")) local.resize(local.size() - 9);
    named.push_back(fmt::format("{}:{}: {}", path, rows.Int(i, 1) + (header ? 1 : 0), local));
  }
  return Join(named, ", ");
}

std::string Listed(int64_t rows, const std::string& named) {
  return (rows > kNamed ? "for example " : "") + named;
}

}  // namespace

Status RefreshDays(Connection& db, const std::string& source) {
  NS_RETURN_IF_ERROR(db.Run(statement::DeleteDays(source)));
  return db.Run(statement::InsertDays(source));
}

Result<std::vector<DayRows>> ReadDays(Connection& db, const std::string& source) {
  NS_ASSIGN(const Rows rows, db.Query(statement::DaysOf(source)));
  std::vector<DayRows> days;
  for (size_t i = 0; i < rows.rows.size(); ++i)
    days.push_back({rows.Int(i, 0), rows.Int(i, 1), rows.Int(i, 2), rows.Int(i, 3)});
  return days;
}

Result<OutOfPlace> FindOutOfPlace(Connection& db, const Project& project, const Source& source,
                                  int64_t now_us) {
  OutOfPlace found;
  NS_ASSIGN(const std::vector<DayRows> days, ReadDays(db, source.name));
  const DataExtent extent = ExtentOfDays(days, now_us);
  const std::string ahead = statement::IsAfter(now_us);
  NS_ASSIGN(const Rows future, db.Query(statement::CountRowsWhere(source.name, ahead)));
  found.future = future.Int(0, 0);
  if (found.future > 0) {
    NS_ASSIGN(const std::string named, NameRows(db, project, source, ahead));
    found.notes.push_back(
        fmt::format("{} dated in the future; kept, but hidden until then: {}",
                    found.future == 1 ? "1 row is" : WithThousands(found.future) + " rows are",
                    Listed(found.future, named)));
  }
  if (extent.far.empty()) return found;
  int64_t rows = 0;
  std::vector<std::pair<int64_t, int64_t>> ranges;
  for (const DayRows& day : extent.far) {
    rows += day.rows;
    ranges.emplace_back(day.first_us, std::min(day.last_us, now_us));
  }
  NS_ASSIGN(const std::string named, NameRows(db, project, source, statement::IsWithinAny(ranges)));
  found.notes.push_back(fmt::format(
      "{} far from all others and {} ignored when determining the period that the data covers: {}",
      rows == 1 ? "1 row is" : WithThousands(rows) + " rows are", rows == 1 ? "was" : "were",
      Listed(rows, named)));
  return found;
}

}  // namespace northstar::duck
