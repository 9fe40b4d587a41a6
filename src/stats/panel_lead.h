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
  std::vector<double> candidate, outcome;  // aligned and complete, one value per period
};

struct PanelOptions {
  int longest_lag = 0;  // periods; 0: min(12, periods / 3)
  int permutations = 999;
  double level = 0.9;  // of the interval, 0-1; simultaneous over lags and widths
  uint64_t seed = 1;
  int threads = 1;
};

enum class PanelFinding { kLeads, kFollows, kNotDetected, kNoVariation, kNotEnoughData };

struct PanelResult {
  PanelFinding finding = PanelFinding::kNotEnoughData;
  int segments = 0, periods = 0;
  int lag = 0, width = 1;  // of the largest t; 0 without a test
  double statistic = 0, p_value = 1;
  double reverse_statistic = 0, reverse_p_value = 1;  // the outcome moves first
  std::optional<double> effect, low, high;  // growth of the outcome per growth of the candidate
  double rho = 0;  // of the outcome's own growth before; biased by about 1 / periods
};

inline constexpr int kLeastSegments = 8;
inline constexpr int kLeastPanelPeriods = 12;

// Growth is dlog; of a segment with a value that is not positive, of asinh(x / median |x|).
// Segments weigh by their mean outcome, at most 5 times the median. kNotEnoughData below 8 segments
// or 12 periods; kNoVariation where all segments grow alike. REQUIRES: all series of equal length,
// finite; permutations >= 1.
PanelResult TestPanelLead(const std::vector<PanelSegment>& segments, const PanelOptions& options);

}  // namespace northstar::stats
