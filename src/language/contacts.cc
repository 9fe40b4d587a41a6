#include "language/contacts.h"

#include <algorithm>
#include <vector>

#include "language/code_points.h"

namespace northstar {
namespace {

constexpr size_t kDigitsOfANumber = 7;

struct Sign {
  char32_t code = 0;
  std::string_view bytes;
};

bool IsDigit(char32_t code) {
  return u_isdigit(static_cast<UChar32>(code)) != 0;
}
bool IsWordSign(char32_t code) {
  return language::IsLetterOrDigit(code) || language::IsMark(code);
}
bool IsMailSign(char32_t code) {
  return IsWordSign(code) || code == '.' || code == '_' || code == '-' || code == '+' ||
         code == '%';
}
bool IsDash(char32_t code) {
  return (U_GET_GC_MASK(static_cast<UChar32>(code)) & U_GC_PD_MASK) != 0 || code == 0x2212;
}
// Within a number; a line break is none.
bool IsBetweenDigits(char32_t code) {
  const bool blank = u_isblank(static_cast<UChar32>(code)) != 0;
  return blank || IsDash(code) || code == '/' || code == '(' || code == ')' || code == '.' ||
         code == 0xB7;  // a dot in the middle
}
bool StartsNumber(char32_t code) {
  return IsDigit(code) || code == '+' || code == '(' || code == 0xFF0B;  // a wide plus
}

class Replacer {
 public:
  Replacer(std::string_view text, std::string_view mail, std::string_view number)
      : mail_(mail), number_(number) {
    language::ForEachCodePoint(text, [&](char32_t code, std::string_view bytes) {
      signs_.push_back({code, bytes});
    });
  }

  std::string Run() {
    for (size_t i = 0; i < signs_.size();) {
      size_t end = i;
      if (signs_[i].code == '@' || signs_[i].code == 0xFF20) end = TakeMail(i);
      if (end == i) end = TakeNumber(i);
      if (end == i) kept_.push_back(signs_[end++]);
      i = end;
    }
    std::string out;
    for (const Sign& sign : kept_) out += sign.bytes;
    return out;
  }

 private:
  // Past the address around the @ at i; i when there is none. Takes back what was kept of it.
  size_t TakeMail(size_t i) {
    const size_t first = StartOfMail();
    if (first == kept_.size() || i + 1 == signs_.size() || !IsMailSign(signs_[i + 1].code))
      return i;
    kept_.resize(first);
    kept_.push_back({0, mail_});
    size_t end = i + 1;
    while (end < signs_.size() && IsMailSign(signs_[end].code)) ++end;
    if (signs_[end - 1].code == '.') kept_.push_back(signs_[end - 1]);  // the end of a sentence
    return end;
  }
  // Of what was kept; its size when that does not end like an address.
  size_t StartOfMail() const {
    size_t first = kept_.size();
    if (first > 1 && kept_.back().code == '"') {  // "anna smith"@example.org
      size_t open = first - 1;
      while (open > 0 && kept_[open - 1].code != '"' && kept_[open - 1].code != '\n') --open;
      return open > 0 && kept_[open - 1].code == '"' ? open - 1 : first;
    }
    const auto belongs = [&](size_t k) {
      const bool apostrophe = kept_[k].code == '\'' || kept_[k].code == 0x2019;
      return IsMailSign(kept_[k].code) ||
             (apostrophe && k > 0 && IsWordSign(kept_[k - 1].code) && k + 1 < kept_.size());
    };
    while (first > 0 && belongs(first - 1)) --first;
    return first;
  }

  size_t TakeNumber(size_t i) {
    if (i < looked_until_ || !StartsNumber(signs_[i].code)) return i;
    if (!kept_.empty() && IsWordSign(kept_.back().code)) return i;
    size_t digits = 0;
    size_t end = i;
    size_t k = i;
    for (; k < signs_.size(); ++k) {
      const char32_t code = signs_[k].code;
      if (IsDigit(code)) {
        ++digits;
        end = k + 1;
      } else if (k > i && !IsBetweenDigits(code)) {
        break;
      }
    }
    if (digits < kDigitsOfANumber || IsDateOrAmount(i, end)) {
      looked_until_ = k;  // what starts within has fewer digits still
      return i;
    }
    kept_.push_back({0, number_});
    return end;
  }

  // Groups of digits with the same sign between them that are a date, two years, or thousands:
  // 2024-01-15, 15.01.2024, 2023-2024, 10.000.000.
  bool IsDateOrAmount(size_t first, size_t end) const {
    std::vector<size_t> groups{0};
    char32_t between = 0;
    for (size_t k = first; k < end; ++k) {
      const char32_t code = signs_[k].code;
      if (IsDigit(code)) {
        ++groups.back();
      } else if (groups.back() == 0 || (between != 0 && code != between)) {
        return false;
      } else {
        between = code;
        groups.push_back(0);
      }
    }
    if (between == 0 || between == ' ' || between == '(' || between == ')') return false;
    using Groups = std::vector<size_t>;
    if (groups == Groups{4, 2, 2} || groups == Groups{2, 2, 4} || groups == Groups{4, 4})
      return true;
    return between == '.' && groups.front() <= 3 &&
           std::all_of(groups.begin() + 1, groups.end(), [](size_t n) { return n == 3; });
  }

  std::vector<Sign> signs_, kept_;
  size_t looked_until_ = 0;  // no number starts before it
  std::string_view mail_, number_;
};

}  // namespace

std::string ReplaceContacts(std::string_view text, std::string_view mail, std::string_view number) {
  return Replacer(text, mail, number).Run();
}

}  // namespace northstar
