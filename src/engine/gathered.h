// What a GatherPlan yields: for every accumulator a table of cells (group × period). The same type
// whichever engine filled it; comparing two of them is how engines are checked.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/hash.h"

namespace northstar {

// The values of the `by` dimensions; nullopt where the row has none.
using GroupKey = std::vector<std::optional<std::string>>;

// The order of groups in every table: by their texts, "no value" last.
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

struct Cell {
  int64_t n = 0;  // rows, rows with a value, or distinct entities
  double v = 0;   // sum, extreme or percentile; meaningless when n == 0
};

// One value of a percentile and whose it is, for its uncertainty.
struct Sample {
  double value;
  uint32_t unit;  // an entity, or a number of its own where a row has none
};

// What entities did, period by period (Accumulator::Shape::kHistories).
struct Histories {
  static constexpr uint32_t kNoOther = UINT32_MAX;
  struct Step {  // in order of period, group, role and other
    int32_t period;
    uint32_t group : 24;  // into GatheredTable::groups
    uint32_t role : 8;    // of the feed that the rows came from
    uint32_t other;       // id of the other entity that the rows name; kNoOther: not asked, or none
    int32_t n;
    double v;
  };
  static_assert(sizeof(Step) == 24, "there is one for every day of every entity");
  struct Entity {
    uint32_t id;                             // the same in every table of that entity
    uint32_t first, last;                    // into steps
    int32_t rows = 0;                        // main rows
    double gap_sum = 0, gap_square_sum = 0;  // of the seconds between successive main rows
  };
  std::vector<Entity> entities;  // ascending by id
  std::vector<Step> steps;
};

struct GatheredTable {
  int periods = 0;  // times the accumulator's columns
  bool bucketed = false;
  std::vector<GroupKey> groups;              // in GroupOrder; one empty key without `by`
  std::vector<Cell> cells;                   // [group * periods + period]
  std::vector<std::vector<Sample>> samples;  // by cell, when the accumulator is sampled
  std::vector<std::string> entities;         // of a listing: who counts, sorted
  Histories histories;                       // of histories
  std::vector<Cell> bucket_cells;            // [(group * periods + period) * kBuckets + bucket]

  const Cell& At(size_t group, int period) const {
    return cells[group * static_cast<size_t>(periods) + static_cast<size_t>(period)];
  }
  const Cell& At(size_t group, int period, int bucket) const {
    const size_t cell = group * static_cast<size_t>(periods) + static_cast<size_t>(period);
    return bucket_cells[cell * kBuckets + static_cast<size_t>(bucket)];
  }
};

// In GroupOrder; end() where the table has none of these values.
inline std::vector<GroupKey>::const_iterator FindGroup(const GatheredTable& table,
                                                       const GroupKey& group) {
  const auto found =
      std::lower_bound(table.groups.begin(), table.groups.end(), group, GroupOrder());
  return found != table.groups.end() && *found == group ? found : table.groups.end();
}

struct Gathered {
  std::vector<GatheredTable> tables;  // one per accumulator of the plan
};

}  // namespace northstar
