#include "engine/duckdb/seen_values.h"

#include <fmt/format.h>

#include "sql/dialect.h"
#include "sql/storage.h"

namespace northstar::duck {

using sql::Identifier;

std::vector<SeenValues::Place> SeenValues::PlacesOf(const Project& project, const DataFacts& facts,
                                                    const ColumnRef& column) {
  const bool entity = column.kind == ColumnKind::kEntity;
  std::vector<Place> places;
  for (const Source& source : project.sources) {
    const bool has = entity ? source.HasEntity(column.name) : source.HasDimension(column.name);
    if (!has || !facts.sources.contains(source.name)) continue;
    switch (source.kind) {
      case Source::Kind::kEvents:
      case Source::Kind::kFeedback:
        places.push_back({Identifier(storage::EventsTable(source.name)),
                          Identifier(entity ? storage::EntityColumn(column.name)
                                            : storage::DimensionColumn(column.name)),
                          Identifier(entity ? storage::EntityTable(column.name)
                                            : storage::DimensionTable(column.name))});
        break;
      case Source::Kind::kSeries:
        if (!entity)
          places.push_back({Identifier(storage::SeriesTable(source.name)),
                            Identifier(storage::DimensionColumn(column.name)), ""});
        break;
      case Source::Kind::kIdentities:
      case Source::Kind::kHttp:
      case Source::Kind::kTable:
        break;
    }
  }
  return places;
}

Result<bool> SeenValues::Occurs(const Project& project, const DataFacts& facts,
                                const ColumnRef& column, const std::string& value) {
  const std::pair key(column.name, value);
  if (const auto known = occurs_.find(key); known != occurs_.end()) return known->second;
  bool occurs = false;
  for (const Place& place : PlacesOf(project, facts, column)) {
    // The id first, so that the scan of the rows compares numbers and stops at the first.
    const std::string of =
        place.dictionary.empty()
            ? "$1"
            : fmt::format("(select id from {} where key = $1)", place.dictionary);
    NS_ASSIGN(const Rows rows,
              connection_.Query(fmt::format("select 1 from {} where {} = {} limit 1", place.table,
                                            place.column, of),
                                {value}));
    occurs = !rows.rows.empty();
    if (occurs) break;
  }
  occurs_[key] = occurs;
  return occurs;
}

Result<std::vector<ValueCount>> SeenValues::Count(const Project& project, const DataFacts& facts,
                                                  const ColumnRef& column, size_t most) {
  if (const auto known = counts_.find(column.name); known != counts_.end()) return known->second;
  std::string parts;
  for (const Place& place : PlacesOf(project, facts, column)) {
    if (!parts.empty()) parts += " union all ";
    parts += place.dictionary.empty()
                 ? fmt::format("select {0} as key, count(*) as n from {1} group by 1", place.column,
                               place.table)
                 : fmt::format(
                       "select d.key, c.n from (select {0} as id, count(*) as n from {1} "
                       "group by 1) c join {2} d on d.id = c.id",
                       place.column, place.table, place.dictionary);
  }
  std::vector<ValueCount> counts;
  if (!parts.empty()) {
    NS_ASSIGN(const Rows rows,
              connection_.Query(fmt::format("select key, sum(n)::bigint from ({}) where key is not "
                                            "null group by 1 order by 2 desc, 1 limit {}",
                                            parts, most)));
    for (size_t r = 0; r < rows.rows.size(); ++r)
      counts.push_back({rows.Text(r, 0), rows.Int(r, 1)});
  }
  counts_[column.name] = counts;
  return counts;
}

}  // namespace northstar::duck
