// A series on an even grid of time, whatever it was read from: a metric's complete periods, or two
// columns of a file at any step from minutes to years. Input of `detect` and `forecast`.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/query/query.h"
#include "base/number_words.h"
#include "engine/csv_columns.h"
#include "words/series_name.h"
#include "words/series_time.h"

namespace northstar {

// All vectors are of one length, by point of the grid, the earliest first; `step_seconds` is above
// 0.
struct RegularSeries {
  ValueLook look;      // how its values are written; of a file as plain numbers
  std::string metric;  // its name in the project; empty: of a file
  std::string name;
  // As written in the file, or a period's start; empty where the file has no row.
  std::vector<std::string> labels;
  // None: missing.
  std::vector<std::optional<double>> values;
  // Wall clock; UTC where the file writes a zone.
  std::vector<int64_t> starts_us;
  // The point was in the input, with a value or not.
  std::vector<bool> given;
  // Months count as 30.4375 days.
  double step_seconds = 0;
  // Where the step is one of the calendar's.
  std::optional<Grain> grain;
  // Of a file whose rows are so many months apart; 0: the step is one of days or less. And the day
  // that stands for each; 31: the last.
  int step_months = 0, day_of_month = 1;
  // Sentences: what was left out, is missing, or is not quite on the grid.
  std::vector<std::string> notes;

  // As statements name it, and its times.
  SeriesName Named() const { return {name, metric}; }
  SeriesTime Time() const { return {grain, metric.empty()}; }
};

// Candidate lengths of seasons in points, ascending: a day, a week, a year, where they are whole
// and at least 2 points long; 52 for weeks.
std::vector<int> SeasonsOf(const RegularSeries& series);
// The same as they are, 365.25 days to the year: for methods that need no whole number. Ascending.
std::vector<double> ExactSeasons(double step_seconds);
// Months count as 30.4375 days, quarters and years as 3 and 12 of them.
double SecondsOf(Grain grain);
// The label of a point `ahead` >= 1 after the last, written as the last one is. REQUIRES: a series
// with points.
std::string LabelAfter(const RegularSeries& series, int ahead);

// Complete periods of the question's first metric at its natural grain (or the question's), from
// the first with a value to the last complete one; those within that are not complete are missing.
// kData: none is complete yet, or the metric was not measured; else as RunQuery.
Result<RegularSeries> SeriesOfMetric(Engine& engine, const ProjectRef& project,
                                     const DataFacts& facts, int64_t now_us,
                                     const Question& question);
// Rows of a file, in any order; `times` and `values` of one length. kData, with file and row: a
// time or value that cannot be read, a second row for a time, fewer than 3 rows, or times that
// follow no grid. A clock that is changed may bring an hour of times twice.
Result<RegularSeries> SeriesOfRows(const std::string& file, const std::vector<std::string>& times,
                                   const std::vector<std::string>& values);

}  // namespace northstar
