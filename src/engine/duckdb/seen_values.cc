#include "engine/duckdb/seen_values.h"

#include "model/project.h"
#include "sql/storage.h"

namespace northstar::duck {

std::vector<statement::ValuePlace> SeenValues::PlacesOf(const Project& project,
                                                        const DataFacts& facts,
                                                        const ColumnRef& column) {
  const bool entity = column.kind == ColumnKind::kEntity;
  std::vector<statement::ValuePlace> places;
  for (const Source& source : project.sources) {
    const bool has = entity ? source.HasEntity(column.name) : source.HasDimension(column.name);
    if (!has || !facts.sources.contains(source.name)) continue;
    switch (source.kind) {
      case Source::Kind::kEvents:
      case Source::Kind::kHttp:
      case Source::Kind::kFeedback:
        places.push_back(
            {storage::EventsTable(source.name),
             entity ? storage::EntityColumn(column.name) : storage::DimensionColumn(column.name),
             entity ? storage::EntityTable(column.name) : storage::DimensionTable(column.name)});
        break;
      case Source::Kind::kSeries:
        if (!entity)
          places.push_back(
              {storage::SeriesTable(source.name), storage::DimensionColumn(column.name), ""});
        break;
      case Source::Kind::kIdentities:
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
  for (const statement::ValuePlace& place : PlacesOf(project, facts, column)) {
    NS_ASSIGN(const Rows rows, connection_.Query(statement::FindValue(place, value)));
    occurs = !rows.rows.empty();
    if (occurs) break;
  }
  occurs_[key] = occurs;
  return occurs;
}

Result<std::vector<ValueCount>> SeenValues::Count(const Project& project, const DataFacts& facts,
                                                  const ColumnRef& column, size_t most) {
  if (const auto known = counts_.find(column.name); known != counts_.end()) return known->second;
  const std::vector<statement::ValuePlace> places = PlacesOf(project, facts, column);
  std::vector<ValueCount> counts;
  if (!places.empty()) {
    NS_ASSIGN(const Rows rows, connection_.Query(statement::CountValues(places, most)));
    for (size_t r = 0; r < rows.rows.size(); ++r)
      counts.push_back({rows.Text(r, 0), rows.Int(r, 1)});
  }
  counts_[column.name] = counts;
  return counts;
}

}  // namespace northstar::duck
