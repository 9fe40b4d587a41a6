// Public series that tests compare with: columns of the csv files in leadlag/ of the folder that
// the environment variable NORTHSTAR_DATA names.
#pragma once

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace northstar::testing {

// Column `index` of the file; empty when the data are absent.
inline std::vector<double> PublicColumn(const std::string& file, int index) {
  const char* folder = std::getenv("NORTHSTAR_DATA");
  std::ifstream in(std::string(folder != nullptr ? folder : "") + "/leadlag/" + file);
  std::vector<double> values;
  std::string line;
  std::getline(in, line);
  while (std::getline(in, line)) {
    std::stringstream cells(line);
    std::string cell;
    for (int i = 0; i <= index; ++i) std::getline(cells, cell, ',');
    values.push_back(std::stod(cell));
  }
  return values;
}

inline std::vector<double> Differences(const std::vector<double>& x) {
  std::vector<double> d;
  for (size_t i = 1; i < x.size(); ++i) d.push_back(x[i] - x[i - 1]);
  return d;
}

inline std::vector<double> Logs(std::vector<double> x) {
  for (double& value : x) value = std::log(value);
  return x;
}

#define REQUIRE_PUBLIC(values) \
  if ((values).empty()) GTEST_SKIP() << "NORTHSTAR_DATA names no folder with it"

}  // namespace northstar::testing
