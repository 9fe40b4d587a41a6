#include "stats/survival.h"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>

#include "stats/distributions.h"

namespace northstar::stats {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

std::vector<SurvivalUnit> InOrderOfTime(std::span<const SurvivalUnit> units) {
  std::vector<SurvivalUnit> sorted(units.begin(), units.end());
  std::sort(sorted.begin(), sorted.end(),
            [](const SurvivalUnit& a, const SurvivalUnit& b) { return a.time < b.time; });
  return sorted;
}

// Of the sum that Greenwood's formula takes over event times.
double GreenwoodTerm(const SurvivalStep& step) {
  const auto at_risk = static_cast<double>(step.at_risk);
  const auto events = static_cast<double>(step.events);
  return events / (at_risk * (at_risk - events));
}

void SetLogLogInterval(SurvivalStep& step, double greenwood, double z) {
  step.standard_error = step.survival * std::sqrt(greenwood);
  const double reach = z * std::sqrt(greenwood) / std::fabs(std::log(step.survival));
  step.low = std::pow(step.survival, std::exp(reach));
  step.high = std::pow(step.survival, std::exp(-reach));
}

// The hypergeometric moments of events by group at one time, added up.
void AddEventTime(const VectorXd& at_risk, double events, VectorXd& expected, MatrixXd& variance) {
  const double n = at_risk.sum();
  const VectorXd share = at_risk / n;
  expected += events * share;
  if (n < 2) return;
  const double factor = events * (n - events) / (n - 1);
  variance += factor * (MatrixXd(share.asDiagonal()) - share * share.transpose());
}

}  // namespace

std::vector<SurvivalStep> KaplanMeier(std::span<const SurvivalUnit> units, double level) {
  const std::vector<SurvivalUnit> sorted = InOrderOfTime(units);
  const double z = NormalQuantile(0.5 + level / 2);
  std::vector<SurvivalStep> curve;
  SurvivalStep step;
  double greenwood = 0;
  for (size_t begin = 0; begin < sorted.size();) {
    size_t end = begin;
    step.time = sorted[begin].time;
    step.at_risk = static_cast<int64_t>(sorted.size() - begin);
    step.events = 0;
    for (; end < sorted.size() && sorted[end].time == step.time; ++end)
      step.events += sorted[end].event ? 1 : 0;
    begin = end;
    if (step.events == 0) continue;
    if (step.events == step.at_risk) {
      step.survival = 0;
      step.low = 0;
    } else {
      step.survival *= 1 - static_cast<double>(step.events) / static_cast<double>(step.at_risk);
      greenwood += GreenwoodTerm(step);
      SetLogLogInterval(step, greenwood, z);
    }
    curve.push_back(step);
  }
  return curve;
}

double SurvivalAt(std::span<const SurvivalStep> curve, double time) {
  double survival = 1;
  for (const SurvivalStep& step : curve) {
    if (step.time > time) break;
    survival = step.survival;
  }
  return survival;
}

std::optional<double> MedianSurvival(std::span<const SurvivalStep> curve) {
  for (const SurvivalStep& step : curve) {
    // A product such as 2/3 · 3/4 may end a rounding above a half.
    if (step.survival <= 0.5 + 1e-12) return step.time;
  }
  return std::nullopt;
}

RestrictedMean RestrictedMeanSurvival(std::span<const SurvivalStep> curve, double horizon) {
  RestrictedMean result;
  double variance = 0;
  double area = 0;  // from the step's time to the horizon
  double until = horizon;
  for (size_t i = curve.size(); i-- > 0;) {
    const SurvivalStep& step = curve[i];
    if (step.time > horizon) continue;
    area += step.survival * (until - step.time);
    until = step.time;
    if (step.events < step.at_risk) variance += area * area * GreenwoodTerm(step);
  }
  result.mean = until + area;
  result.standard_error = std::sqrt(variance);
  return result;
}

std::optional<LogRank> TestLogRank(std::span<const SurvivalUnit> units, int groups) {
  const std::vector<SurvivalUnit> sorted = InOrderOfTime(units);
  VectorXd at_risk = VectorXd::Zero(groups);
  for (const SurvivalUnit& unit : sorted) at_risk(unit.group) += 1;
  VectorXd observed = VectorXd::Zero(groups);
  VectorXd expected = VectorXd::Zero(groups);
  MatrixXd variance = MatrixXd::Zero(groups, groups);
  for (size_t begin = 0; begin < sorted.size();) {
    VectorXd leaving = VectorXd::Zero(groups);
    double events = 0;
    size_t end = begin;
    for (; end < sorted.size() && sorted[end].time == sorted[begin].time; ++end) {
      leaving(sorted[end].group) += 1;
      if (!sorted[end].event) continue;
      events += 1;
      observed(sorted[end].group) += 1;
    }
    begin = end;
    if (events > 0) AddEventTime(at_risk, events, expected, variance);
    at_risk -= leaving;
  }
  // One group less than there are is free; the pseudo-inverse leaves out which, and absent groups.
  Eigen::CompleteOrthogonalDecomposition<MatrixXd> solver;
  solver.setThreshold(1e-10);
  solver.compute(variance);
  const auto df = static_cast<double>(solver.rank());
  if (variance.diagonal().maxCoeff() <= 0 || df < 1) return std::nullopt;
  const VectorXd excess = observed - expected;
  LogRank result;
  result.observed.assign(observed.data(), observed.data() + groups);
  result.expected.assign(expected.data(), expected.data() + groups);
  result.groups = static_cast<int>((expected.array() > 0).count());
  result.chi_squared = excess.dot(solver.solve(excess));
  result.p_value = ChiSquaredUpperTail(result.chi_squared, df);
  const VectorXd score = VectorXd::LinSpaced(groups, 0, groups - 1);
  const double u = score.dot(excess);
  result.trend_chi_squared = u * u / score.dot(variance * score);
  result.trend_p_value = ChiSquaredUpperTail(result.trend_chi_squared, 1);
  return result;
}

}  // namespace northstar::stats
