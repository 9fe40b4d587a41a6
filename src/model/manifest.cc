#include "model/manifest.h"

#include <fstream>
#include <optional>

#include <nlohmann/json.hpp>

#include "base/hash.h"
#include "model/project.h"

namespace northstar {
namespace {

using Json = nlohmann::ordered_json;

// None where it is not as we write it: the file is an export that anyone may edit.
std::optional<DefinitionState> StateIn(const Json& state) {
  if (!state.is_object()) return std::nullopt;
  const auto version = state.find("version");
  const auto definition = state.find("definition");
  if (version == state.end() || !version->is_number_integer() || definition == state.end() ||
      !definition->is_string())
    return std::nullopt;
  const auto type = state.find("type");
  const bool typed = type != state.end() && type->is_string();
  return DefinitionState{version->get<int>(), definition->get<std::string>(),
                         typed ? type->get<std::string>() : "", ""};
}

}  // namespace

Manifest ReadManifest(const Project& project) {
  Manifest manifest;
  std::ifstream file(project.root + "/" + kManifestFile);
  const Json json = Json::parse(file, nullptr, false);
  if (!json.is_object()) return manifest;
  const auto metrics = json.find("metrics");
  if (metrics == json.end() || !metrics->is_object()) return manifest;
  for (const auto& [name, state] : metrics->items()) {
    if (const auto known = StateIn(state)) manifest.emplace_back(name, *known);
  }
  return manifest;
}

DefinitionState DefinitionOf(const Metric& metric) {
  return {metric.version, DefinitionText(metric), metric.type_name, metric.written};
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
