#include "analysis/okrs/key_result.h"

#include <fmt/format.h>

#include <algorithm>

#include "analysis/query/name_of.h"
#include "analysis/series/goals.h"
#include "base/period_words.h"
#include "model/metric_look.h"
#include "model/values.h"
#include "words/okrs.h"

namespace northstar {
namespace {

constexpr double kOnTrackFrom = 0.6;
constexpr double kOffTrackUpTo = 0.2;
constexpr double kLevel = 0.95;  // of the forecast, as `forecast` has it

// Judges one key result, step by step, into a finding.
class Judge {
 public:
  Judge(const KeyResult& result, const Metric& metric, const LocalDays& days,
        const Calendar& calendar, const MetricHistory& history)
      : days_(days), calendar_(calendar), history_(history), over_(OverOf(result)) {
    f_.result = &result;
    f_.metric = &metric;
    if (const auto target = TargetOf(result, metric)) target_ = *target;
  }

  KeyResultFinding Run() {
    if (!f_.result->at_least.empty()) f_.least = ParseShare(f_.result->at_least);
    if (!f_.result->at_most.empty()) f_.most = ParseShare(f_.result->at_most);
    f_.from = f_.result->from;
    f_.problem = history_.problem;
    if (f_.problem.empty()) JudgeHistory();
    f_.said = Words(Statement());
    return std::move(f_);
  }

 private:
  Grain grain() const { return *history_.series.grain; }
  Day Start(size_t i) const { return history_.series.starts_us[i] / kMicrosPerDay; }
  Day LastDay(size_t i) const { return calendar_.NextPeriod(grain(), Start(i)) - 1; }

  // That end within the OKR's days, up to a day.
  size_t PeriodsUpTo(Day until) const {
    size_t count = 0;
    Day start = calendar_.PeriodStart(grain(), days_.first);
    for (Day next = calendar_.NextPeriod(grain(), start); next - 1 <= until;
         next = calendar_.NextPeriod(grain(), next))
      ++count;
    return count;
  }

  void JudgeHistory() {
    f_.grain = grain();
    f_.periods = PeriodsUpTo(days_.last);
    if (f_.periods == 0) {
      f_.problem = fmt::format("no {} ends between {} and {}", GrainName(grain()),
                               DateWords(FormatDay(days_.first)), DateWords(FormatDay(days_.last)));
      return;
    }
    const size_t points = history_.series.values.size();
    f_.complete = PeriodsUpTo(std::min(days_.last, LastDay(points - 1)));
    while (first_ < points && LastDay(first_) < days_.first) ++first_;
    end_ = first_;
    while (end_ < points && LastDay(end_) <= days_.last) ++end_;
    if (f_.is_limit()) {
      JudgeLimit();
    } else {
      JudgeTarget();
    }
  }

  void JudgeLimit() {
    for (size_t i = first_; i < end_; ++i) {
      const auto& value = history_.series.values[i];
      if (!value) continue;
      ++f_.measured;
      f_.now = value;
      const bool beyond = (f_.least && *value < *f_.least) || (f_.most && *value > *f_.most);
      if (beyond && f_.beyond++ == 0) {
        f_.first_beyond = history_.series.labels[i];
        f_.first_value_beyond = *value;
      }
    }
    if (f_.measured == 0) {
      SayNothingMeasured();
      return;
    }
    f_.settled = f_.beyond > 0 || f_.complete == f_.periods;
    f_.status = f_.beyond > 0 ? KeyResultStatus::kBroken : KeyResultStatus::kHeld;
  }

  void SayNothingMeasured() {
    f_.problem = f_.complete == 0
                     ? fmt::format("no complete {} yet", GrainName(grain()))
                     : fmt::format("no {} of the period has a value", GrainName(grain()));
  }

  // By complete period of the OKR what `over` asks for, had the OKR ended with it.
  std::vector<std::optional<double>> Running() const {
    std::vector<std::optional<double>> running;
    double sum = 0;
    size_t values = 0;
    for (size_t i = first_; i < end_; ++i) {
      const auto& value = history_.series.values[i];
      if (value) {
        sum += *value;
        ++values;
      }
      if (over_ == stats::GoalOver::kLast) {
        running.push_back(value);
      } else if (values == 0) {
        running.emplace_back();
      } else {
        running.emplace_back(over_ == stats::GoalOver::kSum ? sum
                                                            : sum / static_cast<double>(values));
      }
    }
    return running;
  }

  void JudgeTarget() {
    const auto running = Running();
    for (const auto& figure : running) {
      if (figure) f_.now = figure;
    }
    if (!f_.from && over_ != stats::GoalOver::kSum) f_.from = ValueBefore();
    f_.progress = Progress();
    if (f_.progress || !f_.now) {
      f_.expected_by_now = static_cast<double>(f_.complete) / static_cast<double>(f_.periods);
    }
    if (f_.complete == f_.periods && !f_.now) {
      SayNothingMeasured();
      return;
    }
    const bool met = f_.now && target_.MetBy(*f_.now);
    if (f_.complete == f_.periods || IsDecidedEarly(met)) {
      f_.settled = true;
      f_.status = met ? KeyResultStatus::kAchieved : KeyResultStatus::kMissed;
      f_.odds = met ? 1 : 0;
      f_.early = met && IsEarly(running);
      return;
    }
    f_.odds = Odds();
    f_.status = f_.odds ? StatusByOdds(*f_.odds) : StatusByPace();
    if (f_.status == KeyResultStatus::kNoData) f_.problem = "the history is too short to tell";
  }

