// Where the first statement of a text ends, by PostgreSQL's rules for quotes and comments
// (https://www.postgresql.org/docs/15/sql-syntax-lexical.html). It is for telling people what is
// wrong and for leaving out a last semicolon; that only one statement runs is the server's to see
// to. Any text; pure, O(length).
#pragma once

#include <string>
#include <string_view>

namespace northstar::sql::postgres {

struct OneStatement {
  // Up to its semicolon, without it; what stands around it is left out only after a semicolon.
  std::string text;
  // In lower case, after comments and opening parentheses: "select"; empty: there is none.
  std::string first_word;
  // Something follows the semicolon that is no blank, comment or semicolon.
  bool more = false;
};
OneStatement FirstStatement(std::string_view sql);

}  // namespace northstar::sql::postgres
