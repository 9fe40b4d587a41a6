#include "stats/distributions.h"

#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/fisher_f.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>

namespace northstar::stats {
namespace bm = boost::math;

double NormalCdf(double z) {
  return bm::cdf(bm::normal(), z);
}
double NormalQuantile(double p) {
  return bm::quantile(bm::normal(), p);
}
double TCdf(double t, double df) {
  return bm::cdf(bm::students_t(df), t);
}
double TQuantile(double p, double df) {
  return bm::quantile(bm::students_t(df), p);
}
double FUpperTail(double f, double df1, double df2) {
  return f <= 0 ? 1.0 : bm::cdf(bm::complement(bm::fisher_f(df1, df2), f));
}
double ChiSquaredUpperTail(double x, double df) {
  return x <= 0 ? 1.0 : bm::cdf(bm::complement(bm::chi_squared(df), x));
}

}  // namespace northstar::stats
