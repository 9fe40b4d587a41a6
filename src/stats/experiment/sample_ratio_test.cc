#include "stats/experiment/sample_ratio.h"

#include <gtest/gtest.h>

#include <vector>

#include "base/random.h"

namespace northstar::stats {
namespace {

using Counts = std::vector<double>;

TEST(SampleRatio, AThousandTooMany) {
  const auto found = CheckSampleRatio(Counts{50500, 49500}, Counts{.5, .5});
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->chi_squared, 10, 1e-12);
  EXPECT_NEAR(found->p_value, .0015654, 1e-7);
  EXPECT_FALSE(found->mismatch);
  EXPECT_TRUE(CheckSampleRatio(Counts{50600, 49400}, Counts{.5, .5})->mismatch);
}

TEST(SampleRatio, SharesAreInAnyUnit) {
  const auto found = CheckSampleRatio(Counts{910, 60, 50}, Counts{90, 5, 5});
  const auto same = CheckSampleRatio(Counts{910, 60, 50}, Counts{.9, .05, .05});
  ASSERT_TRUE(found && same);
  EXPECT_NEAR(found->chi_squared, same->chi_squared, 1e-9);
  // Expected 918, 51, 51.
  EXPECT_NEAR(found->chi_squared, 64 / 918.0 + 81 / 51.0 + 1 / 51.0, 1e-9);
}

TEST(SampleRatio, Refusals) {
  EXPECT_FALSE(CheckSampleRatio(Counts{100}, Counts{1}));
  EXPECT_FALSE(CheckSampleRatio(Counts{5, 4}, Counts{1, 1}));
  EXPECT_FALSE(CheckSampleRatio(Counts{0, 0}, Counts{1, 1}));
  EXPECT_FALSE(CheckSampleRatio(Counts{100, 100}, Counts{1, 0}));
  EXPECT_FALSE(CheckSampleRatio(Counts{100, 100}, Counts{0, 0}));
  EXPECT_TRUE(CheckSampleRatio(Counts{5, 5}, Counts{1, 1}));
}

TEST(SampleRatio, FairLotsRaiseAlmostNoAlarm) {
  int small = 0;
  int alarms = 0;
  for (int run = 0; run < 1000; ++run) {
    Random random(73, static_cast<uint64_t>(run));
    double treatment = 0;
    for (int i = 0; i < 1000; ++i) treatment += random.Uniform() < .3;
    const auto found = CheckSampleRatio(Counts{treatment, 1000 - treatment}, Counts{.3, .7});
    small += found->p_value < .05;
    alarms += found->mismatch;
  }
  EXPECT_GE(small, 30);
  EXPECT_LE(small, 70);
  EXPECT_LE(alarms, 5);
}

TEST(SampleRatio, LosingATenthOfAnArmIsNoticed) {
  Random random(74);
  double treatment = 0;
  double control = 0;
  for (int i = 0; i < 20'000; ++i) {
    if (random.Uniform() < .5) {
      treatment += random.Uniform() < .9;
    } else {
      ++control;
    }
  }
  EXPECT_TRUE(CheckSampleRatio(Counts{treatment, control}, Counts{1, 1})->mismatch);
}

}  // namespace
}  // namespace northstar::stats
