#include "analysis/series/forecast.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/query/value_bounds.h"
#include "analysis/series/goals.h"
#include "base/text.h"
#include "model/project.h"
#include "words/forecast.h"

namespace northstar {
namespace {

constexpr double kFarBeyond = 10;  // times the largest value ever seen
constexpr int kPastPeriods = 8;    // that tell how far a period usually is

size_t UsualHorizon(const RegularSeries& series) {
  if (!series.grain) return 24;
  switch (*series.grain) {
    case Grain::kHour:
      return 48;
    case Grain::kDay:
      return 28;
    case Grain::kWeek:
      return 13;
    case Grain::kMonth:
      return 12;
    case Grain::kQuarter:
      return 4;
    case Grain::kYear:
      break;
  }
  return 3;
}

ForecastStatement StatementOn(const ForecastFindings& f) {
  using Code = ForecastStatement::Code;
  const ForecastRow& last = f.rows.back();
  return {f.level == 0 ? Code::kNoInterval : Code::kForecast,
          f.series.Named(),
          f.series.look,
          f.series.Time(),
          last.time,
          last.step.mean,
          last.step.low,
          last.step.high,
          f.level};
}

// What the metric's values would have been, had they been asked for at the same point of an earlier
// period.
class OpenPeriods {
 public:
  OpenPeriods(Engine& engine, const ProjectRef& project, const DataFacts& facts, int64_t now_us,
              const Question& question)
      : engine_(engine), project_(project), facts_(facts), now_us_(now_us), question_(question) {}

  Result<std::optional<OpenPeriod>> Find(const ForecastFindings& f) {
    NS_ASSIGN(const BoundQuestion bound, BindQuestion(project_, question_, facts_, now_us_));
    const Metric& metric = *bound.metrics.front();
    const Completeness& complete = bound.completeness.at(metric.name);
    const int open = bound.grid.IndexOf(complete.as_of_us);
    const bool begun = open >= bound.first_shown && !complete.Complete(bound.grid, open) &&
                       complete.as_of_us > bound.grid.bounds()[static_cast<size_t>(open)];
    if (!begun || complete.ahead.waits) return std::optional<OpenPeriod>();
    SharedGather gather(&engine_, project_, facts_);
    NS_ASSIGN(const Asked now, Ask(bound, open, complete.as_of_us, gather));
    std::vector<std::pair<Asked, Asked>> before;  // as far along as now, and final
    const int64_t elapsed = complete.as_of_us - bound.grid.bounds()[static_cast<size_t>(open)];
    for (int p = open - 1; p >= bound.first_shown && open - p <= kPastPeriods; --p) {
      if (!complete.Complete(bound.grid, p)) continue;
      const int64_t from = bound.grid.bounds()[static_cast<size_t>(p)];
      const int64_t end = bound.grid.bounds()[static_cast<size_t>(p) + 1];
      NS_ASSIGN(const Asked partial, Ask(bound, p, std::min(from + elapsed, end - 1), gather));
      NS_ASSIGN(const Asked final_value, Ask(bound, p, end, gather));
      before.emplace_back(partial, final_value);
    }
    NS_RETURN_IF_ERROR(gather.Run({}));
    const std::optional<double> so_far = ValueOf(now, gather);
    if (!so_far) return std::optional<OpenPeriod>();
    std::vector<double> shares;
    for (const auto& [asked, last] : before) {
      const std::optional<double> partial = ValueOf(asked, gather);
      const std::optional<double> final_value = ValueOf(last, gather);
      if (partial && final_value && *partial > 0 && *final_value > 0)
        shares.push_back(*partial / *final_value);
    }
    return std::optional(Projected(f, {bound.grid.Label(open), *so_far, {}, 0}, shares));
  }

 private:
  // One period of the metric, as of some time.
  struct Asked {
    size_t question = 0;
    int period = 0;  // of the question's own grid
  };

  Result<Asked> Ask(const BoundQuestion& bound, int period, int64_t as_of_us,
                    SharedGather& gather) {
    Question asked = question_;
    asked.from = asked.to = bound.grid.start_day(period);
    asked.grain = bound.grid.grain();
    asked.as_of_us = as_of_us;
    NS_ASSIGN(BoundQuestion one, BindQuestion(project_, asked, facts_, now_us_));
    const int at = one.grid.IndexOf(bound.grid.bounds()[static_cast<size_t>(period)]);
    return Asked{gather.Add(std::move(one)), at};
  }

