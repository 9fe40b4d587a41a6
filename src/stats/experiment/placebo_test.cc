#include "stats/experiment/placebo.h"

#include <gtest/gtest.h>

namespace northstar::stats {
namespace {

TEST(Placebo, AlarmsWidenAndAreCounted) {
  std::vector<double> scores;
  for (int i = 1; i <= 20; ++i) scores.push_back(i * .1);  // .1 to 2
  const PlaceboCheck check = JudgePlacebos(scores, 1.55, .95);
  EXPECT_EQ(check.dates, 20u);
  EXPECT_NEAR(check.false_alarm_rate, .5, 1e-12);
  // The 20th smallest of 20: ceil(21 · .95).
  EXPECT_NEAR(check.widening, 2, 1e-12);
  EXPECT_NEAR(check.p_value, 6 / 21.0, 1e-12);
  EXPECT_NEAR(JudgePlacebos(scores, 1.55, .8).widening, 1.7, 1e-12);
  EXPECT_NEAR(JudgePlacebos(scores, 9, .95).p_value, 1 / 21.0, 1e-12);
}

TEST(Placebo, AnHonestMethodIsNotNarrowed) {
  const PlaceboCheck check = JudgePlacebos(std::vector<double>(30, .2), .2, .95);
  EXPECT_EQ(check.widening, 1);
  EXPECT_EQ(check.false_alarm_rate, 0);
  EXPECT_EQ(check.p_value, 1);
}

TEST(Placebo, FewDatesWidenByTheLargest) {
  EXPECT_NEAR(JudgePlacebos(std::vector<double>{.5, 3, 1.2}, 1, .95).widening, 3, 1e-12);
  const PlaceboCheck none = JudgePlacebos({}, 1, .95);
  EXPECT_EQ(none.dates, 0u);
  EXPECT_EQ(none.widening, 1);
  EXPECT_EQ(none.p_value, 1);
}

TEST(Placebo, DatesAreSpread) {
  using Dates = std::vector<size_t>;
  EXPECT_EQ(PlaceboDates(8, 11, 20), (Dates{8, 9, 10, 11}));
  EXPECT_EQ(PlaceboDates(10, 30, 3), (Dates{10, 20, 30}));
  EXPECT_EQ(PlaceboDates(10, 30, 1), (Dates{30}));
  EXPECT_EQ(PlaceboDates(7, 7, 20), (Dates{7}));
  EXPECT_TRUE(PlaceboDates(8, 7, 20).empty());
}

}  // namespace
}  // namespace northstar::stats
