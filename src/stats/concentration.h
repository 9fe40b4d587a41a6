// How much of a total few units make up, and how regular a unit's events are in time. Regularity is
// a flag for a person to look at, never a reason to exclude a unit by itself.
#pragma once

#include <optional>
#include <span>
#include <vector>

namespace northstar::stats {

// 0: all the same, (n - 1)/n: one unit has everything; times n/(n - 1) it reaches 1.
// REQUIRES: finite, not negative, sum > 0.
// Source: Gini 1912.
double Gini(std::vector<double> x);

// The part (0-1) of the total that the `share` of units with most of it hold, along the Lorenz
// curve: a unit that lies across the border counts in part, so that 1 % of 50 units is half of the
// largest.
// REQUIRES: as Gini; share in (0, 1].
double TopShare(std::vector<double> x, double share);

// Sum of squared shares: 1/n when all are the same, 1 when one has everything.
// REQUIRES: as Gini.
double Herfindahl(std::span<const double> x);

// Standard deviation (n - 1) over mean. REQUIRES: at least 2 finite values, mean above 0.
double CoefficientOfVariation(std::span<const double> x);

// (r - 1)/(r + 1) with r = sd / mean of the intervals between events that follow each other: -1
// clockwork, 0 random (Poisson) in a long series, towards 1 bursty. `count` is the number of
// events, one more than intervals; `sd_interval` is the population's (divided by the number of
// intervals).
// Nullopt: fewer than 3 events, or no time passed between them.
// Source: Goh & Barabási 2008.
std::optional<double> Burstiness(double count, double mean_interval, double sd_interval);

// The same for short series, where r cannot exceed sqrt(n - 1): (sqrt(n+1)·r - sqrt(n-1)) /
// ((sqrt(n+1) - 2)·r + sqrt(n-1)). Here n is the number of intervals, count - 1: with it the value
// is 1 when all time passes in one interval, and 0 at the r that random events have on average, for
// every n. (The paper joins the ends of the period, so that its events are as many as its
// intervals.) Arguments and failure as above.
// Source: Kim & Jo 2016.
std::optional<double> BurstinessOfFew(double count, double mean_interval, double sd_interval);

}  // namespace northstar::stats
