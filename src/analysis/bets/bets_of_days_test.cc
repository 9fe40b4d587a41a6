#include "analysis/bets/bets_of_days.h"

#include <gtest/gtest.h>

namespace northstar {
namespace {

Bet Shipped(const std::string& name, const std::string& day) {
  Bet bet;
  bet.name = name;
  bet.shipped = day;
  return bet;
}

TEST(BetsOfDays, AreThoseThatShippedOrWhoseExperimentEndedThen) {
  Project project(Calendar(*TimeZone::Load("UTC"), Weekday::kMonday, 1));
  project.bets = {Shipped("before", "2026-06-21"), Shipped("first_day", "2026-06-22"),
                  Shipped("last_day", "2026-06-28"), Shipped("after", "2026-06-29"),
                  Shipped("planned", "")};
  Bet tried = Shipped("tried", "2026-05-01");
  tried.experiment = Experiment{};
  tried.experiment->to = "2026-06-25";
  Bet goes_on = Shipped("goes_on", "");
  goes_on.experiment = Experiment{};
  project.bets.push_back(tried);
  project.bets.push_back(goes_on);
  EXPECT_EQ(BetsOfDays(project, *ParseDay("2026-06-22"), *ParseDay("2026-06-29")),
            (std::vector<std::string>{"first_day", "last_day", "tried"}));
  EXPECT_TRUE(BetsOfDays(project, *ParseDay("2026-06-22"), *ParseDay("2026-06-22")).empty());
}

}  // namespace
}  // namespace northstar
