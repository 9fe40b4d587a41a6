#include "stats/path_contributions.h"

#include <gtest/gtest.h>

#include <cmath>

#include "base/random.h"

namespace northstar::stats {
namespace {

FormulaNode Leaf(int leaf) {
  return {FormulaOp::kLeaf, -1, -1, 0, leaf};
}
FormulaNode Of(FormulaOp op, int left, int right = -1) {
  return {op, left, right, 0, -1};
}

Formula ProductOf(int leaves) {
  Formula formula{Leaf(0)};
  for (int i = 1; i < leaves; ++i) {
    formula.push_back(Leaf(i));
    const int last = static_cast<int>(formula.size());
    formula.push_back(Of(FormulaOp::kMultiply, last - 2, last - 1));
  }
  return formula;
}

void ExpectParts(const Formula& formula, const std::vector<double>& before,
                 const std::vector<double>& after, const std::vector<double>& wanted, double near) {
  const auto found = ContributionsOf(formula, before, after);
  ASSERT_TRUE(found);
  for (size_t i = 0; i < wanted.size(); ++i) EXPECT_NEAR(found->by_leaf[i], wanted[i], near) << i;
}

// Reference vectors.
TEST(PathContributions, ProductOfFour) {
  ExpectParts(ProductOf(4), {1000, .40, 2.5, 12}, {1200, .38, 2.75, 11.5},
              {2404.458333333, -678.875, 1258.625, -563.208333333}, 1e-8);
}

TEST(PathContributions, Ratio) {
  const Formula ratio{Leaf(0), Leaf(1), Of(FormulaOp::kDivide, 0, 1)};
  ExpectParts(ratio, {50, 1000}, {66, 1200}, {.0145857245, -.0095857245}, 1e-10);
}

TEST(PathContributions, Tree) {
  // (new * activation + returning) * frequency
  const Formula tree{Leaf(0),
                     Leaf(1),
                     Of(FormulaOp::kMultiply, 0, 1),
                     Leaf(2),
                     Of(FormulaOp::kAdd, 2, 3),
                     Leaf(3),
                     Of(FormulaOp::kMultiply, 4, 5)};
  ExpectParts(tree, {2000, .30, 5000, 3.0}, {2600, .25, 5200, 3.1}, {503, -351, 610, 573}, 0.51);
  const auto found = ContributionsOf(tree, std::vector<double>{2000, .30, 5000, 3.0},
                                     std::vector<double>{2600, .25, 5200, 3.1});
  EXPECT_NEAR(found->by_leaf[0] + found->by_leaf[1] + found->by_leaf[2], 762, 0.51);
}

TEST(PathContributions, Zeros) {
  ExpectParts(ProductOf(2), {0, 2}, {3, 4}, {9, 3}, 1e-12);
  ExpectParts(ProductOf(2), {0, 0}, {0, 0}, {0, 0}, 0);
}

TEST(PathContributions, ADivisorOfZeroHasNoParts) {
  const Formula ratio{Leaf(0), Leaf(1), Of(FormulaOp::kDivide, 0, 1)};
  EXPECT_FALSE(ContributionsOf(ratio, std::vector<double>{1, 0}, std::vector<double>{1, 2}));
  // From -1 to 1 the way would pass 0: all orders instead, which add up all the same.
  const auto found = ContributionsOf(ratio, std::vector<double>{4, -1}, std::vector<double>{6, 1});
  ASSERT_TRUE(found);
  EXPECT_TRUE(found->by_orders);
  EXPECT_DOUBLE_EQ(found->by_leaf[0] + found->by_leaf[1], 10);
}

TEST(PathContributions, Kinks) {
  // least(a, b): a is the smaller one for the first half of the way, b after that.
  const Formula least{Leaf(0), Leaf(1), Of(FormulaOp::kLeast, 0, 1)};
  ExpectParts(least, {0, 2}, {4, 2}, {2, 0}, 1e-9);
  ExpectParts(least, {0, 4}, {4, 0}, {2, -2}, 1e-9);
}

// Random trees with zeros, sign changes and leaves that vanish: parts add up, flip with the
// direction, and a leaf that does not change has none.
TEST(PathContributions, RandomTreesAddUp) {
  Random random(20261125);
  int found_count = 0;
  for (int round = 0; round < 3000; ++round) {
    const int leaves = 2 + static_cast<int>(random.Below(6));
    Formula formula;
    for (int i = 0; i < leaves; ++i) formula.push_back(Leaf(i));
    for (int i = 0; i < leaves + 2; ++i) {
      constexpr FormulaOp kOps[] = {FormulaOp::kAdd,    FormulaOp::kSubtract, FormulaOp::kMultiply,
                                    FormulaOp::kDivide, FormulaOp::kGreatest, FormulaOp::kMultiply};
      formula.push_back(Of(kOps[random.Below(6)], static_cast<int>(random.Below(formula.size())),
                           static_cast<int>(formula.size()) - 1));
    }
    std::vector<double> before;
    std::vector<double> after;
    for (int i = 0; i < leaves; ++i) {
      const auto draw = [&] {
        return random.Below(8) == 0 ? 0.0
                                    : std::exp(4 * random.Uniform()) * (random.Below(5) ? 1 : -1);
      };
      before.push_back(draw());
      after.push_back(random.Below(5) == 0 ? before.back() : draw());
    }
    const auto there = ContributionsOf(formula, before, after);
    const auto back = ContributionsOf(formula, after, before);
    ASSERT_EQ(there.has_value(), back.has_value()) << "round " << round;
    if (!there) continue;
    ++found_count;
    double sum = 0;
    double size = std::fabs(there->before) + std::fabs(there->after);
    for (const double part : there->by_leaf) sum += part, size += std::fabs(part);
    EXPECT_NEAR(sum, there->after - there->before, 1e-12 * size) << "round " << round;
    for (size_t i = 0; i < before.size(); ++i) {
      EXPECT_EQ(there->by_leaf[i], -back->by_leaf[i]) << "round " << round;
      if (before[i] == after[i]) {
        EXPECT_NEAR(there->by_leaf[i], 0, 1e-12 * size);
      }
    }
  }
  EXPECT_GT(found_count, 1500);
}

}  // namespace
}  // namespace northstar::stats
