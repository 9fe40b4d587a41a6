#include "analysis/star/guardrail_limit.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "stats/describe.h"
#include "stats/distributions.h"
#include "stats/jackknife.h"

namespace northstar {
namespace {

constexpr size_t kPooled = 4;
constexpr size_t kLeastChanges = 6;  // that show how much a metric varies
constexpr double kMadToDeviation = 1.4826;

struct Weight {
  size_t back;  // periods before the last one
  double weight;
};

struct Estimate {
  double value = 0, low = 0, high = 0;
  bool by_periods = false;
};

// Sums of the last periods' values, with their intervals.
class Sums {
 public:
  Sums(const LimitEvidence& evidence, double level) : evidence_(evidence), level_(level) {}

  std::optional<double> At(size_t back) const {
    const size_t n = evidence_.values.size();
    return back < n ? evidence_.values[n - 1 - back] : std::nullopt;
  }

  // Nullopt where a value is missing, or nothing tells how large the error is.
  std::optional<Estimate> Of(const std::vector<Weight>& weights, bool bounded) const {
    Estimate out;
    for (const Weight& one : weights) {
      const auto value = At(one.back);
      if (!value) return std::nullopt;
      out.value += one.weight * *value;
    }
    if (const auto interval = FromBuckets(weights, out.value, bounded)) {
      out.low = interval->low;
      out.high = interval->high;
      return out;
    }
    std::optional<double> reach = FromIntervals(weights);
    if (!reach) {
      reach = FromPeriods(weights);
      out.by_periods = true;
    }
    if (!reach) return std::nullopt;
    out.low = out.value - *reach;
    out.high = out.value + *reach;
    return out;
  }

 private:
  const Point* Recent(size_t back) const {
    const size_t n = evidence_.recent.size();
    return back < n ? &evidence_.recent[n - 1 - back] : nullptr;
  }
  bool HasInterval(const std::vector<Weight>& weights) const {
    return std::all_of(weights.begin(), weights.end(), [&](const Weight& one) {
      const Point* point = Recent(one.back);
      return point != nullptr && point->low && point->high;
    });
  }

  std::optional<stats::Interval> FromBuckets(const std::vector<Weight>& weights, double estimate,
                                             bool bounded) const {
    if (evidence_.without.empty() || !HasInterval(weights)) return std::nullopt;
    std::vector<double> replicates;
    for (const auto& values : evidence_.without) {
      double sum = 0;
      for (const Weight& one : weights) {
        const auto& value = values[values.size() - 1 - one.back];
        if (!value) return std::nullopt;
        sum += one.weight * *value;
      }
      replicates.push_back(sum);
    }
    if (!bounded) return stats::Jackknife(estimate, replicates, level_);
    return stats::JackknifeWithin(estimate, replicates, level_, evidence_.limits.least,
                                  evidence_.limits.most);
  }

  // The periods as if they had no entity in common.
  std::optional<double> FromIntervals(const std::vector<Weight>& weights) const {
    if (!HasInterval(weights)) return std::nullopt;
    double squares = 0;
    for (const Weight& one : weights) {
      const Point& point = *Recent(one.back);
      const double half = one.weight * (*point.high - *point.low) / 2;
      squares += half * half;
    }
    return std::sqrt(squares);
  }

  std::optional<double> FromPeriods(const std::vector<Weight>& weights) const {
    std::vector<double> changes;
    const auto& values = evidence_.values;
    for (size_t i = evidence_.season; i < values.size(); ++i) {
      if (values[i] && values[i - evidence_.season])
        changes.push_back(*values[i] - *values[i - evidence_.season]);
    }
    if (changes.size() < kLeastChanges) return std::nullopt;
    double deviation = kMadToDeviation * stats::Mad(changes);
    if (deviation == 0) deviation = std::sqrt(stats::Variance(changes));
    double squares = 0;
    for (const Weight& one : weights) squares += one.weight * one.weight;
    const double t = stats::TQuantile((1 + level_) / 2, static_cast<double>(changes.size()) - 1);
    return t * deviation / std::sqrt(2.0) * std::sqrt(squares);
  }

