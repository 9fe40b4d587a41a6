#include "base/number_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/text.h"

namespace northstar {
namespace {

std::string FormatSeconds(double seconds) {
  if (seconds < 59.95) return Humanize(seconds) + "\u202fs";
  const auto minutes = static_cast<long long>(std::llround(seconds / 60));
  if (minutes < 60) return fmt::format("{}\u202fmin", minutes);
  if (minutes < 48 * 60) return fmt::format("{}\u202fh {:02}\u202fmin", minutes / 60, minutes % 60);
  return Humanize(seconds / 86400) + "\u202fdays";
}

std::string Size(const ValueLook& look, double size) {
  if (look.plain) return look.currency + FormatNumber(size);
  if (look.kind == ValueLook::Kind::kPercent) return Humanize(size * 100) + "%";
  if (look.kind == ValueLook::Kind::kDuration) return FormatSeconds(size);
  // Whole from 100 on; below, three digits.
  return look.currency + Humanize(size >= 100 ? std::round(size) : size);
}

}  // namespace

std::string FormatValue(const ValueLook& look, const std::optional<double>& value) {
  if (!value) return "–";
  return (*value < 0 ? "−" : "") + Size(look, std::fabs(*value));
}

std::string WithUnit(const ValueLook& look, const std::optional<double>& value) {
  const std::string text = FormatValue(look, value);
  if (look.unit.empty() || !value) return text;
  const bool one = text == "1" && !look.unit_of_one.empty();
  return text + "\u202f" + (one ? look.unit_of_one : look.unit);
}

std::string PercentText(double share) {
  const double percent = std::fabs(share) * 100;
  const std::string sign = share < 0 ? "−" : "";
  if (percent >= 9.95) return sign + WithThousands(std::llround(std::min(percent, 1e15))) + "%";
  return sign + Humanize(percent, percent < 1 ? 1 : 2) + "%";
}

std::string SignedPercent(double share) {
  const std::string size = PercentText(std::fabs(share));
  if (size == "0%") return "±0%";
  return (share < 0 ? "−" : "+") + size;
}

std::string SignedValue(const ValueLook& look, double difference) {
  if (difference == 0) return "0";
  const char* sign = difference < 0 ? "−" : "+";
  const double size = std::fabs(difference);
  if (look.kind == ValueLook::Kind::kPercent)
    return sign + Humanize(size * 100, size < 0.1 ? 2 : 3) + "\u202fpoints";
  return sign + Size(look, size);
}

std::string SignedWithUnit(const ValueLook& look, double difference) {
  const std::string text = SignedValue(look, difference);
  if (look.unit.empty() || look.kind == ValueLook::Kind::kPercent) return text;
  const bool one = (text == "+1" || text == "−1") && !look.unit_of_one.empty();
  return text + "\u202f" + (one ? look.unit_of_one : look.unit);
}

std::string ChangeText(const ValueLook& look, const std::optional<double>& from,
                       const std::optional<double>& to) {
  if (!from || !to) return "";
  if (look.kind == ValueLook::Kind::kPercent || *from <= 0) {
    return *to == *from ? "±0" : SignedValue(look, *to - *from);
  }
  const double change = *to / *from - 1;
  if (!std::isfinite(change)) return "";
  return SignedPercent(change);
}

std::string UsualText(const ValueLook& look, double usual, bool relative) {
  if (relative) return "±" + PercentText(usual);
  return "±" + SignedValue(look, std::fabs(usual)).substr(usual == 0 ? 0 : 1);
}

}  // namespace northstar
