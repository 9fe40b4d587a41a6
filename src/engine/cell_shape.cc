#include "engine/cell_shape.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>

#include "base/text.h"
#include "base/written_number.h"
#include "base/written_time.h"

namespace northstar {
namespace {

using namespace cell_shape;

bool IsDigit(char c) {
  return c >= '0' && c <= '9';
}
bool IsLetter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool IsBlank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}
bool AllDigits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), IsDigit);
}
std::string LowerAscii(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

// A run of digits at the start, taken off; -1 for none or more than nine.
int TakeDigits(std::string_view& text) {
  int value = 0;
  size_t n = 0;
  for (; n < text.size() && IsDigit(text[n]); ++n) {
    if (n == 9) return -1;
    value = value * 10 + (text[n] - '0');
  }
  if (n == 0) return -1;
  text.remove_prefix(n);
  return value;
}

// "14:05", "2:05:09 PM", "14:05:09.123+01:00"; whether all of `text` is a time of day.
bool IsClock(std::string_view text) {
  const int hours = TakeDigits(text);
  if (hours < 0 || hours > 24 || text.size() < 3 || text[0] != ':') return false;
  text.remove_prefix(1);
  const int minutes = TakeDigits(text);
  if (minutes < 0 || minutes > 59) return false;
  if (text.starts_with(':')) {
    text.remove_prefix(1);
    const int seconds = TakeDigits(text);
    if (seconds < 0 || seconds > 60) return false;
  }
  if (text.starts_with('.') || text.starts_with(',')) {
    text.remove_prefix(1);
    if (TakeDigits(text) < 0) return false;
  }
  const std::string rest = LowerAscii(Trim(text));
  if (rest.empty() || rest == "am" || rest == "pm" || rest == "a.m." || rest == "p.m." ||
      rest == "z" || rest == "utc" || rest == "gmt")
    return true;
  if (rest[0] != '+' && rest[0] != '-') return false;
  return rest.size() >= 3 && rest.size() <= 6 &&
         rest.substr(1).find_first_not_of("0123456789:") == std::string::npos;
}

// Nothing, or a time of day behind a date.
bool IsRestOfDate(std::string_view text) {
  if (text.empty()) return true;
  const char c = text[0];
  if (c != ' ' && c != 'T' && c != ',') return false;
  text.remove_prefix(1);
  text = Trim(text);
  return text.empty() || IsClock(text);
}

constexpr int kFirstYear = 1900, kLastYear = 2100;
bool IsYear(int year) {
  return year >= kFirstYear && year <= kLastYear;
}

// Dates of three numbers with '/', '.' or '-' between them.
uint32_t OrderedDate(std::string_view text) {
  const size_t digits = text.find_first_not_of("0123456789");
  if (digits == std::string_view::npos || digits == 0 || digits > 4 || digits == 3) return 0;
  const char sign = text[digits];
  if (sign != '/' && sign != '.' && sign != '-') return 0;
  const int first = TakeDigits(text);
  text.remove_prefix(1);
  const size_t before = text.size();
  const int second = TakeDigits(text);
  if (second < 1 || before - text.size() > 2 || text.empty() || text[0] != sign) return 0;
  text.remove_prefix(1);
  const size_t rest = text.size();
  const int third = TakeDigits(text);
  const size_t width = rest - text.size();
  if (third < 0 || !IsRestOfDate(text)) return 0;
  if (digits == 4) {
    const bool fits = IsYear(first) && second <= 12 && third >= 1 && third <= 31 && width <= 2;
    return fits && sign != '-' ? kSlashedIso : 0;
  }
  // Two digits of a year are a date with slashes; "24.04.23" is a version just as well.
  const bool short_points = width == 2 && sign == '.' && digits == 2 && before - rest == 3;
  if (!(width == 4 && IsYear(third)) && !(width == 2 && sign == '/') && !short_points) return 0;
  const bool day_first = first >= 1 && first <= 31 && second <= 12;
  const bool month_first = first >= 1 && first <= 12 && second <= 31;
  if (short_points) return day_first ? kVersion | (month_first ? kEitherOrder : kDayFirst) : 0;
  if (day_first && month_first) return kEitherOrder;
  return day_first ? kDayFirst : month_first ? kMonthFirst : 0;
}

bool IsMonthName(std::string_view word) {
  static constexpr std::array<std::string_view, 12> kMonths = {
      "january", "february", "march",     "april",   "may",      "june",
      "july",    "august",   "september", "october", "november", "december"};
  std::string lower = LowerAscii(word);
  if (lower.ends_with('.')) lower.pop_back();
  if (lower.size() < 3) return false;
  return std::any_of(kMonths.begin(), kMonths.end(), [&](std::string_view month) {
    return month == lower || (lower.size() <= 4 && month.starts_with(lower.substr(0, 3)) &&
                              (lower.size() == 3 || lower == "sept"));
  });
}

// "4 Mar 2026", "Mar 4, 2026 2:05 PM", "04-Mar-2026", "Mon, 04 Mar 2026 …", "Mar 2026".
bool IsNamedMonth(std::string_view text) {
  if (text.size() > 48 || text.size() < 6) return false;
  bool month = false, year = false;
  int other = 0, words = 0, short_numbers = 0;
  size_t at = 0;
  while (at < text.size()) {
    const size_t end = std::min(text.find_first_of(" ,-/", at), text.size());
    std::string_view word = text.substr(at, end - at);
    at = end + 1;
    if (word.empty()) continue;
    ++words;
    std::string_view digits = word;
    const int number = TakeDigits(digits);
    if (number >= 0 && digits.empty()) {
      if (word.size() == 4 && IsYear(number)) {
        year = true;
      } else if (word.size() > 2) {
        return false;
      } else {
        ++short_numbers;
      }
    } else if (number >= 0) {
      if (digits != "st" && digits != "nd" && digits != "rd" && digits != "th" && !IsClock(word))
        return false;
    } else if (IsMonthName(word)) {
      month = true;
    } else {
      ++other;
    }
  }
  // "17/Feb/24", where nothing else is a year.
  year = year || short_numbers == 2;
  return month && year && short_numbers <= 3 && other <= 2 && words <= 8;
}

uint32_t EpochShape(std::string_view digits) {
  constexpr int64_t kFrom = 946'684'800, kTo = 2'051'222'400;  // 2000 to 2035
  int64_t scale = 1;
  uint32_t shape = kEpochSeconds;
  if (digits.size() == 13) {
    scale = 1000;
    shape = kEpochMillis;
  } else if (digits.size() == 16) {
    scale = 1'000'000;
    shape = kEpochMicros;
  } else if (digits.size() != 9 && digits.size() != 10) {
    return 0;
  }
  int64_t value = 0;
  for (const char c : digits) value = value * 10 + (c - '0');
  value /= scale;
  return value >= kFrom && value < kTo ? shape : 0;
}

void LookForNumber(std::string_view text, CellFacts& facts) {
  // What is too long to be an amount is a name made of digits.
  if (text.size() > 40) return;
  const uint32_t evidence = NumberEvidence(text);
  if (evidence == number_evidence::kOther && !ParseNumber(text)) return;
  facts.shapes |= kNumber;
  if (evidence != number_evidence::kOther) facts.number_evidence = evidence;
  const bool accounting = (facts.number_evidence & number_evidence::kAccounting) != 0;
  const bool minus = text[0] == '-' || text.find("-") == 1 || accounting;
  std::string_view digits = text;
  if (minus && text[0] == '-') digits.remove_prefix(1);
  if (minus) facts.shapes |= kNegative;
  if (digits.size() > 2 && digits.ends_with(".0") &&
      AllDigits(digits.substr(0, digits.size() - 2))) {
    facts.shapes |= kRounded | kInteger;
    digits.remove_suffix(2);
  } else if (AllDigits(digits)) {
    facts.shapes |= kInteger;
  } else {
    facts.shapes |= kDecimal;
    // Times of programs that count in fractions of a second.
    const size_t point = digits.find('.');
    if (point == 10 && !minus && AllDigits(digits.substr(0, point)) &&
        AllDigits(digits.substr(point + 1)))
      facts.shapes |= EpochShape(digits.substr(0, point));
  }
  if (facts.shapes & kInteger) {
    if (digits.size() > 1 && digits[0] == '0') facts.shapes |= kLeadingZero;
    if (!minus) facts.shapes |= EpochShape(digits);
    if (digits.size() == 4 && !minus && (text[0] == '1' || text[0] == '2')) {
      std::string_view rest = digits;
      if (IsYear(TakeDigits(rest))) facts.shapes |= kYear;
    }
  }
  facts.number = ParseNumber(text);
}

void LookForTime(std::string_view text, CellFacts& facts) {
  if (text.size() > 48 || text.size() < 4) return;
  const auto time = ParseTime(text);
  if (IsNamedMonth(text)) {
    facts.shapes |= kNamedMonth;
    if (time) facts.us = time->us;
    return;
  }
  if (time) {
    if (time->number) {
      if (facts.shapes & kEpoch) facts.us = time->us;
      return;
    }
    constexpr int64_t kDayUs = 86'400'000'000;
    const bool plausible = time->us >= -70 * 366 * kDayUs && time->us < 131 * 366 * kDayUs;
    if (!plausible) return;
    const bool dashes = text.find('-') != std::string_view::npos;
    const bool slashed = !dashes && text.find_first_of("/.") < 5;
    switch (time->precision) {
      case TimePrecision::kInstant:
        facts.shapes |= kInstant;
        break;
      case TimePrecision::kDay:
        facts.shapes |= dashes ? kDay : slashed ? kSlashedIso : kCompactDay;
        break;
      case TimePrecision::kMonth:
        if (!dashes) return;
        facts.shapes |= kMonth;
        break;
      case TimePrecision::kYear:
        facts.shapes |= kYear;
        return;
    }
    facts.us = time->us;
    return;
  }
  if (IsDigit(text[0])) {
    facts.shapes |= OrderedDate(text);
    if (IsClock(text)) facts.shapes |= kClock;
  }
}

bool IsBoolean(std::string_view text) {
  static constexpr std::array<std::string_view, 16> kWords = {
      "true", "false", "t",   "f",   "yes", "no",  "y",  "n",
      "ja",   "nein",  "oui", "non", "si",  "sim", "on", "off"};
  if (text.size() > 5) return false;
  const std::string lower = LowerAscii(text);
  return std::find(kWords.begin(), kWords.end(), lower) != kWords.end();
}

bool IsIp(std::string_view text) {
  int parts = 0;
  std::string_view rest = text;
  while (true) {
    const int part = TakeDigits(rest);
    if (part < 0 || part > 255) break;
    if (++parts == 4) return rest.empty();
    if (!rest.starts_with('.')) break;
    rest.remove_prefix(1);
  }
  const auto colons = std::count(text.begin(), text.end(), ':');
  return colons >= 3 && colons <= 7 &&
         text.find_first_not_of("0123456789abcdefABCDEF:") == std::string_view::npos;
}

bool IsVersion(std::string_view text) {
  int parts = 0;
  if (text.starts_with('v') || text.starts_with('V')) text.remove_prefix(1);
  while (!text.empty() && TakeDigits(text) >= 0) {
    ++parts;
    if (!text.starts_with('.')) break;
    text.remove_prefix(1);
  }
  return parts >= 3 && (text.empty() || text[0] == '-' || text[0] == '+' || text[0] == ' ');
}

bool IsUuid(std::string_view text) {
  if (text.size() == 38 && text.front() == '{' && text.back() == '}') text = text.substr(1, 36);
  if (text.size() != 36) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? text[i] != '-' : !std::isxdigit(static_cast<unsigned char>(text[i]))) return false;
  }
  return true;
}

