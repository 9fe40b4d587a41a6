#include "stats/experiment/two_shares.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "stats/distributions.h"
#include "stats/proportion.h"

namespace northstar::stats {
namespace {

constexpr int64_t kRare = 5;
constexpr double kInfinity = std::numeric_limits<double>::infinity();
// Of the logarithm of an odds ratio; beyond lies nothing that two counts could tell.
constexpr double kFarthest = 100;

// The treatment's hits, given how many there are in both arms (Fisher's noncentral
// hypergeometric law): least + i with weight exp(logs[i] + i · log of the odds ratio).
struct ConditionalHits {
  std::vector<double> logs;
  size_t observed = 0;

  ConditionalHits(const ShareCounts& treatment, const ShareCounts& control) {
    const int64_t hits = treatment.hits + control.hits;
    const int64_t least = std::max<int64_t>(0, hits - control.units);
    const int64_t most = std::min(hits, treatment.units);
    observed = static_cast<size_t>(treatment.hits - least);
    logs.push_back(0);
    for (int64_t x = least; x < most; ++x) {
      const double up = static_cast<double>(treatment.units - x) * static_cast<double>(hits - x);
      const double down =
          static_cast<double>(x + 1) * static_cast<double>(control.units - hits + x + 1);
      logs.push_back(logs.back() + std::log(up / down));
    }
  }

  // The chance of more than was observed, the observed counting half.
  double MidTail(double log_odds) const {
    double largest = -kInfinity;
    for (size_t i = 0; i < logs.size(); ++i)
      largest = std::max(largest, logs[i] + static_cast<double>(i) * log_odds);
    double all = 0;
    double above = 0;
    for (size_t i = 0; i < logs.size(); ++i) {
      const double weight = std::exp(logs[i] + static_cast<double>(i) * log_odds - largest);
      all += weight;
      above += i > observed ? weight : i == observed ? weight / 2 : 0;
    }
    return above / all;
  }

  // Where the tail, which rises with the odds, reaches `chance`.
  double LogOddsAt(double chance) const {
    double low = -kFarthest;
    double high = kFarthest;
    for (int step = 0; step < 60; ++step) {
      const double middle = (low + high) / 2;
      (MidTail(middle) < chance ? low : high) = middle;
    }
    return (low + high) / 2;
  }
};

RatioInterval OddsRatio(const ConditionalHits& law, const ShareCounts& treatment,
                        const ShareCounts& control, double level) {
  const double for_it =
      static_cast<double>(treatment.hits) * static_cast<double>(control.units - control.hits);
  const double against =
      static_cast<double>(control.hits) * static_cast<double>(treatment.units - treatment.hits);
  const double tail = 0.5 - level / 2;
  RatioInterval odds;
  odds.ratio = against > 0 ? for_it / against : kInfinity;
  odds.low = law.observed == 0 ? 0 : std::exp(law.LogOddsAt(tail));
  odds.high = law.observed + 1 == law.logs.size() ? kInfinity : std::exp(law.LogOddsAt(1 - tail));
  return odds;
}

void SetNewcombe(const ShareCounts& treatment, const ShareCounts& control, double level,
                 Effect* effect) {
  const Proportion one = Wilson(treatment.hits, treatment.units, level);
  const Proportion other = Wilson(control.hits, control.units, level);
  effect->low = effect->estimate - std::hypot(one.share - one.low, other.high - other.share);
  effect->high = effect->estimate + std::hypot(one.high - one.share, other.share - other.low);
}

// With the spread that both would have, had neither more: Pearson's test without a correction.
double PooledP(const ShareCounts& treatment, const ShareCounts& control, double difference) {
  const auto n = static_cast<double>(treatment.units), m = static_cast<double>(control.units);
  const double share = static_cast<double>(treatment.hits + control.hits) / (n + m);
  const double z = difference / std::sqrt(share * (1 - share) * (1 / n + 1 / m));
  return 2 * NormalCdf(-std::fabs(z));
}

bool Rare(const ShareCounts& arm) {
  return std::min(arm.hits, arm.units - arm.hits) < kRare;
}

}  // namespace

std::optional<ShareComparison> CompareShares(const ShareCounts& treatment,
                                             const ShareCounts& control, double level) {
  if (treatment.units < 2 || control.units < 2) return std::nullopt;
  const ArmEstimate one = ShareOf(treatment.hits, treatment.units);
  const ArmEstimate other = ShareOf(control.hits, control.units);
  ShareComparison result;
  result.exact = Rare(treatment) || Rare(control);
  if (!result.exact) {
    const auto compared = CompareArms(one, other, level);
    if (!compared) return std::nullopt;
    result.absolute = compared->absolute;
    result.absolute.p_value = PooledP(treatment, control, result.absolute.estimate);
    result.relative = compared->relative;
    return result;
  }
  result.absolute.estimate = one.value - other.value;
  result.absolute.standard_error = std::sqrt(one.variance + other.variance);
  result.absolute.df = one.units + other.units - 2;
  SetNewcombe(treatment, control, level, &result.absolute);
  const ConditionalHits law(treatment, control);
  const double tail = law.MidTail(0);
  result.absolute.p_value = std::min(1.0, 2 * std::min(tail, 1 - tail));
  if (law.logs.size() > 1) result.odds_ratio = OddsRatio(law, treatment, control, level);
  return result;
}

}  // namespace northstar::stats