  const LimitEvidence& evidence_;
  double level_;
};

std::vector<Weight> MeanOf(size_t periods) {
  std::vector<Weight> weights;
  for (size_t back = 0; back < periods; ++back)
    weights.push_back({back, 1 / static_cast<double>(periods)});
  return weights;
}

LimitState StateOf(const Estimate& estimate, double at, bool at_least) {
  const bool holds = at_least ? estimate.low >= at : estimate.high <= at;
  const bool broken = at_least ? estimate.high < at : estimate.low > at;
  return holds ? LimitState::kHolds : broken ? LimitState::kBroken : LimitState::kUnclear;
}

JudgedLimit JudgeFixed(const Sums& sums, double at, bool at_least) {
  JudgedLimit out{at_least, at};
  const auto last = sums.Of(MeanOf(1), true);
  if (!last) return out;
  out.state = StateOf(*last, at, at_least);
  out.by_periods = last->by_periods;
  if (out.state != LimitState::kUnclear) return out;
  if (const auto pooled = sums.Of(MeanOf(kPooled), true))
    out.state = StateOf(*pooled, at, at_least);
  return out;
}

// The mean of the last `periods` less what the kLimitPeriods before them allow. Nullopt: too few of
// those have a value.
struct Compared {
  std::vector<Weight> weights;
  double at = 0;
};
std::optional<Compared> AgainstBefore(const Sums& sums, size_t periods, const AskedLimit& asked) {
  std::vector<size_t> known;
  double sum = 0;
  for (size_t back = periods; back < periods + kLimitPeriods; ++back) {
    if (const auto value = sums.At(back)) {
      known.push_back(back);
      sum += *value;
    }
  }
  if (known.size() < kLimitPeriods / 2) return std::nullopt;
  const double usual = sum / static_cast<double>(known.size());
  const double worse = (asked.rise_is_good ? -1 : 1) * (usual < 0 ? -1 : 1) * asked.tolerance;
  Compared out{MeanOf(periods), (1 + worse) * usual};
  for (const size_t back : known)
    out.weights.push_back({back, -(1 + worse) / static_cast<double>(known.size())});
  return out;
}

JudgedLimit JudgeTolerance(const Sums& sums, const AskedLimit& asked) {
  JudgedLimit out{asked.rise_is_good, {}};
  const auto compared = AgainstBefore(sums, 1, asked);
  if (!compared) return out;
  out.at = compared->at;
  const auto last = sums.Of(compared->weights, false);
  if (!last) return out;
  out.state = StateOf(*last, 0, asked.rise_is_good);
  out.by_periods = last->by_periods;
  if (out.state != LimitState::kUnclear) return out;
  const auto earlier = AgainstBefore(sums, kPooled, asked);
  const auto pooled = earlier ? sums.Of(earlier->weights, false) : std::nullopt;
  if (pooled) out.state = StateOf(*pooled, 0, asked.rise_is_good);
  return out;
}

int Gravity(LimitState state) {
  switch (state) {
    case LimitState::kBroken:
      return 3;
    case LimitState::kUnclear:
      return 2;
    case LimitState::kInsufficientData:
      return 1;
    case LimitState::kHolds:
      break;
  }
  return 0;
}

}  // namespace

std::string_view LimitStateName(LimitState state) {
  switch (state) {
    case LimitState::kHolds:
      return "holds";
    case LimitState::kUnclear:
      return "unclear";
    case LimitState::kBroken:
      return "broken";
    case LimitState::kInsufficientData:
      break;
  }
  return "insufficient_data";
}

JudgedLimit JudgeLimit(const LimitEvidence& evidence, const AskedLimit& asked) {
  const Sums sums(evidence, asked.level);
  if (!asked.least && !asked.most) return JudgeTolerance(sums, asked);
  std::optional<JudgedLimit> worst;
  for (const bool at_least : {true, false}) {
    const auto& at = at_least ? asked.least : asked.most;
    if (!at) continue;
    const JudgedLimit one = JudgeFixed(sums, *at, at_least);
    if (!worst || Gravity(one.state) > Gravity(worst->state)) worst = one;
  }
  return *worst;
}

}  // namespace northstar
