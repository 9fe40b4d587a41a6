#include "sql/expr_sql.h"

#include "base/decimal.h"
#include "base/time_zone.h"
#include "base/unreachable.h"
#include "model/text_functions.h"
#include "sql/dialect.h"

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

// DecimalKey (base/decimal.h) in SQL.
Ref DecimalKeySql(const Ref& text) {
  const auto own = [](std::string_view value) { return OwnText(Quoted(std::string(value))); };
  const Ref pattern = own(R"(^\s*\+?(-?)(\d*)\.?(\d*)(?:[eE]([+-]?\d{1,4}))?\s*$)");
  const auto part = [&](const char* group) {
    return Call(Fn::kRegexGroup, {text, pattern, OwnText(group)});
  };
  const Ref negative = Op("<>", {part("1"), own("")});
  const Ref before = part("2");
  const Ref digits = Call(Fn::kConcat, {before, part("3")});
  const Ref bare = Call(Fn::kTrimStart, {digits, own("0")});
  const Ref core = Call(Fn::kTrimEnd, {bare, own("0")});
  const Ref exponent =
      Call(Fn::kCoalesce, {Make(Cast{part("4"), SqlType::kInt32, true}), OwnText("0")});
  const Ref zeros = Op("-", {Call(Fn::kLength, {digits}), Call(Fn::kLength, {bare})});
  const Ref point = Op("-", {Op("+", {Call(Fn::kLength, {before}), exponent}), zeros});
  const auto placed = [&](const std::string& sign) {
    const Ref place = Op(sign, {OwnText(std::to_string(kDecimalShift)), point});
    return Call(Fn::kPadStart, {Make(Cast{place, SqlType::kText}),
                                OwnText(std::to_string(kDecimalPlaces)), own("0")});
  };
  const Ref is_number =
      And({Op("<=", {Call(Fn::kByteLength, {text}), OwnText("1000")}),
           Call(Fn::kRegexMatches, {text, pattern}), Op("<>", {digits, own("")})});
  const Ref mirrored = Call(Fn::kTranslate, {core, own("0123456789"), own("9876543210")});
  const Ref below = Call(Fn::kConcat, {own("0"), placed("-"), mirrored, own({&kDecimalEnd, 1})});
  const Ref above = Call(Fn::kConcat, {own("2"), placed("+"), core});
  const Ref key = Make(Case{{{Op("=", {core, own("")}), own("1")}, {negative, below}}, above});
  return Make(Case{{{is_number, key}}, nullptr});
}

// Microseconds of the units that are the same everywhere; 0: it is one of the calendar.
int64_t ExactUnit(const std::string& unit) {
  return unit == "second"   ? kMicrosPerSecond
         : unit == "minute" ? 60 * kMicrosPerSecond
         : unit == "hour"   ? kMicrosPerHour
                            : 0;
}

Ref DateDiff(const std::string& unit, const Ref& from, const Ref& to, const ExprContext& context) {
  const int64_t exact = ExactUnit(unit);
  if (exact > 0) {
    return Call(Fn::kTruncate, {Op("/", {Make(Cast{Op("-", {to, from}), SqlType::kDouble}),
                                         Val(static_cast<double>(exact))})});
  }
  const auto local = [&](const Ref& us) { return Call(Fn::kLocalTime, {us, Val(context.zone)}); };
  const Ref boundaries = Call(Fn::kDateDiff, {Val(unit), local(from), local(to)});
  return Make(Cast{boundaries, SqlType::kDouble});
}

}  // namespace

Ref NumberToText(const Ref& number) {
  const Ref whole = Op("=", {number, Call(Fn::kTruncate, {number})});
  const Ref small = Op("<", {Call(Fn::kAbs, {number}), Val(1e18)});
  const Ref as_integer = Make(Cast{Make(Cast{number, SqlType::kInt64, true}), SqlType::kText});
  return Make(Case{{{And({whole, small}), as_integer}}, Make(Cast{number, SqlType::kText})});
}

