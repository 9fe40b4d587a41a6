// The steps that make a growth series close to white before two are compared: outliers, season,
// autoregression. Split so that a permutation can refit them cheaply.
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

// The season among `choices`, sets of regressors from the poorest to the richest, by AICc of what a
// robust fit leaves; then every value brought to at most `mads` · 1.4826 · MAD from that fit (Huber
// 1981): an outlier neither bends the season nor hides beside its peak.
struct RobustSeason {
  size_t choice = 0;
  int clamped = 0;
};
RobustSeason ClampAroundSeason(std::vector<double>& d, const std::vector<Columns>& choices,
                               double mads);

// How changes follow from what is new in each period: an autoregression, and a moving-average term
// that takes back a share of the last news. At -1 all of it is taken back: the series is a level
// with a trend and noise, of which differences would make a pattern of their own.
struct ErrorModel {
  int order = 0;              // of the autoregression, 0-3
  double moving_average = 0;  // -1 to 0
};
// By AICc with the regressors `terms`, all compared on the same rows.
ErrorModel ChooseErrorModel(const std::vector<double>& d, const Columns& terms);

// Removes regressors, then an error model of fixed order and moving average, refitting the
// coefficients. Entries before `order` of the result are not defined and are 0.
class Whitener {
 public:
  Whitener(size_t n, const SeasonSpec& season, int harmonics, int order);
  // What is new in the periods `left_out` is fitted away.
  Whitener(size_t n, const Columns& terms, const ErrorModel& model,
           const std::vector<size_t>& left_out = {});
  // Of the moving average first, where there is one.
  std::vector<double> Deseason(const std::vector<double>& d) const;
  void Apply(const std::vector<double>& d, std::vector<double>& residuals) const;
  // The changes that news would have made: Apply gives the news back but for what it fits.
  void Unfilter(std::vector<double>& news) const;
  int order() const { return order_; }

 private:
  Columns basis_;  // orthonormal
  int order_;
  double moving_average_ = 0;
};

}  // namespace northstar::stats
