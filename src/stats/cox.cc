#include "stats/cox.h"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <numeric>

namespace northstar::stats {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr int kMostSteps = 25;
constexpr int kMostHalvings = 20;

// Units from the last time to the first, so that the risk set only grows; columns centred and
// scaled, which the partial likelihood does not see and its second moments need.
struct Design {
  MatrixXd x;  // one unit per column of the matrix
  VectorXd scale;
  std::vector<double> time;
  std::vector<bool> event;
};

struct Likelihood {
  double log_likelihood = 0;
  VectorXd score;
  MatrixXd information;
};

// Σ exp(eta) · (1, x, xx') over some units.
struct RiskSums {
  explicit RiskSums(Index p) : first(VectorXd::Zero(p)), second(MatrixXd::Zero(p, p)) {}
  void Add(const VectorXd& x, double risk) {
    total += risk;
    first += risk * x;
    second += risk * x * x.transpose();
  }
  double total = 0;
  VectorXd first;
  MatrixXd second;
};

std::optional<Design> MakeDesign(std::span<const SurvivalUnit> units, const Columns& x) {
  std::vector<size_t> order(units.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](size_t a, size_t b) { return units[a].time > units[b].time; });
  Design design;
  design.x.resize(static_cast<Index>(x.size()), static_cast<Index>(units.size()));
  design.scale.resize(static_cast<Index>(x.size()));
  for (size_t i = 0; i < order.size(); ++i) {
    design.time.push_back(units[order[i]].time);
    design.event.push_back(units[order[i]].event);
    for (size_t c = 0; c < x.size(); ++c)
      design.x(static_cast<Index>(c), static_cast<Index>(i)) = x[c][order[i]];
  }
  for (Index c = 0; c < design.x.rows(); ++c) {
    const double largest = design.x.row(c).cwiseAbs().maxCoeff();
    design.x.row(c).array() -= design.x.row(c).mean();
    design.scale(c) = std::sqrt(design.x.row(c).squaredNorm() / static_cast<double>(units.size()));
    if (!(design.scale(c) > 1e-12 * largest)) return std::nullopt;
    design.x.row(c) /= design.scale(c);
  }
  return design;
}

// The events of one time against those at risk. Efron takes the events out of the risk set one
// after the other, as parts, since their order is not known; Breslow leaves them all in.
void AddEventTime(const RiskSums& at_risk, const RiskSums& dying, int events, CoxTies ties,
                  Likelihood& likelihood) {
  for (int l = 0; l < events; ++l) {
    const double part = ties == CoxTies::kEfron ? static_cast<double>(l) / events : 0;
    const double total = at_risk.total - part * dying.total;
    const VectorXd mean = (at_risk.first - part * dying.first) / total;
    likelihood.log_likelihood -= std::log(total);
    likelihood.score -= mean;
    likelihood.information +=
        (at_risk.second - part * dying.second) / total - mean * mean.transpose();
  }
}

Likelihood Evaluate(const Design& design, const VectorXd& beta, CoxTies ties) {
  const Index p = beta.size();
  Likelihood likelihood{0, VectorXd::Zero(p), MatrixXd::Zero(p, p)};
  const VectorXd eta = design.x.transpose() * beta;
  const double highest = eta.maxCoeff();
  RiskSums at_risk(p);
  for (size_t begin = 0; begin < design.time.size();) {
    RiskSums dying(p);
    int events = 0;
    size_t end = begin;
    for (; end < design.time.size() && design.time[end] == design.time[begin]; ++end) {
      const auto i = static_cast<Index>(end);
      const VectorXd x = design.x.col(i);
      const double risk = std::exp(eta(i) - highest);
      at_risk.Add(x, risk);
      if (!design.event[end]) continue;
      ++events;
      dying.Add(x, risk);
      likelihood.log_likelihood += eta(i) - highest;
      likelihood.score += x;
    }
    begin = end;
    AddEventTime(at_risk, dying, events, ties, likelihood);
  }
  return likelihood;
}

struct Fit {
  VectorXd beta;
  Likelihood at;
};

std::optional<Fit> Maximise(const Design& design, CoxTies ties) {
  Fit fit;
  fit.beta = VectorXd::Zero(design.x.rows());
  fit.at = Evaluate(design, fit.beta, ties);
  for (int step = 0; step < kMostSteps; ++step) {
    Eigen::ColPivHouseholderQR<MatrixXd> solver;
    solver.setThreshold(1e-10);
    solver.compute(fit.at.information);
    if (solver.rank() < design.x.rows()) return std::nullopt;
    VectorXd move = solver.solve(fit.at.score);
    const double moved = (design.x.transpose() * move).cwiseAbs().maxCoeff();
    if (moved < 1e-9) return fit;
    Likelihood next = Evaluate(design, fit.beta + move, ties);
    const double floor = fit.at.log_likelihood - 1e-9 * std::fabs(fit.at.log_likelihood);
    for (int h = 0; h < kMostHalvings && !(next.log_likelihood >= floor); ++h) {
      move /= 2;
      next = Evaluate(design, fit.beta + move, ties);
    }
    fit.beta += move;
    fit.at = std::move(next);
  }
  return std::nullopt;
}

}  // namespace

std::optional<CoxFit> FitCox(std::span<const SurvivalUnit> units, const Columns& x, CoxTies ties) {
  const auto events = std::count_if(units.begin(), units.end(),
                                    [](const SurvivalUnit& unit) { return unit.event; });
  if (events < static_cast<std::ptrdiff_t>(x.size()) + 1) return std::nullopt;
  const auto design = MakeDesign(units, x);
  if (!design) return std::nullopt;
  const auto fit = Maximise(*design, ties);
  if (!fit) return std::nullopt;
  const MatrixXd covariance =
      fit->at.information.ldlt().solve(MatrixXd::Identity(fit->beta.size(), fit->beta.size()));
  CoxFit result;
  result.log_likelihood = fit->at.log_likelihood;
  for (Index c = 0; c < fit->beta.size(); ++c) {
    result.coefficients.push_back(fit->beta(c) / design->scale(c));
    result.standard_errors.push_back(std::sqrt(covariance(c, c)) / design->scale(c));
  }
  return result;
}

}  // namespace northstar::stats
