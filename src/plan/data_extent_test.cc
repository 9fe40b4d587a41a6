#include "plan/data_extent.h"

#include <gtest/gtest.h>

#include <limits>

namespace northstar {
namespace {

constexpr int64_t kDay = 86'400'000'000;
constexpr int64_t kLate = std::numeric_limits<int64_t>::max();

std::vector<DayRows> Days(const std::vector<std::pair<int64_t, int64_t>>& days) {
  std::vector<DayRows> out;
  for (const auto& [day, rows] : days) out.push_back({day, rows, day * kDay + 5, day * kDay + 9});
  return out;
}

std::vector<std::pair<int64_t, int64_t>> EveryDay(int64_t from, int64_t to, int64_t step = 1) {
  std::vector<std::pair<int64_t, int64_t>> days;
  for (int64_t day = from; day < to; day += step) days.emplace_back(day, 10);
  return days;
}

TEST(DataExtent, FewRowsFarBehindAndBeforeAllOthersDoNotCount) {
  auto days = EveryDay(1000, 1100);
  days.insert(days.begin(), {3, 2});
  days.emplace_back(1600, 1);
  const DataExtent extent = ExtentOfDays(Days(days), kLate);
  EXPECT_EQ(extent.first_us, 1000 * kDay + 5);
  EXPECT_EQ(extent.last_us, 1099 * kDay + 9);
  EXPECT_EQ(extent.rows, 1000);
  ASSERT_EQ(extent.far.size(), 2u);
  EXPECT_EQ(extent.far[0].day, 3);
  EXPECT_EQ(extent.far[1].day, 1600);
}

TEST(DataExtent, TheyCountAgainOnceNeighborsArrive) {
  auto days = EveryDay(1000, 1100);
  days.emplace_back(1600, 3);
  days.emplace_back(1601, 1);
  const DataExtent extent = ExtentOfDays(Days(days), kLate);
  EXPECT_EQ(extent.last_us, 1601 * kDay + 9);
  EXPECT_TRUE(extent.far.empty());
}

TEST(DataExtent, AGapLikeOthersOfTheSourceIsNone) {
  auto days = EveryDay(1000, 1600, 30);  // monthly
  days.emplace_back(1600 + 200, 1);
  EXPECT_EQ(ExtentOfDays(Days(days), kLate).last_us, 1800 * kDay + 9);
}

TEST(DataExtent, TooFewDaysTellNoRhythm) {
  const auto days = Days({{10, 50}, {11, 50}, {12, 50}, {400, 1}});
  EXPECT_EQ(ExtentOfDays(days, kLate).last_us, 400 * kDay + 9);
}

TEST(DataExtent, SeveralOfALargeSourceMayBeFar) {
  std::vector<std::pair<int64_t, int64_t>> days;
  for (int64_t day = 100; day < 200; ++day) days.emplace_back(day, 1000);
  days.emplace_back(5000, 90);
  EXPECT_EQ(ExtentOfDays(Days(days), kLate).last_us, 199 * kDay + 9);
  days.back().second = 200;
  EXPECT_EQ(ExtentOfDays(Days(days), kLate).last_us, 5000 * kDay + 9);
}

TEST(DataExtent, RowsAheadOfNowWaitForTheirTime) {
  auto days = EveryDay(1000, 1100);
  const int64_t now = 1050 * kDay;
  const DataExtent extent = ExtentOfDays(Days(days), now);
  EXPECT_EQ(extent.last_us, 1049 * kDay + 9);
  EXPECT_EQ(extent.ahead.size(), 50u);
  EXPECT_TRUE(extent.far.empty());
  EXPECT_EQ(ExtentOfDays(Days(days), 999 * kDay).rows, 0);
}

}  // namespace
}  // namespace northstar
