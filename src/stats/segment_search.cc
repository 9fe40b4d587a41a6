#include "stats/segment_search.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "stats/adtributor.h"
#include "stats/cause_search.h"
#include "stats/leaf_noise.h"
#include "stats/segment_guard.h"
#include "stats/segment_index.h"

namespace northstar::stats {
namespace {

constexpr size_t kLeastLeaves = 5;  // guarded: with fewer nothing can stand out from the others

// Share of the whole deviation, by leaf.
std::vector<double> SharesOf(const LeafTable& leaves) {
  const bool ratio = !leaves.denominator_actual.empty();
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
    const LeafNoise first = FitNoise(changes_, {});
    CauseSearch rough(index_, changes_, first);
    rough.Run(how);
    // Again, because causes that are known no longer blur the noise.
    CauseSearch search(index_, changes_, FitNoise(changes_, rough.covered()));
    const std::vector<FoundCause> found = search.Run(how);
    SegmentSearch out;
    std::set<size_t> named;
    for (const FoundCause& one : found) {
      out.causes.push_back(Named(one));
      named.insert(one.segment);
    }
    SortByDeviation(out.causes, found);
    if (options.guarded) Guard(first, search, options, out);
    for (const FoundCause& one : search.Leading(options.most_also + found.size(), how)) {
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

  Cause Named(const FoundCause& found) const {
    Cause cause;
    const auto rows = index_.RowsOf(found.segment);
    for (const size_t d : index_.cuboids()[index_.CuboidOf(found.segment)].dimensions)
      cause.where.emplace_back(d, leaves_.elements[d][changes_[rows[0]].leaf]);
    cause.score = found.explained;
    for (const uint32_t row : rows) cause.explains += shares_[changes_[row].leaf];
    return cause;
  }

  static void SortByDeviation(std::vector<Cause>& causes, const std::vector<FoundCause>&) {
    std::stable_sort(causes.begin(), causes.end(), [](const Cause& a, const Cause& b) {
      return std::fabs(a.explains) > std::fabs(b.explains);
    });
  }

  // Keeps the causes of the kind, single leaves or several, that chance does not bring.
  void Guard(const LeafNoise& noise, const CauseSearch& search, const SegmentSearchOptions& options,
             SegmentSearch& out) const {
    if (changes_.size() < kLeastLeaves) {
      out.also = std::move(out.causes);
      out.causes.clear();
      return;
    }
    const Chance chance = ChanceOf(index_, changes_, noise);
    const double looks = chance.any_several ? 2 : 1;
    out.p_value = std::min(1.0, looks * std::min(chance.single, chance.several));
    std::vector<Cause> kept;
    for (Cause& cause : out.causes) {
      const double p = looks * (LeavesOf(cause) > 1 ? chance.several : chance.single);
      (p <= options.alpha ? kept : out.also).push_back(std::move(cause));
    }
    if (kept.empty() && out.p_value <= options.alpha) {
      const bool several = chance.several <= chance.single;
      const size_t last = index_.cuboids().size() - 1;
      kept.push_back(
          Named(search.Weigh(several ? chance.segment : index_.SegmentOf(last, chance.leaf))));
    }
    out.causes = std::move(kept);
  }

  size_t LeavesOf(const Cause& cause) const {
    size_t leaves = 0;
    for (const LeafChange& one : changes_) {
      leaves += std::all_of(cause.where.begin(), cause.where.end(), [&](const auto& part) {
        return leaves_.elements[part.first][one.leaf] == part.second;
      });
    }
    return leaves;
  }

  const LeafTable& leaves_;
  std::vector<LeafChange> changes_;
  SegmentIndex index_;
  std::vector<double> shares_;
};

}  // namespace

SegmentSearch SearchSegments(const LeafTable& leaves, const SegmentSearchOptions& options) {
  if (leaves.elements.empty() || leaves.actual.empty()) return {};
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

}  // namespace northstar::stats
