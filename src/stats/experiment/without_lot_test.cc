// Which comparison is chosen, and why.
#include "stats/experiment/without_lot.h"

#include <gtest/gtest.h>

#include <cmath>

#include "base/random.h"
#include "stats/distributions.h"

namespace northstar::stats {
namespace {

using Series = std::vector<double>;

Series Noise(uint64_t seed, size_t n, double sd) {
  Random random(79, seed);
  Series noise;
  for (size_t t = 0; t < n; ++t) noise.push_back(sd * NormalQuantile(random.Uniform()));
  return noise;
}

// exp of `shared` plus noise plus a drift.
Series Of(const Series& shared, uint64_t seed, double drift = 0) {
  const Series noise = Noise(seed, shared.size(), .02);
  Series values;
  for (size_t t = 0; t < shared.size(); ++t)
    values.push_back(300 * std::exp(shared[t] + noise[t] + drift * static_cast<double>(t)));
  return values;
}

TEST(WithoutLot, ControlsThatGoTheSameWay) {
  const Series shared = Noise(1, 60, .2);
  const WithoutLot chosen = AssessWithoutLot(Of(shared, 2), Of(shared, 3), 54, {});
  EXPECT_EQ(chosen.method, WithoutLotMethod::kSegments);
  EXPECT_EQ(chosen.reason, WithoutLotReason::kControlsParallel);
  ASSERT_TRUE(chosen.result && chosen.segments);
  EXPECT_EQ(chosen.result->effect, chosen.segments->result.effect);
}

TEST(WithoutLot, TheEffectDoesNotChoose) {
  const Series shared = Noise(1, 60, .2);
  Series treated = Of(shared, 2);
  for (size_t t = 54; t < 60; ++t) treated[t] *= 3;
  EXPECT_EQ(AssessWithoutLot(treated, Of(shared, 3), 54, {}).reason,
            WithoutLotReason::kControlsParallel);
}

TEST(WithoutLot, ControlsThatDrift) {
  const Series shared = Noise(1, 60, .02);
  const WithoutLot chosen = AssessWithoutLot(Of(shared, 2, .03), Of(shared, 3), 54, {});
  EXPECT_EQ(chosen.method, WithoutLotMethod::kForecast);
  EXPECT_EQ(chosen.reason, WithoutLotReason::kControlsDrift);
  EXPECT_TRUE(chosen.segments);
  ASSERT_TRUE(chosen.result);
  EXPECT_NE(chosen.result->effect, chosen.segments->result.effect);
}

TEST(WithoutLot, ControlsThatRaiseAlarms) {
  const Series shared = Noise(1, 43, .02);
  Series treated = Of(shared, 2);
  // Steps of their own, the last before the periods that are compared.
  for (size_t t = 0; t < 43; ++t)
    treated[t] *= std::exp(.4 * static_cast<double>((t >= 12) + (t >= 21) + (t >= 30)));
  const WithoutLot chosen = AssessWithoutLot(treated, Of(shared, 3), 40, {});
  EXPECT_EQ(chosen.reason, WithoutLotReason::kControlsAlarm);
  EXPECT_EQ(chosen.method, WithoutLotMethod::kForecast);
}

TEST(WithoutLot, NoControls) {
  const Series treated = Of(Noise(1, 60, .02), 2);
  const WithoutLot chosen = AssessWithoutLot(treated, {}, 54, {});
  EXPECT_EQ(chosen.method, WithoutLotMethod::kForecast);
  EXPECT_EQ(chosen.reason, WithoutLotReason::kNoControls);
  EXPECT_FALSE(chosen.segments);
  EXPECT_TRUE(chosen.result);
  // Controls that are the treated themselves tell nothing.
  EXPECT_EQ(AssessWithoutLot(treated, treated, 54, {}).reason, WithoutLotReason::kControlsTooShort);
}

TEST(WithoutLot, TooShortForAForecast) {
  const Series shared = Noise(1, 14, .02);
  const WithoutLot chosen = AssessWithoutLot(Of(shared, 2, .2), Of(shared, 3), 10, {});
  EXPECT_EQ(chosen.method, WithoutLotMethod::kSegments);
  EXPECT_EQ(chosen.reason, WithoutLotReason::kControlsAlone);
  EXPECT_TRUE(chosen.result);
  const WithoutLot none = AssessWithoutLot(std::span(shared).first(8), {}, 6, {});
  EXPECT_EQ(none.method, WithoutLotMethod::kNone);
  EXPECT_EQ(none.reason, WithoutLotReason::kTooShort);
  EXPECT_FALSE(none.result);
}

}  // namespace
}  // namespace northstar::stats
