#include "engine/duckdb/redefine.h"

#include <algorithm>

#include "engine/duckdb/catalog.h"
#include "engine/duckdb/forget.h"
#include "engine/duckdb/load.h"
#include "model/project.h"
#include "sql/duckdb/arrival_sql.h"
#include "sql/duckdb/rows_sql.h"

namespace northstar::duck {
namespace {

Result<std::vector<std::string>> ColumnsOf(Connection& db, const std::string& source) {
  NS_ASSIGN(const Rows rows, db.Query(statement::ArrivalColumns(source)));
  std::vector<std::string> columns;
  for (size_t i = 0; i < rows.rows.size(); ++i) columns.push_back(rows.Text(i, 0));
  return columns;
}

// The table is made anew, since what is stored goes by the order of its columns.
Status Redefine(Connection& db, const Project& project, const Source& source) {
  NS_ASSIGN(const std::vector<std::string> before, ColumnsOf(db, source.name));
  NS_RETURN_IF_ERROR(db.Run(statement::PutArrivalsAside(source.name)));
  NS_RETURN_IF_ERROR(db.RunAll(statement::CreateRowTables(source, KeyColumnsOf(source))));
  NS_ASSIGN(const std::vector<std::string> after, ColumnsOf(db, source.name));
  std::vector<std::string> both;
  for (const std::string& column : before) {
    if (std::find(after.begin(), after.end(), column) != after.end()) both.push_back(column);
  }
  NS_RETURN_IF_ERROR(db.RunAll(statement::TakeArrivalsBack(source.name, both)));
  return db.Run(statement::SetDefinition(source.name, ArrivalDefinition(project, source)));
}

}  // namespace

Result<std::vector<std::string>> RedefineArrivals(Connection& db, const Project& project) {
  std::vector<std::string> names;
  for (const Source& source : project.sources) {
    if (source.kind != Source::Kind::kHttp || source.raw_days > 0) continue;
    NS_ASSIGN(const std::string stored, LoadedDefinition(db, source.name));
    if (stored.empty() || stored == ArrivalDefinition(project, source)) continue;
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
