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

// Defaults suit days without their week: a stretch of at least seven of them.
struct ChangeOptions {
  // Values between changes and to the ends, at least 1.
  size_t least_length = 7;
  // Of the intervals of the shifts, 0-1.
  double level = 0.95;
  // Of the noise, in the square of the values' unit; none: from the differences, robustly.
  std::optional<double> variance;
  // Of lag 1, in [0, 0.9]; none: estimated from differences, where a shift shows only once.
  std::optional<double> autoregression;
};

struct ChangePoint {
  // Index of the first value after the change.
  size_t position = 0;
  // Positions nearly as good, both included: about 95 %, whatever `level` is.
  size_t low = 0, high = 0;
  // Means of the stretches at its two sides, which end at the neighboring changes.
  double before = 0, after = 0;
  // After minus before, with its interval. It counts the position as known and the change as given:
  // the search that found it makes it look a little larger.
  double shift = 0, shift_low = 0, shift_high = 0;
  // The shift as a share of `before` (0.1: 10 % up), only where that is positive and clear of zero
  // at the same level (Fieller), else none.
  std::optional<double> relative, relative_low, relative_high;
};

struct Segmentation {
  // In order of position.
  std::vector<ChangePoint> changes;
  // What was used, given or estimated: a change costs 3 · log n · variance · (1 + phi) / (1 - phi).
  // All 0 where nothing was looked for.
  double variance = 0, autoregression = 0, penalty = 0;
  // Sum of squares around the means of the stretches.
  double cost = 0;
};

// The best segmentation of all, not a greedy one. No changes with fewer than twice the least
// length, or when values differ by no more than rounding. O(n) where changes are many, to O(n²)
// without any.
// REQUIRES: finite values; a given variance > 0; 0 < level < 1.
Segmentation FindChanges(std::span<const double> x, const ChangeOptions& options);

}  // namespace northstar::stats
