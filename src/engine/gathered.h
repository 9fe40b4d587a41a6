// What a GatherPlan yields: for every accumulator a table of cells (group × period). The same type
// whichever engine filled it; comparing two of them is how engines are checked: the same plan over
// the same data gives the same tables, whatever the threads, the passes and the order of rows.
// It leaves out what is made of cells: ratios, formulas, intervals (analysis/query). Plain values.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/hash.h"

namespace northstar {

// The values of the `by` dimensions, in their order; nullopt where the row has none. Empty without
// `by`.
using GroupKey = std::vector<std::optional<std::string>>;

// The order of groups in every table: by their texts, byte by byte, "no value" last. REQUIRES: keys
// of equal length.
struct GroupOrder {
  bool operator()(const GroupKey& a, const GroupKey& b) const {
    for (size_t d = 0; d < a.size(); ++d) {
      if (a[d] == b[d]) continue;
      if (!a[d] || !b[d]) return a[d].has_value();
      return *a[d] < *b[d];
    }
    return false;
  }
};

// One figure of one group and period. A cell without rows is there, with n == 0.
struct Cell {
  // Rows, rows with a value, or distinct entities.
  int64_t n = 0;
  // Sum, extreme or percentile; meaningless when n == 0.
  double v = 0;
};

// One value of a percentile and whose it is, for its uncertainty.
struct Sample {
  double value;
  // An entity, or a number of its own where a row has none.
  uint32_t unit;
};

// What entities did, period by period (Accumulator::Shape::kHistories). Only entities with a row,
// and only periods in which they have one: sparse.
struct Histories {
  static constexpr uint32_t kNoOther = UINT32_MAX;
  // In order of period, group, role and other.
  struct Step {
    // Of the accumulator's grid.
    int32_t period;
    // Into GatheredTable::groups.
    uint32_t group : 24;
    // Of the feed that the rows came from.
    uint32_t role : 8;
    // Id of the other entity that the rows name; kNoOther: not asked, or none.
    uint32_t other;
    // Rows, and the sum of their values.
    int32_t n;
    double v;
  };
  static_assert(sizeof(Step) == 24, "there is one for every day of every entity");
  struct Entity {
    // The same in every table of that entity.
    uint32_t id;
    // Into steps: [first, last).
    uint32_t first, last;
    // Main rows.
    int32_t rows = 0;
    // Of the seconds between successive main rows, and of their squares.
    double gap_sum = 0, gap_square_sum = 0;
  };
  // Ascending by id.
  std::vector<Entity> entities;
  std::vector<Step> steps;
};

// What one accumulator holds. Lists that its kind does not have are empty.
struct GatheredTable {
  // Of the grid, times the accumulator's columns.
  int periods = 0;
  bool bucketed = false;
  // In GroupOrder; one empty key without `by`.
  std::vector<GroupKey> groups;
  // [group * periods + period].
  std::vector<Cell> cells;
  // By cell, when the accumulator is sampled: every value that the percentile is made of.
  std::vector<std::vector<Sample>> samples;
  // Of a listing: the keys of who counts, sorted.
  std::vector<std::string> entities;
  // Of histories.
  Histories histories;
  // [(group * periods + period) * kBuckets + bucket]: adding up over buckets gives the cell.
  std::vector<Cell> bucket_cells;

  // REQUIRES: both within the table, and the table bucketed where a bucket is asked for.
  const Cell& At(size_t group, int period) const {
    return cells[group * static_cast<size_t>(periods) + static_cast<size_t>(period)];
  }
  const Cell& At(size_t group, int period, int bucket) const {
    const size_t cell = group * static_cast<size_t>(periods) + static_cast<size_t>(period);
    return bucket_cells[cell * kBuckets + static_cast<size_t>(bucket)];
  }
};

// By halving GroupOrder; end() where the table has none of these values.
inline std::vector<GroupKey>::const_iterator FindGroup(const GatheredTable& table,
                                                       const GroupKey& group) {
  const auto found =
      std::lower_bound(table.groups.begin(), table.groups.end(), group, GroupOrder());
  return found != table.groups.end() && *found == group ? found : table.groups.end();
}

struct Gathered {
  // One per accumulator of the plan, in its order; GatherPlan::answers leads from requests to them.
  std::vector<GatheredTable> tables;
};

}  // namespace northstar
