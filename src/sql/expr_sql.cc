#include "sql/expr_sql.h"

#include "base/time_zone.h"

namespace northstar::sql {
namespace {

Ref ConstantToSql(const Constant& constant) {
  struct Visitor {
    Ref operator()(NullLiteral) const { return Val(NullLiteral{}); }
    Ref operator()(double value) const { return Val(value); }
    Ref operator()(const std::string& text) const { return Val(text); }
    Ref operator()(bool flag) const { return Val(flag); }
    Ref operator()(TimeLiteral time) const { return Int(time.utc_us); }
  };
  return std::visit(Visitor{}, constant);
}

// 12 for twelve, not 12.0: entities and dimensions print numbers without an idle fraction.
Ref NumberToText(const Ref& number) {
  const Ref whole = Op("=", {number, Call("trunc", {number})});
  const Ref small = Op("<", {Call("abs", {number}), Val(1e15)});
  const Ref as_integer = Make(Cast{Make(Cast{number, "bigint", true}), "varchar"});
  return Make(Case{{{And({whole, small}), as_integer}}, Make(Cast{number, "varchar"})});
}

Ref DateDiff(const std::string& unit, const Ref& from, const Ref& to, const ExprContext& context) {
  const int64_t exact = unit == "second"   ? kMicrosPerSecond
                        : unit == "minute" ? 60 * kMicrosPerSecond
                        : unit == "hour"   ? kMicrosPerHour
                                           : 0;
  if (exact > 0) {
    return Call(
        "trunc",
        {Op("/", {Make(Cast{Op("-", {to, from}), "double"}), Val(static_cast<double>(exact))})});
  }
  const auto local = [&](const Ref& us) {
    const Ref utc = Call("timezone", {Val(std::string("UTC")), Call("make_timestamp", {us})});
    return Call("timezone", {Val(context.zone), utc});
  };
  return Make(Cast{Call("date_diff", {Val(unit), local(from), local(to)}), "double"});
}

}  // namespace

Ref TextToNumber(Ref text) {
  // DuckDB reads 1_000 as a number; in data it is a text.
  const Ref plain = Op("=", {Call("strpos", {text, Val(std::string("_"))}), Int(0)});
  const Ref number = Make(Cast{std::move(text), "double", true});
  return Make(Case{{{And({plain, Call("isfinite", {number})}), number}}, nullptr});
}

Ref ToSql(const BoundExpr& expr, const ExprContext& context) {
  if (const auto* constant = std::get_if<Constant>(&expr.node)) return ConstantToSql(*constant);
  if (const auto* column = std::get_if<ColumnRef>(&expr.node)) return context.column(*column);
  const auto& call = std::get<northstar::Call>(expr.node);
  std::vector<Ref> args;
  for (const BoundRef& arg : call.args) args.push_back(ToSql(*arg, context));
  switch (call.op) {
    case northstar::Op::kAdd:
    case northstar::Op::kSubtract:
    case northstar::Op::kMultiply:
    case northstar::Op::kEqual:
    case northstar::Op::kNotEqual:
    case northstar::Op::kLess:
    case northstar::Op::kLessEqual:
    case northstar::Op::kGreater:
    case northstar::Op::kGreaterEqual:
    case northstar::Op::kAnd:
    case northstar::Op::kOr:
    case northstar::Op::kLike:
      return Op(std::string(OpName(call.op)), std::move(args));
    case northstar::Op::kDivide:
    case northstar::Op::kModulo:
      return Op(std::string(OpName(call.op)), {args[0], Call("nullif", {args[1], Val(0.0)})});
    case northstar::Op::kNegate:
      return Make(Prefix{"-", args[0]});
    case northstar::Op::kNot:
      return Make(Prefix{"not", args[0]});
    case northstar::Op::kIsNull:
      return Make(Postfix{args[0], "is null"});
    case northstar::Op::kIn: {
      const Ref first = args[0];
      args.erase(args.begin());
      return Op("in", {first, Make(Function{"", std::move(args), false})});
    }
    case northstar::Op::kBetween:
      return Op("and", {Op(">=", {args[0], args[1]}), Op("<=", {args[0], args[2]})});
    case northstar::Op::kIf:
      return Make(Case{{{args[0], args[1]}}, args[2]});
    case northstar::Op::kRound:
      if (args.size() == 2) args[1] = Make(Cast{args[1], "integer"});
      return Call("round", std::move(args));
    case northstar::Op::kConcat: {
      for (Ref& arg : args) arg = Call("coalesce", {arg, Val(std::string())});
      return Call("concat", std::move(args));
    }
    case northstar::Op::kCoalesce:
    case northstar::Op::kAbs:
    case northstar::Op::kLeast:
    case northstar::Op::kGreatest:
    case northstar::Op::kLower:
    case northstar::Op::kUpper:
      return Call(std::string(OpName(call.op)), std::move(args));
    case northstar::Op::kLength:
      return Make(Cast{Call("length", std::move(args)), "double"});
    case northstar::Op::kDateDiff: {
      for (size_t i = 1; i < 3; ++i) {
        if (call.args[i]->type == ValueType::kText && context.text_to_time) {
          args[i] = context.text_to_time(args[i]);
        }
      }
      const auto& unit = std::get<std::string>(std::get<Constant>(call.args[0]->node));
      return DateDiff(unit, args[1], args[2], context);
    }
    case northstar::Op::kToNumber: {
      const auto* column = std::get_if<ColumnRef>(&call.args[0]->node);
      return column != nullptr && context.column_to_number ? context.column_to_number(*column)
                                                           : TextToNumber(args[0]);
    }
    case northstar::Op::kToText:
      return NumberToText(args[0]);
    case northstar::Op::kPrevious:
      break;
  }
  NS_CHECK(false && "prev() is bound to a column and never reaches SQL");
}

}  // namespace northstar::sql
