#include "stats/glm.h"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <span>
#include <utility>

namespace northstar::stats {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr int kMostSteps = 25;
constexpr int kMostFirthSteps = 250;
constexpr int kMostHalvings = 20;
constexpr double kInfinity = std::numeric_limits<double>::infinity();

// The rows that inform.
struct Design {
  MatrixXd x;  // one row of the data per column of the matrix, so that a row lies together
  VectorXd y;
  std::vector<Index> stratum;  // of each row: 0 … among those that inform
  std::vector<size_t> row;     // of each row: its place in the data
  std::vector<size_t> kept;    // the data's number of each stratum that informs
};

struct Parameters {
  VectorXd intercepts;
  VectorXd coefficients;
};

// What the weights of a step say: the information with the intercepts eliminated.
struct Information {
  VectorXd weight;             // summed by stratum
  MatrixXd mean;               // weighted mean of x, one stratum per column
  MatrixXd inverse;            // of Σ w (x - mean)(x - mean)'
  double log_determinant = 0;  // of the whole information
};

size_t StrataOf(const GlmData& data) {
  if (data.stratum.empty()) return 1;
  return static_cast<size_t>(*std::max_element(data.stratum.begin(), data.stratum.end())) + 1;
}

size_t StratumOf(const GlmData& data, size_t row) {
  return data.stratum.empty() ? 0 : static_cast<size_t>(data.stratum[row]);
}

// Whether the y of each stratum leave its intercept finite.
std::vector<bool> Informing(const GlmData& data, GlmFamily family) {
  std::vector<bool> above_zero(StrataOf(data));
  std::vector<bool> below_one(StrataOf(data));
  for (size_t i = 0; i < data.y.size(); ++i) {
    if (data.y[i] > 0) above_zero[StratumOf(data, i)] = true;
    if (data.y[i] < 1 || family == GlmFamily::kPoisson) below_one[StratumOf(data, i)] = true;
  }
  for (size_t s = 0; s < above_zero.size(); ++s) above_zero[s] = above_zero[s] && below_one[s];
  return above_zero;
}

Design MakeDesign(const GlmData& data, GlmFamily family) {
  const std::vector<bool> informing = Informing(data, family);
  std::vector<Index> number(informing.size(), -1);
  Design design;
  for (size_t s = 0; s < informing.size(); ++s) {
    if (!informing[s]) continue;
    number[s] = static_cast<Index>(design.kept.size());
    design.kept.push_back(s);
  }
  for (size_t i = 0; i < data.y.size(); ++i) {
    if (!informing[StratumOf(data, i)]) continue;
    design.row.push_back(i);
    design.stratum.push_back(number[StratumOf(data, i)]);
  }
  const auto rows = static_cast<Index>(design.row.size());
  design.x.resize(static_cast<Index>(data.x.size()), rows);
  design.y.resize(rows);
  for (Index i = 0; i < rows; ++i) {
    const size_t row = design.row[static_cast<size_t>(i)];
    design.y(i) = data.y[row];
    for (size_t c = 0; c < data.x.size(); ++c) design.x(static_cast<Index>(c), i) = data.x[c][row];
  }
  return design;
}

Index StratumAt(const Design& design, Index i) {
  return design.stratum[static_cast<size_t>(i)];
}

Information Inform(const Design& design, const VectorXd& weights) {
  const auto strata = static_cast<Index>(design.kept.size());
  const Index p = design.x.rows();
  Information info{VectorXd::Zero(strata), MatrixXd::Zero(p, strata), MatrixXd(), 0};
  for (Index i = 0; i < weights.size(); ++i) {
    info.weight(StratumAt(design, i)) += weights(i);
    info.mean.col(StratumAt(design, i)) += weights(i) * design.x.col(i);
  }
  for (Index s = 0; s < strata; ++s) info.mean.col(s) /= info.weight(s);
  MatrixXd within = MatrixXd::Zero(p, p);
  VectorXd off(p);
  for (Index i = 0; i < weights.size(); ++i) {
    off = design.x.col(i) - info.mean.col(StratumAt(design, i));
    within.selfadjointView<Eigen::Lower>().rankUpdate(off, weights(i));
  }
  const Eigen::LDLT<MatrixXd, Eigen::Lower> factor(within);
  info.inverse = factor.solve(MatrixXd::Identity(p, p));
  info.log_determinant =
      info.weight.array().log().sum() + factor.vectorD().array().abs().log().sum();
  return info;
}

// The Newton step that the residuals ask for.
Parameters Step(const Design& design, const Information& info, const VectorXd& residuals) {
  VectorXd sums = VectorXd::Zero(info.weight.size());
  VectorXd score = VectorXd::Zero(design.x.rows());
  for (Index i = 0; i < residuals.size(); ++i) {
    const Index s = StratumAt(design, i);
    sums(s) += residuals(i);
    score += residuals(i) * (design.x.col(i) - info.mean.col(s));
  }
  Parameters step;
  step.coefficients = info.inverse * score;
  step.intercepts = sums.cwiseQuotient(info.weight) - info.mean.transpose() * step.coefficients;
  return step;
}

VectorXd Predictor(const Design& design, const Parameters& at) {
  VectorXd eta = design.x.transpose() * at.coefficients;
  for (Index i = 0; i < eta.size(); ++i) eta(i) += at.intercepts(StratumAt(design, i));
  return eta;
}

double Expected(double eta, GlmFamily family) {
  return family == GlmFamily::kLogistic ? 1 / (1 + std::exp(-eta)) : std::exp(eta);
}

// The variance of y, which is the slope of the expected y as well: both links are canonical.
double Slope(double mu, GlmFamily family) {
  return family == GlmFamily::kLogistic ? mu * (1 - mu) : mu;
}

VectorXd Expected(const VectorXd& eta, GlmFamily family) {
  return eta.unaryExpr([&](double value) { return Expected(value, family); });
}

VectorXd Slopes(const VectorXd& mu, GlmFamily family) {
  return mu.unaryExpr([&](double value) { return Slope(value, family); });
}

double Deviance(const VectorXd& y, const VectorXd& eta, GlmFamily family) {
  double half = 0;
  for (Index i = 0; i < y.size(); ++i) {
    if (family == GlmFamily::kLogistic) {
      // log(1 + exp(∓eta)) without overflow and without losing a fitted value near 1.
      const double against = y(i) > 0 ? -eta(i) : eta(i);
      half += std::max(against, 0.0) + std::log1p(std::exp(-std::fabs(against)));
    } else {
      const double mu = std::exp(eta(i));
      half += (y(i) > 0 ? y(i) * (std::log(y(i)) - eta(i)) : 0) - (y(i) - mu);
    }
  }
  return 2 * half;
}

Parameters Start(const Design& design, GlmFamily family) {
  const auto strata = static_cast<Index>(design.kept.size());
  VectorXd sums = VectorXd::Zero(strata);
  VectorXd counts = VectorXd::Zero(strata);
  for (Index i = 0; i < design.y.size(); ++i) {
    sums(StratumAt(design, i)) += design.y(i);
    counts(StratumAt(design, i)) += 1;
  }
  Parameters start{VectorXd(strata), VectorXd::Zero(design.x.rows())};
  for (Index s = 0; s < strata; ++s) {
    const double mean = sums(s) / counts(s);
    start.intercepts(s) = std::log(mean);
    if (family == GlmFamily::kLogistic) start.intercepts(s) -= std::log1p(-mean);
  }
  return start;
}

bool IndependentWithinStrata(const Design& design) {
  const Information plain = Inform(design, VectorXd::Ones(design.y.size()));
  MatrixXd within = design.x.transpose();
  for (Index i = 0; i < within.rows(); ++i)
    within.row(i) -= plain.mean.col(StratumAt(design, i)).transpose();
  for (Index c = 0; c < within.cols(); ++c) {
    const double norm = within.col(c).norm();
    if (!(norm > 1e-10 * design.x.row(c).norm())) return false;
    within.col(c) /= norm;
  }
  Eigen::ColPivHouseholderQR<MatrixXd> qr;
  qr.setThreshold(1e-10);
  qr.compute(within);
  return qr.rank() == within.cols();
}

enum class Outcome { kConverged, kSeparated, kLost };

struct Iteration {
  Parameters at;
  VectorXd eta;
  int steps = 0;
};

Parameters Moved(const Parameters& from, const Parameters& step, double part) {
  return {from.intercepts + part * step.intercepts, from.coefficients + part * step.coefficients};
}

Outcome Maximise(const Design& design, GlmFamily family, Iteration& fit) {
  fit.at = Start(design, family);
  fit.eta = Predictor(design, fit.at);
  double deviance = Deviance(design.y, fit.eta, family);
  bool stands = false;
  for (fit.steps = 1; fit.steps <= kMostSteps; ++fit.steps) {
    const VectorXd mu = Expected(fit.eta, family);
    const Information info = Inform(design, Slopes(mu, family));
    const Parameters step = Step(design, info, design.y - mu);
    double part = 1;
    Parameters next = Moved(fit.at, step, part);
    VectorXd eta = Predictor(design, next);
    double changed = Deviance(design.y, eta, family);
    if (!eta.allFinite()) return Outcome::kLost;
    for (int h = 0; h < kMostHalvings && !(changed <= deviance + 1e-8 * (deviance + .1)); ++h) {
      part /= 2;
      next = Moved(fit.at, step, part);
      eta = Predictor(design, next);
      changed = Deviance(design.y, eta, family);
    }
    const double furthest = (eta - fit.eta).cwiseAbs().maxCoeff();
    fit.at = std::move(next);
    fit.eta = std::move(eta);
    // A coefficient on its way to infinity moves its rows by 1 a step however little it gains.
    if (stands) return furthest > 0.1 ? Outcome::kSeparated : Outcome::kConverged;
    stands = std::fabs(changed - deviance) / (std::fabs(changed) + .1) < 1e-8;
    deviance = changed;
  }
  return Outcome::kLost;
}

// Firth's penalty adds half the logarithm of the information's determinant to the likelihood, which
// moves each y towards a half by its leverage.
Outcome MaximiseWithFirth(const Design& design, Iteration& fit) {
  fit.at = Start(design, GlmFamily::kLogistic);
  const auto penalised = [&](const VectorXd& eta, const Information& info) {
    return -Deviance(design.y, eta, GlmFamily::kLogistic) / 2 + info.log_determinant / 2;
  };
  const auto weights = [](const VectorXd& eta) {
    return Slopes(Expected(eta, GlmFamily::kLogistic), GlmFamily::kLogistic);
  };
  fit.eta = Predictor(design, fit.at);
  VectorXd w = weights(fit.eta);
  Information info = Inform(design, w);
  for (fit.steps = 1; fit.steps <= kMostFirthSteps; ++fit.steps) {
    VectorXd residuals = design.y - Expected(fit.eta, GlmFamily::kLogistic);
    for (Index i = 0; i < residuals.size(); ++i) {
      const Index s = StratumAt(design, i);
      const VectorXd off = design.x.col(i) - info.mean.col(s);
      const double leverage = w(i) * (1 / info.weight(s) + off.dot(info.inverse * off));
      residuals(i) += leverage * (0.5 - (design.y(i) - residuals(i)));
    }
    const Parameters step = Step(design, info, residuals);
    const double before = penalised(fit.eta, info);
    double part = 1;
    for (int h = 0; h <= kMostHalvings; ++h, part /= 2) {
      const Parameters next = Moved(fit.at, step, part);
      fit.eta = Predictor(design, next);
      w = weights(fit.eta);
      info = Inform(design, w);
      if (penalised(fit.eta, info) >= before - 1e-9 * std::fabs(before) || h == kMostHalvings) {
        fit.at = next;
        break;
      }
    }
    const double furthest = Predictor(design, step).cwiseAbs().maxCoeff();
    if (!std::isfinite(furthest)) return Outcome::kLost;
    if (furthest < 1e-8) return Outcome::kConverged;
  }
  return Outcome::kLost;
}

using Shares = std::vector<std::pair<Index, double>>;  // stratum, residuals summed

// Calls f(influence on the coefficients, residuals by stratum) for each cluster: what the score of
// its rows does to the estimates. Every robust error is a sum of squares of such influences.
template <typename F>
void VisitClusters(const Design& design, const GlmData& data, const Information& info,
                   const VectorXd& residuals, F f) {
  std::vector<Index> order(design.row.size());
  std::iota(order.begin(), order.end(), Index{0});
  const auto cluster = [&](Index i) { return data.cluster[design.row[static_cast<size_t>(i)]]; };
  if (!data.cluster.empty()) {
    std::stable_sort(order.begin(), order.end(), [&](Index a, Index b) {
      return std::pair(cluster(a), StratumAt(design, a)) <
             std::pair(cluster(b), StratumAt(design, b));
    });
  }
  VectorXd score(design.x.rows());
  Shares shares;
  for (size_t begin = 0; begin < order.size();) {
    score.setZero();
    shares.clear();
    size_t end = begin;
    do {
      const Index i = order[end++];
      const Index s = StratumAt(design, i);
      score += residuals(i) * (design.x.col(i) - info.mean.col(s));
      if (shares.empty() || shares.back().first != s) shares.emplace_back(s, 0);
      shares.back().second += residuals(i);
    } while (!data.cluster.empty() && end < order.size() &&
             cluster(order[end]) == cluster(order[begin]));
    begin = end;
    f(VectorXd(info.inverse * score), shares);
  }
}

void SetErrors(const Design& design, const GlmData& data, const Information& info,
               const VectorXd& residuals, GlmFit& fit) {
  const Index p = design.x.rows();
  const Index strata = info.weight.size();
  MatrixXd robust = MatrixXd::Zero(p, p);
  VectorXd squares = VectorXd::Zero(strata);      // Σ over clusters of residuals²
  MatrixXd products = MatrixXd::Zero(p, strata);  // Σ of residuals · influence
  VisitClusters(design, data, info, residuals,
                [&](const VectorXd& influence, const Shares& shares) {
                  robust += influence * influence.transpose();
                  for (const auto& [s, sum] : shares) {
                    squares(s) += sum * sum;
                    products.col(s) += sum * influence;
                  }
                });
  for (Index c = 0; c < p; ++c) {
    fit.standard_errors.push_back(std::sqrt(info.inverse(c, c)));
    fit.robust_errors.push_back(std::sqrt(robust(c, c)));
    const VectorXd column = robust.col(c);
    fit.robust_covariance.emplace_back(column.data(), column.data() + p);
  }
  for (Index s = 0; s < strata; ++s) {
    const size_t place = design.kept[static_cast<size_t>(s)];
    const VectorXd mean = info.mean.col(s);
    const double w = info.weight(s);
    fit.intercept_errors[place] = std::sqrt(1 / w + mean.dot(info.inverse * mean));
    const double variance =
        squares(s) / (w * w) - 2 / w * mean.dot(products.col(s)) + mean.dot(robust * mean);
    fit.robust_intercept_errors[place] = std::sqrt(std::max(0.0, variance));
  }
}

double LogLikelihood(const Design& design, const VectorXd& eta, GlmFamily family) {
  if (family == GlmFamily::kLogistic) return -Deviance(design.y, eta, family) / 2;
  double sum = 0;
  for (Index i = 0; i < eta.size(); ++i)
    sum += design.y(i) * eta(i) - std::exp(eta(i)) - std::lgamma(design.y(i) + 1);
  return sum;
}

GlmFit Report(const Design& design, const GlmData& data, GlmFamily family, const Iteration& found) {
  GlmFit fit;
  fit.fitted = data.y;
  fit.intercepts.assign(StrataOf(data), -kInfinity);
  for (size_t i = 0; i < data.y.size(); ++i) {
    if (data.y[i] > 0) fit.intercepts[StratumOf(data, i)] = kInfinity;
  }
  fit.intercept_errors.assign(fit.intercepts.size(), kInfinity);
  fit.robust_intercept_errors.assign(fit.intercepts.size(), kInfinity);
  for (size_t s = 0; s < design.kept.size(); ++s)
    fit.intercepts[design.kept[s]] = found.at.intercepts(static_cast<Index>(s));
  const VectorXd& beta = found.at.coefficients;
  fit.coefficients.assign(beta.data(), beta.data() + beta.size());
  const VectorXd mu = Expected(found.eta, family);
  for (size_t i = 0; i < design.row.size(); ++i)
    fit.fitted[design.row[i]] = mu(static_cast<Index>(i));
  fit.deviance = Deviance(design.y, found.eta, family);
  fit.log_likelihood = LogLikelihood(design, found.eta, family);
  fit.aic = -2 * fit.log_likelihood + 2 * static_cast<double>(data.x.size() + design.kept.size());
  fit.steps = found.steps;
  fit.rows = design.row.size();
  SetErrors(design, data, Inform(design, Slopes(mu, family)), design.y - mu, fit);
  return fit;
}

}  // namespace

