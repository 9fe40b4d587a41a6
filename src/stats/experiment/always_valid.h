// An interval that may be looked at every day: under a fixed one, who stops at the first look that
// excludes 0 is wrong far more often than he thinks. This one holds the truth at all looks
// together. It is wider for that, least so at the number of units that was planned, which has to be
// fixed before the first look. Asymptotic: of the first hundred units or so it says too much.
// Sources: Waudby-Smith, Arbour, Sinha, Kennedy & Ramdas 2021 (asymptotic confidence sequences);
// Robbins 1970, Johari et al. 2017 (mixture tests). Pure and thread safe.
#pragma once

namespace northstar::stats {

struct LookDesign {
  double planned_units = 0;  // of all arms, n*
  double alpha = 0.05;       // chance that some look is wrong, 0-1
};

// rho², the variance of the mixing law in squared standard deviations of a unit: with it the
// interval is tightest at the planned number. REQUIRES: planned_units > 0; 0 < alpha < 1.
double MixingVariance(const LookDesign& design);

struct AlwaysValid {
  double low = 0, high = 0;
  // At this look. The smallest over all looks so far is valid as well.
  double p_value = 1;
};

// `units` of all arms at this look, with the estimate and its standard error then, as for a fixed
// interval. REQUIRES: finite; standard_error > 0, units > 0, design as above.
AlwaysValid LookAt(double estimate, double standard_error, double units, const LookDesign& design);

// The logarithm of the likelihood ratio against no effect, for effects mixed over N(0, mixing):
// with `variance` the estimate's squared error. exp(-largest) over looks is an always-valid p.
// REQUIRES: variance > 0, mixing >= 0, both in squared units of the estimate.
double LogMixtureRatio(double estimate, double variance, double mixing);

}  // namespace northstar::stats
