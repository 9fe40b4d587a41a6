// Where the mean of a series moved: the segmentation into stretches of constant mean that has the
// least sum of squares plus a penalty for every change, found exactly. Values that go with the one
// before make long swings that look like changes; the penalty grows with that. What else the series
// does (season, trend, variance) is for the caller to take out first.
// Source: Killick, Fearnhead & Eckley 2012 (PELT). Pure and thread safe.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace northstar::stats {

struct ChangeOptions {
  size_t least_length = 7;               // values between changes and to the ends, at least 1
  double level = 0.95;                   // 0-1, of the intervals of the shifts
  std::optional<double> variance;        // of the noise; none: from the differences, robustly
  std::optional<double> autoregression;  // of lag 1, in [0, 0.9]; none: estimated
};

struct ChangePoint {
  size_t position = 0;           // index of the first value after the change
  size_t low = 0, high = 0;      // positions nearly as good, both included: about 95 %
  double before = 0, after = 0;  // means of the stretches at its two sides
  // After minus before, with its interval; as a share of `before` only where that is positive and
  // clear of zero at the same level (Fieller), else none.
  double shift = 0, shift_low = 0, shift_high = 0;
  std::optional<double> relative, relative_low, relative_high;
};

struct Segmentation {
  std::vector<ChangePoint> changes;  // in order
  double variance = 0, autoregression = 0, penalty = 0;
  double cost = 0;  // sum of squares around the means of the stretches
};

// No changes with fewer than twice the least length, or when no value differs. O(n) to O(n²).
// REQUIRES: finite values; a given variance > 0.
Segmentation FindChanges(std::span<const double> x, const ChangeOptions& options);

}  // namespace northstar::stats
