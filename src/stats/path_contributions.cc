#include "stats/path_contributions.h"

#include <algorithm>
#include <bit>
#include <boost/math/quadrature/gauss.hpp>
#include <cmath>
#include <cstdint>

namespace northstar::stats {
namespace {

using Rule = boost::math::quadrature::gauss<double, 16>;
constexpr int kDeepest = 48;  // halvings of the way
constexpr size_t kMostPieces = 1000;
constexpr int kMostLeavesInOrders = 12;

// The value of every node; false where a divisor is 0 or a value is not finite.
bool ValueOfNodes(const Formula& formula, std::span<const double> leaves,
                  std::vector<double>& value) {
  value.resize(formula.size());
  for (size_t i = 0; i < formula.size(); ++i) {
    const FormulaNode& node = formula[i];
    const double left = node.left >= 0 ? value[static_cast<size_t>(node.left)] : 0;
    const double right = node.right >= 0 ? value[static_cast<size_t>(node.right)] : 0;
    switch (node.op) {
      case FormulaOp::kConstant:
        value[i] = node.constant;
        break;
      case FormulaOp::kLeaf:
        value[i] = leaves[static_cast<size_t>(node.leaf)];
        break;
      case FormulaOp::kAdd:
        value[i] = left + right;
        break;
      case FormulaOp::kSubtract:
        value[i] = left - right;
        break;
      case FormulaOp::kMultiply:
        value[i] = left * right;
        break;
      case FormulaOp::kDivide:
        value[i] = left / right;
        break;
      case FormulaOp::kLeast:
        value[i] = std::min(left, right);
        break;
      case FormulaOp::kGreatest:
        value[i] = std::max(left, right);
        break;
      case FormulaOp::kNegate:
        value[i] = -left;
        break;
      case FormulaOp::kAbsolute:
        value[i] = std::fabs(left);
        break;
    }
    if (!std::isfinite(value[i])) return false;
  }
  return true;
}

// Adds `weight` times the slope of the result in each leaf. Where two sides are equal the slope of
// least and greatest is shared between them.
void AddSlopes(const Formula& formula, const std::vector<double>& value, double weight,
               std::vector<double>& slope, std::span<double> by_leaf) {
  slope.assign(formula.size(), 0);
  slope.back() = weight;
  for (size_t i = formula.size(); i-- > 0;) {
    const FormulaNode& node = formula[i];
    const double s = slope[i];
    if (node.op == FormulaOp::kLeaf) by_leaf[static_cast<size_t>(node.leaf)] += s;
    if (node.left < 0) continue;
    const double left = value[static_cast<size_t>(node.left)];
    double& to_left = slope[static_cast<size_t>(node.left)];
    if (node.op == FormulaOp::kNegate) to_left -= s;
    if (node.op == FormulaOp::kAbsolute) to_left += left > 0 ? s : left < 0 ? -s : 0;
    if (node.right < 0) continue;
    const double right = value[static_cast<size_t>(node.right)];
    double& to_right = slope[static_cast<size_t>(node.right)];
    const double share = left < right ? 1 : left > right ? 0 : 0.5;  // of the smaller side
    switch (node.op) {
      case FormulaOp::kAdd:
        to_left += s, to_right += s;
        break;
      case FormulaOp::kSubtract:
        to_left += s, to_right -= s;
        break;
      case FormulaOp::kMultiply:
        to_left += s * right, to_right += s * left;
        break;
      case FormulaOp::kDivide:
        to_left += s / right, to_right -= s * left / right / right;
        break;
      case FormulaOp::kLeast:
        to_left += s * share, to_right += s * (1 - share);
        break;
      case FormulaOp::kGreatest:
        to_left += s * (1 - share), to_right += s * share;
        break;
      default:
        break;
    }
  }
}

// Integrates over pieces of the way, halved where a kink or a small divisor makes it necessary.
class Path {
 public:
  Path(const Formula& formula, std::span<const double> before, std::span<const double> after)
      : formula_(formula), before_(before), after_(after), leaves_(before.size()) {}

  // False where the way meets a divisor of 0.
  bool Integrate(std::vector<double>& by_leaf) {
    by_leaf.assign(before_.size(), 0);
    std::vector<double> whole;
    if (!Over(0, 1, whole)) return false;
    for (const double part : whole) scale_ += std::fabs(part);
    if (!Refine(0, 1, whole, kDeepest, by_leaf)) return false;
    for (size_t i = 0; i < by_leaf.size(); ++i) by_leaf[i] *= after_[i] - before_[i];
    return true;
  }

 private:
  bool Over(double from, double to, std::vector<double>& integral) {
    integral.assign(before_.size(), 0);
    const double half = (to - from) / 2;
    const double middle = (from + to) / 2;
    const auto& at = Rule::abscissa();
    const auto& weight = Rule::weights();
    for (size_t k = 0; k < at.size(); ++k) {
      for (const double side : {-1.0, 1.0}) {
        const double s = middle + side * half * at[k];
        for (size_t i = 0; i < leaves_.size(); ++i)
          leaves_[i] = before_[i] * (1 - s) + after_[i] * s;
        if (!ValueOfNodes(formula_, leaves_, value_)) return false;
        if (!SameSigns()) return false;
        AddSlopes(formula_, value_, half * weight[k], slope_, integral);
      }
    }
    return true;
  }

