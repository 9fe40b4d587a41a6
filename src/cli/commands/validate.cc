#include <fmt/format.h>

#include <filesystem>
#include <fstream>

#include "analysis/query/never_seen.h"
#include "base/hash.h"
#include "base/text.h"
#include "cli/commands/commands.h"
#include "engine/warehouse.h"
#include "json/command_answers.h"
#include "model/checks/check.h"

namespace northstar::cli {
namespace {

std::string ManifestPath(const Project& project) {
  return project.root + "/target/manifest.json";
}

// A manifest that cannot be read is as good as none: it only serves to notice changes.
Manifest ReadManifest(const Project& project) {
  Manifest manifest;
  std::ifstream file(ManifestPath(project));
  Json json = Json::parse(file, nullptr, false);
  if (json.is_discarded() || !json.contains("metrics") || !json["metrics"].is_object())
    return manifest;
  for (auto& [name, state] : json["metrics"].items()) {
    if (!state.is_object()) continue;
    const Json& version = state["version"];
    const Json& definition = state["definition"];
    if (version.is_number_integer() && definition.is_string())
      manifest.emplace_back(name, DefinitionState{version.get<int>(), definition});
  }
  return manifest;
}

Status WriteManifest(const Project& project) {
  Json json{{"project", project.name}, {"metrics", Json::object()}};
  for (const Metric& metric : project.metrics) {
    json["metrics"][metric.name] = {{"type", metric.type_name},
                                    {"version", metric.version},
                                    {"definition", DefinitionText(metric)},
                                    {"hash", HashText(DefinitionText(metric))}};
  }
  std::error_code error;
  std::filesystem::create_directories(project.root + "/target", error);
  std::ofstream file(ManifestPath(project));
  file << Dump(json);
  if (!file.flush())
    return Error::Data(fmt::format("cannot write '{}'", ManifestPath(project)),
                       "is the folder writable?");
  return Status::Ok();
}

// What definitions ask for and loaded data never held; none before the first load. Why they could
// not be looked at is said and ends nothing.
std::vector<DataFinding> FindingsInData(Context& context, const Project& project) {
  std::error_code ignored;
  if (!std::filesystem::exists(project.warehouse.path, ignored)) return {};
  const auto look = [&]() -> Result<std::vector<NeverSeen>> {
    NS_ASSIGN(const auto warehouse, OpenWarehouse(project, WarehouseUse::kReading, context.cancel));
    NS_ASSIGN(const LoadState state, warehouse->Inspect(project));
    std::vector<std::string> waiting = state.never_loaded;
    waiting.insert(waiting.end(), state.redefined.begin(), state.redefined.end());
    if (!waiting.empty())
      return Error::Data(fmt::format("{} must be loaded first", Join(waiting, ", ")));
    NS_ASSIGN(const auto engine, warehouse->Open());
    NS_ASSIGN(const DataFacts facts, engine->Facts());
    return FindNeverSeen(*engine, project, facts);
  };
  const auto seen = look();
  if (!seen.ok()) {
    context.err(fmt::format(
        "northstar: events and values that never occurred (NS4xx) were not checked: {}\n",
        PrintableLines(seen.error().message)));
    return {};
  }
  std::vector<DataFinding> findings;
  for (const NeverSeen& one : *seen) {
    findings.push_back(
        {one.code,
         fmt::format("{}{}: {}", one.metric, one.needed ? " is not measured" : "", one.sentence),
         one.where});
  }
  return findings;
}

std::string FindingsTable(const std::vector<Diagnostic>& findings, Format format) {
  TextTable table({"severity", "code", "file", "line", "column", "message", "fix"});
  std::string csv = "severity,code,file,line,column,message,fix\n";
  for (const Diagnostic& d : findings) {
    const std::vector<std::string> row{d.severity == Severity::kError ? "error" : "warning",
                                       d.code,
                                       d.where.file,
                                       std::to_string(d.where.line),
                                       std::to_string(d.where.column),
                                       d.message,
                                       d.hint};
    std::vector<std::string> fields;
    for (const std::string& field : row) fields.push_back(CsvField(field));
    csv += Join(fields, ",") + "\n";
    table.Add(row);
  }
  return format == Format::kCsv ? csv : table.Markdown();
}

int Run(Context& context, const Parsed& parsed) {
  if (parsed.Has("--list")) {
    TextTable table({"code", "severity", "meaning", "fix"});
    for (const checks::Check& check : checks::AllChecks()) {
      table.Add({std::string(check.code), check.severity == Severity::kError ? "error" : "warning",
                 std::string(check.sentence), std::string(check.fix)});
    }
    context.out(context.format == Format::kMarkdown ? table.Markdown() : table.Text(context.color));
    return kFine;
  }
  const auto loaded = ReadProject(context);
  if (!loaded.ok()) {
    if (context.format == Format::kJson) {
      context.out(DumpAnswer(ValidationJson(false, loaded.error().diagnostics)));
      return kUsage;
    }
    return Report(context, loaded.error());
  }
  const Project& project = *loaded->project;
  const Day today = project.calendar.LocalDay(context.clock->NowUs());
  std::vector<Diagnostic> findings = loaded->warnings;
  const std::vector<Diagnostic> checked = CheckDefinitions(
      project, loaded->sources, today, ReadManifest(project), FindingsInData(context, project));
  findings.insert(findings.end(), checked.begin(), checked.end());
  size_t errors = 0;
  for (const Diagnostic& finding : findings) {
    errors += finding.severity == Severity::kError;
    if (context.format == Format::kTable) context.out(RenderDiagnostic(finding, context.color));
  }
  if (context.format == Format::kCsv || context.format == Format::kMarkdown)
    context.out(FindingsTable(findings, context.format));
  if (const Status written = WriteManifest(project); !written.ok()) {
    context.err(fmt::format(
        "northstar: {}; later runs cannot tell which definitions changed since this one\n",
        written.error().message));
  }
  const bool failed = errors > 0 || (parsed.Has("--strict") && !findings.empty());
  if (context.format == Format::kJson) {
    context.out(DumpAnswer(ValidationJson(!failed, findings)));
  } else if (context.format == Format::kTable) {
    context.out(fmt::format("{}: {}, {}; {}, {}\n", project.name,
                            Plural(static_cast<long long>(project.sources.size()), "source"),
                            Plural(static_cast<long long>(project.metrics.size()), "metric"),
                            Plural(static_cast<long long>(errors), "error"),
                            Plural(static_cast<long long>(findings.size() - errors), "warning")));
  }
  return failed ? kFinding : kFine;
}

}  // namespace

CommandSpec ValidateCommand() {
  return {"validate",
          "Read everything and check the definitions",
          "northstar validate --strict",
          {},
          {{"--strict", "", "Treat warnings as errors"}, {"--list", "", "List all checks instead"}},
          Run};
}

}  // namespace northstar::cli
