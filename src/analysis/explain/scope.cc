#include "analysis/explain/scope.h"

#include <fmt/format.h>

#include <algorithm>

#include "analysis/lead/lead.h"
#include "base/text.h"
#include "model/project.h"

namespace northstar {
Result<const Metric*> FindExplained(const Project& project, const std::string& name) {
  if (!name.empty()) {
    const Metric* metric = project.FindMetric(name);
    if (metric == nullptr) {
      return Error::Usage(fmt::format("there is no metric '{}'", name),
                          DidYouMean(name, project.MetricNames()));
    }
    return metric;
  }
  if (project.north_star) return project.FindMetric(project.north_star->metric);
  if (!project.candidates.empty()) return project.FindMetric(project.candidates.front());
  return Error::Usage("no North Star has been chosen, and there are no candidates",
                      project.metrics.empty()
                          ? "define metrics under 'metrics:'"
                          : "name a metric, such as " + project.metrics.front().name);
}

Question ExplainScope::Ask(const std::vector<std::string>& metrics) const {
  Question question;
  question.metrics = metrics;
  question.grain = own_grain_;
  question.where = options_.where;
  question.as_of_us = options_.as_of_us;
  return question;
}

bool ExplainScope::is_star() const {
  return project_->north_star && project_->north_star->metric == metric_->name;
}

// A period of the metric belongs to the longer one that its last day lies in.
void ExplainScope::FindSpans() {
  const PeriodGrid& grid = history_.grid;
  const Completeness& complete = history_.completeness.at(metric_->name);
  Day current = 0;
  for (int p = history_.first_shown; p < grid.size(); ++p) {
    const Day start = grain_ == own_grain_
                          ? static_cast<Day>(p)
                          : project_->calendar.PeriodStart(grain_, grid.end_day(p) - 1);
    if (spans_.empty() || start != current) spans_.push_back({p, p, true});
    current = start;
    spans_.back().last = p;
    spans_.back().complete = spans_.back().complete && complete.Complete(grid, p);
  }
  if (grain_ == own_grain_ || spans_.empty()) return;
  // The first and the last may lack some of their periods.
  const auto edge = [&](const Span& span, int beyond, Day day) {
    const bool there = beyond >= history_.first_shown && beyond < grid.size();
    return !there && project_->calendar.PeriodStart(grain_, grid.end_day(span.first) - 1) ==
                         project_->calendar.PeriodStart(grain_, day);
  };
  const Day length = grid.end_day(spans_.front().first) - grid.start_day(spans_.front().first);
  if (edge(spans_.front(), spans_.front().first - 1, grid.start_day(spans_.front().first) - 1))
    spans_.front().complete = false;
  if (edge(spans_.back(), spans_.back().last + 1, grid.end_day(spans_.back().last) + length - 1))
    spans_.back().complete = false;
}

std::string ExplainScope::LabelOf(const Span& span) const {
  if (grain_ == own_grain_) return history_.grid.Label(span.first);
  return FormatDay(project_->calendar.PeriodStart(grain_, history_.grid.end_day(span.last) - 1));
}

Result<int> ExplainScope::SpanAt(int64_t instant, const char* option) const {
  int found = -1;
  for (size_t s = 0; s < spans_.size(); ++s) {
    const Day day = project_->calendar.LocalDay(instant);
    const bool holds =
        grain_ == own_grain_
            ? history_.grid.IndexOf(instant) == spans_[s].first
            : project_->calendar.PeriodStart(grain_, day) ==
                  project_->calendar.PeriodStart(grain_, history_.grid.end_day(spans_[s].last) - 1);
    if (holds) found = static_cast<int>(s);
  }
  if (found < 0) {
    return Error::Usage(
        fmt::format("{}: there is no data for {} at that time", option, metric_->name),
        fmt::format("the data covers {} to {}", LabelOf(spans_.front()), LabelOf(spans_.back())));
  }
  if (!spans_[static_cast<size_t>(found)].complete) {
    return Error::Usage(
        fmt::format("{}: the {} {} of {} is not complete", option, GrainName(grain_),
                    LabelOf(spans_[static_cast<size_t>(found)]), metric_->name),
        "an incomplete period would look like a drop; choose a complete one");
  }
  return found;
}

Status ExplainScope::FindPeriods() {
  int after = static_cast<int>(spans_.size()) - 1;
  while (after > 0 && !spans_[static_cast<size_t>(after)].complete) --after;
  if (options_.to_us) {
    NS_ASSIGN(after, SpanAt(*options_.to_us, "--to"));
  }
  int before = after - 1;
  if (options_.from_us) {
    NS_ASSIGN(before, SpanAt(*options_.from_us, "--from"));
  }
  if (before == after) {
    return Error::Usage("--from and --to are the same period",
                        "choose two different periods to compare");
  }
  if (before < 0 || !spans_[static_cast<size_t>(before)].complete ||
      !spans_[static_cast<size_t>(after)].complete) {
    return Error::Data(
        fmt::format("{} has fewer than two complete {}s", metric_->name, GrainName(grain_)));
  }
  const auto& bounds = history_.grid.bounds();
  for (auto [shown, index] : {std::pair(&before_, before), std::pair(&after_, after)}) {
    const Span& span = spans_[static_cast<size_t>(index)];
    *shown = {index,
              span.first,
              span.last,
              LabelOf(span),
              bounds[static_cast<size_t>(span.first)],
              bounds[static_cast<size_t>(span.last) + 1],
              {}};
  }
  return Status::Ok();
}

Result<ExplainScope> ExplainScope::Find(const ProjectRef& project, const DataFacts& facts,
                                        int64_t now_us, const ExplainOptions& options) {
  ExplainScope scope(project, facts, now_us, options);
  NS_ASSIGN(scope.metric_, FindExplained(*project, options.metric));
  const Grain natural = NaturalGrain(*project, *scope.metric_, facts);
  scope.grain_ = options.grain.value_or(std::max(natural, options.span.value_or(natural)));
  const bool anew = options.grain || IsAdditive(*scope.metric_);
  scope.own_grain_ = anew ? scope.grain_ : natural;
  NS_ASSIGN(scope.history_, BindQuestion(project, scope.Ask({scope.metric_->name}), facts, now_us));
  scope.FindSpans();
  NS_RETURN_IF_ERROR(scope.FindPeriods());
  return scope;
}

Result<BoundQuestion> ExplainScope::Bind(const std::vector<std::string>& metrics) const {
  Question question = Ask(metrics);
  question.from = history_.grid.start_day(history_.first_shown);
  question.to = history_.grid.start_day(history_.grid.size() - 1);
  return BindQuestion(project_, question, facts_, now_us_);
}

Result<BoundQuestion> ExplainScope::BindPeriod(const ExplainedPeriod& period,
                                               const std::vector<std::string>& by) const {
  Question question = Ask({metric_->name});
  question.from = history_.grid.start_day(period.first);
  question.to = history_.grid.start_day(period.last);
  question.by = by;
  return BindQuestion(project_, question, facts_, now_us_);
}

std::optional<double> ExplainScope::MeanOf(const BoundQuestion& question,
                                           const std::vector<std::optional<double>>& values,
                                           int first, int last, int lag) const {
  const int64_t start = history_.grid.bounds()[static_cast<size_t>(first)];
  const int from = question.grid.IndexOf(start) - lag - question.first_shown;
  double sum = 0;
  const int count = last - first + 1;
  for (int i = from; i < from + count; ++i) {
    if (i < 0 || static_cast<size_t>(i) >= values.size() || !values[static_cast<size_t>(i)])
      return std::nullopt;
    sum += *values[static_cast<size_t>(i)];
  }
  return count == 1 ? values[static_cast<size_t>(from)] : sum / count;
}

std::optional<double> ExplainScope::At(const BoundQuestion& question,
                                       const std::vector<std::optional<double>>& values,
                                       const ExplainedPeriod& period, int lag) const {
  return MeanOf(question, values, period.first, period.last, lag);
}

UsualMovement ExplainScope::Movement(const Metric& metric, const BoundQuestion& question,
                                     const std::vector<std::optional<double>>& values) const {
  ValueHistory history{grain_, {}, {}};
  for (const Span& span : spans_) {
    history.values.push_back(span.complete ? MeanOf(question, values, span.first, span.last, 0)
                                           : std::nullopt);
    history.starts_us.push_back(history_.grid.start_local_us(span.first));
  }
  return MovementOf(*project_, metric, history, static_cast<size_t>(before_.index),
                    static_cast<size_t>(after_.index));
}

}  // namespace northstar
