// Days without any event: too few by chance, or an outage? A source of two events a week has more
// empty days than full ones, a shop is closed on Sundays and over Christmas, and a new product has
// days without events until it has users: none of these is a fault. A run of empty days that the
// source's own rate cannot explain is.
//
// The null model: a rate by weekday and trend, and a negative binomial's chance of an empty day
// (event_rates.h). What the model gets wrong, and bursts of activity with long pauses between them,
// show in the runs that are there: the hazard that a run ends, among days that had already been
// empty for some time, is estimated from all other runs as a factor on the model's (a geometric
// tail from a threshold on: Coles 2001, ch. 4), at several thresholds of which the most careful one
// counts; it is taken to be lower than it was estimated by as much as its likelihood leaves open
// at 0.8 standard errors. The run that is judged is left out of everything that is estimated, and
// with it the runs that are as long: several outages would hide each other (Rosner 1983). The
// figure is the number of runs at least as unlikely that a source without a fault would have in its
// whole history.
//
// Unlikely runs that return in another year at about the same time (within 30 days, at most twice
// as long, one for one) are closures, for as many days as the shorter one has. Up to 16 days in a
// part of the year that the history holds only once may be one, so they are doubts. Runs of fewer
// than three open days are never outages: they may be holidays.
//
// Calibrated in docs/calibration.md. Pure and thread safe.
#pragma once

#include <cstdint>
#include <vector>

namespace northstar::stats {

inline constexpr int kLeastActiveDays = 10;    // with fewer nothing is judged
inline constexpr int kShortestOutageDays = 3;  // open days

struct EmptyRun {
  int first = 0, days = 0;  // from the first day of the history
  double missing = 0;       // events that were to be expected in it
  double chance = 1;        // so many runs as unlikely has a whole history without a fault
};

struct OutageScan {
  std::vector<EmptyRun> outages;         // earliest first
  std::vector<EmptyRun> perhaps_closed;  // could be yearly closures, seen only once
  std::vector<EmptyRun> closures;        // returned in another year
  int empty_days = 0;
  double explained_days = 0;  // empty days that the model expects, closures included
};

// `counts`: events by day, without a break, from the first day with one to the last.
// `first_weekday`: 0 to 6, of the first day. `most_chance`: a run is an outage up to this.
OutageScan FindOutages(const std::vector<int64_t>& counts, int first_weekday, double most_chance);

// The length of a run, in days, that only one in `one_in` of the runs that start in the week of
// `day` exceeds under the model fitted to `counts`, as it was fitted; the yardstick of the
// calibration.
int RunQuantile(const std::vector<int64_t>& counts, int first_weekday, int day, double one_in);

}  // namespace northstar::stats
