// Does the past of one series help to forecast another? Offered beside the lead test, which is the
// one that gives the verdict: on trending levels these find "leads" that are not there, and neither
// takes out a season or pays for a search over lags.
// Source: Granger 1969; Toda & Yamamoto 1995. Pure and thread safe.
#pragma once

#include <optional>
#include <vector>

namespace northstar::stats {

struct CausalityTest {
  // F of Granger's test; Wald's chi-squared of Toda and Yamamoto's.
  double statistic = 0;
  double p_value = 1;
  // rows · (SSR without - SSR with) / SSR with; of Toda and Yamamoto's the statistic again.
  double chi_squared = 0;
  // Tested, and periods that the equation could be fitted on.
  int lags = 0;
  int rows = 0;
  // Of the F: rows less all fitted terms.
  int df_denominator = 0;
};

// Whether x(t-1 … t-lags) adds to y's own lags. Nullopt when there are too few rows, the columns
// are dependent, or y is fitted without rest.
// REQUIRES: stationary series of equal length, finite.
std::optional<CausalityTest> GrangerTest(const std::vector<double>& x, const std::vector<double>& y,
                                         int lags);
// The same on levels: `extra` more lags are fitted and not tested, so that unit roots do not spoil
// the test; as many as the series have to be differenced to be stationary, usually 1. Below 60
// periods, or with a season left in, it finds too much.
std::optional<CausalityTest> TodaYamamotoTest(const std::vector<double>& x,
                                              const std::vector<double>& y, int lags, int extra);
// The order 1 … most whose equation for y has the smallest AICc, all compared on the same rows; 1
// where no order can be fitted.
int ChooseGrangerLags(const std::vector<double>& x, const std::vector<double>& y, int most);

}  // namespace northstar::stats
