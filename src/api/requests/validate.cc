#include <fmt/format.h>

#include <algorithm>

#include "analysis/query/never_seen.h"
#include "api/requests/requests.h"
#include "base/text.h"
#include "model/manifest.h"
#include "model/project.h"
#include "store/definitions.h"

namespace northstar {
namespace {

Result<std::vector<NeverSeen>> LookForNeverSeen(const Project& project, CancelToken* cancel) {
  NS_ASSIGN(const auto warehouse, OpenWarehouse(project, WarehouseUse::kReading, cancel));
  NS_ASSIGN(const LoadState state, warehouse->Inspect(project));
  if (!state.any_loaded) return std::vector<NeverSeen>{};
  std::vector<std::string> waiting = state.never_loaded;
  waiting.insert(waiting.end(), state.redefined.begin(), state.redefined.end());
  if (!waiting.empty())
    return Error::Data(fmt::format("{} must be loaded first", Join(waiting, ", ")));
  NS_ASSIGN(const auto engine, warehouse->Open());
  NS_ASSIGN(const DataFacts facts, engine->Facts());
  return FindNeverSeen(*engine, project, facts);
}

// What definitions ask for and loaded data never held; none before the first load. Why they could
// not be looked at is told and ends nothing.
std::vector<DataFinding> FindingsInData(const Project& project, CancelToken* cancel,
                                        ValidateAnswer& answer) {
  const auto seen = LookForNeverSeen(project, cancel);
  if (!seen.ok()) {
    answer.not_checked =
        fmt::format("events and values that never occurred (NS4xx) were not checked: {}",
                    Printable(seen.error().message));
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

// Of the store; where it cannot be read, of the last run's export, which is told.
Manifest DefinitionsBefore(const Project& project, ValidateAnswer& answer) {
  auto known = store::KnownDefinitions(project);
  if (known.ok()) return *std::move(known);
  answer.store_unread =
      fmt::format("definitions were compared with those of {} instead of the store: {}",
                  kManifestFile, WithHint(known.error()));
  return ReadManifest(project);
}

Result<Answer> AskValidate(const ProjectFolder& folder, const Arguments& arguments) {
  if (arguments.Has("list")) return Answer(CheckList{});
  ValidateAnswer answer;
  auto loaded = LoadProject(folder.path, folder.environment);
  if (!loaded.ok()) {
    if (loaded.error().kind != ErrorKind::kProject) return loaded.error();
    answer.findings = loaded.error().diagnostics;
    answer.unreadable = loaded.error();
    return Answer(std::move(answer));
  }
  const Project& project = *loaded->project;
  answer.project = loaded->project;
  answer.findings = loaded->warnings;
  const Manifest before = DefinitionsBefore(project, answer);
  const std::vector<Diagnostic> checked =
      CheckDefinitions(project, loaded->sources, project.calendar.LocalDay(folder.clock->NowUs()),
                       before, FindingsInData(project, folder.cancel, answer));
  answer.findings.insert(answer.findings.end(), checked.begin(), checked.end());
  const bool strict = arguments.Has("strict");
  answer.valid = std::none_of(
      answer.findings.begin(), answer.findings.end(),
      [&](const Diagnostic& one) { return strict || one.severity == Severity::kError; });
  return Answer(std::move(answer));
}

}  // namespace

RequestSpec ValidateSpec() {
  using enum ParameterKind;
  return {"validate",
          "Read everything and check the definitions",
          "northstar validate --strict",
          {{.name = "strict", .kind = kFlag, .help = "Treat warnings as errors"},
           {.name = "list", .kind = kFlag, .help = "List all checks instead"}},
          AskValidate};
}

}  // namespace northstar
