// The record of bets, what it makes of the next expectation, and effects without their luck.
#include "stats/experiment/bet_record.h"

#include <gtest/gtest.h>

#include <cmath>

#include "base/random.h"
#include "stats/describe.h"
#include "stats/distributions.h"
#include "stats/meta_analysis.h"

namespace northstar::stats {
namespace {

using Bets = std::vector<PastBet>;

TEST(BetRecord, MedianSignAndFactor) {
  // Ratios .4, .2, -.5, 1.2, .5, 0, and one of which nothing was expected.
  const auto record = RecordOf(Bets{{.10, .04, .01},
                                    {-.20, -.04, .02},
                                    {.10, -.05, .02},
                                    {.05, .06, .01},
                                    {-.10, -.05, .02},
                                    {.30, 0, .1},
                                    {0, .5, .1}},
                               .95);
  ASSERT_TRUE(record);
  EXPECT_EQ(record->bets, 6);
  EXPECT_NEAR(record->median_ratio, .3, 1e-12);
  const Proportion right = Wilson(4, 6, .95);
  EXPECT_EQ(record->right_sign.share, right.share);
  EXPECT_EQ(record->right_sign.low, right.low);
  EXPECT_NEAR(record->factor, (6 * .3 + 1) / 7, 1e-12);
  ASSERT_TRUE(record->next_low && record->next_high);
  EXPECT_LT(*record->next_low, 0);
  EXPECT_GT(*record->next_high, .5);
}

TEST(BetRecord, AFewBetsShrinkALittle) {
  EXPECT_NEAR(RecordOf(Bets{{.1, 0, .01}}, .95)->factor, .5, 1e-12);
  EXPECT_NEAR(RecordOf(Bets(9, {.1, 0, .01}), .95)->factor, .1, 1e-12);
  EXPECT_FALSE(RecordOf(Bets{{.1, 0, .01}}, .95)->next_low);
  // A record turns no promise, and makes none larger.
  EXPECT_EQ(RecordOf(Bets(5, {.1, -.3, .01}), .95)->factor, 0);
  EXPECT_EQ(RecordOf(Bets(5, {.1, .3, .01}), .95)->factor, 1);
  EXPECT_FALSE(RecordOf({}, .95));
  EXPECT_FALSE(RecordOf(Bets{{0, .5, .1}}, .95));
}

TEST(BetRecord, UnknownErrorsPredictNothing) {
  EXPECT_FALSE(RecordOf(Bets(6, {.1, .05, 0}), .95)->next_low);
}

// Ratios are normal around .5 with a spread of .3: the next one lies where it is said to.
TEST(BetRecord, TheNextRatioLiesWhereItIsSaid) {
  int held = 0;
  constexpr int kRuns = 400;
  for (int run = 0; run < kRuns; ++run) {
    Random random(80, static_cast<uint64_t>(run));
    const auto normal = [&] { return NormalQuantile(random.Uniform()); };
    Bets bets;
    for (int i = 0; i < 12; ++i) {
      const double expected = .05 + .2 * random.Uniform();
      const double error = .01 + .02 * random.Uniform();
      bets.push_back({expected, expected * (.5 + .3 * normal()) + error * normal(), error});
    }
    const auto record = RecordOf(bets, .9);
    const double next = .5 + .3 * normal();
    held += *record->next_low <= next && next <= *record->next_high;
  }
  EXPECT_GE(held, kRuns * 86 / 100);
  EXPECT_LE(held, kRuns * 94 / 100);
}

TEST(WithoutLuck, DrawsNoisyEffectsToZero) {
  EXPECT_NEAR(WithoutLuck(-1.5, .5, .25), -.75, 1e-12);
  EXPECT_EQ(WithoutLuck(-1.5, .5, 0), 0);
  EXPECT_NEAR(WithoutLuck(-1.5, 0, .25), -1.5, 1e-12);
}

// Of many small true effects those that look largest are smaller; without their luck they are
// right.
TEST(WithoutLuck, TheWinnersCurse) {
  Random random(81);
  std::vector<double> truth;
  std::vector<double> seen;
  for (int i = 0; i < 2000; ++i) {
    truth.push_back(.1 * NormalQuantile(random.Uniform()));
    seen.push_back(truth.back() + .15 * NormalQuantile(random.Uniform()));
  }
  const auto pooled =
      RandomEffects(seen, std::vector<double>(2000, .0225), Heterogeneity::kReml, .95);
  const double bar = Quantile(seen, .95);
  double true_sum = 0, seen_sum = 0, shrunk_sum = 0;
  for (size_t i = 0; i < 2000; ++i) {
    if (seen[i] < bar) continue;
    true_sum += truth[i];
    seen_sum += seen[i];
    shrunk_sum += WithoutLuck(seen[i], .15, pooled->tau_squared);
  }
  EXPECT_GT(seen_sum, 2 * true_sum);
  EXPECT_NEAR(shrunk_sum / true_sum, 1, .15);
}

}  // namespace
}  // namespace northstar::stats
