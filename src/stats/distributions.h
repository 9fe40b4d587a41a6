// Distribution functions and quantiles. Thin: Boost.Math does the work, behind one translation
// unit, so that no other file compiles its templates. All arguments must be finite; probabilities
// lie in (0, 1), degrees of freedom above 0 and need not be whole. What is outside throws from
// Boost: callers keep within. Pure and thread safe.
#pragma once

namespace northstar::stats {

// Lower tails: the chance of at most `z` (of the standard normal) or `t`. Upper tails as Cdf(-z).
double NormalCdf(double z);
// The z (or t) that a share `p` lies below: 0.975 gives 1.96.
double NormalQuantile(double p);
double TCdf(double t, double df);
double TQuantile(double p, double df);
// The chance of more than `f` or `x`, which is the p-value of an F or chi-squared test; 1 for what
// is not above 0. Keeps its relative precision far out in the tail.
double FUpperTail(double f, double df1, double df2);
double ChiSquaredUpperTail(double x, double df);

}  // namespace northstar::stats
