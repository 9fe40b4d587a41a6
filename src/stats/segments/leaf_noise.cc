#include "stats/segments/leaf_noise.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "stats/describe.h"
#include "stats/distributions.h"

namespace northstar::stats {
namespace {

constexpr double kLeastScale = 1e-3;  // below, leaves that agree with their expectation are alike
constexpr double kClip = 2;           // standard deviations
constexpr double kClippedVariance = 0.7737413;  // of a standard normal within +-kClip
constexpr size_t kFewLeaves = 40;
constexpr int kClipRounds = 30;
constexpr int kCenterRounds = 5;
constexpr size_t kLeastOfKind = 2;
constexpr double kKindsApart = 5;  // in standard deviations within the kinds
constexpr double kSizeShares[] = {0, 0.5, 1};
constexpr double kFarLoss = 4;  // nats; what is further out tells nothing about the scale
constexpr size_t kLeastForSize = 8;
constexpr double kTailShare = 0.01;      // the far tail: of the leaves,
constexpr double kTailRows = 6;          // but at least so many
constexpr double kMostTailShare = 0.15;  // beyond, no tail is seen
constexpr double kTailRates[] = {1. / 2, 1. / 3, 1. / 4, 1. / 5, 1. / 7, 1. / 10, 1. / 15, 1. / 30};
constexpr double kMedianSquare = 0.455;  // of a standard normal
constexpr double kMostDispersion = 3;    // of counts that may still be called so
constexpr double kRowsPerDegree = 2;     // a clipped scale is known that much worse

double At(std::vector<double>& x, double p) {
  const auto k = static_cast<size_t>(p * static_cast<double>(x.size() - 1));
  std::nth_element(x.begin(), x.begin() + static_cast<std::ptrdiff_t>(k), x.end());
  return x[k];
}

// Of few leaves clipping may find any cluster: then as much as the median needs is kept.
double ClippedScale(const std::vector<double>& deviations) {
  std::vector<double> sizes;
  sizes.reserve(deviations.size());
  for (const double d : deviations) sizes.push_back(std::fabs(d));
  double scale = 0;
  for (double p = 0.35; !(scale > 0) && p < 1; p += 0.15)  // many may be just as expected
    scale = At(sizes, p) / NormalQuantile((1 + p) / 2);
  if (sizes.size() < kFewLeaves) scale = std::max(scale, At(sizes, 0.5) / NormalQuantile(0.75));
  const double least = sizes.size() < kFewLeaves ? scale : 0;
  for (int round = 0; round < kClipRounds && scale > 0; ++round) {
    double sum = 0;
    double count = 0;
    for (const double size : sizes) {
      const bool within = size <= kClip * scale;
      sum += within ? size * size : 0;
      count += within;
    }
    const double next = std::sqrt(sum / count / kClippedVariance);
    if (next <= least) return least;
    if (std::fabs(next - scale) < 1e-4 * scale) return next;
    scale = next;
  }
  return scale;
}

// The middle of the shortest stretch that holds a quarter of the values.
double ModeOf(std::vector<double> x) {
  std::sort(x.begin(), x.end());
  const size_t held = (x.size() + 3) / 4;
  size_t best = 0;
  for (size_t i = 0; i + held <= x.size(); ++i) {
    if (x[i + held - 1] - x[i] < x[best + held - 1] - x[best]) best = i;
  }
  return Median({x.begin() + static_cast<std::ptrdiff_t>(best),
                 x.begin() + static_cast<std::ptrdiff_t>(best + held)});
}

// A cause may hold more leaves than it leaves alone. Then leaves gather at the mode, and others
// where nothing was expected to change, with fewer half way.
bool ModeIsOfCause(const std::vector<double>& changes, double mode) {
  const double reach = std::fabs(mode) / 6;
  double near_zero = 0;
  double half_way = 0;
  for (const double change : changes) {
    near_zero += std::fabs(change) < reach;
    half_way += std::fabs(change - mode / 2) < reach;
  }
  return near_zero > half_way + 2 * std::sqrt(half_way + 1);
}

// The level of the leaves to which nothing happened.
double CenterOf(const std::vector<double>& changes) {
  if (changes.size() < kFewLeaves) return Median(changes);
  double center = ModeOf(changes);
  if (ModeIsOfCause(changes, center)) center = 0;
  std::vector<double> deviations(changes.size());
  for (int round = 0; round < kCenterRounds; ++round) {
    for (size_t i = 0; i < changes.size(); ++i) deviations[i] = changes[i] - center;
    const double reach = kClip * ClippedScale(deviations);
    double sum = 0;
    double count = 0;
    for (const double d : deviations) {
      const bool within = std::fabs(d) <= reach;
      sum += within ? d : 0;
      count += within;
    }
    if (count > 0) center += sum / count;
  }
  return center;
}

// One over the degrees of freedom of the t distribution whose far tail reaches as far, compared
// with its middle; 0: a normal's.
double TailRate(std::vector<double>& sizes) {
  const double beyond = std::max(kTailShare, kTailRows / static_cast<double>(sizes.size()));
  if (beyond > kMostTailShare) return 0;
  const double middle = At(sizes, 0.5);
  if (!(middle > 0)) return 0;
  const double reach = At(sizes, 1 - beyond) / middle;
  for (const double rate : kTailRates) {
    const double df = 1 / rate;
    if (reach > TQuantile(1 - beyond / 2, df) / TQuantile(0.75, df)) return rate;
  }
  return 0;
}

}  // namespace

std::vector<LeafChange> ChangesOf(const LeafTable& leaves) {
  std::vector<LeafChange> changes;
  const bool ratio = !leaves.denominator_actual.empty();
  for (size_t i = 0; i < leaves.actual.size(); ++i) {
    double actual = leaves.actual[i];
    double expected = leaves.expected[i];
    double size = std::fabs(actual) + std::fabs(expected);
    if (ratio) {
      const double below_actual = leaves.denominator_actual[i];
      const double below_expected = leaves.denominator_expected[i];
      if (below_actual == 0 || below_expected == 0) continue;
      actual /= below_actual;
      expected /= below_expected;
      size = std::fabs(below_actual) + std::fabs(below_expected);
    }
    const double larger = std::max(std::fabs(actual), std::fabs(expected));
    if (!(larger > 0) || !(size > 0)) continue;
    const double change = (actual / larger) - (expected / larger);
    changes.push_back(
        {i, change, size, std::fabs(ratio ? leaves.denominator_expected[i] : expected)});
  }
  return changes;
}

bool VaryAsCounts(const LeafTable& leaves, const std::vector<LeafChange>& changes) {
  std::vector<double> squares;  // of the differences, in units of their variance
  for (const LeafChange& one : changes) {
    const double actual = leaves.actual[one.leaf];
    const double expected = leaves.expected[one.leaf];
    if (actual < 0 || expected < 0 || actual != std::floor(actual)) return false;
    double difference = actual - expected;
    double variance = actual + expected;
    if (!leaves.denominator_actual.empty()) {
      const double below = leaves.denominator_actual[one.leaf];
      const double below_expected = leaves.denominator_expected[one.leaf];
      if (below < actual || below_expected <= 0) return false;
      const double share = std::min(1.0, (actual + expected) / (below + below_expected));
      difference = actual / below - expected / below_expected;
      variance = share * (1 - share) * (1 / below + 1 / below_expected);
    }
    if (variance > 0) squares.push_back(difference * difference / variance);
  }
  return !squares.empty() && Median(squares) <= kMostDispersion * kMedianSquare;
}

std::vector<char> FurtherKind(const std::vector<LeafChange>& changes) {
  const size_t n = changes.size();
  if (n < 2 * kLeastOfKind || n >= kFewLeaves) return {};
  std::vector<size_t> order(n);
  std::iota(order.begin(), order.end(), size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](size_t a, size_t b) { return changes[a].change < changes[b].change; });
  // The split in two that leaves least variance within.
  std::vector<double> sums{0};
  double squares = 0;
  for (const size_t i : order) {
    sums.push_back(sums.back() + changes[i].change);
    squares += changes[i].change * changes[i].change;
  }
  size_t split = 0;
  double most = -1;
  const auto mean = [&](size_t from, size_t to) {
    return (sums[to] - sums[from]) / static_cast<double>(to - from);
  };
  for (size_t k = kLeastOfKind; k + kLeastOfKind <= n; ++k) {
    const double explained = static_cast<double>(k) * mean(0, k) * mean(0, k) +
                             static_cast<double>(n - k) * mean(k, n) * mean(k, n);
    if (explained > most) {
      most = explained;
      split = k;
    }
  }
  const double within = std::sqrt(std::max(0.0, squares - most) / static_cast<double>(n - 2));
  const double low = mean(0, split);
  const double high = mean(split, n);
  if (high - low < kKindsApart * std::max(within, kLeastScale)) return {};
  const bool low_is_further = std::fabs(low) > std::fabs(high);
  if (std::min(std::fabs(low), std::fabs(high)) > std::max(std::fabs(low), std::fabs(high)) / 3)
    return {};
  std::vector<char> further(n, 0);
  for (size_t k = 0; k < n; ++k) further[order[k]] = (k < split) == low_is_further;
  return further;
}

