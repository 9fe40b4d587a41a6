// Numbers as people read them: with their unit, as a change, as what is usual. A number and its
// unit never stand on two lines: U+202F is between them. A minus is "−" (U+2212) here, never a
// hyphen; machines get FormatNumber of text.h. All functions are pure and thread safe and take
// finite values.
#pragma once

#include <optional>
#include <string>

namespace northstar {

// How values are written, of a metric or of a column of a file.
// The default is a plain number without a unit; metric_look.h makes looks of metrics.
struct ValueLook {
  // Of the values themselves: kPercent are shares of 1 that are written times 100, kDuration
  // seconds.
  enum class Kind { kNumber, kPercent, kDuration };
  Kind kind = Kind::kNumber;
  // Every digit, no separators, whatever the kind: for ids, years and other numbers that are names.
  bool plain = false;
  // Stands before the number: "€", "CHF ", with its own blank where it takes one.
  std::string currency = {};
  // Stands behind it, only in WithUnit: "teams".
  std::string unit = {};
  // In its place behind 1: "team"; empty: none of its own.
  std::string unit_of_one = {};
};

// 1,234 or 5.28 or 12.3% or €1,234 or 1 h 20 min, with − below zero; "–" for null. Whole from 100
// on, below that three significant digits.
std::string FormatValue(const ValueLook& look, const std::optional<double>& value);
// The same with its unit: "687 teams".
std::string WithUnit(const ValueLook& look, const std::optional<double>& value);
// A share of 1 as "1.5%" or "16%": whole from 10 % on, two significant digits below, one below 1 %.
std::string PercentText(double share);
// The same with its sign: "+1.5%", "−16%", "0%".
std::string SignedPercent(double share);
// How far a value moved: "+16%", "−1.5%", "±0%"; of percentages, and where the value before is not
// above 0, the difference: "+1.9 points". Empty where one of them is not known.
std::string ChangeText(const ValueLook& look, const std::optional<double>& from,
                       const std::optional<double>& to);
// A part of a change, or a difference: "+31", "−1.9 points", "0".
std::string SignedValue(const ValueLook& look, double difference);
// The same with its unit, but for percentages, whose differences are points: "+31 teams".
std::string SignedWithUnit(const ValueLook& look, double difference);
// "±9.5%" where `relative` (`usual` is a share of the value), else in the value's own unit, of
// percentages "±1.9 points". The sign of `usual` is left out.
std::string UsualText(const ValueLook& look, double usual, bool relative);

}  // namespace northstar
