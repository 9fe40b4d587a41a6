// Expr + Scope → BoundExpr: every name is a column of a known kind, every node has a type, and
// conversions are explicit. This is the only form that the kernel and the SQL printer accept.
//
// Null is the absence of a value: it passes through arithmetic; division and remainder by zero, and
// what is beyond the largest double, are null; least, greatest and coalesce skip nulls; concat
// takes null as ''. Conditions are two-valued: a comparison with a missing value does not hold, and
// its negation does, so that a condition and its opposite share out all rows. A null condition does
// not hold either.
//
// A number set equal to a dimension, an entity or an event (=, in) means that text, digit by digit;
// <, > and between compare the two as exact decimal numbers, and do not hold where the text is
// none. Columns of files that are read as numbers compare as doubles, unless the number they are
// compared with has more digits than a double holds.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/calendar.h"
#include "model/expr.h"

namespace northstar {

// kAny: the type is not known yet (a source's columns before its files were looked at).
enum class ValueType { kAny, kNull, kNumber, kText, kBool, kTime };
// As messages name it: kBool is a "condition", kAny a "value".
std::string_view ValueTypeName(ValueType type);

enum class ColumnKind {
  // A column of a source's file, by its name there.
  kSourceColumn,
  // Text, stored as a dictionary code.
  kDimension,
  // Text, stored as a dense id.
  kEntity,
  // The event's name.
  kEvent,
  // The event's time.
  kTime,
  kValue,  // a number
  // In derived metrics: a metric's value in the period, and in the period before.
  kMetric,
  kPreviousMetric,
};

struct ColumnRef {
  ColumnKind kind;
  std::string name;
  bool operator==(const ColumnRef&) const = default;
};

// An instant, whatever zone it was written in.
struct TimeLiteral {
  int64_t utc_us;
};
using Constant = std::variant<NullLiteral, double, std::string, bool, TimeLiteral>;

struct BoundExpr;
// Immutable and shared: copying a condition costs a count. Null stands for "no condition" or "no
// value" where a struct says so, never inside an expression.
using BoundRef = std::shared_ptr<const BoundExpr>;

// An operator with as many arguments as it takes, each of the type that it takes.
struct Call {
  Op op;
  std::vector<BoundRef> args;
};

// kNull: a literal null, or what can be nothing else.
struct BoundExpr {
  std::variant<Constant, ColumnRef, Call> node;
  ValueType type;
};

struct ScopeColumn {
  ColumnRef column;
  ValueType type;
};

// The names an expression may use, and the zone in which its date literals are read. Used during
// BindExpr only.
struct Scope {
  // None for a name that may not stand there.
  std::function<std::optional<ScopeColumn>(const std::string& name)> find;
  // For "did you mean".
  std::vector<std::string> known;
  // "column of source shop": what the name should have been, for messages.
  std::string what;
  // Null: times without a zone are UTC.
  const TimeZone* zone = nullptr;
  // Columns are cells of files: where a choice among texts is to be a number, each of them is read
  // as one, as its column writes numbers.
  bool cells = false;
};

// Never a null BoundRef. `wanted`: kBool for conditions, kNumber for values, kText for entities and
// dimensions, kAny; numbers become text, and texts numbers, where that is wanted. The first error
// is returned, with its place in the text.
std::variant<BoundRef, ExprError> BindExpr(const Expr& expr, const Scope& scope, ValueType wanted);

// Each column once, in order of appearance; prev(x) is another column than x.
std::vector<ColumnRef> ColumnsIn(const BoundExpr& expr);
// The same for expressions that are the same but for blanks, brackets and ways to write a number.
// Columns by name alone. Not for parsing again.
std::string CanonicalText(const BoundExpr& expr);
// Types follow from the constant; of a call they are for the caller to get right.
BoundRef MakeConstant(Constant constant);
BoundRef MakeCall(Op op, std::vector<BoundRef> args, ValueType type);
// The conjunction of what is not null; null ("no condition") when nothing is left.
BoundRef AndAll(const std::vector<BoundRef>& conditions);

}  // namespace northstar
