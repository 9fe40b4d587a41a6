// What the tests of the lead over segments, the link, the inputs and the divergence share: the
// cases that lead_family.R writes, and series made of random growth.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <vector>

#include "base/random.h"
#include "stats/distributions.h"

namespace northstar::stats {

using Json = nlohmann::json;
using Series = std::vector<double>;

inline constexpr double kTight = 1e-8;

inline const Json& LeadReference(const char* topic) {
  static const Json file =
      Json::parse(std::ifstream(NORTHSTAR_SOURCE_DIR "/tests/reference/lead_family.json"));
  return file.at(topic);
}

// R writes a vector of one as a number.
inline Series ToSeries(const Json& value) {
  return value.is_array() ? value.get<Series>() : Series{value.get<double>()};
}

inline void ExpectClose(double found, double wanted, double tolerance = kTight) {
  EXPECT_NEAR(found, wanted, tolerance * std::max(1e-6, std::fabs(wanted)));
}

inline double Normal(Random& random) {
  return NormalQuantile(random.Uniform());
}

inline Series Noise(Random& random, size_t n, double size) {
  Series noise;
  for (size_t i = 0; i < n; ++i) noise.push_back(size * Normal(random));
  return noise;
}

// Levels that start at `from` and grow by these log steps.
inline Series Levels(const Series& growth, double from) {
  Series levels{from};
  for (const double step : growth) levels.push_back(levels.back() * std::exp(step));
  return levels;
}

inline Series Scaled(Series x, double factor) {
  for (double& value : x) value *= factor;
  return x;
}

}  // namespace northstar::stats
