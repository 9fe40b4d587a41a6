#include <fmt/format.h>

#include <map>
#include <mutex>

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

Result<std::shared_ptr<Warehouse>> OpenOwn(const Project& project, WarehouseUse use,
                                           CancelToken* cancel) {
  for (const Kind& kind : kKinds) {
    if (kind.type == project.warehouse.type) return kind.open(project, use, cancel);
  }
  return Error::Usage(
      fmt::format("a warehouse of type '{}' is not available yet", project.warehouse.type),
      "use type: duckdb");
}

// By path.
class SharedWarehouses {
 public:
  void Share(const std::string& path, const std::shared_ptr<Warehouse>& warehouse) {
    const std::scoped_lock lock(mutex_);
    shared_[path] = warehouse;
  }
  std::shared_ptr<Warehouse> Find(const std::string& path) {
    const std::scoped_lock lock(mutex_);
    const auto found = shared_.find(path);
    return found == shared_.end() ? nullptr : found->second.lock();
  }

 private:
  std::mutex mutex_;
  std::map<std::string, std::weak_ptr<Warehouse>> shared_;
};
SharedWarehouses& Shared() {
  static SharedWarehouses shared;
  return shared;
}

}  // namespace

Result<std::shared_ptr<Warehouse>> OpenWarehouse(const Project& project, WarehouseUse use,
                                                 CancelToken* cancel) {
  if (auto shared = Shared().Find(project.warehouse.path)) return shared;
  return OpenOwn(project, use, cancel);
}

Result<std::shared_ptr<Warehouse>> OpenSharedWarehouse(const Project& project) {
  NS_ASSIGN(auto warehouse, OpenOwn(project, WarehouseUse::kLoading, nullptr));
  Shared().Share(project.warehouse.path, warehouse);
  return warehouse;
}

}  // namespace northstar
