// The lead test over segments: where a segment's candidate grew faster than elsewhere, did its
// outcome grow faster later? Segment and period effects take out what differs for good and what
// moves all segments at once (trends, campaigns, seasons). The largest t over lags and widths is
// compared with the same after whole candidate histories were exchanged between segments.
// Source: Cameron & Miller 2015 (CR1); Winkler et al. 2014 (exchange of whole blocks).
// Pure and thread safe; the same input and seed give the same bytes on any number of threads.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace northstar::stats {

struct PanelSegment {
  // Levels, aligned and complete, one value per period, the oldest first; as long in every segment.
  std::vector<double> candidate, outcome;
};

struct PanelOptions {
  // Periods; 0: min(12, periods / 3).
  int longest_lag = 0;
  // Of candidate histories among segments; p-values are multiples of 1 / (permutations + 1).
  int permutations = 999;
  // Of the interval, 0-1; simultaneous over lags and widths.
  double level = 0.9;
  uint64_t seed = 1;
  int threads = 1;
};

// kLeads and kFollows: p <= 0.05 on that side, and the larger t there. Only a positive link is
// found: the largest t counts, not the largest |t|.
enum class PanelFinding { kLeads, kFollows, kNotDetected, kNoVariation, kNotEnoughData };

// What was not computed keeps its default.
struct PanelResult {
  PanelFinding finding = PanelFinding::kNotEnoughData;
  int segments = 0, periods = 0;
  // Of the largest t, in periods: the mean of the candidate's growth over `width` (1 or 3) periods
  // that ends `lag` before; 0 without a test.
  int lag = 0, width = 1;
  // The largest t, and the share of exchanges that reach it.
  double statistic = 0, p_value = 1;
  // The same with the roles exchanged: the outcome moves first.
  double reverse_statistic = 0, reverse_p_value = 1;
  // Growth of the outcome per growth of the candidate, beyond segments and periods.
  std::optional<double> effect, low, high;
  // Of the outcome's own growth before; biased by about 1 / periods.
  double rho = 0;
};

// Below either nothing is tested.
inline constexpr int kLeastSegments = 8;
inline constexpr int kLeastPanelPeriods = 12;

// Growth is dlog; of a segment with a value that is not positive, of asinh(x / median |x|).
// Segments weigh by their mean outcome, at most 5 times the median, so that neither the largest nor
// a crowd of tiny ones decides. kNotEnoughData below 8 segments or 12 periods; kNoVariation where
// all segments grow alike. O(permutations · lags · segments · periods).
// REQUIRES: all series of equal length, finite; permutations >= 1; 0 < level < 1.
PanelResult TestPanelLead(const std::vector<PanelSegment>& segments, const PanelOptions& options);

}  // namespace northstar::stats
