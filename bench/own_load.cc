#include "bench/own_load.h"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>

#include "bench/bench.h"
#include "engine/duckdb/database.h"
#include "model/load_project.h"
#include "model/project.h"

namespace northstar::bench {

namespace fs = std::filesystem;

ProjectRef ProjectOf(const std::string& folder, const std::string& sources) {
  fs::create_directories(folder);
  std::ofstream(folder + "/northstar.yml")
      << "version: 1\nwarehouse: {path: own.duckdb}\nsources:\n"
      << sources;
  return Must(LoadProject(folder, [](const std::string&) { return std::nullopt; })).project;
}

LoadSummary LoadAnew(const Project& project) {
  fs::remove(project.warehouse.path);
  LoadRequest request;
  request.now_us = INT64_MAX / 4;
  const auto summaries =
      Must(Must(OpenWarehouse(project, WarehouseUse::kLoading))->Load(project, request));
  if (summaries[0].rejected > 0) Must(Error::Data("rows were rejected"));
  return summaries[0];
}

std::string AskLoaded(const Project& project, const std::string& sql) {
  const auto database =
      Must(duck::Database::Open(project.warehouse.path, duck::Access::kReadOnly, 4'000'000'000, 0));
  return Must(Must(database->Connect())->Query({sql})).Text(0, 0);
}

void MakeWithDuckDb(const std::string& sql) {
  const auto database = Must(duck::Database::Open("", duck::Access::kReadWrite, 8'000'000'000, 0));
  Must(Must(database->Connect())->Run({sql}));
}

}  // namespace northstar::bench
