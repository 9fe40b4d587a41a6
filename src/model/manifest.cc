#include "model/manifest.h"

#include <fstream>

#include <nlohmann/json.hpp>

#include "base/hash.h"
#include "model/project.h"

namespace northstar {
namespace {

using Json = nlohmann::ordered_json;

std::string TypeIn(const Json& state) {
  const auto type = state.find("type");
  return type != state.end() && type->is_string() ? type->get<std::string>() : "";
}

}  // namespace

Manifest ReadManifest(const Project& project) {
  Manifest manifest;
  std::ifstream file(project.root + "/" + kManifestFile);
  Json json = Json::parse(file, nullptr, false);
  if (json.is_discarded() || !json.contains("metrics") || !json["metrics"].is_object())
    return manifest;
  for (auto& [name, state] : json["metrics"].items()) {
    if (!state.is_object()) continue;
    const Json& version = state["version"];
    const Json& definition = state["definition"];
    if (version.is_number_integer() && definition.is_string())
      manifest.emplace_back(name, DefinitionState{version.get<int>(), definition, TypeIn(state)});
  }
  return manifest;
}

DefinitionState DefinitionOf(const Metric& metric) {
  return {metric.version, DefinitionText(metric), metric.type_name};
}

DefinitionChange CompareDefinitions(const DefinitionState& before, const DefinitionState& now) {
  if (before.version != now.version) return DefinitionChange::kNewVersion;
  return before.definition == now.definition ? DefinitionChange::kNone
                                             : DefinitionChange::kWithoutVersion;
}

std::string ManifestText(const Project& project) {
  Json json{{"project", project.name}, {"metrics", Json::object()}};
  for (const Metric& metric : project.metrics) {
    json["metrics"][metric.name] = {{"type", metric.type_name},
                                    {"version", metric.version},
                                    {"definition", DefinitionText(metric)},
                                    {"hash", HashText(DefinitionText(metric))}};
  }
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace northstar
