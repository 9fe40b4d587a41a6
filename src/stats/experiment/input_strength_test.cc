// Of one experiment and of many: what the star gains per unit of the input.
#include "stats/experiment/input_strength.h"

#include <gtest/gtest.h>

#include <cmath>

#include "base/random.h"
#include "stats/distributions.h"

namespace northstar::stats {
namespace {

using Experiments = std::vector<ExperimentEffect>;

TEST(InputStrength, EightExperiments) {
  Experiments experiments;
  const double input[] = {.9, -.4, 1.6, .3, 2.1, -1.1, .7, 1.2};
  const double star[] = {.40, -.35, .95, .02, .90, -.70, .55, .38};
  for (size_t j = 0; j < 8; ++j) experiments.push_back({input[j], star[j], .09, .04, .03});
  const InputStrength found = StrengthOf(experiments, .95);
  EXPECT_EQ(found.finding, StrengthFinding::kEstimated);
  ASSERT_TRUE(found.relation);
  EXPECT_NEAR(found.relation->slope, .55381469, 1e-8);
  experiments.pop_back();
  const InputStrength seven = StrengthOf(experiments, .95);
  EXPECT_EQ(seven.finding, StrengthFinding::kTooFewExperiments);
  EXPECT_FALSE(seven.relation);
}

TEST(InputStrength, NoiseAloneSaysNothing) {
  Experiments experiments;
  for (int j = 0; j < 10; ++j) experiments.push_back({.1 * (j % 3), .05 * (j % 4), 1, 1, .5});
  EXPECT_EQ(StrengthOf(experiments, .95).finding, StrengthFinding::kNoVariation);
}

TEST(InputStrength, EffectsOfTheSameUnits) {
  std::vector<UnitMoments> arms;
  for (int arm = 0; arm < 2; ++arm) {
    std::vector<std::vector<double>> values(2);
    for (int i = 0; i < 50; ++i) {
      values[0].push_back((7 * i) % 11 + 2 * arm);
      values[1].push_back(.5 * values[0].back() + (3 * i) % 5);
    }
    arms.push_back(*MomentsOf(SumUnits(values)));
  }
  const ExperimentEffect effect = EffectOnBoth(arms[1], arms[0]);
  EXPECT_NEAR(effect.metric, 2, 1e-12);
  EXPECT_NEAR(effect.outcome, 1, 1e-12);
  EXPECT_NEAR(effect.metric_variance, 2 * arms[0].Variance(0) / 50, 1e-12);
  EXPECT_NEAR(effect.covariance, 2 * arms[0].Covariance(0, 1) / 50, 1e-12);
  const auto strength = ImpliedStrength(effect, .95);
  ASSERT_TRUE(strength);
  EXPECT_NEAR(strength->ratio, .5, 1e-12);
  EXPECT_LT(strength->low, .5);
  EXPECT_GT(strength->high, .5);
  // An input that hardly moved.
  EXPECT_FALSE(ImpliedStrength({.1, 1, .01, .04, 0}, .95));
}

// The truth is .5 per unit; users with more of the input have .9 more of the star, which noise
// carries into every experiment and a plain regression takes for the effect.
TEST(InputStrength, IsNotThatBetweenUsers) {
  double slope = 0;
  double naive = 0;
  int held = 0;
  int estimated = 0;
  constexpr int kRuns = 300;
  for (int run = 0; run < kRuns; ++run) {
    Random random(82, static_cast<uint64_t>(run));
    const auto normal = [&] { return NormalQuantile(random.Uniform()); };
    Experiments experiments;
    for (int j = 0; j < 30; ++j) {
      const double moved = normal();
      const double noise = .7 * normal();
      experiments.push_back({moved + noise, .5 * moved + .2 * normal() + .9 * noise + .2 * normal(),
                             .49, .9 * .9 * .49 + .04, .9 * .49});
    }
    const InputStrength found = StrengthOf(experiments, .9);
    if (!found.relation) continue;
    ++estimated;
    slope += found.relation->slope;
    naive += found.relation->naive_slope;
    held += found.relation->low <= .5 && .5 <= found.relation->high;
  }
  EXPECT_GE(estimated, kRuns * 95 / 100);
  slope /= estimated;
  naive /= estimated;
  EXPECT_GT(naive, .6);
  EXPECT_NEAR(slope, .5, .04);
  EXPECT_GE(held, estimated * 84 / 100);
  EXPECT_LE(held, estimated * 97 / 100);
}

}  // namespace
}  // namespace northstar::stats
