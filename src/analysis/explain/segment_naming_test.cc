// Segments that differ are named, and segments that were dealt by lot hardly ever.
#include "analysis/explain/segment_naming.h"

#include <gtest/gtest.h>

#include <cmath>

#include "base/random.h"

namespace northstar {
namespace {

// Two months of orders, each dealt to one of 6 × 4 segments; heavy-tailed amounts, or 1 each. In
// the later month the orders of element 2 of the first dimension are `factor` of what they were.
stats::LeafTable Deal(uint64_t seed, int orders, bool money, double factor = 1) {
  Random random(seed, 51);
  stats::LeafTable table;
  table.elements.resize(2);
  for (uint32_t leaf = 0; leaf < 24; ++leaf) {
    table.elements[0].push_back(leaf % 6);
    table.elements[1].push_back(leaf / 6);
  }
  table.expected.assign(24, 0);
  table.actual.assign(24, 0);
  for (std::vector<double>* month : {&table.expected, &table.actual}) {
    for (int i = 0; i < orders; ++i) {
      const auto leaf = static_cast<size_t>(random.Below(24));
      const double amount = money ? 20 * std::pow(random.Uniform(), -1 / 1.15) : 1;
      const bool lost = month == &table.actual && leaf % 6 == 2 && random.Uniform() > factor;
      if (!lost) (*month)[leaf] += amount;
    }
  }
  return table;
}

TEST(SegmentNaming, ChanceIsRarelyNamed) {
  for (const bool money : {false, true}) {
    for (const int orders : {60, 1'000}) {
      int named = 0;
      for (uint64_t seed = 1; seed <= 200; ++seed)
        named += !NameSegments(Deal(seed, orders, money)).causes.empty();
      EXPECT_LE(named, 20) << (money ? "money, " : "counts, ") << orders;
    }
  }
}

TEST(SegmentNaming, WhatFellIsNamed) {
  int found = 0;
  for (uint64_t seed = 1; seed <= 50; ++seed) {
    const NamedSegments named = NameSegments(Deal(seed, 5'000, false, 0.6));
    const std::vector<std::pair<size_t, uint32_t>> where{{0, 2}};
    found += named.causes.size() == 1 && named.causes[0].where == where;
  }
  EXPECT_GE(found, 45);
}

// One payment of a thousand times the usual makes most of the whole: the other segments have not
// fallen for it.
TEST(SegmentNaming, OneLargePaymentDoesNotMakeTheOthersFall) {
  stats::LeafTable table = Deal(3, 5'000, false);
  table.actual[7] += 200'000;
  const NamedSegments named = NameSegments(table);
  for (const stats::Cause& cause : named.causes) {
    for (const auto& [dimension, element] : cause.where)
      EXPECT_EQ(element, table.elements[dimension][7]);
  }
  EXPECT_FALSE(named.causes.empty());
}

}  // namespace
}  // namespace northstar
