// The repeating part of a series, added to what varies slowly: for each place in the season the
// discounted mean distance from the centred moving average over one season, shrunk by how well
// earlier seasons told later ones. A season that repeats itself by chance alone shrinks away; one
// that changes over the years follows its last years. The length of a season need not be whole
// (365.25 / 7 weeks). Own construction on classical decomposition (Macaulay 1931) and shrinkage of
// seasonal factors (Miller & Williams 2003). Pure and thread safe. REQUIRES: finite values.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace northstar::stats {

// How much the past of a season counts; chosen once, used for many ends of the same series.
struct SeasonMemory {
  double kept = 1;   // weight of each season's mean against the next season's, (0, 1]
  double share = 1;  // of the profile that later seasons repeat, [0, 1]
};

class SeasonalProfile {
 public:
  // The profile of the values. REQUIRES: EnoughForSeason.
  SeasonalProfile(std::span<const double> values, double period, const SeasonMemory& memory);

  // The season at that period; periods count from the first value and may lie beyond the last.
  double At(size_t period) const;

 private:
  double period_;
  std::vector<double> places_;
};

// Two seasons and what a centred average needs; a season has at least 2 periods.
bool EnoughForSeason(size_t values, double period);

// The memory under which earlier seasons tell the later ones best. REQUIRES: EnoughForSeason.
SeasonMemory ChooseSeasonMemory(std::span<const double> values, double period);

}  // namespace northstar::stats