Ref TextToNumber(Ref text) {
  // DuckDB reads 1_000 as a number; in data it is a text.
  const Ref plain = Op("=", {Call(Fn::kPosition, {text, Val(std::string("_"))}), Int(0)});
  const Ref number = Make(Cast{std::move(text), SqlType::kDouble, true});
  return Make(Case{{{And({plain, Call(Fn::kIsFinite, {number})}), number}}, nullptr});
}

namespace {

// Addition, subtraction and multiplication hand on what is not finite, so only what takes the
// result of arithmetic for something else has to look.
bool MayOverflow(const BoundExpr& expr) {
  const auto* call = std::get_if<northstar::Call>(&expr.node);
  if (call == nullptr || expr.type != ValueType::kNumber) return false;
  switch (call->op) {
    case northstar::Op::kAdd:
    case northstar::Op::kSubtract:
    case northstar::Op::kMultiply:
    case northstar::Op::kDivide:
    case northstar::Op::kModulo:
    case northstar::Op::kNegate:
    case northstar::Op::kAbs:
    case northstar::Op::kRound:
    case northstar::Op::kIf:
      return true;
    default:
      return false;
  }
}

// Of bool type and yet null.
bool MayBeNull(const BoundExpr& condition) {
  if (condition.type == ValueType::kNull) return true;
  const auto* call = std::get_if<northstar::Call>(&condition.node);
  return call != nullptr &&
         (call->op == northstar::Op::kIf || call->op == northstar::Op::kCoalesce ||
          call->op == northstar::Op::kLeast || call->op == northstar::Op::kGreatest);
}

class Renderer {
 public:
  explicit Renderer(const ExprContext& context) : context_(context) {}

  // Null or finite, but for arithmetic that overflowed.
  Ref Raw(const BoundExpr& expr) const {
    if (const auto* constant = std::get_if<Constant>(&expr.node)) return ConstantToSql(*constant);
    if (const auto* column = std::get_if<ColumnRef>(&expr.node)) return context_.column(*column);
    const auto& call = std::get<northstar::Call>(expr.node);
    if (const Ref test = Test(call))
      return Call(Fn::kCoalesce, {test, Val(call.op == northstar::Op::kNotEqual)});
    return Computed(call);
  }

  // A value that others may look at: finite or null.
  Ref Value(const BoundExpr& expr) const {
    const Ref sql = Raw(expr);
    if (!MayOverflow(expr)) return sql;
    if (context_.finite) return context_.finite(sql);
    return Make(Case{{{Call(Fn::kIsFinite, {sql}), sql}}, nullptr});
  }

  // True or false.
  Ref Condition(const BoundExpr& expr) const {
    const Ref sql = Raw(expr);
    return MayBeNull(expr) ? Call(Fn::kCoalesce, {sql, Val(false)}) : sql;
  }

  // True, or else false or null.
  Ref Filter(const BoundExpr& expr) const {
    const auto* call = std::get_if<northstar::Call>(&expr.node);
    if (call == nullptr) return Raw(expr);
    if (call->op == northstar::Op::kAnd || call->op == northstar::Op::kOr)
      return Op(std::string(OpName(call->op)), {Filter(*call->args[0]), Filter(*call->args[1])});
    if (call->op == northstar::Op::kNotEqual) return Raw(expr);
    const Ref test = Test(*call);
    return test ? test : Raw(expr);
  }

 private:
  std::vector<Ref> Values(const northstar::Call& call) const {
    std::vector<Ref> values;
    for (const BoundRef& arg : call.args) values.push_back(Value(*arg));
    return values;
  }

