#include "base/text.h"

#include <fmt/format.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/code_points.h"

namespace northstar {

std::vector<std::string> Split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  size_t start = 0;
  for (size_t i = 0; i <= text.size(); ++i) {
    if (i == text.size() || text[i] == separator) {
      parts.emplace_back(text.substr(start, i - start));
      start = i + 1;
    }
  }
  return parts;
}

std::string Join(std::span<const std::string> parts, std::string_view separator) {
  return fmt::format("{}", fmt::join(parts, separator));
}

std::string_view Trim(std::string_view text) {
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.front())))
    text.remove_prefix(1);
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back())))
    text.remove_suffix(1);
  return text;
}

bool IsName(std::string_view text) {
  if (text.empty() || text[0] < 'a' || text[0] > 'z') return false;
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
}

size_t EditDistance(std::string_view a, std::string_view b) {
  std::vector<std::vector<size_t>> d(a.size() + 1, std::vector<size_t>(b.size() + 1));
  for (size_t i = 0; i <= a.size(); ++i) d[i][0] = i;
  for (size_t j = 0; j <= b.size(); ++j) d[0][j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t change = a[i - 1] == b[j - 1] ? 0 : 1;
      d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + change});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
      }
    }
  }
  return d[a.size()][b.size()];
}

std::optional<std::string> Suggest(std::string_view word, std::span<const std::string> known) {
  if (word.size() > 64) return std::nullopt;
  const std::string lower = LowerUtf8(word);
  std::optional<std::string> best;
  size_t best_distance = std::max<size_t>(2, word.size() / 3) + 1;
  for (const std::string& candidate : known) {
    const size_t distance = EditDistance(lower, LowerUtf8(candidate));
    if (distance < best_distance && distance < std::max<size_t>(candidate.size(), 2)) {
      best_distance = distance;
      best = candidate;
    }
  }
  return best;
}

std::string DidYouMean(std::string_view word, std::span<const std::string> known) {
  if (const auto best = Suggest(word, known)) return fmt::format("did you mean '{}'?", *best);
  if (known.empty() || known.size() > 24) return "";
  return "known: " + Join(known, ", ");
}

std::optional<double> ParseNumber(std::string_view text) {
  text = Trim(text);
  if (!text.empty() && text[0] == '+') text.remove_prefix(1);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value)) {
    return std::nullopt;
  }
  return value;
}

std::string ReplaceAll(std::string text, std::string_view from, std::string_view to) {
  for (size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
  return text;
}

std::string FormatNumber(double value) {
  if (value == 0) return "0";
  if (std::floor(value) == value && std::fabs(value) < 1e15) return fmt::format("{:.0f}", value);
  return fmt::format("{}", value);
}

std::string WithThousands(long long value) {
  std::string digits = std::to_string(value);
  if (value < 0) digits.erase(0, 1);
  std::string out;
  for (size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) out += ',';
    out += digits[i];
  }
  return value < 0 ? "-" + out : out;
}

namespace {

// Decimals that leave so many significant digits.
int DecimalsFor(double size, int digits) {
  return std::clamp(digits - 1 - static_cast<int>(std::floor(std::log10(size))), 0, 9);
}

double RoundTo(double value, int decimals) {
  const double unit = std::pow(10.0, decimals);
  return std::round(value * unit) / unit;
}

std::string WithoutIdleZeros(std::string number) {
  if (number.find('.') == std::string::npos) return number;
  while (number.back() == '0') number.pop_back();
  if (number.back() == '.') number.pop_back();
  return number;
}

// Millions and more. What rounds up to a thousand of a unit is one of the next.
std::string HumanizeLarge(double value, int digits) {
  digits = std::max(digits, 3);
  double unit = 1e6;
  for (const char* suffix : {"M", "B", "T"}) {
    const double scaled = value / unit;
    const int decimals = DecimalsFor(std::fabs(scaled), digits);
    if (std::fabs(RoundTo(scaled, decimals)) < 1000)
      return WithoutIdleZeros(fmt::format("{:.{}f}", scaled, decimals)) + suffix;
    unit *= 1000;
  }
  return fmt::format("{:.{}g}", value, digits);
}

}  // namespace

