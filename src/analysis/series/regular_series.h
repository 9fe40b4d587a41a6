// A series on an even grid of time, whatever it was read from: a metric's complete periods, or two
// columns of a file at any step from minutes to years. Input of `detect` and `forecast`.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/query/query.h"
#include "engine/csv_columns.h"

namespace northstar {

struct RegularSeries {
  std::string metric;  // its name in the project; empty: of a file
  std::string name;
  std::vector<std::string> labels;            // as written, or a period's start; grid order
  std::vector<std::optional<double>> values;  // by point of the grid; none: missing
  std::vector<int64_t> starts_us;             // wall clock
  std::vector<bool> given;                    // the point was in the input, with a value or not
  double step_seconds = 0;                    // months count as 30.4375 days
  std::optional<Grain> grain;                 // where the step is one of the calendar's
  // Of a file whose rows are so many months apart; 0: the step is one of days or less. And the day
  // that stands for each; 31: the last.
  int step_months = 0, day_of_month = 1;
  std::vector<std::string> notes;
};

// Candidate lengths of seasons in points: a day, a week, a year, where they are whole and at least
// 2 points long.
std::vector<int> SeasonsOf(const RegularSeries& series);
// The same as they are, 365.25 days to the year: for methods that need no whole number.
std::vector<double> ExactSeasons(double step_seconds);
double SecondsOf(Grain grain);  // months count as 30.4375 days
// A label with the preposition it takes: "in the week of Jun 22, 2026"; of a file "at 2026-06-22".
std::string WhenWords(const RegularSeries& series, const std::string& label);
// The label of a point `ahead` >= 1 after the last.
std::string LabelAfter(const RegularSeries& series, int ahead);

// Complete periods of a metric at its natural grain (or `grain`); those within the history that are
// not complete are missing.
Result<RegularSeries> SeriesOfMetric(Engine& engine, const ProjectRef& project,
                                     const DataFacts& facts, int64_t now_us,
                                     const Question& question);
// Rows of a file, in any order. kData: a time or value that cannot be read, fewer than 3 rows, or
// times that follow no grid.
Result<RegularSeries> SeriesOfRows(const std::string& file, const std::vector<std::string>& times,
                                   const std::vector<std::string>& values);

}  // namespace northstar
