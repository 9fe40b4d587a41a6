#include "model/eval_expr.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/calendar.h"
#include "base/decimal.h"
#include "base/text.h"
#include "base/unreachable.h"
#include "model/text_functions.h"

namespace northstar {
namespace {

bool IsNull(const Scalar& value) {
  return std::holds_alternative<std::monostate>(value);
}
double AsNumber(const Scalar& value) {
  return std::get<double>(value);
}
const std::string& AsText(const Scalar& value) {
  return std::get<std::string>(value);
}

Scalar Finite(double value) {
  return std::isfinite(value) ? Scalar(value) : Scalar();
}

// Negative, zero or positive; REQUIRES: both of one type, neither null.
int Compare(const Scalar& a, const Scalar& b) {
  if (const auto* number = std::get_if<double>(&a)) {
    return *number < AsNumber(b) ? -1 : *number > AsNumber(b) ? 1 : 0;
  }
  if (const auto* text = std::get_if<std::string>(&a)) return text->compare(AsText(b));
  if (const auto* flag = std::get_if<bool>(&a))
    return static_cast<int>(*flag) - static_cast<int>(std::get<bool>(b));
  const int64_t x = std::get<TimeLiteral>(a).utc_us;
  const int64_t y = std::get<TimeLiteral>(b).utc_us;
  return x < y ? -1 : x > y ? 1 : 0;
}

// What is missing equals nothing, so it differs from everything.
bool Comparison(Op op, const Scalar& a, const Scalar& b) {
  if (IsNull(a) || IsNull(b)) return op == Op::kNotEqual;
  const int order = Compare(a, b);
  switch (op) {
    case Op::kEqual:
      return order == 0;
    case Op::kNotEqual:
      return order != 0;
    case Op::kLess:
      return order < 0;
    case Op::kLessEqual:
      return order <= 0;
    case Op::kGreater:
      return order > 0;
    default:
      return order >= 0;
  }
}

// Whole numbers in all their digits, as SQL prints a bigint; others in their shortest form.
std::string NumberAsText(double value) {
  constexpr double kLargestWhole = 1e18;
  if (std::trunc(value) != value || std::fabs(value) >= kLargestWhole) return FormatNumber(value);
  return std::to_string(static_cast<int64_t>(value));
}

// Microseconds of the units that are the same everywhere; 0: it is one of the calendar.
int64_t ExactUnit(const std::string& unit) {
  return unit == "second"   ? kMicrosPerSecond
         : unit == "minute" ? 60 * kMicrosPerSecond
         : unit == "hour"   ? kMicrosPerHour
                            : 0;
}

Scalar DateDiff(const std::string& unit, int64_t from, int64_t to, const TimeZone& zone) {
  const double span = static_cast<double>(to - from);
  if (const int64_t exact = ExactUnit(unit); exact > 0)
    return std::trunc(span / static_cast<double>(exact));
  const Calendar calendar(zone, Weekday::kMonday, 1);
  const Day a = calendar.LocalDay(from);
  const Day b = calendar.LocalDay(to);
  if (unit == "day") return static_cast<double>(b - a);
  if (unit == "week") {
    return static_cast<double>(calendar.PeriodStart(Grain::kWeek, b) -
                               calendar.PeriodStart(Grain::kWeek, a)) /
           7;
  }
  const CivilDate x = CivilOf(a);
  const CivilDate y = CivilOf(b);
  const int months = (y.year * 12 + y.month) - (x.year * 12 + x.month);
  if (unit == "month") return static_cast<double>(months);
  if (unit == "quarter") {
    return static_cast<double>((y.year * 4 + (y.month - 1) / 3) - (x.year * 4 + (x.month - 1) / 3));
  }
  return static_cast<double>(y.year - x.year);
}

// The begin of the unit that the instant lies in, by the clock of the zone; weeks begin on Mondays.
int64_t DateTrunc(const std::string& unit, int64_t us, const TimeZone& zone) {
  if (const int64_t exact = ExactUnit(unit); exact > 0) {
    const int64_t clock = zone.ToLocal(us);
    return us - ((clock % exact) + exact) % exact;
  }
  const Calendar calendar(zone, Weekday::kMonday, 1);
  return calendar.DayStart(calendar.PeriodStart(*GrainFromName(unit), calendar.LocalDay(us)));
}

// Half away from zero. What is too large for the digits asked keeps its own, as in SQL.
Scalar Round(double value, double digits) {
  const double whole = std::nearbyint(digits);
  if (std::fabs(whole) > std::numeric_limits<int32_t>::max()) return {};
  const double unit = std::pow(10.0, std::fabs(whole));
  const double rounded =
      whole < 0 ? std::round(value / unit) * unit : std::round(value * unit) / unit;
  if (std::isfinite(rounded)) return rounded;
  return whole < 0 ? 0.0 : value;
}

class Evaluator {
 public:
  Evaluator(const std::function<Scalar(const ColumnRef&)>& column, const TimeZone& zone)
      : column_(column), zone_(zone) {}

