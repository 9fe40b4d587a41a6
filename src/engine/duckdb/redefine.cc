#include "engine/duckdb/redefine.h"

#include <map>
#include <set>

#include "engine/duckdb/catalog.h"
#include "engine/duckdb/forget.h"
#include "engine/duckdb/load.h"
#include "model/project.h"
#include "sql/duckdb/arrival_sql.h"
#include "sql/storage.h"

namespace northstar::duck {
namespace {

constexpr const char* kPrefixes[] = {"e_", "d_", "v_"};

bool IsOfDefinition(const std::string& column) {
  return std::any_of(std::begin(kPrefixes), std::end(kPrefixes),
                     [&](const char* prefix) { return column.starts_with(prefix); });
}

Status Redefine(Connection& db, const Project& project, const Source& source) {
  std::map<std::string, bool> wanted;  // whether it is a number
  for (const statement::KeyColumn& key : KeyColumnsOf(source)) wanted[key.column] = false;
  for (const NamedExpr& value : source.values) wanted[storage::ValueColumn(value.name)] = true;
  NS_ASSIGN(const Rows columns, db.Query(statement::ArrivalColumns(source.name)));
  for (size_t i = 0; i < columns.rows.size(); ++i) {
    const std::string column = columns.Text(i, 0);
    if (wanted.erase(column) == 0 && IsOfDefinition(column))
      NS_RETURN_IF_ERROR(db.Run(statement::DropArrivalColumn(source.name, column)));
  }
  for (const auto& [column, number] : wanted)
    NS_RETURN_IF_ERROR(db.Run(statement::AddArrivalColumn(source.name, column, number)));
  return db.Run(statement::SetDefinition(source.name, SourceDefinition(project, source)));
}

}  // namespace

Result<std::vector<std::string>> RedefineArrivals(Connection& db, const Project& project,
                                                  bool all) {
  std::vector<std::string> names;
  for (const Source& source : project.sources) {
    if (source.kind != Source::Kind::kHttp || (!all && source.raw_days > 0)) continue;
    NS_ASSIGN(const std::string stored, LoadedDefinition(db, source.name));
    if (stored.empty() || stored == SourceDefinition(project, source)) continue;
    NS_RETURN_IF_ERROR(db.Run(statement::kBegin));
    Status status = Redefine(db, project, source);
    if (status.ok()) status = db.Run(statement::kCommit);
    if (!status.ok()) {
      (void)db.Run(statement::kRollback);
      return status.error();
    }
    names.push_back(source.name);
  }
  return names;
}

}  // namespace northstar::duck
