#include "analysis/check/own_metrics.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "analysis/cohorts/activity_events.h"
#include "model/feedback_figures.h"
#include "model/project.h"
#include "plan/metric_unit.h"
#include "plan/question.h"
#include "words/phrases.h"

namespace northstar {
namespace {

// With a dot, which no name of a project has.
constexpr std::string_view kRetention = "check.retention";

// What the entity does beside what the star counts: what inflates the star would look like loyalty.
std::vector<std::string> OtherActivity(const Project& project, const Metric& star,
                                       const std::string& entity, const DataFacts& facts) {
  std::map<std::string, int64_t> rows;
  for (const Source& source : project.sources) {
    const auto found = facts.sources.find(source.name);
    if (source.kind == Source::Kind::kFeedback || found == facts.sources.end()) continue;
    if (!source.HasEntity(entity)) continue;
    for (const auto& [event, count] : found->second.event_rows) rows[event] += count;
  }
  const std::set<std::string> own = project.EventsOf(star);
  if (own.empty()) return {};  // any event: there is no other
  const Metric* const candidates[] = {&star};
  std::vector<std::string> events = FindActivity(project, entity, rows, candidates).counted;
  std::erase_if(events, [&](const std::string& event) { return own.contains(event); });
  return events;
}

void AddRetention(Project& project, const DataFacts& facts, OwnMetrics& out) {
  if (!project.north_star) return;
  const Metric& star = *project.FindMetric(project.north_star->metric);
  const std::vector<std::string> units = UnitsOf(project, star, facts);
  if (units.empty()) return;
  Metric metric;
  metric.name = kRetention;
  metric.type_name = "retention";
  metric.entity = units.front();
  for (const std::string& event : OtherActivity(project, star, metric.entity, facts))
    metric.events.push_back({event, nullptr, {}});
  if (metric.events.empty()) return;
  metric.kind = kind::Retention{};
  metric.grain = NaturalGrain(project, star, facts) <= Grain::kWeek ? Grain::kWeek : Grain::kMonth;
  out.retention = metric.name;
  out.retention_words = ShareThatComesBack(metric.entity);
  metric.label = out.retention_words;
  project.metrics.push_back(std::move(metric));
}

void AddFeedback(Project& project, const DataFacts& facts, OwnMetrics& out) {
  for (const Source& source : project.sources) {
    const auto loaded = facts.sources.find(source.name);
    if (source.kind != Source::Kind::kFeedback || loaded == facts.sources.end()) continue;
    if (loaded->second.rows == 0) continue;
    Metric volume;
    volume.name = fmt::format("check.{}.volume", source.name);
    volume.type_name = "feedback";
    volume.label = fmt::format("texts in '{}'", source.name);
    volume.events = {{source.event, nullptr, {}}};
    volume.grain = Grain::kWeek;
    Metric negative = volume;
    volume.kind = kind::Count{};
    negative.name = fmt::format("check.{}.negative", source.name);
    negative.label = fmt::format("the share of negative texts in '{}'", source.name);
    negative.format = "percentage";
    negative.increase_is_good = false;
    negative.kind = ShareNegative(negative);
    out.feedback.push_back({source.name, negative.name, volume.name});
    project.metrics.push_back(std::move(volume));
    project.metrics.push_back(std::move(negative));
  }
}

}  // namespace

OwnMetrics AddOwnMetrics(const ProjectRef& project, const DataFacts& facts) {
  OwnMetrics out;
  auto copy = std::make_shared<Project>(*project);
  AddRetention(*copy, facts, out);
  AddFeedback(*copy, facts, out);
  out.project = std::move(copy);
  return out;
}

}  // namespace northstar
