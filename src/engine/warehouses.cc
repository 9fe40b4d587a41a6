#include <fmt/format.h>

#include "engine/duckdb/duckdb_warehouse.h"
#include "engine/warehouse.h"
#include "model/project.h"

namespace northstar {
namespace {

struct Kind {
  std::string_view type;  // of `warehouse:` in a project
  Result<std::shared_ptr<Warehouse>> (*open)(const Project&, WarehouseUse, CancelToken*);
};
constexpr Kind kKinds[] = {{"duckdb", OpenDuckDbWarehouse}};

}  // namespace

Result<std::shared_ptr<Warehouse>> OpenWarehouse(const Project& project, WarehouseUse use,
                                                 CancelToken* cancel) {
  for (const Kind& kind : kKinds) {
    if (kind.type == project.warehouse.type) return kind.open(project, use, cancel);
  }
  return Error::Usage(
      fmt::format("a warehouse of type '{}' is not available yet", project.warehouse.type),
      "use type: duckdb");
}

}  // namespace northstar
