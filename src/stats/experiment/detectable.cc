#include "stats/experiment/detectable.h"

#include <cmath>

#include "stats/distributions.h"

namespace northstar::stats {

double DifferenceError(double sd, double treatment_units, double control_units) {
  return sd * std::sqrt(1 / treatment_units + 1 / control_units);
}

double DetectableAtOnce(double standard_error, double power, double alpha) {
  return (NormalQuantile(1 - alpha / 2) + NormalQuantile(power)) * standard_error;
}

double DetectableByLooks(double standard_error, double units, const LookDesign& design,
                         double power) {
  if (!(standard_error > 0)) return 0;
  return LookAt(0, standard_error, units, design).high + NormalQuantile(power) * standard_error;
}

}  // namespace northstar::stats
