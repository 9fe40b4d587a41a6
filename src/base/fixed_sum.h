// Sums of doubles that depend neither on row order nor on threads: every value is rounded once to a
// multiple of 2^-scale and added as a 128-bit integer. The scale comes from the largest value and
// the number of rows, so that nothing overflows and every value keeps all the bits that fit.
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>

namespace northstar {

__extension__ using Int128 = __int128;

// The scale at which `rows` values of at most `largest` in size cannot overflow 2^126.
inline int ScaleFor(double largest, double rows) {
  if (!(largest > 0)) return 40;
  const int bits = std::ilogb(largest) + 1 + std::ilogb(rows < 1 ? 1 : rows) + 1;
  return 125 - bits > 1000 ? 1000 : 125 - bits;
}

// REQUIRES: value is finite and |value| * 2^scale < 2^126.
inline Int128 ToFixed(double value, int scale) {
  const auto bits = std::bit_cast<uint64_t>(value);
  const int exponent = static_cast<int>((bits >> 52) & 0x7FF);
  if (exponent == 0) return 0;  // zero; subnormal values are below any scale in use
  const auto mantissa = static_cast<Int128>((bits & 0xFFFFFFFFFFFFFULL) | 0x10000000000000ULL);
  const int shift = exponent - 1075 + scale;
  Int128 fixed = 0;
  if (shift >= 0) {
    fixed = mantissa << shift;
  } else if (shift > -54) {
    fixed = (mantissa + (static_cast<Int128>(1) << (-shift - 1))) >> -shift;
  }
  return (bits >> 63) != 0 ? -fixed : fixed;
}

inline double FromFixed(Int128 fixed, int scale) {
  return std::ldexp(static_cast<double>(fixed), -scale);
}

}  // namespace northstar