// Changes between letters and digits, and between capitals and small letters within a word: names
// that machines make have many.
bool IsMixed(std::string_view text) {
  int digits = 0, letters = 0, changes = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    digits += IsDigit(text[i]);
    letters += IsLetter(text[i]);
    if (i > 0 && ((IsDigit(text[i]) && IsLetter(text[i - 1])) ||
                  (IsLetter(text[i]) && IsDigit(text[i - 1])) ||
                  (text[i] >= 'A' && text[i] <= 'Z' && text[i - 1] >= 'a' && text[i - 1] <= 'z')))
      ++changes;
  }
  const bool even = text.size() >= 12 && digits >= 3 && letters >= 3;
  return even ||
         (letters > 0 && ((digits > 0 && changes >= 3) || (text.size() >= 20 && changes >= 4)));
}

uint32_t IdShapes(std::string_view text) {
  if (text.size() > 200) return 0;
  if (IsUuid(text)) return kUuid;
  const bool one_run = std::all_of(text.begin(), text.end(), [](char c) {
    return IsDigit(c) || IsLetter(c) || c == '_' || c == '-' || c == '.' || c == '+' || c == '/' ||
           c == '=' || c == '~' || c == ':' || c == '|' || c == '#';
  });
  if (!one_run) return 0;
  uint32_t shapes = 0;
  const bool hex = text.size() >= 8 && std::all_of(text.begin(), text.end(), [](char c) {
                     return std::isxdigit(static_cast<unsigned char>(c)) != 0;
                   });
  const bool letters = std::any_of(text.begin(), text.end(), IsLetter);
  const bool digits = std::any_of(text.begin(), text.end(), IsDigit);
  if (hex && letters && digits) shapes |= kHex;
  const size_t sign = text.find_first_of("_-#:");
  if (sign != std::string_view::npos && sign >= 1 && sign <= 16 && digits &&
      std::all_of(text.begin(), text.begin() + static_cast<ptrdiff_t>(sign), IsLetter)) {
    const std::string_view rest = text.substr(text.find_last_of("_-#:") + 1);
    if (rest.size() >= 3 &&
        std::all_of(rest.begin(), rest.end(), [](char c) { return IsDigit(c) || IsLetter(c); }) &&
        std::any_of(rest.begin(), rest.end(), IsDigit))
      shapes |= kPrefixedId;
  }
  if (text.size() >= 6 && IsMixed(text)) shapes |= kToken;
  return shapes;
}

