#include "stats/drivers.h"

#include <Eigen/Dense>
#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>

#include "base/random.h"
#include "stats/describe.h"
#include "stats/distributions.h"
#include "stats/growth.h"
#include "stats/prewhiten.h"

namespace northstar::stats {
namespace {

constexpr int kPerTerm = 5;
constexpr double kMostAlong = 0.95;  // that an error keeps of the one before
constexpr double kHighVif = 5;
constexpr double kTogether = 0.7;     // correlation of near terms
constexpr double kMeanBlock = 4;      // of the bootstrap
constexpr int kEnoughForShifts = 20;  // periods from which shifts stand in for permutations

using Eigen::MatrixXd;
using Eigen::VectorXd;

// Growth without outliers and season, and how many harmonics that season had.
struct CleanSeries {
  std::vector<double> growth;
  int harmonics = 0;
};

SeasonSpec SeasonOf(bool weekly) {
  return weekly ? SeasonSpec{365.25 / 7, 4} : SeasonSpec{12, 6};
}

CleanSeries CleanGrowth(const std::vector<double>& x, bool weekly) {
  std::vector<double> d = Growth(x);
  ClampOutliers(d);
  const SeasonSpec season = SeasonOf(weekly);
  const auto year = static_cast<size_t>(weekly ? 104 : 24);
  const int harmonics = d.size() >= year ? ChooseHarmonics(d, season) : 0;
  return {Whitener(d.size(), season, harmonics, 0).Deseason(d), harmonics};
}

double LagMean(const std::vector<double>& d, size_t t, int from, int to) {
  double sum = 0;
  for (int lag = from; lag <= to; ++lag) sum += d[t - static_cast<size_t>(lag)];
  return sum / (to - from + 1);
}

// The star's growth and the inputs' terms, two columns per input. The richest season among the
// series is in `still`, with a constant, though every series has lost its own: what has been moved
// in time is no longer free of it.
struct Rows {
  VectorXd y;
  MatrixXd x;
  MatrixXd still;
  VectorXd own;  // the star's growth of the period before
};

Rows MakeRows(const DriverInput& input) {
  const int near = input.weekly ? 3 : 1;
  const int far = input.weekly ? 11 : 4;
  const CleanSeries star = CleanGrowth(input.star, input.weekly);
  int harmonics = star.harmonics;
  std::vector<std::vector<double>> growth;
  for (const auto& one : input.inputs) {
    CleanSeries clean = CleanGrowth(one, input.weekly);
    harmonics = std::max(harmonics, clean.harmonics);
    growth.push_back(std::move(clean.growth));
  }
  const size_t first = static_cast<size_t>(far) + 1;
  const size_t length = star.growth.size();
  const auto n = static_cast<Eigen::Index>(length > first ? length - first : 0);
  Rows rows{
      VectorXd(n), MatrixXd(n, 2 * static_cast<Eigen::Index>(growth.size())), {}, VectorXd(n)};
  const Columns season = SeasonColumns(length, SeasonOf(input.weekly), harmonics);
  rows.still.resize(n, static_cast<Eigen::Index>(season.size()));
  for (Eigen::Index r = 0; r < n; ++r) {
    const size_t t = first + static_cast<size_t>(r);
    rows.y(r) = star.growth[t];
    rows.own(r) = star.growth[t - 1];
    for (size_t c = 0; c < season.size(); ++c)
      rows.still(r, static_cast<Eigen::Index>(c)) = season[c][t];
    for (size_t i = 0; i < growth.size(); ++i) {
      const auto column = 2 * static_cast<Eigen::Index>(i);
      rows.x(r, column) = LagMean(growth[i], t, 0, near);
      rows.x(r, column + 1) = LagMean(growth[i], t, near + 1, far);
    }
  }
  return rows;
}

// The rows with the star's own past and what stands still taken out.
struct Terms {
  VectorXd y;
  MatrixXd x;           // columns of mean square 1, or of nothing
  MatrixXd base;        // what was taken out
  double variance = 0;  // Σ y² around its mean before anything was taken out
  double along = 0;     // what the star's growth keeps of the period before
  bool flat = false;    // a term is nothing but what was taken out
};

// Of the star's growth on that of the period before, once what stands still is taken out; 0-1.
double Along(const Rows& rows) {
  const Eigen::ColPivHouseholderQR<MatrixXd> solver(rows.still);
  const VectorXd now = rows.y - rows.still * solver.solve(rows.y);
  const VectorXd before = rows.own - rows.still * solver.solve(rows.own);
  const double squares = std::sqrt(now.squaredNorm() * before.squaredNorm());
  return squares > 0 ? std::clamp(now.dot(before) / squares, 0.0, 1.0) : 0;
}

Terms MakeTerms(const Rows& rows) {
  const Eigen::Index n = rows.y.size();
  Terms terms;
  terms.base.resize(n, rows.still.cols() + 1);
  terms.base << rows.still, rows.own;
  if (n == 0) return terms;
  const Eigen::ColPivHouseholderQR<MatrixXd> solver(terms.base);
  terms.variance = (rows.y.array() - rows.y.mean()).square().sum();
  terms.along = Along(rows);
  terms.y = rows.y - terms.base * solver.solve(rows.y);
  terms.x = rows.x - terms.base * solver.solve(rows.x);
  for (Eigen::Index c = 0; c < terms.x.cols(); ++c) {
    const double scale = std::sqrt(terms.x.col(c).squaredNorm() / static_cast<double>(n));
    terms.flat = terms.flat || !(scale > 1e-12);
    if (scale > 0) terms.x.col(c) /= scale;
  }
  return terms;
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

// Errors of which each keeps a share of the one before, as a fit left them: what is left goes
// together less than the errors did, the more terms the fit has.
class ErrorsAlong {
 public:
  // `q`: an orthonormal basis of the terms; `left`: what they left.
  ErrorsAlong(const MatrixXd& q, const VectorXd& left) : q_(q), lagged_(Lagged(q)) {
    const double square = left.squaredNorm();
    const double seen = square > 0 ? (left.transpose() * Lagged(left)).value() / square : 0;
    double low = 0;
    double high = kMostAlong;
    constexpr int kHalvings = 30;
    for (int i = 0; i < kHalvings; ++i) {
      along_ = (low + high) / 2;
      (Expected() < seen ? low : high) = along_;
    }
    along_ = low;
    Expected();
    variance_ = square / freedom_;
    degrees_ = static_cast<double>(q.rows() - q.cols()) * (1 - along_) / (1 + along_);
  }

  double Variance(const VectorXd& weights) const {
    return variance_ * (weights.transpose() * Spread(weights)).value();
  }
  double degrees() const { return degrees_; }

 private:
  // Half of the neighbours before and after.
  static MatrixXd Lagged(const MatrixXd& x) {
    MatrixXd out = MatrixXd::Zero(x.rows(), x.cols());
    const Eigen::Index n = x.rows() - 1;
    out.topRows(n) += x.bottomRows(n) / 2;
    out.bottomRows(n) += x.topRows(n) / 2;
    return out;
  }
  // Correlation matrix of the errors times x.
  MatrixXd Spread(const MatrixXd& x) const {
    MatrixXd ahead = x;
    MatrixXd back = x;
    for (Eigen::Index r = 1; r < x.rows(); ++r) {
      ahead.row(r) += along_ * ahead.row(r - 1);
      const Eigen::Index up = x.rows() - 1 - r;
      back.row(up) += along_ * back.row(up + 1);
    }
    return ahead + back - x;
  }
  // Of the product of neighbours, per square, in what is left.
  double Expected() {
    const auto n = static_cast<double>(q_.rows());
    const MatrixXd spread = Spread(q_);
    const MatrixXd inner = q_.transpose() * spread;
    freedom_ = n - inner.trace();
    const double product = (n - 1) * along_ - 2 * (lagged_.transpose() * spread).trace() +
                           (inner * (q_.transpose() * lagged_)).trace();
    return product / freedom_;
  }

  const MatrixXd& q_;
  MatrixXd lagged_;
  double along_ = 0, freedom_ = 1, variance_ = 0, degrees_ = 0;
};

// Growth of the star per growth of an input: the sum over its terms by least squares, without the
// star's own past, which would take over what an input does later.
void MeasureElasticities(const Rows& rows, double level, DriverResult& result) {
  const Eigen::Index n = rows.y.size();
  const Eigen::Index still = rows.still.cols();
  MatrixXd x(n, still + rows.x.cols());
  x << rows.still, rows.x;
  if (n <= x.cols()) return;
  const Eigen::HouseholderQR<MatrixXd> solver(x);
  const MatrixXd q = solver.householderQ() * MatrixXd::Identity(n, x.cols());
  const VectorXd b = solver.solve(rows.y);
  const ErrorsAlong errors(q, rows.y - x * b);
  const auto r = solver.matrixQR().topRows(x.cols()).template triangularView<Eigen::Upper>();
  const double reach = TQuantile((1 + level) / 2, errors.degrees());
  for (size_t i = 0; i < result.drivers.size(); ++i) {
    const Eigen::Index c = still + 2 * static_cast<Eigen::Index>(i);
    VectorXd both = VectorXd::Zero(x.cols());
    both.segment(c, 2).setOnes();
    const double error = std::sqrt(errors.Variance(q * r.transpose().solve(both)));
    Driver& driver = result.drivers[i];
    driver.elasticity = b(c) + b(c + 1);
    driver.elasticity_low = driver.elasticity - reach * error;
    driver.elasticity_high = driver.elasticity + reach * error;
  }
}

void Resample(const DriverInput& input, const Terms& terms, DriverResult& result) {
  const Eigen::Index n = terms.y.size();
  const size_t inputs = input.inputs.size();
  std::vector<std::vector<double>> shares(inputs);
  for (int draw = 0; draw < input.bootstrap; ++draw) {
    Random random(input.seed, static_cast<uint64_t>(draw));
    Terms sample;
    sample.y.resize(n);
    sample.x.resize(n, terms.x.cols());
    Eigen::Index at = 0;
    for (Eigen::Index r = 0; r < n; ++r) {
      const bool jump = r == 0 || random.Uniform() < 1 / kMeanBlock;
      at = jump ? static_cast<Eigen::Index>(random.Below(static_cast<uint64_t>(n))) : (at + 1) % n;
      sample.y(r) = terms.y(at);
      sample.x.row(r) = terms.x.row(at);
    }
    const double variance = sample.y.squaredNorm() * terms.variance / terms.y.squaredNorm();
    const std::vector<double> drawn = Shares(sample.x, sample.y, inputs, variance);
    for (size_t i = 0; i < inputs; ++i) shares[i].push_back(drawn[i]);
  }
  const double tail = (1 - input.level) / 2;
  for (size_t i = 0; i < inputs && input.bootstrap > 0; ++i) {
    Driver& driver = result.drivers[i];
    driver.low = Quantile(shares[i], tail);
    driver.high = Quantile(shares[i], 1 - tail);
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

// By how much the variance of what terms find exceeds that beside independent errors. What each
// growth of the star keeps of the one before is estimated too low, by about a share (terms + 3
// along) / n (Kendall 1954); errors still keep that, and terms that go on from period to period
// find it.
double Overlooked(const Terms& terms, const MatrixXd& own) {
  constexpr double kMostKept = 0.5;
  const Eigen::Index n = own.rows();
  const double fitted = static_cast<double>(terms.base.cols() - 1) + 3 * terms.along;
  const double kept = std::min(kMostKept, fitted / static_cast<double>(n));
  const double product = own.topRows(n - 1).cwiseProduct(own.bottomRows(n - 1)).sum();
  const double alike = std::max(0.0, product / own.squaredNorm()) * kept;
  return (1 + alike) / (1 - alike);
}

// What the input's terms add to the rest, against the same after they were put out of step with the
// star. The rest is taken out anew each time, or the terms as they stand would have fewer
// directions to miss the star in than the others. Shifts keep what goes on from period to period,
// but for the place where the ends meet; with few periods that place is much, and they are few: no
// less sure than an F test.
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
  const double by_shifts = (1.0 + as_good) / (1.0 + draws);
  const auto freedom = static_cast<double>(n - rest.cols() - 2);
  const double left = y.squaredNorm() - found;
  if (!(freedom > 0 && left > 0)) return by_shifts;
  const double f = found / 2 / (left / freedom) / Overlooked(terms, own);
  return std::max(by_shifts, FUpperTail(f, 2, freedom));
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
  if (input.star.size() < kPerTerm) return result;  // not even growth can be measured
  const Rows rows = MakeRows(input);
  const Terms terms = MakeTerms(rows);
  result.n = static_cast<int>(terms.y.size());
  const size_t inputs = input.inputs.size();
  if (result.n < kPerTerm * 2 * static_cast<int>(inputs)) return result;
  if (terms.flat || !(terms.y.squaredNorm() > 1e-18)) {
    result.finding = DriverFinding::kNoVariation;
    return result;
  }
  result.finding = DriverFinding::kEstimated;
  result.drivers.resize(inputs);
  const std::vector<double> shares = Shares(terms.x, terms.y, inputs, terms.variance);
  std::vector<double> p_values;
  for (size_t i = 0; i < inputs; ++i) {
    Driver& driver = result.drivers[i];
    driver.share = shares[i];
    result.r_squared += shares[i];
    driver.p_value = PermutationP(input, terms, i);
    p_values.push_back(driver.p_value);
  }
  const std::vector<double> adjusted = AdjustBenjaminiHochberg(p_values);
  for (size_t i = 0; i < inputs; ++i) result.drivers[i].p_adjusted = adjusted[i];
  MeasureElasticities(rows, input.level, result);
  Resample(input, terms, result);
  FindGroups(terms, result);
  return result;
}

}  // namespace northstar::stats
