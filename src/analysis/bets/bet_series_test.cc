// Which periods a bet without a lot is judged by.
#include "analysis/bets/bet_series.h"

#include <gtest/gtest.h>

namespace northstar {
namespace {

using Values = std::vector<std::optional<double>>;

std::optional<BetWindow> Weeks(size_t count, const Values& treated, const Values& control,
                               Day shipped) {
  std::vector<Day> starts, ends;
  for (size_t i = 0; i < count; ++i) {
    starts.push_back(static_cast<Day>(7 * i));
    ends.push_back(static_cast<Day>(7 * i + 7));
  }
  return CutWindow(starts, ends, treated, control, shipped, Grain::kWeek);
}

TEST(CutWindow, StartsWithThePeriodOfTheDayOrTheNext) {
  const Values level(20, 5);
  EXPECT_EQ(Weeks(20, level, {}, 70)->start, 10U);
  EXPECT_EQ(Weeks(20, level, {}, 73)->start, 10U) << "the first half of a week";
  EXPECT_EQ(Weeks(20, level, {}, 74)->start, 11U);
  EXPECT_EQ(Weeks(20, level, {}, 76)->start, 11U);
  EXPECT_FALSE(Weeks(20, level, {}, 140)) << "after all of them";
}

TEST(CutWindow, LooksAtTwelveWeeksAndAThirdOfWhatWasBefore) {
  const auto longer = Weeks(90, Values(90, 5), {}, 7 * 60);
  EXPECT_EQ(longer->treated.size(), 72U);
  EXPECT_EQ(longer->last_day, 7 * 72 - 1);
  EXPECT_EQ(Weeks(90, Values(90, 5), {}, 7 * 12)->treated.size(), 16U);
  EXPECT_EQ(Weeks(63, Values(63, 5), {}, 7 * 60)->treated.size(), 63U) << "so far";
}

TEST(CutWindow, GapsCutItOff) {
  Values treated(40, 5), control(40, 4);
  treated[3] = std::nullopt;
  control[33] = std::nullopt;
  const auto found = Weeks(40, treated, control, 7 * 30);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->start, 26U);
  EXPECT_EQ(found->treated.size(), 29U);
  EXPECT_EQ(found->control.size(), 29U);
  treated[30] = std::nullopt;
  EXPECT_FALSE(Weeks(40, treated, control, 7 * 30));
}

}  // namespace
}  // namespace northstar
