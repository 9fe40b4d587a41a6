// A project's data, loaded and opened as the program does it.
#pragma once

#include <memory>
#include <vector>

#include "engine/warehouse.h"

namespace northstar {

inline Result<std::vector<LoadSummary>> LoadAll(const Project& project, int64_t now_us) {
  NS_ASSIGN(const auto warehouse, OpenWarehouse(project, WarehouseUse::kLoading));
  LoadRequest request;
  request.now_us = now_us;
  return warehouse->Load(project, request);
}

// REQUIRES: it was loaded.
inline std::unique_ptr<Engine> OpenLoaded(const Project& project) {
  return std::move(*(*OpenWarehouse(project, WarehouseUse::kReading))->Open());
}

}  // namespace northstar
