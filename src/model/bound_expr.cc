#include "model/bound_expr.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "base/text.h"

namespace northstar {

std::string_view ValueTypeName(ValueType type) {
  static constexpr std::string_view kNames[] = {"value", "null",      "number",
                                                "text",  "condition", "time"};
  return kNames[static_cast<size_t>(type)];
}

BoundRef MakeConstant(Constant constant) {
  static constexpr ValueType kTypes[] = {ValueType::kNull, ValueType::kNumber, ValueType::kText,
                                         ValueType::kBool, ValueType::kTime};
  const ValueType type = kTypes[constant.index()];
  return std::make_shared<BoundExpr>(BoundExpr{std::move(constant), type});
}

BoundRef MakeCall(Op op, std::vector<BoundRef> args, ValueType type) {
  return std::make_shared<BoundExpr>(BoundExpr{Call{op, std::move(args)}, type});
}

BoundRef AndAll(const std::vector<BoundRef>& conditions) {
  BoundRef all;
  for (const BoundRef& condition : conditions) {
    if (!condition) continue;
    all = all ? MakeCall(Op::kAnd, {all, condition}, ValueType::kBool) : condition;
  }
  return all;
}

namespace {

struct Failure {
  ExprError error;
};

const Constant* AsConstant(const BoundExpr& expr) {
  return std::get_if<Constant>(&expr.node);
}

class Binder {
 public:
  explicit Binder(const Scope& scope) : scope_(scope) {}

  BoundRef Bind(const Expr& expr) {
    if (const auto* literal = std::get_if<Literal>(&expr.node)) return BindLiteral(*literal);
    if (const auto* name = std::get_if<NameRef>(&expr.node)) return BindName(*name, expr.range);
    const auto& operation = std::get<Operation>(expr.node);
    if (operation.op == Op::kPrevious) return BindPrevious(operation, expr.range);
    std::vector<BoundRef> args;
    for (const ExprRef& arg : operation.args) args.push_back(Bind(*arg));
    return BindOperation(operation, std::move(args), expr.range);
  }

  BoundRef Convert(const BoundRef& arg, ValueType wanted, TextRange range) {
    if (arg->type == wanted || wanted == ValueType::kAny || arg->type == ValueType::kNull)
      return arg;
    switch (wanted) {
      case ValueType::kNumber:
        if (arg->type == ValueType::kText || arg->type == ValueType::kAny) {
          if (const Constant* constant = AsConstant(*arg)) {
            const auto number = ParseNumber(std::get<std::string>(*constant));
            if (number) return MakeConstant(*number);
          } else if (scope_.cells && IsChoice(*arg)) {
            return ConvertChoice(*arg, range);
          } else {
            return MakeCall(Op::kToNumber, {arg}, ValueType::kNumber);
          }
        }
        break;
      case ValueType::kText:
        if (arg->type == ValueType::kNumber || arg->type == ValueType::kAny) {
          if (const Constant* constant = AsConstant(*arg)) {
            return MakeConstant(FormatNumber(std::get<double>(*constant)));
          }
          return MakeCall(Op::kToText, {arg}, ValueType::kText);
        }
        if (const Constant* constant = AsConstant(*arg);
            arg->type == ValueType::kBool && constant) {
          return MakeConstant(std::string(std::get<bool>(*constant) ? "true" : "false"));
        }
        break;
      case ValueType::kTime:
        if (const Constant* constant = AsConstant(*arg);
            arg->type == ValueType::kText && constant) {
          const auto parsed = ParseTime(std::get<std::string>(*constant));
          if (parsed) {
            const int64_t us = parsed->has_zone || scope_.zone == nullptr
                                   ? parsed->us
                                   : scope_.zone->FromLocal(parsed->us).utc_us;
            return MakeConstant(TimeLiteral{us});
          }
        }
        if (arg->type == ValueType::kAny) return arg;
        break;
      case ValueType::kBool:
        if (arg->type == ValueType::kAny) return arg;
        break;
      case ValueType::kAny:
      case ValueType::kNull:
        return arg;
    }
    Fail(range,
         fmt::format("a {} is needed here, but this is a {}", ValueTypeName(wanted),
                     ValueTypeName(arg->type)),
         wanted == ValueType::kBool ? "write a comparison, for example: country = 'France'" : "");
  }

