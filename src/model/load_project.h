// A directory of YAML → Project. Every problem of every file is found in one run: unknown keys,
// wrong forms, names that do not exist, expressions that do not bind, cycles of metrics.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "model/project.h"
#include "model/yaml.h"

namespace northstar {

using Environment = std::function<std::optional<std::string>(const std::string& variable)>;
Environment ProcessEnvironment();

struct LoadedProject {
  ProjectRef project;
  std::vector<SourceText> sources;        // the files, for the messages of later checks
  std::vector<Diagnostic> warnings = {};  // what was read, but should be written otherwise
};

// Reads northstar.yml at the root and every other *.yml below it, except under dot folders and
// target/. Fails with ErrorKind::kProject and all diagnostics when anything structural is wrong.
Result<LoadedProject> LoadProject(const std::string& directory, const Environment& environment);

// The definition checks of docs/checks.md that need no data; `today` is a local day.
// `previous_definitions`: metric name → (version, definition), from the last manifest.
struct DefinitionState {
  int version = 1;
  std::string definition;
};
using Manifest = std::vector<std::pair<std::string, DefinitionState>>;
// `from_data`: what was found where definitions were held against loaded data.
struct DataFinding {
  std::string_view code;  // of the table of checks
  std::string message;
  SourceSpan where;
};
std::vector<Diagnostic> CheckDefinitions(const Project& project,
                                         const std::vector<SourceText>& sources, Day today,
                                         const Manifest& previous,
                                         const std::vector<DataFinding>& from_data = {});
// What identifies a metric's definition: equal texts are computed alike.
std::string DefinitionText(const Metric& metric);

}  // namespace northstar
