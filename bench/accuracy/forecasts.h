// How good forecasts are on a public set of series that no one here has chosen: the weekly series
// of the M4 competition, with its own definitions of the scores.
// Source: Makridakis, Spiliotis & Assimakopoulos 2020.
#pragma once

#include <cstddef>
#include <string>

namespace northstar::accuracy {

struct ForecastScores {
  size_t series = 0;
  double smape = 0;     // percent, 0-200, mean over series and steps
  double mase = 0;      // errors against the mean change from period to period before
  double coverage = 0;  // share of values in the interval, 0-1
  double msis = 0;      // mean scaled interval score
  double level = 0;     // of the intervals, 0-1, mean over series: short ones support less
  double seconds = 0;   // one thread, reading excluded
};

// `folder` holds `Weekly-train.csv.gz` and `Weekly-test.csv`: a header, then a name and the values
// of a series per line. `held_back` values are cut from the end of what is known and forecast in
// place of the test file's: for development, so that the test file is looked at rarely; 0: the
// test itself. No series: the folder is not there.
ForecastScores MeasureForecasts(const std::string& folder, size_t held_back = 0);

// 200 simulated series of 700 to 960 hours, 48 of them forecast: a day's and a week's shape that
// drift, a level that wanders, noise. Scores as above; MASE against the value of 24 hours before.
ForecastScores MeasureHours();

}  // namespace northstar::accuracy