  // coalesce(Total, total_price): one of several texts.
  static bool IsChoice(const BoundExpr& expr) {
    const auto* call = std::get_if<Call>(&expr.node);
    return call != nullptr && (call->op == Op::kCoalesce || call->op == Op::kIf ||
                               call->op == Op::kLeast || call->op == Op::kGreatest);
  }
  BoundRef ConvertChoice(const BoundExpr& choice, TextRange range) {
    const auto& call = std::get<Call>(choice.node);
    std::vector<BoundRef> args = call.args;
    for (size_t i = call.op == Op::kIf ? 1 : 0; i < args.size(); ++i)
      args[i] = Convert(args[i], ValueType::kNumber, range);
    return MakeCall(call.op, std::move(args), ValueType::kNumber);
  }

  [[noreturn]] static void Fail(TextRange range, std::string message, std::string hint) {
    throw Failure{{std::move(message), std::move(hint), range}};
  }

 private:
  static BoundRef BindLiteral(const Literal& literal) {
    if (const auto* number = std::get_if<NumberLiteral>(&literal))
      return MakeConstant(number->value);
    if (const auto* text = std::get_if<std::string>(&literal)) return MakeConstant(*text);
    if (const auto* flag = std::get_if<bool>(&literal)) return MakeConstant(*flag);
    return MakeConstant(NullLiteral{});
  }

  BoundRef BindName(const NameRef& name, TextRange range) {
    const auto found = scope_.find(name.path);
    if (!found) {
      Fail(range, fmt::format("'{}' is not a {}", name.path, scope_.what),
           DidYouMean(name.path, scope_.known));
    }
    return std::make_shared<BoundExpr>(BoundExpr{found->column, found->type});
  }

  BoundRef BindPrevious(const Operation& operation, TextRange range) {
    const auto* name = std::get_if<NameRef>(&operation.args[0]->node);
    if (name == nullptr) Fail(range, "prev() takes the name of a metric", "");
    const BoundRef metric = BindName(*name, operation.args[0]->range);
    const auto& column = std::get<ColumnRef>(metric->node);
    if (column.kind != ColumnKind::kMetric) Fail(range, "prev() takes the name of a metric", "");
    return std::make_shared<BoundExpr>(
        BoundExpr{ColumnRef{ColumnKind::kPreviousMetric, column.name}, ValueType::kNumber});
  }

