// How much of the change of a formula is due to each of its leaves: the integral of the formula's
// slope in each leaf along the straight way from before to after. The parts add up exactly, do not
// depend on units, flip their signs when before and after are exchanged, and the part of an inner
// node is the sum of its leaves', so that drilling down always adds up again. For sums and products
// in which each leaf occurs once it equals the Shapley value (Owen 1972).
// Source: Aumann & Shapley 1974; Sun & Sundararajan 2011 (integrated paths). Pure and
// thread safe.
#pragma once

#include <optional>
#include <span>
#include <vector>

namespace northstar::stats {

enum class FormulaOp {
  kConstant,
  kLeaf,
  kAdd,
  kSubtract,
  kMultiply,
  kDivide,  // undefined where the right side is 0
  kLeast,
  kGreatest,
  kNegate,  // of the left side, like kAbsolute
  kAbsolute,
};

struct FormulaNode {
  FormulaOp op = FormulaOp::kConstant;
  int left = -1, right = -1;  // earlier nodes of the formula
  double constant = 0;
  int leaf = -1;  // which value it takes
};

// In order: each node comes after those it uses; the last one is the result.
using Formula = std::vector<FormulaNode>;

// Nullopt where a divisor is 0 or the result is not finite.
std::optional<double> Evaluate(const Formula& formula, std::span<const double> leaves);

struct PathContributions {
  double before = 0, after = 0;
  std::vector<double> by_leaf;  // adds up to after - before
  // The way would have crossed a zero of a divisor: the parts are Shapley values over the orders in
  // which the leaves change.
  bool by_orders = false;
};

// Nullopt where before or after is undefined, or where neither way exists (a divisor changes its
// sign and more than 12 leaves change, or some order passes a divisor of 0).
// REQUIRES: a non-empty formula, as many leaves before as after, all finite.
std::optional<PathContributions> ContributionsOf(const Formula& formula,
                                                 std::span<const double> before,
                                                 std::span<const double> after);

}  // namespace northstar::stats
