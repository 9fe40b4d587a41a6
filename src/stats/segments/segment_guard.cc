#include "stats/segments/segment_guard.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <span>

#include "base/random.h"
#include "stats/describe.h"
#include "stats/distributions.h"
#include "stats/segments/adtributor.h"

namespace northstar::stats {
namespace {

constexpr size_t kMostDimensions = 4;
constexpr size_t kMostElements = 50;
constexpr double kLeastSize = 30;
constexpr double kLeastShare = 0.001;
constexpr int kTables = 199;
constexpr size_t kLeastBlock = 50;  // leaves of similar size
constexpr size_t kBlocks = 3;
constexpr size_t kFewForShuffles = 24;  // leaves; 8 of them fall into 70 halves only
constexpr double kFarthest = 4;  // standard deviations that one leaf may bring into a segment
constexpr double kLeastUnit = 1e-9;
constexpr uint64_t kKey = 0x5E63;

SegmentTotals TotalsOf(const LeafTable& leaves, size_t i) {
  SegmentTotals totals{leaves.expected[i], 0, leaves.actual[i], 0};
  if (!leaves.denominator_actual.empty()) {
    totals.denominator_before = leaves.denominator_expected[i];
    totals.denominator_after = leaves.denominator_actual[i];
  }
  return totals;
}

double SizeOf(const SegmentTotals& t, bool ratio) {
  return ratio ? std::fabs(t.denominator_before) + std::fabs(t.denominator_after)
               : std::fabs(t.numerator_before) + std::fabs(t.numerator_after);
}

std::vector<size_t> TellingDimensions(const LeafTable& leaves) {
  const bool ratio = !leaves.denominator_actual.empty();
  std::vector<size_t> order(leaves.elements.size());
  std::iota(order.begin(), order.end(), size_t{0});
  if (order.size() <= kMostDimensions) return order;
  std::vector<double> surprise;
  for (const auto& codes : leaves.elements) {
    std::map<uint32_t, SegmentTotals> sums;
    for (size_t i = 0; i < codes.size(); ++i) sums[codes[i]] += TotalsOf(leaves, i);
    std::vector<SegmentTotals> totals;
    for (const auto& [code, sum] : sums) totals.push_back(sum);
    surprise.push_back(SurpriseOf(totals, ratio));
  }
  std::stable_sort(order.begin(), order.end(),
                   [&](size_t a, size_t b) { return surprise[a] > surprise[b]; });
  order.resize(kMostDimensions);
  std::sort(order.begin(), order.end());
  return order;
}

// The codes of a dimension, with those of the smaller elements replaced.
std::vector<uint32_t> FoldedCodes(const LeafTable& leaves, size_t dimension) {
  std::vector<uint32_t> codes = leaves.elements[dimension];
  const bool ratio = !leaves.denominator_actual.empty();
  std::map<uint32_t, double> sizes;
  for (size_t i = 0; i < codes.size(); ++i) sizes[codes[i]] += SizeOf(TotalsOf(leaves, i), ratio);
  if (sizes.size() <= kMostElements) return codes;
  std::vector<std::pair<double, uint32_t>> largest;
  for (const auto& [code, size] : sizes) largest.emplace_back(-size, code);
  std::sort(largest.begin(), largest.end());
  for (size_t k = kMostElements - 1; k < largest.size(); ++k) sizes.erase(largest[k].second);
  for (uint32_t& code : codes) {
    if (!sizes.contains(code)) code = kOtherElement;
  }
  return codes;
}

// Deviations in units of the noise; how much a segment of several leaves stands out.
class Contest {
 public:
  Contest(const SegmentIndex& index, const LeafNoise& noise) : index_(index) {
    for (const auto& cuboid : index.cuboids())
      names_.push_back(std::log(static_cast<double>(cuboid.end - cuboid.first)));
    for (const double scale : noise.scale) weights_.push_back(1 / (scale * scale));
    sums_.resize(index.segments());
    as_they_are_.resize(index.rows());
    std::iota(as_they_are_.begin(), as_they_are_.end(), size_t{0});
  }