  Scalar Eval(const BoundExpr& expr) const {
    if (const auto* constant = std::get_if<Constant>(&expr.node)) {
      struct Visitor {
        Scalar operator()(NullLiteral) const { return {}; }
        Scalar operator()(double d) const { return d; }
        Scalar operator()(const std::string& t) const { return t; }
        Scalar operator()(bool b) const { return b; }
        Scalar operator()(TimeLiteral t) const { return t; }
      };
      return std::visit(Visitor{}, *constant);
    }
    if (const auto* column = std::get_if<ColumnRef>(&expr.node)) return column_(*column);
    return EvalCall(std::get<Call>(expr.node));
  }

 private:
  Scalar EvalCall(const Call& call) const {
    switch (call.op) {
      case Op::kAnd:
        return Holds(*call.args[0]) && Holds(*call.args[1]);
      case Op::kOr:
        return Holds(*call.args[0]) || Holds(*call.args[1]);
      case Op::kEqual:
      case Op::kNotEqual:
      case Op::kLess:
      case Op::kLessEqual:
      case Op::kGreater:
      case Op::kGreaterEqual:
        return Comparison(call.op, Eval(*call.args[0]), Eval(*call.args[1]));
      case Op::kBetween: {
        const Scalar value = Eval(*call.args[0]);
        return Comparison(Op::kGreaterEqual, value, Eval(*call.args[1])) &&
               Comparison(Op::kLessEqual, value, Eval(*call.args[2]));
      }
      case Op::kLike: {
        const Scalar text = Eval(*call.args[0]);
        const Scalar pattern = Eval(*call.args[1]);
        return !IsNull(text) && !IsNull(pattern) && Like(AsText(text), AsText(pattern));
      }
      case Op::kStartsWith:
      case Op::kContains: {
        const Scalar text = Eval(*call.args[0]);
        const Scalar part = Eval(*call.args[1]);
        if (IsNull(text) || IsNull(part)) return false;
        return call.op == Op::kContains ? AsText(text).find(AsText(part)) != std::string::npos
                                        : AsText(text).starts_with(AsText(part));
      }
      case Op::kNot:
        return !Holds(*call.args[0]);
      case Op::kIf:
        return Eval(*call.args[Holds(*call.args[0]) ? 1 : 2]);
      case Op::kCoalesce:
        for (const BoundRef& arg : call.args) {
          Scalar value = Eval(*arg);
          if (!IsNull(value)) return value;
        }
        return {};
      case Op::kIsNull:
        return IsNull(Eval(*call.args[0]));
      case Op::kIn:
        return EvalIn(call);
      case Op::kLeast:
      case Op::kGreatest:
        return EvalExtreme(call);
      case Op::kConcat: {
        std::string out;
        for (const BoundRef& arg : call.args) {
          const Scalar part = Eval(*arg);
          if (!IsNull(part)) out += AsText(part);
        }
        return out;
      }
      default:
        break;
    }
    std::vector<Scalar> args;
    for (const BoundRef& arg : call.args) {
      args.push_back(Eval(*arg));
      if (IsNull(args.back())) return {};
    }
    return EvalStrict(call.op, args);
  }

  bool Holds(const BoundExpr& condition) const {
    const Scalar value = Eval(condition);
    return !IsNull(value) && std::get<bool>(value);
  }

