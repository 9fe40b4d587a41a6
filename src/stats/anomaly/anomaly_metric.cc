#include "stats/anomaly/anomaly_metric.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <tuple>

#include "stats/anomaly/count_tail.h"
#include "stats/anomaly/season_profile.h"
#include "stats/describe.h"
#include "stats/distributions.h"

namespace northstar::stats {
namespace {

constexpr size_t kSeasonsKept = 10;
constexpr size_t kErrorsKept = 56;
constexpr size_t kStart = 14;  // values of which the first level is the median
constexpr double kPace = 0.2;
constexpr double kScalePace = 0.03;
constexpr double kClip = 2.5, kScaleClip = 3, kAlone = 4;
constexpr double kToDeviation = 1.2533, kMadToDeviation = 1.4826;
// What lasts as long as half of these errors is no outlier any more.
constexpr size_t kLasting = 5;

// Degrees of freedom of the scores: a median absolute deviation of 56 errors knows their spread as
// well as the standard deviation of 37 % of as many (its efficiency).
constexpr double kScoreDf = 21;
constexpr double kSmallestScale = 1e-9;  // of the level: what may be rounding

constexpr double kShiftScore = 2;
constexpr size_t kShiftWindow = 5, kShiftRun = 3;
// Counts below that in the mean have no scale on which their errors are alike.
constexpr double kSmallCounts = 10;
constexpr double kWeekdayPrior = 8;  // values that the overall mean counts for

// How many steps ago the same day of the year before was: by its date (365 or 366 days), or by its
// weekday (364). Other days of a year are not looked at, nor are steps of more than a week.
std::vector<size_t> YearsAgo(int64_t step_seconds) {
  constexpr int64_t kDay = 86'400;
  if (step_seconds == kDay) return {364, 365, 366};
  if (step_seconds == 7 * kDay) return {52, 53};
  return {};
}

struct Season {
  size_t length = 0;         // in steps; 0: none
  size_t least_history = 0;  // values
};

Season SeasonOf(int64_t step_seconds) {
  constexpr int64_t kDay = 86'400;
  if (step_seconds < 2 * kDay) {
    const auto week = static_cast<size_t>(7 * kDay / step_seconds);
    return {week, 0};
  }
  const auto year =
      static_cast<size_t>(std::lround(365.25 * kDay / static_cast<double>(step_seconds)));
  if (year < 4) return {};
  return {year, 3 * year};
}

// Values to a scale where relative change adds up, and back.
struct Scale {
  bool logs = true;
  double unit = 1;
  double To(double x) const { return logs ? std::log(x) : std::asinh(x / unit); }
  double From(double z) const { return logs ? std::exp(z) : unit * std::sinh(z); }
};

// All state after the values so far, on one scale.
class MetricState {
 public:
  MetricState(Scale scale, Season season)
      : scale_(scale),
        season_(season),
        profile_(std::max<size_t>(2, season.length), kSeasonsKept) {}

  const Scale& scale() const { return scale_; }
  size_t learned() const { return learned_; }

  // On the scale. A level that follows a trend lags behind it: the median of the past errors is
  // part of what is expected.
  std::optional<double> Expect() const {
    if (learned_ == 0) return std::nullopt;
    return level_ + SeasonNow().value_or(0) + Lag();
  }

  // In robust units of the past errors; nullopt with fewer than 14 of them.
  std::optional<double> Unit() const {
    if (errors_.size() < kStart) return std::nullopt;
    return Spread({errors_.begin(), errors_.end()});
  }
  double DegreesOfFreedom() const {
    return kScoreDf * static_cast<double>(errors_.size()) / kErrorsKept;
  }
  // Half-width around the expected that holds the next value at `level`, or at the highest level
  // there is.
  std::optional<double> Reach(double level) const {
    if (errors_.size() < kStart) return std::nullopt;
    const double lag = Lag();
    std::vector<double> sizes;
    for (const double error : errors_) sizes.push_back(std::fabs(error - lag));
    std::sort(sizes.begin(), sizes.end());
    const auto rank =
        static_cast<size_t>(std::ceil(static_cast<double>(sizes.size() + 1) * level - 1e-9));
    return sizes[std::clamp<size_t>(rank, 1, sizes.size()) - 1];
  }

  void Learn(std::optional<double> value);

 private:
  std::optional<double> SeasonNow() const {
    if (season_.length < 2 || steps_ < season_.least_history) return std::nullopt;
    return profile_.NextCentred();
  }
  double Lag() const {
    if (errors_.size() < kStart) return 0;
    return Median(std::vector<double>(errors_.begin(), errors_.end()));
  }
  double Spread(const std::vector<double>& errors) const {
    double spread = kMadToDeviation * Mad(errors);
    if (spread == 0) {
      std::vector<double> sizes;
      for (const double error : errors) sizes.push_back(std::fabs(error));
      spread = kToDeviation * Mean(sizes);
    }
    return std::max(spread, kSmallestScale * (1 + std::fabs(level_)));
  }
  double Bound(double error) const;
  void Follow(double error, double bound);

