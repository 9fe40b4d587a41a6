#include "analysis/evaluate/surroundings.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "analysis/evaluate/exact_parts.h"
#include "base/text.h"
#include "model/project.h"
#include "words/phrases.h"

namespace northstar {
namespace {

std::vector<std::string> DimensionsOf(const std::string& segments) {
  if (segments.empty()) return {};
  return {segments};
}

// Who comes back: of the entities active in a period, the share that is active in the next one, or
// in as many as the product's rhythm takes twice. The candidate's own events do not count, or what
// inflates it would look like loyalty.
PacedSeries ReturningShare(const CandidateUnits& units, const Calendar& calendar, Grain grain) {
  struct Period {
    double active = 0, back = 0;
  };
  std::vector<int> period_of;  // by day
  std::vector<Day> starts;
  for (int d = 0; d < units.days.size(); ++d) {
    const Day start = calendar.PeriodStart(grain, units.days.start_day(d));
    if (starts.empty() || starts.back() != start) starts.push_back(start);
    period_of.push_back(static_cast<int>(starts.size()) - 1);
  }
  const int days = grain == Grain::kWeek ? 7 : 28;
  const int ahead =
      (static_cast<int>(std::ceil(2 * units.histories.rhythm_days)) + days - 1) / days;
  std::vector<Period> periods(starts.size());
  const Histories& activity = *units.histories.activity;
  for (const Histories::Entity& entity : activity.entities) {
    int last = -1;
    for (uint32_t i = entity.first; i < entity.last; ++i) {
      const Histories::Step& step = activity.steps[i];
      if (step.period >= units.histories.end_day || !units.roles.Returns(step.role)) continue;
      const int period = period_of[static_cast<size_t>(step.period)];
      if (period == last) continue;
      periods[static_cast<size_t>(period)].active += 1;
      if (last >= 0 && period - last <= ahead) periods[static_cast<size_t>(last)].back += 1;
      last = period;
    }
  }
  PacedSeries series;
  for (size_t p = 0; p < periods.size(); ++p) {
    const Day end = calendar.Shift(grain, starts[p], ahead + 1);
    const bool whole = starts[p] >= units.days.start_day(0) &&
                       units.DayOf(end) <= units.histories.end_day && periods[p].active >= 30;
    if (whole) series[starts[p]] = periods[p].back / periods[p].active;
  }
  return series;
}

}  // namespace

Surroundings::Surroundings(SharedGather& gather, const ProjectRef& project, const DataFacts& facts,
                           int64_t now_us, std::optional<int64_t> as_of_us,
                           const std::string& segments)
    : project_(project),
      series_(gather, project, facts, now_us, as_of_us),
      dimension_(segments),
      by_segment_(gather, project, facts, now_us, as_of_us, DimensionsOf(segments)) {}

void Surroundings::FindGuards() {
  std::set<const Metric*> seen;
  const auto add = [&](const Metric* metric, double tolerance) {
    if (metric != nullptr && metric->available && seen.insert(metric).second)
      guards_.push_back({metric, tolerance});
  };
  const double usual = project_->judgement.not_decoupled.tolerance;
  if (project_->north_star) {
    for (const Guardrail& guardrail : project_->north_star->guardrails)
      add(project_->FindMetric(guardrail.metric), guardrail.no_worse_than.value_or(usual));
  }
  for (const Metric& metric : project_->metrics) {
    if (metric.Is<kind::Average>() && metric.events.size() == 1 &&
        metric.events[0].event.starts_with("feedback:"))
      add(&metric, usual);
  }
}

// Declared for the star; for a candidate that is not the star, any other metric that somebody owns
// may be what teams would work on.
void Surroundings::FindInputs(const std::vector<const Metric*>& candidates, const Metric* outcome) {
  if (project_->north_star) {
    for (const InputLink& input : project_->north_star->inputs) {
      if (const Metric* metric = project_->FindMetric(input.metric))
        declared_.push_back({metric, input.owners});
    }
  }
  owned_ = OwnedBeside(*project_, candidates, outcome);
}

bool Surroundings::IsDeclared(const Metric& candidate) const {
  return project_->north_star && project_->north_star->metric == candidate.name &&
         !declared_.empty();
}

Status Surroundings::Request(const std::vector<const Metric*>& candidates, const Metric* outcome) {
  outcome_ = outcome;
  FindGuards();
  FindInputs(candidates, outcome);
  for (const Metric* candidate : candidates) {
    NS_RETURN_IF_ERROR(series_.Request(*candidate));
    for (const Metric* needed : ExactParts(*project_, *candidate).Needed())
      NS_RETURN_IF_ERROR(series_.Request(*needed));
    if (!dimension_.empty()) NS_RETURN_IF_ERROR(by_segment_.Request(*candidate));
  }
  if (!dimension_.empty() && outcome != nullptr) NS_RETURN_IF_ERROR(by_segment_.Request(*outcome));
  for (const Guarded& guard : guards_) NS_RETURN_IF_ERROR(series_.Request(*guard.metric));
  for (const auto* inputs : {&declared_, &owned_}) {
    for (const OwnedMetric& input : *inputs) NS_RETURN_IF_ERROR(series_.Request(*input.metric));
  }
  return Status::Ok();
}

void Surroundings::AddTo(CandidateEvidence& evidence) const {
  evidence.pace = evidence.grain <= Grain::kWeek ? Grain::kWeek : Grain::kMonth;
  evidence.paced = series_.Values(evidence.metric, evidence.pace);
  if (evidence.units != nullptr) {
    evidence.guards.push_back({ShareThatComesBack(evidence.units->dose.entity), true,
                               project_->judgement.not_decoupled.tolerance,
                               ReturningShare(*evidence.units, project_->calendar, evidence.pace)});
  }
  for (const Guarded& guard : guards_) {
    if (guard.metric == &evidence.metric) continue;
    evidence.guards.push_back({guard.metric->label, guard.metric->increase_is_good, guard.tolerance,
                               series_.Values(*guard.metric, evidence.pace)});
  }
  evidence.inputs_declared = IsDeclared(evidence.metric);
  const ExactParts exact(*project_, evidence.metric);
  const auto paced = [&](const Metric& metric) { return series_.Values(metric, evidence.pace); };
  for (const OwnedMetric& input : evidence.inputs_declared ? declared_ : owned_) {
    if (input.metric == &evidence.metric) continue;
    InputSeries series{input.metric, input.owners, paced(*input.metric),
                       exact.KindOf(*input.metric)};
    if (series.kind == InputKind::kByFormula)
      series.contribution = exact.Contribution(*input.metric, paced);
    evidence.inputs.push_back(std::move(series));
  }
  evidence.segment_dimension = dimension_;
  if (dimension_.empty()) return;
  for (const GroupKey& group : by_segment_.Groups(evidence.metric, evidence.pace)) {
    const PacedSeries values = by_segment_.Values(evidence.metric, evidence.pace, group);
    if (!values.empty())
      evidence.segments.emplace_back(group[0].value_or("(none)"), values.rbegin()->second);
  }
}

Surroundings::Panel Surroundings::PanelOf(const Metric& candidate) const {
  Panel panel;
  if (dimension_.empty() || outcome_ == nullptr) return panel;
  const Grain grain = Grain::kMonth;
  struct Segment {
    std::string name;
    PacedSeries candidate, outcome;
  };
  std::vector<Segment> segments;
  std::map<Day, size_t> months;  // by how many segments have them
  for (const GroupKey& group : by_segment_.Groups(candidate, grain)) {
    Segment segment{group[0].value_or("(none)"), by_segment_.Values(candidate, grain, group),
                    by_segment_.Values(*outcome_, grain, group)};
    double sum = 0;
    for (const auto& [day, value] : segment.outcome) sum += value;
    if (!(sum > 0)) continue;
    for (const auto& [day, value] : segment.candidate) months[day] += segment.outcome.contains(day);
    segments.push_back(std::move(segment));
  }
  for (const Segment& segment : segments) {
    std::vector<double> x;
    std::vector<double> y;
    for (const auto& [day, count] : months) {
      if (count < segments.size()) continue;
      x.push_back(segment.candidate.at(day));
      y.push_back(segment.outcome.at(day));
    }
    panel.segments.push_back(segment.name);
    panel.candidate.push_back(std::move(x));
    panel.outcome.push_back(std::move(y));
  }
  return panel;
}

}  // namespace northstar
