#include "stats/anomaly/size_history.h"

#include <algorithm>
#include <cmath>

namespace northstar::stats {
namespace {

constexpr double kTailShare = 0.01;

// Weight, in excesses, and value of the tail index that is usual for errors of forecasts.
constexpr double kPriorExcesses = 10;
constexpr double kPriorTail = 0.25;

// The fit is renewed whenever the history has grown by this share of itself.
constexpr size_t kGrowth = 32;

}  // namespace

void SizeHistory::Add(double size) {
  sizes_.push_back(size);
  if (sizes_.size() >= next_refit_) Refit();
}

void SizeHistory::Refit() {
  const size_t n = sizes_.size();
  next_refit_ = n + std::max<size_t>(8, n / kGrowth);
  std::vector<double> x = sizes_;
  const auto at = [&](size_t rank) { return x.begin() + static_cast<std::ptrdiff_t>(rank); };
  const auto above = std::max<size_t>(1, static_cast<size_t>(kTailShare * static_cast<double>(n)));
  std::nth_element(x.begin(), at(n - above - 1), x.end());
  threshold_ = x[n - above - 1];
  double excess = 0;
  double count = 0;
  for (size_t i = n - above; i < n && threshold_ > 0; ++i) {
    excess += std::log(x[i] / threshold_);
    ++count;
  }
  tail_ = (excess + kPriorExcesses * kPriorTail) / (count + kPriorExcesses);
  const auto rank = static_cast<size_t>(std::ceil(static_cast<double>(n + 1) * coverage_));
  const size_t index = std::clamp<size_t>(rank, 1, n) - 1;
  std::nth_element(x.begin(), at(index), x.end());
  reach_ = x[index];
}

double SizeHistory::Surprise(double size, double resolution) const {
  if (!ready() || size <= 0) return 0;
  const double threshold = std::max(threshold_, resolution);
  if (size <= threshold) return -std::log10(1 - (1 - kTailShare) * size / threshold);
  return -std::log10(kTailShare) + std::log10(size / threshold) / tail_;
}

}  // namespace northstar::stats