  // Operators whose result is null as soon as an argument is.
  Scalar EvalStrict(Op op, const std::vector<Scalar>& args) const {
    switch (op) {
      case Op::kAdd:
        return Finite(AsNumber(args[0]) + AsNumber(args[1]));
      case Op::kSubtract:
        return Finite(AsNumber(args[0]) - AsNumber(args[1]));
      case Op::kMultiply:
        return Finite(AsNumber(args[0]) * AsNumber(args[1]));
      case Op::kDivide:
        return AsNumber(args[1]) == 0 ? Scalar() : Finite(AsNumber(args[0]) / AsNumber(args[1]));
      case Op::kModulo:
        return AsNumber(args[1]) == 0 ? Scalar()
                                      : Finite(std::fmod(AsNumber(args[0]), AsNumber(args[1])));
      case Op::kNegate:
        return -AsNumber(args[0]);
      case Op::kAbs:
        return std::fabs(AsNumber(args[0]));
      case Op::kRound:
        return Round(AsNumber(args[0]), args.size() == 2 ? AsNumber(args[1]) : 0);
      case Op::kLower:
        return LowerUtf8(AsText(args[0]));
      case Op::kUpper:
        return UpperUtf8(AsText(args[0]));
      case Op::kLength:
        return static_cast<double>(CodePoints(AsText(args[0])));
      case Op::kTrim:
      case Op::kSubstr:
      case Op::kSplitPart:
      case Op::kReplace:
      case Op::kJsonLength:
      case Op::kParam:
        return EvalText(op, args);
      case Op::kDateTrunc: {
        const auto time = TimeOf(args[1]);
        return time ? Scalar(TimeLiteral{DateTrunc(AsText(args[0]), *time, zone_)}) : Scalar();
      }
      case Op::kAsNumber:
      case Op::kToNumber: {
        const auto number = ParseNumber(AsText(args[0]));
        return number ? Scalar(*number) : Scalar();
      }
      case Op::kToText:
        return NumberAsText(AsNumber(args[0]));
      case Op::kToDecimal: {
        const auto key = DecimalKey(AsText(args[0]));
        return key ? Scalar(*key) : Scalar();
      }
      case Op::kDateDiff: {
        const auto from = TimeOf(args[1]);
        const auto to = TimeOf(args[2]);
        return from && to ? DateDiff(AsText(args[0]), *from, *to, zone_) : Scalar();
      }
      case Op::kEqual:
      case Op::kNotEqual:
      case Op::kLess:
      case Op::kLessEqual:
      case Op::kGreater:
      case Op::kGreaterEqual:
      case Op::kAnd:
      case Op::kOr:
      case Op::kNot:
      case Op::kBetween:
      case Op::kLike:
      case Op::kStartsWith:
      case Op::kContains:
      case Op::kIf:
      case Op::kCoalesce:
      case Op::kIsNull:
      case Op::kIn:
      case Op::kLeast:
      case Op::kGreatest:
      case Op::kConcat:
      case Op::kPrevious:
        break;
    }
    NS_UNREACHABLE("operator is handled elsewhere");
  }

  static Scalar EvalText(Op op, const std::vector<Scalar>& args) {
    const std::string text = AsText(args[0]);
    // What is left of a text may be nothing.
    const auto filled = [](std::string part) {
      return part.empty() ? Scalar() : Scalar(std::move(part));
    };
    const auto whole = [&](size_t i) { return static_cast<int64_t>(AsNumber(args[i])); };
    switch (op) {
      case Op::kTrim:
        return filled(text_functions::TrimmedText(text));
      case Op::kSubstr:
        return filled(text_functions::Substr(
            text, whole(1), args.size() == 3 ? std::optional(whole(2)) : std::nullopt));
      case Op::kSplitPart:
        return filled(text_functions::SplitPart(text, AsText(args[1]), whole(2)));
      case Op::kReplace:
        return filled(text_functions::Replace(text, AsText(args[1]), AsText(args[2])));
      case Op::kJsonLength: {
        const auto length = text_functions::JsonLength(text);
        return length ? Scalar(static_cast<double>(*length)) : Scalar();
      }
      case Op::kParam: {
        auto value = text_functions::Param(text, AsText(args[1]));
        return value ? Scalar(*std::move(value)) : Scalar();
      }
      default:
        NS_UNREACHABLE("no text function");
    }
  }

  std::optional<int64_t> TimeOf(const Scalar& value) const {
    if (const auto* time = std::get_if<TimeLiteral>(&value)) return time->utc_us;
    const auto parsed = ParseTime(AsText(value));
    if (!parsed) return std::nullopt;
    return parsed->has_zone ? parsed->us : zone_.FromLocal(parsed->us).utc_us;
  }

  bool EvalIn(const Call& call) const {
    const Scalar value = Eval(*call.args[0]);
    return std::any_of(call.args.begin() + 1, call.args.end(), [&](const BoundRef& candidate) {
      return Comparison(Op::kEqual, value, Eval(*candidate));
    });
  }

  Scalar EvalExtreme(const Call& call) const {
    Scalar best;
    for (const BoundRef& arg : call.args) {
      Scalar value = Eval(*arg);
      if (IsNull(value)) continue;
      const bool better = IsNull(best) || (call.op == Op::kLeast ? Compare(value, best) < 0
                                                                 : Compare(value, best) > 0);
      if (better) best = std::move(value);
    }
    return best;
  }

  const std::function<Scalar(const ColumnRef&)>& column_;
  const TimeZone& zone_;
};

}  // namespace

Scalar EvalScalar(const BoundExpr& expr, const std::function<Scalar(const ColumnRef&)>& column,
                  const TimeZone& zone) {
  return Evaluator(column, zone).Eval(expr);
}

}  // namespace northstar
