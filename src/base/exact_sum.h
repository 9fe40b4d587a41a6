// Sums of doubles without rounding, so that neither the order of rows nor threads change a bit, and
// a value that is absurdly large takes nothing from the others: the double nearest to the exact
// sum.
//
// Values from 2^-20 to 2^44 (a millionth to 17 trillion), and zeros, are multiples of 2^-72 and are
// added as 128-bit integers. Others, and totals that no longer fit, go to a wide sum that holds
// every double; only a sum that meets one of them has it.
#pragma once

#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <memory>
#include <span>

namespace northstar {

__extension__ using Int128 = __int128;

// An integer of 2,240 bits in digits of 32, whose carries wait. Source: the small superaccumulator
// of Neal 2015, "Fast exact summation using small and large superaccumulators".
class WideSum {
 public:
  // REQUIRES: finite.
  void Add(double value);
  // Adds fixed * 2^exponent. REQUIRES: the exponent is from -1,074 to 900.
  void Add(Int128 fixed, int exponent);
  void Add(const WideSum& other);
  // The nearest double; infinity beyond the largest.
  double Value() const;

 private:
  static constexpr int kBase = 1096;         // digit i counts 2^(32 i - kBase)
  static constexpr int kDigits = 70;         // up to 2^1,144: 2^120 of the largest doubles
  static constexpr int kMostAdds = 1 << 28;  // before a digit could overflow

  void AddScaled(int64_t mantissa, int exponent);
  void Carry();

  std::array<int64_t, kDigits> digits_{};
  int adds_ = 0;
};

// 32 bytes without a wide sum. Move-only; not safe to share between threads: each thread has its
// own, and they are added in any order.
class ExactSum {
 public:
  // REQUIRES: finite; a value that is not makes the sum meaningless.
  void Add(double value) {
    ++count_;
    Int128 sum = 0;
    if (!IsUsual(value) || __builtin_add_overflow(fixed_, ToFixed(value), &sum))
      return AddSlowly(value);
    fixed_ = sum;
  }
  // All but NaN, which stands for no value. Cheaper than one by one: what is usual is added up in
  // blocks whose total fits, without a test for overflow at each value.
  void Add(std::span<const double> values);
  void Add(const ExactSum& other);

  // How many values were added, those of other sums included.
  int64_t count() const { return count_; }
  // The nearest double, whatever the order was; 0 for none; infinity beyond the largest. The sum
  // can go on afterwards.
  double Value() const;

 private:
  static constexpr int kScale = 72;
  static constexpr int kLow = 62;
  static constexpr double kUp = 1024.0;                      // 2^(kScale - kLow)
  static constexpr double kLowUnit = 4611686018427387904.0;  // 2^kLow
  // Doubles without their sign sort as the integers of their bits do.
  static constexpr uint64_t kFinest = uint64_t{1023 - 20} << 53;
  static constexpr uint64_t kLimit = uint64_t{1023 + 44} << 53;
  static constexpr size_t kBlock = 2048;  // values whose sum fits, however large they are

  // Zero passes the second test as well: in two, both are foreseen where zeros are common.
  static bool IsUsual(double value) {
    const uint64_t size = std::bit_cast<uint64_t>(value) << 1;
    return size < kLimit && size - 1 >= kFinest - 1;
  }
  // REQUIRES: IsUsual(value). A value is taken apart into two 64-bit integers, which is exact and,
  // unlike a shift of the mantissa, free of branches.
  static Int128 ToFixed(double value) {
    const double scaled = value * kUp;
    const auto high = static_cast<int64_t>(scaled);
    const double rest = (scaled - static_cast<double>(high)) * kLowUnit;
    return (static_cast<Int128>(high) << kLow) + static_cast<int64_t>(rest);
  }
  [[gnu::cold, gnu::noinline]] void AddSlowly(double value);
  void AddFixed(Int128 fixed);
  WideSum& Wide();

  Int128 fixed_ = 0;  // of 2^-kScale
  int64_t count_ = 0;
  std::unique_ptr<WideSum> wide_;
};

}  // namespace northstar
