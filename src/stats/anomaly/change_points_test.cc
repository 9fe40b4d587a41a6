// The Nile's flow at Aswan, planted shifts, and the search against all segmentations.
#include "stats/anomaly/change_points.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "base/random.h"

namespace northstar::stats {
namespace {

// 1871-1970, 10^8 m³ a year. Cobb 1978.
const std::vector<double>& Nile() {
  static const std::vector<double> kFlow{
      1120, 1160, 963, 1210, 1160, 1160, 813,  1230, 1370, 1140, 995,  935,  1110, 994,  1020,
      960,  1180, 799, 958,  1140, 1100, 1210, 1150, 1250, 1260, 1220, 1030, 1100, 774,  840,
      874,  694,  940, 833,  701,  916,  692,  1020, 1050, 969,  831,  726,  456,  824,  702,
      1120, 1100, 832, 764,  821,  768,  845,  864,  862,  698,  845,  744,  796,  1040, 759,
      781,  865,  845, 944,  984,  897,  822,  1010, 771,  676,  649,  846,  812,  742,  801,
      1040, 860,  874, 848,  890,  744,  749,  838,  1050, 918,  986,  797,  923,  975,  815,
      1020, 906,  901, 1170, 912,  746,  919,  718,  714,  740};
  return kFlow;
}

double Normal(Random& random) {
  return std::sqrt(-2 * std::log(random.Uniform())) * std::cos(2 * M_PI * random.Uniform());
}

std::vector<double> Noise(uint64_t seed, size_t n, double autoregression) {
  Random random(seed);
  std::vector<double> x;
  double last = Normal(random) / std::sqrt(1 - autoregression * autoregression);
  for (size_t t = 0; t < n; ++t) {
    x.push_back(last);
    last = autoregression * last + Normal(random);
  }
  return x;
}

TEST(ChangePoints, NileFallsIn1898) {
  ChangeOptions options;
  options.autoregression = 0;
  const Segmentation found = FindChanges(Nile(), options);
  EXPECT_NEAR(found.variance, 13298.5615, 1e-3);
  ASSERT_EQ(found.changes.size(), 1u);
  const ChangePoint& change = found.changes[0];
  EXPECT_EQ(change.position, 28u);
  EXPECT_NEAR(found.cost, 1597457.2, 0.05);
  EXPECT_NEAR(change.before, 1097.75, 1e-9);
  EXPECT_NEAR(change.after, 849.97222, 1e-5);
  EXPECT_LE(change.low, 28u);
  EXPECT_GE(change.low, 24u);
  EXPECT_GE(change.high, 28u);
  EXPECT_LE(change.high, 32u);
  EXPECT_NEAR(*change.relative, -0.22572, 1e-5);
  EXPECT_LT(*change.relative_high, -0.15);
  EXPECT_GT(*change.relative_low, -0.30);
}

TEST(ChangePoints, NileWithItsOwnAutoregression) {
  const Segmentation found = FindChanges(Nile(), {});
  ASSERT_EQ(found.changes.size(), 1u);
  EXPECT_EQ(found.changes[0].position, 28u);
}

// The least cost over all segmentations, without pruning.
double LeastCost(std::span<const double> x, size_t least, double penalty) {
  const size_t n = x.size();
  const auto cost = [&](size_t begin, size_t end) {
    double sum = 0;
    double squares = 0;
    for (size_t t = begin; t < end; ++t) sum += x[t];
    const double mean = sum / static_cast<double>(end - begin);
    for (size_t t = begin; t < end; ++t) squares += (x[t] - mean) * (x[t] - mean);
    return squares;
  };
  std::vector<double> best(n + 1, std::numeric_limits<double>::infinity());
  best[0] = -penalty;
  for (size_t t = least; t <= n; ++t) {
    for (size_t s = 0; s + least <= t; ++s) {
      best[t] = std::min(best[t], best[s] + cost(s, t) + penalty);
    }
  }
  return best[n];
}

TEST(ChangePoints, PrunesNothingItNeeds) {
  for (uint64_t seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE(seed);
    std::vector<double> x = Noise(seed, 60 + seed % 7, 0);
    for (size_t t = 20; t < 20 + seed % 23; ++t) x[t] += 2.5;
    ChangeOptions options;
    options.least_length = 1 + seed % 8;
    options.variance = 0.3;
    options.autoregression = 0;
    const Segmentation found = FindChanges(x, options);
    const double total = found.cost + found.penalty * static_cast<double>(found.changes.size());
    EXPECT_NEAR(total, LeastCost(x, options.least_length, found.penalty), 1e-8);
  }
}

struct Rate {
  int series_with = 0, exact = 0, covered = 0;
};
Rate Measure(double autoregression, double shift, uint64_t stream) {
  Rate rate;
  for (uint64_t seed = 1; seed <= 200; ++seed) {
    std::vector<double> x = Noise(seed + stream, 200, autoregression);
    for (size_t t = 120; t < x.size(); ++t) x[t] += shift;
    const Segmentation found = FindChanges(x, {});
    rate.series_with += !found.changes.empty();
    if (found.changes.size() != 1) continue;
    const ChangePoint& change = found.changes[0];
    rate.exact += change.position >= 117 && change.position <= 123;
    rate.covered += change.low <= 120 && change.high >= 120;
  }
  return rate;
}

TEST(ChangePoints, LeavesNoiseInOnePiece) {
  EXPECT_LE(Measure(0, 0, 1000).series_with, 10);
  EXPECT_LE(Measure(0.5, 0, 2000).series_with, 20);
  EXPECT_LE(Measure(0.8, 0, 3000).series_with, 30);
}

TEST(ChangePoints, FindsAShift) {
  const Rate rate = Measure(0, 1.5, 4000);
  EXPECT_GE(rate.series_with, 195);
  EXPECT_GE(rate.exact, 150);
  EXPECT_GE(rate.covered, 165);
}

TEST(ChangePoints, NothingToFind) {
  EXPECT_TRUE(FindChanges({}, {}).changes.empty());
  EXPECT_TRUE(FindChanges(std::vector<double>{5}, {}).changes.empty());
  EXPECT_TRUE(FindChanges(std::vector<double>(100, 7), {}).changes.empty());
  EXPECT_TRUE(FindChanges(std::vector<double>(13, 0), {}).changes.empty());
}

TEST(ChangePoints, StepWithoutNoise) {
  for (const double unit : {1e-100, 1.0, 1e100}) {
    SCOPED_TRACE(unit);
    std::vector<double> x(40, unit);
    for (size_t t = 25; t < 40; ++t) x[t] = 3 * unit;
    const Segmentation found = FindChanges(x, {});
    ASSERT_EQ(found.changes.size(), 1u);
    EXPECT_EQ(found.changes[0].position, 25u);
  }
}

TEST(ChangePoints, NoShareOfWhatMayBeNothing) {
  std::vector<double> x = Noise(7, 100, 0);
  for (size_t t = 50; t < 100; ++t) x[t] += 5;
  const Segmentation found = FindChanges(x, {});
  ASSERT_EQ(found.changes.size(), 1u);
  EXPECT_FALSE(found.changes[0].relative);
  EXPECT_NEAR(found.changes[0].shift, 5, 1);
}

}  // namespace
}  // namespace northstar::stats
