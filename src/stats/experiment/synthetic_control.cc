#include "stats/experiment/synthetic_control.h"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>

#include "stats/describe.h"

namespace northstar::stats {
namespace {

constexpr size_t kLeastBefore = 8;
// Of the largest squared distance: less is rounding.
constexpr double kRounding = 1e-12;
constexpr int kMostSteps = 1000;
// Of an error before the start, as a share of the series' size: a perfect mixture divides by it.
constexpr double kLeastError = 1e-9;

using Eigen::MatrixXd;
using Eigen::VectorXd;

// Since weights sum to 1, target - Σ w·series is Σ w·(target - series): the weights are those of
// the point next to 0 in the hull of these differences. Wolfe's algorithm holds a few of them
// ("corral") whose nearest point lies within their own hull, adds the one furthest on the side of
// 0, and drops those that the way to the nearest point of the new span would make negative.
class NearestPoint {
 public:
  explicit NearestPoint(MatrixXd gram) : gram_(std::move(gram)) {
    Eigen::Index first = 0;
    gram_.diagonal().minCoeff(&first);
    weights_ = VectorXd::Zero(gram_.rows());
    weights_[first] = 1;
    corral_ = {first};
    least_ = kRounding * std::max(gram_.diagonal().maxCoeff(), 1e-300);
  }

  VectorXd Find() {
    for (int step = 0; step < kMostSteps; ++step) {
      const VectorXd along = gram_ * weights_;
      Eigen::Index next = 0;
      along.minCoeff(&next);
      if (along[next] > weights_.dot(along) - least_) break;
      if (std::find(corral_.begin(), corral_.end(), next) != corral_.end()) break;
      corral_.push_back(next);
      while (!MoveToNearest()) {
      }
    }
    return weights_;
  }

 private:
  // Weights, of any sign, of the point of the corral's span that is next to 0.
  VectorXd NearestOfSpan() const {
    const auto k = static_cast<Eigen::Index>(corral_.size());
    // Adding one number everywhere changes no answer among weights of sum 1, and makes the matrix
    // regular where the differences are independent as points.
    const double scale = std::max(gram_.diagonal().mean(), 1e-300);
    MatrixXd of_corral(k, k);
    for (Eigen::Index i = 0; i < k; ++i) {
      for (Eigen::Index j = 0; j < k; ++j) {
        of_corral(i, j) =
            gram_(corral_[static_cast<size_t>(i)], corral_[static_cast<size_t>(j)]) + scale;
      }
    }
    const VectorXd solved =
        of_corral.completeOrthogonalDecomposition().solve(VectorXd::Constant(k, scale));
    return solved / solved.sum();
  }

  // True once the nearest point of the span lies within the corral's hull.
  bool MoveToNearest() {
    const VectorXd goal = NearestOfSpan();
    double way = 1;
    size_t leaves = corral_.size();
    for (size_t i = 0; i < corral_.size(); ++i) {
      const double now = weights_[corral_[i]];
      const double then = goal[static_cast<Eigen::Index>(i)];
      if (then > 0 || now / (now - then) >= way) continue;
      way = now / (now - then);
      leaves = i;
    }
    for (size_t i = 0; i < corral_.size(); ++i) {
      double& weight = weights_[corral_[i]];
      weight = std::max(0.0, weight + way * (goal[static_cast<Eigen::Index>(i)] - weight));
    }
    if (leaves == corral_.size()) return true;
    weights_[corral_[leaves]] = 0;
    corral_.erase(corral_.begin() + static_cast<std::ptrdiff_t>(leaves));
    return false;
  }

  MatrixXd gram_;
  VectorXd weights_;
  std::vector<Eigen::Index> corral_;
  double least_ = 0;
};

double RootMeanSquare(std::span<const double> values) {
  double squares = 0;
  for (const double value : values) squares += value * value;
  return std::sqrt(squares / static_cast<double>(values.size()));
}

// All but the p-value.
SyntheticControl Compare(std::span<const double> touched,
                         const std::vector<std::vector<double>>& controls, size_t start) {
  std::vector<std::vector<double>> before;
  for (const auto& control : controls)
    before.emplace_back(control.begin(), control.begin() + static_cast<std::ptrdiff_t>(start));
  SyntheticControl result;
  result.weights = MixtureWeights(touched.first(start), before);
  std::vector<double> apart(touched.begin(), touched.end());
  for (size_t j = 0; j < controls.size(); ++j) {
    for (size_t t = 0; t < apart.size(); ++t) apart[t] -= result.weights[j] * controls[j][t];
  }
  const std::span<const double> all(apart);
  result.actual = Mean(touched.subspan(start));
  result.effect = Mean(all.subspan(start));
  result.expected = result.actual - result.effect;
  result.error_before = RootMeanSquare(all.first(start));
  result.error_after = RootMeanSquare(all.subspan(start));
  return result;
}

double Parting(const SyntheticControl& one, std::span<const double> values) {
  const double least = kLeastError * RootMeanSquare(values);
  return one.error_after > 0 ? one.error_after / std::max(one.error_before, least) : 0;
}

}  // namespace

std::vector<double> MixtureWeights(std::span<const double> target,
                                   const std::vector<std::vector<double>>& series) {
  const auto k = static_cast<Eigen::Index>(series.size());
  MatrixXd differences(static_cast<Eigen::Index>(target.size()), k);
  for (Eigen::Index j = 0; j < k; ++j) {
    for (size_t t = 0; t < target.size(); ++t)
      differences(static_cast<Eigen::Index>(t), j) = target[t] - series[static_cast<size_t>(j)][t];
  }
  const VectorXd weights = NearestPoint(differences.transpose() * differences).Find();
  std::vector<double> shares(weights.begin(), weights.end());
  const double sum = Sum(shares);
  for (double& share : shares) share /= sum;
  return shares;
}

std::optional<SyntheticControl> CompareWithMixture(std::span<const double> touched,
                                                   const std::vector<std::vector<double>>& controls,
                                                   size_t start) {
  if (start < kLeastBefore || start >= touched.size() || controls.size() < 2) return std::nullopt;
  SyntheticControl result = Compare(touched, controls, start);
  const double own = Parting(result, touched);
  double as_far = 1;
  for (size_t j = 0; j < controls.size(); ++j) {
    std::vector<std::vector<double>> others = controls;
    others.erase(others.begin() + static_cast<std::ptrdiff_t>(j));
    as_far += Parting(Compare(controls[j], others, start), controls[j]) >= own;
  }
  result.p_value = as_far / static_cast<double>(controls.size() + 1);
  return result;
}

}  // namespace northstar::stats
