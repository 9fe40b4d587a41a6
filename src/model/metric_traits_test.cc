// Every type of the schema's table has its kind, in the same order; and what a row makes of keys.
#include "model/metric_traits.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "model/load_project.h"
#include "model/project.h"
#include "model/schema.h"

namespace northstar {
namespace {

TEST(MetricTraits, EveryTypeIsReadAsTheKindInItsPlace) {
  // It has a metric of every type.
  const auto loaded = LoadProject(NORTHSTAR_SOURCE_DIR "/docs/examples/types",
                                  [](const auto&) { return std::nullopt; });
  ASSERT_TRUE(loaded.ok());
  const std::vector<Metric>& metrics = loaded->project->metrics;
  size_t place = 0;
  for (const MetricTypeSpec& type : MetricTypes()) {
    const auto metric = std::find_if(metrics.begin(), metrics.end(),
                                     [&](const Metric& one) { return one.type_name == type.name; });
    ASSERT_NE(metric, metrics.end()) << type.name;
    if (type.name == "feedback") {
      EXPECT_TRUE((metric->Is<kind::Count, kind::Average>()));
      ASSERT_TRUE(metric->feedback.has_value());
      EXPECT_EQ(metric->feedback->source, "reviews");
    } else {
      EXPECT_EQ(metric->kind.index(), place++) << type.name;
    }
  }
  EXPECT_EQ(place, std::variant_size_v<MetricKind>);
}

MetricTraits TraitsOfKind(MetricKind kind) {
  Metric metric;
  metric.kind = std::move(kind);
  return TraitsOf(metric);
}

TEST(MetricTraits, FollowFromTheKeys) {
  const Duration week{7, 0};
  EXPECT_FALSE(TraitsOfKind(kind::Active{}).needs_order);
  EXPECT_TRUE(TraitsOfKind(kind::Active{"", 1, week}).needs_order);

  kind::Retention retention;
  retention.mode = "on_or_after";
  retention.until = 8;
  EXPECT_EQ(TraitsOfKind(retention).ahead.periods, 8);
  EXPECT_TRUE(TraitsOfKind(retention).from_sets);
  retention.rolling = true;
  EXPECT_EQ(TraitsOfKind(retention).ahead.periods, 9);
  EXPECT_FALSE(TraitsOfKind(retention).from_sets);

  kind::Conversion conversion;
  EXPECT_TRUE(TraitsOfKind(conversion).ahead.unlimited);
  EXPECT_FALSE(TraitsOfKind(conversion).ahead.waits);
  EXPECT_TRUE(TraitsOfKind(conversion).is_rate);
  conversion.within = week;
  conversion.calculation = "count";
  EXPECT_FALSE(TraitsOfKind(conversion).ahead.unlimited);
  EXPECT_TRUE(TraitsOfKind(conversion).ahead.waits);
  EXPECT_FALSE(TraitsOfKind(conversion).is_rate);
}

TEST(MetricTraits, APercentileIsSetWhereTheCellIsOne) {
  kind::TimeBetween p90;
  p90.statistic = "p90";
  kind::TimeBetween mean;
  mean.statistic = "average";
  kind::Sessions median;
  median.statistic = "median_length";
  struct Case {
    MetricKind kind;
    CellMeaning cell;
    std::optional<double> percentile;
  };
  for (const Case& one :
       {Case{kind::Count{}, CellMeaning::kNumber, {}},
        Case{kind::Max{}, CellMeaning::kPercentile, 100},
        Case{kind::Percentile{nullptr, 95}, CellMeaning::kPercentile, 95},
        Case{p90, CellMeaning::kPercentile, 90}, Case{mean, CellMeaning::kMean, {}},
        Case{median, CellMeaning::kPercentile, 50},
        Case{kind::Sessions{}, CellMeaning::kNumber, {}}}) {
    EXPECT_EQ(TraitsOfKind(one.kind).cell, one.cell) << one.kind.index();
    EXPECT_EQ(TraitsOfKind(one.kind).percentile, one.percentile) << one.kind.index();
  }
}

}  // namespace
}  // namespace northstar
