#include "base/exact_sum.h"

#include <algorithm>

namespace northstar {
namespace {

constexpr int64_t kDigitMask = 0xffffffff;
constexpr int kDigitBits = 32;

}  // namespace

void WideSum::Add(double value) {
  constexpr int kMantissaBits = 52;
  constexpr int kLeast = -1074;  // the exponent of a subnormal's last bit, and of the next doubles'
  const auto bits = std::bit_cast<uint64_t>(value);
  const auto exponent = static_cast<int>(bits >> kMantissaBits & 0x7ff);
  auto mantissa = static_cast<int64_t>(bits & ((uint64_t{1} << kMantissaBits) - 1));
  if (exponent > 0) mantissa |= int64_t{1} << kMantissaBits;
  AddScaled(std::signbit(value) ? -mantissa : mantissa, kLeast + std::max(exponent, 1) - 1);
}

void WideSum::Add(Int128 fixed, int exponent) {
  const auto low = static_cast<uint64_t>(fixed);
  AddScaled(static_cast<int64_t>(low & kDigitMask), exponent);
  AddScaled(static_cast<int64_t>(low >> kDigitBits), exponent + kDigitBits);
  AddScaled(static_cast<int64_t>(fixed >> (2 * kDigitBits)), exponent + 2 * kDigitBits);
}

void WideSum::Add(const WideSum& other) {
  WideSum carried = other;
  carried.Carry();
  Carry();
  for (size_t i = 0; i < digits_.size(); ++i) digits_[i] += carried.digits_[i];
  adds_ = 1;
}

void WideSum::AddScaled(int64_t mantissa, int exponent) {
  if (++adds_ > kMostAdds) Carry();
  const auto place = static_cast<unsigned>(exponent + kBase);
  const size_t digit = place / kDigitBits;
  const Int128 shifted = static_cast<Int128>(mantissa) << (place % kDigitBits);
  digits_[digit] += static_cast<int64_t>(shifted) & kDigitMask;
  digits_[digit + 1] += static_cast<int64_t>(shifted >> kDigitBits) & kDigitMask;
  digits_[digit + 2] += static_cast<int64_t>(shifted >> (2 * kDigitBits));
}

// Every digit but the last becomes one of 32 bits, and the last carries the sign.
void WideSum::Carry() {
  for (size_t i = 0; i + 1 < digits_.size(); ++i) {
    digits_[i + 1] += digits_[i] >> kDigitBits;
    digits_[i] &= kDigitMask;
  }
  adds_ = 1;
}

double WideSum::Value() const {
  WideSum size = *this;
  size.Carry();
  const bool negative = size.digits_.back() < 0;
  if (negative) {
    for (int64_t& digit : size.digits_) digit = -digit;
    size.Carry();
  }
  size_t top = size.digits_.size() - 1;
  while (top > 2 && size.digits_[top] == 0) --top;
  // Three digits have more bits than a double; whether anything is below decides a tie.
  __extension__ unsigned __int128 leading = 0;
  for (size_t i = top + 1; i-- > top - 2;)
    leading = (leading << kDigitBits) + static_cast<uint64_t>(size.digits_[i]);
  for (size_t i = 0; i < top - 2; ++i) leading |= size.digits_[i] != 0;
  const double value =
      std::ldexp(static_cast<double>(leading), kDigitBits * (static_cast<int>(top) - 2) - kBase);
  return negative ? -value : value;
}

void ExactSum::Add(std::span<const double> values) {
  while (!values.empty()) {
    const std::span<const double> block = values.first(std::min(values.size(), kBlock));
    values = values.subspan(block.size());
    Int128 sum = 0;
    int64_t count = 0;
    for (const double value : block) {
      if (IsUsual(value)) {
        sum += ToFixed(value);
      } else if (std::isnan(value)) {
        continue;
      } else {
        AddSlowly(value);
      }
      ++count;
    }
    AddFixed(sum);
    count_ += count;
  }
}

void ExactSum::Add(const ExactSum& other) {
  count_ += other.count_;
  if (other.wide_ != nullptr) Wide().Add(*other.wide_);
  AddFixed(other.fixed_);
}

void ExactSum::AddSlowly(double value) {
  if (IsUsual(value)) {
    AddFixed(ToFixed(value));
  } else {
    Wide().Add(value);
  }
}

void ExactSum::AddFixed(Int128 fixed) {
  Int128 sum = 0;
  if (__builtin_add_overflow(fixed_, fixed, &sum)) {
    Wide().Add(fixed_, -kScale);
    sum = fixed;
  }
  fixed_ = sum;
}

WideSum& ExactSum::Wide() {
  if (wide_ == nullptr) wide_ = std::make_unique<WideSum>();
  return *wide_;
}

double ExactSum::Value() const {
  if (wide_ == nullptr) return std::ldexp(static_cast<double>(fixed_), -kScale);
  WideSum all = *wide_;
  all.Add(fixed_, -kScale);
  return all.Value();
}

}  // namespace northstar
