// Any bytes as an expression: parsed, bound and evaluated, and never a crash or a hang.
#include <cstddef>
#include <cstdint>

#include "model/eval_expr.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace northstar;
  static const TimeZone zone = *TimeZone::Load("Europe/London");
  const auto parsed = ParseExpr(std::string_view(reinterpret_cast<const char*>(data), size));
  const auto* expr = std::get_if<ExprRef>(&parsed);
  if (expr == nullptr) return 0;
  CanonicalText(**expr);
  Scope scope;
  scope.known = {"country", "amount", "time"};
  scope.what = "name";
  scope.zone = &zone;
  scope.find = [](const std::string& name) -> std::optional<ScopeColumn> {
    if (name == "time") return ScopeColumn{{ColumnKind::kTime, name}, ValueType::kTime};
    if (name.starts_with("a")) return ScopeColumn{{ColumnKind::kValue, name}, ValueType::kNumber};
    return ScopeColumn{{ColumnKind::kDimension, name}, ValueType::kText};
  };
  for (const ValueType wanted :
       {ValueType::kBool, ValueType::kNumber, ValueType::kText, ValueType::kAny}) {
    const auto bound = BindExpr(**expr, scope, wanted);
    const auto* tree = std::get_if<BoundRef>(&bound);
    if (tree == nullptr) continue;
    CanonicalText(**tree);
    const auto read = [](const ColumnRef& column) -> Scalar {
      if (column.kind == ColumnKind::kTime) return TimeLiteral{1704067200000000};
      if (column.kind == ColumnKind::kValue) return 2.5;
      return column.name.size() % 3 == 0 ? Scalar() : Scalar(column.name);
    };
    EvalScalar(**tree, read, zone);
  }
  return 0;
}