  static std::optional<double> ValueOf(const Asked& asked, const SharedGather& gather) {
    const BoundQuestion& ran = gather.question(asked.question);
    const auto values = gather.Values(asked.question, *ran.metrics.front(), {});
    const int index = asked.period - ran.first_shown;
    if (index < 0 || static_cast<size_t>(index) >= values.size()) return std::nullopt;
    return values[static_cast<size_t>(index)];
  }

  // What the period will end at, from how much earlier ones had of their final value by now.
  static OpenPeriod Projected(const ForecastFindings& f, OpenPeriod out,
                              const std::vector<double>& shares) {
    const double level = f.level > 0 ? f.level : 0.9;
    const auto nowcast = stats::NowcastPeriod(out.so_far, shares, level);
    if (!nowcast) return out;
    out.usual_share = nowcast->share;
    // The forecast's first step is this very period when the one before it was the last complete.
    const bool next = LabelAfter(f.series, 1) == out.period;
    out.end =
        next ? stats::BlendNowcast(*nowcast, f.forecast.steps.front(), f.level, level, out.so_far)
             : stats::ForecastStep{nowcast->mean, nowcast->low, nowcast->high};
    return out;
  }

  Engine& engine_;
  const ProjectRef& project_;
  const DataFacts& facts_;
  int64_t now_us_;
  const Question& question_;
};

GoalStatement::Code CodeOf(stats::GoalFinding finding) {
  using Code = GoalStatement::Code;
  switch (finding) {
    case stats::GoalFinding::kOpen:
      return Code::kOpen;
    case stats::GoalFinding::kUnrealistic:
      return Code::kUnrealistic;
    case stats::GoalFinding::kAlreadyCertain:
      break;
  }
  return Code::kAlreadyCertain;
}

void AddWhatItTakes(const stats::GoalOutlook& o, bool at_least, GoalStatement& s) {
  using Takes = GoalStatement::Takes;
  if (o.required_mean) {
    s.takes = Takes::kMean;
    s.amount = *o.required_mean;
  } else if (at_least ? o.required_growth <= 0 : o.required_growth >= 0) {
    s.takes = Takes::kStaying;
  } else {
    s.takes = o.relative ? Takes::kShareOfGrowth : Takes::kGrowth;
    s.amount = o.required_growth;
  }
}

GoalStatement StatementOn(const ForecastFindings& f, const GoalForecast& goal, bool at_least) {
  using Over = GoalStatement::Over;
  GoalStatement s{GoalStatement::Code::kTooShort, f.series.Named(), f.series.look, f.series.Time(),
                  goal.target};
  s.over = goal.over == stats::GoalOver::kSum       ? Over::kSum
           : goal.over == stats::GoalOver::kAverage ? Over::kAverage
                                                    : Over::kLast;
  s.date = goal.date;
  if (!goal.outlook) return s;
  s.code = CodeOf(goal.outlook->finding);
  s.chance = goal.outlook->chance;
  AddWhatItTakes(*goal.outlook, at_least, s);
  return s;
}

void AddGoals(ForecastFindings& f) {
  std::vector<double> history;
  for (const auto& value : f.series.values) {
    if (value) history.push_back(*value);
  }
  if (*f.series.grain == Grain::kHour) return;
  for (const Okr& okr : f.project->okrs) {
    for (const KeyResult& result : okr.key_results) {
      if (result.metric != f.metric->name) continue;
      const auto target = TargetOf(result, *f.metric);
      if (!target) continue;
      const stats::Goal asked = GoalWithin(f.series, f.project->calendar, okr.days, *target,
                                           OverOf(result), f.rows.size());
      if (asked.steps == 0) continue;
      GoalForecast goal{okr.objective, FormatDay(okr.days.last), target->value, asked.over, {}, {}};
      goal.outlook = stats::AssessGoal(history, f.forecast, asked);
      goal.said = Words(StatementOn(f, goal, target->at_least));
      f.goals.push_back(std::move(goal));
    }
  }
}

// Far enough for every goal.
size_t HorizonForGoals(const ForecastFindings& f, size_t horizon) {
  if (!f.series.grain || *f.series.grain == Grain::kHour) return horizon;
  const Calendar& calendar = f.project->calendar;
  const Day last = f.series.starts_us.back() / kMicrosPerDay;
  for (const Okr& okr : f.project->okrs) {
    const bool own = std::any_of(okr.key_results.begin(), okr.key_results.end(),
                                 [&](const KeyResult& r) { return r.metric == f.metric->name; });
    size_t steps = 0;
    for (Day day = last; own && day < okr.days.last && steps < kMostGoalSteps; ++steps)
      day = calendar.NextPeriod(*f.series.grain, day);
    horizon = std::max(horizon, steps);
  }
  return horizon;
}

// What a value cannot be is not expected of it, nor of the ends of its intervals.
void Limit(const stats::RunningLimits& limits, stats::ForecastStep& step) {
  for (double* figure : {&step.mean, &step.low, &step.high}) *figure = limits.Clamp(*figure);
}

stats::RunningLimits LimitsOf(const ForecastFindings& f) {
  stats::RunningLimits limits(f.metric == nullptr ? stats::ValueLimits{}
                                                  : BoundsOf(*f.project, *f.metric));
  for (const auto& value : f.series.values) {
    if (value) limits.Add(*value);
  }
  return limits;
}

Status MakeForecast(ForecastFindings& f, size_t horizon, double level) {
  const stats::ValueLimits bounds =
      f.metric == nullptr ? stats::ValueLimits{} : BoundsOf(*f.project, *f.metric);
  const auto forecast = ForecastWithin(f.series, bounds, horizon, level);
  if (!forecast) return Error::Data(fmt::format("{} has no value to forecast from", f.series.name));
  f.forecast = *forecast;
  f.level = forecast->level;
  for (size_t h = 0; h < forecast->steps.size(); ++h)
    f.rows.push_back({LabelAfter(f.series, static_cast<int>(h) + 1), forecast->steps[h]});
  if (f.forecast.odd_last) {
    f.series.notes.emplace_back(
        "The last value changed far more than any before it. It may be an outlier or a new level: "
        "the forecast ignores it, and the intervals cover both.");
  }
  double seen = 0;
  for (const auto& value : f.series.values) {
    if (value) seen = std::max(seen, std::fabs(*value));
  }
  const bool far = std::any_of(f.rows.begin(), f.rows.end(), [&](const auto& row) {
    return std::fabs(row.step.mean) > kFarBeyond * seen;
  });
  if (far) {
    f.series.notes.emplace_back(
        "The forecast exceeds ten times the largest value so far: such growth rarely lasts.");
  }
  if (f.level > 0 && f.level < level) {
    f.series.notes.push_back(fmt::format(
        "The history is too short for an interval of more than {:.0f}%.", f.level * 100));
  }
  return Status::Ok();
}

}  // namespace

Result<ForecastFindings> ForecastRows(RegularSeries series, const ForecastRequest& request) {
  ForecastFindings f;
  f.series = std::move(series);
  const size_t horizon = request.horizon > 0 ? request.horizon : UsualHorizon(f.series);
  NS_RETURN_IF_ERROR(MakeForecast(f, std::min(horizon, kMostGoalSteps), request.level));
  f.said = Words(StatementOn(f));
  return f;
}

Result<ForecastFindings> ForecastMetric(Engine& engine, const ProjectRef& project,
                                        const DataFacts& facts, int64_t now_us,
                                        const Question& question, const ForecastRequest& request) {
  ForecastFindings f;
  NS_ASSIGN(f.series, SeriesOfMetric(engine, project, facts, now_us, question));
  f.project = project;
  f.metric = project->FindMetric(question.metrics.front());
  const size_t horizon = request.horizon > 0 ? request.horizon : UsualHorizon(f.series);
  NS_RETURN_IF_ERROR(
      MakeForecast(f, std::min(HorizonForGoals(f, horizon), kMostGoalSteps), request.level));
  // A goal is set for the whole metric at its own grain.
  const bool whole =
      question.where.empty() && f.series.grain == NaturalGrain(*project, *f.metric, facts);
  if (whole) AddGoals(f);
  f.rows.resize(std::min(f.rows.size(), horizon));
  f.forecast.steps.resize(f.rows.size());
  NS_ASSIGN(f.open, OpenPeriods(engine, project, facts, now_us, question).Find(f));
  if (f.open && f.open->end) Limit(LimitsOf(f), *f.open->end);
  // What is there of the period that is not over is known: the forecast knows it too.
  if (f.open && f.open->end && !f.rows.empty() && f.rows.front().time == f.open->period)
    f.rows.front().step = f.forecast.steps.front() = *f.open->end;
  f.said = Words(StatementOn(f));
  return f;
}

}  // namespace northstar
