// SQL tree → text of one engine. The only code that prints SQL: a second engine would be a second
// set of functions here. What a user or a file wrote gets into a statement as a parameter, as a
// quoted literal or as a quoted name, and in no other way. Pure; thread safe.
#pragma once

#include <string>
#include <vector>

#include "sql/sql_tree.h"

namespace northstar::sql {

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
  std::vector<Value> parameters;
};

Text PrintDuckDb(const Statement& statement, LiteralStyle style);
// One expression, its literals inline and quoted: for where a statement is put together of text.
std::string PrintDuckDbExpr(const Ref& expr);

// "name" with quotes doubled: the one way a name from outside enters a statement. Any bytes but
// zero.
std::string Identifier(const std::string& name);
// 'text' with quotes doubled.
std::string Quoted(const std::string& text);

}  // namespace northstar::sql
