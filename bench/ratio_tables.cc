#include "bench/ratio_tables.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>

#include "bench/calibration/simulation.h"

namespace northstar {
namespace {

using calibration::Binomial;
using calibration::Normal;
using calibration::Poisson;

constexpr double kMostRate = 0.9;
constexpr int kEarlierMoments = 5;

double Between(Random& random, double least, double most) {  // evenly by size
  return least * std::pow(most / least, random.Uniform());
}

bool Holds(const SegmentName& where, const stats::LeafTable& leaves, size_t leaf) {
  return std::all_of(where.begin(), where.end(), [&](const auto& one) {
    return leaves.elements[one.first][leaf] == one.second;
  });
}

struct Leaves {
  stats::LeafTable table;
  std::vector<double> units, rate;
};

Leaves DrawLeaves(Random& random) {
  Leaves out;
  const size_t dimensions = 2 + random.Below(3);
  std::vector<std::vector<double>> factors;
  std::vector<std::vector<double>> sizes;
  size_t leaves = 1;
  for (size_t d = 0; d < dimensions; ++d) {
    const size_t elements = 2 + random.Below(7);
    leaves *= elements;
    factors.emplace_back();
    sizes.emplace_back();
    for (size_t e = 0; e < elements; ++e) {
      factors[d].push_back(std::exp(0.3 * Normal(random)));
      sizes[d].push_back(std::exp(0.5 * Normal(random)));
    }
  }
  const double units = Between(random, 3, 400);
  const double rate = Between(random, 0.001, 0.3);
  out.table.elements.resize(dimensions);
  for (size_t leaf = 0; leaf < leaves; ++leaf) {
    double own = rate * std::exp(0.2 * Normal(random));
    double size = units;
    size_t rest = leaf;
    for (size_t d = 0; d < dimensions; ++d) {
      const size_t e = rest % factors[d].size();
      rest /= factors[d].size();
      own *= factors[d][e];
      size *= sizes[d][e];
      out.table.elements[d].push_back(static_cast<uint32_t>(e));
    }
    out.rate.push_back(std::min(own, kMostRate));
    out.units.push_back(std::max(1.0, size));
  }
  return out;
}

SegmentName DrawCause(Random& random, const stats::LeafTable& leaves) {
  std::vector<size_t> dimensions(leaves.elements.size());
  std::iota(dimensions.begin(), dimensions.end(), size_t{0});
  random.Shuffle(std::span(dimensions));
  dimensions.resize(std::min<size_t>(1 + random.Below(3), dimensions.size()));
  std::sort(dimensions.begin(), dimensions.end());
  const size_t leaf = random.Below(leaves.elements[0].size());
  SegmentName where;
  for (const size_t d : dimensions) where.emplace_back(d, leaves.elements[d][leaf]);
  return where;
}

}  // namespace

RatioTable DrawRatioTable(Random& random, const RatioTableKind& kind) {
  Leaves leaves = DrawLeaves(random);
  RatioTable out;
  out.leaves = std::move(leaves.table);
  const size_t n = leaves.rate.size();
  std::vector<double> factor(n, 1);
  for (int k = 0; k < kind.causes; ++k) {
    const SegmentName where = DrawCause(random, out.leaves);
    const double by = kind.falls ? 1 / Between(random, 2, 10) : Between(random, 2, 10);
    for (size_t i = 0; i < n; ++i) {
      if (Holds(where, out.leaves, i)) factor[i] *= by;
    }
    out.causes.push_back(where);
  }
  std::vector<double> means(n);
  std::vector<double> variances(n);
  for (size_t i = 0; i < n; ++i) {
    const int moments = kind.forecast ? kEarlierMoments : 1;
    double units = 0;
    double hits = 0;
    for (int m = 0; m < moments; ++m) {
      const int drawn = Poisson(random, leaves.units[i]);
      units += drawn;
      hits += Binomial(random, drawn, leaves.rate[i]);
    }
    out.leaves.denominator_expected.push_back(units / moments);
    out.leaves.expected.push_back(hits / moments);
    const int after = Poisson(random, leaves.units[i]);
    out.leaves.denominator_actual.push_back(after);
    out.leaves.actual.push_back(
        Binomial(random, after, std::min(kMostRate, factor[i] * leaves.rate[i])));
    means[i] = after * leaves.rate[i];
    variances[i] = means[i] * (1 - leaves.rate[i]);
  }
  out.clear = true;
  for (const SegmentName& cause : out.causes) {
    double moved = 0;
    double variance = 0;
    for (size_t i = 0; i < n; ++i) {
      if (!Holds(cause, out.leaves, i)) continue;
      moved += out.leaves.actual[i] - means[i];
      variance += variances[i];
    }
    out.clear = out.clear && variance > 0 && std::fabs(moved) >= 5 * std::sqrt(variance);
  }
  // Leaves in which nothing was are not in the data.
  stats::LeafTable seen;
  seen.elements.resize(out.leaves.elements.size());
  for (size_t i = 0; i < n; ++i) {
    if (out.leaves.denominator_actual[i] == 0 && out.leaves.denominator_expected[i] == 0) continue;
    for (size_t d = 0; d < seen.elements.size(); ++d)
      seen.elements[d].push_back(out.leaves.elements[d][i]);
    seen.actual.push_back(out.leaves.actual[i]);
    seen.expected.push_back(out.leaves.expected[i]);
    seen.denominator_actual.push_back(out.leaves.denominator_actual[i]);
    seen.denominator_expected.push_back(out.leaves.denominator_expected[i]);
  }
  out.leaves = std::move(seen);
  return out;
}

}  // namespace northstar
