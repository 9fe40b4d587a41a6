#include "stats/segments/rate_scan.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>
#include <utility>

#include "stats/segments/rate_model.h"
#include "stats/segments/segment_index.h"

namespace northstar::stats {
namespace {

constexpr size_t kMostDimensions = 4;
constexpr size_t kMostCauses = 3;
constexpr double kMostDispersion = 6;  // beyond, the counts are none of units
constexpr double kMostShape = 1000;    // hits that the model may count for in a segment
constexpr double kLeastShare = 0.1;    // of the move, for a cause
constexpr double kClearMove = 2;       // standard deviations
constexpr double kLeastHits =
    4;  // of a cause, counted or expected: fewer are no grounds for a name
constexpr int kTables = 199;
constexpr int kFewerTables = 99;  // of many leaves, for time
constexpr size_t kManyLeaves = 2000;
constexpr int kEnoughAsFar = 20;  // of 199 tables: far beyond any level that is asked for
constexpr size_t kFewForShuffles = 24;
constexpr double kNone = -1e300;  // nats: nothing can stand out
constexpr uint64_t kKey = 0x5CA7;

// What a table shows: by leaf.
struct Counts {
  std::vector<double> hits, expected;
  std::vector<double> before;  // in all moments together
};

struct Found {
  double gain = kNone;  // nats over the level of the others, less the name
  size_t segment = 0;
};

double TermOf(double hits, double mean) {
  return hits > 0 ? hits * std::log(hits / mean) - hits + mean : mean;
}

class Scan {
 public:
  Scan(const SegmentIndex& index, const RateModel& model) : index_(index), model_(model) {
    const size_t dimensions = index.cuboids().back().dimensions.size();
    std::vector<size_t> layers(dimensions + 1, 0);
    for (const auto& cuboid : index.cuboids()) ++layers[cuboid.dimensions.size()];
    for (size_t c = 0; c < index.cuboids().size(); ++c) {
      const auto& cuboid = index.cuboids()[c];
      if (cuboid.dimensions.size() > kMostDimensions) continue;
      used_.push_back(c);
      names_.push_back(std::log(static_cast<double>(cuboid.end - cuboid.first)) +
                       std::log(static_cast<double>(layers[cuboid.dimensions.size()])));
    }
    sums_.resize(index.segments());
  }

  // The segment that stands out most from the others; rows that are `taken` belong to none.
  // `places`: by row, whose counts stand there; empty: its own.
  Found Best(const Counts& counts, const std::vector<char>& taken,
             const std::vector<size_t>& places = {}) {
    std::fill(sums_.begin(), sums_.end(), Sums{});
    Sums all;
    for (size_t row = 0; row < counts.hits.size(); ++row) {
      if (taken[row] != 0) continue;
      const size_t from = places.empty() ? row : places[row];
      const Sums one{1, counts.hits[from], counts.expected[from], counts.before[from],
                     counts.expected[from] * model_.variance[from]};
      all += one;
      for (const size_t c : used_) sums_[index_.SegmentOf(c, row)] += one;
    }
    Found best;
    if (!(all.hits > 0) || !(all.expected > 0)) return best;
    for (size_t k = 0; k < used_.size(); ++k) {
      const auto& cuboid = index_.cuboids()[used_[k]];
      for (size_t s = cuboid.first; s < cuboid.end; ++s) {
        const Sums& in = sums_[s];
        if (in.rows == 0 || in.rows == all.rows) continue;
        const double gain = GainOf(in, all, names_[k], best.gain);
        if (gain > best.gain) best = {gain, s};
      }
    }
    return best;
  }

 private:
  struct Sums {
    double rows = 0, hits = 0, expected = 0, before = 0, variance = 0;

    Sums& operator+=(const Sums& other) {
      rows += other.rows;
      hits += other.hits;
      expected += other.expected;
      before += other.before;
      variance += other.variance;
      return *this;
    }
  };

  // Two sides of a table move by factors of their own rather than by one. Of a segment and all
  // others, which is the one that moved? That which is further from what was expected of it.
  // In nats, less the `name`; anything up to `least` where it is no more than that.
  double GainOf(const Sums& in, const Sums& all, double name, double least) const {
    const double others = all.hits - in.hits;
    const double others_expected = all.expected - in.expected;
    if (!(in.expected > 0) || !(others_expected > 0)) return kNone;
    const bool rose = in.hits * others_expected > others * in.expected;
    const bool moved = all.before > 0
                           ? FactorOf(in.hits, in.expected) >= FactorOf(others, others_expected)
                           : rose;  // without a history all that is new has risen
    if (!moved) return kNone;
    const double level = all.hits / all.expected;
    const double history = in.expected / (in.before + std::min(model_.shape, kMostShape));
    const double spread = model_.dispersion * in.variance / in.expected * (1 + history);
    const double gain =
        (TermOf(in.hits, level * in.expected) + TermOf(others, level * others_expected)) / spread -
        name;
    return gain <= least ? gain : gain - 0.5 * std::log1p(in.hits / spread);
  }

