#include "base/decimal.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"

namespace northstar {
namespace {

constexpr size_t kLongest = 1000;
constexpr size_t kMostExponentDigits = 4;

struct Decimal {
  bool negative = false;
  std::string digits;  // without the point
  int point = 0;       // so many digits stand before it
};

size_t CountDigits(std::string_view text) {
  const auto end =
      std::find_if(text.begin(), text.end(), [](char c) { return c < '0' || c > '9'; });
  return static_cast<size_t>(end - text.begin());
}

// Takes `c` off the front.
bool Take(std::string_view& text, char c) {
  if (text.empty() || text[0] != c) return false;
  text.remove_prefix(1);
  return true;
}

std::string_view TakeDigits(std::string_view& text) {
  const std::string_view digits = text.substr(0, CountDigits(text));
  text.remove_prefix(digits.size());
  return digits;
}

std::optional<Decimal> Parse(std::string_view text) {
  if (text.size() > kLongest) return std::nullopt;
  text = Trim(text);
  Decimal decimal;
  Take(text, '+');
  decimal.negative = Take(text, '-');
  decimal.digits = TakeDigits(text);
  decimal.point = static_cast<int>(decimal.digits.size());
  if (Take(text, '.')) decimal.digits += TakeDigits(text);
  if (decimal.digits.empty()) return std::nullopt;
  if (Take(text, 'e') || Take(text, 'E')) {
    const bool down = Take(text, '-');
    if (!down) Take(text, '+');
    const std::string_view exponent = TakeDigits(text);
    if (exponent.empty() || exponent.size() > kMostExponentDigits) return std::nullopt;
    int shift = 0;
    for (const char c : exponent) shift = shift * 10 + (c - '0');
    decimal.point += down ? -shift : shift;
  }
  if (!text.empty()) return std::nullopt;
  return decimal;
}

}  // namespace

std::optional<std::string> DecimalKey(std::string_view text) {
  auto decimal = Parse(text);
  if (!decimal) return std::nullopt;
  const size_t first = decimal->digits.find_first_not_of('0');
  if (first == std::string::npos) return "1";
  const size_t last = decimal->digits.find_last_not_of('0');
  std::string digits = decimal->digits.substr(first, last + 1 - first);
  const int point = decimal->point - static_cast<int>(first);
  if (!decimal->negative)
    return fmt::format("2{:0{}}{}", kDecimalShift + point, kDecimalPlaces, digits);
  for (char& c : digits) c = static_cast<char>('9' - (c - '0'));
  return fmt::format("0{:0{}}{}{}", kDecimalShift - point, kDecimalPlaces, digits, kDecimalEnd);
}

}  // namespace northstar
