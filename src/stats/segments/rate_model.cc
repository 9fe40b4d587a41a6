#include "stats/segments/rate_model.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace northstar::stats {
namespace {

constexpr int kFitRounds = 5;
constexpr double kPriorHits = 0.5;  // of an element, at the rate that the others give it
constexpr std::array kShapes{1.0, 3.0, 10.0, 30.0, 100.0, 1000.0, 1e6};
constexpr double kFarthest = 9;         // squared deviation that one leaf may bring into a fit
constexpr double kLeastDispersion = 1;  // leaves that lie nearer by chance are no steadier
constexpr double kMostCertain = 0.95;   // of a rate
constexpr double kManyForNormal = 200;
constexpr int kMostMoments = 31;
constexpr double kUnknownMoments = 4;  // of a forecast
constexpr double kRounding = 1e-4;     // of fractions that were written down

bool IsCount(double value) {
  return value >= 0 && value == std::floor(value) && value < 1e15;
}

double SumOf(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum;
}

// Rates that the elements of the dimensions multiply up to, such that each element has about as
// many hits as it had.
std::vector<double> SmoothedRates(const std::vector<std::vector<uint32_t>>& elements,
                                  const RateTable& table) {
  const RateCounts& before = table.before;
  const size_t n = before.hits.size();
  const double units = SumOf(before.units);
  if (!(units > 0)) return std::vector(n, SumOf(table.after.hits) / SumOf(table.after.units));
  std::vector<double> rate(n, SumOf(before.hits) / units);
  std::vector<double> seen;
  std::vector<double> model;
  for (int round = 0; round < kFitRounds; ++round) {
    for (const std::vector<uint32_t>& codes : elements) {
      const size_t count = 1 + *std::max_element(codes.begin(), codes.end());
      seen.assign(count, kPriorHits);
      model.assign(count, kPriorHits);
      for (size_t i = 0; i < n; ++i) {
        seen[codes[i]] += before.hits[i];
        model[codes[i]] += before.units[i] * rate[i];
      }
      for (size_t i = 0; i < n; ++i) rate[i] *= seen[codes[i]] / model[codes[i]];
    }
  }
  return rate;
}

double MomentsOf(const RateCounts& before) {
  for (int moments = 1; moments <= kMostMoments; ++moments) {
    const auto whole = [&](double value) {
      const double times = value * moments;
      return std::fabs(times - std::round(times)) <= kRounding * moments;
    };
    if (std::all_of(before.hits.begin(), before.hits.end(), whole)) return moments;
  }
  return kUnknownMoments;
}

// The rate of a leaf: its own history drawn to the smoothed rate.
double RateOf(double smooth, double hits, double units, double moments, double shape) {
  return smooth * (shape + moments * hits) / (shape + moments * units * smooth);
}

std::vector<double> Drawn(const std::vector<double>& smooth, const RateTable& table, double shape) {
  std::vector<double> expected(smooth.size());
  for (size_t i = 0; i < smooth.size(); ++i) {
    expected[i] = table.after.units[i] * RateOf(smooth[i], table.before.hits[i],
                                                table.before.units[i], table.moments, shape);
  }
  return expected;
}

// How badly the later counts fit, with no leaf counting for more than a few.
double Misfit(const std::vector<double>& hits, const std::vector<double>& expected,
              const std::vector<char>& left_out) {
  const double level = SumOf(hits) / SumOf(expected);
  double misfit = 0;
  for (size_t i = 0; i < hits.size(); ++i) {
    if (!left_out.empty() && left_out[i] != 0) continue;
    const double mean = std::max(level * expected[i], 1e-12);
    const double deviance =
        hits[i] > 0 ? hits[i] * std::log(hits[i] / mean) - (hits[i] - mean) : mean;
    misfit += std::min(2 * deviance, kFarthest);
  }
  return misfit;
}

double DrawNormal(Random& random) {
  return std::sqrt(-2 * std::log(random.Uniform())) *
         std::cos(2 * std::numbers::pi * random.Uniform());
}

// Gamma with mean 1 and that shape, at least 1 (Wilson & Hilferty 1931: its cube root is nearly
// normal).
double DrawAroundOne(Random& random, double shape) {
  const double variance = 1 / (9 * shape);
  const double root = 1 - variance + std::sqrt(variance) * DrawNormal(random);
  return std::max(0.0, root * root * root);
}

// A count with that mean whose variance is `dispersion` times it.
double DrawCount(Random& random, double mean, double dispersion) {
  const double events = mean / dispersion;
  if (!(events > 0)) return 0;
  if (events > kManyForNormal) {
    return std::max(0.0, mean + std::sqrt(mean * dispersion) * DrawNormal(random));
  }
  // Sequential search of the Poisson law.
  double reach = std::exp(-events);
  double sum = reach;
  const double at = random.Uniform();
  int count = 0;
  while (at > sum && count < 10'000) sum += reach *= events / ++count;
  return dispersion * count;
}

}  // namespace

std::optional<RateTable> RateTableOf(const LeafTable& leaves) {
  if (leaves.denominator_actual.empty()) return std::nullopt;
  RateTable table;
  table.before = {leaves.expected, leaves.denominator_expected};
  table.after = {leaves.actual, leaves.denominator_actual};
  table.share = true;
  bool any = false;
  for (size_t i = 0; i < leaves.actual.size(); ++i) {
    if (!IsCount(leaves.actual[i]) || !IsCount(leaves.denominator_actual[i])) return std::nullopt;
    if (leaves.expected[i] < 0 || leaves.denominator_expected[i] < 0) return std::nullopt;
    if (leaves.actual[i] > 0 && leaves.denominator_actual[i] == 0) return std::nullopt;
    table.share = table.share && leaves.actual[i] <= leaves.denominator_actual[i] &&
                  leaves.expected[i] <= leaves.denominator_expected[i];
    any = any || leaves.actual[i] > 0;
  }
  table.moments = MomentsOf(table.before);
  // Where no hit was expected anywhere, there is no history; all leaves are expected to be alike.
  if (SumOf(table.before.hits) == 0)
    std::fill_n(table.before.units.begin(), table.before.units.size(), 0);
  return any ? std::optional(std::move(table)) : std::nullopt;
}

RateModel FitRates(const std::vector<std::vector<uint32_t>>& elements, const RateTable& table,
                   const std::vector<char>& left_out, std::optional<double> shape) {
  RateModel model;
  const size_t n = table.after.hits.size();
  const std::vector<double> smooth = SmoothedRates(elements, table);
  double least = 1e300;
  for (const double tried : kShapes) {
    if (shape) break;
    const double misfit = Misfit(table.after.hits, Drawn(smooth, table, tried), left_out);
    if (misfit > least) continue;
    least = misfit;
    model.shape = tried;
  }
  if (shape) model.shape = *shape;
  const std::vector<double> expected = Drawn(smooth, table, model.shape);
  double hits = 0;
  double modelled = 0;
  for (size_t i = 0; i < n; ++i) {
    if (!left_out.empty() && left_out[i] != 0) continue;
    hits += table.after.hits[i];
    modelled += expected[i];
  }
  const double level = hits > 0 && modelled > 0 ? hits / modelled : 1;
  double squares = 0;
  double variances = 0;
  for (size_t i = 0; i < n; ++i) {
    model.rate.push_back(
        RateOf(smooth[i], table.before.hits[i], table.before.units[i], table.moments, model.shape));
    const double rate = std::min(model.rate[i] * level, kMostCertain);
    model.variance.push_back(table.share ? 1 - rate : 1);
    const double mean = expected[i] * level;
    if (mean <= 0 || (!left_out.empty() && left_out[i] != 0)) continue;
    const double history = mean / (model.shape + table.moments * table.before.hits[i]);
    const double variance = mean * model.variance[i] * (1 + history);
    const double deviation = table.after.hits[i] - mean;
    // A leaf weighs by what it tells: one that expects a tenth of a hit tells little.
    const double weight = mean / (1 + mean);
    squares += weight * std::min(deviation * deviation / variance, 4 * kFarthest);
    variances += weight;
  }
  if (variances > 0) model.dispersion = std::max(kLeastDispersion, squares / variances);
  return model;
}

RateTable DrawTable(Random& random, const RateTable& table, const RateModel& model, double level) {
  RateTable drawn = table;
  for (size_t i = 0; i < model.rate.size(); ++i) {
    const double spread = model.dispersion * model.variance[i];
    const double known = model.shape + table.moments * table.before.hits[i];
    const double rate = model.rate[i] * DrawAroundOne(random, known);
    drawn.before.hits[i] = DrawCount(random, rate * table.before.units[i], spread / table.moments);
    drawn.after.hits[i] = DrawCount(random, level * rate * table.after.units[i], spread);
  }
  return drawn;
}

}  // namespace northstar::stats
