#include "model/metric_parts.h"

#include <algorithm>

#include "base/overloaded.h"
#include "model/project.h"

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
    return std::visit(
        Overloaded{
            [&](const kind::Ratio& ratio) { return Finds(*project_.FindMetric(ratio.numerator)); },
            [&](const kind::Cumulative& sum) { return Finds(*project_.FindMetric(sum.metric)); },
            [&](const kind::Derived& formula) {
              return formula.expr && SignsIn(*formula.expr).plus;
            },
            [](const kind::OverEvents auto&) { return false; },
            [](const kind::Given auto&) { return false; }},
        metric.kind);
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
  if (const auto* state = metric.As<kind::State>()) return state->on;
  if (!metric.Is<kind::Conversion, kind::TimeBetween>()) return metric.events;
  return FromOf(metric).empty() ? StepsOf(metric) : FromOf(metric);
}

bool SomeAlike(const std::vector<EventChoice>& a, const std::vector<EventChoice>& b) {
  for (const EventChoice& one : a) {
    for (const EventChoice& other : b) {
      if (one.event.empty() || other.event.empty() || one.event == other.event) return true;
    }
  }
  return false;
}

bool TargetsAlike(const std::vector<EventChoice>& a, const std::vector<EventChoice>& b) {
  return SomeAlike(a, b) || (a.empty() && b.empty());
}

// Of two metrics of one kind: whether the keys that it alone has make them different figures.
class KeysAlike {
 public:
  explicit KeysAlike(const Metric& other) : other_(other) {}

  bool operator()(const kind::Percentile& a) const { return a.p == Other(a).p; }
  bool operator()(const kind::Conversion& a) const {
    return a.calculation == Other(a).calculation && TargetsAlike(a.to, Other(a).to);
  }
  bool operator()(const kind::TimeBetween& a) const { return TargetsAlike(a.to, Other(a).to); }
  bool operator()(const kind::Retention& a) const {
    const kind::Retention& b = Other(a);
    return a.after == b.after && a.until == b.until && a.cohort == b.cohort;
  }
  bool operator()(const kind::Series& a) const {
    return a.source == Other(a).source && a.column == Other(a).column;
  }
  bool operator()(const kind::Lifecycle& a) const {
    return a.metric == Other(a).metric && a.part == Other(a).part;
  }
  // Keys that several have (value, statistic, events) are compared for all of them.
  bool operator()(
      const kind::OneOf<kind::Count, kind::Sum, kind::Average, kind::Min, kind::Max, kind::Median,
                        kind::Active, kind::Frequency, kind::Ratio, kind::Derived, kind::Cumulative,
                        kind::Sessions, kind::State, kind::FirstTime> auto&) const {
    return true;
  }

 private:
  template <class Kind>
  const Kind& Other(const Kind&) const {
    return std::get<Kind>(other_.kind);
  }

  const Metric& other_;
};

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
  const BoundRef& of_a = ValueOf(a);
  const BoundRef& of_b = ValueOf(b);
  if (!of_a || !of_b) return !of_a && !of_b;
  return CanonicalText(WithoutFilter(*of_a)) == CanonicalText(WithoutFilter(*of_b));
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
  return ValueOf(a) && ValueOf(b) && ValuesAlike(a, b) && SomeAlike(EventsOf(a), EventsOf(b));
}

bool SameFigure(const Metric& a, const Metric& b) {
  if (a.kind.index() != b.kind.index()) return false;
  if (!std::visit(KeysAlike(b), a.kind)) return false;
  if (a.Is<kind::Series, kind::Lifecycle>()) return true;
  const bool counted = a.Is<kind::Count, kind::Sum>();
  return (counted || a.entity == b.entity) && DistinctOf(a) == DistinctOf(b) &&
         StatisticOf(a) == StatisticOf(b) && ValuesAlike(a, b) &&
         SomeAlike(EventsOf(a), EventsOf(b));
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
