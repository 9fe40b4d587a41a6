#include "stats/segments/segment_search.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <optional>
#include <set>
#include <utility>

#include "stats/segments/adtributor.h"
#include "stats/segments/cause_search.h"
#include "stats/segments/leaf_noise.h"
#include "stats/segments/rate_scan.h"
#include "stats/segments/segment_guard.h"
#include "stats/segments/segment_index.h"
#include "stats/segments/typical_growth.h"

namespace northstar::stats {
namespace {

constexpr double kNearlyAll = 0.9;     // of the leaves in causes: none is left to be the usual kind
constexpr double kEnoughUsual = 0.15;  // of the leaves
constexpr double kAlike = 0.03;        // changes that may differ by that much are of one kind
constexpr double kMostOfNew = 2.0 / 3;
constexpr double kBeyondLeaves = 0.25;
constexpr size_t kLeastLeaves = 5;  // guarded: with fewer nothing can stand out from the others

// Share of the whole deviation, by leaf; of a ratio of which nothing was expected, of the new hits.
std::vector<double> SharesOf(const LeafTable& leaves) {
  const bool any = std::any_of(leaves.expected.begin(), leaves.expected.end(),
                               [](double expected) { return expected != 0; });
  const bool ratio = any && !leaves.denominator_actual.empty();
  std::vector<SegmentTotals> totals;
  for (size_t i = 0; i < leaves.actual.size(); ++i) {
    totals.push_back({leaves.expected[i], ratio ? leaves.denominator_expected[i] : 0,
                      leaves.actual[i], ratio ? leaves.denominator_actual[i] : 0});
  }
  std::vector<double> shares;
  for (const ElementView& view : ViewElements(totals, ratio)) shares.push_back(view.explains);
  return shares;
}

class Search {
 public:
  // REQUIRES: a dimension.
  explicit Search(const LeafTable& leaves)
      : leaves_(leaves),
        changes_(ChangesOf(leaves)),
        index_(Elements()),
        shares_(SharesOf(leaves)) {}

  bool empty() const { return changes_.empty(); }

  SegmentSearch Run(const SegmentSearchOptions& options) const {
    CauseSearchOptions how;
    how.most_causes = options.most_causes;
    const std::vector<char> further = FurtherKind(changes_);
    const NoiseShape shape = options.guarded ? NoiseShape::kCounts : NoiseShape::kObserved;
    LeafNoise first = FitNoise(changes_, further, shape);
    std::vector<char> displaced = Displaced(first, how, shape);
    const bool all = std::find(displaced.begin(), displaced.end(), 0) == displaced.end();
    if (all && !further.empty()) displaced = further;
    // Again, because causes that are known no longer blur the noise.
    CauseSearch search(index_, changes_, FitNoise(changes_, displaced, shape));
    const std::vector<FoundCause> found = search.Run(how);
    SegmentSearch out;
    std::set<size_t> named;
    for (const FoundCause& one : found) {
      out.causes.push_back(Named(one));
      named.insert(one.segment);
    }
    if (options.guarded) Guard(first, search, found, options, out);
    std::stable_sort(out.causes.begin(), out.causes.end(), [](const Cause& a, const Cause& b) {
      return std::fabs(a.explains) > std::fabs(b.explains);
    });
    for (const FoundCause& one : search.Leading(options.most_also + found.size())) {
      if (out.also.size() >= options.most_also) break;
      if (one.gain > 0 && named.insert(one.segment).second) out.also.push_back(Named(one));
    }
    return out;
  }

 private:
  std::vector<std::vector<uint32_t>> Elements() const {
    std::vector<std::vector<uint32_t>> elements(leaves_.elements.size());
    for (size_t d = 0; d < elements.size(); ++d) {
      for (const LeafChange& one : changes_) elements[d].push_back(leaves_.elements[d][one.leaf]);
    }
    return elements;
  }

  // By change: whether a cause of several leaves holds it; single leaves may be the tail of the
  // noise. `noise` becomes another where its usual leaves are not those that are as expected.
  std::vector<char> Displaced(LeafNoise& noise, const CauseSearchOptions& how,
                              NoiseShape shape) const {
    CauseSearch search(index_, changes_, noise);
    std::vector<FoundCause> found = search.Run(how);
    std::vector<char> unusual;
    if (AsExpected(noise, found, search.covered(), unusual)) {
      noise = FitNoise(changes_, unusual, shape);
      found = CauseSearch(index_, changes_, noise).Run(how);
    }
    std::vector<char> displaced(changes_.size(), 0);
    for (const FoundCause& one : found) {
      if (one.leaves < 2) continue;
      for (const uint32_t row : index_.RowsOf(one.segment)) displaced[row] = 1;
    }
    return displaced;
  }

