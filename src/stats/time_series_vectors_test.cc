// Vectors on public series; made with R 4.2.2 (lmtest, sandwich) and
// statsmodels 0.13.5.
#include <gtest/gtest.h>

#include "stats/autocorrelation.h"
#include "stats/describe.h"
#include "stats/granger.h"
#include "stats/local_projection.h"
#include "stats/unit_root.h"
#include "tests/public_series.h"

namespace northstar::stats {
namespace {

using testing::Differences;
using testing::Logs;
using testing::PublicColumn;

void ExpectRelative(double found, double wanted, double tolerance = 1e-6) {
  EXPECT_NEAR(found, wanted, tolerance * std::fabs(wanted));
}

struct Macro {
  std::vector<double> gdp = Logs(PublicColumn("statsmodels_macrodata.csv", 2));
  std::vector<double> consumption = Logs(PublicColumn("statsmodels_macrodata.csv", 3));
};
struct Sales {
  std::vector<double> lead = PublicColumn("datasets_BJsales.lead.csv", 2);
  std::vector<double> sales = PublicColumn("datasets_BJsales.csv", 2);
};

TEST(TimeSeriesVectors, LocalProjection) {
  const Sales data;
  REQUIRE_PUBLIC(data.lead);
  struct Case {
    int horizon;
    double slope, error;
    int rows;
  };
  for (const Case& c :
       {Case{1, .0737096671, .0149637721, 146}, Case{3, .316623464, .0212759575, 144},
        Case{6, .454547135, .063059508, 141}}) {
    const auto found = LocalProjection(data.lead, data.sales, c.horizon, 0.9);
    ASSERT_TRUE(found) << c.horizon;
    EXPECT_EQ(found->rows, c.rows);
    ExpectRelative(found->slope, c.slope);
    ExpectRelative(found->standard_error, c.error);
    EXPECT_LT(found->low, found->slope);
  }
  EXPECT_FALSE(LocalProjection(data.lead, data.sales, 40, 0.9)) << "107 rows are fewer than 5 · 40";
}

TEST(TimeSeriesVectors, GrangerOnLevelsOfChickensAndEggs) {
  const auto chicken = PublicColumn("ChickEgg.csv", 1);
  const auto egg = PublicColumn("ChickEgg.csv", 2);
  REQUIRE_PUBLIC(egg);
  const auto from_chicken = GrangerTest(chicken, egg, 3);
  ExpectRelative(from_chicken->statistic, .59162, 1e-5);
  ExpectRelative(from_chicken->p_value, .62379, 1e-5);
  const auto from_egg = GrangerTest(egg, chicken, 3);
  ExpectRelative(from_egg->statistic, 5.40498, 1e-5);
  ExpectRelative(from_egg->p_value, .0029664, 1e-4);
  EXPECT_EQ(from_egg->df_denominator, 44);
}

TEST(TimeSeriesVectors, GrangerOnGrowth) {
  const Macro data;
  REQUIRE_PUBLIC(data.gdp);
  const auto gdp = Differences(data.gdp);
  const auto consumption = Differences(data.consumption);
  const auto forward = GrangerTest(consumption, gdp, 2);
  ExpectRelative(forward->statistic, 19.03531757);
  ExpectRelative(forward->p_value, 2.8076149e-08);
  ExpectRelative(forward->chi_squared, 39.04680527);
  EXPECT_EQ(forward->df_denominator, 195);
  const auto reverse = GrangerTest(gdp, consumption, 2);
  ExpectRelative(reverse->statistic, .24309698);
  ExpectRelative(reverse->p_value, .78443276);
}

TEST(TimeSeriesVectors, TodaYamamoto) {
  const Macro data;
  REQUIRE_PUBLIC(data.gdp);
  const auto forward = TodaYamamotoTest(data.consumption, data.gdp, 2, 1);
  EXPECT_EQ(forward->rows, 200);
  ExpectRelative(forward->statistic, 42.99774391);
  ExpectRelative(forward->p_value, 4.6042e-10, 1e-4);
  const auto reverse = TodaYamamotoTest(data.gdp, data.consumption, 2, 1);
  ExpectRelative(reverse->statistic, .32202716);
  ExpectRelative(reverse->p_value, .85128051);
}

TEST(TimeSeriesVectors, UnitRoots) {
  const Macro data;
  REQUIRE_PUBLIC(data.gdp);
  ExpectRelative(AdfTest(data.gdp, 1)->statistic, -1.82045076);
  ExpectRelative(AdfTest(data.gdp, 1)->p_value, .37035676);
  ExpectRelative(AdfTest(Differences(data.gdp), 1)->statistic, -6.97287135);
  ExpectRelative(KpssTest(data.gdp, 4)->statistic, 4.11227403);
  EXPECT_EQ(KpssTest(data.gdp, 4)->p_value, 0.01);
  ExpectRelative(KpssTest(Differences(data.gdp), 4)->statistic, .34391180);
  EXPECT_EQ(KpssTest(Differences(data.gdp), 4)->p_value, 0.10);
  ExpectRelative(EngleGrangerTest(data.gdp, data.consumption, 1)->statistic, -2.99715982);
  ExpectRelative(EngleGrangerTest(data.gdp, data.consumption, 1)->p_value, .11088215);
}

TEST(TimeSeriesVectors, CrossCorrelationsOfSales) {
  const Sales data;
  REQUIRE_PUBLIC(data.lead);
  const auto dx = Differences(data.lead);
  const auto dy = Differences(data.sales);
  const double raw[] = {-.00317034, .07092347, -.3802915, .72007041, .10448884, .10842155};
  const auto found = CrossCorrelations(dx, dy, 5);
  for (size_t k = 0; k < 6; ++k) EXPECT_NEAR(found[k], raw[k], 1e-8) << k;
  // Both filtered with the autoregression of the lead.
  const double filter[] = {-.52346288, -.19759709, -.11533335};
  const auto filtered = [&](const std::vector<double>& x) {
    std::vector<double> out;
    for (size_t t = 3; t < x.size(); ++t)
      out.push_back(x[t] - filter[0] * x[t - 1] - filter[1] * x[t - 2] - filter[2] * x[t - 3]);
    return out;
  };
  const double white[] = {.06282838, .04905092, .05556914, .67795795, .51761512, .35444631};
  const auto after = CrossCorrelations(filtered(dx), filtered(dy), 5);
  for (size_t k = 0; k < 6; ++k) EXPECT_NEAR(after[k], white[k], 1e-7) << k;
  // In levels everything goes with everything.
  for (const double r : CrossCorrelations(data.lead, data.sales, 12)) EXPECT_GE(r, .65);
  EXPECT_NEAR(LjungBox(dy, 12).statistic, 56.0448, 1e-4);
}

TEST(TimeSeriesVectors, MannKendallOfRivers) {
  const auto nile = PublicColumn("datasets_Nile.csv", 2);
  REQUIRE_PUBLIC(nile);
  const MannKendall trend = TrendTest(nile);
  EXPECT_EQ(trend.s, -1387);
  ExpectRelative(trend.variance, 112728.33, 1e-7);
  ExpectRelative(trend.z, -4.1280665);
  EXPECT_NEAR(trend.slope, -2.6, 1e-9);
}

// Level of Lake Huron in feet, 1875-1972. Source: Brockwell & Davis 1991, series A.
TEST(TimeSeriesVectors, MannKendallOfALake) {
  const std::vector<double> huron{
      580.38, 581.86, 580.97, 580.80, 579.79, 580.39, 580.42, 580.82, 581.40, 581.32, 581.44,
      581.68, 581.17, 580.53, 580.01, 579.91, 579.14, 579.16, 579.55, 579.67, 578.44, 578.24,
      579.10, 579.09, 579.35, 578.82, 579.32, 579.01, 579.00, 579.80, 579.83, 579.72, 579.89,
      580.01, 579.37, 578.69, 578.19, 578.67, 579.55, 578.92, 578.09, 579.37, 580.13, 580.14,
      579.51, 579.24, 578.66, 578.86, 578.05, 577.79, 576.75, 576.75, 577.82, 578.64, 580.58,
      579.48, 577.38, 576.90, 576.94, 576.24, 576.84, 576.85, 576.90, 577.79, 578.18, 577.51,
      577.23, 578.42, 579.61, 579.05, 579.26, 579.22, 579.38, 579.10, 577.95, 578.12, 579.75,
      580.85, 580.41, 579.96, 579.61, 578.76, 578.18, 577.21, 577.13, 579.10, 578.25, 577.91,
      576.89, 575.96, 576.80, 577.68, 578.38, 578.52, 579.74, 579.31, 579.89, 579.96};
  ASSERT_EQ(huron.size(), 98U);
  const MannKendall trend = TrendTest(huron);
  EXPECT_EQ(trend.s, -1682);
  ExpectRelative(trend.variance, 106136.67, 1e-7);
  ExpectRelative(trend.z, -5.1598252);
  EXPECT_NEAR(trend.slope, -.025125, 1e-9);
}

TEST(TimeSeries, TestsRefuseWhatTheyCannotJudge) {
  const std::vector<double> flat(20, 1.0);
  const std::vector<double> few{1, 2, 1, 3};
  EXPECT_FALSE(AdfTest(flat, 1));
  EXPECT_FALSE(AdfTest(few, 2));
  EXPECT_FALSE(KpssTest(flat, 4));
  EXPECT_FALSE(GrangerTest(flat, few, 4));
  EXPECT_FALSE(GrangerTest(flat, flat, 2));
  EXPECT_FALSE(TodaYamamotoTest(few, few, 3, 1));
}

}  // namespace
}  // namespace northstar::stats
