#include "stats/segments/rate_scan.h"

#include <gtest/gtest.h>

#include <chrono>
#include <functional>

#include "base/random.h"
#include "stats/segments/rate_model.h"

namespace northstar::stats {
namespace {

using Where = std::vector<std::pair<size_t, uint32_t>>;
using Factor = std::function<double(const std::vector<uint32_t>&)>;

int Binomial(Random& random, int n, double share) {
  int hits = 0;
  for (int i = 0; i < n; ++i) hits += random.Uniform() < share;
  return hits;
}

// Leaves of every combination with `units` each, of which a share of `rate` counts: before, and
// times the factor afterwards.
LeafTable Make(const std::vector<uint32_t>& dimensions, int units, double rate, uint64_t seed,
               const Factor& factor) {
  LeafTable table;
  table.elements.resize(dimensions.size());
  Random random(seed);
  size_t leaves = 1;
  for (const uint32_t elements : dimensions) leaves *= elements;
  for (size_t leaf = 0; leaf < leaves; ++leaf) {
    std::vector<uint32_t> at;
    size_t rest = leaf;
    for (size_t d = 0; d < dimensions.size(); ++d) {
      at.push_back(static_cast<uint32_t>(rest % dimensions[d]));
      rest /= dimensions[d];
      table.elements[d].push_back(at[d]);
    }
    table.denominator_expected.push_back(units);
    table.denominator_actual.push_back(units);
    table.expected.push_back(Binomial(random, units, rate));
    table.actual.push_back(Binomial(random, units, std::min(1.0, rate * factor(at))));
  }
  return table;
}

// Seven units a leaf: rates of leaves jump between 0 and 1/7, and only together they tell.
TEST(RateScan, FindsCausesWhereLeavesHaveFewUnits) {
  const LeafTable one = Make({6, 5, 4, 3}, 7, 0.03, 1,
                             [](const auto& at) { return at[0] == 2 && at[1] == 3 ? 8.0 : 1.0; });
  const auto found = ScanRates(one, {});
  ASSERT_TRUE(found.has_value());
  ASSERT_EQ(found->causes.size(), 1U);
  EXPECT_EQ(found->causes[0].where, (Where{{0, 2}, {1, 3}}));
  EXPECT_LE(found->p_value, 0.05);
  EXPECT_GT(found->causes[0].score, 0.5);

  const LeafTable two = Make({6, 5, 4, 3}, 40, 0.2, 2, [](const auto& at) {
    if (at[0] == 1) return 0.3;
    return at[1] == 4 && at[3] == 2 ? 0.2 : 1.0;
  });
  const auto both = ScanRates(two, {});
  ASSERT_TRUE(both.has_value());
  ASSERT_EQ(both->causes.size(), 2U);
  EXPECT_NE(both->causes[0].where, both->causes[1].where);
  for (const Cause& cause : both->causes) {
    const bool first = cause.where == Where{{0, 1}};
    EXPECT_TRUE(first || (cause.where == Where{{1, 4}, {3, 2}}));
  }
}

TEST(RateScan, NamesNothingWhereAllMovedAlike) {
  int named = 0;
  for (uint64_t seed = 0; seed < 40; ++seed) {
    const LeafTable table = Make({5, 4, 3}, 9, 0.1, 100 + seed, [](const auto&) { return 2.0; });
    const auto found = ScanRates(table, {});
    ASSERT_TRUE(found.has_value());
    named += !found->causes.empty();
  }
  EXPECT_LE(named, 5);
}

// Half of all leaves halve: which half is the cause? The one that is not as expected.
TEST(RateScan, TheSideThatMovedIsNamed) {
  const LeafTable table =
      Make({2, 6, 5}, 60, 0.25, 5, [](const auto& at) { return at[0] == 1 ? 0.4 : 1.0; });
  const auto found = ScanRates(table, {});
  ASSERT_TRUE(found.has_value());
  ASSERT_FALSE(found->causes.empty());
  EXPECT_EQ(found->causes[0].where, (Where{{0, 1}}));
}

TEST(RateScan, KnowsWhatItIsNotFor) {
  LeafTable amounts = Make({4, 3}, 9, 0.2, 7, [](const auto&) { return 1.0; });
  amounts.actual[3] = 2.5;  // no count
  EXPECT_FALSE(ScanRates(amounts, {}).has_value());
  LeafTable sums = amounts;
  sums.denominator_actual.clear();
  sums.denominator_expected.clear();
  EXPECT_FALSE(ScanRates(sums, {}).has_value());
}

TEST(RateScan, NothingWasExpected) {
  LeafTable table =
      Make({4, 3, 2}, 30, 0.2, 9, [](const auto& at) { return at[1] == 2 ? 4.0 : 1.0; });
  std::fill(table.expected.begin(), table.expected.end(), 0);
  std::fill(table.denominator_expected.begin(), table.denominator_expected.end(), 0);
  const SegmentSearch found = SearchSegments(table, {});
  ASSERT_FALSE(found.causes.empty());
  EXPECT_EQ(found.causes[0].where, (Where{{1, 2}}));
  EXPECT_GT(found.causes[0].explains, 0.4);
  EXPECT_LE(found.causes[0].explains, 1);
}

TEST(RateModel, AHistoryOfFractionsTellsOfHowManyMomentsItIsTheMean) {
  LeafTable table = Make({4, 3}, 9, 0.2, 11, [](const auto&) { return 1.0; });
  EXPECT_EQ(RateTableOf(table)->moments, 1);
  for (double& hits : table.expected) hits = std::round(hits * 2) / 3;
  EXPECT_EQ(RateTableOf(table)->moments, 3);
  for (double& hits : table.expected) hits = hits * 0.977 + 0.0123;
  EXPECT_EQ(RateTableOf(table)->moments, 4);
}

}  // namespace
}  // namespace northstar::stats
