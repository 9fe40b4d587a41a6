#include "stats/experiment/unit_moments.h"

#include <algorithm>
#include <cmath>

#include "stats/describe.h"

namespace northstar::stats {
namespace {

// Of the mean square: what lies below is rounding of the sums.
constexpr double kLost = 1e-13;

// product - a·b/n. The part of a·b that a double cannot hold is kept: only the rounding of the sums
// themselves is left.
double Centered(double product, double a, double b, double n) {
  const double whole = a * b;
  const double rest = std::fma(a, b, -whole);
  const double quotient = whole / n;
  const double remainder = std::fma(-quotient, n, whole) + rest;
  return (product - quotient) - remainder / n;
}

}  // namespace

UnitSums SumUnits(const std::vector<std::vector<double>>& values) {
  UnitSums result;
  result.units = values.empty() ? 0 : static_cast<double>(values[0].size());
  for (const auto& one : values) result.sums.push_back(Sum(one));
  std::vector<double> products;
  for (const auto& one : values) {
    for (const auto& other : values) {
      products.clear();
      for (size_t unit = 0; unit < one.size(); ++unit) products.push_back(one[unit] * other[unit]);
      result.products.push_back(Sum(products));
    }
  }
  return result;
}

std::optional<UnitMoments> MomentsOf(const UnitSums& sums) {
  if (!(sums.units >= 2)) return std::nullopt;
  const size_t k = sums.sums.size();
  UnitMoments moments;
  moments.units = sums.units;
  std::vector<char> varies;
  for (size_t i = 0; i < k; ++i) {
    moments.means.push_back(sums.sums[i] / sums.units);
    const double product = sums.products[i * k + i];
    varies.push_back(Centered(product, sums.sums[i], sums.sums[i], sums.units) > kLost * product);
  }
  for (size_t i = 0; i < k; ++i) {
    for (size_t j = 0; j < k; ++j) {
      const double centered =
          Centered(sums.products[i * k + j], sums.sums[i], sums.sums[j], sums.units);
      moments.covariances.push_back(varies[i] && varies[j] ? centered / (sums.units - 1) : 0);
    }
  }
  return moments;
}

double CombinationVariance(const UnitMoments& moments, std::span<const double> weights) {
  double variance = 0;
  for (size_t i = 0; i < weights.size(); ++i) {
    for (size_t j = 0; j < weights.size(); ++j)
      variance += weights[i] * weights[j] * moments.Covariance(i, j);
  }
  return std::max(0.0, variance);
}

UnitMoments LinearizedRatio(const UnitMoments& moments) {
  const size_t k = moments.size();
  const double mean = moments.means[1];
  const double ratio = moments.means[0] / mean;
  UnitMoments result;
  result.units = moments.units;
  result.means.push_back(ratio);
  result.means.insert(result.means.end(), moments.means.begin() + 2, moments.means.end());
  // (numerator - ratio · denominator) / mean denominator.
  std::vector<double> weights(k, 0);
  weights[0] = 1 / mean;
  weights[1] = -ratio / mean;
  const auto with = [&](size_t j) {
    return weights[0] * moments.Covariance(0, j) + weights[1] * moments.Covariance(1, j);
  };
  for (size_t i = 1; i < k; ++i) {
    for (size_t j = 1; j < k; ++j) {
      const double own = i == 1 ? with(j) : j == 1 ? with(i) : moments.Covariance(i, j);
      const bool both = i == 1 && j == 1;
      result.covariances.push_back(both ? CombinationVariance(moments, weights) : own);
    }
  }
  return result;
}

}  // namespace northstar::stats
