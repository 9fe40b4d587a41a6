// Every kind of collector against the plainest code that gives the same figures: random batches,
// with and without groups, shared periods, missing entities, passes and threads.
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "base/random.h"
#include "engine/kernel/collectors/collector.h"
#include "plan/shared_rows.h"

namespace northstar::kernel {
namespace {

constexpr uint32_t kPeriods = 5;

struct Row {
  uint32_t entity, other, group;
  bool has_entity;
  double value;  // NaN: none
  int32_t period;
};

std::vector<Row> MakeRows(Random& random, size_t count, uint32_t entities, bool one_period) {
  std::vector<Row> rows;
  const auto shared = static_cast<int32_t>(random.Below(kPeriods));
  for (size_t i = 0; i < count; ++i) {
    const auto skewed = static_cast<uint32_t>(random.Below(1 + random.Below(entities)));
    rows.push_back({skewed, static_cast<uint32_t>(random.Below(7)),
                    static_cast<uint32_t>(random.Below(3)), random.Below(20) != 0,
                    random.Below(15) == 0 ? NAN : random.Uniform() * 100 - 50,
                    one_period ? shared : static_cast<int32_t>(random.Below(kPeriods + 1)) - 1});
  }
  return rows;
}

// Hands rows to a collector the way a program does.
void Feed(Collector& collector, const std::vector<Row>& rows, bool grouped) {
  for (size_t start = 0; start < rows.size(); start += kChunkRows) {
    const auto size = static_cast<uint32_t>(std::min<size_t>(kChunkRows, rows.size() - start));
    std::vector<uint32_t> entity, other;
    std::vector<uint64_t> validity(kChunkRows / 64, 0);
    std::vector<int32_t> periods;
    std::vector<int64_t> ts(size, 0);
    std::map<uint32_t, std::pair<std::vector<uint16_t>, std::vector<double>>> by_group;
    bool all_valid = true;
    bool shared = true;
    for (uint32_t i = 0; i < size; ++i) {
      const Row& row = rows[start + i];
      entity.push_back(row.entity);
      other.push_back(row.other);
      auto& [order, values] = by_group[grouped ? row.group : 0];
      order.push_back(static_cast<uint16_t>(i));
      values.push_back(row.value);
      periods.push_back(row.period);
      if (row.has_entity) validity[i / 64] |= uint64_t{1} << (i % 64);
      all_valid = all_valid && row.has_entity;
      shared = shared && row.period == rows[start].period;
    }
    Chunk chunk;
    chunk.size = size;
    chunk.ts = ts.data();
    const ColumnView entities{entity.data(), all_valid ? nullptr : validity.data()};
    const ColumnView others{other.data(), nullptr};
    Batch batch;
    batch.chunk = &chunk;
    if (shared) {
      batch.periods = {nullptr, periods[0]};
    } else {
      batch.periods = {periods.data(), -1};
    }
    batch.entity = &entities;
    batch.other = &others;
    for (const auto& [group, rows_of_group] : by_group) {
      const auto& [order, values] = rows_of_group;
      batch.group = group;
      batch.rows = {order.data(), static_cast<uint32_t>(order.size()), order.size() == size};
      batch.values = values.data();
      collector.Add(batch);
    }
  }
}

Cell Naive(const Accumulator& a, const std::vector<Row>& rows, bool grouped, uint32_t group,
           int32_t period) {
  Cell cell;
  std::map<uint32_t, int> seen;
  std::map<uint32_t, std::set<uint32_t>> others;
  std::vector<double> values;
  for (const Row& row : rows) {
    if (row.period != period || (grouped && row.group != group)) continue;
    if (a.kind == Aggregate::kCount) ++cell.n;
    if (!std::isnan(row.value)) values.push_back(row.value);
    if (!row.has_entity) continue;
    ++seen[row.entity];
    others[row.entity].insert(row.other);
  }
  std::sort(values.begin(), values.end());
  const auto n = static_cast<int64_t>(values.size());
  switch (a.kind) {
    case Aggregate::kCount:
    case Aggregate::kTimeline:
      break;
    case Aggregate::kSum:
      cell.n = n;
      for (const double value : values) cell.v += value;
      break;
    case Aggregate::kMin:
      cell = {n, values.empty() ? 0 : values.front()};
      break;
    case Aggregate::kMax:
      cell = {n, values.empty() ? 0 : values.back()};
      break;
    case Aggregate::kPercentile:
      cell.n = n;
      if (n > 0) {
        const double rank = a.percentile / 100 * static_cast<double>(n - 1);
        const auto below = static_cast<size_t>(rank);
        const double high = values[std::min(below + 1, values.size() - 1)];
        cell.v = values[below] + (rank - static_cast<double>(below)) * (high - values[below]);
      }
      break;
    case Aggregate::kDistinct:
    case Aggregate::kAtLeast:
      for (const auto& [id, count] : seen) cell.n += count >= static_cast<int>(a.at_least);
      break;
    case Aggregate::kAtLeastDistinct:
      for (const auto& [id, set] : others) cell.n += set.size() >= a.at_least;
      break;
  }
  return cell;
}

TEST(Collectors, AgreeWithThePlainestCode) {
  Random random(2024);
  for (int world = 0; world < 240; ++world) {
    SCOPED_TRACE(world);
    Accumulator a;
    a.kind = static_cast<Aggregate>(random.Below(8));
    if (a.kind == Aggregate::kAtLeast) a.at_least = 2 + static_cast<uint32_t>(random.Below(5));
    if (a.kind == Aggregate::kAtLeastDistinct)
      a.at_least = 1 + static_cast<uint32_t>(random.Below(4));
    a.percentile = static_cast<double>(random.Below(101));
    a.bucketed = random.Below(2) == 0 && a.kind != Aggregate::kMin && a.kind != Aggregate::kMax &&
                 a.kind != Aggregate::kPercentile;
    const bool grouped = random.Below(2) == 0;
    if (grouped) a.by = {"plan"};
    const uint32_t entities = random.Below(2) == 0 ? 300 : 6000;
    const int passes = 1 + static_cast<int>(random.Below(3));
    std::vector<std::vector<Row>> threads;
    std::vector<Row> all;
    for (int t = 0; t < 2; ++t) {
      threads.push_back(MakeRows(random, random.Below(9000), entities, random.Below(2) == 0));
      all.insert(all.end(), threads[t].begin(), threads[t].end());
    }
    const uint32_t groups = grouped ? 3 : 1;
    std::vector<Cell> cells(groups * kPeriods);
    std::vector<Cell> buckets(cells.size() * kBuckets);
    const CollectorKind& kind = KindOf(a);
    for (int pass = 0; pass < (kind.every_pass ? passes : 1); ++pass) {
      CollectorSpec spec;
      spec.accumulator = &a;
      spec.periods = kPeriods;
      spec.space.first_bucket = static_cast<uint32_t>(kBuckets * pass / passes);
      spec.space.last_bucket = static_cast<uint32_t>(kBuckets * (pass + 1) / passes);
      spec.space.stride = 128;
      spec.planes =
          KeptInIdSets(a) ? std::max(a.at_least, 1 + static_cast<uint32_t>(world % 3)) : 1;
      spec.rows = static_cast<double>(random.Below(500'000));
      spec.pass = pass;
      spec.passes = passes;
      std::vector<std::unique_ptr<Collector>> made;
      std::vector<const Collector*> shares;
      std::vector<std::unique_ptr<Arena>> arenas;
      for (const auto& rows : threads) {
        arenas.push_back(std::make_unique<Arena>());
        spec.arena = arenas.back().get();
        made.push_back(kind.make(spec));
        Feed(*made.back(), rows, grouped);
        shares.push_back(made.back().get());
      }
      for (uint32_t g = 0; g < groups; ++g) {
        for (uint32_t p = 0; p < kPeriods; ++p) {
          const size_t cell = g * kPeriods + p;
          kind.finish({shares, a, spec.space, g, p},
                      {&cells[cell], a.bucketed ? &buckets[cell * kBuckets] : nullptr});
        }
      }
    }
    for (uint32_t g = 0; g < groups; ++g) {
      for (uint32_t p = 0; p < kPeriods; ++p) {
        const Cell& found = cells[g * kPeriods + p];
        const Cell expected = Naive(a, all, grouped, g, static_cast<int32_t>(p));
        ASSERT_EQ(found.n, expected.n)
            << AggregateName(a.kind) << " group " << g << " period " << p;
        ASSERT_NEAR(expected.n > 0 ? found.v : 0, expected.v, 1e-7) << AggregateName(a.kind);
        if (!a.bucketed) continue;
        int64_t n = 0;
        for (size_t b = 0; b < kBuckets; ++b) n += buckets[(g * kPeriods + p) * kBuckets + b].n;
        ASSERT_EQ(n, found.n);
      }
    }
  }
}

}  // namespace
}  // namespace northstar::kernel
