// The names of the stored tables and columns: the contract between loading, the kernel and SQL.
// Names come from the project and are not quoted here: Identifier (dialect.h) does that.
// It leaves out the tables of the record of loads (ns_…, sql/duckdb/catalog_sql.h). A change of any
// name or meaning here needs a new database format.
//
// events_<source>: ts bigint (UTC us), event usmallint, e_<entity> uinteger,
//   d_<dimension> uinteger, v_<value> double, text varchar (feedback only),
//   seq bigint (order within the file), file uinteger; clustered by (event, ts).
// series_<source>: local_us bigint (start of the period, wall clock),
//   d_<dimension> varchar, v_<metric> double.
// entity_<entity>: key varchar, id uinteger = ordinal*64 + bucket.
// identity_<source>: from_key varchar, to_key varchar: entities that are one and the same.
// merge_<entity>: id uinteger, same uinteger: the entity that each merged one counts as.
// ids_<source>: id uhugeint, content ubigint: the ids of rows and what the first of each said.
// dimension_<dimension>: key varchar, id uinteger. event_names: key varchar, id usmallint.
#pragma once

#include <string>

namespace northstar::storage {

inline std::string EventsTable(const std::string& source) {
  return "events_" + source;
}
inline std::string SeriesTable(const std::string& source) {
  return "series_" + source;
}
inline std::string EntityTable(const std::string& entity) {
  return "entity_" + entity;
}
inline std::string DimensionTable(const std::string& dimension) {
  return "dimension_" + dimension;
}
inline std::string IdentityTable(const std::string& source) {
  return "identity_" + source;
}
inline std::string MergeTable(const std::string& entity) {
  return "merge_" + entity;
}
inline std::string IdsTable(const std::string& source) {
  return "ids_" + source;
}
inline std::string EntityColumn(const std::string& entity) {
  return "e_" + entity;
}
inline std::string DimensionColumn(const std::string& dimension) {
  return "d_" + dimension;
}
inline std::string ValueColumn(const std::string& value) {
  return "v_" + value;
}

// What was written, of feedback; null where a row has no text.
inline constexpr const char* kTextColumn = "text";

// A row without an entity still needs a bucket for uncertainty: derived from its time, in steps of
// so many microseconds, the same in kernel and SQL.
inline constexpr long long kTimeBucketStep = 1'000'003;

}  // namespace northstar::storage