  static double FactorOf(double hits, double expected) {  // at least 1, up or down
    const double factor = (hits + 0.5) / (expected + 0.5);
    return std::max(factor, 1 / factor);
  }

  const SegmentIndex& index_;
  const RateModel& model_;
  std::vector<size_t> used_;   // cuboids
  std::vector<double> names_;  // by used cuboid: nats
  std::vector<Sums> sums_;     // by segment
};

// What is seen in one table.
struct Look {
  RateModel model;
  Counts counts;
  std::vector<Found> found;
  std::vector<char> taken;  // by row: the cause that holds it, from 1; 0: none
};

class Search {
 public:
  explicit Search(const LeafTable& leaves) : leaves_(leaves), index_(leaves.elements) {}

  std::optional<SegmentSearch> Run(const RateTable& table, const SegmentSearchOptions& options) {
    most_causes_ = std::min(kMostCauses, options.most_causes);
    const Look look = LookAt(table, std::nullopt);
    if (look.model.dispersion > kMostDispersion) return std::nullopt;
    return Judge(table, look, options);
  }

 private:
  // Twice, because causes that are known no longer make the leaves look noisy. Tables drawn without
  // causes are looked at in the same way.
  Look LookAt(const RateTable& table, std::optional<double> shape) const {
    Look look;
    look.taken.assign(index_.rows(), 0);
    Refit(table, {}, shape, look);
    Find(look);
    if (look.found.empty()) return look;
    const std::vector<char> moved = look.taken;
    Refit(table, moved, shape, look);
    Find(look);
    return look;
  }

  void Refit(const RateTable& table, const std::vector<char>& left_out, std::optional<double> shape,
             Look& look) const {
    look.model = FitRates(leaves_.elements, table, left_out, shape);
    look.counts = {table.after.hits, {}, {}};
    for (size_t i = 0; i < index_.rows(); ++i) {
      look.counts.expected.push_back(look.model.rate[i] * table.after.units[i]);
      look.counts.before.push_back(table.moments * table.before.hits[i]);
    }
  }

  void Take(size_t segment, char by, std::vector<char>& taken) const {
    for (const uint32_t row : index_.RowsOf(segment)) {
      if (taken[row] == 0) taken[row] = by;
    }
  }

  // Causes one after the other, each beside those before; then each once more beside the others.
  // The first is weighed against chance even where it is not worth its name.
  void Find(Look& look) const {
    Scan scan(index_, look.model);
    std::fill(look.taken.begin(), look.taken.end(), 0);
    look.found.clear();
    while (look.found.size() < most_causes_) {
      const Found best = scan.Best(look.counts, look.taken);
      if (!(best.gain > (look.found.empty() ? kNone : 0))) break;
      look.found.push_back(best);
      Take(best.segment, static_cast<char>(look.found.size()), look.taken);
    }
    for (size_t k = 0; k < look.found.size() && look.found.size() > 1; ++k) {
      const auto by = static_cast<char>(k + 1);
      std::replace(look.taken.begin(), look.taken.end(), by, char{0});
      const Found again = scan.Best(look.counts, look.taken);
      if (again.gain > 0) look.found[k] = again;
      Take(look.found[k].segment, by, look.taken);
    }
  }

  // Tables as they might have been without causes, until so many of them show more than the
  // strongest segment that more would not make it a cause. By table: the gain of its best.
  template <typename Draw>
  std::vector<double> GainsByChance(double strongest, Draw&& draw) const {
    const int tables = index_.rows() > kManyLeaves ? kFewerTables : kTables;
    std::vector<double> gains;
    int as_far = 0;
    for (int t = 0; t < tables && as_far < kEnoughAsFar; ++t) {
      gains.push_back(draw(static_cast<uint64_t>(t)));
      as_far += gains.back() >= strongest;
    }
    return gains;
  }

