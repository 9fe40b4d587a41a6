#include "words/misfits.h"

#include <gtest/gtest.h>

#include <set>

namespace northstar::testing {
namespace {

using Code = MisfitStatement::Code;

MisfitStatement Of(Code code) {
  MisfitStatement s{code};
  s.source = "orders";
  s.other = "customers";
  s.entity = "customer";
  s.dimension = "country";
  s.count = 312;
  s.of = 9'441;
  s.rows = 1'400;
  s.of_rows = 12'000;
  s.other_rows = 35;
  s.seconds = 12 * 86'400;
  s.most_seconds = 2 * 86'400;
  s.date = "2024-02-11";
  s.first = {"US", "orders.csv", 12};
  s.second = {"us", "orders.csv", 40};
  s.examples = {{"c-17", "orders.csv", 214}};
  return s;
}

TEST(MisfitWords, EveryCodeHasItsSentence) {
  const std::vector<std::pair<Code, const char*>> rows{
      {Code::kMissing,
       "312 of 9,441 customers in orders (3.3%) are not in customers, with 1,400 rows, such as "
       "c-17 "
       "(orders.csv:214)"},
      {Code::kMissingOtherForm,
       "312 of 9,441 customers in orders (3.3%) are not in customers; most have another kind of "
       "id, such as c-17 (orders.csv:214)"},
      {Code::kMissingOlder,
       "312 of 9,441 customers in orders (3.3%) are not in customers; most were first seen when "
       "customers begins and may be older, such as c-17 (orders.csv:214)"},
      {Code::kBefore,
       "1,400 of 12,000 rows in orders (12%) are dated before their customer appears in "
       "customers, typically by 12 days, such as c-17 (orders.csv:214)"},
      {Code::kFactsDiffer,
       "country of 312 of 9,441 customers (3.3%) differs between orders and customers, such as "
       "customer c-17: US (orders.csv:12), us (orders.csv:40)"},
      {Code::kFactsMeanOther,
       "country of 312 of 9,441 customers (3.3%) differs between orders and customers, such as "
       "customer c-17: US (orders.csv:12), us (orders.csv:40); it may not mean the same in both"},
      {Code::kStopped,
       "orders stopped on Feb 11, 2024, 12 days before the data ends; it was never silent for "
       "more than 2 days"},
      {Code::kSpelling,
       "312 values of country are written in more than one way in orders: 'US' (1,400 rows) and "
       "'us' (35 rows, orders.csv:40)"},
      {Code::kSpellingOfSources,
       "312 values of country are written differently by two sources: 'US' (1,400 rows) in orders "
       "and 'us' (35 rows, orders.csv:40) in customers"},
      {Code::kSpellingChanged,
       "the value of country 'US' (1,400 rows) has been written 'us' (35 rows, orders.csv:40) "
       "since Feb 11, 2024 in orders"},
      {Code::kIdSpelling,
       "312 customers of orders match customers only when case, blanks and leading zeros are "
       "ignored (9,441 match as written), such as 'US' (orders.csv:12) and 'us' (orders.csv:40)"},
      {Code::kLeftOut, "the spelling of country was not compared: 312 values are too many"},
  };
  ASSERT_EQ(rows.size(), MisfitRules().size());
  std::set<Code> said;
  for (const auto& [code, words] : rows) {
    EXPECT_EQ(Words(Of(code)), words);
    said.insert(code);
  }
  EXPECT_EQ(said.size(), MisfitRules().size());
}

TEST(MisfitWords, OneIsSingular) {
  MisfitStatement s = Of(Code::kMissing);
  s.count = s.rows = 1;
  s.examples.clear();
  EXPECT_EQ(Words(s),
            "1 of 9,441 customers in orders (less than 0.1%) is not in customers, with 1 row");
  s = Of(Code::kSpelling);
  s.count = 1;
  s.dimension.clear();
  EXPECT_EQ(Words(s),
            "1 event name is written in more than one way in orders: 'US' (1,400 rows) and 'us' "
            "(35 rows, orders.csv:40)");
}

TEST(MisfitWords, FilesOfOneSourceAndFurtherPairs) {
  MisfitStatement s = Of(Code::kFactsDiffer);
  s.other = s.source;
  s.more = 2;
  s.examples.clear();
  EXPECT_EQ(Words(s),
            "country of 312 of 9,441 customers (3.3%) differs between files of orders; it does "
            "between 2 more pairs of sources too");
}

TEST(MisfitWords, WhatStandsInFilesCannotSteerATerminal) {
  MisfitStatement s = Of(Code::kMissing);
  s.examples = {{"c\x1b[31m17", "a\nb.csv", 0}};
  EXPECT_EQ(Words(s).find('\x1b'), std::string::npos);
  EXPECT_EQ(Words(s).find('\n'), std::string::npos);
}

}  // namespace
}  // namespace northstar::testing
