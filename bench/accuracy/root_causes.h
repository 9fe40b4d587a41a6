// How well the segment search finds known causes in leaf tables: over a folder of cases, with the
// columns of dimensions, `real` and `predict`, and `truth.csv` with the columns `timestamp` (the
// case) and `set` (causes separated by ';', elements by '&').
#pragma once

#include <cstddef>
#include <string>

namespace northstar::accuracy {

struct RootCauseScores {
  size_t cases = 0;
  // Whole causes that are found, that are not there, that are missed; over all cases.
  size_t found = 0, wrong = 0, missed = 0;
  double f1 = 0, precision = 0, recall = 0;     // 0-1
  double median_seconds = 0, most_seconds = 0;  // of a search, without reading
};

// No cases where the folder, or `truth.csv` in it, cannot be read.
RootCauseScores MeasureRootCauses(const std::string& folder);

struct RatioScores {
  size_t tables = 0;
  double first_right = 0;            // share of tables, 0-1
  double precision = 0, recall = 0;  // over all causes, 0-1
};

// 400 simulated tables of bench/ratio_tables.h.
RatioScores MeasureRatioCauses(bool falls, int causes);

}  // namespace northstar::accuracy
