// Reads cohort_statistics.json, the data and numbers that cohort_statistics.R writes.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace northstar::testing {

using Json = nlohmann::json;

inline const Json& Reference(const std::string& name) {
  static const Json cases = [] {
    std::ifstream file(NORTHSTAR_SOURCE_DIR "/tests/reference/cohort_statistics.json");
    return Json::parse(file);
  }();
  return cases.at(name);
}

// R writes a vector of one as a number.
template <typename T>
std::vector<T> List(const Json& value) {
  if (!value.is_array()) return {value.get<T>()};
  return value.get<std::vector<T>>();
}

inline std::vector<double> Numbers(const Json& value) {
  return List<double>(value);
}

inline std::vector<std::vector<double>> Table(const Json& value) {
  return value.get<std::vector<std::vector<double>>>();
}

inline void ExpectRelative(double found, double wanted, double tolerance = 1e-6) {
  EXPECT_NEAR(found, wanted, tolerance * std::max(1e-9, std::fabs(wanted)));
}

inline void ExpectRelative(const std::vector<double>& found, const std::vector<double>& wanted,
                           double tolerance = 1e-6) {
  ASSERT_EQ(found.size(), wanted.size());
  for (size_t i = 0; i < found.size(); ++i) ExpectRelative(found[i], wanted[i], tolerance);
}

}  // namespace northstar::testing
