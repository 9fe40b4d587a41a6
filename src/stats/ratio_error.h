// Standard error of a ratio of sums (sessions per user, cost per order) where the unit that was
// sampled holds both the numerator and the denominator.
#pragma once

#include <span>

namespace northstar::stats {

// For sum(numerator) / sum(denominator), one entry per unit:
// SE² = (s_N² - 2R·s_ND + R²·s_D²) / (n · mean(D)²). Right when the denominator's mean is many of
// its standard errors away from 0; about 5 is the least.
// REQUIRES: equal lengths, at least 2 units, finite values, sum of denominators not 0.
// Source: delta method, Cochran 1977, 6.3 to 6.4.
double RatioStandardError(std::span<const double> numerator, std::span<const double> denominator);

}  // namespace northstar::stats
