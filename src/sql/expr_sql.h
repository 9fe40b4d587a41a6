// BoundExpr → SQL tree, with the meaning that bound_expr.h gives to every operator.
#pragma once

#include <functional>
#include <string>

#include "model/bound_expr.h"
#include "sql/sql_tree.h"

namespace northstar::sql {

struct ExprContext {
  std::function<Ref(const ColumnRef&)> column;  // instants as bigint UTC microseconds
  std::function<Ref(Ref)> text_to_time;         // text to UTC microseconds; may be empty
  // The number that a column of text holds; empty: plain numbers only, as TextToNumber reads them.
  std::function<Ref(const ColumnRef&)> column_to_number = {};
  std::function<Ref(const ColumnRef&)> text = {};  // a number column as it is written; may be empty
  std::string zone;                                // of date_diff's calendar days
};

// A condition is never null, a number always finite.
Ref ToSql(const BoundExpr& expr, const ExprContext& context);
// Of arithmetic that overflowed, infinity or NaN, for a place that tells so.
Ref UnboundedToSql(const BoundExpr& number, const ExprContext& context);
// The same rows as ToSql, for a place that takes null for false: plainer to read and to optimize.
Ref FilterToSql(const BoundExpr& condition, const ExprContext& context);
// Text to a finite double, null otherwise.
Ref TextToNumber(Ref text);
// The sum over rows of a number, in which no absurdly large value takes the digits of the others.
Ref SumOf(const Ref& number);
// 12 for twelve, not 12.0: entities and dimensions print numbers without an idle fraction.
Ref NumberToText(const Ref& number);

}  // namespace northstar::sql