  // Whether leaves that a cause holds are nearer to their expectation than the usual ones are, and
  // many enough to be the usual ones themselves; then `unusual` marks all others.
  bool AsExpected(const LeafNoise& noise, const std::vector<FoundCause>& found,
                  const std::vector<uint16_t>& covered, std::vector<char>& unusual) const {
    const auto all = static_cast<double>(changes_.size());
    const auto held = static_cast<double>(covered.size()) -
                      static_cast<double>(std::count(covered.begin(), covered.end(), 0));
    const double usual = held > kNearlyAll * all ? 2 : std::fabs(noise.center);
    double nearest = usual;
    for (const FoundCause& one : found) {
      if (one.leaves > 1) nearest = std::min(nearest, std::fabs(noise.center + one.shift));
    }
    if (nearest > usual / 3) return false;
    unusual.assign(changes_.size(), 1);
    for (const FoundCause& one : found) {
      if (std::fabs(noise.center + one.shift) > std::max(2 * nearest, nearest + kAlike)) continue;
      for (const uint32_t row : index_.RowsOf(one.segment)) {
        const double rest = changes_[row].change - noise.center - one.shift;
        if (std::fabs(rest) <= 3 * one.spread * noise.scale[row]) unusual[row] = 0;
      }
    }
    return static_cast<double>(std::count(unusual.begin(), unusual.end(), 0)) > kEnoughUsual * all;
  }

  static void KeepLarger(Chance& chance, const Chance& other) {
    chance.several = std::max(chance.several, other.several);
    for (size_t i = 0; i < chance.single.size(); ++i)
      chance.single[i] = std::max(chance.single[i], other.single[i]);
  }

  Cause Named(const FoundCause& found) const {
    Cause cause;
    const auto rows = index_.RowsOf(found.segment);
    for (const size_t d : index_.cuboids()[index_.CuboidOf(found.segment)].dimensions)
      cause.where.emplace_back(d, leaves_.elements[d][changes_[rows[0]].leaf]);
    cause.score = found.explained;
    for (const uint32_t row : rows) cause.explains += shares_[changes_[row].leaf];
    return cause;
  }

  // Keeps the causes of the kind, single leaves or several, that chance does not bring: also not
  // where large leaves are as noisy as small ones, unless the leaves vary as counts do.
  void Guard(const LeafNoise& noise, const CauseSearch& search,
             const std::vector<FoundCause>& found, const SegmentSearchOptions& options,
             SegmentSearch& out) const {
    if (changes_.size() < kLeastLeaves) {
      out.also = std::move(out.causes);
      out.causes.clear();
      return;
    }
    Chance chance = ChanceOf(index_, changes_, noise, NoiseShape::kCounts);
    if (!VaryAsCounts(leaves_, changes_)) {
      const NoiseShape flat = NoiseShape::kFlat;
      const LeafNoise level = FitNoise(changes_, FurtherKind(changes_), flat);
      KeepLarger(chance, ChanceOf(index_, changes_, level, flat));
    }
    const double looks = chance.any_several ? 2 : 1;
    const double single = chance.single[chance.leaf];
    out.p_value = std::min(1.0, looks * std::min(single, chance.several));
    std::vector<Cause> kept;
    for (size_t i = 0; i < found.size(); ++i) {
      const auto rows = index_.RowsOf(found[i].segment);
      const double p = looks * (rows.size() > 1 ? chance.several : chance.single[rows[0]]);
      (p <= options.alpha ? kept : out.also).push_back(std::move(out.causes[i]));
    }
    if (kept.empty() && out.p_value <= options.alpha) {
      const size_t last = index_.cuboids().size() - 1;
      const size_t segment =
          chance.several <= single ? chance.segment : index_.SegmentOf(last, chance.leaf);
      kept.push_back(Named(search.Weigh(segment)));
    }
    out.causes = std::move(kept);
  }

