#include "stats/anomaly/season_profile.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "stats/describe.h"

namespace northstar::stats {
namespace {

// In a short season a single odd value moves the mean around it.
constexpr size_t kLongSeason = 60;

// Without the lowest and the highest of every `part` values.
double TrimmedMean(std::vector<double> x, size_t part) {
  std::sort(x.begin(), x.end());
  const auto cut = static_cast<std::ptrdiff_t>(x.size() / part);
  return Mean(std::vector<double>(x.begin() + cut, x.end() - cut));
}

}  // namespace

void SeasonProfile::Add(std::optional<double> value) {
  x_.push_back(value);
  sums_.push_back(sums_.back() + value.value_or(0));
  counts_.push_back(counts_.back() + (value ? 1 : 0));
  // The window [middle - season / 2, middle - season / 2 + season) has just become complete.
  const size_t end = x_.size();
  if (end < season_) return;
  const size_t begin = end - season_;
  const size_t middle = begin + season_ / 2;
  deviations_.resize(middle, std::numeric_limits<double>::quiet_NaN());
  const double count = counts_[end] - counts_[begin];
  const bool known = x_[middle] && count >= static_cast<double>(season_) / 2;
  const double nothing = std::numeric_limits<double>::quiet_NaN();
  if (season_ > kLongSeason) {
    deviations_.push_back(known ? *x_[middle] - (sums_[end] - sums_[begin]) / count : nothing);
    return;
  }
  std::vector<double> around;
  for (size_t t = begin; t < end; ++t) {
    if (x_[t]) around.push_back(*x_[t]);
  }
  deviations_.push_back(known ? *x_[middle] - TrimmedMean(std::move(around), 7) : nothing);
}

std::optional<double> SeasonProfile::At(size_t step) const {
  std::vector<double> same;
  for (size_t back = 1; back <= kept_ && back * season_ <= step; ++back) {
    const size_t at = step - back * season_;
    if (at < deviations_.size() && std::isfinite(deviations_[at])) same.push_back(deviations_[at]);
  }
  if (same.empty()) return std::nullopt;
  // Nearly as safe from odd seasons as the median, and steadier.
  return TrimmedMean(std::move(same), 4);
}

std::optional<double> SeasonProfile::NextCentred() const {
  const size_t next = x_.size();
  const auto own = At(next);
  if (!own) return std::nullopt;
  double sum = *own;
  double count = 1;
  // Later steps of the season look one season back at values that may be too recent to be known:
  // then those before count.
  for (size_t k = 1; k < season_; ++k) {
    if (const auto other = At(next + k)) {
      sum += *other;
      ++count;
    }
  }
  return *own - sum / count;
}

}  // namespace northstar::stats
