#include "stats/segments/segment_search.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <set>

#include "base/random.h"
#include "stats/distributions.h"
#include "stats/segments/segment_index.h"

namespace northstar::stats {
namespace {

using Where = std::vector<std::pair<size_t, uint32_t>>;

// Leaves of every combination; `factor` of the elements: actual / expected without noise.
LeafTable Make(const std::vector<uint32_t>& dimensions, double noise, uint64_t seed,
               const std::function<double(const std::vector<uint32_t>&)>& factor) {
  LeafTable table;
  table.elements.resize(dimensions.size());
  Random random(seed);
  std::vector<uint32_t> at(dimensions.size(), 0);
  for (bool more = true; more;) {
    const double size = 100 * -std::log(random.Uniform());
    table.expected.push_back(size);
    table.actual.push_back(size * factor(at) * (1 + noise * NormalQuantile(random.Uniform())));
    for (size_t d = 0; d < at.size(); ++d) table.elements[d].push_back(at[d]);
    more = false;
    for (size_t d = at.size(); d-- > 0 && !more;) {
      more = ++at[d] < dimensions[d];
      if (!more) at[d] = 0;
    }
  }
  return table;
}

std::set<Where> Found(const SegmentSearch& search) {
  std::set<Where> causes;
  for (const Cause& cause : search.causes) causes.insert(cause.where);
  return causes;
}

// New traffic: it has causes although nothing was expected of any leaf.
TEST(SegmentSearch, NothingWasExpectedAnywhere) {
  LeafTable table = Make({5, 4, 3}, 0.1, 3, [](const auto& at) { return at[1] == 2 ? 1.0 : 0.0; });
  for (double& actual : table.actual) actual = std::round(actual);
  std::fill(table.expected.begin(), table.expected.end(), 0);
  const SegmentSearch search = SearchSegments(table, {});
  ASSERT_EQ(search.causes.size(), 1U);
  EXPECT_EQ(search.causes[0].where, (Where{{1, 2}}));
  EXPECT_NEAR(search.causes[0].explains, 1, 1e-12);

  LeafTable few;  // two of four leaves
  few.elements = {{0, 0, 1, 1}, {0, 1, 0, 1}};
  few.actual = {50, 40, 0, 1};
  few.expected = {0, 0, 0, 0};
  const SegmentSearch small = SearchSegments(few, {});
  ASSERT_FALSE(small.causes.empty());
  EXPECT_EQ(small.causes[0].where, (Where{{0, 0}}));
}

TEST(SegmentSearch, FindsCausesOfEveryLayerInBothDirections) {
  const LeafTable table = Make({6, 7, 8, 5}, 0.05, 1, [](const std::vector<uint32_t>& at) {
    if (at[0] == 2) return 0.5;
    if (at[1] == 3 && at[3] == 1) return 1.8;
    if (at[0] == 4 && at[1] == 5 && at[2] == 6) return 0.2;
    if (at[0] == 1 && at[1] == 1 && at[2] == 1 && at[3] == 3) return 3.0;
    return 1.0;
  });
  const std::set<Where> expected = {
      {{0, 2}}, {{1, 3}, {3, 1}}, {{0, 4}, {1, 5}, {2, 6}}, {{0, 1}, {1, 1}, {2, 1}, {3, 3}}};
  const SegmentSearch search = SearchSegments(table, {});
  EXPECT_EQ(Found(search), expected);
  EXPECT_EQ(search.causes[0].where, (Where{{0, 2}}));
  for (const Cause& cause : search.causes) {
    EXPECT_GT(cause.score, 0.3);
    EXPECT_LE(cause.score, 1);
  }
}

TEST(SegmentSearch, ExplainsIsTheShareOfTheDeviation) {
  LeafTable table;
  table.elements = {{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}};
  table.expected.assign(12, 100);
  table.actual = {100, 101, 99, 100, 100, 20, 100, 99, 101, 100, 100, 100};
  const SegmentSearch search = SearchSegments(table, {});
  ASSERT_EQ(search.causes.size(), 1u);
  EXPECT_EQ(search.causes[0].where, (Where{{0, 5}}));
  EXPECT_NEAR(search.causes[0].explains, 1, 1e-12);
}

TEST(SegmentSearch, NoiseAloneHasNoCause) {
  for (uint64_t seed = 0; seed < 20; ++seed) {
    const LeafTable table =
        Make({8, 6, 9}, 0.15, seed, [](const std::vector<uint32_t>&) { return 1.0; });
    EXPECT_TRUE(SearchSegments(table, {}).causes.empty()) << "seed " << seed;
  }
}

TEST(SegmentSearch, WhatMovesAllAlikeHasNoCause) {
  const LeafTable table =
      Make({8, 6, 9}, 0.05, 3, [](const std::vector<uint32_t>&) { return 0.8; });
  EXPECT_TRUE(SearchSegments(table, {}).causes.empty());
}

TEST(SegmentSearch, CausesMayHoldMostLeaves) {
  const LeafTable table = Make({4, 9, 9}, 0.1, 5, [](const std::vector<uint32_t>& at) {
    return at[0] == 1 || at[0] == 3 ? 0.4 : 1.0;
  });
  EXPECT_EQ(Found(SearchSegments(table, {})), (std::set<Where>{{{0, 1}}, {{0, 3}}}));
}

// Of few leaves the half that is as expected is the usual one.
TEST(SegmentSearch, OneOfTwoElementsCanBeTheCause) {
  const auto second_moves = [](const std::vector<uint32_t>& at) { return at[0] == 1 ? 0.6 : 1.0; };
  size_t named = 0;
  for (uint64_t seed = 0; seed < 30; ++seed) {
    for (const auto& dimensions : {std::vector<uint32_t>{2, 4}, {2, 3, 2}, {2, 8}, {2, 12}}) {
      const auto causes = Found(SearchSegments(Make(dimensions, 0.03, seed, second_moves), {}));
      named += causes == std::set<Where>{{{0, 1}}};
    }
  }
  EXPECT_GE(named, 108);  // of 120
}

TEST(SegmentSearch, RatiosAreComparedByTheirValue) {
  LeafTable table = Make({6, 8, 5}, 0.05, 7,
                         [](const std::vector<uint32_t>& at) { return at[1] == 2 ? 0.5 : 1.0; });
  Random random(8);
  for (size_t i = 0; i < table.actual.size(); ++i) {
    const double below = 50 + 500 * random.Uniform();
    const double growth = 0.5 + random.Uniform();  // of the denominator: no cause of the ratio
    table.denominator_expected.push_back(below);
    table.denominator_actual.push_back(below * growth);
    table.actual[i] *= growth;
  }
  EXPECT_EQ(Found(SearchSegments(table, {})), (std::set<Where>{{{1, 2}}}));
  table.denominator_actual[0] = 0;  // a leaf without a ratio is left out
  EXPECT_EQ(Found(SearchSegments(table, {})), (std::set<Where>{{{1, 2}}}));
}

TEST(SegmentSearch, TablesWithNothingToSay) {
  const std::vector<uint32_t> codes = {0, 1, 2, 0};
  struct Row {
    const char* name;
    std::vector<double> actual, expected;
  };
  for (const Row& row : std::vector<Row>{{"zeros", {0, 0, 0, 0}, {0, 0, 0, 0}},
                                         {"as expected", {1, 2, 3, 4}, {1, 2, 3, 4}},
                                         {"nothing came", {0, 0, 0, 0}, {1, 2, 3, 4}},
                                         {"nothing expected", {1, 2, 3, 4}, {0, 0, 0, 0}},
                                         {"negative", {-1, -2, -3, -4}, {-1, -2, -3, -4}},
                                         {"huge", {1e308, 1e308, 1, 1}, {1e308, 1e308, 1, 1}},
                                         {"tiny", {5e-324, 0, 0, 0}, {5e-324, 0, 0, 0}}}) {
    for (const bool guarded : {false, true}) {
      LeafTable table;
      table.elements = {codes, codes};
      table.actual = row.actual;
      table.expected = row.expected;
      SegmentSearchOptions options;
      options.guarded = guarded;
      const SegmentSearch search = SearchSegments(table, options);
      EXPECT_TRUE(search.causes.empty()) << row.name << guarded;
      EXPECT_EQ(search.p_value, 1) << row.name;
    }
  }
  EXPECT_TRUE(SearchSegments({}, {}).causes.empty());
  LeafTable one;
  one.elements = {{7}};
  one.actual = {1};
  one.expected = {100};
  EXPECT_TRUE(SearchSegments(one, {}).causes.empty());
}

TEST(SegmentSearch, IsTheSameInEveryOrderOfRowsAndCodes) {
  LeafTable table = Make({5, 6, 7}, 0.08, 11, [](const std::vector<uint32_t>& at) {
    return at[0] == 3 && at[2] == 2 ? 0.3 : at[1] == 4 ? 1.5 : 1.0;
  });
  const std::set<Where> expected = Found(SearchSegments(table, {}));
  EXPECT_EQ(expected, (std::set<Where>{{{1, 4}}, {{0, 3}, {2, 2}}}));
  LeafTable turned = table;
  const size_t n = table.actual.size();
  for (size_t i = 0; i < n; ++i) {
    turned.actual[i] = table.actual[n - 1 - i];
    turned.expected[i] = table.expected[n - 1 - i];
    for (size_t d = 0; d < 3; ++d) turned.elements[d][i] = table.elements[d][n - 1 - i];
  }
  EXPECT_EQ(Found(SearchSegments(turned, {})), expected);
}

double Counted(Random& random, double mean) {
  return std::max(0.0, std::round(mean + std::sqrt(mean) * NormalQuantile(random.Uniform())));
}

LeafTable Counts(uint64_t seed, double factor) {
  LeafTable table;
  table.elements.resize(3);
  Random random(seed);
  for (uint32_t a = 0; a < 6; ++a) {
    for (uint32_t b = 0; b < 5; ++b) {
      for (uint32_t c = 0; c < 4; ++c) {
        const double mean = 100 + 400 * random.Uniform();
        table.elements[0].push_back(a);
        table.elements[1].push_back(b);
        table.elements[2].push_back(c);
        table.expected.push_back(Counted(random, mean));
        table.actual.push_back(Counted(random, b == 2 && c == 1 ? factor * mean : mean));
      }
    }
  }
  return table;
}

TEST(GuardedSearch, ChanceRarelyStandsOutAndAPlantedSegmentDoes) {
  SegmentSearchOptions options;
  options.guarded = true;
  int wrong = 0;
  int found = 0;
  for (uint64_t seed = 0; seed < 100; ++seed) {
    const SegmentSearch noise = SearchSegments(Counts(seed, 1), options);
    wrong += !noise.causes.empty();
    EXPECT_EQ(noise.causes.empty(), noise.p_value > options.alpha);
    found += Found(SearchSegments(Counts(seed, 0.6), options)).contains({{1, 2}, {2, 1}});
  }
  EXPECT_LE(wrong, 11);  // 5 in 100 and three standard errors
  EXPECT_GE(found, 90);
}

TEST(GuardedSearch, NamesOnlyTheCauseThatStandsOutInLargeLeaves) {
  LeafTable table = Counts(3, 0.5);
  // A small leaf that vanished is nothing to talk about.
  for (auto& codes : table.elements) codes.push_back(99);
  table.expected.push_back(20);
  table.actual.push_back(0);
  SegmentSearchOptions options;
  options.guarded = true;
  EXPECT_EQ(Found(SearchSegments(table, options)), (std::set<Where>{{{1, 2}, {2, 1}}}));
}

TEST(GuardedSearch, FoldsTheSmallElements) {
  LeafTable table;
  table.elements.resize(1);
  for (uint32_t e = 0; e < 80; ++e) {
    table.elements[0].push_back(e);
    table.expected.push_back(1000 - e);
    table.actual.push_back(e >= 49 ? 100 : 1000 - e);
  }
  SegmentSearchOptions options;
  options.guarded = true;
  EXPECT_EQ(Found(SearchSegments(table, options)), (std::set<Where>{{{0, kOtherElement}}}));
}

TEST(SegmentIndex, RowsOfSegmentsPartitionEveryCuboid) {
  const std::vector<std::vector<uint32_t>> elements = {
      {5, 5, 9, 9, 5}, {1, 2, 1, 2, 1}, {4000000000U, 0, 0, 7, 4000000000U}};
  const SegmentIndex index(elements);
  ASSERT_EQ(index.cuboids().size(), 7u);
  for (size_t c = 0; c < index.cuboids().size(); ++c) {
    const auto& cuboid = index.cuboids()[c];
    size_t rows = 0;
    for (size_t s = cuboid.first; s < cuboid.end; ++s) {
      EXPECT_EQ(index.CuboidOf(s), c);
      for (const uint32_t row : index.RowsOf(s)) {
        EXPECT_EQ(index.SegmentOf(c, row), s);
        for (const size_t d : cuboid.dimensions)
          EXPECT_EQ(elements[d][row], elements[d][index.RowsOf(s)[0]]);
        ++rows;
      }
    }
    EXPECT_EQ(rows, index.rows());
  }
  const auto& all = index.cuboids().back();
  EXPECT_EQ(all.end - all.first, 4u);  // rows 0 and 4 are one segment
}

TEST(SegmentIndex, ManyDimensionsKeepTheSmallLayersAndTheWhole) {
  const std::vector<std::vector<uint32_t>> elements(30, std::vector<uint32_t>(1000, 1));
  const SegmentIndex index(elements);
  EXPECT_EQ(index.cuboids().size(), 30u + 435 + 4060 + 1);
  EXPECT_EQ(index.cuboids().back().dimensions.size(), 30u);
}

}  // namespace
}  // namespace northstar::stats
