// What the statistics of experiments know of an arm: the number of its units, and the means and
// covariances of a few values of each unit (an outcome, a denominator, covariates). They come from
// sums, so that one scan can add them up over its rows in any order and on any number of threads.
// A rare heavy tail is cut before the sums are made, at a cap from the time before the experiment;
// here nothing of it can be seen any more.
// Source: products of sums without their rounding error: Dekker 1971. Pure and thread safe.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace northstar::stats {

// Of `values` per unit, K of them: Σ value, and Σ value · value for each pair, K rows of K.
struct UnitSums {
  double units = 0;
  std::vector<double> sums;
  std::vector<double> products;
};

// values[k][unit]. REQUIRES: rows of equal length, finite.
UnitSums SumUnits(const std::vector<std::vector<double>>& values);

struct UnitMoments {
  double units = 0;
  std::vector<double> means;
  // K rows of K, divided by units - 1.
  std::vector<double> covariances;

  size_t size() const { return means.size(); }
  double Covariance(size_t i, size_t j) const { return covariances[i * size() + j]; }
  double Variance(size_t i) const { return Covariance(i, i); }
};

// Nullopt with fewer than 2 units. Sums hold 16 digits: where a value's mean is more than 3 million
// of its standard deviations from 0, nothing is left of these, and it counts as not varying;
// subtract a number near the mean before summing such values. REQUIRES: finite; sums that some
// units can have.
std::optional<UnitMoments> MomentsOf(const UnitSums& sums);

// Of Σ weights[k] · value k of one unit; at least 0. REQUIRES: as many weights as values.
double CombinationVariance(const UnitMoments& moments, std::span<const double> weights);

// For a ratio of sums (value 0 over value 1, as revenue per session where users were assigned): one
// value per unit in the place of the two, whose mean is the ratio and whose variance is that of the
// ratio to first order; what follows stays as it is. Right where the mean of value 1 is many of its
// standard errors from 0; about 5 is the least.
// REQUIRES: at least 2 values, the mean of value 1 not 0.
// Source: delta method, Cochran 1977, 6.3 to 6.4; Deng, Knoblich & Lu 2018.
UnitMoments LinearizedRatio(const UnitMoments& moments);

}  // namespace northstar::stats
