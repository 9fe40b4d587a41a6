#include "analysis/check/judge_series.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "stats/describe.h"
#include "stats/window_change.h"
#include "words/phrases.h"

namespace northstar {
namespace {

using Code = CheckStatement::Code;

constexpr double kMostLevel = 0.01;
constexpr double kBandLevel = 0.9;
constexpr size_t kStarBefore = 8;

double PeriodsAYear(Grain grain) {
  switch (grain) {
    case Grain::kHour:
    case Grain::kDay:
      return 365.25;
    case Grain::kWeek:
      return 365.25 / 7;
    case Grain::kMonth:
      return 12;
    case Grain::kQuarter:
      return 4;
    case Grain::kYear:
      return 1;
  }
  return 365.25;
}

CheckStatement StatementOn(const MetricHistory& history) {
  CheckStatement s{Code::kNoData, history.series.Named(), history.series.look,
                   history.series.Time()};
  if (!history.series.labels.empty()) s.label = history.series.labels.back();
  return s;
}

}  // namespace

double LevelOfALook(double a_year, std::span<const Grain> watched) {
  double looks = 0;
  for (const Grain grain : watched) looks += PeriodsAYear(grain);
  return looks > 0 ? std::min(kMostLevel, a_year / looks) : kMostLevel;
}

std::vector<stats::AnomalyPoint> PointsOf(const MetricHistory& history,
                                          const std::vector<bool>& masked, double level) {
  stats::AnomalySeries input;
  input.values = history.series.values;
  input.masked = masked;
  input.step_seconds = std::max<int64_t>(1, std::llround(history.series.step_seconds));
  input.limits = history.limits;
  return stats::DetectAnomalies(input, {level, kBandLevel});
}

Judged JudgeAnomaly(const MetricHistory& history, const std::vector<bool>& masked, double level) {
  CheckStatement s = StatementOn(history);
  if (!history.problem.empty()) return NothingToJudge(std::move(s), history.problem);
  s.value = history.series.values.back();
  if (!s.value) {
    std::string problem = "it has no value " + WhenWords(s.time, s.label);
    return NothingToJudge(std::move(s), std::move(problem));
  }
  const stats::AnomalyPoint point = PointsOf(history, masked, level).back();
  Judged out;
  out.period = s.label;
  out.value = s.value;
  if (point.data_suspect) {
    s.code = Code::kRecordingDoubtful;
    out.look = Look::kFails;
  } else if (!point.low || !point.high) {
    const size_t least = stats::LeastHistory(std::llround(history.series.step_seconds));
    Judged none = NothingToJudge(
        std::move(s),
        fmt::format("its history of {} is too short; at least {} are needed",
                    StepCount(history.series.Time(), history.series.values.size()), least));
    none.period = out.period;
    return none;
  } else {
    s.code = point.anomaly ? Code::kUnusual : Code::kUsual;
    s.expected = point.expected;
    s.limit = *s.value > *point.high ? point.high : point.low;
    out.limit = point.anomaly ? s.limit : std::nullopt;
    out.look = point.anomaly ? Look::kFails : Look::kHolds;
  }
  out.statement = std::move(s);
  return out;
}

Judged JudgeGuardrail(const MetricHistory& history, const LimitEvidence& evidence,
                      const AskedLimit& asked, double level) {
  CheckStatement s = StatementOn(history);
  if (!history.problem.empty()) return NothingToJudge(std::move(s), history.problem);
  s.value = history.series.values.back();
  s.periods = static_cast<int>(kLimitPeriods);
  const bool fixed = asked.least || asked.most;
  if (!fixed) s.tolerance = Percent(asked.tolerance);
  JudgedLimit judged = JudgeLimit(evidence, asked);
  if (judged.state == LimitState::kBroken && !fixed) {
    LimitEvidence alone;
    alone.values = evidence.values;
    alone.limits = evidence.limits;
    alone.season = evidence.season;
    AskedLimit strict = asked;
    strict.level = 1 - 2 * level;
    const LimitState state = JudgeLimit(alone, strict).state;
    if (state != LimitState::kInsufficientData && state != LimitState::kBroken)
      judged.state = LimitState::kUnclear;
  }
  Judged out;
  out.period = s.label;
  out.value = s.value;
  out.limit = s.limit = judged.at;
  s.at_least = judged.at_least;
  switch (judged.state) {
    case LimitState::kInsufficientData: {
      Judged none = NothingToJudge(std::move(s), "too few complete periods to tell");
      none.period = out.period;
      return none;
    }
    case LimitState::kBroken:
      s.code = Code::kLimitBroken;
      out.look = Look::kFails;
      break;
    case LimitState::kUnclear:
      s.code = Code::kLimitUnclear;
      out.look = Look::kHolds;
      break;
    case LimitState::kHolds:
      s.code = Code::kLimitHolds;
      out.look = Look::kHolds;
      break;
  }
  out.statement = std::move(s);
  return out;
}

namespace {

// Star and companion on the periods that both have.
struct Pair {
  const Companion* companion = nullptr;
  std::vector<Day> days;
  std::vector<double> star, other;
};

struct PairLook {
  stats::WindowChange star, other;
  double p_worse = 1;

