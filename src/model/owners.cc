#include "model/owners.h"

#include <algorithm>

#include "base/text.h"

namespace northstar {
namespace {

using Names = std::vector<std::string>;

Names OrThoseOf(const Project& project, const std::string& metric, const Names& own) {
  if (!own.empty()) return own;
  const Metric* found = project.FindMetric(metric);
  return found != nullptr ? found->owners : Names();
}

Names OneOrNone(const std::string& name) {
  return name.empty() ? Names() : Names{name};
}

}  // namespace

Names OwnersOf(const Project& project, const InputLink& input) {
  return OrThoseOf(project, input.metric, input.owners);
}

Names OwnersOf(const Project& project, const Guardrail& guardrail) {
  return OrThoseOf(project, guardrail.metric, guardrail.owners);
}

Names OwnersOf(const Project& project, const Kpi& kpi) {
  return OrThoseOf(project, kpi.metric, OneOrNone(kpi.team));
}

Names OwnersOf(const Project& project, const NorthStar& star) {
  return OrThoseOf(project, star.metric, OneOrNone(star.owner));
}

Names OwnersOf(const Project& project, const Metric& metric) {
  if (project.north_star) {
    const NorthStar& star = *project.north_star;
    if (star.metric == metric.name && !star.owner.empty()) return {star.owner};
    for (const InputLink& input : star.inputs) {
      if (input.metric == metric.name && !input.owners.empty()) return input.owners;
    }
    for (const Guardrail& guardrail : star.guardrails) {
      if (guardrail.metric == metric.name && !guardrail.owners.empty()) return guardrail.owners;
    }
  }
  for (const Kpi& kpi : project.kpis) {
    if (kpi.metric == metric.name && !kpi.team.empty()) return {kpi.team};
  }
  return metric.owners;
}

const Team* FindTeam(const Project& project, std::string_view written) {
  const std::string plain = LowerUtf8(Trim(written));
  const auto found =
      std::find_if(project.teams.begin(), project.teams.end(), [&](const Team& team) {
        return LowerUtf8(team.name) == plain || LowerUtf8(team.label) == plain;
      });
  return plain.empty() || found == project.teams.end() ? nullptr : &*found;
}

std::string TeamLabel(const Project& project, const std::string& name) {
  for (const Team& team : project.teams) {
    if (team.name == name && !team.label.empty()) return team.label;
  }
  return name;
}

}  // namespace northstar
