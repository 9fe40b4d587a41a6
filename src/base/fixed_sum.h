// Sums of doubles that depend neither on row order nor on threads: every value is cut once to a
// multiple of 2^-scale and added as a 128-bit integer. The scale comes from the largest value and
// the number of rows, so that nothing overflows and every value keeps all the bits that fit.
#pragma once

#include <cmath>
#include <cstdint>

namespace northstar {

__extension__ using Int128 = __int128;

// The scale at which `rows` values of at most `largest` in size cannot overflow 2^126.
inline int ScaleFor(double largest, double rows) {
  if (!(largest > 0)) return 40;
  const int bits = std::ilogb(largest) + 1 + std::ilogb(rows < 1 ? 1 : rows) + 1;
  return 125 - bits > 1000 ? 1000 : 125 - bits;
}

// The multiples of 2^-scale. A value is taken apart into two 64-bit integers, which is exact and,
// unlike a shift of the mantissa, free of branches.
class FixedScale {
 public:
  explicit FixedScale(int scale)
      : scale_(scale), limit_(std::ldexp(1.0, 125 - scale)), up_(std::ldexp(1.0, scale - kLow)) {}

  // False for values that do not fit, for infinity and for NaN.
  bool Holds(double value) const { return std::fabs(value) < limit_; }
  // REQUIRES: Holds(value). The next multiple towards zero.
  Int128 ToFixed(double value) const {
    const double scaled = value * up_;
    const auto high = static_cast<int64_t>(scaled);
    const double rest = (scaled - static_cast<double>(high)) * kLowUnit;
    return (static_cast<Int128>(high) << kLow) + static_cast<int64_t>(rest);
  }
  double FromFixed(Int128 fixed) const { return std::ldexp(static_cast<double>(fixed), -scale_); }

 private:
  static constexpr int kLow = 62;
  static constexpr double kLowUnit = 4611686018427387904.0;  // 2^62
  int scale_;
  double limit_;
  double up_;
};

}  // namespace northstar
