// The exact order of numbers that are written as text, whatever their length: a double cannot tell
// 7300000000000000123 from its neighbors. A number is turned into a key, and keys sort as bytes, so
// that a database orders them by itself. It leaves out arithmetic and formatting. Pure and thread
// safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace northstar {

// Nullopt for what is no decimal number: digits with at most one point, a sign and an exponent of
// at most four digits, blanks around them, 1,000 bytes in all. Equal numbers have equal keys ("1.0"
// and "1e0", "-0" and "0"); of two keys the lesser one belongs to the lesser number.
std::optional<std::string> DecimalKey(std::string_view text);

// The parts of a key: a class ('0' negative, '1' zero, '2' positive), then the place of the point
// as kDecimalPlaces digits after kDecimalShift was added, then the digits without zeros at either
// end. Negative numbers subtract the place, take 9 minus each digit, and end in kDecimalEnd.
inline constexpr int kDecimalShift = 50'000;
inline constexpr int kDecimalPlaces = 5;
inline constexpr char kDecimalEnd = ':';  // sorts after every digit

}  // namespace northstar