  bool Refine(double from, double to, const std::vector<double>& whole, int depth,
              std::vector<double>& by_leaf) {
    const double middle = (from + to) / 2;
    std::vector<double> left;
    std::vector<double> right;
    if (++pieces_ > kMostPieces || !Over(from, middle, left) || !Over(middle, to, right))
      return false;
    bool agree = true;
    for (size_t i = 0; i < whole.size(); ++i) {
      const double parts = std::fabs(left[i]) + std::fabs(right[i]);
      const double tolerance = 1e-13 * parts + 1e-15 * scale_;
      agree = agree && std::fabs(left[i] + right[i] - whole[i]) <= tolerance;
    }
    if (!agree && depth == 0) return false;  // a divisor of 0 that no step showed
    if (agree) {
      for (size_t i = 0; i < whole.size(); ++i) by_leaf[i] += left[i] + right[i];
      return true;
    }
    return Refine(from, middle, left, depth - 1, by_leaf) &&
           Refine(middle, to, right, depth - 1, by_leaf);
  }

  // A divisor that changes its sign on the way was 0 somewhere.
  bool SameSigns() {
    for (const FormulaNode& node : formula_) {
      if (node.op != FormulaOp::kDivide) continue;
      const auto right = static_cast<size_t>(node.right);
      if (signs_.size() != formula_.size()) signs_.assign(formula_.size(), 0);
      const int sign = value_[right] > 0 ? 1 : -1;
      if (signs_[right] == -sign) return false;
      signs_[right] = sign;
    }
    return true;
  }

  const Formula& formula_;
  std::span<const double> before_, after_;
  std::vector<double> leaves_, value_, slope_;
  std::vector<int> signs_;
  double scale_ = 0;
  size_t pieces_ = 0;
};

// Shapley values over the leaves that change, from all their subsets.
bool ByOrders(const Formula& formula, std::span<const double> before, std::span<const double> after,
              std::vector<double>& by_leaf) {
  std::vector<size_t> changed;
  for (size_t i = 0; i < before.size(); ++i) {
    if (before[i] != after[i]) changed.push_back(i);
  }
  const int n = static_cast<int>(changed.size());
  if (n > kMostLeavesInOrders) return false;
  std::vector<double> leaves(before.begin(), before.end());
  std::vector<double> value(size_t{1} << n);
  for (uint32_t set = 0; set < value.size(); ++set) {
    for (int k = 0; k < n; ++k) {
      const size_t leaf = changed[static_cast<size_t>(k)];
      leaves[leaf] = (set >> k & 1) != 0 ? after[leaf] : before[leaf];
    }
    const std::optional<double> result = Evaluate(formula, leaves);
    if (!result) return false;
    value[set] = *result;
  }
  std::vector<double> share(static_cast<size_t>(n));  // of orders that come to a set of this size
  for (int size = 0; size < n; ++size)
    share[static_cast<size_t>(size)] =
        std::exp(std::lgamma(size + 1) + std::lgamma(n - size) - std::lgamma(n + 1));
  by_leaf.assign(before.size(), 0);
  for (uint32_t set = 0; set < value.size(); ++set) {
    for (int k = 0; k < n; ++k) {
      if ((set >> k & 1) != 0) continue;
      by_leaf[changed[static_cast<size_t>(k)]] +=
          share[static_cast<size_t>(std::popcount(set))] * (value[set | 1U << k] - value[set]);
    }
  }
  return true;
}

}  // namespace

std::optional<double> Evaluate(const Formula& formula, std::span<const double> leaves) {
  std::vector<double> value;
  if (!ValueOfNodes(formula, leaves, value)) return std::nullopt;
  return value.back();
}

std::optional<PathContributions> ContributionsOf(const Formula& formula,
                                                 std::span<const double> before,
                                                 std::span<const double> after) {
  // Always the same direction, so that rounding cannot make there and back differ.
  if (std::lexicographical_compare(after.begin(), after.end(), before.begin(), before.end())) {
    std::optional<PathContributions> back = ContributionsOf(formula, after, before);
    if (!back) return std::nullopt;
    std::swap(back->before, back->after);
    for (double& part : back->by_leaf) part = -part;
    return back;
  }
  const std::optional<double> start = Evaluate(formula, before);
  const std::optional<double> end = Evaluate(formula, after);
  if (!start || !end) return std::nullopt;
  PathContributions out;
  out.before = *start;
  out.after = *end;
  if (!Path(formula, before, after).Integrate(out.by_leaf)) {
    out.by_orders = true;
    if (!ByOrders(formula, before, after, out.by_leaf)) return std::nullopt;
  }
  // What rounding left goes to the largest part.
  double sum = 0;
  for (const double part : out.by_leaf) sum += part;
  const auto largest =
      std::max_element(out.by_leaf.begin(), out.by_leaf.end(),
                       [](double a, double b) { return std::fabs(a) < std::fabs(b); });
  if (largest != out.by_leaf.end()) *largest += (*end - *start) - sum;
  return out;
}

}  // namespace northstar::stats
