// Metrics as outcomes of single units: which windows, what number, and what is refused.
#include "analysis/bets/unit_outcome.h"

#include <gtest/gtest.h>

#include "model/project.h"

namespace northstar {
namespace {

class UnitOutcomeTest : public ::testing::Test {
 protected:
  UnitOutcomeTest() : project_(Calendar(*TimeZone::Load("UTC"), Weekday::kMonday, 1)) {
    Source source;
    source.name = "app";
    source.event_column = "event";
    source.entities.resize(1);
    source.entities[0].name = "user";
    project_.sources.push_back(source);
    facts_.sources["app"] = {};
    options_.entity = "user";
    options_.horizon = {7, 0};
    options_.from_us = 20'000 * kMicrosPerDay;
    options_.until_us = 20'100 * kMicrosPerDay;
  }

  Metric Make(MetricKind kind, Grain grain = Grain::kWeek) const {
    Metric metric;
    metric.name = metric.label = "m";
    metric.type_name = "some type";
    metric.entity = "user";
    metric.events = {{"work", nullptr, {}}};
    metric.kind = std::move(kind);
    metric.grain = grain;
    return metric;
  }
  std::variant<UnitOutcome, std::string> Of(const Metric& metric) const {
    return OutcomeOf(project_, facts_, metric, options_);
  }

