// Tables of statements and what is said of them, for the tests of words/.
#pragma once

#include <gtest/gtest.h>

#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "words/rule.h"
#include "words/said.h"

namespace northstar::testing {

// With its spans marked: {value} <metric> |period| [segment].
inline std::string Marked(const Sentence& sentence) {
  static constexpr std::string_view kMarks[] = {"{}", "<>", "||", "[]"};
  std::string out;
  size_t at = 0;
  for (const Span& span : sentence.spans()) {
    const std::string_view mark = kMarks[static_cast<size_t>(span.kind)];
    out += sentence.text().substr(at, span.from - at);
    out += mark[0] + sentence.text().substr(span.from, span.to - span.from) + mark[1];
    at = span.to;
  }
  return out + sentence.text().substr(at);
}

// Both statements, " // " between them.
inline std::string Marked(const Said& said) {
  return Marked(said.first) + (said.more.empty() ? "" : " // " + Marked(said.more));
}

template <typename Statement>
struct SaidRow {
  Statement statement;
  std::string rule, said;
};

// Every row says what it should, and every rule of the topic is in some row.
template <typename Statement>
void ExpectSaid(const std::vector<SaidRow<Statement>>& rows, std::span<const Rule> rules) {
  std::set<std::string_view> seen;
  for (const SaidRow<Statement>& row : rows) {
    const Said said = Words(row.statement);
    EXPECT_EQ(said.rule, row.rule);
    EXPECT_EQ(Marked(said), row.said);
    seen.insert(row.rule);
  }
  for (const Rule& rule : rules) EXPECT_TRUE(seen.contains(rule.name)) << rule.name;
}

}  // namespace northstar::testing