LeafNoise FitNoise(const std::vector<LeafChange>& changes, const std::vector<char>& displaced,
                   NoiseShape shape) {
  std::vector<double> used;
  std::vector<double> sizes;
  for (size_t i = 0; i < changes.size(); ++i) {
    if (!displaced.empty() && displaced[i]) continue;
    used.push_back(changes[i].change);
    sizes.push_back(changes[i].size);
  }
  if (used.empty()) return FitNoise(changes, {}, shape);
  LeafNoise noise;
  noise.center = CenterOf(used);
  const double usual_size = Median(sizes);
  double best_loss = 0;
  double best_share = 0;
  double best_scale = 0;
  std::vector<double> deviations(used.size());
  const bool few = changes.size() < kFewLeaves;
  const bool counts = shape == NoiseShape::kCounts && few;
  const bool flat = shape == NoiseShape::kFlat;
  for (const double share : kSizeShares) {
    if (counts && share < 1) continue;
    if (!counts && share > 0 && (flat || used.size() < kLeastForSize)) break;
    double logs = 0;
    for (size_t i = 0; i < used.size(); ++i) {
      const double relative = std::sqrt(1 - share + share * usual_size / sizes[i]);
      deviations[i] = (used[i] - noise.center) / relative;
      logs += std::log(relative);
    }
    const double scale = std::max(ClippedScale(deviations), kLeastScale);
    double loss = logs + static_cast<double>(used.size()) * std::log(scale);
    for (const double d : deviations) loss += std::min(d * d / (2 * scale * scale), kFarLoss);
    if (!counts && share > 0 && loss >= best_loss) continue;
    best_loss = loss;
    best_share = share;
    best_scale = scale;
  }
  for (const LeafChange& one : changes) {
    noise.scale.push_back(best_scale *
                          std::sqrt(1 - best_share + best_share * usual_size / one.size));
  }
  double rate = kRowsPerDegree / static_cast<double>(used.size());
  if (!displaced.empty()) {
    std::vector<double> far;
    for (size_t i = 0; i < used.size(); ++i) {
      const double relative = std::sqrt(1 - best_share + best_share * usual_size / sizes[i]);
      far.push_back(std::fabs(used[i] - noise.center) / relative);
    }
    rate += TailRate(far);
  }
  noise.degrees_of_freedom = std::max(1.0, 1 / rate);
  return noise;
}

}  // namespace northstar::stats
