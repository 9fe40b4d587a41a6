#include "stats/choice.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>

#include "base/random.h"
#include "stats/describe.h"
#include "stats/distributions.h"

namespace northstar::stats {
namespace {

std::vector<double> ToShares(std::vector<double> weights) {
  const double total = Sum(weights);
  for (double& weight : weights) weight /= total;
  return weights;
}

double Distance(std::span<const double> a, std::span<const double> b) {
  double squares = 0;
  for (size_t c = 0; c < a.size(); ++c) squares += (a[c] - b[c]) * (a[c] - b[c]);
  return std::sqrt(squares);
}

// Marsaglia & Tsang 2000; below shape 1 by their note on Gamma(shape + 1) · U^(1/shape).
double GammaVariate(double shape, Random& random) {
  if (shape == 0) return 0;
  if (shape == 1) return -std::log(random.Uniform());
  if (shape < 1) {
    const double larger = GammaVariate(shape + 1, random);
    return larger * std::pow(random.Uniform(), 1 / shape);
  }
  const double d = shape - 1.0 / 3;
  const double c = 1 / std::sqrt(9 * d);
  while (true) {
    const double x = NormalQuantile(random.Uniform());
    const double u = random.Uniform();
    const double root = 1 + c * x;
    if (root <= 0) continue;
    const double v = root * root * root;
    if (std::log(u) < x * x / 2 + d - d * v + d * std::log(v)) return d * v;
  }
}

struct Draw {
  std::vector<double> weights;  // not scaled to add up to 1, which changes no order
  std::vector<double> scores;   // one alternative after the other
  std::vector<double> values;   // by alternative
};

void Fill(const RankSpec& spec, const std::vector<double>& shapes, Random& random, Draw& draw) {
  // Scores first: they use up a fixed number of variates, so that the same scores meet every
  // centre.
  size_t at = 0;
  for (const auto& row : spec.scores) {
    for (const ScoreRange& range : row)
      draw.scores[at++] = range.low + (range.high - range.low) * random.Uniform();
  }
  for (size_t c = 0; c < shapes.size(); ++c) draw.weights[c] = GammaVariate(shapes[c], random);
  for (size_t a = 0; a < draw.values.size(); ++a) {
    const auto row = std::span(draw.scores).subspan(a * shapes.size(), shapes.size());
    draw.values[a] = std::inner_product(row.begin(), row.end(), draw.weights.begin(), 0.0);
  }
}

}  // namespace

std::vector<double> WeightedSum(const std::vector<std::vector<double>>& scores,
                                const std::vector<double>& weights) {
  const std::vector<double> shares = ToShares(weights);
  std::vector<double> sums;
  for (const auto& row : scores)
    sums.push_back(std::inner_product(row.begin(), row.end(), shares.begin(), 0.0));
  return sums;
}

std::vector<double> Topsis(const std::vector<std::vector<double>>& scores,
                           const std::vector<double>& weights) {
  const std::vector<double> shares = ToShares(weights);
  std::vector<std::vector<double>> weighed = scores;
  std::vector<double> best(weights.size());
  std::vector<double> worst(weights.size());
  for (size_t c = 0; c < weights.size(); ++c) {
    double norm = 0;
    for (const auto& row : scores) norm = std::hypot(norm, row[c]);
    for (auto& row : weighed) row[c] = norm > 0 ? shares[c] * row[c] / norm : 0;
    best[c] = worst[c] = weighed[0][c];
    for (const auto& row : weighed) {
      best[c] = std::max(best[c], row[c]);
      worst[c] = std::min(worst[c], row[c]);
    }
  }
  std::vector<double> nearness;
  for (const auto& row : weighed) {
    const double from_worst = Distance(row, worst);
    const double span = from_worst + Distance(row, best);
    nearness.push_back(span > 0 ? from_worst / span : 0.5);
  }
  return nearness;
}

RankRobustness DrawRanks(const RankSpec& spec) {
  const size_t alternatives = spec.scores.size();
  std::vector<double> shapes(spec.scores[0].size(), 1.0);
  if (!spec.centre.empty()) {
    shapes = ToShares(spec.centre);
    for (double& shape : shapes) shape *= spec.concentration;
  }
  RankRobustness result{std::vector<double>(alternatives, 0.0),
                        std::vector(alternatives, std::vector<double>(alternatives, 0.0))};
  Draw draw{std::vector<double>(shapes.size()), std::vector<double>(alternatives * shapes.size()),
            std::vector<double>(alternatives)};
  const std::vector<double>& values = draw.values;
  for (int number = 0; number < spec.draws; ++number) {
    Random random(spec.seed, static_cast<uint64_t>(number));
    Fill(spec, shapes, random, draw);
    const auto first = std::max_element(values.begin(), values.end()) - values.begin();
    result.first_share[static_cast<size_t>(first)] += 1;
    for (size_t a = 0; a < alternatives; ++a) {
      for (size_t b = a + 1; b < alternatives; ++b)
        (values[a] >= values[b] ? result.beats[a][b] : result.beats[b][a]) += 1;
    }
  }
  for (double& share : result.first_share) share /= spec.draws;
  for (auto& row : result.beats) {
    for (double& share : row) share /= spec.draws;
  }
  return result;
}

std::optional<WeightFlip> SmallestFlip(const std::vector<double>& winner,
                                       const std::vector<double>& other,
                                       const std::vector<double>& weights) {
  WeightFlip flip{0, ToShares(weights)};
  std::vector<double> advantage;
  for (size_t c = 0; c < winner.size(); ++c) advantage.push_back(winner[c] - other[c]);
  double gap = std::inner_product(advantage.begin(), advantage.end(), flip.weights.begin(), 0.0);
  if (gap <= 0) return flip;
  std::vector<size_t> order(winner.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(),
                   [&](size_t a, size_t b) { return advantage[a] > advantage[b]; });
  const size_t to = order.back();
  if (advantage[to] > 0) return std::nullopt;
  for (const size_t from : order) {
    const double closes = advantage[from] - advantage[to];
    if (!(gap > 0) || !(closes > 0)) break;
    const double moved = std::min(flip.weights[from], gap / closes);
    flip.weights[from] -= moved;
    flip.weights[to] += moved;
    flip.change += moved;
    gap -= moved * closes;
  }
  return flip;
}

}  // namespace northstar::stats
