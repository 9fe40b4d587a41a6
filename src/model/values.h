// Small values that project files are written in: durations and shares, and the plain words that
// YAML's core schema reads as no value, as true or false, and as numbers.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace northstar {

// Days are calendar days in the project's zone; smaller units are exact.
struct Duration {
  int64_t days = 0;      // set when written in d or w
  int64_t exact_us = 0;  // set when written in h, m or s
  bool is_calendar() const { return days != 0; }
  bool operator==(const Duration&) const = default;
};

std::optional<Duration> ParseDuration(std::string_view text);  // "28d", "4w", "12h", "30m", "45s"
std::string FormatDuration(const Duration& duration);
// "2%" is 0.02; a number without % is a share too ("0.02").
std::optional<double> ParseShare(std::string_view text);
// "4GB", "512MB", "2GiB" in bytes.
std::optional<int64_t> ParseBytes(std::string_view text);

// The core schema of YAML 1.2, for scalars without quotes: "", ~, null, Null, NULL; true, True,
// TRUE and the same of false; numbers also as 0x1F and 0o17. Words such as yes and on are texts.
bool IsYamlNull(std::string_view text);
std::optional<bool> ParseYamlBool(std::string_view text);
std::optional<double> ParseYamlNumber(std::string_view text);  // finite

}  // namespace northstar