  bool Takes(size_t segment) const {
    const size_t rows = index_.RowsOf(segment).size();
    return rows > 1 && rows < index_.rows();
  }
  // The segment and by how many nats a shift of its own is better than none, less its name.
  // `places`: by row, whose deviation and weight stand there.
  std::pair<double, size_t> Winner(const std::vector<double>& z,
                                   const std::vector<size_t>& places) {
    std::pair<double, size_t> best{-1e300, 0};
    std::fill(sums_.begin(), sums_.end(), Sums{});
    for (size_t row = 0; row < places.size(); ++row) {
      const double weight = weights_[places[row]];
      const double shift = std::clamp(z[places[row]], -kFarthest, kFarthest) * std::sqrt(weight);
      for (size_t c = 0; c < names_.size(); ++c) {
        Sums& sums = sums_[index_.SegmentOf(c, row)];
        sums.shift += shift;
        sums.weight += weight;
      }
    }
    for (size_t s = 0; s < sums_.size(); ++s) {
      if (!Takes(s)) continue;
      const double gain =
          sums_[s].shift * sums_[s].shift / (2 * sums_[s].weight) - names_[index_.CuboidOf(s)];
      if (gain > best.first) best = {gain, s};
    }
    return best;
  }
  std::pair<double, size_t> Winner(const std::vector<double>& z) { return Winner(z, as_they_are_); }

 private:
  struct Sums {  // over the rows of a segment
    double shift = 0, weight = 0;
  };

