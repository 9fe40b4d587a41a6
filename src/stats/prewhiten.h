// The steps that make a growth series close to white before two are compared: outliers, season,
// autoregression (METHODS 1.4, steps 3-5). Split so that a permutation can refit them cheaply.
#pragma once

#include <vector>

#include "stats/least_squares.h"

namespace northstar::stats {

struct SeasonSpec {
  double period = 12;  // steps per year; 365.25/7 for weeks
  int most_harmonics = 6;
};

// Values beyond 4 · 1.4826 · MAD of the median are set to that bound; returns how many.
int ClampOutliers(std::vector<double>& d);

// {1, cos(2πjt/period), sin(2πjt/period), j = 1..harmonics} for t = 0..n-1; no sine at half the
// period.
Columns SeasonColumns(size_t n, const SeasonSpec& season, int harmonics);
int ChooseHarmonics(const std::vector<double>& d, const SeasonSpec& season);
// Order 0..3 by AICc with intercept, all compared on the same rows.
int ChooseAutoregression(const std::vector<double>& d);

// Removes a season of fixed harmonics, then an AR of fixed order, refitting the coefficients.
// Entries before `order` of the result are not defined and are 0.
class Whitener {
 public:
  Whitener(size_t n, const SeasonSpec& season, int harmonics, int order);
  std::vector<double> Deseason(const std::vector<double>& d) const;
  void Apply(const std::vector<double>& d, std::vector<double>& residuals) const;
  int order() const { return order_; }

 private:
  Columns basis_;  // orthonormal
  int order_;
};

}  // namespace northstar::stats
