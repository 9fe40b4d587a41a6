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
std::string_view ValueTypeName(ValueType type);

enum class ColumnKind {
  kSourceColumn,  // a column of a source's file
  kDimension,     // text, stored as a dictionary code
  kEntity,        // text, stored as a dense id
  kEvent,         // the event's name
  kTime,          // the event's time
  kValue,         // a number
  kMetric,        // in derived metrics
  kPreviousMetric,
};

struct ColumnRef {
  ColumnKind kind;
  std::string name;
  bool operator==(const ColumnRef&) const = default;
};

struct TimeLiteral {
  int64_t utc_us;
};
using Constant = std::variant<NullLiteral, double, std::string, bool, TimeLiteral>;

struct BoundExpr;
using BoundRef = std::shared_ptr<const BoundExpr>;

struct Call {
  Op op;
  std::vector<BoundRef> args;
};

struct BoundExpr {
  std::variant<Constant, ColumnRef, Call> node;
  ValueType type;
};

struct ScopeColumn {
  ColumnRef column;
  ValueType type;
};

// The names an expression may use, and the zone in which its date literals are read.
struct Scope {
  std::function<std::optional<ScopeColumn>(const std::string& name)> find;
  std::vector<std::string> known;  // for "did you mean"
  std::string what;                // "column of source shop", for messages
  const TimeZone* zone = nullptr;
};

// `wanted`: kBool for conditions, kNumber for values, kText for entities and dimensions, kAny.
std::variant<BoundRef, ExprError> BindExpr(const Expr& expr, const Scope& scope, ValueType wanted);

// Each column once, in order of appearance.
std::vector<ColumnRef> ColumnsIn(const BoundExpr& expr);
std::string CanonicalText(const BoundExpr& expr);
BoundRef MakeConstant(Constant constant);
BoundRef MakeCall(Op op, std::vector<BoundRef> args, ValueType type);
// Null for "no condition"; the conjunction of what is not null.
BoundRef AndAll(const std::vector<BoundRef>& conditions);

}  // namespace northstar
