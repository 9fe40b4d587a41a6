#include "api/dual_runs.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/text.h"
#include "model/project.h"

namespace northstar {
namespace {

constexpr size_t kMostRuns = 20;

// Of definitions whose texts differ: a new version of the same text gives the same numbers.
std::vector<DualRunRequest> ChangesOf(const Project& project,
                                      const std::vector<DefinitionStep>& definitions,
                                      const std::string& metric) {
  std::map<std::string, const DefinitionState*> last;
  std::map<std::string, std::vector<DualRunRequest>> by_metric;
  for (const DefinitionStep& step : definitions) {
    const std::string& name = step.recorded.metric;
    const DefinitionState& state = step.recorded.state;
    const DefinitionState*& before = last[name];
    const bool shown = !metric.empty() || project.FindMetric(name) != nullptr;
    if (shown && before != nullptr && before->definition != state.definition)
      by_metric[name].push_back({{name, *before, before->version}, {name, state, state.version}});
    before = &state;
  }
  std::vector<DualRunRequest> requests;
  for (const auto& [name, changes] : by_metric) {
    const size_t first = metric.empty() ? changes.size() - 1 : 0;
    requests.insert(requests.end(), changes.begin() + static_cast<std::ptrdiff_t>(first),
                    changes.end());
  }
  return requests;
}

// A star as it is defined now; one that is no metric any more, as it was recorded last.
DualRunSide SideOf(const Project& project, const std::string& metric,
                   const std::vector<DefinitionStep>& definitions) {
  const Metric* known = project.FindMetric(metric);
  if (known != nullptr) return {metric, std::nullopt, known->version};
  DualRunSide side{metric, std::nullopt, 1};
  for (const DefinitionStep& step : definitions) {
    if (step.recorded.metric != metric) continue;
    side.state = step.recorded.state;
    side.version = step.recorded.state.version;
  }
  return side;
}

std::optional<DualRunRequest> ReplacementOf(const StarHistory& history,
                                            const std::vector<DefinitionStep>& definitions,
                                            const std::string& metric) {
  const Project& project = *history.project;
  for (size_t i = history.stars.size(); i-- > 1;) {
    const std::string& before = history.stars[i - 1].metric.metric;
    const std::string& after = history.stars[i].metric.metric;
    if (before == after || (!metric.empty() && metric != before && metric != after)) continue;
    return DualRunRequest{SideOf(project, before, definitions),
                          SideOf(project, after, definitions)};
  }
  return std::nullopt;
}

Result<std::vector<DualRun>> RunThem(const ProjectFolder& folder, const LoadedProject& loaded,
                                     const std::vector<DualRunRequest>& requests,
                                     std::optional<int64_t> as_of_us) {
  const Project& project = *loaded.project;
  NS_ASSIGN(const auto warehouse, OpenWarehouse(project, WarehouseUse::kReading, folder.cancel));
  NS_ASSIGN(const LoadState state, warehouse->Inspect(project));
  if (!state.any_loaded) return Error::Data("no data are loaded yet", "northstar load");
  std::vector<std::string> waiting = state.never_loaded;
  waiting.insert(waiting.end(), state.redefined.begin(), state.redefined.end());
  if (!waiting.empty()) {
    return Error::Data(fmt::format("{} must be loaded first", Join(waiting, ", ")),
                       "northstar load");
  }
  const int64_t now_us = folder.clock->NowUs();
  NS_ASSIGN(const auto engine, warehouse->Open(now_us, folder.cancel));
  NS_ASSIGN(const DataFacts facts, engine->Facts());
  return FindDualRuns({*engine, loaded, folder.environment, facts, now_us, as_of_us}, requests);
}

}  // namespace

DualRuns FindDualRunsOf(const ProjectFolder& folder, const LoadedProject& loaded,
                        const StarHistory& history, const std::vector<DefinitionStep>& definitions,
                        const std::string& metric, std::optional<int64_t> as_of_us) {
  std::vector<DualRunRequest> requests = ChangesOf(*loaded.project, definitions, metric);
  if (const auto replaced = ReplacementOf(history, definitions, metric))
    requests.push_back(*replaced);
  if (requests.empty()) return {std::vector<DualRun>(), ""};
  DualRuns found;
  if (requests.size() > kMostRuns) {
    found.note = fmt::format("Old and new numbers are shown of the last {} of {} changes.",
                             kMostRuns, requests.size());
    requests.erase(requests.begin(), requests.end() - static_cast<std::ptrdiff_t>(kMostRuns));
  }
  auto runs = RunThem(folder, loaded, requests, as_of_us);
  if (runs.ok()) {
    found.runs = *std::move(runs);
  } else {
    found.note = fmt::format("Old and new numbers are not shown side by side: {}.",
                             Printable(WithHint(runs.error())));
  }
  return found;
}

}  // namespace northstar
