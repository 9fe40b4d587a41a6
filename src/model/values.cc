#include "model/values.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>

#include "base/text.h"
#include "base/time_zone.h"

namespace northstar {

std::optional<Duration> ParseDuration(std::string_view text) {
  text = Trim(text);
  if (text.size() < 2) return std::nullopt;
  const auto number = ParseNumber(text.substr(0, text.size() - 1));
  if (!number || *number <= 0 || *number > 1e6 || *number != std::floor(*number)) {
    return std::nullopt;
  }
  const auto count = static_cast<int64_t>(*number);
  switch (text.back()) {
    case 'w':
      return Duration{7 * count, 0};
    case 'd':
      return Duration{count, 0};
    case 'h':
      return Duration{0, count * kMicrosPerHour};
    case 'm':
      return Duration{0, count * 60 * kMicrosPerSecond};
    case 's':
      return Duration{0, count * kMicrosPerSecond};
    default:
      return std::nullopt;
  }
}

std::string FormatDuration(const Duration& duration) {
  if (duration.is_calendar()) return fmt::format("{}d", duration.days);
  const int64_t seconds = duration.exact_us / kMicrosPerSecond;
  if (seconds % 3600 == 0) return fmt::format("{}h", seconds / 3600);
  if (seconds % 60 == 0) return fmt::format("{}m", seconds / 60);
  return fmt::format("{}s", seconds);
}

std::optional<double> ParseShare(std::string_view text) {
  text = Trim(text);
  if (!text.empty() && text.back() == '%') {
    const auto number = ParseNumber(text.substr(0, text.size() - 1));
    if (!number) return std::nullopt;
    return *number / 100;
  }
  return ParseYamlNumber(text);
}

std::optional<int64_t> ParseBytes(std::string_view text) {
  text = Trim(text);
  static constexpr std::pair<std::string_view, double> kUnits[] = {
      {"KiB", 1024.0}, {"MiB", 1048576.0}, {"GiB", 1073741824.0}, {"TiB", 1099511627776.0},
      {"KB", 1e3},     {"MB", 1e6},        {"GB", 1e9},           {"TB", 1e12},
      {"B", 1.0}};
  for (const auto& [unit, size] : kUnits) {
    if (!text.ends_with(unit)) continue;
    const auto number = ParseNumber(text.substr(0, text.size() - unit.size()));
    if (!number || *number <= 0 || *number * size > 9e18) return std::nullopt;
    return static_cast<int64_t>(*number * size);
  }
  return std::nullopt;
}

bool IsYamlNull(std::string_view text) {
  return text.empty() || text == "~" || text == "null" || text == "Null" || text == "NULL";
}

std::optional<bool> ParseYamlBool(std::string_view text) {
  if (text == "true" || text == "True" || text == "TRUE") return true;
  if (text == "false" || text == "False" || text == "FALSE") return false;
  return std::nullopt;
}

std::optional<double> ParseYamlNumber(std::string_view text) {
  const int base = text.starts_with("0x") ? 16 : text.starts_with("0o") ? 8 : 10;
  if (base == 10) return text.starts_with("+-") ? std::nullopt : ParseNumber(text);
  uint64_t whole = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data() + 2, end, whole, base);
  if (error != std::errc() || stop != end) return std::nullopt;
  return static_cast<double>(whole);
}

}  // namespace northstar