  const LeafTable& leaves_;
  std::vector<LeafChange> changes_;
  SegmentIndex index_;
  std::vector<double> shares_;
};

bool Holds(const Cause& cause, const LeafTable& leaves, size_t leaf) {
  return std::all_of(cause.where.begin(), cause.where.end(), [&](const auto& one) {
    return leaves.elements[one.first][leaf] == one.second;
  });
}

// Where nothing was expected anywhere, all that is new has to be somewhere: it stands out from
// being spread evenly. None: something was expected, or nothing is there.
std::optional<LeafTable> SpreadEvenly(const LeafTable& leaves) {
  double actual = 0;
  for (size_t i = 0; i < leaves.actual.size(); ++i) {
    if (leaves.expected[i] != 0) return std::nullopt;
    actual += leaves.actual[i];
  }
  if (actual == 0 || !leaves.denominator_actual.empty()) return std::nullopt;
  LeafTable even = leaves;
  const auto rows = static_cast<double>(leaves.actual.size());
  even.expected.assign(leaves.actual.size(), actual / rows);
  return even;
}

// The element that holds most of what is new, where that is two thirds and far more than its share
// of the leaves (few leaves do not tell the noise, and the search then finds nothing).
std::vector<Cause> HoldsMost(const LeafTable& leaves) {
  const double all = std::accumulate(leaves.actual.begin(), leaves.actual.end(), 0.0);
  const auto rows = static_cast<double>(leaves.actual.size());
  Cause best;
  double most = 0;
  for (size_t d = 0; d < leaves.elements.size(); ++d) {
    std::map<uint32_t, std::pair<double, double>> held;  // hits, leaves
    for (size_t i = 0; i < leaves.actual.size(); ++i) {
      held[leaves.elements[d][i]].first += leaves.actual[i] / all;
      held[leaves.elements[d][i]].second += 1 / rows;
    }
    for (const auto& [element, shares] : held) {
      const double beyond = shares.first - shares.second;
      if (shares.first < kMostOfNew || beyond < kBeyondLeaves || beyond <= most) continue;
      most = beyond;
      best.where = {{d, element}};
      best.score = beyond / shares.first;
    }
  }
  return best.where.empty() ? std::vector<Cause>{} : std::vector{best};
}

// What causes that were found without it explain of the whole deviation, the largest first.
void AddShares(const LeafTable& leaves, std::vector<Cause>& causes) {
  const std::vector<double> shares = SharesOf(leaves);
  for (Cause& cause : causes) {
    for (size_t i = 0; i < shares.size(); ++i) {
      if (Holds(cause, leaves, i)) cause.explains += shares[i];
    }
  }
  std::stable_sort(causes.begin(), causes.end(), [](const Cause& a, const Cause& b) {
    return std::fabs(a.explains) > std::fabs(b.explains);
  });
}

SegmentSearch SearchSums(const LeafTable& leaves, const SegmentSearchOptions& options) {
  if (!options.guarded) {
    const Search search(leaves);
    return search.empty() ? SegmentSearch{} : search.Run(options);
  }
  const GuardedTable table = GuardTable(leaves);
  if (table.leaves.actual.empty()) return {};
  const Search search(table.leaves);
  if (search.empty()) return {};
  SegmentSearch out = search.Run(options);
  for (std::vector<Cause>* causes : {&out.causes, &out.also}) {
    for (Cause& cause : *causes) {
      for (auto& [dimension, element] : cause.where) dimension = table.dimensions[dimension];
    }
  }
  return out;
}

}  // namespace

SegmentSearch SearchSegments(const LeafTable& leaves, const SegmentSearchOptions& options) {
  if (leaves.elements.empty() || leaves.actual.empty()) return {};
  if (std::optional<SegmentSearch> scanned = ScanRates(leaves, options)) {
    AddShares(leaves, scanned->causes);
    AddShares(leaves, scanned->also);
    return *std::move(scanned);
  }
  if (const auto even = SpreadEvenly(leaves)) {
    SegmentSearch found = SearchSegments(*even, options);
    if (found.causes.empty() && !options.guarded) found.causes = HoldsMost(leaves);
    for (std::vector<Cause>* causes : {&found.causes, &found.also}) {
      for (Cause& cause : *causes) cause.explains = 0;
      AddShares(leaves, *causes);
    }
    return found;
  }
  if (!options.beside_typical_growth) return SearchSums(leaves, options);
  LeafTable grown = leaves;
  const double growth = TypicalGrowth(leaves);
  for (double& expected : grown.expected) expected *= growth;
  return SearchSums(grown, options);
}

}  // namespace northstar::stats