  BoundRef BindOperation(const Operation& operation, std::vector<BoundRef> args, TextRange range) {
    const auto convert_all = [&](ValueType type) {
      for (size_t i = 0; i < args.size(); ++i)
        args[i] = Convert(args[i], type, operation.args[i]->range);
    };
    switch (operation.op) {
      case Op::kAdd:
      case Op::kSubtract:
      case Op::kMultiply:
      case Op::kDivide:
      case Op::kModulo:
      case Op::kNegate:
      case Op::kAbs:
      case Op::kRound:
        convert_all(ValueType::kNumber);
        return MakeCall(operation.op, std::move(args), ValueType::kNumber);
      case Op::kAnd:
      case Op::kOr:
      case Op::kNot:
        convert_all(ValueType::kBool);
        return MakeCall(operation.op, std::move(args), ValueType::kBool);
      case Op::kEqual:
      case Op::kNotEqual:
      case Op::kLess:
      case Op::kLessEqual:
      case Op::kGreater:
      case Op::kGreaterEqual:
      case Op::kIn:
      case Op::kBetween:
        Unify(operation, args);
        return MakeCall(operation.op, std::move(args), ValueType::kBool);
      case Op::kIsNull:
        return MakeCall(operation.op, std::move(args), ValueType::kBool);
      case Op::kLike:
      case Op::kStartsWith:
      case Op::kContains:
        convert_all(ValueType::kText);
        if (operation.op == Op::kLike && AsConstant(*args[1]) == nullptr)
          Fail(operation.args[1]->range, "the pattern of 'like' must be a text", "");
        return MakeCall(operation.op, std::move(args), ValueType::kBool);
      case Op::kCoalesce:
      case Op::kLeast:
      case Op::kGreatest: {
        const ValueType type = Unify(operation, args);
        return MakeCall(operation.op, std::move(args), type);
      }
      case Op::kIf: {
        args[0] = Convert(args[0], ValueType::kBool, operation.args[0]->range);
        std::vector<BoundRef> branches{args[1], args[2]};
        const Operation rest{Op::kIf, {operation.args[1], operation.args[2]}};
        const ValueType type = Unify(rest, branches);
        return MakeCall(Op::kIf, {args[0], branches[0], branches[1]}, type);
      }
      case Op::kConcat:
      case Op::kLower:
      case Op::kUpper:
        convert_all(ValueType::kText);
        return MakeCall(operation.op, std::move(args), ValueType::kText);
      case Op::kLength:
      case Op::kJsonLength:
      case Op::kAsNumber:
        convert_all(ValueType::kText);
        return MakeCall(operation.op, std::move(args), ValueType::kNumber);
      case Op::kTrim:
      case Op::kSubstr:
      case Op::kSplitPart:
      case Op::kReplace:
      case Op::kParam:
        return BindTextFunction(operation, std::move(args));
      case Op::kDateTrunc:
      case Op::kDateDiff:
        return BindDateFunction(operation, std::move(args));
      case Op::kPrevious:
      case Op::kToNumber:
      case Op::kToText:
      case Op::kToDecimal:
        break;
    }
    Fail(range, fmt::format("'{}' cannot be used here", OpName(operation.op)), "");
  }

  // Texts, but for the places and numbers in them, which are written out: what a computed one below
  // 1 would mean, engines do not agree on.
  BoundRef BindTextFunction(const Operation& operation, std::vector<BoundRef> args) {
    const auto whole = [&](size_t i, double least, const char* what) {
      if (i >= args.size()) return;
      const Constant* constant = AsConstant(*args[i]);
      const auto* number = constant == nullptr ? nullptr : std::get_if<double>(constant);
      constexpr double kMost = 1e9;
      if (number == nullptr || *number < least || *number > kMost ||
          std::trunc(*number) != *number) {
        Fail(operation.args[i]->range, fmt::format("{} is a whole number", what),
             fmt::format("from {} on", least));
      }
    };
    const auto text = [&](size_t i) {
      args[i] = Convert(args[i], ValueType::kText, operation.args[i]->range);
    };
    const auto literal = [&](size_t i, const char* what) {
      text(i);
      const Constant* constant = AsConstant(*args[i]);
      const auto* written = constant == nullptr ? nullptr : std::get_if<std::string>(constant);
      if (written == nullptr || written->empty()) {
        Fail(operation.args[i]->range, fmt::format("{} is a text that is not empty", what),
             "such as '-'");
      }
    };
    text(0);
    switch (operation.op) {
      case Op::kSubstr:
        whole(1, 1, "the first character of substr");
        whole(2, 0, "the length of substr");
        break;
      case Op::kSplitPart:
        literal(1, "the separator of split_part");
        whole(2, 1, "the number of the part");
        break;
      case Op::kReplace:
        literal(1, "what replace looks for");
        text(2);
        break;
      case Op::kParam:
        literal(1, "the key of param");
        CheckParam(operation, *args[0]);
        break;
      default:
        break;
    }
    return MakeCall(operation.op, std::move(args), ValueType::kText);
  }

  // Lists of keys and values are taken apart when a file is read, not in questions.
  static void CheckParam(const Operation& operation, const BoundExpr& list) {
    for (const ColumnRef& column : ColumnsIn(list)) {
      if (column.kind == ColumnKind::kSourceColumn) continue;
      Fail(operation.args[0]->range, "param takes a column of a file",
           "use it in the entities, dimensions and values of a source");
    }
  }

