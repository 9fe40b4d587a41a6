#include "base/written_number.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <vector>

#include "base/code_points.h"
#include "base/text.h"

namespace northstar {
namespace {

namespace evidence = number_evidence;

// One cell, taken apart.
struct Cell {
  bool negative = false;
  bool percent = false;
  bool accounting = false;  // in brackets, or with its sign behind
  std::string currency;
  std::string body;  // digits, signs between them, perhaps an exponent; U+00A0 and the like as ' '
};

bool IsBlankSign(UChar32 c) {
  return c == ' ' || c == '\t' || u_charType(c) == U_SPACE_SEPARATOR;
}

// Takes the first currency sign out of the text, with the letters right before it: "US$", "R$".
void TakeCurrency(std::string& text, std::string& currency) {
  const auto length = static_cast<int32_t>(text.size());
  for (int32_t i = 0; i < length;) {
    const auto at = static_cast<size_t>(i);
    const int32_t c = NextCodePoint(text, i);
    if (c < 0 || u_charType(c) != U_CURRENCY_SYMBOL) continue;
    size_t start = at;
    while (start > 0 && at - start < 2 && text[start - 1] >= 'A' && text[start - 1] <= 'Z') --start;
    currency = text.substr(start, static_cast<size_t>(i) - start);
    text.erase(start, static_cast<size_t>(i) - start);
    return;
  }
}

// Plain digits with the signs of numbers between them, so that everything else stays cheap.
std::string Simplify(std::string_view text) {
  std::string out;
  int32_t i = 0;
  const auto length = static_cast<int32_t>(text.size());
  while (i < length) {
    const int32_t at = i;
    const int32_t c = NextCodePoint(text, i);
    if (c < 0x80 && c >= 0) {
      out += c == '\t' ? ' ' : static_cast<char>(c);
    } else if (c >= 0 && IsBlankSign(c)) {
      out += ' ';
    } else if (c == 0x2212) {  // minus sign
      out += '-';
    } else if (c == 0x2019) {  // apostrophe, as some locales group by
      out += '\'';
    } else {
      out += text.substr(static_cast<size_t>(at), static_cast<size_t>(i - at));
    }
  }
  return out;
}

std::optional<Cell> TakeApart(std::string_view text) {
  Cell cell;
  std::string rest = Simplify(Trim(text));
  TakeCurrency(rest, cell.currency);
  std::string_view body = Trim(rest);
  const auto take_percent = [&] {
    if (cell.percent || !body.ends_with('%')) return;
    cell.percent = true;
    body = Trim(body.substr(0, body.size() - 1));
  };
  take_percent();
  const bool brackets = body.size() > 2 && body.front() == '(' && body.back() == ')';
  // "5-" is a grade.
  const bool behind = body.ends_with('-') && body.find_first_of(".,") != std::string::npos;
  if (brackets || behind) {
    cell.accounting = cell.negative = true;
    body = Trim(body.substr(brackets ? 1 : 0, body.size() - (brackets ? 2 : 1)));
    take_percent();
  } else if (!body.empty() && (body[0] == '-' || body[0] == '+')) {
    cell.negative = body[0] == '-';
    body = Trim(body.substr(1));
  }
  if (body.empty()) return std::nullopt;
  cell.body = std::string(body);
  return cell;
}

bool AllDigits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
}

// Groups between separators: the first of one to three digits, the last of three, those between of
// two (as in India) or three.
bool IsGrouped(const std::vector<std::string>& groups) {
  for (size_t i = 0; i < groups.size(); ++i) {
    if (!AllDigits(groups[i])) return false;
    const size_t size = groups[i].size();
    const bool last = i + 1 == groups.size();
    if (i == 0 ? size > 3 : last ? size != 3 : size != 3 && size != 2) return false;
  }
  return groups.size() > 1;
}

// A plain number with an exponent; digits alone are none.
bool IsScientific(std::string_view body) {
  const size_t e = body.find_first_of("eE");
  return e != std::string::npos && e > 0 && ParseNumber(body).has_value() &&
         body.find('_') == std::string::npos;
}

uint32_t EvidenceOfSingle(std::string_view before, std::string_view after, char sign) {
  const bool point = sign == '.';
  if (!(before.empty() || AllDigits(before)) || !(after.empty() || AllDigits(after)) ||
      (before.empty() && after.empty()))
    return evidence::kOther;
  const bool either =
      after.size() == 3 && !before.empty() && before.size() <= 3 && before[0] != '0';
  if (either) return point ? evidence::kPointEither : evidence::kCommaEither;
  return point ? evidence::kPointDecimal : evidence::kCommaDecimal;
}

// "1 250" and "1'250" lose their blanks or apostrophes, where these part groups of digits.
bool Ungroup(std::string& body) {
  const char sign = body.find(' ') != std::string::npos ? ' ' : '\'';
  if (body.find(sign) == std::string::npos) return false;
  const size_t end = body.find_first_of(".,");
  if (!IsGrouped(Split(body.substr(0, end), sign))) return false;
  if (end != std::string::npos && body.find(sign, end) != std::string::npos) return false;
  std::erase(body, sign);
  return true;
}

uint32_t EvidenceOfSigns(const std::string& body) {
  const size_t commas = static_cast<size_t>(std::count(body.begin(), body.end(), ','));
  const size_t points = static_cast<size_t>(std::count(body.begin(), body.end(), '.'));
  if (commas == 0 && points == 0) return AllDigits(body) ? 0 : evidence::kOther;
  if (commas + points == 1) {
    const char sign = commas == 1 ? ',' : '.';
    const size_t at = body.find(sign);
    return EvidenceOfSingle(std::string_view(body).substr(0, at),
                            std::string_view(body).substr(at + 1), sign);
  }
  if (commas == 0 || points == 0) {
    if (!IsGrouped(Split(body, commas > 0 ? ',' : '.'))) return evidence::kOther;
    return commas > 0 ? evidence::kCommaThousands : evidence::kPointThousands;
  }
  const char last = body[body.find_last_of(".,")];
  const char first = last == '.' ? ',' : '.';
  const size_t at = body.find(last);
  const std::string_view fraction = std::string_view(body).substr(at + 1);
  const bool once = fraction.find_first_of(".,") == std::string::npos;
  if (!once || !(fraction.empty() || AllDigits(fraction)) ||
      !IsGrouped(Split(body.substr(0, at), first)))
    return evidence::kOther;
  return last == '.' ? evidence::kCommaThousands | evidence::kPointDecimal
                     : evidence::kPointThousands | evidence::kCommaDecimal;
}

}  // namespace