  Scale scale_;
  Season season_;
  SeasonProfile profile_;
  size_t steps_ = 0, learned_ = 0;
  double level_ = 0, size_ = 0;
  bool settled_ = false;
  std::vector<double> first_;  // deseasoned, until there are enough for a level
  std::deque<double> errors_;
};

// How far from the level a value is allowed to have an effect.
double MetricState::Bound(double error) const {
  std::vector<double> recent{std::fabs(error)};
  for (size_t i = 1; i < kLasting && i <= errors_.size(); ++i) {
    recent.push_back(std::fabs(errors_[errors_.size() - i]));
  }
  const double lasting = Median(recent);
  // What is far off and comes alone says nothing about the level.
  if (lasting <= kClip * size_ && std::fabs(error) > kAlone * size_) return 0;
  return std::max(kClip * size_, lasting);
}

void MetricState::Follow(double error, double bound) {
  level_ += kPace * std::clamp(error, -bound, bound);
  const double shown = size_ > 0 ? std::min(std::fabs(error), kScaleClip * size_) : bound;
  size_ += kScalePace * (kToDeviation * shown - size_);
}

void MetricState::Learn(std::optional<double> value) {
  const auto season = SeasonNow();
  ++steps_;
  if (!value) {
    profile_.Add(std::nullopt);
    return;
  }
  const double deseasoned = scale_.To(*value) - season.value_or(0);
  const double error = deseasoned - level_;
  const bool began = learned_ > 0;
  ++learned_;
  // Errors of a level without its season would tell of the season.
  const bool settled = season_.length < 2 || season_.least_history > 0 || season;
  if (settled && !settled_) first_.clear();
  settled_ = settled;
  const double bound = settled && first_.size() >= kStart ? Bound(error) : std::fabs(error);
  profile_.Add(deseasoned - error + std::clamp(error, -bound, bound) + season.value_or(0));
  if (first_.size() < kStart) {
    first_.push_back(deseasoned);
    level_ = Median(first_);
    size_ = kMadToDeviation * Mad(first_);
  } else {
    Follow(error, bound);
  }
  if (!began || !settled || bound == 0) return;
  errors_.push_back(error);
  if (errors_.size() > kErrorsKept) errors_.pop_front();
}

class MetricJudge {
 public:
  MetricJudge(const AnomalySeries& series, const AnomalyOptions& options)
      : series_(series),
        options_(options),
        season_(SeasonOf(series.step_seconds)),
        years_ago_(YearsAgo(series.step_seconds)),
        state_(Scale{}, season_),
        limits_(series.limits) {}

  void Judge(size_t t, AnomalyPoint& point) {
    const auto value = series_.values[t];
    const bool masked = !series_.masked.empty() && series_.masked[t];
    if (value && *value <= 0 && !masked && !point.data_suspect && state_.scale().logs) Switch();
    jumps_.emplace_back();
    if (const auto expected = state_.Expect()) {
      point.expected = Shown(*expected);
      const std::optional<Band> band = BandAround(*expected);
      if (band) {
        point.low = std::min(LowOf(*band, 0), LowOf(*band, band->yearly));
        point.high = std::max(HighOf(*band, 0), HighOf(*band, band->yearly));
      }
      if (value && !masked && band) Score(*value, *expected, *band, point);
    }
    if (value && !masked) limits_.Add(*value);
    const bool learn = value && !masked && !point.data_suspect;
    learned_.push_back(learn ? value : std::nullopt);
    state_.Learn(learned_.back());
  }

 private:
  // Everything again on the scale that allows all values.
  void Switch() {
    std::vector<double> sizes;
    for (const auto& value : learned_) {
      if (value && *value != 0) sizes.push_back(std::fabs(*value));
    }
    state_ = MetricState(Scale{false, sizes.empty() ? 1 : Median(sizes)}, season_);
    for (size_t t = 0; t < learned_.size(); ++t) {
      if (jumps_[t]) jumps_[t] = state_.scale().To(*series_.values[t]) - *state_.Expect();
      state_.Learn(learned_[t]);
    }
  }

  // On the scale; values outside are unusual.
  struct Band {
    double low = 0, high = 0;
    // Small counts are usual up to here too; as they are, for whole numbers are compared with them.
    std::optional<CountLaw> counts;
    double least_count = 0, most_count = 0;
    // The furthest jump that the same day of the years before brought; 0: none, or there are not
    // yet two years of values, so that once may have been chance.
    double yearly = 0;
  };

