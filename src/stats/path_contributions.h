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
  // Undefined where the right side is 0.
  kDivide,
  // Where both sides are equal, least and greatest owe half of their slope to each.
  kLeast,
  kGreatest,
  // Of the left side, like kAbsolute; the right one is not looked at.
  kNegate,
  kAbsolute,
};

// A step of the formula; what its operation does not use keeps its default.
struct FormulaNode {
  FormulaOp op = FormulaOp::kConstant;
  // Places of earlier nodes in the formula.
  int left = -1, right = -1;
  // Of kConstant; and of kLeaf, which of the values it takes. Several nodes may take one leaf.
  double constant = 0;
  int leaf = -1;
};

// In order: each node comes after those it uses; the last one is the result. Plain data, without
// pointers, so that it can be copied and cut at will.
using Formula = std::vector<FormulaNode>;

// `leaves[i]` is the value of leaf i. Nullopt where a divisor is 0 or any value on the way is not
// finite. REQUIRES: a non-empty formula whose leaves are all there.
std::optional<double> Evaluate(const Formula& formula, std::span<const double> leaves);

struct PathContributions {
  double before = 0, after = 0;
  // By leaf, in the unit of the result; adds up to after - before. 0 for a leaf that did not
  // change.
  std::vector<double> by_leaf;
  // The way would have crossed a zero of a divisor: the parts are Shapley values over the orders in
  // which the leaves change. Still exact, but drilling down may no longer add up.
  bool by_orders = false;
};

// `before[i]` and `after[i]` are leaf i at both moments. Nullopt where before or after is
// undefined, or where neither way exists (a divisor changes its sign and more than 12 leaves
// change, or some order passes a divisor of 0). Integrated by Gauss-Legendre over pieces until
// halving one changes nothing, so to rounding; what is left of rounding goes to the largest part.
// REQUIRES: a non-empty formula, as many leaves before as after, all finite.
std::optional<PathContributions> ContributionsOf(const Formula& formula,
                                                 std::span<const double> before,
                                                 std::span<const double> after);

}  // namespace northstar::stats
