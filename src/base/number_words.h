// Numbers as people read them: with their unit, as a change, as what is usual. A number and its
// unit never stand on two lines: U+202F is between them.
#pragma once

#include <optional>
#include <string>

namespace northstar {

// How values are written, of a metric or of a column of a file.
struct ValueLook {
  enum class Kind { kNumber, kPercent, kDuration };
  Kind kind = Kind::kNumber;
  bool plain = false;            // every digit, no separators
  std::string currency = {};     // stands before the number: "€", "CHF "
  std::string unit = {};         // stands behind it: "teams"
  std::string unit_of_one = {};  // behind 1: "team"
};

// 1,234 or 5.28 or 12.3% or €1,234 or 1 h 20 min, with − below zero; "–" for null.
std::string FormatValue(const ValueLook& look, const std::optional<double>& value);
// The same with its unit: "687 teams".
std::string WithUnit(const ValueLook& look, const std::optional<double>& value);
// A share of 1 as "1.5%" or "16%": one decimal below 10%.
std::string PercentText(double share);
// How far a value moved: "+16%", "−1.5%", "±0%"; of percentages, and where the value before is not
// above 0, the difference: "+1.9 points". Empty where one of them is not known.
std::string ChangeText(const ValueLook& look, const std::optional<double>& from,
                       const std::optional<double>& to);
// A part of a change, or a difference: "+31", "−1.9 points", "0".
std::string SignedValue(const ValueLook& look, double difference);
// "±9.5%", in points of percentages that move by points.
std::string UsualText(const ValueLook& look, double usual, bool relative);

}  // namespace northstar
