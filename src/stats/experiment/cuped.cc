#include "stats/experiment/cuped.h"

namespace northstar::stats {
namespace {

// Of its own variance: a covariate with less left, once the others are known, adds nothing.
constexpr double kIndependent = 1e-10;

// Σ over units of both arms of products of deviations from the arm's own mean.
std::vector<double> WithinArms(const UnitMoments& a, const UnitMoments& b) {
  std::vector<double> within;
  for (size_t i = 0; i < a.covariances.size(); ++i)
    within.push_back((a.units - 1) * a.covariances[i] + (b.units - 1) * b.covariances[i]);
  return within;
}

// The sweep operator: of row and column 0 what is left when the covariates are known, and their
// slopes. Those that say nothing of their own are passed over.
std::vector<double> SlopesOf(std::vector<double> table, size_t k, double* left) {
  std::vector<double> slopes(k - 1, 0);
  std::vector<double> own;
  for (size_t i = 0; i < k; ++i) own.push_back(table[i * k + i]);
  std::vector<size_t> swept;
  for (size_t p = 1; p < k; ++p) {
    const double pivot = table[p * k + p];
    if (!(pivot > kIndependent * own[p])) continue;
    swept.push_back(p);
    std::vector<double> next = table;
    for (size_t i = 0; i < k; ++i) {
      for (size_t j = 0; j < k; ++j) {
        if (i == p || j == p) {
          next[i * k + j] = i == j ? -1 / pivot : table[i * k + j] / pivot;
        } else {
          next[i * k + j] = table[i * k + j] - table[i * k + p] * table[p * k + j] / pivot;
        }
      }
    }
    table = std::move(next);
  }
  for (const size_t p : swept) slopes[p - 1] = table[p];
  *left = table[0];
  return slopes;
}

ArmEstimate Adjusted(const UnitMoments& arm, const std::vector<double>& slopes,
                     const std::vector<double>& means) {
  std::vector<double> weights{1};
  ArmEstimate estimate{arm.means[0], 0, arm.units};
  for (size_t c = 0; c < slopes.size(); ++c) {
    weights.push_back(-slopes[c]);
    estimate.value -= slopes[c] * (arm.means[c + 1] - means[c]);
  }
  estimate.variance = CombinationVariance(arm, weights) / arm.units;
  return estimate;
}

}  // namespace

AdjustedArms AdjustForCovariates(const UnitMoments& treatment, const UnitMoments& control) {
  const std::vector<double> within = WithinArms(treatment, control);
  AdjustedArms result;
  double left = 0;
  result.slopes = SlopesOf(within, treatment.size(), &left);
  if (within[0] > 0) result.variance_ratio = left / within[0];
  std::vector<double> means;
  const double units = treatment.units + control.units;
  for (size_t c = 1; c < treatment.size(); ++c) {
    means.push_back((treatment.units * treatment.means[c] + control.units * control.means[c]) /
                    units);
  }
  result.treatment = Adjusted(treatment, result.slopes, means);
  result.control = Adjusted(control, result.slopes, means);
  return result;
}

}  // namespace northstar::stats
