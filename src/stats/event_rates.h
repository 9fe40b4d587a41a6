// What a source without a fault does day by day: expected events by weekday and trend, and the
// chance that a day is empty. Counts follow weekday · exp(slope · t + bend · t²) by Poisson
// likelihood, the weekdays profiled out; slope and bend are kept only where they show against the
// variance between blocks of four weeks, in which bursts of several days are whole. A slope that
// does not show is not known to be none: how far it may be off stays in the variance. The chance of
// an empty day is that of a negative binomial whose size follows from the variance (Lawless 1987).
// Pure and thread safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace northstar::stats {

// Days that are looked at: `out[d]` are left aside, as if they had not been.
struct DayHistory {
  const std::vector<int64_t>& counts;
  int first_weekday;
  std::vector<char> out;

  int days() const { return static_cast<int>(counts.size()); }
  size_t weekday(int day) const { return static_cast<size_t>((first_weekday + day) % 7); }
  // -1 to 1 over the history
  double time(int day) const { return days() < 2 ? 0 : 2.0 * day / (days() - 1) - 1; }
};

// Expected events by day, and the hazard that a day is not empty.
struct EventRates {
  std::vector<double> rate, hazard;
  std::vector<char> open;  // by weekday
  // Variance of the logarithm of the rate: of the level, and what slope and bend add away from the
  // middle of the history.
  double level = 0, slope = 0, bend = 0, both = 0;
  double middle = 0, middle_square = 0;

  double Variance(double time) const {
    const double a = time - middle;
    const double b = time * time - middle_square;
    return level + slope * a * a + bend * b * b + 2 * both * a * b;
  }
};

// REQUIRES: some day that is not left out.
EventRates FitRates(const DayHistory& history);

}  // namespace northstar::stats
