// What commands that are no requests answer → JSON, with its schema.
#pragma once

#include <string>
#include <vector>

#include "engine/warehouse.h"
#include "json/json.h"

namespace northstar {

Json ToJson(const std::vector<LoadSummary>& summaries);

// One thing that `doctor` looked at.
struct Examined {
  bool fine = true;
  std::string what;
};
Json ToJson(const std::vector<Examined>& examined);
Json VersionJson(std::string_view version);

Json LoadSchema();
Json DoctorSchema();
Json VersionSchema();

}  // namespace northstar
