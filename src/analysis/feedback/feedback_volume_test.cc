// What is compared of two times, by the days that a source covers.
#include "analysis/feedback/feedback_volume.h"

#include <gtest/gtest.h>

namespace northstar {
namespace {

constexpr Day kReference = 1000, kFrom = 1180, kTo = 1240;  // 180 days against 60

FeedbackVolume VolumeOf(const std::vector<SourceVolume>& sources) {
  return CompareVolumes(sources, kReference, kFrom, kTo);
}

TEST(FeedbackVolume, IsPerCoveredDay) {
  const FeedbackVolume steady = VolumeOf({{"reviews", kFrom - 14, 28, 120}});
  EXPECT_DOUBLE_EQ(steady.per_day_before.value(), 2);
  EXPECT_DOUBLE_EQ(steady.per_day.value(), 2);
  EXPECT_DOUBLE_EQ(steady.usual.value(), 120);
  EXPECT_FALSE(steady.jumped.value());
  ASSERT_EQ(steady.notes.size(), 1U);
  EXPECT_NE(steady.notes[0].find("14 of 180 days"), std::string::npos);
  EXPECT_TRUE(VolumeOf({{"reviews", kFrom - 14, 28, 241}}).jumped.value());
  EXPECT_FALSE(VolumeOf({{"reviews", kReference - 500, 360, 240}}).jumped.value());
  EXPECT_TRUE(VolumeOf({{"reviews", kReference - 500, 360, 241}}).jumped.value());
}

TEST(FeedbackVolume, OfASourceThatBeginsTooLateIsNotCompared) {
  const FeedbackVolume late = VolumeOf({{"reviews", kFrom - 6, 1, 120}});
  EXPECT_FALSE(late.usual.has_value());
  EXPECT_FALSE(late.jumped.has_value());
  EXPECT_FALSE(late.compared[0]);
  EXPECT_EQ(late.notes.size(), 1U);
  EXPECT_TRUE(VolumeOf({{"reviews", kFrom - 7, 7, 120}}).usual.has_value());
  // A short time needs no more before it than it has days itself.
  EXPECT_TRUE(CompareVolumes({{"reviews", kTo - 2, 1, 1}}, kTo - 4, kTo - 1, kTo).usual);
}

TEST(FeedbackVolume, ASourceThatBeginsNowIsNoJump) {
  const FeedbackVolume both =
      VolumeOf({{"reviews", kReference, 360, 120}, {"tweets", kFrom + 30, 0, 9000}});
  EXPECT_FALSE(both.jumped.value());
  EXPECT_DOUBLE_EQ(both.usual.value(), 120);
  EXPECT_DOUBLE_EQ(both.per_day.value(), 2 + 300);  // of the 30 days that it covers
  EXPECT_EQ(both.compared, (std::vector<bool>{true, false}));
}

TEST(FeedbackVolume, OfNothingIsNothing) {
  EXPECT_FALSE(VolumeOf({}).per_day.has_value());
  EXPECT_FALSE(VolumeOf({{"reviews", kTo + 5, 0, 0}}).per_day.has_value());
  EXPECT_TRUE(VolumeOf({{"reviews", kTo + 5, 0, 0}}).notes.empty());
  EXPECT_FALSE(VolumeOf({{"reviews", kReference, 0, 5}}).jumped.value());  // no pace to exceed
}

}  // namespace
}  // namespace northstar
