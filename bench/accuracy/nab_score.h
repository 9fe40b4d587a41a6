// The score of the Numenta Anomaly Benchmark: how much a detector's alerts are worth when an early
// one counts more than a late one, and a false one costs a little. Every labelled window may be
// found once; what counts is the earliest alert in it. Rows of the probation at the start of a
// series neither earn nor cost. One threshold serves the whole corpus: the best for the profile.
// Source: Lavin & Ahmad 2015, sections II.D, III. Pure and thread safe.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace northstar::accuracy {

// Weights of an alert in a window, outside of all windows, and of a window without one.
struct NabProfile {
  double true_positive = 1, false_positive = 0.11, false_negative = 1;
};
inline constexpr NabProfile kNabStandard{1, 0.11, 1};
inline constexpr NabProfile kNabRewardLowFalsePositives{1, 0.22, 1};
inline constexpr NabProfile kNabRewardLowFalseNegatives{1, 0.11, 2};

struct NabWindow {
  size_t first = 0, last = 0;  // rows, both included
};

struct NabSeries {
  std::string name;
  std::vector<double> scores;      // one a row; an alert is a score at or above the threshold
  std::vector<NabWindow> windows;  // in order of time, apart from each other
};

// 2 / (1 + exp(5 y)) - 1: near 1 at y = -1, 0 at y = 0 (the last row of a window), near -1 from
// y = 1 on, and -1 beyond 3. `y` is the distance from the end of the window in widths of it.
double NabSigmoid(double y);
// Rows at the start that are not scored: 15 % of the series, of at most its first 5,000 rows.
size_t NabProbation(size_t rows);

// What an alert at `row` is worth: in a window up to the weight of a true positive (at its first
// row), past one less and less, before the first one minus the weight of a false positive.
double NabRowValue(const NabSeries& series, size_t row, const NabProfile& profile);
// The sum over windows and false alerts of one series; a missed window takes the weight of a false
// negative away. For a null detector that is minus the windows times that weight.
double NabRawScore(const NabSeries& series, double threshold, const NabProfile& profile);

struct NabResult {
  double score = 0;  // 0 as good as no alert at all, 100 perfect; can be negative
  double threshold = 0;
  size_t windows = 0, found = 0, false_alerts = 0;  // at the threshold, false alerts in rows
};

// At a given threshold, over all series. Score 0 when they have no window.
NabResult NabScoreAt(const std::vector<NabSeries>& corpus, double threshold,
                     const NabProfile& profile);
// At the threshold that gives the most: any score that occurs, or one above all. O(n log n).
NabResult NabScore(const std::vector<NabSeries>& corpus, const NabProfile& profile);

}  // namespace northstar::accuracy
