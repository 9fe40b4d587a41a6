#include "model/metric_parts.h"

#include <algorithm>

namespace northstar {
namespace {

using Test = std::function<std::optional<bool>(const Metric&)>;

std::optional<double> NumberIn(const BoundExpr& expr) {
  if (const auto* constant = std::get_if<Constant>(&expr.node)) {
    const auto* number = std::get_if<double>(constant);
    return number == nullptr ? std::nullopt : std::optional(*number);
  }
  const auto* call = std::get_if<Call>(&expr.node);
  if (call == nullptr || call->op != Op::kNegate) return std::nullopt;
  const auto number = NumberIn(*call->args[0]);
  return number ? std::optional(-*number) : std::nullopt;
}

// With which signs the parts that were asked for stand in a formula.
struct Signs {
  bool plus = false, minus = false;
  Signs operator|(const Signs& other) const { return {plus || other.plus, minus || other.minus}; }
  Signs Turned(bool turn) const { return turn ? Signs{minus, plus} : *this; }
};

class Search {
 public:
  Search(const Project& project, const Test& test) : project_(project), test_(test) {}

  bool Finds(const Metric& metric) const {
    if (const auto answer = test_(metric)) return *answer;
    switch (metric.type) {
      case MetricType::kRatio:
        return Finds(*project_.FindMetric(metric.numerator));
      case MetricType::kCumulative:
        return Finds(*project_.FindMetric(metric.metric));
      case MetricType::kDerived:
        return metric.expr && SignsIn(*metric.expr).plus;
      default:
        return false;
    }
  }

 private:
  Signs SignsIn(const BoundExpr& expr) const {
    if (const auto* column = std::get_if<ColumnRef>(&expr.node)) {
      const Metric* metric = project_.FindMetric(column->name);
      return {metric != nullptr && Finds(*metric), false};
    }
    const auto* call = std::get_if<Call>(&expr.node);
    return call == nullptr ? Signs{} : SignsIn(*call);
  }

  Signs Any(const std::vector<BoundRef>& args, size_t from = 0) const {
    Signs all;
    for (size_t i = from; i < args.size(); ++i) all = all | SignsIn(*args[i]);
    return all;
  }

  Signs SignsIn(const Call& call) const {
    const auto negative = [](const BoundRef& arg) { return NumberIn(*arg).value_or(1) < 0; };
    switch (call.op) {
      case Op::kSubtract:
        return SignsIn(*call.args[0]) | SignsIn(*call.args[1]).Turned(true);
      case Op::kNegate:
        return SignsIn(*call.args[0]).Turned(true);
      case Op::kMultiply:
        return Any(call.args).Turned(
            std::count_if(call.args.begin(), call.args.end(), negative) % 2 == 1);
      case Op::kDivide:
        return SignsIn(*call.args[0]).Turned(negative(call.args[1]));
      case Op::kIf:
        return Any(call.args, 1);
      case Op::kAdd:
      case Op::kCoalesce:
      case Op::kLeast:
      case Op::kGreatest:
      case Op::kRound:
        return Any(call.args);
      case Op::kAbs: {
        const Signs inside = Any(call.args);
        return {inside.plus || inside.minus, false};
      }
      default:
        return {};
    }
  }

  const Project& project_;
  const Test& test_;
};

// What an entity's value comes from: of a state the events that switch it on.
const std::vector<EventChoice>& EventsOf(const Metric& metric) {
  switch (metric.type) {
    case MetricType::kState:
      return metric.on;
    case MetricType::kConversion:
    case MetricType::kDuration:
      return metric.from.empty() ? metric.steps : metric.from;
    default:
      return metric.events;
  }
}

bool SomeAlike(const std::vector<EventChoice>& a, const std::vector<EventChoice>& b) {
  for (const EventChoice& one : a) {
    for (const EventChoice& other : b) {
      if (one.event.empty() || other.event.empty() || one.event == other.event) return true;
    }
  }
  return false;
}

// Whether what is reached from the events is alike: never asked of what reaches nothing.
bool AimsAlike(const Metric& a, const Metric& b) {
  switch (a.type) {
    case MetricType::kConversion:
    case MetricType::kDuration:
      return SomeAlike(a.to, b.to) || (a.to.empty() && b.to.empty());
    case MetricType::kRetention:
      return a.after == b.after && a.until == b.until && a.cohort == b.cohort;
    default:
      return true;
  }
}

// if(condition, amount, 0) and coalesce(amount, 0) are the amount of some rows.
const BoundExpr& WithoutFilter(const BoundExpr& value) {
  const auto* call = std::get_if<Call>(&value.node);
  if (call == nullptr) return value;
  const auto nothing = [](const BoundExpr& expr) {
    const auto* constant = std::get_if<Constant>(&expr.node);
    return constant != nullptr &&
           (std::holds_alternative<NullLiteral>(*constant) || NumberIn(expr).value_or(1) == 0);
  };
  if (call->op == Op::kIf && call->args.size() == 3 && nothing(*call->args[2]))
    return WithoutFilter(*call->args[1]);
  if (call->op == Op::kCoalesce && call->args.size() == 2 && nothing(*call->args[1]))
    return WithoutFilter(*call->args[0]);
  return value;
}

bool ValuesAlike(const Metric& a, const Metric& b) {
  if (!a.value || !b.value) return !a.value && !b.value;
  return CanonicalText(WithoutFilter(*a.value)) == CanonicalText(WithoutFilter(*b.value));
}

}  // namespace

bool RisesWith(const Project& project, const Metric& metric, const Test& test) {
  return Search(project, test).Finds(metric);
}

std::vector<const Metric*> RisingLeaves(const Project& project, const Metric& metric) {
  std::vector<const Metric*> leaves = project.LeavesOf(metric);
  std::erase_if(leaves, [&](const Metric* leaf) {
    return !RisesWith(project, metric, [&](const Metric& part) -> std::optional<bool> {
      return &part == leaf ? std::optional(true) : std::nullopt;
    });
  });
  return leaves;
}

bool SameValue(const Metric& a, const Metric& b) {
  return a.value && b.value && ValuesAlike(a, b) && SomeAlike(EventsOf(a), EventsOf(b));
}

bool SameFigure(const Metric& a, const Metric& b) {
  if (a.type != b.type) return false;
  if (a.type == MetricType::kSeries) return a.source == b.source && a.column == b.column;
  if (a.type == MetricType::kLifecycle) return a.metric == b.metric && a.part == b.part;
  const bool counted = a.type == MetricType::kCount || a.type == MetricType::kSum;
  return (counted || a.entity == b.entity) && a.distinct == b.distinct && a.p == b.p &&
         a.statistic == b.statistic && a.calculation == b.calculation && ValuesAlike(a, b) &&
         AimsAlike(a, b) && SomeAlike(EventsOf(a), EventsOf(b));
}

bool MeasuresAlike(const Project& project, const Metric& metric, const Metric& other) {
  const std::vector<const Metric*> wanted = RisingLeaves(project, other);
  return RisesWith(project, metric, [&](const Metric& part) -> std::optional<bool> {
    const bool same = std::any_of(wanted.begin(), wanted.end(),
                                  [&](const Metric* leaf) { return SameFigure(part, *leaf); });
    return same ? std::optional(true) : std::nullopt;
  });
}

}  // namespace northstar
