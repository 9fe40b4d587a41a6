// Does the past of one series help to forecast another? Offered beside the lead test, which is the
// one that gives the verdict: on trending levels these find "leads" that are not there.
// Source: Granger 1969; Toda & Yamamoto 1995.
#pragma once

#include <optional>
#include <vector>

namespace northstar::stats {

struct CausalityTest {
  double statistic = 0;  // F of Granger's test; Wald's chi-squared of Toda and Yamamoto's
  double p_value = 1;
  double chi_squared = 0;  // rows · (SSR without - SSR with) / SSR with
  int lags = 0;
  int rows = 0;
  int df_denominator = 0;  // of the F
};

// Whether x(t-1 … t-lags) adds to y's own lags. REQUIRES: stationary series of equal length,
// finite. Nullopt when there are too few rows or the columns are dependent.
std::optional<CausalityTest> GrangerTest(const std::vector<double>& x, const std::vector<double>& y,
                                         int lags);
// The same on levels: `extra` more lags are fitted and not tested, so that unit roots do not spoil
// the test. Below 60 periods, or with a season left in, it finds too much.
std::optional<CausalityTest> TodaYamamotoTest(const std::vector<double>& x,
                                              const std::vector<double>& y, int lags, int extra);
// The order 1 … most whose equation for y has the smallest AICc, all compared on the same rows.
int ChooseGrangerLags(const std::vector<double>& x, const std::vector<double>& y, int most);

}  // namespace northstar::stats