uint32_t NumberEvidence(std::string_view text) {
  if (Trim(text).empty()) return 0;
  if (AllDigits(text)) return 0;
  auto cell = TakeApart(text);
  if (!cell) return evidence::kOther;
  uint32_t found = 0;
  if (IsScientific(cell->body)) {
    found = cell->body.find('.') == std::string::npos ? 0 : evidence::kPointDecimal;
  } else {
    const bool grouped = Ungroup(cell->body);
    found = EvidenceOfSigns(cell->body);
    // Thousands are parted already, so what is left parts the fraction.
    if (grouped && (found & evidence::kPointEither) != 0) found = evidence::kPointDecimal;
    if (grouped && (found & evidence::kCommaEither) != 0) found = evidence::kCommaDecimal;
    if (grouped) found |= evidence::kGrouped;
  }
  if ((found & evidence::kOther) != 0) return evidence::kOther;
  if (!cell->currency.empty()) found |= evidence::kCurrency;
  if (cell->percent) found |= evidence::kPercent;
  if (cell->accounting) found |= evidence::kAccounting;
  return found;
}

StyleDecision DecideStyle(uint32_t found) {
  using Kind = StyleDecision::Kind;
  const auto clash = [&](uint32_t a, uint32_t b) { return (found & a) != 0 && (found & b) != 0; };
  for (const auto& [a, b] : {std::pair{evidence::kPointDecimal, evidence::kPointThousands},
                             {evidence::kCommaDecimal, evidence::kCommaThousands},
                             {evidence::kPointDecimal, evidence::kCommaDecimal},
                             {evidence::kPointThousands, evidence::kCommaThousands}}) {
    if (clash(a, b)) return {Kind::kContradicted, {}, a, b};
  }
  const uint32_t comma_decides = evidence::kCommaDecimal | evidence::kPointThousands;
  const uint32_t point_decides = evidence::kPointDecimal | evidence::kCommaThousands;
  if ((found & comma_decides) != 0) return {Kind::kDecided, {',', '.'}, found & comma_decides, 0};
  if ((found & point_decides) != 0) return {Kind::kDecided, {'.', ','}, found & point_decides, 0};
  if ((found & evidence::kCommaEither) != 0)
    return {Kind::kAmbiguous, {}, evidence::kCommaEither, 0};
  if (found == 0 || found == evidence::kOther) return {};
  return {Kind::kDecided, {'.', ','}, 0, 0};
}

std::optional<double> ReadNumber(std::string_view text, const NumberStyle& style) {
  if (text.find('_') != std::string::npos) return std::nullopt;
  if (style.decimal == '.') {
    if (const auto plain = ParseNumber(text)) return plain;
  }
  auto cell = style.thousands == '\0' ? std::nullopt : TakeApart(text);
  if (!cell) return std::nullopt;
  std::string& body = cell->body;
  Ungroup(body);
  const size_t fraction = body.find(style.decimal);
  const std::string whole = body.substr(0, fraction);
  if (whole.find(style.thousands) != std::string::npos) {
    if (!IsGrouped(Split(whole, style.thousands))) return std::nullopt;
    std::erase(body, style.thousands);
  }
  if (style.decimal != '.') {
    if (body.find('.') != std::string::npos) return std::nullopt;
    if (const size_t at = body.find(style.decimal); at != std::string::npos) body[at] = '.';
  }
  if (body.find_first_not_of("0123456789.eE+-") != std::string::npos) return std::nullopt;
  auto number = ParseNumber(body);
  if (!number || body[0] == '-' || body[0] == '+') return std::nullopt;
  if (cell->percent) *number /= 100;
  return cell->negative ? -*number : *number;
}

std::string CurrencyOf(std::string_view text) {
  const auto cell = TakeApart(text);
  return cell ? cell->currency : "";
}

bool SaysNoValue(std::string_view text, bool surely) {
  static constexpr std::string_view kSurely[] = {"null", "\\n",    "(null)", "<null>", "nan",
                                                 "none", "<na>",   "#n/a",   "n/a",    "undefined",
                                                 "nil",  "[null]", "nat"};
  static constexpr std::string_view kOthers[] = {"na", "-",    "--", "---", "?",
                                                 ".",  "n.a.", "–",  "—"};
  if (text.size() > 9) return false;
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  const auto is = [&](std::string_view one) { return one == lower; };
  return std::any_of(std::begin(kSurely), std::end(kSurely), is) ||
         (!surely && std::any_of(std::begin(kOthers), std::end(kOthers), is));
}

}  // namespace northstar