std::string Humanize(double value, int digits) {
  const double size = std::fabs(value);
  if (value == 0) return "0";
  if (size >= 999'999.5) return HumanizeLarge(value, digits);
  const int decimals = DecimalsFor(size, digits);
  const bool whole = value == std::round(value) || std::fabs(RoundTo(value, decimals)) >= 1000;
  if (whole) return WithThousands(std::llround(value));
  return WithoutIdleZeros(fmt::format("{:.{}f}", value, decimals));
}

namespace {

constexpr std::pair<std::string_view, std::string_view> kIrregular[] = {
    {"person", "people"}, {"child", "children"}, {"man", "men"}, {"woman", "women"}};

bool EndsInConsonantAndY(std::string_view noun) {
  return noun.size() > 1 && noun.back() == 'y' &&
         std::string_view("aeiou").find(noun[noun.size() - 2]) == std::string_view::npos;
}

// Those that get "es".
bool EndsInHiss(std::string_view noun) {
  for (const std::string_view end : {"ss", "us", "x", "z", "ch", "sh"}) {
    if (noun.ends_with(end)) return true;
  }
  return false;
}

}  // namespace

std::string PluralOf(std::string_view noun) {
  for (const auto& [one, several] : kIrregular) {
    if (noun == one) return std::string(several);
  }
  if (EndsInConsonantAndY(noun)) return std::string(noun.substr(0, noun.size() - 1)) + "ies";
  if (EndsInHiss(noun)) return std::string(noun) + "es";
  if (noun.ends_with("is")) return std::string(noun.substr(0, noun.size() - 2)) + "es";
  return noun.empty() || noun.back() == 's' ? std::string(noun) : std::string(noun) + "s";
}

std::string SingularOf(std::string_view nouns) {
  for (const auto& [one, several] : kIrregular) {
    if (nouns == several) return std::string(one);
  }
  const auto without = [&](size_t letters) {
    return std::string(nouns.substr(0, nouns.size() - letters));
  };
  if (nouns.size() > 4 && nouns.ends_with("ies")) return without(3) + "y";
  if (nouns.ends_with("es") && EndsInHiss(without(2))) return without(2);
  return nouns.ends_with("s") && !EndsInHiss(nouns) ? without(1) : std::string(nouns);
}

std::string Plural(long long count, std::string_view noun) {
  return fmt::format("{} {}", WithThousands(count),
                     count == 1 ? std::string(noun) : PluralOf(noun));
}

std::string HumanBytes(double bytes) {
  static constexpr const char* kUnits[] = {"B", "KB", "MB", "GB", "TB"};
  int unit = 0;
  while (bytes >= 999.5 && unit < 4) {
    bytes /= 1000;
    ++unit;
  }
  return fmt::format("{:.{}f} {}", bytes, unit == 0 || bytes >= 99.95 ? 0 : 1, kUnits[unit]);
}

size_t DisplayWidth(std::string_view utf8) {
  return CodePoints(utf8);
}

std::string PadRight(std::string_view utf8, size_t width) {
  const size_t used = DisplayWidth(utf8);
  return std::string(utf8) + std::string(used < width ? width - used : 0, ' ');
}

std::string PadLeft(std::string_view utf8, size_t width) {
  const size_t used = DisplayWidth(utf8);
  return std::string(used < width ? width - used : 0, ' ') + std::string(utf8);
}

std::vector<std::string> Wrap(std::string_view text, size_t width) {
  std::vector<std::string> lines;
  std::string line;
  for (const std::string& word : Split(text, ' ')) {
    if (word.empty()) continue;
    if (!line.empty() && DisplayWidth(line) + 1 + DisplayWidth(word) > width) {
      lines.push_back(line);
      line.clear();
    }
    if (!line.empty()) line += ' ';
    line += word;
  }
  if (!line.empty() || lines.empty()) lines.push_back(line);
  return lines;
}

bool IsValidUtf8(std::string_view text) {
  for (int32_t i = 0; i < static_cast<int32_t>(text.size());) {
    if (NextCodePoint(text, i) < 0) return false;
  }
  return true;
}

size_t CodePoints(std::string_view utf8) {
  return static_cast<size_t>(std::count_if(utf8.begin(), utf8.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

namespace {

template <typename Map>
std::string MapCodePoints(std::string_view utf8, Map map) {
  std::string out;
  out.reserve(utf8.size());
  int32_t i = 0;
  const auto length = static_cast<int32_t>(utf8.size());
  const auto* bytes = reinterpret_cast<const uint8_t*>(utf8.data());
  while (i < length) {
    UChar32 c = 0;
    U8_NEXT_OR_FFFD(bytes, i, length, c);
    uint8_t buffer[U8_MAX_LENGTH];
    int32_t used = 0;
    U8_APPEND_UNSAFE(buffer, used, map(c));
    out.append(reinterpret_cast<const char*>(buffer), static_cast<size_t>(used));
  }
  return out;
}

}  // namespace

std::string LowerUtf8(std::string_view utf8) {
  return MapCodePoints(utf8, u_tolower);
}
std::string UpperUtf8(std::string_view utf8) {
  return MapCodePoints(utf8, u_toupper);
}

bool Like(std::string_view text, std::string_view pattern) {
  size_t t = 0;
  size_t p = 0;
  size_t star = std::string_view::npos;
  size_t restart = 0;
  const auto next = [&](size_t i) {
    ++i;
    while (i < text.size() && (static_cast<unsigned char>(text[i]) & 0xC0) == 0x80) ++i;
    return i;
  };
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '%') {
      star = p++;
      restart = t;
    } else if (p < pattern.size() && pattern[p] == '_') {
      ++p;
      t = next(t);
    } else if (p < pattern.size() && pattern[p] == text[t]) {
      ++p;
      ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      restart = next(restart);
      t = restart;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '%') ++p;
  return p == pattern.size();
}

namespace {

// Joiners belong to the spelling of Persian and Indic words and to emoji of several parts; between
// anything else they only hide.
bool Joins(UChar32 c) {
  return u_getIntPropertyValue(c, UCHAR_JOINING_TYPE) != U_JT_NON_JOINING ||
         u_getCombiningClass(c) == 9 || u_hasBinaryProperty(c, UCHAR_EXTENDED_PICTOGRAPHIC) ||
         u_hasBinaryProperty(c, UCHAR_EMOJI_MODIFIER) || c == 0xFE0F;
}

// Cannot be seen, and turns, joins or hides what stands around it.
bool IsInvisible(UChar32 before, UChar32 c, UChar32 after) {
  if (c == 0x200C || c == 0x200D) return !Joins(before) || !Joins(after);
  const bool variant = c >= 0xFE00 && c <= 0xFE0F;
  return !variant && u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT);
}

void Append(UChar32 c, std::string& out) {
  uint8_t buffer[U8_MAX_LENGTH];
  int32_t used = 0;
  U8_APPEND_UNSAFE(buffer, used, c);
  out.append(reinterpret_cast<const char*>(buffer), static_cast<size_t>(used));
}

}  // namespace

std::string Printable(std::string_view text) {
  constexpr UChar32 kReplacement = 0xFFFD;
  std::string out;
  out.reserve(text.size());
  int32_t i = 0;
  const auto length = static_cast<int32_t>(text.size());
  const auto* bytes = reinterpret_cast<const uint8_t*>(text.data());
  UChar32 before = 0;
  while (i < length) {
    UChar32 c = 0;
    U8_NEXT_OR_FFFD(bytes, i, length, c);
    UChar32 after = 0;
    if (i < length) {
      int32_t ahead = i;
      U8_NEXT_OR_FFFD(bytes, ahead, length, after);
    }
    const bool breaks = u_charType(c) == U_CONTROL_CHAR || c == 0x2028 || c == 0x2029;
    if (IsInvisible(before, c, after)) {
      out += fmt::format("[U+{:04X}]", static_cast<uint32_t>(c));
    } else {
      Append(breaks ? ' ' : U_IS_UNICODE_NONCHAR(c) ? kReplacement : c, out);
    }
    before = c;
  }
  return out;
}

std::string Capitalised(std::string text) {
  if (!text.empty()) text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
  return text;
}

}  // namespace northstar
