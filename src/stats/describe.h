// Small descriptive statistics that every other file of stats builds on. Pure and thread safe. What
// arrives by value is sorted or overwritten, so that callers decide whether to copy.
// REQUIRES everywhere: finite values, not empty unless said; spans that are compared of equal
// length.
#pragma once

#include <optional>
#include <span>
#include <vector>

namespace northstar::stats {

// Neumaier compensated: off by about one rounding of the result, in the order given; 0 for none.
// For sums that do not depend on the order at all see base/exact_sum.h.
double Sum(std::span<const double> x);
double Mean(std::span<const double> x);
// Divided by n - 1; 0 for one value and for none; two passes.
double Variance(std::span<const double> x);
double Median(std::vector<double> x);
// Type 7 of Hyndman & Fan 1996 (R's default): linear between the order statistics, p in [0, 1]. O(n
// log n).
double Quantile(std::vector<double> x, double p);
// Median absolute deviation from the median, unscaled: times 1.4826 it is a standard deviation of
// normal values. 0 where more than half of the values are one and the same.
double Mad(const std::vector<double>& x);
// Pearson's, -1 to 1; nullopt when either side does not vary.
std::optional<double> Correlation(std::span<const double> x, std::span<const double> y);
// Pool adjacent violators: the non-decreasing sequence nearest in squares (equal weights), as long
// as `y`. O(n).
std::vector<double> Isotonic(std::vector<double> y);

// Adjusted p-values, in the order given, at most 1 and never below the p-value; empty for none. The
// first keeps the share of false findings for independent or positively related tests, the second
// for any, Holm the chance of a single false one.
// Sources: Benjamini & Hochberg 1995; Benjamini & Yekutieli 2001; Holm 1979.
std::vector<double> AdjustBenjaminiHochberg(const std::vector<double>& p);
std::vector<double> AdjustBenjaminiYekutieli(const std::vector<double>& p);
std::vector<double> AdjustHolm(const std::vector<double>& p);

// Mann-Kendall trend with Sen's slope: does a series rise or fall, whatever the shape. Values that
// go with the one before make it too sure. Source: Mann 1945, Kendall 1975, Sen 1968; variance
// corrected for ties.
struct MannKendall {
  // Pairs that rise less pairs that fall.
  double s = 0;
  double variance = 0;
  // With continuity correction, standard normal without a trend; 0 when s is 0 or all are equal.
  double z = 0;
  // Sen: the median over all pairs, per step.
  double slope = 0;
};
// O(n²) in time and memory. REQUIRES: at least 2 values.
MannKendall TrendTest(std::span<const double> x);

}  // namespace northstar::stats
