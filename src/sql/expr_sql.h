// BoundExpr → SQL tree, with the meaning that bound_expr.h gives to every operator: the same rows
// and values as EvalScalar (model/eval_expr.h), nulls included, which plain SQL would treat
// otherwise. Pure; thread safe as long as the functions of the context are.
// It leaves out prev(), which is bound to a column of its own and never reaches SQL here.
#pragma once

#include <functional>
#include <string>

#include "model/bound_expr.h"
#include "sql/sql_tree.h"

namespace northstar::sql {

// What stands for the columns of an expression, where the SQL is put together.
struct ExprContext {
  // Of any kind that the expression uses; instants as bigint UTC microseconds, texts as varchar.
  std::function<Ref(const ColumnRef&)> column;
  // Text to UTC microseconds, null where it is no time; may be empty: then texts are taken as they
  // are.
  std::function<Ref(Ref)> text_to_time;
  // The number that a text holds, given also as it is printed; may be empty: plain numbers only, as
  // TextToNumber reads them.
  std::function<Ref(const BoundExpr&, const Ref&)> text_to_number = {};
  // A number, null where it is not finite; may be empty: a choice that repeats the number.
  std::function<Ref(const Ref&)> finite = {};
  // A number column as it is written in its file; may be empty.
  std::function<Ref(const ColumnRef&)> text = {};
  // Of date_diff's calendar days; an IANA name.
  std::string zone;
};

// A condition is never null, a number always finite or null.
Ref ToSql(const BoundExpr& expr, const ExprContext& context);
// As ToSql, but what arithmetic overflowed to stays infinity or NaN, for a place that tells so.
Ref UnboundedToSql(const BoundExpr& number, const ExprContext& context);
// The same rows as ToSql, for a place that takes null for false: plainer to read and to optimize.
Ref FilterToSql(const BoundExpr& condition, const ExprContext& context);
// Text to a finite double, null otherwise.
Ref TextToNumber(Ref text);
// 12 for twelve, not 12.0: entities and dimensions print numbers without an idle fraction; all
// digits below 1e18.
Ref NumberToText(const Ref& number);

}  // namespace northstar::sql
