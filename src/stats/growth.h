// The scale on which relative change adds up: logarithms, or asinh(x / median |x|) where a value is
// not positive, which is nearly the same for large values and defined for all. A factor on all
// values changes no growth on either scale. Pure and thread safe.
#pragma once

#include <span>
#include <vector>

namespace northstar::stats {

// True for none: what decides whether logarithms can be used. Two series that are compared need one
// answer for both.
bool AllPositive(std::span<const double> x);
// One value each. The unit of asinh is the median of |x|; where that is 0, their mean.
// REQUIRES: finite; positive where `logs`.
std::vector<double> GrowthScale(std::span<const double> x, bool logs);
// Changes from one value to the next on that scale: entry t is from value t to value t + 1, so
// there is one fewer than values; empty for one or none. 0.1 is about 10 %.
std::vector<double> Growth(std::span<const double> x, bool logs);
// By logarithms wherever they exist.
inline std::vector<double> Growth(std::span<const double> x) {
  return Growth(x, AllPositive(x));
}

}  // namespace northstar::stats
