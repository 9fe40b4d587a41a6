#include "analysis/align/line_of_sight.h"

#include <algorithm>
#include <set>

#include "model/owners.h"

namespace northstar {
namespace {

using Path = std::vector<const Metric*>;

class Sights {
 public:
  explicit Sights(const Project& project) : project_(project), star_(*project.north_star) {
    for (const Team& team : project.teams) {
      sights_.push_back(
          {team.name, TeamLabel(project, team.name), team.purpose, true, {}, {}, {}, {}, false});
    }
  }

  std::vector<TeamSight> Find() {
    for (const InputLink& input : star_.inputs) AddInput(input);
    for (const Kpi& kpi : project_.kpis) AddKpi(kpi);
    for (const Guardrail& one : star_.guardrails) {
      const Metric* metric = project_.FindMetric(one.metric);
      for (const std::string& owner : OwnersOf(project_, one))
        AddOnce(Of(owner).guardrails, metric);
    }
    for (const Bet& bet : project_.bets) {
      if (!bet.team.empty()) Of(bet.team).bets.push_back(&bet);
    }
    for (const std::string& owner : OwnersOf(project_, star_)) Of(owner).owns_star = true;
    AddOtherOwners();
    return std::move(sights_);
  }

 private:
  // Made where it is new.
  TeamSight& Of(const std::string& name) {
    const auto found = std::find_if(sights_.begin(), sights_.end(),
                                    [&](const TeamSight& one) { return one.name == name; });
    if (found != sights_.end()) return *found;
    sights_.push_back({name, name, "", false, {}, {}, {}, {}, false});
    return sights_.back();
  }

  static void AddOnce(std::vector<const Metric*>& list, const Metric* metric) {
    if (std::find(list.begin(), list.end(), metric) == list.end()) list.push_back(metric);
  }

  static void AddPath(Path path, TeamSight& team) {
    const bool known = std::any_of(team.paths.begin(), team.paths.end(),
                                   [&](const Path& one) { return one.front() == path.front(); });
    if (!known) team.paths.push_back(std::move(path));
  }

  void AddInput(const InputLink& input) {
    const Metric* metric = project_.FindMetric(input.metric);
    for (const std::string& owner : OwnersOf(project_, input))
      AddPath({metric, project_.FindMetric(star_.metric)}, Of(owner));
  }

  bool IsInput(const std::string& metric) const {
    return std::any_of(star_.inputs.begin(), star_.inputs.end(),
                       [&](const InputLink& one) { return one.metric == metric; });
  }

  const Kpi* KpiOf(const std::string& metric) const {
    const auto found = std::find_if(project_.kpis.begin(), project_.kpis.end(),
                                    [&](const Kpi& one) { return one.metric == metric; });
    return found == project_.kpis.end() ? nullptr : &*found;
  }

  // Up to the star; empty where it leads to no input, or round in a circle.
  Path PathOf(const Kpi& kpi) const {
    Path path{project_.FindMetric(kpi.metric)};
    std::set<std::string> seen{kpi.metric};
    std::string above = kpi.ladders_to;
    while (!above.empty() && seen.insert(above).second) {
      path.push_back(project_.FindMetric(above));
      if (IsInput(above)) {
        path.push_back(project_.FindMetric(star_.metric));
        return path;
      }
      const Kpi* next = KpiOf(above);
      above = next == nullptr ? "" : next->ladders_to;
    }
    return {};
  }

  void AddKpi(const Kpi& kpi) {
    const Metric* metric = project_.FindMetric(kpi.metric);
    // An input that is also listed as a KPI is an input.
    const Path path =
        IsInput(kpi.metric) ? Path{metric, project_.FindMetric(star_.metric)} : PathOf(kpi);
    for (const std::string& owner : OwnersOf(project_, kpi)) {
      TeamSight& team = Of(owner);
      if (path.empty()) {
        AddOnce(team.loose, metric);
      } else {
        AddPath(path, team);
      }
    }
  }

  // Who owns a metric or a goal, and nothing on the way to the star.
  void AddOtherOwners() {
    for (const Metric& metric : project_.metrics) {
      if (metric.status == "retired") continue;
      for (const std::string& owner : metric.owners) Of(owner);
    }
    for (const Okr& okr : project_.okrs) {
      if (!okr.owner.empty()) Of(okr.owner);
      for (const KeyResult& result : okr.key_results) {
        if (!result.owner.empty()) Of(result.owner);
      }
    }
  }

  const Project& project_;
  const NorthStar& star_;
  std::vector<TeamSight> sights_;
};

}  // namespace

std::vector<TeamSight> TeamSights(const Project& project) {
  return Sights(project).Find();
}

}  // namespace northstar
