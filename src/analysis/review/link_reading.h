// The link between the star and the outcome as a review reads it: the effect over the last twelve
// months beside that of the years before, at the lag at which the lead was found. On bare series,
// so that it can be simulated (bench/calibration/reviews.cc). The figures are stats/link_check.h.
//
// A lead that is lost hides itself: after a year without it, the whole history may show none.
// So the lag is looked for in the history up to a year ago, which is what the last year is held
// against, and only then in all of it.
#pragma once

#include <optional>
#include <vector>

#include "stats/lead_lag.h"
#include "stats/link_check.h"

namespace northstar {

// Why there is nothing to read; kRead: there is.
enum class LinkGap {
  kRead,
  kNoOutcome,
  // No lead was detected, so that none can weaken.
  kNoLead,
  // A lead was found by comparing segments: there are no two series to follow.
  kBySegment,
  // Under 36 months or 104 weeks.
  kTooShort,
};

struct LinkReading {
  LinkGap gap = LinkGap::kNoOutcome;
  // Where the lead was found, in periods.
  int lag = 0, width = 1;
  // Growth of the outcome per growth of the star: over the last year with its interval at 90%, and
  // over up to three years before with the one that pays for the search over lags.
  double recent = 0, recent_low = 0, recent_high = 0;
  double earlier = 0, earlier_low = 0, earlier_high = 0;
  // The recent effect lies below the earlier interval.
  bool outside = false;
  // The star stopped adding to forecasts of the outcome: the running sum passed its 5% line.
  bool adds_less = false;
  // How deep that sum fell, as a share of the line.
  double running_fall = 0;
  // Successive quarters, up to this one, in which the recent effect was below half of the earlier.
  int quarters_halved = 0;
  // How the effect went, one window a quarter, the oldest first.
  std::vector<stats::LinkPoint> windows;

  // Beyond what the years before allow for, and by so much that it matters: a long history has a
  // narrow interval, which a year leaves by chance.
  bool weaker() const { return (outside && quarters_halved > 0) || adds_less; }
  // The softer sign: below half for two quarters, and by more than the noise of a year allows for.
  bool halved() const { return quarters_halved > 1 && recent_high < earlier; }
};

// A place in the scan of lags at which a lead was found.
struct LeadPlace {
  int lag = 1, width = 1;
  // Of the simultaneous interval, in standard errors; 0: not known.
  double critical_value = 0;
};
// None: the result is no lead. One that is only suggestive counts for a star that was chosen:
// a review asks whether something changed, not whether to choose it.
std::optional<LeadPlace> PlaceOf(const stats::LeadResult& lead);

// The number of periods of a year and of a quarter.
int PeriodsOfYear(bool weekly);
int PeriodsOfQuarter(bool weekly);

// As of the end of the series. kTooShort as CheckLink, else kRead.
// REQUIRES: as CheckLink (stats/link_check.h); 0 < level < 1.
LinkReading ReadLink(const std::vector<double>& star, const std::vector<double>& outcome,
                     const LeadPlace& place, bool weekly, double level);

}  // namespace northstar
