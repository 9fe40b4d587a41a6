#include "analysis/inspect/column_kind.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/tables.h"

namespace northstar::testing {
namespace {

constexpr int kRows = 200;

// One column by itself in a table called `table`.
std::string KindOf(const std::string& name, const std::vector<std::string>& cells,
                   const std::string& table = "orders.csv") {
  return std::string(NameOf(GuessKinds(ProfileOf(table, {{name, cells}}))[0].kind));
}

std::string Day(int row) {
  return fmt::format("2024-{:02}-{:02}", row / 28 % 12 + 1, row % 28 + 1);
}

TEST(ColumnKind, FollowsContentsAndNames) {
  const auto numbers =
      Cells(kRows, [](int i) { return fmt::format("{}.{:02}", i * 7 % 90, i % 100); });
  const auto ids =
      Cells(kRows, [](int i) { return fmt::format("{:08x}b{:03x}d", i * 2654435761U, i); });
  const auto words = Cells(kRows, [](int i) { return i % 3 ? "paid" : "open"; });
  EXPECT_EQ(KindOf("created_at", Cells(kRows, [](int i) { return Day(i) + "T10:00:00Z"; })),
            "time");
  EXPECT_EQ(KindOf("x", Cells(kRows, Day)), "time");
  EXPECT_EQ(
      KindOf("datum", Cells(kRows, [](int i) { return fmt::format("{}.03.2024", i % 28 + 1); })),
      "time");
  EXPECT_EQ(
      KindOf("ts", Cells(kRows, [](int i) { return fmt::format("{}", 1700000000 + i * 977); })),
      "time");
  EXPECT_EQ(KindOf("hour", Cells(kRows, [](int i) { return std::to_string(i % 24); })), "time");
  EXPECT_EQ(KindOf("amount", numbers), "number");
  EXPECT_EQ(KindOf("c7", numbers), "number");
  EXPECT_EQ(KindOf("order_id", ids), "id");
  EXPECT_EQ(KindOf("customer_id", ids), "who");
  EXPECT_EQ(KindOf("id", ids, "customers.csv"), "who");
  EXPECT_EQ(KindOf("id", ids, "orders.csv"), "id");
  EXPECT_EQ(
      KindOf("kontakt", Cells(kRows, [](int i) { return fmt::format("p{}@example.com", i); })),
      "who");
  EXPECT_EQ(KindOf("status", words), "category");
  EXPECT_EQ(KindOf("x", words), "category");
  EXPECT_EQ(KindOf("is_paid", Cells(kRows, [](int i) { return std::to_string(i % 2); })),
            "category");
  EXPECT_EQ(KindOf("zip", Cells(kRows, [](int i) { return fmt::format("{:05}", i * 37); })),
            "category");
  EXPECT_EQ(KindOf("event", words), "event");
  EXPECT_EQ(KindOf("name", words, "event.csv"), "event");
  EXPECT_EQ(
      KindOf(
          "comment",
          Cells(kRows, [](int i) { return fmt::format("It was fine but item {} came late", i); })),
      "text");
  EXPECT_EQ(KindOf("empty", std::vector<std::string>(kRows)), "ignore");
  EXPECT_EQ(KindOf("currency", std::vector<std::string>(kRows, "usd")), "ignore");
  EXPECT_EQ(KindOf("props", Cells(kRows, [](int i) { return fmt::format("{{\"a\": {}}}", i); })),
            "ignore");
}

TEST(ColumnKind, ANameAloneDecidesNothing) {
  const auto amounts = Cells(kRows, [](int i) { return fmt::format("{}.5", i); });
  EXPECT_EQ(KindOf("customer", amounts), "number");
  EXPECT_EQ(KindOf("date", Cells(kRows, [](int i) { return i % 2 ? "soon" : "later"; })),
            "category");
  EXPECT_EQ(KindOf("event", Cells(kRows, Day)), "time");
}

TEST(ColumnKind, FewRowsProveNoConstant) {
  EXPECT_NE(KindOf("country", std::vector<std::string>(5, "France")), "ignore");
}

TEST(ColumnKind, ALogWithoutAnEventHasItsPages) {
  const auto guesses = GuessKinds(ProfileOf(
      "log",
      {{"ts", Cells(kRows, [](int i) { return fmt::format("{}", 1700000000000 + i * 9777); })},
       {"user_id", Cells(kRows, [](int i) { return std::to_string(i % 17); })},
       {"page", Cells(kRows, [](int i) { return i % 5   ? "Home"
                                                : i % 2 ? "Song"
                                                        : "Help"; })},
       {"method", Cells(kRows, [](int i) { return i % 2 ? "GET" : "PUT"; })}}));
  EXPECT_EQ(NameOf(guesses[2].kind), "event");
  EXPECT_EQ(NameOf(guesses[3].kind), "category");
}

TEST(ColumnKind, NumbersThatStandOnBothSidesAreSomebody) {
  const auto guesses = GuessKinds(ProfileOf(
      "log",
      {{"c1", Cells(kRows * 5, [](int i) { return std::to_string(i * 7 % 100); })},
       {"c2", Cells(kRows * 5, [](int i) { return std::to_string(i * 13 % 100); })},
       {"c3", Cells(kRows * 5, [](int i) { return std::to_string(1082040961 + i * 60); })}}));
  EXPECT_EQ(NameOf(guesses[0].kind), "who");
  EXPECT_EQ(NameOf(guesses[1].kind), "who");
  EXPECT_EQ(NameOf(guesses[2].kind), "time");
}

TEST(ColumnKind, WhoPointsToSomebodyIsSomebody) {
  const TableProfile table =
      ProfileOf("orders.csv", {{"bought_by", Cells(kRows, [](int i) {
                                  return fmt::format("cus_{}a8Kd{}", i % 50, i % 50);
                                })}});
  auto guesses = GuessKinds(table);
  ASSERT_EQ(NameOf(guesses[0].kind), "id");
  ReviseKinds(table, {{0, DataKind::kWho, "people.csv:id", 1.0}}, guesses);
  EXPECT_EQ(NameOf(guesses[0].kind), "who");
  EXPECT_EQ(guesses[0].why.word, "people.csv:id");
  ASSERT_FALSE(guesses[0].also.empty());
  EXPECT_EQ(NameOf(guesses[0].also[0]), "id");
}

}  // namespace
}  // namespace northstar::testing
