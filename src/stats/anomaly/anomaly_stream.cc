#include "stats/anomaly/anomaly_stream.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "stats/anomaly/event_watch.h"
#include "stats/anomaly/level_tracker.h"
#include "stats/anomaly/season_profile.h"
#include "stats/anomaly/size_history.h"
#include "stats/anomaly/surprise_baseline.h"

namespace northstar::stats {
namespace {

constexpr double kDay = 86'400;
constexpr size_t kPaces = 3;
constexpr size_t kSeasons = 3;  // none, a day, a week
constexpr size_t kSizes = 3;

// Time in which a level goes 63 % of the way, and over which its errors are taken together.
constexpr std::array<double, kPaces> kLevelDays{2.0 / 24, 1, 14};
constexpr std::array<double, kPaces> kSpanDays{1.0 / 24, 0.25, 0.25};

constexpr size_t kSeasonsKept = 8;
constexpr double kLossDays = 7;        // memory of how good a season has been lately
constexpr double kSettlingDays = 0.1;  // errors of the first levels tell nothing
constexpr size_t kTrialErrors = 100;   // before a season may be chosen
constexpr double kLimit = 4;           // thresholds that one error counts for in a mean, at most
constexpr double kMostInTail = 10;     // thresholds that one size counts for in the tail, at most

// Of the largest value so far: what may be rounding.
constexpr double kRounding = 1e-6;
constexpr double kResolution = 1e-4;

// One level with one season, and all its past errors.
class Predictor {
 public:
  Predictor(size_t pace, double per_day, double coverage)
      : level_(Share(kLevelDays[pace] * per_day), Share(per_day)),
        span_(std::max<size_t>(pace == 0 ? 2 : 3,
                               static_cast<size_t>(std::lround(kSpanDays[pace] * per_day)))),
        settling_(static_cast<size_t>(kSettlingDays * per_day)),
        loss_pace_(1 / (kLossDays * per_day)),
        histories_(kSizes, SizeHistory(coverage)) {}

  bool started() const { return level_.started(); }
  double level() const { return level_.level(); }
  const SizeHistory& errors() const { return histories_[0]; }

  // Whether its errors over most of a season (or of its memory) are known.
  bool Tried(double season) const {
    return level_.count() >= kTrialErrors && weight_ >= std::min(1.0, 0.9 * season * loss_pace_);
  }
  double Loss() const { return weight_ > 0 ? loss_ / weight_ : 0; }

  // A step without a value, or one nothing is to be learned from.
  void Skip() {
    errors_.push_back(errors_.back());
    magnitudes_.push_back(magnitudes_.back());
  }

  struct Look {
    std::optional<double> error;  // nullopt: nothing was expected
    std::array<double, kSizes> surprise{};
  };
  // Adds an error; how surprising it is, alone and with those before it.
  Look Add(double deseasoned, double largest) {
    if (!level_.started()) {
      level_.Add(deseasoned);
      Skip();
      return {};
    }
    const double error = deseasoned - level_.level();
    const auto sizes = Sizes(error, kRounding * largest);
    Look look{.error = error, .surprise = {}};
    for (size_t i = 0; i < kSizes; ++i) {
      look.surprise[i] = histories_[i].Surprise(sizes[i], kResolution * largest);
      if (level_.count() < settling_) continue;
      // One excess does not lengthen the tail that later ones are judged by.
      const double most = histories_[i].ready() && histories_[i].threshold() > 0
                              ? kMostInTail * histories_[i].threshold()
                              : sizes[i];
      histories_[i].Add(std::min(sizes[i], most));
    }
    level_.Add(deseasoned);
    loss_ += loss_pace_ * (std::fabs(error) - loss_);
    weight_ += loss_pace_ * (1 - weight_);
    return look;
  }

 private:
  static double Share(double steps) { return 1 - std::exp(-1 / steps); }

  std::array<double, kSizes> Sizes(double error, double rounding) {
    const double limit = histories_[0].ready()
                             ? kLimit * std::max(histories_[0].threshold(), rounding)
                             : std::fabs(error);
    errors_.push_back(errors_.back() + std::clamp(error, -limit, limit));
    magnitudes_.push_back(magnitudes_.back() + std::min(std::fabs(error), limit));
    const size_t now = errors_.size() - 1;
    const size_t before = now > span_ ? now - span_ : 0;
    const auto span = static_cast<double>(span_);
    return {std::fabs(error), std::fabs(errors_[now] - errors_[before]) / span,
            std::max(0.0, magnitudes_[now] - magnitudes_[before]) / span};
  }

