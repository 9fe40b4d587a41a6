// What commands that are no requests answer → JSON, with its schema.
#pragma once

#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "catalog/catalog.h"
#include "engine/warehouse.h"
#include "json/json.h"

namespace northstar {

Json ToJson(const std::vector<LoadSummary>& summaries);
Json ToJson(const std::vector<const catalog::Template*>& found);
// `valid`: whether the project may be used, as strictly as was asked for.
Json ValidationJson(bool valid, const std::vector<Diagnostic>& findings);

// One thing that `doctor` looked at.
struct Examined {
  bool fine = true;
  std::string what;
};
Json ToJson(const std::vector<Examined>& examined);
Json VersionJson(std::string_view version);

Json LoadSchema();
Json CatalogSchema();
Json ValidateSchema();
Json DoctorSchema();
Json VersionSchema();

}  // namespace northstar
