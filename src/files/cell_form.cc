#include "files/cell_form.h"

#include <algorithm>
#include <cctype>

#include "base/text.h"
#include "base/written_number.h"
#include "base/written_time.h"

namespace northstar::files {
namespace {

bool IsDigit(char c) {
  return c >= '0' && c <= '9';
}
bool IsLetter(char c) {
  return std::isalpha(static_cast<unsigned char>(c)) != 0 || static_cast<unsigned char>(c) >= 0x80;
}

bool IsNumber(std::string_view text) {
  if (text.size() > 64 || text.find_first_of("0123456789") == text.npos) return false;
  if (text.size() > 2 && text.front() == '(' && text.back() == ')')
    text = text.substr(1, text.size() - 2);
  return NumberEvidence(text) != number_evidence::kOther || ParseNumber(text).has_value();
}

constexpr std::string_view kTimeWords[] = {"jan", "feb", "mar", "apr", "may", "jun", "jul",
                                           "aug", "sep", "oct", "nov", "dec", "mon", "tue",
                                           "wed", "thu", "fri", "sat", "sun"};
constexpr std::string_view kFullWords[] = {
    "january",   "february", "march",    "april",    "june",   "july",    "august",
    "september", "october",  "november", "december", "monday", "tuesday", "wednesday",
    "thursday",  "friday",   "saturday", "sunday",   "am",     "pm",      "t",
    "z",         "utc",      "gmt",      "sept"};

// Digits and signs of a date or a time of day, in any order.
struct TimeParts {
  int runs = 0;                 // of digits
  int longest = 0, second = 0;  // digits of the longest runs
  int words = 0;                // names of months, days, halves of the day
  int blanks = 0, colons = 0, slashes = 0, dashes = 0, points = 0;
};

bool TakeWord(std::string_view word, TimeParts& parts) {
  const std::string lower = LowerUtf8(word);
  const auto is = [&](std::string_view one) { return one == lower; };
  if (std::none_of(std::begin(kTimeWords), std::end(kTimeWords), is) &&
      std::none_of(std::begin(kFullWords), std::end(kFullWords), is))
    return false;
  if (lower.size() > 2) ++parts.words;
  return true;
}

bool TakeSign(char c, TimeParts& parts) {
  switch (c) {
    case ':':
      ++parts.colons;
      return true;
    case '/':
      ++parts.slashes;
      return true;
    case '-':
      ++parts.dashes;
      return true;
    case '.':
      ++parts.points;
      return true;
    case ' ':
      ++parts.blanks;
      return true;
    default:
      return c == ',' || c == '+';
  }
}

bool IsTime(std::string_view text) {
  if (text.size() < 4 || text.size() > 40) return false;
  if (const auto time = ParseTime(text); time && !time->number) return true;
  TimeParts parts;
  for (size_t at = 0; at < text.size();) {
    size_t end = at;
    if (IsDigit(text[at])) {
      while (end < text.size() && IsDigit(text[end])) ++end;
      const int digits = static_cast<int>(end - at);
      parts.second = std::max(parts.second, std::min(parts.longest, digits));
      parts.longest = std::max(parts.longest, digits);
      ++parts.runs;
    } else if (IsLetter(text[at])) {
      while (end < text.size() && IsLetter(text[end])) ++end;
      if (!TakeWord(text.substr(at, end - at), parts)) return false;
    } else {
      if (!TakeSign(text[at], parts)) return false;
      ++end;
    }
    at = end;
  }
  if (parts.longest > 9 || parts.runs < 2 || parts.runs > 8) return false;
  // "12 2024-03-01" is two values.
  if (parts.words == 0 && (parts.blanks > 2 || (parts.blanks > 0 && parts.colons == 0)))
    return false;
  const bool of_day = parts.colons >= 1 && parts.colons <= 3 && parts.longest <= 9;
  const bool three = parts.slashes == 2 || parts.dashes == 2 ||
                     (parts.points == 2 && parts.runs <= 6 && parts.words == 0);
  // "1.2.3" is a version: a date has a year of four digits, or pads days and months.
  const bool padded = parts.longest == 4 || (parts.longest == 2 && parts.second == 2);
  return of_day || (three && padded) || (parts.words > 0 && parts.longest <= 4);
}

}  // namespace

CellForm FormOf(std::string_view text) {
  text = Trim(text);
  if (text.empty()) return CellForm::kEmpty;
  // A year or 20240131 is both; what matters here is that it is no name.
  if (IsNumber(text)) return CellForm::kNumber;
  return IsTime(text) ? CellForm::kTime : CellForm::kText;
}

std::string BuildOf(std::string_view text) {
  std::string build;
  for (const char c : Trim(text)) {
    const char sign = IsDigit(c) ? '9' : IsLetter(c) ? 'a' : c;
    if ((sign == '9' || sign == 'a') && !build.empty() && build.back() == sign) continue;
    if (build.size() == 32) break;
    build += sign;
  }
  return build;
}

bool MayBeOneValue(std::string_view text) {
  if (Trim(text).find("   ") != text.npos || text.find('"') != text.npos) return false;
  // "5 2": two numbers, of which a decimal comma was taken for a delimiter.
  const std::string_view bare = Trim(text);
  const size_t blank = bare.rfind(' ');
  const bool ends_in_number =
      blank != bare.npos && IsDigit(bare[0]) && IsNumber(bare.substr(blank));
  if (!ends_in_number && text.find_first_of(",;\t|") == text.npos) return true;
  const CellForm form = FormOf(text);
  return form == CellForm::kNumber || form == CellForm::kTime;
}

bool IsTotalWord(std::string_view text) {
  static constexpr std::string_view kWords[] = {"total",  "totals", "grand",  "subtotal",
                                                "sum",    "summe",  "gesamt", "gesamtsumme",
                                                "totaal", "totale", "suma",   "totaux"};
  const std::string lower = LowerUtf8(Trim(text.substr(0, 64)));
  const size_t end = std::min(lower.find_first_of(" :(-"), lower.size());
  const std::string_view first = std::string_view(lower).substr(0, end);
  if (first == "grand") return lower.starts_with("grand total");
  return std::find(std::begin(kWords), std::end(kWords), first) != std::end(kWords);
}

}  // namespace northstar::files