  double Shown(double z) const { return limits_.Clamp(state_.scale().From(z)); }
  double Moved(double count, double jump) const {
    return jump == 0 ? count : Shown(state_.scale().To(count) + jump);
  }
  double LowOf(const Band& band, double jump) const {
    const double low = Shown(band.low + jump);
    return band.counts ? std::min(low, Moved(band.least_count, jump)) : low;
  }
  double HighOf(const Band& band, double jump) const {
    const double high = Shown(band.high + jump);
    return band.counts ? std::max(high, Moved(band.most_count, jump)) : high;
  }

  double YearlyJump() const {
    double furthest = 0;
    const size_t now = jumps_.size() - 1;
    for (const size_t ago : years_ago_) {
      if (2 * years_ago_.back() > now || !jumps_[now - ago]) continue;
      if (std::fabs(*jumps_[now - ago]) > std::fabs(furthest)) furthest = *jumps_[now - ago];
    }
    return furthest;
  }

  std::optional<Band> BandAround(double expected) const {
    if (state_.learned() < LeastHistory(series_.step_seconds)) return std::nullopt;
    const auto unit = state_.Unit();
    const auto reach = state_.Reach(options_.interval_level);
    if (!unit || !reach) return std::nullopt;
    // What one in ten past values did too is no alert, however small the usual spread; unless that
    // many alerts are asked for.
    const double least = options_.alert_level < 1 - options_.interval_level ? *reach : 0;
    Band band;
    band.yearly = YearlyJump();
    band.counts = LawOfCounts();
    const double most = *unit * TQuantile(1 - options_.alert_level / 2, state_.DegreesOfFreedom());
    const double half = band.counts ? least : std::max(least, most);
    band.low = expected - half;
    band.high = expected + half;
    if (band.counts)
      std::tie(band.least_count, band.most_count) = UsualCounts(*band.counts, options_.alert_level);
    return band;
  }

  double ChanceOf(double value, double from_expected, const Band& band) const {
    if (band.counts && value == std::floor(value) && value >= 0)
      return TailsOfCount(value, band.counts->mean, band.counts->variance).two_sided();
    return 2 * TCdf(-std::fabs(from_expected / *state_.Unit()), state_.DegreesOfFreedom());
  }

  void Score(double value, double expected, const Band& band, AnomalyPoint& point) {
    if (point.data_suspect) {
      point.score = 1;
      return;
    }
    const double from_expected = state_.scale().To(value) - expected;
    point.score = 1 - ChanceOf(value, from_expected, band);
    point.anomaly = value < *point.low || value > *point.high;
    if (value < LowOf(band, 0) || value > HighOf(band, 0)) {
      jumps_.back() = from_expected;
      point.yearly = !point.anomaly;
      // What is left of it when the jump of the year before is taken for what the day brings.
      if (point.yearly) point.score = 1 - ChanceOf(NAN, from_expected - band.yearly, band);
    }
    const double deviation = from_expected / *state_.Unit();
    recent_.push_back(deviation);
    if (recent_.size() > kShiftWindow) recent_.pop_front();
    const auto beyond = [&](double sign) {
      return std::count_if(recent_.begin(), recent_.end(),
                           [&](double one) { return sign * one > kShiftScore; });
    };
    point.shift = std::max(beyond(1), beyond(-1)) >= static_cast<std::ptrdiff_t>(kShiftRun) &&
                  std::fabs(deviation) > kShiftScore;
  }

  // Nullopt unless all values lately are small counts.
  std::optional<CountLaw> LawOfCounts() const {
    std::vector<double> all;
    std::vector<double> same;
    const size_t now = learned_.size();
    const size_t season = std::max<size_t>(1, season_.length);
    for (size_t back = 1; back <= kErrorsKept && back <= now; ++back) {
      const auto& past = learned_[now - back];
      if (!past) continue;
      if (*past < 0 || *past != std::floor(*past)) return std::nullopt;
      all.push_back(*past);
      if (back % season == 0) same.push_back(*past);
    }
    if (all.empty() || Mean(all) >= kSmallCounts) return std::nullopt;
    const auto n = static_cast<double>(all.size());
    const double overall = (Sum(all) + 0.5) / (n + 1);
    const double mean =
        (Sum(same) + kWeekdayPrior * overall) / (static_cast<double>(same.size()) + kWeekdayPrior);
    return CountLaw{mean, std::max(1.0, Variance(all) / overall) * mean};
  }

  const AnomalySeries& series_;
  const AnomalyOptions& options_;
  Season season_;
  std::vector<size_t> years_ago_;  // ascending; empty: no years
  MetricState state_;
  RunningLimits limits_;
  std::vector<std::optional<double>> learned_;
  std::vector<std::optional<double>> jumps_;  // of surprising values: how far from the expected
  std::deque<double> recent_;                 // deviations
};

}  // namespace

void JudgeMetric(const AnomalySeries& series, const AnomalyOptions& options,
                 std::vector<AnomalyPoint>& points) {
  MetricJudge judge(series, options);
  for (size_t t = 0; t < points.size(); ++t) judge.Judge(t, points[t]);
}

}  // namespace northstar::stats
