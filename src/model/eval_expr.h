// The meaning of every operator of bound_expr.h, one row at a time: what the kernel's loops and the
// printed SQL are held against. Slow on purpose: clarity first.
#pragma once

#include <functional>
#include <string>
#include <variant>

#include "model/bound_expr.h"

namespace northstar {

// std::monostate is null. Numbers are finite.
using Scalar = std::variant<std::monostate, double, std::string, bool, TimeLiteral>;

// Pure; thread safe as long as `column` is.
Scalar EvalScalar(const BoundExpr& expr, const std::function<Scalar(const ColumnRef&)>& column,
                  const TimeZone& zone);

}  // namespace northstar
