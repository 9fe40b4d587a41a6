// The smallest effect that an experiment could have seen: what "not detected" has to be read with.
// From the standard error that it has, or will have, whatever the arms' sizes; power.h plans equal
// arms from the spread of a unit. Two-sided tests. Source: as power.h. Pure and thread safe.
#pragma once

#include "stats/experiment/always_valid.h"

namespace northstar::stats {

// Of two arms of one spread: the error of their difference. REQUIRES: sd >= 0, units > 0.
double DifferenceError(double sd, double treatment_units, double control_units);

// In the unit of the error, with one look at the end. REQUIRES: standard_error >= 0; 0 < alpha < 1;
// alpha <= power < 1.
double DetectableAtOnce(double standard_error, double power = 0.8, double alpha = 0.05);

// Of an always-valid interval: the effect that it excludes 0 for by then in a share `power` of
// experiments; looks before add a little. REQUIRES: as above, units > 0, the design's own.
double DetectableByLooks(double standard_error, double units, const LookDesign& design,
                         double power = 0.8);

}  // namespace northstar::stats