  // A total of what is never negative can only rise.
  bool IsDecidedEarly(bool met) const {
    return over_ == stats::GoalOver::kSum && history_.limits.least >= 0 && f_.now &&
           met == target_.at_least;
  }

  std::optional<double> ValueBefore() const {
    for (size_t i = first_; i-- > 0;) {
      if (history_.series.values[i]) return history_.series.values[i];
    }
    return std::nullopt;
  }

  std::optional<double> Progress() const {
    if (!f_.now) return std::nullopt;
    std::optional<double> start = f_.from;
    // A total starts from nothing, whatever the one before it was.
    if (over_ == stats::GoalOver::kSum)
      start = target_.at_least && target_.value > 0 ? std::optional(0.0) : std::nullopt;
    if (!start) return std::nullopt;
    const double way = target_.value - *start;
    // It was there before it began.
    if (target_.at_least ? way <= 0 : way >= 0) return target_.MetBy(*f_.now) ? 1 : 0;
    return (*f_.now - *start) / way;
  }

  bool IsEarly(const std::vector<std::optional<double>>& running) const {
    std::optional<size_t> since;
    for (size_t i = 0; i < running.size(); ++i) {
      if (!running[i]) continue;
      if (!target_.MetBy(*running[i])) {
        since = std::nullopt;
      } else if (!since) {
        since = i;
      }
    }
    return since && 2 * (LastDay(first_ + *since) + 1 - days_.first) <= days_.length();
  }

  std::optional<double> Odds() const {
    const RegularSeries& series = history_.series;
    const stats::Goal goal = GoalWithin(series, calendar_, days_, target_, over_, kMostGoalSteps);
    // Further away than anybody looks.
    if (goal.steps == 0 || goal.steps == kMostGoalSteps) return std::nullopt;
    const auto forecast = ForecastWithin(series, history_.limits, goal.steps, kLevel);
    if (!forecast) return std::nullopt;
    std::vector<double> values;
    for (const auto& value : series.values) {
      if (value) values.push_back(*value);
    }
    const auto outlook = stats::AssessGoal(values, *forecast, goal);
    return outlook ? std::optional(outlook->chance) : std::nullopt;
  }

  static KeyResultStatus StatusByOdds(double odds) {
    if (odds >= kOnTrackFrom) return KeyResultStatus::kOnTrack;
    return odds <= kOffTrackUpTo ? KeyResultStatus::kOffTrack : KeyResultStatus::kAtRisk;
  }

  // Pace alone proves no miss.
  KeyResultStatus StatusByPace() const {
    if (!f_.progress || !f_.expected_by_now) return KeyResultStatus::kNoData;
    return *f_.progress >= *f_.expected_by_now ? KeyResultStatus::kOnTrack
                                               : KeyResultStatus::kAtRisk;
  }

  KeyResultStatement::Code Code() const {
    using Code = KeyResultStatement::Code;
    switch (f_.status) {
      case KeyResultStatus::kAchieved:
        return Code::kAchieved;
      case KeyResultStatus::kOnTrack:
        return f_.odds ? Code::kOnTrack : Code::kOnPace;
      case KeyResultStatus::kAtRisk:
        return f_.odds ? Code::kAtRisk : Code::kBehindPace;
      case KeyResultStatus::kOffTrack:
        return Code::kOffTrack;
      case KeyResultStatus::kMissed:
        return Code::kMissed;
      case KeyResultStatus::kHeld:
        return f_.settled ? Code::kHeld : Code::kHolds;
      case KeyResultStatus::kBroken:
        return Code::kBroken;
      case KeyResultStatus::kNoData:
        break;
    }
    return Code::kNoData;
  }

  KeyResultStatement Statement() const {
    using Over = GoalStatement::Over;
    KeyResultStatement s{Code(), NameOf(*f_.metric), LookOf(*f_.metric)};
    s.time.grain = f_.grain;
    s.over = over_ == stats::GoalOver::kSum       ? Over::kSum
             : over_ == stats::GoalOver::kAverage ? Over::kAverage
                                                  : Over::kLast;
    s.target = target_.value;
    s.date = FormatDay(days_.last);
    s.now = f_.now;
    s.progress = f_.progress;
    s.expected = f_.settled ? std::nullopt : f_.expected_by_now;
    s.chance = f_.odds.value_or(0);
    s.least = f_.least;
    s.most = f_.most;
    s.complete = f_.measured;
    s.beyond = f_.beyond;
    s.label = f_.first_beyond;
    s.value = f_.first_value_beyond;
    s.problem = f_.problem;
    return s;
  }

  const LocalDays days_;
  const Calendar& calendar_;
  const MetricHistory& history_;
  const stats::GoalOver over_;
  Target target_;
  // Points of the series that end within the OKR's days: [first_, end_).
  size_t first_ = 0, end_ = 0;
  KeyResultFinding f_;
};

}  // namespace

std::string_view NameOf(KeyResultStatus status) {
  switch (status) {
    case KeyResultStatus::kAchieved:
      return "achieved";
    case KeyResultStatus::kOnTrack:
      return "on_track";
    case KeyResultStatus::kAtRisk:
      return "at_risk";
    case KeyResultStatus::kOffTrack:
      return "off_track";
    case KeyResultStatus::kMissed:
      return "missed";
    case KeyResultStatus::kHeld:
      return "held";
    case KeyResultStatus::kBroken:
      return "broken";
    case KeyResultStatus::kNoData:
      break;
  }
  return "no_data";
}

KeyResultFinding JudgeKeyResult(const KeyResult& result, const Metric& metric,
                                const LocalDays& days, const Calendar& calendar,
                                const MetricHistory& history) {
  return Judge(result, metric, days, calendar, history).Run();
}

}  // namespace northstar
