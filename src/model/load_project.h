// A directory of YAML → Project. Every problem of every file is found in one run: unknown keys,
// wrong forms, names that do not exist, expressions that do not bind, cycles of metrics. It leaves
// out data: files of sources are not looked at, so a project loads where they are missing. Reads
// files, and the environment through a function; no state is kept.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/calendar.h"
#include "base/diagnostic.h"
#include "model/metric.h"
#include "model/project_ref.h"
#include "model/yaml.h"

namespace northstar {

using Environment = std::function<std::optional<std::string>(const std::string& variable)>;
// Of the process; tests pass their own. `${NAME}` in a project file stands for a variable.
Environment ProcessEnvironment();

// A project without errors, and what is needed to speak of it.
struct LoadedProject {
  ProjectRef project;
  // The files, by their path relative to the root, for the messages of later checks.
  std::vector<SourceText> sources;
  // What was read, but should be written otherwise.
  std::vector<Diagnostic> warnings = {};
};

// Reads northstar.yml at the root and every other *.yml below it, except under dot folders and
// target/. Fails with ErrorKind::kProject and all diagnostics when anything structural is wrong;
// kUsage where there is no such directory or project, or a file is far too large; kData where a
// file or folder cannot be read.
Result<LoadedProject> LoadProject(const std::string& directory, const Environment& environment);
// The same of texts in the place of the files, as if they stood below the directory, which need not
// exist. REQUIRES: northstar.yml comes first.
Result<LoadedProject> LoadProjectFrom(const std::string& directory, std::vector<SourceText> files,
                                      const Environment& environment);

// What is kept of a metric's definition, to see later whether it changed without its version.
struct DefinitionState {
  int version = 1;
  // DefinitionText of the metric.
  std::string definition;
  // As in the project's file: "active".
  std::string type = {};
  // Metric::written, from which it can be computed again; empty: not known. Not compared.
  std::string written = {};
};
// By name of the metric, as last recorded; empty where nothing was yet.
using Manifest = std::vector<std::pair<std::string, DefinitionState>>;
DefinitionState DefinitionOf(const Metric& metric);
// What became of a definition. A version may change without its text.
enum class DefinitionChange { kNone, kNewVersion, kWithoutVersion };
DefinitionChange CompareDefinitions(const DefinitionState& before, const DefinitionState& now);
// What was found where definitions were held against loaded data.
struct DataFinding {
  // Of the table of checks; static text. Others are passed over.
  std::string_view code;
  std::string message;
  SourceSpan where;
};
// The definition checks of docs/checks.md, in their order, without those that the project ignores
// with a reason. `sources` are those the project was loaded with, `today` is a local day,
// `from_data` the findings of checks that need data. Never fails: an error here is an unwise
// project, not an unreadable one. Ignores without a reason, or of no check, are warned of as NS100.
std::vector<Diagnostic> CheckDefinitions(const Project& project,
                                         const std::vector<SourceText>& sources, Day today,
                                         const Manifest& previous,
                                         const std::vector<DataFinding>& from_data = {});
// What identifies a metric's definition: metrics of equal texts pass for the same. Name, label,
// description and other words are no part of it. For comparing and hashing, not for people.
std::string DefinitionText(const Metric& metric);
// One hash of the definitions of all metrics, in the order of the files.
std::string DefinitionsHash(const Project& project);

}  // namespace northstar
