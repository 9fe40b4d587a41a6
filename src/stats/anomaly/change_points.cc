#include "stats/anomaly/change_points.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "stats/describe.h"
#include "stats/distributions.h"
#include "stats/fieller.h"

namespace northstar::stats {
namespace {

constexpr double kRounding = 1e-9;  // of the largest value
constexpr double kMadToDeviation = 1.482602218505602;
constexpr double kPenaltyFactor = 3;  // times log(n) and the variance
constexpr double kMostAutoregression = 0.9;
constexpr double kFarDifference = 3;      // usual differences that one counts for at most
constexpr double kHalfChiSquared = 1.92;  // of one degree of freedom, 95 %

// Costs of stretches from running sums of the centred values.
class Costs {
 public:
  explicit Costs(std::span<const double> x) : sums_{0}, squares_{0} {
    const double centre = Mean(x);
    for (const double value : x) {
      const double d = value - centre;
      sums_.push_back(sums_.back() + d);
      squares_.push_back(squares_.back() + d * d);
    }
  }
  // Of [begin, end), which is not empty.
  double operator()(size_t begin, size_t end) const {
    const double sum = sums_[end] - sums_[begin];
    const double squares = squares_[end] - squares_[begin];
    return std::max(0.0, squares - sum * sum / static_cast<double>(end - begin));
  }

