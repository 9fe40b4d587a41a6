// What an experiment with two equal arms could have seen: the smallest difference for a given
// number of units, and the number of units for a given difference. Two-sided tests throughout.
// `alpha` is the level of the test and `power` the chance to detect, both in (0, 1), power
// >= alpha; numbers of units are per arm and not rounded.
#pragma once

namespace northstar::stats {

// In the unit of `sd`, the standard deviation of one unit's value; normal quantiles. With CUPED
// pass sd · sqrt(1 - rho²).
// REQUIRES: sd >= 0, per_arm > 0.
double MinimumDetectable(double sd, double per_arm, double power = 0.8, double alpha = 0.05);

// The inverse of MinimumDetectable. REQUIRES: sd >= 0, difference not 0.
double UnitsPerArm(double sd, double difference, double power, double alpha);

// To tell the share p1 from p0: pooled variance under no difference, separate ones under it.
// REQUIRES: shares in [0, 1], not equal.
// Source: Fleiss, Levin & Paik 2003, 4.2 (no continuity correction); R's power.prop.test.
double UnitsPerArmOfShares(double p0, double p1, double power, double alpha);

// For Student's t test; `effect` is the difference in standard deviations. At least 2. The chance
// of a significant result on the wrong side is not counted as power.
// REQUIRES: |effect| >= 1e-4.
// Source: R's power.t.test (noncentral t).
double UnitsPerArmOfT(double effect, double power, double alpha);

}  // namespace northstar::stats
