// The same experiment with less noise: what each unit did before it saw the experiment explains a
// part of what it does in it, and that part is taken off. The lot does not know the past, so the
// difference stays what it was in the mean. Any figure that the treatment cannot have changed will
// do as a covariate; one that it can have changed biases the result.
// A unit without history has 0 for its past and 0 for a second covariate, "has history", which is 1
// for the others: the slopes are then those of filling the mean of the others in, with an indicator
// for who was filled. Cohorts enter as an indicator each, but for one of them, which is to compare
// within cohorts.
// Source: Deng, Xu, Kohavi & Walker 2013 (CUPED); several covariates as in Lin 2013, with slopes
// shared by the arms. Pure and thread safe.
#pragma once

#include <vector>

#include "stats/experiment/two_arms.h"

namespace northstar::stats {

struct AdjustedArms {
  // For CompareArms.
  ArmEstimate treatment, control;
  // By covariate, from what is within both arms; 0 for one that does not vary, or that the ones
  // before it tell already.
  std::vector<double> slopes;
  // Within arms, after over before: 1 - R². 1 where no covariate is of use, and then the arms are
  // as they were.
  double variance_ratio = 1;
};

// Value 0 is the outcome (for a ratio metric that of LinearizedRatio), the others are covariates,
// the same in both arms. Each arm's mean is moved to where its covariates would be those of all
// units. REQUIRES: as many values in both, at least 1.
AdjustedArms AdjustForCovariates(const UnitMoments& treatment, const UnitMoments& control);

}  // namespace northstar::stats
