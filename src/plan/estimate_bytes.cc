// How much memory the accumulators of a plan need at their peak. Rough on purpose: vectors grow by
// doubling, events are spread unevenly over threads. What accumulators share counts once.
#include <algorithm>
#include <set>

#include "base/hash.h"
#include "plan/rules.h"
#include "plan/shared_rows.h"

namespace northstar {
namespace {

constexpr double kGrowth = 1.5;  // of vectors that double, on average
constexpr double kBlocks = 1.1;  // of lists of blocks

class Estimate {
 public:
  Estimate(const GatherPlan& plan, const DataFacts& facts) : plan_(plan), facts_(facts) {}

  int64_t Bytes() {
    double total = 0;
    for (const Accumulator& a : plan_.accumulators) {
      total += ForFigures(a);
      if (a.main_sets >= 0) continue;
      for (const Feed& feed : a.feeds) {
        const std::string key = SharingKey(a, feed);
        if (key.empty() || kept_.insert(key).second) total += ForRows(a, feed);
      }
    }
    return static_cast<int64_t>(total);
  }

 private:
  double Universe(const Accumulator& a) const {
    const auto entity = facts_.entity_ordinals.find(a.entity);
    const double ordinals = entity == facts_.entity_ordinals.end() ? 0 : entity->second;
    return kBuckets * (ordinals + 64);
  }
  // Cells that rows can fill: periods, times groups where the feed is told apart by them.
  double Cells(const Accumulator& a, double rows, bool broken_down) const {
    double groups = 1;
    for (const std::string& dimension : a.by) {
      const auto found = facts_.dimension_values.find(dimension);
      groups *= found == facts_.dimension_values.end() || !broken_down ? 1 : found->second + 1.0;
    }
    const double periods = static_cast<double>(plan_.PeriodsOf(a).size()) * a.columns;
    return std::min(periods * groups, std::max(rows, periods));
  }

  // What the figures of one accumulator need, however many rows there are.
  double ForFigures(const Accumulator& a) const {
    double rows = 0;
    for (const Feed& feed : a.feeds) rows += RowsOf(feed, facts_);
    const double cells = Cells(a, rows, true);
    const double wide = cells * (a.bucketed ? kBuckets : 1) * 32;
    switch (a.kind) {
      case Aggregate::kCount:
      case Aggregate::kSum:
      case Aggregate::kMin:
      case Aggregate::kMax:
        return wide * facts_.threads;
      case Aggregate::kTimeline: {
        const double steps = a.shape == Accumulator::Shape::kHistories
                                 ? rows * 24 * kGrowth * a.sampled_buckets / kBuckets
                                 : 0;
        if (a.main_sets < 0) return wide + steps + rows / kBuckets * 16 * facts_.threads;
        // The members of every period of one group, beside the sets.
        const auto sets =
            static_cast<double>(std::max(plan_.PeriodsOf(a).bounds().size(), a.spans.size()));
        return wide + sets * Universe(a) / 8 * (a.then_sets >= 0 ? 2 : 1);
      }
      case Aggregate::kPercentile:
      case Aggregate::kDistinct:
      case Aggregate::kAtLeast:
      case Aggregate::kAtLeastDistinct:
        return a.hidden ? 0 : wide;
    }
    return wide;
  }

  // What keeping the rows of one feed needs.
  double ForRows(const Accumulator& a, const Feed& feed) const {
    const double rows = RowsOf(feed, facts_);
    const double cells = Cells(a, rows, IsBrokenDown(a, feed));
    const double pages = cells * 48 * facts_.threads;
    const double listed = rows * 4 * kBlocks;
    switch (a.kind) {
      case Aggregate::kCount:
      case Aggregate::kSum:
      case Aggregate::kMin:
      case Aggregate::kMax:
        return 0;
      case Aggregate::kPercentile:
        return rows * (a.sampled ? 12 + 16 : 8) * kBlocks;
      case Aggregate::kDistinct:
      case Aggregate::kAtLeast: {
        const double bits = a.at_least <= kMostPlanes ? a.at_least : a.at_least <= 255 ? 8 : 32;
        return pages + std::min(listed, cells * Universe(a) / 8 * bits * facts_.threads);
      }
      case Aggregate::kTimeline:
        return rows * a.sampled_buckets / kBuckets *
               (24 + (a.value && feed.role == role::kMain ? 8 : 0) + (feed.other.empty() ? 0 : 4)) *
               kBlocks;
      case Aggregate::kAtLeastDistinct:
        return pages + rows * 8 * kGrowth;
    }
    return 0;
  }

  const GatherPlan& plan_;
  const DataFacts& facts_;
  std::set<std::string> kept_;
};

}  // namespace

int64_t EstimateBytes(const GatherPlan& plan, const DataFacts& facts) {
  return Estimate(plan, facts).Bytes();
}

}  // namespace northstar
