#include "analysis/inspect/joins.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "analysis/inspect/key_match.h"
#include "tests/tables.h"

namespace northstar::testing {
namespace {

std::string Hex(int i) {
  return fmt::format("{:08x}a{:03x}7", static_cast<uint32_t>(i) * 2654435761U, i);
}

struct Joined {
  std::vector<TableProfile> tables;
  JoinFindings found;
  std::vector<std::string> shown;
};

Joined JoinsOf(std::vector<TableProfile> tables) {
  Joined out;
  out.tables = std::move(tables);
  std::vector<std::vector<ColumnGuess>> guesses;
  for (const TableProfile& table : out.tables) guesses.push_back(GuessKinds(table));
  out.found = FindJoins(out.tables, guesses);
  for (const TableJoin& join : out.found.joins)
    out.shown.push_back(Shown(join.left, out.tables) + " -> " + Shown(join.right, out.tables));
  return out;
}

using Names = std::vector<std::string>;

TEST(Joins, LinesFindTheirOrder) {
  const Joined j =
      JoinsOf({ProfileOf("orders.csv", {{"id", Cells(100, Hex)}}),
               ProfileOf("items.csv",
                         {{"order_id", Cells(300, [](int i) { return Hex(i / 3 % 90); })},
                          {"line", Cells(300, [](int i) { return std::to_string(i % 3 + 1); })}})});
  ASSERT_EQ(j.shown, (Names{"items.csv:order_id -> orders.csv:id"}));
  const TableJoin& join = j.found.joins[0];
  EXPECT_DOUBLE_EQ(join.matched, 1);
  EXPECT_DOUBLE_EQ(join.matched_back, 0.9);
  EXPECT_DOUBLE_EQ(join.matched_rows, 1);
  EXPECT_FALSE(join.many);
}

TEST(Joins, FewAnswersFindTheirOrderWhicheverFileComesFirst) {
  const TableProfile orders = ProfileOf("orders.csv", {{"order_id", Cells(200, Hex)}});
  const TableProfile answers =
      ProfileOf("answers.csv", {{"order_id", Cells(40, [](int i) { return Hex(i * 5); })}});
  const Names expected = {"answers.csv:order_id -> orders.csv:order_id"};
  EXPECT_EQ(JoinsOf({orders, answers}).shown, expected);
  EXPECT_EQ(JoinsOf({answers, orders}).shown, expected);
}

TEST(Joins, RowNumbersAndSmallNumbersAreNoKeys) {
  const auto rows = [](const char* name) {
    return ProfileOf(name,
                     {{"row", Cells(200, [](int i) { return std::to_string(i + 1); })},
                      {"score", Cells(200, [](int i) { return std::to_string(i * 7 % 10); })}});
  };
  EXPECT_EQ(JoinsOf({rows("a.csv"), rows("b.csv")}).shown, Names{});
}

TEST(Joins, WholeNumbersNeedANameInCommon) {
  const auto users = Cells(150, [](int i) { return std::to_string(i + 1); });
  const auto bought = Cells(400, [](int i) { return std::to_string(i * 31 % 150 + 1); });
  EXPECT_EQ(JoinsOf({ProfileOf("users.csv", {{"id", users}}),
                     ProfileOf("orders.csv", {{"user_id", bought}})})
                .shown,
            (Names{"orders.csv:user_id -> users.csv:id"}));
  EXPECT_EQ(JoinsOf({ProfileOf("users.csv", {{"id", users}}),
                     ProfileOf("orders.csv", {{"seats", bought}})})
                .shown,
            Names{});
}

TEST(Joins, KeysThatMatchNothingAreListedApart) {
  const Joined j =
      JoinsOf({ProfileOf("customers.csv", {{"id", Cells(50, Hex)}}),
               ProfileOf("charges.csv",
                         {{"customer_id", Cells(80, [](int i) { return Hex(i % 40 + 500); })}})});
  EXPECT_EQ(j.shown, Names{});
  ASSERT_EQ(j.found.unmatched.size(), 1U);
  EXPECT_EQ(Shown(j.found.unmatched[0].left, j.tables), "charges.csv:customer_id");
}

TEST(Joins, CapitalsAndBlanksAreSaid) {
  const Joined j = JoinsOf({ProfileOf("customers.csv", {{"customer_id", Cells(50, Hex)}}),
                            ProfileOf("orders.csv", {{"customer_id", Cells(80, [](int i) {
                                                        std::string key = Hex(i % 50) + " ";
                                                        for (char& c : key)
                                                          c = static_cast<char>(std::toupper(c));
                                                        return key;
                                                      })}})});
  ASSERT_EQ(j.found.joins.size(), 1U);
  EXPECT_LT(j.found.joins[0].matched, 0.1);
  EXPECT_DOUBLE_EQ(j.found.joins[0].matched_folded, 1);
}

TEST(Joins, SumsByDayAndCountryNeedBoth) {
  const auto day = [](int i) { return fmt::format("2024-03-{:02}", i % 20 + 1); };
  const auto country = [](int i) { return std::string(i / 20 % 2 ? "FR" : "DE"); };
  const Joined j = JoinsOf(
      {ProfileOf("sales.csv", {{"day", Cells(40, day)}, {"country_code", Cells(40, country)}}),
       ProfileOf("spend.csv", {{"day", Cells(40, day)}, {"country_code", Cells(40, country)}})});
  ASSERT_EQ(j.found.joins.size(), 1U);
  EXPECT_EQ(j.found.joins[0].left.columns.size(), 2U);
  EXPECT_DOUBLE_EQ(j.found.joins[0].matched, 1);
  EXPECT_FALSE(j.found.joins[0].many);
}

TEST(Joins, NamesAgreeByTheirWords) {
  EXPECT_DOUBLE_EQ(NamesAgree("customer_id", "customerId", "a", "b"), 1);
  EXPECT_DOUBLE_EQ(NamesAgree("customer_id", "id", "orders.csv", "olist_customers_dataset.csv"),
                   0.9);
  EXPECT_DOUBLE_EQ(NamesAgree("signup_country_code", "country_code", "a", "b"), 0.7);
  EXPECT_LE(NamesAgree("id", "id", "orders.csv", "users.csv"), 0.3);
  EXPECT_DOUBLE_EQ(NamesAgree("price", "city", "a", "b"), 0);
}

}  // namespace
}  // namespace northstar::testing