 private:
  std::vector<double> sums_, squares_;
};

double NoiseVariance(std::span<const double> x) {
  std::vector<double> differences;
  for (size_t t = 1; t < x.size(); ++t) differences.push_back(x[t] - x[t - 1]);
  const double deviation = kMadToDeviation * Mad(differences) / std::sqrt(2.0);
  if (deviation > 0) return deviation * deviation;
  std::vector<double> squares;
  for (const double d : differences) squares.push_back(d * d / 2);
  return Mean(squares);
}

struct Candidate {
  size_t begin = 0;
  size_t until = std::numeric_limits<size_t>::max();  // of no use for ends from there on
};

// Ends of the stretches of the best segmentation, the last one n.
std::vector<size_t> BestEnds(const Costs& cost, size_t n, size_t least, double penalty) {
  std::vector<double> best(n + 1, 0);
  std::vector<size_t> last(n + 1, 0);
  std::vector<Candidate> open{Candidate{}};
  best[0] = -penalty;
  for (size_t t = least; t <= n; ++t) {
    if (t >= 2 * least) open.push_back({t - least});
    std::erase_if(open, [&](const Candidate& c) { return c.until <= t; });
    best[t] = std::numeric_limits<double>::infinity();
    for (const Candidate& c : open) {
      const double total = best[c.begin] + cost(c.begin, t) + penalty;
      if (total >= best[t]) continue;
      best[t] = total;
      last[t] = c.begin;
    }
    // Worse than the best even free of charge: a change at t beats it as soon as one may be there.
    for (Candidate& c : open) {
      if (best[c.begin] + cost(c.begin, t) > best[t]) c.until = std::min(c.until, t + least);
    }
  }
  std::vector<size_t> ends;
  for (size_t t = n; t > 0; t = last[t]) ends.push_back(t);
  std::reverse(ends.begin(), ends.end());
  return ends;
}

// Of lag 1, from the differences, where a shift of the mean shows only once: with an autoregression
// phi, successive differences have the correlation (phi - 1) / 2.
double Autoregression(std::span<const double> x, double variance) {
  std::vector<double> d;
  const double bound = kFarDifference * std::sqrt(2 * variance);
  for (size_t t = 1; t < x.size(); ++t) {
    d.push_back(std::clamp(x[t] - x[t - 1], -bound, bound));
  }
  // Values that mostly repeat: what differs is shifts.
  if (Mad(d) == 0) return 0;
  double product = 0;
  double square = d[0] * d[0];
  for (size_t t = 1; t < d.size(); ++t) {
    product += d[t] * d[t - 1];
    square += d[t] * d[t];
  }
  return square > 0 ? std::clamp(1 + 2 * product / square, 0.0, kMostAutoregression) : 0;
}

// What may be rounding: values that are all alike but for it have no noise to compare with.
double RoundingVariance(std::span<const double> x) {
  double largest = 0;
  for (const double value : x) largest = std::max(largest, std::fabs(value));
  const double deviation = kRounding * largest;
  return deviation * deviation;
}

// The variance of the noise; where most values are as the one before (counts of rare things, a
// constant) differences do not show it, and that of all values stands for it.
double VarianceToCompare(std::span<const double> x) {
  const double rounding = std::sqrt(RoundingVariance(x));
  size_t alike = 0;
  for (size_t i = 1; i < x.size(); ++i) alike += std::fabs(x[i] - x[i - 1]) <= rounding;
  return 2 * alike > x.size() - 1 ? Variance(x) : NoiseVariance(x);
}

// Of (after - before) / before.
void AddRelative(ChangePoint& change, double variance_before, double variance_after, double z) {
  if (!(change.before > 0)) return;
  const auto ratio = Fieller({change.after, change.before, variance_after, variance_before, 0}, z);
  if (!ratio) return;
  change.relative = ratio->ratio - 1;
  change.relative_low = ratio->low - 1;
  change.relative_high = ratio->high - 1;
}

struct Noise {
  double variance = 0, inflation = 1;  // the second: of means, by autoregression
};

ChangePoint Describe(std::span<const double> x, const Costs& cost, size_t begin, size_t at,
                     size_t end, const Noise& noise, const ChangeOptions& options) {
  ChangePoint change;
  change.position = change.low = change.high = at;
  const double worst =
      cost(begin, at) + cost(at, end) + 2 * noise.variance * noise.inflation * kHalfChiSquared;
  for (size_t s = begin + 1; s < end; ++s) {
    if (cost(begin, s) + cost(s, end) > worst) continue;
    change.low = std::min(change.low, s);
    change.high = std::max(change.high, s);
  }
  change.before = Mean(x.subspan(begin, at - begin));
  change.after = Mean(x.subspan(at, end - at));
  const double z = NormalQuantile((1 + options.level) / 2);
  const double variance_before = noise.variance * noise.inflation / static_cast<double>(at - begin);
  const double variance_after = noise.variance * noise.inflation / static_cast<double>(end - at);
  const double reach = z * std::sqrt(variance_before + variance_after);
  change.shift = change.after - change.before;
  change.shift_low = change.shift - reach;
  change.shift_high = change.shift + reach;
  AddRelative(change, variance_before, variance_after, z);
  return change;
}

}  // namespace

Segmentation FindChanges(std::span<const double> x, const ChangeOptions& options) {
  Segmentation result;
  const size_t n = x.size();
  const size_t least = std::max<size_t>(1, options.least_length);
  if (n < 2 * least || n < 3) return result;
  const double differences = options.variance ? 0 : VarianceToCompare(x);
  if (!options.variance && differences <= RoundingVariance(x)) return result;
  const double phi =
      options.autoregression.value_or(Autoregression(x, options.variance.value_or(differences)));
  result.autoregression = phi;
  // Values that go with the one before differ by less than they vary.
  result.variance = options.variance.value_or(differences / (1 - phi));
  const Noise noise{result.variance, (1 + phi) / (1 - phi)};
  result.penalty =
      kPenaltyFactor * std::log(static_cast<double>(n)) * noise.variance * noise.inflation;
  const Costs cost(x);
  const std::vector<size_t> ends = BestEnds(cost, n, least, result.penalty);
  size_t begin = 0;
  for (size_t i = 0; i < ends.size(); ++i) {
    result.cost += cost(begin, ends[i]);
    if (i + 1 < ends.size()) {
      result.changes.push_back(Describe(x, cost, begin, ends[i], ends[i + 1], noise, options));
    }
    begin = ends[i];
  }
  return result;
}

}  // namespace northstar::stats