std::optional<GlmFit> FitGlm(const GlmData& data, GlmFamily family) {
  if (data.x.empty() || data.y.empty()) return std::nullopt;
  const Design design = MakeDesign(data, family);
  if (design.kept.empty() || design.row.size() < data.x.size() + design.kept.size() + 10)
    return std::nullopt;
  if (!IndependentWithinStrata(design)) return std::nullopt;
  Iteration found;
  const Outcome outcome = Maximise(design, family, found);
  const bool penalised = outcome != Outcome::kConverged && family == GlmFamily::kLogistic;
  if (penalised) {
    if (MaximiseWithFirth(design, found) != Outcome::kConverged) return std::nullopt;
  } else if (outcome != Outcome::kConverged) {
    return std::nullopt;
  }
  GlmFit fit = Report(design, data, family, found);
  fit.penalised = penalised;
  return fit;
}

MarginalEffect MarginalDifference(const GlmFit& fit, const GlmData& data, GlmFamily family,
                                  size_t column, double low, double high) {
  const Design design = MakeDesign(data, family);
  const Index rows = design.y.size();
  const auto changing = static_cast<Index>(column);
  VectorXd mu(rows);
  MarginalEffect effect;
  VectorXd by_intercept = VectorXd::Zero(static_cast<Index>(design.kept.size()));
  VectorXd by_coefficient = VectorXd::Zero(design.x.rows());
  const Eigen::Map<const VectorXd> beta(fit.coefficients.data(), design.x.rows());
  for (Index i = 0; i < rows; ++i) {
    mu(i) = fit.fitted[design.row[static_cast<size_t>(i)]];
    const Index s = StratumAt(design, i);
    VectorXd x = design.x.col(i);
    for (const auto& [value, sign] : {std::pair(high, 1.0), std::pair(low, -1.0)}) {
      x(changing) = value;
      const double eta = fit.intercepts[design.kept[static_cast<size_t>(s)]] + beta.dot(x);
      const double expected = Expected(eta, family);
      const double slope = sign * Slope(expected, family) / static_cast<double>(rows);
      effect.difference += sign * expected / static_cast<double>(rows);
      by_intercept(s) += slope;
      by_coefficient += slope * x;
    }
  }
  const Information info = Inform(design, Slopes(mu, family));
  // An intercept answers to its own residuals, and gives way to the coefficients at the mean of x.
  const VectorXd net = by_coefficient - info.mean * by_intercept;
  double variance = 0;
  VisitClusters(design, data, info, design.y - mu,
                [&](const VectorXd& influence, const Shares& shares) {
                  double move = net.dot(influence);
                  for (const auto& [s, sum] : shares)
                    move += by_intercept(s) * sum / info.weight(s);
                  variance += move * move;
                });
  effect.standard_error = std::sqrt(variance);
  return effect;
}

}  // namespace northstar::stats
