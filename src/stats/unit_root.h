// Does a series wander (a unit root), and do two series wander together? Diagnostics beside the
// lead test, which differences in any case: below 60 periods these tests have no power to rely on.
// Source: Dickey & Fuller 1979 with p-values of MacKinnon 1994; Kwiatkowski et al. 1992; Engle &
// Granger 1987.
#pragma once

#include <optional>
#include <vector>

namespace northstar::stats {

struct UnitRootTest {
  double statistic = 0;
  double p_value =
      1;  // of ADF and Engle-Granger: small means no unit root; of KPSS: small means one
};

// Augmented Dickey-Fuller with a constant and `lags` lagged differences.
// Nullopt when there are too few rows or the series is constant.
std::optional<UnitRootTest> AdfTest(const std::vector<double>& x, int lags);
// Level stationarity, Bartlett window of `lags`. The p-value is interpolated between the published
// critical values and lies in [0.01, 0.10]: beyond them it is the nearer end.
std::optional<UnitRootTest> KpssTest(const std::vector<double>& x, int lags);
// Cointegration of y with x: ADF with `lags` on the residuals of y on a constant and x.
std::optional<UnitRootTest> EngleGrangerTest(const std::vector<double>& y,
                                             const std::vector<double>& x, int lags);

}  // namespace northstar::stats
