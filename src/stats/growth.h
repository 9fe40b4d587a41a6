// The scale on which relative change adds up: logarithms, or asinh(x / median |x|) where a value is
// not positive, which is nearly the same for large values and defined for all.
#pragma once

#include <span>
#include <vector>

namespace northstar::stats {

bool AllPositive(std::span<const double> x);
// REQUIRES: finite; positive where `logs`.
std::vector<double> GrowthScale(std::span<const double> x, bool logs);
// Changes from one value to the next on that scale; one fewer than values.
std::vector<double> Growth(std::span<const double> x, bool logs);
inline std::vector<double> Growth(std::span<const double> x) {
  return Growth(x, AllPositive(x));
}

}  // namespace northstar::stats
