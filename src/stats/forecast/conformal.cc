#include "stats/forecast/conformal.h"

#include <algorithm>
#include <cmath>

#include "stats/describe.h"

namespace northstar::stats {
namespace {

constexpr double kRounding = 1e-9;
constexpr size_t kLeastPast = 20;
constexpr size_t kLeastForAStep = 10;
constexpr double kPace = 0.01;
constexpr double kLeastMisses = 0.001, kMostMisses = 0.5;

double KthSmallest(std::vector<double>& errors, size_t k) {
  const auto at = errors.begin() + static_cast<std::ptrdiff_t>(k - 1);
  std::nth_element(errors.begin(), at, errors.end());
  return *at;
}

}  // namespace

std::optional<size_t> ConformalRank(size_t errors, double level) {
  const double rank = std::ceil((static_cast<double>(errors) + 1) * level - kRounding);
  if (rank > static_cast<double>(errors)) return std::nullopt;
  return static_cast<size_t>(std::max(1.0, rank));
}

double AdaptedLevel(const std::vector<double>& errors, double level) {
  const double wanted = 1 - level;
  double misses = wanted;
  std::vector<double> past;  // ascending
  for (size_t t = 0; t < errors.size(); ++t) {
    if (t >= kLeastPast) {
      const size_t rank = ConformalRank(t, 1 - misses).value_or(t);
      const double miss = errors[t] > past[rank - 1] ? 1 : 0;
      misses = std::clamp(misses + kPace * (wanted - miss), std::min(kLeastMisses, wanted),
                          std::max(kMostMisses, wanted));
    }
    past.insert(std::upper_bound(past.begin(), past.end(), errors[t]), errors[t]);
  }
  return 1 - misses;
}

ConformalWidths WidthsFromErrors(std::vector<std::vector<double>> errors, double level) {
  ConformalWidths result;
  if (errors.empty() || errors[0].empty()) return result;
  const size_t most = errors[0].size();
  result.level = level;
  if (!ConformalRank(most, level)) {
    result.level = static_cast<double>(most) / static_cast<double>(most + 1);
  }
  for (std::vector<double>& step : errors) {
    const auto rank = ConformalRank(step.size(), result.level);
    if (!rank && step.size() < kLeastForAStep) break;
    result.widths.push_back(KthSmallest(step, rank.value_or(step.size())));
  }
  result.widths = Isotonic(std::move(result.widths));
  const auto measured = static_cast<double>(result.widths.size());
  const double last = result.widths.back();
  while (result.widths.size() < errors.size()) {
    const auto step = static_cast<double>(result.widths.size() + 1);
    result.widths.push_back(last * std::sqrt(step / measured));
  }
  return result;
}

}  // namespace northstar::stats
