// The forecasters against R. Data and numbers come from forecast_family.json; numbers that stand
// here are those of the package `forecast`, which stops its search for the best
// weight a little earlier.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "stats/forecast/autoregression.h"
#include "stats/forecast/exponential_smoothing.h"
#include "stats/forecast/local_level.h"
#include "stats/forecast/seasonal_naive.h"
#include "stats/forecast/theta.h"
#include "stats/seasonal_trend.h"

namespace northstar::stats {
namespace {

using Json = nlohmann::json;

const Json& Reference(const std::string& name) {
  static const Json cases = [] {
    std::ifstream file(NORTHSTAR_SOURCE_DIR "/tests/reference/forecast_family.json");
    return Json::parse(file);
  }();
  return cases.at(name);
}

std::vector<double> Numbers(const Json& value) {
  return value.get<std::vector<double>>();
}

void ExpectRelative(double found, double wanted, double tolerance = 1e-7) {
  EXPECT_NEAR(found, wanted, tolerance * std::max(1e-9, std::fabs(wanted)));
}

void ExpectRelative(const std::vector<double>& found, const std::vector<double>& wanted,
                    double tolerance = 1e-7) {
  ASSERT_EQ(found.size(), wanted.size());
  for (size_t i = 0; i < found.size(); ++i) ExpectRelative(found[i], wanted[i], tolerance);
}

TEST(ExponentialSmoothing, SimpleAgreesWithR) {
  const Json& c = Reference("simple");
  const std::vector<double> values = Numbers(c["values"]);
  const SmoothingState start = StartState(values, false, 0);
  const SmoothingParameters fitted = FitSimpleSmoothing(values);
  ExpectRelative(fitted.level, c["weight"], 1e-4);
  const Smoothed best = Smooth(values, fitted, start);
  ExpectRelative(best.squared_errors, c["squares"]);
  ExpectRelative(best.state.level, c["level"], 1e-5);
  const Smoothed given = Smooth(values, {c["given_weight"], 0, 0, 1}, start);
  ExpectRelative(given.squared_errors, c["given_squares"]);
  ExpectRelative(given.state.level, c["given_level"]);
  ExpectRelative(given.state.level, 803.893988);
}

TEST(ExponentialSmoothing, TrendAgreesWithR) {
  const Json& c = Reference("holt");
  // R's first error is that of the third value: the first two are its start.
  std::vector<double> values = Numbers(c["values"]);
  values.erase(values.begin(), values.begin() + 2);
  const Smoothed found = Smooth(values, {c["level_weight"], c["trend_weight"], 0, 1},
                                {c["first_level"], c["first_trend"], {}});
  ExpectRelative(found.squared_errors, c["squares"]);
  ExpectRelative(found.state.level, c["level"]);
  ExpectRelative(found.state.trend, c["trend"]);
}

TEST(ExponentialSmoothing, SeasonAgreesWithR) {
  const Json& c = Reference("winters");
  std::vector<double> values = Numbers(c["values"]);
  values.erase(values.begin(), values.begin() + 12);
  const Smoothed found =
      Smooth(values, {c["level_weight"], c["trend_weight"], c["season_weight"], 1},
             {c["first_level"], c["first_trend"], Numbers(c["first_season"])});
  ExpectRelative(found.squared_errors, c["squares"]);
  ExpectRelative(found.state.level, c["level"]);
  ExpectRelative(found.state.trend, c["trend"]);
  ExpectRelative(found.state.season, Numbers(c["season"]));
  ExpectRelative(ForecastSmoothed(found.state, 1, 24), Numbers(c["ahead"]));
}

TEST(Theta, AgreesWithItsDefinition) {
  for (const char* name : {"theta_nile", "theta_air"}) {
    const Json& c = Reference(name);
    const std::vector<double> values = Numbers(c["values"]);
    const ThetaLevel level = FitThetaLevel(values);
    ExpectRelative(level.weight, c["weight"], 1e-4);
    ExpectRelative(level.first, c["first"], 1e-5);
    ExpectRelative(ThetaForecast(values, level.weight, 6), Numbers(c["ahead"]), 1e-5);
  }
}

TEST(Theta, AgreesWithThetaf) {
  const std::vector<double> nile = Numbers(Reference("theta_nile")["values"]);
  ExpectRelative(ThetaForecast(nile, FitThetaLevel(nile).weight, 3),
                 {799.81200, 798.45484, 797.09769}, 5e-5);
  const Json& air = Reference("theta_air");
  const std::vector<double> values = Numbers(air["values"]);
  std::vector<double> ahead = ThetaForecast(values, FitThetaLevel(values).weight, 3);
  for (size_t h = 0; h < 3; ++h) ahead[h] *= air["factors"][h].get<double>();
  ExpectRelative(ahead, {440.07819, 428.38428, 489.70710}, 5e-5);
}

// R's ets(Nile, "ANN"): the same model, by likelihood, which falls with the squared errors.
TEST(Theta, ItsLevelIsThatOfEts) {
  const std::vector<double> nile = Numbers(Reference("theta_nile")["values"]);
  const auto log_likelihood = [&](const ThetaLevel& found) {
    double level = found.first;
    double squares = 0;
    for (const double value : nile) {
      squares += (value - level) * (value - level);
      level += found.weight * (value - level);
    }
    return -0.5 * static_cast<double>(nile.size()) * std::log(squares);
  };
  const ThetaLevel ets = ThetaLevelAt(nile, .24553386);
  ExpectRelative(ets.first, 1110.68686, 1e-4);  // ets stops its search a little earlier
  ExpectRelative(ets.last, 805.38128, 1e-6);
  ExpectRelative(log_likelihood(ets), -726.39052, 1e-8);
  const ThetaLevel best = FitThetaLevel(nile);
  EXPECT_GE(log_likelihood(best), log_likelihood(ets));
  ExpectRelative(best.last, 805.38128, 1e-4);
}

TEST(LocalLevel, FitAgreesWithR) {
  const Json& c = Reference("local_level");
  const auto found = FitLocalLevel(Numbers(c["values"]));
  ASSERT_TRUE(found);
  ExpectRelative(found->level, c["level_variance"], 1e-3);
  ExpectRelative(found->noise, c["noise_variance"], 1e-3);
}

TEST(LocalLevel, FilterAgreesWithMethods) {
  const std::vector<double> nile = Numbers(Reference("local_level")["values"]);
  const LocalLevelState found = FilterLocalLevel(nile, {1469.1, 15099}, 0, 1e7);
  ExpectRelative(found.mean, 798.370293, 1e-8);
  ExpectRelative(found.variance, 5501.25794, 1e-8);
  ExpectRelative(found.log_likelihood, -641.585578, 1e-8);
}

TEST(SeasonalNaive, AgreesWithR) {
  const Json& c = Reference("seasonal_naive");
  const std::vector<double> values = Numbers(c["values"]);
  ExpectRelative(SeasonalNaive(values, c["season"], false, 12), Numbers(c["ahead"]));
  ExpectRelative(1.959963984540054 * SeasonalNaiveError(values, 12), c["half_width"]);
  ExpectRelative(SeasonalNaive(values, 12, false, 3), {39.4, 40.9, 42.4});
  ExpectRelative(1.959963984540054 * SeasonalNaiveError(values, 12), 6.724334);
}

TEST(Autoregression, AgreesWithR) {
  const Json& c = Reference("autoregression");
  const std::vector<double> values = Numbers(c["values"]);
  const ChangeAutoregression found = FitLongAutoregression(values, c["order"], c["penalty"]);
  ExpectRelative(found.mean, c["mean"]);
  ASSERT_EQ(found.coefficients.size(), c["order"].get<size_t>());
  ExpectRelative(found.coefficients, Numbers(c["coefficients"]), 1e-6);
  ExpectRelative(ForecastAutoregression(values, found, 24), Numbers(c["ahead"]));
}

void ExpectParts(const Json& c, size_t period, const StlOptions& options) {
  const std::vector<double> values = Numbers(c["values"]);
  const SeasonalTrend found = DecomposeStl(values, period, options);
  const auto near = [&](const std::vector<double>& part, const char* name) {
    const std::vector<double> wanted = Numbers(c[name]);
    ASSERT_EQ(part.size(), wanted.size());
    for (size_t i = 0; i < part.size(); ++i) EXPECT_NEAR(part[i], wanted[i], 1e-7) << name << i;
  };
  near(found.season, "season");
  near(found.trend, "trend");
  near(found.rest, "rest");
  ExpectRelative(found.SeasonStrength(), c["season_strength"]);
  ExpectRelative(found.TrendStrength(), c["trend_strength"]);
}

TEST(SeasonalTrend, AgreesWithR) {
  ExpectParts(Reference("stl_nottem"), 12, {0, 0, true});
  ExpectParts(Reference("stl_co2"), 12, {21, 0, false});
  ExpectParts(Reference("stl_odd"), 12, {7, 15, true});
}

TEST(SeasonalTrend, AgreesWithMethods) {
  const std::vector<double> nottem = Numbers(Reference("stl_nottem")["values"]);
  const SeasonalTrend found = DecomposeStl(nottem, 12, {});
  const std::vector<double> season{-9.3419811, -9.5256227, -7.0008077};
  const std::vector<double> trend{50.014201, 49.921648, 49.829094};
  const std::vector<double> rest{-.07222032, .403975, 1.571714};
  for (size_t i = 0; i < 3; ++i) {
    EXPECT_NEAR(found.season[i], season[i], 5e-8);
    EXPECT_NEAR(found.trend[i], trend[i], 5e-7);
    EXPECT_NEAR(found.rest[i], rest[i], 5e-7);
  }
  EXPECT_NEAR(found.SeasonStrength(), .94169981, 5e-9);
  EXPECT_NEAR(found.TrendStrength(), .1757391, 5e-8);
  const SeasonalTrend co2 =
      DecomposeStl(Numbers(Reference("stl_co2")["values"]), 12, {21, 0, false});
  EXPECT_NEAR(co2.season[0], -.00018493338, 5e-12);
  EXPECT_NEAR(co2.trend[0], 5.7535411, 5e-8);
}

}  // namespace
}  // namespace northstar::stats