  LevelTracker level_;
  size_t span_, settling_;
  double loss_pace_, loss_ = 0, weight_ = 0;
  std::vector<SizeHistory> histories_;
  std::vector<double> errors_{0}, magnitudes_{0};  // running sums, clipped
};

class Stream {
 public:
  Stream(int64_t step_seconds, const ValueLimits& limits, const AnomalyOptions& options)
      : limits_(limits),
        per_day_(kDay / static_cast<double>(step_seconds)),
        baseline_(per_day_),
        events_(per_day_, options.alert_level),
        alert_level_(options.alert_level) {
    const auto day = static_cast<size_t>(std::lround(per_day_));
    profiles_ = {SeasonProfile(day, kSeasonsKept), SeasonProfile(7 * day, kSeasonsKept)};
    lengths_ = {1, static_cast<double>(day), 7 * static_cast<double>(day)};
    for (size_t pace = 0; pace < kPaces; ++pace) {
      predictors_.emplace_back(kSeasons, Predictor(pace, per_day_, options.interval_level));
    }
  }

  // `learn` false: a known exception.
  void Judge(std::optional<double> value, bool learn, AnomalyPoint& point) {
    const std::array<std::optional<double>, kSeasons> season{0.0, profiles_[0].Next(),
                                                             profiles_[1].Next()};
    std::array<size_t, kPaces> chosen{};
    for (size_t pace = 0; pace < kPaces; ++pace) chosen[pace] = Choose(pace, season);
    Expect(predictors_[0][chosen[0]], *season[chosen[0]], point);
    AnomalyPoint slow;  // what the slowest level expects: the others follow an event
    Expect(predictors_.back()[chosen.back()], *season[chosen.back()], slow);
    const auto seen = learn ? value : std::nullopt;
    for (SeasonProfile& profile : profiles_) profile.Add(seen);
    if (!seen) {
      for (auto& row : predictors_) {
        for (Predictor& predictor : row) predictor.Skip();
      }
      events_.Skip();
      return;
    }
    limits_.Add(*seen);
    largest_ = std::max(largest_, std::fabs(*seen));
    Conclude(*seen, Learn(*seen, season, chosen), point);
    if (point.event == EventKind::kNone) return;
    point.expected = slow.expected;
    point.low = slow.low;
    point.high = slow.high;
  }

 private:
  using Season = std::array<std::optional<double>, kSeasons>;
  struct Largest {
    double any = 0, lasting = 0;
    std::optional<double> slow_error;  // of the slowest level
  };

  size_t Choose(size_t pace, const Season& season) const {
    size_t best = 0;
    for (size_t k = 1; k < kSeasons; ++k) {
      const Predictor& predictor = predictors_[pace][k];
      if (!season[k] || !predictor.Tried(lengths_[k])) continue;
      if (predictor.Loss() < predictors_[pace][best].Loss()) best = k;
    }
    return best;
  }

  void Expect(const Predictor& predictor, double season, AnomalyPoint& point) const {
    if (!predictor.started()) return;
    point.expected = limits_.Clamp(predictor.level() + season);
    if (!predictor.errors().ready()) return;
    const double expected = predictor.level() + season;
    point.low = limits_.Clamp(expected - predictor.errors().reach());
    point.high = limits_.Clamp(expected + predictor.errors().reach());
  }

  Largest Learn(double value, const Season& season, const std::array<size_t, kPaces>& chosen) {
    Largest largest;
    for (size_t pace = 0; pace < kPaces; ++pace) {
      for (size_t k = 0; k < kSeasons; ++k) {
        Predictor& predictor = predictors_[pace][k];
        if (!season[k]) {
          predictor.Skip();
          continue;
        }
        const auto look = predictor.Add(value - *season[k], largest_);
        if (k != chosen[pace]) continue;
        for (const double surprise : look.surprise) largest.any = std::max(largest.any, surprise);
        if (pace == 1) largest.lasting = look.surprise[1];
        if (pace + 1 == kPaces) largest.slow_error = look.error;
      }
    }
    return largest;
  }

  void Conclude(double value, const Largest& surprise, AnomalyPoint& point) {
    const bool enough = ++seen_ > kLeastHistory && predictors_[0][0].errors().ready();
    if (enough) {
      point.score = baseline_.Score(surprise.any);
      point.anomaly = point.score >= 1 - alert_level_;
      point.shift = surprise.lasting > baseline_.usual();
    }
    baseline_.Add(surprise.any);
    if (!surprise.slow_error) {
      events_.Skip();
      return;
    }
    point.event = events_.Add({.value = value,
                               .error = *surprise.slow_error,
                               .rounding = kRounding * largest_,
                               .score = point.score});
    point.anomaly = point.anomaly || point.event != EventKind::kNone;
  }

  RunningLimits limits_;
  double per_day_;
  std::vector<SeasonProfile> profiles_;  // a day, a week
  std::array<double, kSeasons> lengths_{};
  std::vector<std::vector<Predictor>> predictors_;  // by pace, then season
  SurpriseBaseline baseline_;
  EventWatch events_;
  double alert_level_;
  double largest_ = 0;
  size_t seen_ = 0;
};

}  // namespace

void JudgeStream(const AnomalySeries& series, const AnomalyOptions& options,
                 std::vector<AnomalyPoint>& points) {
  Stream stream(series.step_seconds, series.limits, options);
  for (size_t t = 0; t < points.size(); ++t) {
    const bool masked = !series.masked.empty() && series.masked[t];
    stream.Judge(series.values[t], !masked, points[t]);
  }
}

}  // namespace northstar::stats
