#include "stats/leaf_noise.h"

#include <algorithm>
#include <cmath>

#include "stats/describe.h"
#include "stats/distributions.h"

namespace northstar::stats {
namespace {

constexpr double kLeastScale = 1e-3;  // below, leaves that agree with their expectation are alike
constexpr double kClip = 2;           // standard deviations
constexpr double kClippedVariance = 0.7737413;  // of a standard normal within +-kClip
constexpr int kClipRounds = 30;
constexpr int kCenterRounds = 5;
constexpr double kSizeShares[] = {0, 0.1, 0.3, 0.6, 0.9, 1};
constexpr double kFarLoss = 4;  // nats; what is further out tells nothing about the scale
constexpr size_t kLeastForSize = 8;
constexpr size_t kLeastForTail = 1000;

double At(std::vector<double>& x, double p) {
  const auto k = static_cast<size_t>(p * static_cast<double>(x.size() - 1));
  std::nth_element(x.begin(), x.begin() + static_cast<std::ptrdiff_t>(k), x.end());
  return x[k];
}

double ClippedScale(const std::vector<double>& deviations) {
  std::vector<double> sizes;
  sizes.reserve(deviations.size());
  for (const double d : deviations) sizes.push_back(std::fabs(d));
  double scale = At(sizes, 0.35) / 0.4538;  // the normal quantile of (1 + 0.35) / 2
  for (int round = 0; round < kClipRounds && scale > 0; ++round) {
    double sum = 0;
    double count = 0;
    for (const double size : sizes) {
      const bool within = size <= kClip * scale;
      sum += within ? size * size : 0;
      count += within;
    }
    const double next = std::sqrt(sum / count / kClippedVariance);
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
    changes.push_back({i, change, size});
  }
  return changes;
}

LeafNoise FitNoise(const std::vector<LeafChange>& changes, const std::vector<char>& displaced) {
  std::vector<double> used;
  std::vector<double> sizes;
  for (size_t i = 0; i < changes.size(); ++i) {
    if (!displaced.empty() && displaced[i]) continue;
    used.push_back(changes[i].change);
    sizes.push_back(changes[i].size);
  }
  if (used.empty()) return FitNoise(changes, {});
  LeafNoise noise;
  noise.center = CenterOf(used);
  const double usual_size = Median(sizes);
  double best_loss = 0;
  double best_share = 0;
  double best_scale = 0;
  std::vector<double> deviations(used.size());
  for (const double share : kSizeShares) {
    if (share > 0 && used.size() < kLeastForSize) break;
    double logs = 0;
    for (size_t i = 0; i < used.size(); ++i) {
      const double relative = std::sqrt(1 - share + share * usual_size / sizes[i]);
      deviations[i] = (used[i] - noise.center) / relative;
      logs += std::log(relative);
    }
    const double scale = std::max(ClippedScale(deviations), kLeastScale);
    double loss = logs + static_cast<double>(used.size()) * std::log(scale);
    for (const double d : deviations) loss += std::min(d * d / (2 * scale * scale), kFarLoss);
    if (share > 0 && loss >= best_loss) continue;
    best_loss = loss;
    best_share = share;
    best_scale = scale;
  }
  for (const LeafChange& one : changes) {
    noise.scale.push_back(best_scale *
                          std::sqrt(1 - best_share + best_share * usual_size / one.size));
  }
  noise.degrees_of_freedom = std::max(1.0, static_cast<double>(used.size()) - 1);
  if (used.size() < kLeastForTail || displaced.empty()) return noise;
  std::vector<double> far;
  for (size_t i = 0; i < used.size(); ++i) {
    const double relative = std::sqrt(1 - best_share + best_share * usual_size / sizes[i]);
    far.push_back(std::fabs(used[i] - noise.center) / (best_scale * relative));
  }
  const double beyond = std::max(0.002, 20 / static_cast<double>(far.size()));
  noise.tail = std::max(1.0, At(far, 1 - beyond) / NormalQuantile(1 - beyond / 2));
  return noise;
}

}  // namespace northstar::stats
