// SQL tree → text of one engine. The only code that prints SQL.
#pragma once

#include <string>
#include <vector>

#include "sql/sql_tree.h"

namespace northstar::sql {

enum class LiteralStyle {
  kParameters,  // $1, $2, … with the values beside the text
  kInline,      // quoted in place, for people to read and run
};

struct Text {
  std::string sql;
  std::vector<Value> parameters;
};

Text PrintDuckDb(const Statement& statement, LiteralStyle style);
// One expression, its literals inline and quoted.
std::string PrintDuckDbExpr(const Ref& expr);

// "name" with quotes doubled: the one way a name from outside enters a statement.
std::string Identifier(const std::string& name);
// 'text' with quotes doubled.
std::string Quoted(const std::string& text);

}  // namespace northstar::sql
