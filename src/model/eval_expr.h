// The meaning of every operator of bound_expr.h, one row at a time: what the kernel's loops and the
// printed SQL are held against. Slow on purpose: clarity first. What an operator does with nulls,
// overflow and odd arguments is decided here.
#pragma once

#include <functional>
#include <string>
#include <variant>

#include "model/bound_expr.h"

namespace northstar {

// One value. std::monostate is null. Numbers are finite.
using Scalar = std::variant<std::monostate, double, std::string, bool, TimeLiteral>;

// `column` gives a column's value in the row, of the type that it was bound with, or null. `zone`
// decides the days of date_diff and reads texts as times. Both sides of `and`, `or` and `if` need
// not be evaluated. Pure; thread safe as long as `column` is.
// REQUIRES: an expression that BindExpr made.
Scalar EvalScalar(const BoundExpr& expr, const std::function<Scalar(const ColumnRef&)>& column,
                  const TimeZone& zone);

}  // namespace northstar