  // A unit, and times, which texts may be.
  BoundRef BindDateFunction(const Operation& operation, std::vector<BoundRef> args) {
    static const std::vector<std::string> kUnits = {"second", "minute", "hour",    "day",
                                                    "week",   "month",  "quarter", "year"};
    const Constant* unit = AsConstant(*args[0]);
    const auto* text = unit == nullptr ? nullptr : std::get_if<std::string>(unit);
    if (text == nullptr || std::find(kUnits.begin(), kUnits.end(), *text) == kUnits.end()) {
      Fail(operation.args[0]->range,
           fmt::format("the first argument of {} is a unit", OpName(operation.op)),
           "one of " + Join(kUnits, ", "));
    }
    for (size_t i = 1; i < args.size(); ++i) {
      if (args[i]->type == ValueType::kText && AsConstant(*args[i]) == nullptr) continue;
      args[i] = Convert(args[i], ValueType::kTime, operation.args[i]->range);
    }
    return MakeCall(operation.op, std::move(args),
                    operation.op == Op::kDateTrunc ? ValueType::kTime : ValueType::kNumber);
  }

  // Brings the arguments of a comparison, or of a choice between them, to one type and returns it.
  ValueType Unify(const Operation& operation, std::vector<BoundRef>& args) {
    const auto has = [&](ValueType type) {
      return std::any_of(args.begin(), args.end(),
                         [&](const BoundRef& arg) { return arg->type == type; });
    };
    ValueType type = ValueType::kText;
    if (has(ValueType::kTime)) {
      type = ValueType::kTime;
    } else if (has(ValueType::kNumber)) {
      switch (MeetingOf(operation, args)) {
        case Meeting::kAsText:
          return UnifyAsText(operation, args);
        case Meeting::kAsDecimals:
          UnifyAsText(operation, args);
          for (BoundRef& arg : args) arg = MakeCall(Op::kToDecimal, {arg}, ValueType::kText);
          return ValueType::kText;
        case Meeting::kAsNumbers:
          type = ValueType::kNumber;
      }
    } else if (has(ValueType::kBool)) {
      if (has(ValueType::kText) || has(ValueType::kAny)) return UnifyTruths(operation, args);
      type = ValueType::kBool;
    } else if (!has(ValueType::kText) && has(ValueType::kAny)) {
      return ValueType::kAny;
    } else if (!has(ValueType::kText)) {
      return ValueType::kNull;
    }
    for (size_t i = 0; i < args.size(); ++i) {
      args[i] = Convert(args[i], type, operation.args[i]->range);
    }
    return type;
  }

  // A text column holds 'true' or 'TRUE' as its file spelled it.
  ValueType UnifyTruths(const Operation& operation, std::vector<BoundRef>& args) {
    for (size_t i = 0; i < args.size(); ++i) {
      const bool constant = AsConstant(*args[i]) != nullptr;
      args[i] = Convert(args[i], ValueType::kText, operation.args[i]->range);
      if (!constant) args[i] = MakeCall(Op::kLower, {args[i]}, ValueType::kText);
    }
    return ValueType::kText;
  }

  // Where numbers meet other arguments.
  enum class Meeting { kAsText, kAsDecimals, kAsNumbers };

  static Meeting MeetingOf(const Operation& operation, const std::vector<BoundRef>& args) {
    const bool chooses = operation.op == Op::kCoalesce || operation.op == Op::kIf;
    const bool equates =
        operation.op == Op::kEqual || operation.op == Op::kNotEqual || operation.op == Op::kIn;
    const bool orders = operation.op == Op::kBetween ||
                        (operation.op >= Op::kLess && operation.op <= Op::kGreaterEqual);
    const bool from_file = std::any_of(args.begin(), args.end(), [](const BoundRef& arg) {
      const std::vector<ColumnRef> columns = ColumnsIn(*arg);
      return std::any_of(columns.begin(), columns.end(), [](const ColumnRef& column) {
        return column.kind == ColumnKind::kSourceColumn;
      });
    });
    if (from_file) {
      const bool is_long = std::any_of(operation.args.begin(), operation.args.end(), IsLongNumber);
      return is_long && (equates || orders) ? Meeting::kAsDecimals : Meeting::kAsNumbers;
    }
    const bool has_text = std::any_of(args.begin(), args.end(), [](const BoundRef& arg) {
      return arg->type == ValueType::kText && AsConstant(*arg) == nullptr;
    });
    if (!has_text) return Meeting::kAsNumbers;
    return equates || chooses ? Meeting::kAsText
           : orders           ? Meeting::kAsDecimals
                              : Meeting::kAsNumbers;
  }

