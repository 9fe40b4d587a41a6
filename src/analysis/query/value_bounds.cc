#include "analysis/query/value_bounds.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

#include "model/metric_traits.h"
#include "model/project.h"

namespace northstar {
namespace {

constexpr double kEver = std::numeric_limits<double>::infinity();

struct Range {
  double least = -kEver, most = kEver;
};
constexpr Range kNonnegative{0, kEver};
constexpr Range kShare{0, 1};
constexpr Range kUnknown{};

Range Hull(const std::vector<Range>& ranges) {
  Range hull{kEver, -kEver};
  for (const Range& one : ranges) {
    hull.least = std::min(hull.least, one.least);
    hull.most = std::max(hull.most, one.most);
  }
  return hull;
}

double Product(double a, double b) {
  return a == 0 || b == 0 ? 0 : a * b;  // what is 0 stays so, however large the other may be
}

Range Times(const Range& a, const Range& b) {
  const double corners[] = {Product(a.least, b.least), Product(a.least, b.most),
                            Product(a.most, b.least), Product(a.most, b.most)};
  return {*std::min_element(std::begin(corners), std::end(corners)),
          *std::max_element(std::begin(corners), std::end(corners))};
}

// A quotient is null where its denominator is 0.
Range Over(const Range& a, const Range& b) {
  if (b.least > 0) return Times(a, {1 / b.most, 1 / b.least});
  if (b.least == 0) return {a.least >= 0 ? 0 : -kEver, a.most <= 0 ? 0 : kEver};
  return kUnknown;
}

Range RangeOfCall(Op op, const std::vector<Range>& args) {
  switch (op) {
    case Op::kAdd:
      return {args[0].least + args[1].least, args[0].most + args[1].most};
    case Op::kSubtract:
      return {args[0].least - args[1].most, args[0].most - args[1].least};
    case Op::kMultiply:
      return Times(args[0], args[1]);
    case Op::kDivide:
      return Over(args[0], args[1]);
    case Op::kNegate:
      return {-args[0].most, -args[0].least};
    case Op::kAbs:
      if (args[0].least >= 0) return args[0];
      return {0, std::max(-args[0].least, args[0].most)};
    case Op::kIf:
      return Hull({args[1], args[2]});
    case Op::kCoalesce:
    case Op::kLeast:  // nulls are skipped, so that any of the arguments may be the only one
    case Op::kGreatest:
      return Hull(args);
    default:
      return kUnknown;
  }
}

// `known`: the range of a node, where it is told otherwise than from what stands below it.
using KnownRange = std::function<std::optional<Range>(const BoundExpr&)>;

Range RangeOf(const BoundExpr& expr, const KnownRange& known) {
  if (const auto range = known(expr)) return *range;
  if (const auto* constant = std::get_if<Constant>(&expr.node)) {
    if (const auto* number = std::get_if<double>(constant)) return {*number, *number};
    if (std::holds_alternative<NullLiteral>(*constant)) return {kEver, -kEver};
    return kUnknown;
  }
  const auto* call = std::get_if<Call>(&expr.node);
  if (call == nullptr) return kUnknown;
  std::vector<Range> args;
  for (const BoundRef& arg : call->args) args.push_back(RangeOf(*arg, known));
  return RangeOfCall(call->op, args);
}

// Of the values of the events that a metric looks at.
Range RangeOfValues(const Project& project, const Metric& metric) {
  const BoundRef& value = ValueOf(metric);
  if (!value) return kUnknown;
  return RangeOf(*value, [&](const BoundExpr& expr) -> std::optional<Range> {
    const auto* column = std::get_if<ColumnRef>(&expr.node);
    if (column == nullptr || column->kind != ColumnKind::kValue) return std::nullopt;
    if (column->name == kMoodValue && !metric.events.empty() &&
        metric.events[0].event.starts_with("feedback:"))
      return Range{-1, 1};
    for (const Source* source : project.SourcesOf(metric)) {
      if (source->scale && column->name == "rating")
        return Range{source->scale->lowest, source->scale->highest};
    }
    return std::nullopt;
  });
}

std::string TextOf(const BoundRef& expr) {
  return expr ? CanonicalText(*expr) : "";
}

// `whole` holds wherever `part` does: it is no condition, the same one, or one of those that `part`
// joins by `and`.
bool Implies(const BoundRef& part, const BoundRef& whole) {
  if (!whole) return true;
  if (!part) return false;
  if (TextOf(part) == TextOf(whole)) return true;
  const auto* call = std::get_if<Call>(&part->node);
  return call != nullptr && call->op == Op::kAnd &&
         std::any_of(call->args.begin(), call->args.end(),
                     [&](const BoundRef& one) { return Implies(one, whole); });
}

bool Covers(const Metric& whole, const EventChoice& choice, const BoundRef& where) {
  return std::any_of(whole.events.begin(), whole.events.end(), [&](const EventChoice& one) {
    const bool named =
        one.event == choice.event || (one.event.empty() && !choice.event.starts_with("feedback:"));
    return named && Implies(AndAll({choice.where, where}), one.where);
  });
}

bool SameWindow(const kind::Active& a, const kind::Active& b) {
  const auto days = [](const kind::Active& k) { return k.window ? k.window->days : -1; };
  return days(a) == days(b) && (!a.window || a.window->exact_us == b.window->exact_us);
}

// Two active metrics: what reaches the threshold of `part` reaches that of `whole`.
bool CountsFewer(const Metric& part, const Metric& whole) {
  const auto& a = std::get<kind::Active>(part.kind);
  const auto& b = std::get<kind::Active>(whole.kind);
  return part.entity == whole.entity && a.distinct == b.distinct && a.at_least >= b.at_least &&
         SameWindow(a, b);
}

struct Lagged {
  const Metric* metric = nullptr;
  bool previous = false;
};

// The metric that an expression is, if it is one.
Lagged MetricIn(const Project& project, const BoundExpr& expr) {
  const auto* column = std::get_if<ColumnRef>(&expr.node);
  if (column == nullptr) return {};
  if (column->kind != ColumnKind::kMetric && column->kind != ColumnKind::kPreviousMetric) return {};
  return {project.FindMetric(column->name), column->kind == ColumnKind::kPreviousMetric};
}

// Of those that were active the period before, some stayed and the others left.
bool IsPartOfBefore(const Metric& part, const Metric& whole) {
  const auto* lifecycle = part.As<kind::Lifecycle>();
  return lifecycle != nullptr && lifecycle->metric == whole.name &&
         (lifecycle->part == "retained" || lifecycle->part == "churned");
}

// a / b and (b - a) / b are shares where a is a part of b.
bool IsPartOfExpr(const Project& project, const BoundExpr& part, const BoundExpr& whole) {
  const Lagged b = MetricIn(project, whole);
  if (b.metric == nullptr) return false;
  if (const Lagged a = MetricIn(project, part); a.metric != nullptr) {
    if (a.previous == b.previous) return IsPartOf(project, *a.metric, *b.metric);
    return b.previous && IsPartOfBefore(*a.metric, *b.metric);
  }
  const auto* call = std::get_if<Call>(&part.node);
  return call != nullptr && call->op == Op::kSubtract &&
         CanonicalText(*call->args[0]) == CanonicalText(whole) &&
         IsPartOfExpr(project, *call->args[1], whole);
}

Range RangeOfMetric(const Project& project, const Metric& metric);

Range RangeOfFormula(const Project& project, const BoundExpr& formula) {
  return RangeOf(formula, [&](const BoundExpr& expr) -> std::optional<Range> {
    if (const auto* call = std::get_if<Call>(&expr.node)) {
      const bool share =
          call->op == Op::kDivide && IsPartOfExpr(project, *call->args[0], *call->args[1]);
      return share ? std::optional(kShare) : std::nullopt;
    }
    const Lagged one = MetricIn(project, expr);
    return one.metric == nullptr ? std::nullopt
                                 : std::optional(RangeOfMetric(project, *one.metric));
  });
}

Range RangeOfParts(const Project& project, const Metric& metric) {
  if (const auto* formula = metric.As<kind::Derived>())
    return RangeOfFormula(project, *formula->expr);
  if (const auto* sum = metric.As<kind::Cumulative>()) {
    const Range base = RangeOfMetric(project, *project.FindMetric(sum->metric));
    return {base.least >= 0 ? 0 : -kEver, base.most <= 0 ? 0 : kEver};
  }
  const auto& ratio = std::get<kind::Ratio>(metric.kind);
  const Metric& above = *project.FindMetric(ratio.numerator);
  const Metric& below = *project.FindMetric(ratio.denominator);
  if (IsPartOf(project, above, below)) return kShare;
  return Over(RangeOfMetric(project, above), RangeOfMetric(project, below));
}

Range RangeOfMetric(const Project& project, const Metric& metric) {
  switch (TraitsOf(metric).bounds) {
    case Bounds::kNone:
      break;
    case Bounds::kNotNegative:
      return kNonnegative;
    case Bounds::kShare:
      return kShare;
    case Bounds::kOfValues:
      return RangeOfValues(project, metric);
    case Bounds::kSumsOfValues: {
      const Range values = RangeOfValues(project, metric);
      return {values.least >= 0 ? 0 : -kEver, values.most <= 0 ? 0 : kEver};
    }
    case Bounds::kOfParts:
      return RangeOfParts(project, metric);
  }
  return kUnknown;
}

bool IsQuotient(const Metric& metric) {
  if (const auto* formula = metric.As<kind::Derived>()) {
    const auto* call = std::get_if<Call>(&formula->expr->node);
    return call != nullptr && call->op == Op::kDivide;
  }
  return metric.Is<kind::Ratio, kind::Average>();
}

}  // namespace

bool IsPartOf(const Project& project, const Metric& part, const Metric& whole) {
  if (&part == &whole) return RangeOfMetric(project, part).least >= 0;
  if (const auto* lifecycle = part.As<kind::Lifecycle>())
    return lifecycle->metric == whole.name && lifecycle->part != "churned";
  const bool counted = part.Is<kind::Count, kind::Active, kind::Sum>();
  if (!counted || part.kind.index() != whole.kind.index() || !whole.only.empty()) return false;
  if (part.Is<kind::Active>() && !CountsFewer(part, whole)) return false;
  if (part.Is<kind::Sum>() &&
      (TextOf(ValueOf(part)) != TextOf(ValueOf(whole)) || RangeOfValues(project, part).least < 0))
    return false;
  return Implies(part.where, whole.where) &&
         std::all_of(part.events.begin(), part.events.end(),
                     [&](const EventChoice& choice) { return Covers(whole, choice, part.where); });
}

stats::ValueLimits BoundsOf(const Project& project, const Metric& metric) {
  const Range range = RangeOfMetric(project, metric);
  stats::ValueLimits limits;
  if (std::isfinite(range.least)) limits.least = range.least;
  if (std::isfinite(range.most)) limits.most = range.most;
  limits.may_be_share = IsQuotient(metric) && !std::isfinite(range.most);
  return limits;
}

}  // namespace northstar