  const SegmentIndex& index_;
  std::vector<double> names_, weights_;  // by cuboid; by row
  std::vector<Sums> sums_;               // by segment
  std::vector<size_t> as_they_are_;
};

std::vector<double> InUnits(const std::vector<LeafChange>& changes, const LeafNoise& noise) {
  std::vector<double> z;
  for (size_t i = 0; i < changes.size(); ++i)
    z.push_back((changes[i].change - noise.center) / noise.scale[i]);
  return z;
}

// How far each leaf is from the median, in root mean squares of what is left without the farthest
// tenth, which may be displaced as well. `z` in units of the noise.
std::vector<double> DistancesOf(const std::vector<double>& z, const LeafNoise& noise) {
  std::vector<double> raw;
  for (size_t i = 0; i < z.size(); ++i) raw.push_back(z[i] * noise.scale[i]);
  const double middle = Median(std::move(raw));
  std::vector<double> distances;
  for (size_t i = 0; i < z.size(); ++i)
    distances.push_back(std::fabs(z[i] - middle / noise.scale[i]));
  std::vector<double> sorted = distances;
  std::sort(sorted.begin(), sorted.end());
  const size_t used = z.size() - 1 - z.size() / 10;
  double sum = 0;
  for (size_t i = 0; i < used; ++i) sum += sorted[i] * sorted[i];
  // Leaves that are all alike differ by rounding only.
  const double unit = std::max(std::sqrt(sum / static_cast<double>(used)), kLeastUnit);
  for (double& distance : distances) distance /= unit;
  return distances;
}

double ChanceOfSeveral(Contest& contest, const std::vector<LeafChange>& changes,
                       const std::vector<double>& z, double observed) {
  std::vector<size_t> by_size(z.size());
  std::iota(by_size.begin(), by_size.end(), size_t{0});
  Random(kKey).Shuffle(std::span(by_size));  // among leaves of one size
  // By the size before: displaced leaves of one size would else share a block.
  std::stable_sort(by_size.begin(), by_size.end(), [&](size_t a, size_t b) {
    return changes[a].size_before > changes[b].size_before;
  });
  const size_t blocks = std::clamp<size_t>(z.size() / kLeastBlock, 1, kBlocks);
  int as_far = 0;
  for (int table = 0; table < kTables; ++table) {
    Random random(kKey, static_cast<uint64_t>(table));
    std::vector<size_t> shuffled = by_size;
    for (size_t b = 0; b < blocks; ++b) {
      const size_t from = b * z.size() / blocks;
      const size_t end = (b + 1) * z.size() / blocks;
      random.Shuffle(std::span(shuffled).subspan(from, end - from));
    }
    std::vector<size_t> places(z.size());
    for (size_t k = 0; k < by_size.size(); ++k) places[by_size[k]] = shuffled[k];
    as_far += contest.Winner(z, places).first >= observed;
  }
  return (1.0 + as_far) / (1.0 + kTables);
}

// The farthest leaf of each table drawn from the noise.
std::vector<double> FarthestByChance(const std::vector<LeafChange>& changes, const LeafNoise& noise,
                                     NoiseShape shape) {
  std::vector<double> farthest;
  std::vector<LeafChange> drawn = changes;
  for (int table = 0; table < kTables; ++table) {
    Random random(kKey + 1, static_cast<uint64_t>(table));
    for (size_t i = 0; i < drawn.size(); ++i)
      drawn[i].change = noise.scale[i] * NormalQuantile(random.Uniform());
    const LeafNoise own = FitNoise(drawn, {}, shape);
    const std::vector<double> distances = DistancesOf(InUnits(drawn, own), own);
    farthest.push_back(*std::max_element(distances.begin(), distances.end()));
  }
  return farthest;
}

// As above for few leaves: with deviations drawn from the noise, whose scale every table shows
// anew.
double ChanceOfSeveralDrawn(const SegmentIndex& index, const std::vector<LeafChange>& changes,
                            const LeafNoise& noise, NoiseShape shape, double observed) {
  int as_far = 0;
  std::vector<LeafChange> drawn = changes;
  for (int table = 0; table < kTables; ++table) {
    Random random(kKey + 2, static_cast<uint64_t>(table));
    for (size_t i = 0; i < drawn.size(); ++i)
      drawn[i].change = noise.scale[i] * NormalQuantile(random.Uniform());
    const LeafNoise own = FitNoise(drawn, FurtherKind(drawn), shape);
    Contest contest(index, own);
    as_far += contest.Winner(InUnits(drawn, own)).first >= observed;
  }
  return (1.0 + as_far) / (1.0 + kTables);
}

}  // namespace

GuardedTable GuardTable(const LeafTable& leaves) {
  GuardedTable out;
  const bool ratio = !leaves.denominator_actual.empty();
  out.dimensions = TellingDimensions(leaves);
  std::vector<std::vector<uint32_t>> codes;
  for (const size_t d : out.dimensions) codes.push_back(FoldedCodes(leaves, d));
  std::map<std::vector<uint32_t>, SegmentTotals> cells;
  double all = 0;
  for (size_t i = 0; i < leaves.actual.size(); ++i) {
    std::vector<uint32_t> key;
    for (const auto& dimension : codes) key.push_back(dimension[i]);
    cells[key] += TotalsOf(leaves, i);
  }
  for (const auto& [key, cell] : cells) all += SizeOf(cell, ratio);
  out.leaves.elements.resize(codes.size());
  for (const auto& [key, cell] : cells) {
    if (SizeOf(cell, ratio) < std::max(kLeastSize, kLeastShare * all)) continue;
    for (size_t d = 0; d < key.size(); ++d) out.leaves.elements[d].push_back(key[d]);
    out.leaves.actual.push_back(cell.numerator_after);
    out.leaves.expected.push_back(cell.numerator_before);
    if (!ratio) continue;
    out.leaves.denominator_actual.push_back(cell.denominator_after);
    out.leaves.denominator_expected.push_back(cell.denominator_before);
  }
  return out;
}

Chance ChanceOf(const SegmentIndex& index, const std::vector<LeafChange>& changes,
                const LeafNoise& noise, NoiseShape shape) {
  Chance chance;
  const std::vector<double> z = InUnits(changes, noise);
  const std::vector<double> distances = DistancesOf(z, noise);
  const std::vector<double> by_chance = FarthestByChance(changes, noise, shape);
  for (size_t i = 0; i < z.size(); ++i) {
    const auto as_far = std::count_if(by_chance.begin(), by_chance.end(),
                                      [&](double d) { return d >= distances[i]; });
    chance.single.push_back((1.0 + static_cast<double>(as_far)) / (1.0 + kTables));
    if (distances[i] > distances[chance.leaf]) chance.leaf = i;
  }
  Contest contest(index, noise);
  for (size_t s = 0; s < index.segments() && !chance.any_several; ++s)
    chance.any_several = contest.Takes(s);
  if (!chance.any_several) return chance;
  const auto [gain, segment] = contest.Winner(z);
  chance.segment = segment;
  chance.several = changes.size() < kFewForShuffles
                       ? ChanceOfSeveralDrawn(index, changes, noise, shape, gain)
                       : ChanceOfSeveral(contest, changes, z, gain);
  return chance;
}

}  // namespace northstar::stats