  double WorseBy(bool rise_is_good) const { return rise_is_good ? -other.change : other.change; }
};

std::vector<Pair> PairsOf(const PeriodValues& star, const std::vector<Companion>& companions,
                          size_t window) {
  std::vector<Pair> pairs;
  for (const Companion& companion : companions) {
    Pair pair{&companion, {}, {}, {}};
    for (const auto& [day, value] : star) {
      const auto other = companion.values.find(day);
      if (other == companion.values.end()) continue;
      pair.days.push_back(day);
      pair.star.push_back(value);
      pair.other.push_back(other->second);
    }
    if (pair.days.size() > 2 * window) pairs.push_back(std::move(pair));
  }
  return pairs;
}

std::optional<PairLook> LookAtPair(const Pair& pair, size_t back, const DecoupledRules& rules) {
  const double season = PeriodsAYear(rules.pace);
  const size_t n = pair.days.size() - back;
  const auto star = stats::ChangeOfWindow(std::span(pair.star).first(n), rules.window, season);
  const auto other = stats::ChangeOfWindow(std::span(pair.other).first(n), rules.window, season);
  if (!star || !other) return std::nullopt;
  const double p = pair.companion->rise_is_good ? other->ChanceOfFall() : other->ChanceOfRise();
  return PairLook{*star, *other, p};
}

// By pair: what it shows as of `back` periods before its last.
class DecoupledLook {
 public:
  DecoupledLook(const std::vector<Pair>& pairs, size_t back, const DecoupledRules& rules) {
    std::vector<double> p_values;
    for (const Pair& pair : pairs) {
      looks_.push_back(LookAtPair(pair, back, rules));
      p_values.push_back(looks_.back() ? looks_.back()->p_worse : 1);
    }
    const std::vector<double> adjusted = stats::AdjustBenjaminiHochberg(p_values);
    for (size_t i = 0; i < pairs.size(); ++i) {
      const Companion& companion = *pairs[i].companion;
      fails_.push_back(looks_[i] && adjusted[i] <= kWorseAlpha &&
                       looks_[i]->star.ChanceOfRise() <= rules.rise_alpha &&
                       looks_[i]->WorseBy(companion.rise_is_good) > companion.tolerance);
    }
  }
  bool Fails(size_t pair) const { return fails_[pair]; }
  const PairLook& Of(size_t pair) const { return *looks_[pair]; }