  // A comparison as SQL has it, null where a side is missing; null for other operators.
  Ref Test(const northstar::Call& call) const {
    switch (call.op) {
      case northstar::Op::kEqual:
      case northstar::Op::kNotEqual:
      case northstar::Op::kLess:
      case northstar::Op::kLessEqual:
      case northstar::Op::kGreater:
      case northstar::Op::kGreaterEqual:
      case northstar::Op::kLike:
        return Op(std::string(OpName(call.op)), Values(call));
      case northstar::Op::kStartsWith:
        return Call(Fn::kStartsWith, Values(call));
      case northstar::Op::kContains:
        return Call(Fn::kContains, Values(call));
      case northstar::Op::kIn: {
        std::vector<Ref> list = Values(call);
        const Ref first = list[0];
        list.erase(list.begin());
        return Op("in", {first, Call(Fn::kList, std::move(list))});
      }
      case northstar::Op::kBetween: {
        const std::vector<Ref> args = Values(call);
        return Op("and", {Op(">=", {args[0], args[1]}), Op("<=", {args[0], args[2]})});
      }
      default:
        return nullptr;
    }
  }

  Ref Computed(const northstar::Call& call) const {
    switch (call.op) {
      case northstar::Op::kAdd:
      case northstar::Op::kSubtract:
      case northstar::Op::kMultiply:
        return Op(std::string(OpName(call.op)), {Raw(*call.args[0]), Raw(*call.args[1])});
      case northstar::Op::kDivide:
        return Op("/", {Raw(*call.args[0]), Divisor(*call.args[1])});
      case northstar::Op::kModulo:
        return Call(Fn::kRemainder, {Raw(*call.args[0]), Divisor(*call.args[1])});
      case northstar::Op::kNegate:
        return Make(Prefix{"-", Raw(*call.args[0])});
      case northstar::Op::kAbs:
        return Call(Fn::kAbs, {Raw(*call.args[0])});
      case northstar::Op::kRound: {
        std::vector<Ref> args{Value(*call.args[0])};
        if (call.args.size() == 2)
          args.push_back(Make(Cast{Value(*call.args[1]), SqlType::kInt32, true}));
        return Call(Fn::kRound, std::move(args));
      }
      case northstar::Op::kIf:
        return Make(Case{{{Filter(*call.args[0]), Raw(*call.args[1])}}, Raw(*call.args[2])});
      case northstar::Op::kAnd:
      case northstar::Op::kOr:
        return Op(std::string(OpName(call.op)),
                  {Condition(*call.args[0]), Condition(*call.args[1])});
      case northstar::Op::kNot:
        return Make(Prefix{"not", Condition(*call.args[0])});
      case northstar::Op::kIsNull:
        return Make(Postfix{Value(*call.args[0]), "is null"});
      case northstar::Op::kSubstr:
      case northstar::Op::kSplitPart:
        return PartOf(call);
      case northstar::Op::kDateTrunc:
        return DateTruncOf(call);
      case northstar::Op::kDateDiff:
        return DateDiffOf(call);
      case northstar::Op::kToText:
        return TextOf(*call.args[0]);
      case northstar::Op::kToNumber: {
        const Ref text = Value(*call.args[0]);
        return context_.text_to_number ? context_.text_to_number(*call.args[0], text)
                                       : TextToNumber(text);
      }
      case northstar::Op::kToDecimal:
        return DecimalOf(*call.args[0]);
      default:
        return OfValues(call.op, Values(call));
    }
  }

  // Null in place of 0, so that the result is missing.
  Ref Divisor(const BoundExpr& expr) const { return Call(Fn::kNullIf, {Value(expr), Val(0.0)}); }

  // What is left of a text may be nothing.
  static Ref Filled(const Ref& text) { return Call(Fn::kNullIf, {text, Val(std::string())}); }

