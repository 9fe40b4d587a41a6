// How will the current, incomplete period end? What earlier periods had reached by the same elapsed
// time, as a share of what they ended with, tells how much is still to come. Shares are empirical,
// never the share of time: orders come unevenly, and distinct users come early.
// Pure and thread safe.
#pragma once

#include <optional>
#include <span>

#include "stats/forecast/forecast.h"

namespace northstar::stats {

struct Nowcast {
  double mean = 0, low = 0, high = 0;
  double share = 0;         // mean of the past shares
  double share_spread = 0;  // SD of their logarithms, n - 1
  double deviation = 0;     // SD of the logarithm of the result, before what t adds
  double df = 0;
};

// `partial`: the value so far. `shares`: of complete periods at the same elapsed time, in value so
// far over final value, above 0; above 1 where a value can fall again. `relative_error`: standard
// error of the partial value, relative to it, 0: it is a plain count of all. `level` 0-1. Where no
// share exceeds 1, no bound is below what is there. Nullopt under 6 shares, with a share or a
// partial value not above 0: then only a forecast can tell. REQUIRES: finite.
std::optional<Nowcast> NowcastPeriod(double partial, std::span<const double> shares, double level,
                                     double relative_error = 0);

// Weighted with a forecast of the same period by inverse variance: on logarithms, or on the values
// where the forecast's interval reaches 0. `forecast_level` 0-1; 0: the forecast has no interval
// and does not count. `partial` bounds the result as above; 0: nothing does.
ForecastStep BlendNowcast(const Nowcast& nowcast, const ForecastStep& forecast,
                          double forecast_level, double level, double partial = 0);

}  // namespace northstar::stats
