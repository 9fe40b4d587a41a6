#include "analysis/okrs/okrs.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "analysis/okrs/key_result.h"
#include "analysis/okrs/okr_pattern.h"
#include "analysis/query/query.h"
#include "analysis/query/silent_sources.h"
#include "analysis/query/value_bounds.h"
#include "base/text.h"
#include "model/metric_look.h"

namespace northstar {
namespace {

using Okrs = std::vector<const Okr*>;

Okrs Within(const Project& project, const LocalDays& days) {
  Okrs found;
  for (const Okr& okr : project.okrs) {
    if (okr.days == days) found.push_back(&okr);
  }
  return found;
}

Result<Okrs> OfPeriod(const Project& project, const std::string& period) {
  std::vector<std::string> known;
  for (const Okr& okr : project.okrs) {
    if (std::find(known.begin(), known.end(), okr.period) == known.end())
      known.push_back(okr.period);
  }
  const std::string hint = DidYouMean(period, known);
  const auto days = DaysOfPeriod(period, project.calendar);
  if (!days) {
    return Error::Usage(fmt::format("'{}' is not a period", period),
                        hint.empty() ? "expected " + std::string(kPeriodsOfOkrs) : hint);
  }
  Okrs found = Within(project, *days);
  if (found.empty()) return Error::Usage(fmt::format("no OKR is set for {}", period), hint);
  return found;
}

// The latest of those that have begun; where none has, of all.
Okrs Latest(const Project& project, Day today) {
  const auto begun = [&](const Okr& okr) { return okr.days.first <= today; };
  const bool some = std::any_of(project.okrs.begin(), project.okrs.end(), begun);
  const Okr* latest = nullptr;
  for (const Okr& okr : project.okrs) {
    if (some && !begun(okr)) continue;
    if (latest == nullptr || okr.days.last > latest->days.last) latest = &okr;
  }
  return latest == nullptr ? Okrs() : Within(project, latest->days);
}

Okrs Running(const Project& project, Day today) {
  Okrs found;
  for (const Okr& okr : project.okrs) {
    if (okr.days.Holds(today)) found.push_back(&okr);
  }
  return found.empty() ? Latest(project, today) : found;
}

std::string PeriodsOf(const Okrs& okrs) {
  std::vector<std::string> periods;
  for (const Okr* okr : okrs) {
    if (std::find(periods.begin(), periods.end(), okr->period) == periods.end())
      periods.push_back(okr->period);
  }
  return Join(periods, ", ");
}

// The histories of all metrics: first each is asked for, then all are read in one scan.
class MetricHistories {
 public:
  MetricHistories(Engine& engine, const ProjectRef& project, const DataFacts& facts, int64_t now_us,
                  std::optional<int64_t> as_of_us)
      : project_(project),
        facts_(facts),
        now_us_(now_us),
        as_of_us_(as_of_us),
        gather_(&engine, project, facts) {}

  void Ask(const Metric& metric) {
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

  Status Read() {
    if (!some_) return Status::Ok();
    NS_RETURN_IF_ERROR(gather_.Run({}));
    for (auto& [metric, asked] : asked_) {
      if (asked.history.problem.empty()) ReadOne(*metric, asked);
    }
    return Status::Ok();
  }

  const MetricHistory& Of(const Metric& metric) const { return asked_.at(&metric).history; }
  const std::vector<const Metric*>& metrics() const { return metrics_; }

 private:
  struct Asked {
    size_t question = 0;
    MetricHistory history;
  };

  void ReadOne(const Metric& metric, Asked& asked) const {
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

  const ProjectRef& project_;
  const DataFacts& facts_;
  int64_t now_us_;
  std::optional<int64_t> as_of_us_;
  SharedGather gather_;
  bool some_ = false;  // can be asked for
  std::map<const Metric*, Asked> asked_;
  std::vector<const Metric*> metrics_;
};

}  // namespace

Result<OkrFindings> FindOkrs(Engine& engine, const ProjectRef& project, const DataFacts& facts,
                             int64_t now_us, const OkrOptions& options) {
  OkrFindings out;
  out.project = project;
  out.as_of_us = options.as_of_us.value_or(now_us);
  Okrs okrs;
  if (options.period.empty()) {
    okrs = Running(*project, project->calendar.LocalDay(out.as_of_us));
  } else {
    NS_ASSIGN(okrs, OfPeriod(*project, options.period));
  }
  out.period = PeriodsOf(okrs);
  if (okrs.empty()) return out;
  MetricHistories histories(engine, project, facts, now_us, options.as_of_us);
  for (const Okr* okr : okrs) {
    for (const KeyResult& result : okr->key_results)
      histories.Ask(*project->FindMetric(result.metric));
  }
  NS_RETURN_IF_ERROR(histories.Read());
  for (const Okr* okr : okrs) {
    ObjectiveFinding& objective = out.objectives.emplace_back();
    objective.okr = okr;
    for (const KeyResult& result : okr->key_results) {
      const Metric& metric = *project->FindMetric(result.metric);
      objective.key_results.push_back(
          JudgeKeyResult(result, metric, okr->days, project->calendar, histories.Of(metric)));
    }
    objective.pattern = PatternOf(objective.key_results);
    objective.said = Words(StatementOn(objective.key_results, objective.pattern));
  }
  for (SilentSource& one : SilentSources(*project, facts, histories.metrics()))
    out.notes.push_back(std::move(one.sentence));
  return out;
}

}  // namespace northstar