  // More digits than every double keeps.
  static bool IsLongNumber(const ExprRef& expr) {
    const NumberLiteral* number = AsNumber(*expr);
    return number != nullptr && std::count_if(number->text.begin(), number->text.end(), [](char c) {
                                  return c >= '0' && c <= '9';
                                }) > std::numeric_limits<double>::digits10;
  }

  static const NumberLiteral* AsNumber(const Expr& expr) {
    const auto* literal = std::get_if<Literal>(&expr.node);
    return literal == nullptr ? nullptr : std::get_if<NumberLiteral>(literal);
  }

  // Numbers become the text that they are written with.
  ValueType UnifyAsText(const Operation& operation, std::vector<BoundRef>& args) {
    for (size_t i = 0; i < args.size(); ++i) {
      const NumberLiteral* number = AsNumber(*operation.args[i]);
      args[i] = number != nullptr ? MakeConstant(number->text)
                                  : Convert(args[i], ValueType::kText, operation.args[i]->range);
    }
    return ValueType::kText;
  }

  const Scope& scope_;
};

void CollectColumns(const BoundExpr& expr, std::vector<ColumnRef>& columns) {
  if (const auto* column = std::get_if<ColumnRef>(&expr.node)) {
    if (std::find(columns.begin(), columns.end(), *column) == columns.end()) {
      columns.push_back(*column);
    }
  } else if (const auto* call = std::get_if<Call>(&expr.node)) {
    for (const BoundRef& arg : call->args) CollectColumns(*arg, columns);
  }
}

}  // namespace

std::variant<BoundRef, ExprError> BindExpr(const Expr& expr, const Scope& scope, ValueType wanted) {
  try {
    Binder binder(scope);
    return binder.Convert(binder.Bind(expr), wanted, expr.range);
  } catch (const Failure& failure) {
    return failure.error;
  }
}

std::vector<ColumnRef> ColumnsIn(const BoundExpr& expr) {
  std::vector<ColumnRef> columns;
  CollectColumns(expr, columns);
  return columns;
}

std::string CanonicalText(const BoundExpr& expr) {
  if (const auto* constant = std::get_if<Constant>(&expr.node)) {
    struct Visitor {
      std::string operator()(NullLiteral) const { return "null"; }
      std::string operator()(double value) const { return FormatNumber(value); }
      std::string operator()(const std::string& text) const {
        std::string quoted;
        for (const char c : text) quoted.append(c == '\'' ? 2 : 1, c);
        return fmt::format("'{}'", quoted);
      }
      std::string operator()(bool flag) const { return flag ? "true" : "false"; }
      std::string operator()(TimeLiteral time) const { return FormatInstant(time.utc_us); }
    };
    return std::visit(Visitor{}, *constant);
  }
  if (const auto* column = std::get_if<ColumnRef>(&expr.node)) {
    return column->kind == ColumnKind::kPreviousMetric ? fmt::format("prev({})", column->name)
                                                       : column->name;
  }
  const auto& call = std::get<Call>(expr.node);
  if (call.args.size() == 2 && call.op <= Op::kOr && call.op != Op::kNegate) {
    return fmt::format("({} {} {})", CanonicalText(*call.args[0]), OpName(call.op),
                       CanonicalText(*call.args[1]));
  }
  std::string out = fmt::format("{}(", OpName(call.op));
  for (size_t i = 0; i < call.args.size(); ++i) {
    out += (i == 0 ? "" : ", ") + CanonicalText(*call.args[i]);
  }
  return out + ")";
}

}  // namespace northstar
