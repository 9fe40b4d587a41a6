#include "model/old_definitions.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "model/edit_yaml.h"
#include "model/project.h"

namespace northstar {
namespace {

// No file can be called so.
constexpr const char* kFile = "recorded definitions";

std::string NewName(const Project& project, size_t number) {
  std::string name = fmt::format("recorded_definition_{}", number);
  while (project.FindMetric(name) != nullptr) name += "_";
  return name;
}

// The mapping under another name; empty where it is none.
std::string Renamed(const std::string& written, const std::string& name) {
  DiagnosticSink sink;
  YamlNode node = ParseYaml(SourceText(kFile, written), sink);
  if (sink.errors() > 0 || !node.is_map()) return "";
  for (YamlNode::Entry& entry : node.entries) {
    if (entry.key == "name") entry.value.text = name;
  }
  return YamlOnOneLine(node);
}

Result<LoadedProject> LoadWith(const LoadedProject& loaded, const std::vector<std::string>& metrics,
                               const Environment& environment) {
  std::string text = "metrics:\n";
  for (const std::string& metric : metrics) text += "  - " + metric + "\n";
  std::vector<SourceText> files = loaded.sources;
  files.emplace_back(kFile, std::move(text));
  return LoadProjectFrom(loaded.project->root, std::move(files), environment);
}

// The first thing that is wrong with it.
std::string ProblemOf(const Error& error) {
  return Printable(error.diagnostics.empty() ? error.message : error.diagnostics.front().message);
}

}  // namespace

RevivedProject Revive(const LoadedProject& loaded, const std::vector<DefinitionState>& states,
                      const Environment& environment) {
  RevivedProject revived{loaded.project, {}};
  std::vector<std::string> metrics;
  for (size_t i = 0; i < states.size(); ++i) {
    const std::string name = NewName(*loaded.project, i + 1);
    if (states[i].written.empty()) {
      revived.definitions.push_back({"", "it was recorded without its text"});
      continue;
    }
    const std::string metric = Renamed(states[i].written, name);
    const auto alone = LoadWith(loaded, {metric}, environment);
    if (metric.empty() || !alone.ok()) {
      revived.definitions.push_back(
          {"", metric.empty() ? "its text cannot be read" : ProblemOf(alone.error())});
      continue;
    }
    revived.definitions.push_back({name, ""});
    metrics.push_back(metric);
  }
  if (metrics.empty()) return revived;
  const auto together = LoadWith(loaded, metrics, environment);
  if (together.ok()) {
    revived.project = together->project;
    return revived;
  }
  for (RevivedDefinition& one : revived.definitions) one = {"", ProblemOf(together.error())};
  return revived;
}

}  // namespace northstar