  // Functions that look at finished values only.
  static Ref OfValues(northstar::Op op, std::vector<Ref> args) {
    switch (op) {
      case northstar::Op::kConcat: {
        for (Ref& arg : args) arg = Call(Fn::kCoalesce, {arg, Val(std::string())});
        return Call(Fn::kConcat, std::move(args));
      }
      case northstar::Op::kCoalesce:
        return Call(Fn::kCoalesce, std::move(args));
      case northstar::Op::kLeast:
        return Call(Fn::kLeast, std::move(args));
      case northstar::Op::kGreatest:
        return Call(Fn::kGreatest, std::move(args));
      case northstar::Op::kLower:
        return Call(Fn::kLower, std::move(args));
      case northstar::Op::kUpper:
        return Call(Fn::kUpper, std::move(args));
      case northstar::Op::kLength:
        return Make(Cast{Call(Fn::kLength, std::move(args)), SqlType::kDouble});
      case northstar::Op::kAsNumber:
      case northstar::Op::kToNumber:
        return TextToNumber(args[0]);
      case northstar::Op::kTrim: {
        const Ref blanks = Val(std::string(text_functions::kBlanks));
        return Filled(Call(Fn::kTrimEnd, {Call(Fn::kTrimStart, {args[0], blanks}), blanks}));
      }
      case northstar::Op::kReplace:
        return Filled(Call(Fn::kReplace, std::move(args)));
      case northstar::Op::kJsonLength:
        return Call(Fn::kJsonLength, std::move(args));
      case northstar::Op::kParam:
        return Call(Fn::kParam, std::move(args));
      default:
        NS_UNREACHABLE("prev() is bound to a column and never reaches SQL");
    }
  }

  // Places and numbers of parts are literals, and whole.
  Ref PartOf(const northstar::Call& call) const {
    const bool split = call.op == northstar::Op::kSplitPart;
    std::vector<Ref> args = {Value(*call.args[0])};
    for (size_t i = 1; i < call.args.size(); ++i) {
      const auto* number = std::get_if<double>(&std::get<Constant>(call.args[i]->node));
      args.push_back(number != nullptr ? Int(static_cast<int64_t>(*number)) : Value(*call.args[i]));
    }
    return Filled(Call(split ? Fn::kSplitPart : Fn::kSubstr, std::move(args)));
  }

  Ref TimeOf(const BoundExpr& time) const {
    Ref us = Value(time);
    if (time.type == ValueType::kText && context_.text_to_time) us = context_.text_to_time(us);
    return us;
  }

  Ref DateTruncOf(const northstar::Call& call) const {
    const auto& unit = std::get<std::string>(std::get<Constant>(call.args[0]->node));
    const Ref us = TimeOf(*call.args[1]);
    const Ref local = Call(Fn::kLocalTime, {us, Val(context_.zone)});
    const int64_t exact = ExactUnit(unit);
    if (exact == 0) return Call(Fn::kDateTrunc, {Val(unit), local, Val(context_.zone)});
    // What is over since the unit began, before 1970 too.
    const Ref over = Call(Fn::kRemainder, {Call(Fn::kClockMicros, {local}), Int(exact)});
    const Ref since = Call(Fn::kRemainder, {Op("+", {over, Int(exact)}), Int(exact)});
    return Op("-", {us, since});
  }

  Ref DateDiffOf(const northstar::Call& call) const {
    const Ref ends[2] = {TimeOf(*call.args[1]), TimeOf(*call.args[2])};
    const auto& unit = std::get<std::string>(std::get<Constant>(call.args[0]->node));
    return DateDiff(unit, ends[0], ends[1], context_);
  }

  Ref TextOf(const BoundExpr& number) const {
    const auto* column = std::get_if<ColumnRef>(&number.node);
    if (column != nullptr && context_.text) return context_.text(*column);
    return NumberToText(Value(number));
  }

  Ref DecimalOf(const BoundExpr& text) const {
    const auto* constant = std::get_if<Constant>(&text.node);
    if (constant == nullptr) return DecimalKeySql(Value(text));
    const auto* written = std::get_if<std::string>(constant);
    const auto key = written == nullptr ? std::nullopt : DecimalKey(*written);
    return key ? Val(*key) : Make(Cast{Val(NullLiteral{}), SqlType::kText});
  }

  const ExprContext& context_;
};

}  // namespace

Ref ToSql(const BoundExpr& expr, const ExprContext& context) {
  const Renderer renderer(context);
  return expr.type == ValueType::kBool ? renderer.Condition(expr) : renderer.Value(expr);
}

Ref UnboundedToSql(const BoundExpr& number, const ExprContext& context) {
  return Renderer(context).Raw(number);
}

Ref FilterToSql(const BoundExpr& condition, const ExprContext& context) {
  return Renderer(context).Filter(condition);
}

}  // namespace northstar::sql
