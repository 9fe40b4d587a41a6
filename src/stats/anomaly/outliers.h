// Outliers of a batch of values without order or trend. Pure and thread safe.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace northstar::stats {

struct EsdStep {
  size_t index = 0;      // of the value that is furthest from the mean of those still there
  double statistic = 0;  // its distance in standard deviations
  double critical = 0;
};

struct EsdResult {
  std::vector<EsdStep> steps;  // at most as many as were asked for
  size_t outliers = 0;         // the first so many steps
};

// Generalised extreme studentised deviate: takes the furthest value away again and again; the last
// step beyond its critical value says how many are outliers, so that one cannot hide another. The
// others should be about normal. Stops early when 3 values, or values that are all equal, are left.
// Source: Rosner 1983. REQUIRES: finite values, 0 < alpha < 1. O(most · n).
EsdResult GeneralisedEsd(std::span<const double> x, size_t most, double alpha);

// Distance from the median in units of 1.4826 times the median absolute deviation, or of 1.2533
// times the mean one where more than half of the values are the same; 0 when all are.
// Source: Hampel 1974; Iglewicz & Hoaglin 1993. REQUIRES: finite values.
std::vector<double> RobustScores(std::span<const double> x);

}  // namespace northstar::stats
