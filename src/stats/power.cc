#include "stats/power.h"

#include <boost/math/distributions/non_central_t.hpp>
#include <cmath>

#include "stats/distributions.h"

namespace northstar::stats {
namespace {

double Quantiles(double power, double alpha) {
  return NormalQuantile(1 - alpha / 2) + NormalQuantile(power);
}

double PowerOfT(double per_arm, double effect, double alpha) {
  const double df = 2 * (per_arm - 1);
  const boost::math::non_central_t shifted(df, effect * std::sqrt(per_arm / 2));
  return boost::math::cdf(boost::math::complement(shifted, TQuantile(1 - alpha / 2, df)));
}

}  // namespace

double MinimumDetectable(double sd, double per_arm, double power, double alpha) {
  return Quantiles(power, alpha) * sd * std::sqrt(2 / per_arm);
}

double UnitsPerArm(double sd, double difference, double power, double alpha) {
  const double ratio = Quantiles(power, alpha) * sd / difference;
  return 2 * ratio * ratio;
}

double UnitsPerArmOfShares(double p0, double p1, double power, double alpha) {
  const double sum = p0 + p1;
  const double root = (NormalQuantile(1 - alpha / 2) * std::sqrt(sum * (1 - sum / 2)) +
                       NormalQuantile(power) * std::sqrt(p0 * (1 - p0) + p1 * (1 - p1))) /
                      (p1 - p0);
  return root * root;
}

double UnitsPerArmOfT(double effect, double power, double alpha) {
  effect = std::fabs(effect);
  double low = 2;
  if (PowerOfT(low, effect, alpha) >= power) return low;
  // Student's t asks for more units than the normal, by about one, so this rises once or twice.
  double high = std::fmax(4, UnitsPerArm(1, effect, power, alpha));
  while (PowerOfT(high, effect, alpha) < power) high *= 2;
  while (high - low > 1e-12 * high) {
    const double middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) break;
    (PowerOfT(middle, effect, alpha) < power ? low : high) = middle;
  }
  return high;
}

}  // namespace northstar::stats
