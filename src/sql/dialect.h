// SQL tree → text of one engine. A dialect is data: what the engine calls the functions and types
// of the tree, and what it has no words for. A second engine is a second file like
// duckdb_dialect.cc. What a user or a file wrote gets into a statement as a parameter, as a quoted
// literal or as a quoted name, and in no other way. Pure; thread safe.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "sql/sql_tree.h"

namespace northstar::sql {

// How an engine writes a function: "{}" stands for all arguments, with commas between them, "{0}"
// and "{1}" for one of them. An engine that cannot do it leaves the pattern empty and says what is
// missing, after "has no": "percentiles by interpolation".
struct Rendering {
  Fn fn;
  std::string_view pattern;
  std::string_view missing = {};
};

struct Dialect {
  // In messages.
  std::string_view name;
  // In the order of Fn, and of SqlType. REQUIRES: IsComplete.
  std::array<Rendering, kFunctions> functions;
  std::array<std::string_view, kSqlTypes> types;
  // What `cast` is called that gives null in place of an error, and what stands before the columns
  // that `*` leaves out; empty: the engine has no such thing.
  std::string_view cast_or_null;
  std::string_view star_except;
};
// Whether every function has its row, with a pattern or with what is missing, and every type its
// name: for a static_assert, so that nothing is left out unsaid.
constexpr bool IsComplete(const Dialect& dialect) {
  for (size_t i = 0; i < kFunctions; ++i) {
    const Rendering& row = dialect.functions[i];
    if (row.fn != static_cast<Fn>(i) || row.pattern.empty() == row.missing.empty()) return false;
  }
  for (const std::string_view type : dialect.types) {
    if (type.empty()) return false;
  }
  return true;
}
extern const Dialect kDuckDb;

// How values are printed; null is always in place.
enum class LiteralStyle {
  // $1, $2, … with a cast to their type, and the values beside the text.
  kParameters,
  // Quoted in place, for people to read and run.
  kInline,
};

// A statement without its semicolon; parameters[i] is $(i + 1). Empty for kInline.
struct Text {
  std::string sql;
  std::vector<Value> parameters = {};
};

// kUsage where the dialect has no words for a part of the statement.
Result<Text> Print(const Dialect& dialect, const Statement& statement, LiteralStyle style);
// One expression, its literals inline and quoted: for where a statement is put together of text.
// Fails as Print.
Result<std::string> PrintExpr(const Dialect& dialect, const Ref& expr);

// "name" with quotes doubled: the one way a name from outside enters a statement. Any bytes but
// zero.
std::string Identifier(const std::string& name);
// 'text' with quotes doubled.
std::string Quoted(const std::string& text);

}  // namespace northstar::sql
