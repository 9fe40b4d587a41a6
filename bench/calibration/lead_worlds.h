// Pairs of series for the lead test: such that have nothing to do with each other, however alike
// they are made, and such of which one leads.
#pragma once

#include <cstdint>
#include <vector>

#include "stats/lead_lag.h"

namespace northstar::calibration {

struct LeadPair {
  std::vector<double> candidate, outcome;
};

// `n` periods; weeks or months.
struct NullWorld {
  const char* name;
  LeadPair (*draw)(int n, bool weekly, uint64_t seed);
  bool weekly_too = true;
};
extern const std::vector<NullWorld> kNullWorlds;

// A candidate that explains `share` of the variance of the outcome's growth `lag` periods later,
// both with seasons of their own, shocks with three degrees of freedom and a break of the level
// each.
LeadPair LeadInARoughWorld(int n, bool weekly, int lag, double share, uint64_t seed);

// With the calendar that the product gives the test.
stats::LeadOptions LeadOptionsFor(int n, bool weekly, uint64_t seed);
bool LeadPasses(const stats::LeadResult& r);

}  // namespace northstar::calibration
