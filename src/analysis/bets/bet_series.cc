#include "analysis/bets/bet_series.h"

#include <fmt/format.h>

#include <algorithm>

#include "analysis/bets/effect_verdict.h"
#include "analysis/series/regular_series.h"
#include "base/text.h"
#include "stats/experiment/detectable.h"

namespace northstar {
namespace {

// Nothing at all was left untouched, or seen of it.
bool IsEmpty(const std::vector<std::optional<double>>& values) {
  return std::none_of(values.begin(), values.end(),
                      [](const std::optional<double>& value) { return value && *value != 0; });
}

constexpr double kLevel = 0.95;
constexpr double kHalfWidths = 1.959964;  // standard errors on each side of 95%
constexpr size_t kMostOfBefore = 3;       // so many periods before for one after

size_t MostAfter(Grain grain) {
  switch (grain) {
    case Grain::kHour:
    case Grain::kDay:
      return 84;
    case Grain::kWeek:
      return 12;
    case Grain::kMonth:
      return 3;
    case Grain::kQuarter:
    case Grain::kYear:
      break;
  }
  return 1;
}

}  // namespace

std::optional<BetWindow> CutWindow(const std::vector<Day>& starts, const std::vector<Day>& ends,
                                   const std::vector<std::optional<double>>& treated,
                                   const std::vector<std::optional<double>>& control, Day shipped,
                                   Grain grain) {
  const bool controlled = !control.empty();
  const auto there = [&](size_t i) { return treated[i] && (!controlled || control[i]); };
  size_t start = 0;
  while (start < starts.size() && ends[start] <= shipped) ++start;
  if (start < starts.size() && 2 * (shipped - starts[start]) > ends[start] - starts[start]) ++start;
  size_t end = start;
  while (end < starts.size() && there(end)) ++end;
  size_t first = start;
  while (first > 0 && there(first - 1)) --first;
  const size_t most = std::max<size_t>(1, (start - first) / kMostOfBefore);
  end = std::min(end, start + std::min(most, MostAfter(grain)));
  if (end == start) return std::nullopt;
  BetWindow window;
  window.start = start - first;
  window.last_day = ends[end - 1] - 1;
  for (size_t i = first; i < end; ++i) {
    window.treated.push_back(*treated[i]);
    if (controlled) window.control.push_back(*control[i]);
  }
  return window;
}

std::optional<size_t> BetSeries::AskQuestion(const Metric& metric, const std::string& where,
                                             std::string& problem) {
  Question question;
  question.metrics = {metric.name};
  question.grain = std::max(Grain::kDay, NaturalGrain(*project_, metric, facts_));
  question.where = where;
  question.as_of_us = as_of_us_;
  Result<BoundQuestion> bound = BindQuestion(project_, question, facts_, now_us_);
  if (!bound.ok()) {
    problem = bound.error().message;
    return std::nullopt;
  }
  some_ = true;
  return gather_.Add(*std::move(bound));
}

size_t BetSeries::Ask(const Bet& bet, const Metric& metric, std::optional<double> expected,
                      Day shipped) {
  Asked& asked = asked_.emplace_back();
  asked.metric = &metric;
  asked.expected = expected;
  asked.shipped = shipped;
  const std::string& where = bet.where_text;
  asked.treated = AskQuestion(metric, where, asked.problem);
  if (where.empty()) return asked_.size() - 1;
  if (asked.treated)
    asked.control = AskQuestion(metric, fmt::format("not ({})", where), asked.problem);
  if (!asked.control) {
    // It has no such segment, so it is looked at as a whole.
    asked.problem.clear();
    asked.treated = AskQuestion(metric, "", asked.problem);
  }
  return asked_.size() - 1;
}

Status BetSeries::Read() {
  return some_ ? gather_.Run({}) : Status::Ok();
}

std::vector<std::optional<double>> BetSeries::Complete(size_t question,
                                                       const Metric& metric) const {
  const BoundQuestion& bound = gather_.question(question);
  const Completeness& complete = bound.completeness.at(metric.name);
  std::vector<std::optional<double>> values = gather_.Values(question, metric, {});
  for (int p = bound.first_shown; p < bound.grid.size(); ++p) {
    if (!complete.Complete(bound.grid, p))
      values[static_cast<size_t>(p - bound.first_shown)] = std::nullopt;
  }
  return values;
}

EffectFinding BetSeries::Effect(size_t number, std::optional<Day>& last_day) const {
  const Asked& asked = asked_[number];
  const Metric& metric = *asked.metric;
  EffectFinding effect;
  effect.metric = &metric;
  effect.expected = asked.expected;
  // Until there is something to choose by.
  effect.method = asked.control ? BetMethod::kSegments : BetMethod::kBeforeAfter;
  effect.problem = asked.problem;
  if (!asked.problem.empty()) return effect;
  const SeenData::Look look = gather_.LookAt(*asked.treated, metric);
  if (!look.measured) {
    effect.problem = SeenData::WhyNotMeasured(metric, look);
    return effect;
  }
  const BoundQuestion& question = gather_.question(*asked.treated);
  const PeriodGrid& grid = question.grid;
  effect.grain = grid.grain();
  std::vector<Day> starts, ends;
  for (int p = question.first_shown; p < grid.size(); ++p) {
    starts.push_back(grid.start_day(p));
    ends.push_back(grid.end_day(p));
  }
  const Day today = project_->calendar.LocalDay(question.completeness.at(metric.name).as_of_us);
  std::vector<std::optional<double>> control;
  if (asked.control) control = Complete(*asked.control, metric);
  if (IsEmpty(control)) control.clear();
  if (control.empty()) effect.method = BetMethod::kBeforeAfter;
  const auto window = CutWindow(starts, ends, Complete(*asked.treated, metric), control,
                                asked.shipped, effect.grain);
  bool whole_period = false;
  for (size_t p = 0; p < starts.size(); ++p)
    whole_period = whole_period || (starts[p] >= asked.shipped && ends[p] <= today);
  const bool too_early = today - asked.shipped < kLeastDays || !whole_period;
  if (too_early || !window) {
    if (too_early) effect.verdict = BetVerdict::kTooEarly;
    effect.problem =
        today - asked.shipped < kLeastDays
            ? fmt::format("it shipped {} ago, and {} days are needed",
                          Plural(std::max<Day>(0, today - asked.shipped), "day"), kLeastDays)
            : fmt::format("no complete {} since it shipped has a value", GrainName(effect.grain));
    return effect;
  }
  last_day = window->last_day;
  Compare(asked, *window, effect);
  return effect;
}

void BetSeries::Compare(const Asked& asked, const BetWindow& window, EffectFinding& effect) const {
  stats::ForecastComparisonOptions options;
  options.level = kLevel;
  const stats::WithoutLot found = stats::AssessWithoutLot(
      window.treated, window.control, window.start, ExactSeasons(SecondsOf(effect.grain)), options);
  effect.reason = found.reason;
  if (!found.result) {
    effect.problem = fmt::format(
        "{} before it shipped are too few to compare with",
        Plural(static_cast<long long>(window.start), std::string(GrainName(effect.grain))));
    return;
  }
  effect.method = found.method == stats::WithoutLotMethod::kSegments ? BetMethod::kSegments
                                                                     : BetMethod::kBeforeAfter;
  const stats::BeforeAfter& result = *found.result;
  effect.with = result.actual;
  effect.without = result.expected;
  effect.difference = result.effect;
  effect.difference_low = result.low;
  effect.difference_high = result.high;
  effect.effect = result.relative;
  effect.low = result.relative_low;
  effect.high = result.relative_high;
  effect.false_alarm_rate = result.placebo.false_alarm_rate;
  effect.placebos = result.placebo.dates;
  effect.p_value = result.placebo.p_value;
  effect.before = result.before;
  effect.after = result.after;
  EffectInterval interval{result.low, result.high, false};
  if (effect.effect && effect.low && effect.high) {
    effect.standard_error = (*effect.high - *effect.low) / 2 / kHalfWidths;
    effect.detectable = stats::DetectableAtOnce(*effect.standard_error);
    interval = {*effect.low, *effect.high, true};
  }
  effect.verdict = JudgeEffect(interval, asked.expected, effect.metric->increase_is_good);
}

}  // namespace northstar