  std::vector<double> DrawnGains(const RateTable& table, const Look& look, double level,
                                 double strongest) const {
    return GainsByChance(strongest, [&](uint64_t t) {
      Random random(kKey, t);
      const RateTable drawn = DrawTable(random, table, look.model, level);
      double most = kNone;
      for (const Found& one : LookAt(drawn, look.model.shape).found)
        most = std::max(most, one.gain);
      return most;
    });
  }

  std::vector<double> ShuffledGains(const Look& look, double strongest) const {
    Scan scan(index_, look.model);
    const std::vector<char> none(index_.rows(), 0);
    std::vector<size_t> places(index_.rows());
    return GainsByChance(strongest, [&](uint64_t t) {
      Random random(kKey + 1, t);
      std::iota(places.begin(), places.end(), size_t{0});
      random.Shuffle(std::span(places));
      return scan.Best(look.counts, none, places).gain;
    });
  }

  // Share of tables that show as much; of those that stopped early as in Besag & Clifford 1991.
  static double ChanceOf(const std::vector<double>& by_chance, double gain) {
    const auto as_far =
        std::count_if(by_chance.begin(), by_chance.end(), [&](double one) { return one >= gain; });
    return (1.0 + static_cast<double>(as_far)) / (1.0 + static_cast<double>(by_chance.size()));
  }

  SegmentSearch Judge(const RateTable& table, const Look& look,
                      const SegmentSearchOptions& options) const {
    SegmentSearch out;
    out.of_counts = true;
    if (look.found.empty()) return out;
    const Counts& counts = look.counts;
    double hits = 0;
    double expected = 0;
    double rest_hits = 0;
    double rest_expected = 0;
    for (size_t i = 0; i < index_.rows(); ++i) {
      hits += counts.hits[i];
      expected += counts.expected[i];
      if (look.taken[i] != 0) continue;
      rest_hits += counts.hits[i];
      rest_expected += counts.expected[i];
    }
    const double level = rest_hits > 0 && rest_expected > 0 ? rest_hits / rest_expected : 1;
    double strongest = kNone;
    for (const Found& one : look.found) strongest = std::max(strongest, one.gain);
    const std::vector<double> drawn = DrawnGains(table, look, level, strongest);
    const std::vector<double> shuffled =
        index_.rows() >= kFewForShuffles ? ShuffledGains(look, strongest) : std::vector<double>{};
    const double move = hits - expected;
    const bool clear = std::fabs(move) > kClearMove * std::sqrt(look.model.dispersion * expected);
    for (const Found& one : look.found) {
      const auto rows = index_.RowsOf(one.segment);
      double p = ChanceOf(drawn, one.gain);
      if (rows.size() > 1 && !shuffled.empty()) p = std::max(p, ChanceOf(shuffled, one.gain));
      double own_hits = 0;
      double own_expected = 0;
      for (const uint32_t row : rows) {
        own_hits += counts.hits[row];
        own_expected += counts.expected[row];
      }
      const bool part = std::max(own_hits, own_expected) >= kLeastHits &&
                        (!clear || (own_hits - own_expected) / move >= kLeastShare);
      if (part) out.p_value = std::min(out.p_value, p);
      (p <= options.alpha && part ? out.causes : out.also).push_back(Named(look, one));
    }
    return out;
  }

  Cause Named(const Look& look, const Found& found) const {
    const Counts& counts = look.counts;
    Cause cause;
    const auto rows = index_.RowsOf(found.segment);
    for (const size_t d : index_.cuboids()[index_.CuboidOf(found.segment)].dimensions)
      cause.where.emplace_back(d, leaves_.elements[d][rows[0]]);
    double hits = 0;
    double expected = 0;
    for (const uint32_t row : rows) {
      hits += counts.hits[row];
      expected += counts.expected[row];
    }
    // Beyond what chance brings: half a nat for each leaf.
    double left = 0;
    for (const uint32_t row : rows) {
      const double spread = look.model.dispersion * look.model.variance[row];
      left += TermOf(counts.hits[row], hits / expected * counts.expected[row]) / spread - 0.5;
    }
    const double taken = TermOf(hits, expected) / look.model.dispersion;
    cause.score = taken > 0 ? taken / (taken + std::max(0.0, left)) : 0;
    return cause;
  }

  const LeafTable& leaves_;
  SegmentIndex index_;
  size_t most_causes_ = kMostCauses;
};

}  // namespace

std::optional<SegmentSearch> ScanRates(const LeafTable& leaves,
                                       const SegmentSearchOptions& options) {
  const std::optional<RateTable> table = RateTableOf(leaves);
  if (!table) return std::nullopt;
  return Search(leaves).Run(*table, options);
}

}  // namespace northstar::stats
