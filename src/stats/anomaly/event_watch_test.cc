#include "stats/anomaly/event_watch.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <vector>

#include "base/random.h"

namespace northstar::stats {
namespace {

constexpr double kPerDay = 288;

double Normal(Random& random) {
  return std::sqrt(-2 * std::log(random.Uniform())) *
         std::cos(2 * std::numbers::pi * random.Uniform());
}

// Every value a surprise of its own, so that the events alone decide.
std::vector<bool> Watch(const std::vector<double>& values, double alert_level = 0.01) {
  EventWatch watch(kPerDay, alert_level);
  std::vector<bool> events;
  events.reserve(values.size());
  for (const double value : values)
    events.push_back(watch.Add({.value = value, .error = value, .rounding = 1e-9, .score = 1}) !=
                     EventKind::kNone);
  return events;
}

size_t Count(const std::vector<bool>& events, size_t from, size_t to) {
  size_t count = 0;
  for (size_t t = from; t < to; ++t) count += events[t];
  return count;
}

std::vector<double> Noise(uint64_t seed, size_t n) {
  Random random(seed, 5);
  std::vector<double> x;
  for (size_t t = 0; t < n; ++t) x.push_back(Normal(random));
  return x;
}

TEST(EventWatch, NoiseBringsFewEvents) {
  size_t begun = 0;
  constexpr size_t kSeries = 20;
  constexpr size_t kValues = 3000;
  for (uint64_t seed = 0; seed < kSeries; ++seed) {
    const auto events = Watch(Noise(seed, kValues));
    for (size_t t = 1; t < kValues; ++t) begun += events[t] && !events[t - 1];
  }
  // 200 whiles, of which one in a hundred may bring one for each of the two windows.
  EXPECT_LE(begun, 8U);
}

TEST(EventWatch, FindsShiftsAfterShifts) {
  // A tenth of the past lies in events, as large as the one that is looked for.
  auto x = Noise(7, 4000);
  std::vector<size_t> starts;
  for (size_t start = 800; start + 80 < x.size(); start += 800) {
    starts.push_back(start);
    for (size_t t = start; t < start + 80; ++t) x[t] += 3;
  }
  const auto events = Watch(x);
  for (const size_t start : starts) EXPECT_GT(Count(events, start, start + 80), 40U) << start;
  EXPECT_EQ(Count(events, 0, 800), 0U);
}

TEST(EventWatch, NeedsASurprise) {
  auto x = Noise(9, 1000);
  for (size_t t = 900; t < 1000; ++t) x[t] += 4;
  EventWatch watch(kPerDay, 0.01);
  for (const double value : x)
    EXPECT_EQ(watch.Add({.value = value, .error = value, .rounding = 1e-9, .score = 0.1}),
              EventKind::kNone);
}

TEST(EventWatch, ALowerLevelAsksForMore) {
  size_t strict = 0;
  size_t loose = 0;
  for (uint64_t seed = 0; seed < 20; ++seed) {
    auto x = Noise(100 + seed, 1000);
    for (size_t t = 900; t < 910; ++t) x[t] += 1.7;
    strict += Count(Watch(x, 0.001), 900, 910);
    loose += Count(Watch(x, 0.03), 900, 910);
  }
  EXPECT_LT(strict, loose);
  EXPECT_GT(loose, 0U);
}

TEST(EventWatch, FindsAFrozenSensorAtItsUsualValue) {
  auto x = Noise(3, 1200);
  for (size_t t = 1000; t < 1060; ++t) x[t] = 0.1;
  const auto events = Watch(x);
  EXPECT_LE(Count(events, 0, 1005), 2U);  // the means, by chance
  EXPECT_TRUE(events[1059]);
  EXPECT_FALSE(events[1062]);
}

TEST(EventWatch, NightsOfZerosAreNoEvent) {
  Random random(4, 5);
  std::vector<double> x;
  for (size_t t = 0; t < 4000; ++t) x.push_back(t % 288 < 100 ? 0 : 20 + Normal(random));
  StillnessWatch watch;
  size_t far = 0;
  for (const double value : x) far += watch.Add(value) < -4.5;
  EXPECT_EQ(far, 0U);
}

TEST(EventWatch, WhatStandsStillAgainAndAgainIsItsWay) {
  auto x = Noise(5, 6000);
  std::vector<size_t> starts;
  for (size_t start = 600; start + 50 < x.size(); start += 600) {
    starts.push_back(start);
    for (size_t t = start; t < start + 50; ++t) x[t] = 0.2;
  }
  const auto events = Watch(x);
  EXPECT_TRUE(events[starts.front() + 49]);
  EXPECT_EQ(Count(events, starts.back(), starts.back() + 50), 0U);
}

TEST(EventWatch, GapsAreSteppedOver) {
  EventWatch watch(kPerDay, 0.01);
  const auto x = Noise(6, 2000);
  size_t events = 0;
  for (size_t t = 0; t < x.size(); ++t) {
    if (t % 7 == 0) {
      watch.Skip();
    } else {
      events += watch.Add({.value = x[t], .error = x[t], .rounding = 1e-9, .score = 1}) !=
                EventKind::kNone;
    }
  }
  EXPECT_LE(events, 4U);
}

}  // namespace
}  // namespace northstar::stats
