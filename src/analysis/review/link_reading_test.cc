// Readings of links that hold and that break, made to be plain.
#include "analysis/review/link_reading.h"

#include <gtest/gtest.h>

#include <cmath>

#include "base/random.h"

namespace northstar {
namespace {

struct Pair {
  std::vector<double> star, outcome;
};

// The outcome's growth is 0.8 of the star's a month before, and a little of its own; from `broken`
// on it has nothing to do with it.
Pair Months(int n, int broken) {
  Random random(7, 1);
  Pair pair{{100}, {1000}};
  double last = 0;
  for (int t = 1; t < n; ++t) {
    const double growth = 0.1 * (random.Uniform() - 0.5);
    const double own = 0.02 * (random.Uniform() - 0.5);
    pair.star.push_back(pair.star.back() * std::exp(growth));
    pair.outcome.push_back(pair.outcome.back() * std::exp((t < broken ? 0.8 * last : 0) + own));
    last = growth;
  }
  return pair;
}

TEST(LinkReading, ALinkThatHoldsIsNotWeaker) {
  const Pair pair = Months(60, 60);
  const LinkReading reading = ReadLink(pair.star, pair.outcome, {1, 1, 3}, false, 0.9);
  ASSERT_EQ(reading.gap, LinkGap::kRead);
  EXPECT_FALSE(reading.weaker());
  EXPECT_FALSE(reading.halved());
  EXPECT_NEAR(reading.recent, 0.8, 0.15);
  EXPECT_NEAR(reading.earlier, 0.8, 0.15);
  EXPECT_LT(reading.recent_low, reading.recent);
  EXPECT_GT(reading.recent_high, reading.recent);
}

TEST(LinkReading, ALinkThatBrokeAYearAgoIsWeakerAndHalved) {
  const Pair pair = Months(60, 48);
  const LinkReading reading = ReadLink(pair.star, pair.outcome, {1, 1, 3}, false, 0.9);
  ASSERT_EQ(reading.gap, LinkGap::kRead);
  EXPECT_TRUE(reading.outside);
  EXPECT_TRUE(reading.weaker());
  EXPECT_TRUE(reading.halved());
  EXPECT_NEAR(reading.recent, 0, 0.2);
  EXPECT_NEAR(reading.earlier, 0.8, 0.15);
  EXPECT_FALSE(reading.windows.empty());
}

TEST(LinkReading, ThreeYearsAreNeeded) {
  const Pair pair = Months(35, 35);
  EXPECT_EQ(ReadLink(pair.star, pair.outcome, {1, 1, 3}, false, 0.9).gap, LinkGap::kTooShort);
}

TEST(LinkReading, AStarThatWasChosenNeedsASuggestionOnly) {
  stats::LeadResult lead;
  lead.lag = 4;
  lead.width = 3;
  using enum stats::LeadFinding;
  for (const auto finding : {kLeads, kLikelyLeads, kSuggestive}) {
    lead.finding = finding;
    ASSERT_TRUE(PlaceOf(lead)) << stats::LeadFindingName(finding);
    EXPECT_EQ(PlaceOf(lead)->lag, 4);
    EXPECT_EQ(PlaceOf(lead)->width, 3);
  }
  for (const auto finding : {kMovesTogether, kFollows, kNotDetected, kIsRevenue, kNoVariation,
                             kNotEnoughData, kLeadsInversely, kMayBeRevenue}) {
    lead.finding = finding;
    EXPECT_FALSE(PlaceOf(lead)) << stats::LeadFindingName(finding);
  }
}

}  // namespace
}  // namespace northstar