 private:
  std::vector<std::optional<PairLook>> looks_;
  std::vector<bool> fails_;
};

}  // namespace

Judged JudgeDecoupled(const SeriesName& star, const PeriodValues& values,
                      const std::vector<Companion>& companions, const DecoupledRules& rules) {
  CheckStatement s{Code::kNotDecoupled, star};
  s.time.grain = rules.pace;
  s.periods = static_cast<int>(rules.window);
  const std::vector<Pair> pairs = PairsOf(values, companions, rules.window);
  if (pairs.empty()) {
    std::string problem = companions.empty()
                              ? "there is nothing to compare it with: no guardrail, no entity that "
                                "comes back, no feedback"
                              : fmt::format("at least {} of shared history are needed",
                                            Periods(rules.pace, 2 * s.periods + 1));
    return NothingToJudge(std::move(s), std::move(problem));
  }
  const DecoupledLook now(pairs, 0, rules);
  const DecoupledLook before(pairs, 1, rules);
  std::optional<size_t> worst;
  for (size_t i = 0; i < pairs.size(); ++i) {
    if (!now.Fails(i) || !before.Fails(i)) continue;
    if (!worst || now.Of(i).p_worse < now.Of(*worst).p_worse) worst = i;
  }
  Day latest = 0;
  for (const Pair& pair : pairs) latest = std::max(latest, pair.days.back());
  Judged out;
  out.look = worst ? Look::kFails : Look::kHolds;
  s.label = FormatDay(worst ? pairs[*worst].days.back() : latest);
  out.period = s.label;
  if (worst) {
    const PairLook& look = now.Of(*worst);
    const Companion& companion = *pairs[*worst].companion;
    s.code = Code::kDecoupled;
    s.other = companion.name;
    s.rise = look.star.change;
    s.rise_low = look.star.low;
    s.rise_high = look.star.high;
    s.worse = look.other.change;
    s.worse_low = look.other.low;
    s.worse_high = look.other.high;
    out.value = look.other.change;
    out.limit = companion.rise_is_good ? -companion.tolerance : companion.tolerance;
  }
  out.statement = std::move(s);
  return out;
}

namespace {

// Above or below; none: hardly.
std::optional<bool> MovesUp(const MetricHistory& star) {
  const auto& values = star.series.values;
  if (!star.problem.empty() || values.size() <= kStarBefore || !values.back()) return std::nullopt;
  std::vector<double> before;
  for (size_t i = values.size() - 1 - kStarBefore; i + 1 < values.size(); ++i) {
    if (values[i]) before.push_back(*values[i]);
  }
  if (before.size() < kStarBefore / 2) return std::nullopt;
  const double away = *values.back() - stats::Mean(before);
  if (std::fabs(away) <= std::sqrt(stats::Variance(before))) return std::nullopt;
  return away > 0;
}

}  // namespace

Judged JudgeFeedback(const FeedbackHistory& feedback, const SeriesName& star,
                     const MetricHistory& star_history, double level) {
  const Judged negative = JudgeAnomaly(feedback.negative, {}, level);
  const Judged volume = JudgeAnomaly(feedback.volume, {}, level);
  CheckStatement s{Code::kFeedbackUsual, star};
  s.source = feedback.source;
  if (negative.look == Look::kNoData && volume.look == Look::kNoData) {
    s.series = {};
    return NothingToJudge(std::move(s), volume.statement.problem);
  }
  const bool more_negative =
      negative.look == Look::kFails && negative.limit && *negative.value > *negative.limit;
  const bool odd_volume = volume.look == Look::kFails && volume.limit;
  const Judged& shown = more_negative || !odd_volume ? negative : volume;
  const Judged& told = shown.look == Look::kNoData ? volume : shown;
  s.look = told.statement.look;
  s.time = told.statement.time;
  s.label = told.statement.label;
  s.value = told.value;
  s.limit = told.limit;
  s.at_least = told.value && told.limit && *told.value < *told.limit;
  Judged out;
  out.period = told.period;
  out.look = Look::kHolds;
  if (more_negative || odd_volume) {
    const auto up = MovesUp(star_history);
    s.code = !up             ? Code::kFeedbackAlone
             : more_negative ? Code::kNegativeShare
                             : Code::kFeedbackVolume;
    s.star_rises = up.value_or(false);
    if (up) {
      out.look = Look::kFails;
      out.value = s.value;
      out.limit = s.limit;
    }
  }
  out.statement = std::move(s);
  return out;
}

}  // namespace northstar
