// Distribution functions and quantiles. Thin: Boost.Math does the work, behind one translation
// unit. All arguments must be finite; probabilities lie in (0, 1), degrees of freedom above 0.
#pragma once

namespace northstar::stats {

double NormalCdf(double z);
double NormalQuantile(double p);
double TCdf(double t, double df);
double TQuantile(double p, double df);
double FUpperTail(double f, double df1, double df2);
double ChiSquaredUpperTail(double x, double df);

}  // namespace northstar::stats
