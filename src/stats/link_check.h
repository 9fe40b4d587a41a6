// Has the link between a candidate and its outcome weakened since it was chosen? The effect in the
// last year against the interval of the years before, and a running sum of what the candidate adds
// to forecasts. Asks only about weakening, and says "weaker than when it was chosen", never broken.
// Source: Brown, Durbin & Evans 1975 (the line); Clark & West 2007 (the adjusted f).
// Pure and thread safe.
//
// Departures from those sources, each because simulation asked for it:
// - The earlier interval comes from at most the three years before the last one. An interval of all
//   earlier years shrinks while the last year stays as noisy as it is: with 7 years of an unchanged
//   link 8 % of histories alarmed.
// - The running sum is of (f - mean) / SD with mean and SD of the first half of the forecasts, over
//   the second half: f has a positive mean as long as the link holds, which is no news.
// - Forecasts start after a third of the history (not half), so that the first half holds
//   enough of them.
//
// How often it alarms with a link that holds, and with one that is lost, is in docs/calibration.md.
#pragma once

#include <optional>
#include <vector>

namespace northstar::stats {

struct LinkOptions {
  int lag = 1, width = 1;  // as in LeadResult; periods
  bool weekly = false;
  double level = 0.9;  // of intervals, 0-1: none is narrower than the plain t interval
  int window = 24;     // periods of a rolling window; raised to two years. Expanding below three
};

enum class LinkFinding { kStable, kWeakened, kNotEnoughData };

struct LinkPoint {
  int end = 0;  // of the window, exclusive, in periods from the start of the series
  double effect = 0, low = 0, high = 0;
};

struct LinkResult {
  LinkFinding finding = LinkFinding::kNotEnoughData;
  std::vector<LinkPoint> windows;  // one a quarter (3 months, 13 weeks), oldest first
  double recent_effect = 0;        // over the last year
  // Of the recent effect, by t at `level`: it was not searched for, so nothing is paid for a
  // search.
  double recent_low = 0, recent_high = 0;
  std::optional<double> earlier_low, earlier_high;  // of up to three years before that
  // The deepest fall of the running sum as a share of its 5 % line; above 1 it has crossed. 0 when
  // it never falls, or with fewer than 16 forecasts.
  double cusum_extreme = 0;
  int quarters_outside = 0;  // successive, at the end; 2 are an alarm
  // Successive, at the end, whose last year has less than half of the effect of the years before,
  // where that is above 0: a softer sign, which comes earlier, and by chance more often.
  int quarters_halved = 0;
};

// Both series are aligned, complete and finite, one value per period. kNotEnoughData below 36
// months or 104 weeks, or when the last year or the years before cannot be estimated (too long a
// lag, no variation). `critical_value` is the simultaneous one of the lead test
// (LeadResult::critical_value; 3.0 where there is none).
// REQUIRES: equal lengths; lag, width >= 1; critical_value > 0; 0 < level < 1.
LinkResult CheckLink(const std::vector<double>& candidate, const std::vector<double>& outcome,
                     double critical_value, const LinkOptions& options);

}  // namespace northstar::stats
