#include "analysis/explain/metric_formula.h"

#include "model/project.h"

namespace northstar {
namespace {

using stats::FormulaOp;

class Builder {
 public:
  explicit Builder(const Project& project) : project_(project) {}

  // Each returns the node's number, or -1 where there is no arithmetic.
  int AddExpr(const BoundExpr& expr, int lag) {
    if (const auto* constant = std::get_if<Constant>(&expr.node)) {
      const auto* number = std::get_if<double>(constant);
      return number == nullptr ? -1 : AddNode({FormulaOp::kConstant, -1, -1, *number, -1});
    }
    if (const auto* column = std::get_if<ColumnRef>(&expr.node)) return AddColumn(*column, lag, {});
    return AddCall(std::get<Call>(expr.node), lag);
  }

  int AddRatio(const kind::Ratio& ratio, int lag) {
    const int top = AddMetric(*project_.FindMetric(ratio.numerator), lag, {});
    const int bottom = AddMetric(*project_.FindMetric(ratio.denominator), lag, {});
    return top < 0 || bottom < 0 ? -1 : AddNode({FormulaOp::kDivide, top, bottom, 0, -1});
  }

  MetricFormula Take() { return std::move(out_); }

 private:
  int AddNode(stats::FormulaNode node) {
    out_.formula.push_back(node);
    return static_cast<int>(out_.formula.size()) - 1;
  }

  int AddColumn(const ColumnRef& column, int lag, std::optional<double> if_null) {
    const bool previous = column.kind == ColumnKind::kPreviousMetric;
    const Metric* metric = project_.FindMetric(column.name);
    return metric == nullptr ? -1 : AddMetric(*metric, lag + (previous ? 1 : 0), if_null);
  }

  int AddMetric(const Metric& metric, int lag, std::optional<double> if_null) {
    const size_t part = out_.parts.size();
    out_.parts.push_back({&metric, lag, depth_, {}, -1});
    const size_t first_leaf = out_.leaves.size();
    ++depth_;
    int node = if_null ? -1 : TakeApart(metric, lag);
    --depth_;
    if (node < 0) {
      out_.parts.resize(part + 1);  // what was begun below it
      out_.leaves.resize(first_leaf);
      out_.leaves.push_back({&metric, lag, if_null});
      node = AddNode({FormulaOp::kLeaf, -1, -1, 0, static_cast<int>(first_leaf)});
    }
    for (size_t leaf = first_leaf; leaf < out_.leaves.size(); ++leaf)
      out_.parts[part].leaves.push_back(static_cast<int>(leaf));
    out_.parts[part].node = node;
    return node;
  }

  int TakeApart(const Metric& metric, int lag) {
    const size_t nodes = out_.formula.size();
    int node = -1;
    if (const auto* ratio = metric.As<kind::Ratio>()) node = AddRatio(*ratio, lag);
    if (const auto* formula = metric.As<kind::Derived>()) node = AddExpr(*formula->expr, lag);
    if (node < 0) out_.formula.resize(nodes);
    return node;
  }

  int AddCall(const Call& call, int lag) {
    const auto arithmetic = [](Op op) -> std::optional<FormulaOp> {
      switch (op) {
        case Op::kAdd:
          return FormulaOp::kAdd;
        case Op::kSubtract:
          return FormulaOp::kSubtract;
        case Op::kMultiply:
          return FormulaOp::kMultiply;
        case Op::kDivide:
          return FormulaOp::kDivide;
        case Op::kNegate:
          return FormulaOp::kNegate;
        case Op::kAbs:
          return FormulaOp::kAbsolute;
        case Op::kLeast:
          return FormulaOp::kLeast;
        case Op::kGreatest:
          return FormulaOp::kGreatest;
        default:
          return std::nullopt;
      }
    };
    if (call.op == Op::kCoalesce) return AddCoalesce(call, lag);
    const std::optional<FormulaOp> op = arithmetic(call.op);
    if (!op || call.args.empty()) return -1;
    int left = AddExpr(*call.args[0], lag);
    if (left < 0) return -1;
    if (call.args.size() == 1)
      return *op == FormulaOp::kNegate || *op == FormulaOp::kAbsolute
                 ? AddNode({*op, left, -1, 0, -1})
                 : left;
    for (size_t i = 1; i < call.args.size(); ++i) {
      const int right = AddExpr(*call.args[i], lag);
      if (right < 0) return -1;
      left = AddNode({*op, left, right, 0, -1});
    }
    return left;
  }

  // coalesce(metric, number)
  int AddCoalesce(const Call& call, int lag) {
    if (call.args.size() != 2) return -1;
    const auto* column = std::get_if<ColumnRef>(&call.args[0]->node);
    const auto* constant = std::get_if<Constant>(&call.args[1]->node);
    const auto* number = constant == nullptr ? nullptr : std::get_if<double>(constant);
    return column == nullptr || number == nullptr ? -1 : AddColumn(*column, lag, *number);
  }

  const Project& project_;
  MetricFormula out_;
  int depth_ = 0;
};

}  // namespace

std::optional<MetricFormula> FormulaOf(const Project& project, const Metric& metric) {
  Builder builder(project);
  int node = -1;
  if (const auto* ratio = metric.As<kind::Ratio>()) node = builder.AddRatio(*ratio, 0);
  if (const auto* formula = metric.As<kind::Derived>()) node = builder.AddExpr(*formula->expr, 0);
  return node < 0 ? std::nullopt : std::optional(builder.Take());
}

std::optional<MetricFormula> FormulaOf(const Project& project, const BoundExpr& decomposition) {
  Builder builder(project);
  return builder.AddExpr(decomposition, 0) < 0 ? std::nullopt : std::optional(builder.Take());
}

}  // namespace northstar
