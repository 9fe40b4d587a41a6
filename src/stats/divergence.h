// Did the metric rise while a guardrail got worse? Robust slopes of both over a window, and the
// intersection-union test: both must hold. Over a whole history, two successive windows must agree,
// and because many windows are looked at and both series wander, how far both went (each in units
// of its usual change) is compared with the same after the guardrail's history was shifted against
// the metric's: what chance alone brings together, shifts bring together as often.
// Source: Berger 1982 (intersection-union); Newey & West 1987. Pure and thread safe.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace northstar::stats {

struct RobustSlope {
  // Of the log per step; of asinh(x / median |x|) where a value is not positive.
  double slope = 0;
  double standard_error = 0, t = 0, df = 0;
  // Over the window, relative: 0.1 is 10 % more at its end than at its start. On asinh it is a
  // share of the median size, so that it can pass through 0.
  double change = 0;
  double change_low = 0, change_high = 0;
};

// OLS over time with Newey-West errors of lag 3, t with n - 3 degrees of freedom. `level` 0-1 of
// the interval of the change. Nullopt under 6 values or when they are all the same. A line that
// fits to rounding has a t of at most a million. REQUIRES: finite; the oldest value first.
std::optional<RobustSlope> SlopeOver(std::span<const double> values, double level);

struct Divergence {
  // One-sided: that the metric does not rise.
  double p_rise = 1;
  // That the guardrail does not get worse.
  double p_worse = 1;
  // The larger of both: the intersection-union test, which needs no correction.
  double p_value = 1;
  // Changes have intervals at 0.9.
  RobustSlope metric, guardrail;
};

// One window that was chosen beforehand. Worse is down where the guardrail should rise, else up.
// Nullopt where a slope is. REQUIRES: equal lengths.
std::optional<Divergence> TestDivergence(std::span<const double> metric,
                                         std::span<const double> guardrail,
                                         bool guardrail_should_rise);
// Of two one-sided z statistics: the p-value that both hold. They need not be independent.
double IntersectionUnion(double z1, double z2);

struct DivergenceScan {
  // Exclusive, index into the series, of the window that shows it most; none: no window does.
  std::optional<size_t> end;
  Divergence divergence;  // in that window
  // Share of shifts of the guardrail under which some window goes as far, 0-1; 1 without an end.
  double p_value = 1;
  // Windows that were looked at, one per end, and shifts that p_value comes from: with few shifts
  // it cannot be small (1 / (shifts + 1) at best).
  int windows = 0, shifts = 0;
};

// An end is found where two successive windows have p <= alpha and the guardrail's change exceeds
// `tolerance` (relative, 0-1) in both. It is a finding when p_value is small too. Nothing is found
// in histories shorter than two windows. O(n²) at worst, in windows.
// REQUIRES: equal lengths, finite, window >= 6.
DivergenceScan ScanDivergence(std::span<const double> metric, std::span<const double> guardrail,
                              bool guardrail_should_rise, size_t window, double tolerance,
                              double alpha);

}  // namespace northstar::stats
