// The expression language of `where`, values, entities and derived metrics, as text → Expr.
// An Expr knows structure and position, nothing about columns: binding (bound_expr.h) gives names
// and types. Refuses text longer than 100,000 bytes or nested deeper than 200 levels.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.h"

namespace northstar {

enum class Op {
  kAdd,
  kSubtract,
  kMultiply,
  kDivide,
  kModulo,
  kNegate,
  kEqual,
  kNotEqual,
  kLess,
  kLessEqual,
  kGreater,
  kGreaterEqual,
  kAnd,
  kOr,
  kNot,
  kIn,
  kBetween,
  kIsNull,
  kLike,
  kCoalesce,
  kIf,
  kAbs,
  kRound,
  kLeast,
  kGreatest,
  kConcat,
  kLower,
  kUpper,
  kLength,
  kTrim,
  kSubstr,
  kSplitPart,
  kReplace,
  kStartsWith,
  kContains,
  kJsonLength,
  kParam,
  kAsNumber,
  kDateTrunc,
  kDateDiff,
  kPrevious,
  // Put in by binding, never written.
  kToNumber,
  kToText,
  kToDecimal,  // text → a text that sorts as the number does that it writes (base/decimal.h)
};

// How an operator is written: "+" or "between" or "lower(…)".
std::string_view OpName(Op op);

struct Expr;
using ExprRef = std::shared_ptr<const Expr>;

// Where in its text an expression stands, in bytes.
struct TextRange {
  int offset = 0;
  int length = 1;
};

struct NullLiteral {};
struct NumberLiteral {
  double value;
  std::string text;  // as written, the sign included: 1.10 and 1.1 are one value and two texts
};
using Literal = std::variant<NullLiteral, NumberLiteral, std::string, bool>;
struct NameRef {
  std::string path;  // "country", "properties.plan", as base/json_path.h reads it
};
struct Operation {
  Op op;
  std::vector<ExprRef> args;
};

struct Expr {
  std::variant<Literal, NameRef, Operation> node;
  TextRange range;
};

struct ExprError {
  std::string message;
  std::string hint;
  TextRange range;
};

// Never throws, never overflows the stack.
std::variant<ExprRef, ExprError> ParseExpr(std::string_view text);

// The names an expression mentions, each once, in order of appearance.
std::vector<std::string> NamesIn(const Expr& expr);
// A canonical text: equal texts mean equal structure.
std::string CanonicalText(const Expr& expr);

}  // namespace northstar
