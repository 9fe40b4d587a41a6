// Small descriptive statistics. REQUIRES everywhere: finite values, not empty unless said.
#pragma once

#include <optional>
#include <span>
#include <vector>

namespace northstar::stats {

double Sum(std::span<const double> x);  // Neumaier compensated
double Mean(std::span<const double> x);
double Variance(std::span<const double> x);  // n - 1; 0 for one value; two passes
double Median(std::vector<double> x);
double Quantile(std::vector<double> x, double p);  // type 7 of Hyndman & Fan 1996, p in [0, 1]
double Mad(const std::vector<double>& x);          // median absolute deviation, unscaled
// Pearson's; nullopt when either side does not vary.
std::optional<double> Correlation(std::span<const double> x, std::span<const double> y);
// Pool adjacent violators: the non-decreasing sequence nearest in squares (equal weights).
std::vector<double> Isotonic(std::vector<double> y);

// Adjusted p-values, in the order given. Sources: Benjamini & Hochberg 1995; Benjamini & Yekutieli
// 2001; Holm 1979.
std::vector<double> AdjustBenjaminiHochberg(const std::vector<double>& p);
std::vector<double> AdjustBenjaminiYekutieli(const std::vector<double>& p);
std::vector<double> AdjustHolm(const std::vector<double>& p);

// Mann-Kendall trend with Sen's slope. Source: Mann 1945, Kendall 1975, Sen 1968; variance
// corrected for ties.
struct MannKendall {
  double s = 0;
  double variance = 0;
  double z = 0;      // 0 when s is 0
  double slope = 0;  // Sen, per step
};
// REQUIRES: at least 2 values.
MannKendall TrendTest(std::span<const double> x);

}  // namespace northstar::stats