bool IsEmail(std::string_view text) {
  const size_t at = text.find('@');
  return at != std::string_view::npos && at > 0 && text.find('@', at + 1) == text.npos &&
         text.find('.', at) != text.npos && text.find_first_of(" \t\n,;<>\"/") == text.npos &&
         text.back() != '.';
}

bool IsUrl(std::string_view text) {
  return text.find_first_of(" \n") == text.npos &&
         (text.starts_with("http://") || text.starts_with("https://") || text.starts_with("www.") ||
          (text.find("://") < 16 && text.find("://") > 1));
}

bool IsJson(std::string_view text, bool cut) {
  const bool object = text[0] == '{', list = text[0] == '[';
  if (!object && !list) return false;
  if (!cut && text.back() != (object ? '}' : ']')) return false;
  const std::string_view inside = Trim(text.substr(1));
  if (inside.size() == 1) return true;
  if (object) return inside[0] == '"' || inside[0] == '\'';
  return inside[0] == '"' || inside[0] == '{' || inside[0] == '[' || inside[0] == '-' ||
         inside[0] == '\'' || IsDigit(inside[0]);
}

}  // namespace

CellFacts LookAtCell(std::string_view text) {
  constexpr size_t kMostBytes = 2'000;
  const bool cut = text.size() > kMostBytes;
  if (cut) text = text.substr(0, kMostBytes);
  CellFacts facts;
  bool blank = true;
  for (const char c : text) {
    if (blank && !IsBlank(c)) ++facts.words;
    blank = IsBlank(c);
  }
  if (IsDigit(text[0]) || text.find_first_of("0123456789") != std::string_view::npos) {
    LookForNumber(text, facts);
    LookForTime(text, facts);
  }
  if (facts.shapes & kPlainTime) return facts;
  if (IsBoolean(text)) facts.shapes |= kBoolean;
  if (IsJson(text, cut)) facts.shapes |= kJson;
  if (facts.words > 4 || (!(facts.shapes & kJson) && text.find('\n') != text.npos))
    facts.shapes |= kSentence;
  if (facts.words != 1 || facts.shapes & (kNumber | kJson)) return facts;
  if (IsEmail(text)) {
    facts.shapes |= kEmail;
  } else if (IsUrl(text)) {
    facts.shapes |= kUrl;
  } else if (IsIp(text)) {
    facts.shapes |= kIp;
  } else if (IsVersion(text)) {
    facts.shapes |= kVersion;
  } else {
    facts.shapes |= IdShapes(text);
  }
  return facts;
}

}  // namespace northstar
