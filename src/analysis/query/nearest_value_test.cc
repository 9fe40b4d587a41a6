#include "analysis/query/nearest_value.h"

#include <gtest/gtest.h>

namespace northstar {
namespace {

std::string Nearest(std::string_view wanted, std::vector<ValueCount> seen) {
  const auto found = NearestValue(wanted, seen);
  return found ? found->value : "";
}

TEST(NearestValueTest, FindsWhatWasMeant) {
  const struct {
    std::string wanted, nearest;
    std::vector<ValueCount> seen;
  } kCases[] = {
      {"order_placed", "Order Placed", {{"Order Paid", 90}, {"Order Placed", 5}}},
      {"signup", "Signed Up", {{"Signed Up", 31}, {"Logged In", 200}}},
      {"signups", "Signed Up", {{"Signed Up", 31}, {"Logged In", 200}}},
      {"Gold", "gold", {{"silver", 30}, {"gold", 10}}},
      {"gold ", "gold", {{"silver", 30}, {"gold", 10}}},
      {"UK", "United Kingdom", {{"Ukraine", 3}, {"United Kingdom", 500}}},
      {"United Kingdom", "uk", {{"fr", 3}, {"uk", 500}}},
      {"purhcase", "purchase", {{"purchases", 9}, {"purchase", 3}}},
      {"ÉTÉ", "été", {{"ete", 9}, {"été", 3}}},
      {"order", "order_completed", {{"order_line", 3}, {"order_completed", 8}}},
      // Of two that are as near, the one that occurs more often.
      {"GOLD", "Gold", {{"gold", 10}, {"Gold", 11}}},
      {"checkout", "", {{"signup", 9}, {"login", 3}}},
      {"UK", "", {{"FR", 9}, {"DE", 3}}},
      {"plan", "", {}},
  };
  for (const auto& one : kCases)
    EXPECT_EQ(Nearest(one.wanted, one.seen), one.nearest) << one.wanted;
}

TEST(NearestValueTest, IsSaidWithItsCount) {
  EXPECT_EQ(MeantInstead("order_placed", std::vector<ValueCount>{{"Order Placed", 12'031}}),
            "; did you mean 'Order Placed' (12,031 times)?");
  EXPECT_EQ(MeantInstead("x", std::vector<ValueCount>{{"France", 3}, {"Peru", 1}}),
            "; the most frequent: 'France' (3 times), 'Peru' (once)");
  EXPECT_EQ(MeantInstead("x", {}), "");
}

}  // namespace
}  // namespace northstar
