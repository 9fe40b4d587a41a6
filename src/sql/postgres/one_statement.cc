#include "sql/postgres/one_statement.h"

#include <algorithm>
#include <cctype>

#include "base/text.h"

namespace northstar::sql::postgres {
namespace {

bool IsBlank(char c) {
  return std::string_view(" \t\r\n\f\v").find(c) != std::string_view::npos;
}

bool IsWord(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return std::isalnum(byte) != 0 || c == '_' || c == '$' || byte >= 0x80;
}

// After the `quote` that closes, or the end. Doubled ones count as two texts, which comes to the
// same; `escapes`: a backslash takes the next character along.
size_t AfterQuoted(std::string_view sql, size_t at, char quote, bool escapes) {
  for (++at; at < sql.size() && sql[at] != quote; ++at) {
    if (escapes && sql[at] == '\\') ++at;
  }
  return std::min(at + 1, sql.size());
}

size_t AfterComment(std::string_view sql, size_t at) {
  int depth = 0;
  do {
    const std::string_view two = sql.substr(at, 2);
    depth += two == "/*" ? 1 : two == "*/" ? -1 : 0;
    at += two == "/*" || two == "*/" ? 2 : 1;
  } while (depth > 0 && at < sql.size());
  return std::min(at, sql.size());
}

// At "$tag$", up to after the same again; at any other "$" one character.
size_t AfterDollar(std::string_view sql, size_t at) {
  size_t end = at + 1;
  while (end < sql.size() && sql[end] != '$' && IsWord(sql[end])) ++end;
  const bool number = end > at + 1 && std::isdigit(static_cast<unsigned char>(sql[at + 1])) != 0;
  if (end >= sql.size() || sql[end] != '$' || number) return at + 1;
  const std::string_view tag = sql.substr(at, end + 1 - at);
  const size_t close = sql.find(tag, end + 1);
  return close == std::string_view::npos ? sql.size() : close + tag.size();
}

// After the blanks or the comment at `at`; `at` where there is neither.
size_t AfterSpace(std::string_view sql, size_t at) {
  while (at < sql.size() && IsBlank(sql[at])) ++at;
  if (sql.substr(at, 2) == "--") return std::min(sql.find('\n', at), sql.size());
  return sql.substr(at, 2) == "/*" ? AfterComment(sql, at) : at;
}

size_t AfterAllSpace(std::string_view sql, size_t at) {
  for (size_t next = at; (next = AfterSpace(sql, at)) != at;) at = next;
  return at;
}

// After the quoted text, the word or the one character at `at`. REQUIRES: at < sql.size().
size_t AfterToken(std::string_view sql, size_t at) {
  if (sql[at] == '\'' || sql[at] == '"') return AfterQuoted(sql, at, sql[at], /*escapes=*/false);
  if (sql[at] == '$') return AfterDollar(sql, at);
  if (!IsWord(sql[at])) return at + 1;
  size_t end = at;
  while (end < sql.size() && IsWord(sql[end])) ++end;
  const bool escapes = end == at + 1 && (sql[at] == 'e' || sql[at] == 'E');
  const bool quoted = escapes && end < sql.size() && sql[end] == '\'';
  return quoted ? AfterQuoted(sql, end, '\'', /*escapes=*/true) : end;
}

}  // namespace

OneStatement FirstStatement(std::string_view sql) {
  OneStatement out;
  size_t at = AfterAllSpace(sql, 0);
  bool before_word = true;
  while (at < sql.size() && sql[at] != ';') {
    const size_t end = AfterToken(sql, at);
    if (before_word && sql[at] != '(') {
      out.first_word = IsWord(sql[at]) ? LowerUtf8(sql.substr(at, end - at)) : "";
      before_word = false;
    }
    at = AfterAllSpace(sql, end);
  }
  out.text = sql.substr(0, at);
  while (at < sql.size() && sql[at] == ';') at = AfterAllSpace(sql, at + 1);
  out.more = at < sql.size();
  return out;
}

}  // namespace northstar::sql::postgres
