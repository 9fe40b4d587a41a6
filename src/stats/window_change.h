// Has a series moved lately? The mean of its last window against that of the window before, with an
// error that comes from the series' own past: how much values vary within windows, or, where that
// is more, how far successive windows lay apart before. So a series that wanders by nature has to
// move further than one that only jitters. A yearly season is taken off where the past holds two
// years; it is fitted to what lies before the two windows, so that it cannot hide what is tested.
//
// Beside a slope over one window (divergence.h), which it replaces where single looks are taken,
// a move that lasts is seen for a window after its end too, and its error has more to rest on than
// the few values of one window.
// Sources: Box & Jenkins 1976 (differences of means of dependent values); Rousseeuw & Croux 1993
// (robust scale); harmonics as in Harvey 1989, ch. 2. Calibrated in docs/calibration.md. Pure and
// thread safe.
#pragma once

#include <cstddef>
#include <optional>
#include <span>

namespace northstar::stats {

struct WindowChange {
  // Relative: 0.1 is 10 % more in the last window. Where a value is not above 0, a share of the
  // median size.
  double change = 0;
  // At 0.9.
  double low = 0, high = 0;
  // Of the change on the scale of growth, in units of its error.
  double t = 0, df = 0;

  // One-sided: that it did not rise, or did not fall.
  double ChanceOfRise() const;
  double ChanceOfFall() const;
};

// `season`: periods in a year where there may be one (52 for weeks, 12 for months), 0: none.
// Nullopt under two windows, or where all values are the same. O(n · window).
// REQUIRES: finite; the oldest value first; window >= 4.
std::optional<WindowChange> ChangeOfWindow(std::span<const double> values, size_t window,
                                           double season);

}  // namespace northstar::stats
