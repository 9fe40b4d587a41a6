#include "stats/segments/adtributor.h"

#include <gtest/gtest.h>

#include <cmath>

namespace northstar::stats {
namespace {

SegmentTotals Value(double before, double after) {
  return {before, 0, after, 0};
}

TEST(Adtributor, PowersAreSharesOfTheDeviation) {
  const auto views = ViewElements({Value(94, 24), Value(6, 6), Value(0, 20)}, false);
  EXPECT_NEAR(views[0].explains, 70.0 / 50, 1e-12);
  EXPECT_NEAR(views[1].explains, 0, 1e-12);
  EXPECT_NEAR(views[2].explains, -20.0 / 50, 1e-12);
}

TEST(Adtributor, SurpriseIsTheDivergenceOfTheShares) {
  const std::vector<SegmentTotals> elements = {Value(50, 10), Value(50, 30)};
  const auto views = ViewElements(elements, false);
  const auto part = [](double p, double q) {
    return 0.5 * (p * std::log(2 * p / (p + q)) + q * std::log(2 * q / (p + q)));
  };
  EXPECT_NEAR(views[0].surprise, part(.5, .25), 1e-12);
  EXPECT_NEAR(views[1].surprise, part(.5, .75), 1e-12);
  EXPECT_NEAR(SurpriseOf(elements, false), part(.5, .25) + part(.5, .75), 1e-12);
  EXPECT_NEAR(SurpriseOf({Value(1, 0), Value(0, 1)}, false), std::log(2), 1e-12);
}

TEST(Adtributor, AnElementThatOnlyGrewWithTheWholeDoesNotSurprise) {
  EXPECT_NEAR(SurpriseOf({Value(10, 20), Value(30, 60)}, false), 0, 1e-15);
}

TEST(Adtributor, RatioPowersAreThePartialDerivatives) {
  // Above 10 + 30, below 100 + 100; the first loses half its numerator, the second gains below.
  const auto views = ViewElements({{10, 100, 5, 100}, {30, 100, 30, 160}}, true);
  const double first = (-5.0 * 200) / (200.0 * 200);
  const double second = (-60.0 * 40) / (200.0 * 260);
  EXPECT_NEAR(views[0].explains, first / (first + second), 1e-12);
  EXPECT_NEAR(views[1].explains, second / (first + second), 1e-12);
}

TEST(Adtributor, NothingMoved) {
  for (const auto& view : ViewElements({Value(3, 3), Value(0, 0)}, false)) {
    EXPECT_EQ(view.explains, 0);
    EXPECT_EQ(view.surprise, 0);
  }
  EXPECT_TRUE(ViewElements({}, true).empty());
  EXPECT_EQ(SurpriseOf({Value(0, 5)}, false), 0);
}

TEST(Adtributor, RanksTheDimensionThatShowsIt) {
  const std::vector<SegmentTotals> spread = {Value(100, 90), Value(100, 90), Value(100, 90)};
  const std::vector<SegmentTotals> telling = {Value(150, 120), Value(75, 75), Value(75, 75)};
  const auto causes = Adtributor({spread, telling}, false, {});
  ASSERT_EQ(causes.size(), 2u);
  EXPECT_EQ(causes[0].dimension, 1u);
  EXPECT_EQ(causes[0].elements, std::vector<size_t>{0});
  EXPECT_NEAR(causes[0].explains, 1, 1e-12);
  EXPECT_EQ(causes[1].elements.size(), 3u);
}

TEST(Adtributor, ManySmallElementsExplainNothing) {
  std::vector<SegmentTotals> small(20, Value(10, 9));
  EXPECT_TRUE(Adtributor({small}, false, {}).empty());
}

}  // namespace
}  // namespace northstar::stats
