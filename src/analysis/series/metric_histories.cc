#include "analysis/series/metric_histories.h"

#include <fmt/format.h>

#include <algorithm>

#include "analysis/query/value_bounds.h"
#include "model/metric_look.h"

namespace northstar {

void MetricHistories::Ask(const Metric& metric) {
  if (asked_.contains(&metric)) return;
  metrics_.push_back(&metric);
  Asked& asked = asked_[&metric];
  Question question;
  question.metrics = {metric.name};
  question.grain = std::max(Grain::kDay, NaturalGrain(*project_, metric, facts_));
  question.as_of_us = as_of_us_;
  Result<BoundQuestion> bound = BindQuestion(project_, question, facts_, now_us_);
  if (bound.ok()) {
    asked.question = gather_.Add(*std::move(bound));
    some_ = true;
  } else {
    asked.history.problem = bound.error().message;
  }
}

void MetricHistories::Read() {
  for (auto& [metric, asked] : asked_) {
    if (asked.history.problem.empty()) ReadOne(*metric, asked);
  }
}

void MetricHistories::ReadOne(const Metric& metric, Asked& asked) const {
  MetricHistory& history = asked.history;
  const BoundQuestion& question = gather_.question(asked.question);
  const PeriodGrid& grid = question.grid;
  const SeenData::Look look = gather_.LookAt(asked.question, metric);
  if (!look.measured) {
    history.problem = SeenData::WhyNotMeasured(metric, look);
    return;
  }
  const Completeness& complete = question.completeness.at(metric.name);
  const auto values = gather_.Values(asked.question, metric, {});
  const auto value_at = [&](int p) {
    return complete.Complete(grid, p) ? values[static_cast<size_t>(p - question.first_shown)]
                                      : std::nullopt;
  };
  int end = grid.size();
  while (end > question.first_shown && !complete.Complete(grid, end - 1)) --end;
  int first = question.first_shown;
  while (first < end && !value_at(first)) ++first;
  RegularSeries& series = history.series;
  series.metric = metric.name;
  series.name = metric.label;
  series.look = LookOf(metric);
  series.grain = grid.grain();
  series.step_seconds = SecondsOf(grid.grain());
  for (int p = first; p < end; ++p) {
    series.labels.push_back(grid.Label(p));
    series.values.push_back(value_at(p));
    series.starts_us.push_back(grid.start_local_us(p));
    series.given.push_back(true);
  }
  history.limits = BoundsOf(*project_, metric);
  if (first == end) history.problem = fmt::format("no complete {} yet", GrainName(grid.grain()));
}

}  // namespace northstar