  Project project_;
  DataFacts facts_;
  OutcomeOptions options_;
};

UnitCell Cell(int window, int64_t rows, double sum = 0) {
  return {64, window, rows, rows, sum, 0};
}

TEST_F(UnitOutcomeTest, CountsAddUpOverTheHorizon) {
  const auto found = Of(Make(kind::Count{}));
  ASSERT_TRUE(std::holds_alternative<UnitOutcome>(found)) << std::get<std::string>(found);
  const auto& outcome = std::get<UnitOutcome>(found);
  const UnitNumbers numbers = NumbersOf(outcome.value, {Cell(0, 3), Cell(1, 5)});
  EXPECT_EQ(numbers.outcome, 3);
  EXPECT_EQ(numbers.before, 5);
  EXPECT_EQ(NumbersOf(outcome.value, {}).outcome, 0);
  EXPECT_EQ(*SettledAt(project_.calendar, outcome, options_.from_us),
            options_.from_us + 7 * kMicrosPerDay);
}

TEST_F(UnitOutcomeTest, ActiveIsTheShareOfPeriods) {
  Metric metric = Make(kind::Active{}, Grain::kDay);
  std::get<kind::Active>(metric.kind).at_least = 2;
  const auto outcome = std::get<UnitOutcome>(Of(metric));
  EXPECT_EQ(outcome.value.windows, 7);
  EXPECT_EQ(outcome.value.figure.windows.size(), 7U + 28U);
  const UnitNumbers numbers =
      NumbersOf(outcome.value, {Cell(0, 2), Cell(3, 1), Cell(6, 9), Cell(7, 2), Cell(34, 4)});
  EXPECT_NEAR(numbers.outcome, 2 / 7.0, 1e-12);
  EXPECT_NEAR(numbers.before, 2 / 28.0, 1e-12);
  const auto monthly = std::get<UnitOutcome>(Of(Make(kind::Active{}, Grain::kMonth)));
  EXPECT_EQ(monthly.value.windows, 1) << "a horizon shorter than a period";
  EXPECT_EQ(monthly.value.figure.windows[0].to, (Duration{7, 0}));
}

TEST_F(UnitOutcomeTest, ConversionIsWithinTheMetricsOwnTime) {
  kind::Conversion conversion;
  conversion.from = {{"work", nullptr, {}}};
  conversion.to = {{"pay", nullptr, {}}};
  conversion.within = Duration{3, 0};
  const auto outcome = std::get<UnitOutcome>(Of(Make(conversion)));
  EXPECT_TRUE(outcome.is_share());
  EXPECT_EQ(outcome.value.figure.feeds[0].event, "pay");
  EXPECT_EQ(outcome.value.figure.windows[0].from, (Duration{0, 1})) << "strictly later";
  EXPECT_EQ(outcome.value.figure.windows[0].to, (Duration{3, 1})) << "the end counts";
  EXPECT_EQ(NumbersOf(outcome.value, {Cell(0, 4)}).outcome, 1);
  conversion.calculation = "events";
  EXPECT_FALSE(std::get<UnitOutcome>(Of(Make(conversion))).is_share());
  conversion.steps = {{"a", nullptr, {}}, {"b", nullptr, {}}, {"c", nullptr, {}}};
  const auto steps = std::get<UnitOutcome>(Of(Make(conversion)));
  ASSERT_EQ(steps.value.figure.via.size(), 1U) << "the exposure stands for the first";
  EXPECT_EQ(steps.value.figure.via[0][0].event, "b");
  EXPECT_EQ(steps.value.figure.feeds[0].event, "c");
  conversion.not_before = Duration{1, 0};
  EXPECT_TRUE(std::holds_alternative<std::string>(Of(Make(conversion))));
}

TEST_F(UnitOutcomeTest, RetentionCountsCalendarPeriodsUnlessItRolls) {
  kind::Retention retention;
  retention.after = 7;
  const auto outcome = std::get<UnitOutcome>(Of(Make(retention, Grain::kDay)));
  ASSERT_TRUE(outcome.value.figure.periods);
  EXPECT_EQ(outcome.value.figure.windows[0].from_period, 7);
  EXPECT_EQ(outcome.value.figure.windows[0].to_period, 8);
  const int64_t noon = options_.from_us + kMicrosPerDay / 2;
  EXPECT_EQ(*SettledAt(project_.calendar, outcome, noon), options_.from_us + 8 * kMicrosPerDay);
  EXPECT_TRUE(SettledAt(project_.calendar, outcome, options_.until_us));
  retention.rolling = true;
  const auto rolling = std::get<UnitOutcome>(Of(Make(retention, Grain::kDay)));
  EXPECT_FALSE(rolling.value.figure.periods);
  EXPECT_EQ(*SettledAt(project_.calendar, rolling, noon), noon + 8 * kMicrosPerDay);
}

TEST_F(UnitOutcomeTest, QuotientsAreTwoFigures) {
  const auto average = std::get<UnitOutcome>(Of(Make(kind::Average{})));
  ASSERT_TRUE(average.per);
  EXPECT_EQ(NumbersOf(average.value, {Cell(0, 3, 12)}).outcome, 12);
  EXPECT_EQ(NumbersOf(*average.per, {Cell(0, 3, 12)}).outcome, 3);
  Metric above = Make(kind::Count{}), below = Make(kind::Active{});
  above.name = "above";
  below.name = "below";
  project_.metrics = {above, below};
  const auto ratio = Of(Make(kind::Ratio{"above", "below"}));
  ASSERT_TRUE(std::holds_alternative<UnitOutcome>(ratio));
  EXPECT_EQ(std::get<UnitOutcome>(ratio).per->reading, UnitReading::kPeriods);
}

TEST_F(UnitOutcomeTest, PercentilesTakeEveryValue) {
  const auto outcome = std::get<UnitOutcome>(Of(Make(kind::Percentile{nullptr, 90})));
  EXPECT_TRUE(outcome.value.figure.each);
  EXPECT_NEAR(*outcome.quantile, .9, 1e-12);
  EXPECT_FALSE(outcome.is_share());
  EXPECT_FALSE(std::get<UnitOutcome>(Of(Make(kind::Count{}))).quantile);
}

TEST_F(UnitOutcomeTest, RefusesWhatIsNoFigureOfUnits) {
  Metric of_teams = Make(kind::Active{});
  of_teams.entity = "team";
  const auto teams = Of(of_teams);
  ASSERT_TRUE(std::holds_alternative<std::string>(teams));
  EXPECT_NE(std::get<std::string>(teams).find("each team"), std::string::npos);
  EXPECT_TRUE(std::holds_alternative<std::string>(Of(Make(kind::Lifecycle{}))));
  EXPECT_TRUE(std::holds_alternative<std::string>(Of(Make(kind::Sessions{}))));
  EXPECT_TRUE(std::holds_alternative<std::string>(Of(Make(kind::Max{}))));
  Metric only = Make(kind::Count{});
  only.only.emplace_back();
  EXPECT_TRUE(std::holds_alternative<std::string>(Of(only)));
  options_.entity = "device";
  const auto unnamed = Of(Make(kind::Count{}));
  ASSERT_TRUE(std::holds_alternative<std::string>(unnamed));
  EXPECT_NE(std::get<std::string>(unnamed).find("do not name the device"), std::string::npos);
}

}  // namespace
}  // namespace northstar
