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
  std::string zone;  // of date_diff's calendar days
};

Ref ToSql(const BoundExpr& expr, const ExprContext& context);
// Text to a finite double, null otherwise.
Ref TextToNumber(Ref text);

}  // namespace northstar::sql
