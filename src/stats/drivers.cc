#include "stats/drivers.h"

#include <Eigen/Dense>
#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>

#include "base/random.h"
#include "stats/describe.h"
#include "stats/growth.h"
#include "stats/prewhiten.h"

namespace northstar::stats {
namespace {

constexpr int kPerTerm = 5;
constexpr int kLambdas = 30;
constexpr double kHighVif = 5;
constexpr double kTogether = 0.7;     // correlation of near terms
constexpr double kMeanBlock = 4;      // of the bootstrap
constexpr int kEnoughForShifts = 20;  // periods from which shifts stand in for permutations

using Eigen::MatrixXd;
using Eigen::VectorXd;

std::vector<double> CleanGrowth(const std::vector<double>& x, bool weekly) {
  std::vector<double> d = Growth(x);
  ClampOutliers(d);
  const SeasonSpec season = weekly ? SeasonSpec{365.25 / 7, 4} : SeasonSpec{12, 6};
  const auto year = static_cast<size_t>(weekly ? 104 : 24);
  const int harmonics = d.size() >= year ? ChooseHarmonics(d, season) : 0;
  return Whitener(d.size(), season, harmonics, 0).Deseason(d);
}

double LagMean(const std::vector<double>& d, size_t t, int from, int to) {
  double sum = 0;
  for (int lag = from; lag <= to; ++lag) sum += d[t - static_cast<size_t>(lag)];
  return sum / (to - from + 1);
}

// The star's growth and the inputs' terms, two columns per input, with the star's own past and the
// mean taken out.
struct Terms {
  VectorXd y;
  MatrixXd x;
  MatrixXd base;              // what was taken out: a constant and the star's own past
  std::vector<double> scale;  // of the columns of x before they were standardised
  double variance = 0;        // Σ y² before the star's own past was taken out
};

void TakeOut(const VectorXd& own, Eigen::Ref<VectorXd> column) {
  column.array() -= column.mean();
  const double square = own.squaredNorm();
  if (square > 0) column -= own * (own.dot(column) / square);
}

Terms MakeTerms(const DriverInput& input) {
  const int near = input.weekly ? 3 : 1;
  const int far = input.weekly ? 11 : 4;
  const std::vector<double> star = CleanGrowth(input.star, input.weekly);
  std::vector<std::vector<double>> growth;
  for (const auto& one : input.inputs) growth.push_back(CleanGrowth(one, input.weekly));
  const size_t first = static_cast<size_t>(far) + 1;
  const auto rows = static_cast<Eigen::Index>(star.size() > first ? star.size() - first : 0);
  Terms terms{VectorXd(rows),
              MatrixXd(rows, 2 * static_cast<Eigen::Index>(growth.size())),
              MatrixXd::Ones(rows, 2),
              {},
              0};
  VectorXd own(rows);
  for (Eigen::Index r = 0; r < rows; ++r) {
    const size_t t = first + static_cast<size_t>(r);
    terms.y(r) = star[t];
    own(r) = star[t - 1];
    for (size_t i = 0; i < growth.size(); ++i) {
      const auto column = 2 * static_cast<Eigen::Index>(i);
      terms.x(r, column) = LagMean(growth[i], t, 0, near);
      terms.x(r, column + 1) = LagMean(growth[i], t, near + 1, far);
    }
  }
  if (rows == 0) return terms;
  own.array() -= own.mean();
  terms.base.col(1) = own;
  terms.variance = (terms.y.array() - terms.y.mean()).square().sum();
  TakeOut(own, terms.y);
  for (Eigen::Index c = 0; c < terms.x.cols(); ++c) {
    TakeOut(own, terms.x.col(c));
    const double scale = std::sqrt(terms.x.col(c).squaredNorm() / static_cast<double>(rows));
    terms.scale.push_back(scale);
    if (scale > 0) terms.x.col(c) /= scale;
  }
  return terms;
}

VectorXd Ridge(const MatrixXd& x, const VectorXd& y, double lambda) {
  MatrixXd gram = x.transpose() * x;
  gram.diagonal().array() += lambda;
  return gram.ldlt().solve(x.transpose() * y);
}

// The penalty that forecasts the later half best from what lies before.
double ChooseLambda(const Terms& terms) {
  const Eigen::Index n = terms.y.size();
  double best = 0;
  double best_error = 1e300;
  for (int i = 0; i < kLambdas; ++i) {
    const double lambda = static_cast<double>(n) * std::pow(10, -3 + 5.0 * i / (kLambdas - 1));
    double error = 0;
    const Eigen::Index step = std::max<Eigen::Index>(1, n / 20);
    for (Eigen::Index from = n / 2; from < n; from += step) {
      const Eigen::Index count = std::min(step, n - from);
      const VectorXd b = Ridge(terms.x.topRows(from), terms.y.head(from), lambda);
      error += (terms.y.segment(from, count) - terms.x.middleRows(from, count) * b).squaredNorm();
    }
    if (error < best_error) best_error = error, best = lambda;
  }
  return best;
}

// Explained sum of squares of every subset of inputs, by bit mask. A small ridge keeps collinear
// terms solvable without changing the fit.
std::vector<double> ExplainedBySubset(const MatrixXd& x, const VectorXd& y, size_t inputs) {
  const MatrixXd gram = x.transpose() * x;
  const VectorXd moments = x.transpose() * y;
  std::vector<double> explained(size_t{1} << inputs, 0);
  for (size_t mask = 1; mask < explained.size(); ++mask) {
    std::vector<Eigen::Index> columns;
    for (size_t i = 0; i < inputs; ++i) {
      if ((mask >> i & 1) == 0) continue;
      columns.push_back(2 * static_cast<Eigen::Index>(i));
      columns.push_back(2 * static_cast<Eigen::Index>(i) + 1);
    }
    const auto k = static_cast<Eigen::Index>(columns.size());
    MatrixXd g(k, k);
    VectorXd m(k);
    for (Eigen::Index a = 0; a < k; ++a) {
      m(a) = moments(columns[static_cast<size_t>(a)]);
      for (Eigen::Index b = 0; b < k; ++b)
        g(a, b) = gram(columns[static_cast<size_t>(a)], columns[static_cast<size_t>(b)]);
      g(a, a) *= 1 + 1e-9;
    }
    const VectorXd b = g.ldlt().solve(m);
    explained[mask] = std::max(0.0, b.dot(m));
  }
  return explained;
}

// Each input's gain, averaged over the orders in which inputs can enter.
std::vector<double> Shares(const MatrixXd& x, const VectorXd& y, size_t inputs, double variance) {
  const std::vector<double> explained = ExplainedBySubset(x, y, inputs);
  std::vector<double> factorial(inputs + 1, 1);
  for (size_t i = 1; i <= inputs; ++i) factorial[i] = factorial[i - 1] * static_cast<double>(i);
  std::vector<double> shares(inputs, 0);
  for (size_t i = 0; i < inputs; ++i) {
    for (size_t mask = 0; mask < explained.size(); ++mask) {
      if (mask >> i & 1) continue;
      const auto before = static_cast<size_t>(std::popcount(mask));
      const double weight = factorial[before] * factorial[inputs - before - 1] / factorial[inputs];
      shares[i] += weight * (explained[mask | size_t{1} << i] - explained[mask]);
    }
    shares[i] = variance > 0 ? std::max(0.0, shares[i] / variance) : 0;
  }
  return shares;
}

// Growth of the star per growth of an input: the sum over its terms.
double ElasticityOf(const Terms& terms, const VectorXd& b, size_t input) {
  double sum = 0;
  for (size_t c = 2 * input; c < 2 * input + 2; ++c) {
    if (terms.scale[c] > 0) sum += b(static_cast<Eigen::Index>(c)) / terms.scale[c];
  }
  return sum;
}

void Resample(const DriverInput& input, const Terms& terms, DriverResult& result) {
  const Eigen::Index n = terms.y.size();
  const size_t inputs = input.inputs.size();
  std::vector<std::vector<double>> shares(inputs);
  std::vector<std::vector<double>> elasticities(inputs);
  for (int draw = 0; draw < input.bootstrap; ++draw) {
    Random random(input.seed, static_cast<uint64_t>(draw));
    Terms sample{VectorXd(n), MatrixXd(n, terms.x.cols()), {}, terms.scale, 0};
    Eigen::Index at = 0;
    for (Eigen::Index r = 0; r < n; ++r) {
      const bool jump = r == 0 || random.Uniform() < 1 / kMeanBlock;
      at = jump ? static_cast<Eigen::Index>(random.Below(static_cast<uint64_t>(n))) : (at + 1) % n;
      sample.y(r) = terms.y(at);
      sample.x.row(r) = terms.x.row(at);
    }
    const double variance = sample.y.squaredNorm() * terms.variance / terms.y.squaredNorm();
    const std::vector<double> drawn = Shares(sample.x, sample.y, inputs, variance);
    const VectorXd b = Ridge(sample.x, sample.y, result.lambda);
    for (size_t i = 0; i < inputs; ++i) {
      shares[i].push_back(drawn[i]);
      elasticities[i].push_back(ElasticityOf(sample, b, i));
    }
  }
  const double tail = (1 - input.level) / 2;
  for (size_t i = 0; i < inputs && input.bootstrap > 0; ++i) {
    Driver& driver = result.drivers[i];
    driver.low = Quantile(shares[i], tail);
    driver.high = Quantile(shares[i], 1 - tail);
    driver.elasticity_low = Quantile(elasticities[i], tail);
    driver.elasticity_high = Quantile(elasticities[i], 1 - tail);
  }
}

MatrixXd ColumnsBut(const MatrixXd& x, size_t input) {
  MatrixXd others(x.rows(), x.cols() - 2);
  Eigen::Index to = 0;
  for (Eigen::Index c = 0; c < x.cols(); ++c) {
    if (c / 2 != static_cast<Eigen::Index>(input)) others.col(to++) = x.col(c);
  }
  return others;
}

double Explained(const MatrixXd& x, const VectorXd& y) {
  if (x.cols() == 0) return 0;
  return (x * x.colPivHouseholderQr().solve(y)).squaredNorm();
}

// What the input's terms add to the rest, against the same after they were put out of step with the
// star. The rest is taken out anew each time, or the terms as they stand would have fewer
// directions to miss the star in than the others. Shifts keep what goes on from period to period.
double PermutationP(const DriverInput& input, const Terms& terms, size_t index) {
  const Eigen::Index n = terms.y.size();
  const MatrixXd others = ColumnsBut(terms.x, index);
  MatrixXd rest(n, terms.base.cols() + others.cols());
  rest << terms.base, others;
  const Eigen::ColPivHouseholderQR<MatrixXd> solver(rest);
  const MatrixXd own = terms.x.middleCols(2 * static_cast<Eigen::Index>(index), 2);
  const VectorXd y = terms.y - rest * solver.solve(terms.y);
  const auto adds = [&](const MatrixXd& x) { return Explained(x - rest * solver.solve(x), y); };
  const double found = adds(own);
  const bool shifts = n >= kEnoughForShifts;
  std::vector<Eigen::Index> order(static_cast<size_t>(n));
  int as_good = 0;
  const int draws = shifts ? static_cast<int>(n) - 1 : input.permutations;
  for (int draw = 0; draw < draws; ++draw) {
    std::iota(order.begin(), order.end(), Eigen::Index{0});
    if (shifts) {
      std::rotate(order.begin(), order.begin() + draw + 1, order.end());
    } else {
      Random random(input.seed + 17 * (index + 1), static_cast<uint64_t>(draw));
      random.Shuffle(std::span<Eigen::Index>(order));
    }
    MatrixXd moved(n, 2);
    for (Eigen::Index r = 0; r < n; ++r) moved.row(r) = own.row(order[static_cast<size_t>(r)]);
    as_good += adds(moved) >= found;
  }
  return (1.0 + as_good) / (1.0 + draws);
}

// By how much the input's terms, the worse of them, are less sure beside the others.
double Inflation(const Terms& terms, size_t input, const MatrixXd& others) {
  double inflation = 1;
  for (Eigen::Index c = 0; c < 2; ++c) {
    const VectorXd own = terms.x.col(2 * static_cast<Eigen::Index>(input) + c);
    const double whole = own.squaredNorm();
    const double left = whole - Explained(others, own);
    if (whole > 0) inflation = std::max(inflation, whole / std::max(left, 1e-12 * whole));
  }
  return inflation;
}

// Whether the near terms of two inputs go together, or the first can be told once the second is
// left out.
bool GoTogether(const Terms& terms, size_t i, size_t j) {
  const VectorXd a = terms.x.col(2 * static_cast<Eigen::Index>(i));
  const VectorXd b = terms.x.col(2 * static_cast<Eigen::Index>(j));
  if (std::fabs(a.dot(b)) >= kTogether * std::sqrt(a.squaredNorm() * b.squaredNorm())) return true;
  const MatrixXd others = ColumnsBut(ColumnsBut(terms.x, std::max(i, j)), std::min(i, j));
  return Inflation(terms, i, others) <= kHighVif;
}

// Inputs that are hard to tell from the others are joined with those that make them so, one by
// one; what only several others together make so is joined with all of them.
void FindGroups(const Terms& terms, DriverResult& result) {
  std::vector<Driver>& drivers = result.drivers;
  std::vector<size_t> unclear;
  for (size_t i = 0; i < drivers.size(); ++i) {
    drivers[i].vif = Inflation(terms, i, ColumnsBut(terms.x, i));
    if (drivers[i].vif > kHighVif) unclear.push_back(i);
  }
  std::vector<size_t> root(drivers.size());
  std::iota(root.begin(), root.end(), size_t{0});
  const auto join = [&](size_t i, size_t j) {
    std::replace(root.begin(), root.end(), std::max(root[i], root[j]), std::min(root[i], root[j]));
  };
  for (const size_t i : unclear) {
    bool joined = false;
    for (const size_t j : unclear) {
      if (i == j || !GoTogether(terms, i, j)) continue;
      join(i, j);
      joined = true;
    }
    for (const size_t j : unclear) {
      if (!joined) join(i, j);
    }
  }
  std::vector<int> number(drivers.size(), -1);
  int groups = 0;
  for (const size_t i : unclear) {
    if (std::count_if(unclear.begin(), unclear.end(),
                      [&](size_t j) { return root[j] == root[i]; }) < 2) {
      continue;
    }
    if (number[root[i]] < 0) number[root[i]] = groups++;
    drivers[i].group = number[root[i]];
  }
}

}  // namespace

DriverResult MeasureDrivers(const DriverInput& input) {
  DriverResult result;
  const Terms terms = MakeTerms(input);
  result.n = static_cast<int>(terms.y.size());
  const size_t inputs = input.inputs.size();
  if (result.n < kPerTerm * 2 * static_cast<int>(inputs)) return result;
  const bool flat = std::any_of(terms.scale.begin(), terms.scale.end(),
                                [](double scale) { return !(scale > 1e-12); });
  if (flat || !(terms.y.squaredNorm() > 1e-18)) {
    result.finding = DriverFinding::kNoVariation;
    return result;
  }
  result.finding = DriverFinding::kEstimated;
  result.lambda = ChooseLambda(terms);
  result.drivers.resize(inputs);
  const std::vector<double> shares = Shares(terms.x, terms.y, inputs, terms.variance);
  const VectorXd b = Ridge(terms.x, terms.y, result.lambda);
  std::vector<double> p_values;
  for (size_t i = 0; i < inputs; ++i) {
    Driver& driver = result.drivers[i];
    driver.share = shares[i];
    result.r_squared += shares[i];
    driver.elasticity = ElasticityOf(terms, b, i);
    driver.p_value = PermutationP(input, terms, i);
    p_values.push_back(driver.p_value);
  }
  const std::vector<double> adjusted = AdjustBenjaminiHochberg(p_values);
  for (size_t i = 0; i < inputs; ++i) result.drivers[i].p_adjusted = adjusted[i];
  Resample(input, terms, result);
  FindGroups(terms, result);
  return result;
}

}  // namespace northstar::stats
