#include "plan/metric_unit.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "model/project.h"
#include "plan/timeline_plan.h"

namespace northstar {
namespace {

template <typename T>
void AddOnce(std::vector<T>& list, const T& item) {
  if (std::find(list.begin(), list.end(), item) == list.end()) list.push_back(item);
}

bool EverHeld(const Source& source, const std::string& event, const DataFacts& facts) {
  const auto loaded = facts.sources.find(source.name);
  if (loaded == facts.sources.end() || loaded->second.rows == 0) return false;
  return event.empty() || loaded->second.event_rows.contains(event);
}

std::vector<const Source*> SourcesOfEvents(const Project& project, const Metric& leaf,
                                           const DataFacts& facts) {
  std::vector<const Source*> declared;
  std::vector<const Source*> held;
  for (const auto* choices : EventListsOf(leaf)) {
    for (const EventChoice& choice : *choices) {
      for (const Source* source : project.SourcesOfEvent(choice.event)) {
        AddOnce(declared, source);
        if (EverHeld(*source, choice.event, facts)) AddOnce(held, source);
      }
    }
  }
  return held.empty() ? declared : held;
}

}  // namespace

MetricUnit UnitOf(const Project& project, const Metric& leaf, const DataFacts& facts) {
  const Metric& base = BaseOf(leaf, project);
  if (!base.entity.empty()) return {base.entity, {}};
  MetricUnit unit;
  for (const Source* source : SourcesOfEvents(project, base, facts)) {
    for (const NamedExpr& entity : source->entities) AddOnce(unit.choices, entity.name);
  }
  if (unit.choices.size() == 1) {
    unit.entity = unit.choices.front();
    unit.choices.clear();
  }
  return unit;
}

std::vector<std::string> UnitsOf(const Project& project, const Metric& metric,
                                 const DataFacts& facts) {
  std::vector<std::string> units;
  for (const Metric* leaf : project.LeavesOf(metric)) {
    const MetricUnit unit = UnitOf(project, *leaf, facts);
    if (!unit.entity.empty()) AddOnce(units, unit.entity);
  }
  return units;
}

bool HasUnits(const Project& project, const Metric& metric, const DataFacts& facts) {
  const std::vector<const Metric*> leaves = project.LeavesOf(metric);
  return std::all_of(leaves.begin(), leaves.end(), [&](const Metric* leaf) {
    return !UnitOf(project, *leaf, facts).entity.empty();
  });
}

std::string AskForUnit(const Project& project, const Metric& metric, const DataFacts& facts) {
  for (const Metric* leaf : project.LeavesOf(metric)) {
    const MetricUnit unit = UnitOf(project, *leaf, facts);
    if (unit.choices.empty()) continue;
    return fmt::format(
        "The events of '{}' have {}, so it is unclear whose value it is: set its entity:, for "
        "example entity: {}.",
        leaf->name, Join(unit.choices, " and "), unit.choices.back());
  }
  return "";
}

}  // namespace northstar
