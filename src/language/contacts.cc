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
    if (!StartsNumber(signs_[i].code)) return i;
    if (!kept_.empty() && IsWordSign(kept_.back().code)) return i;
    if (const size_t date = DateFrom(i); date > i) {
      kept_.insert(kept_.end(), signs_.begin() + static_cast<std::ptrdiff_t>(i),
                   signs_.begin() + static_cast<std::ptrdiff_t>(date));
      return date;
    }
    if (signs_[i].code == '(' && DateFrom(i + 1) > i + 1) return i;
    if (i < looked_until_) return i;
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
    if (digits < kDigitsOfANumber || IsAmount(i, end)) {
      looked_until_ = k;  // what starts within has fewer digits still
      return i;
    }
    const bool open = signs_[i].code == '(' && !Holds(i, end, ')');
    if (open) kept_.push_back(signs_[i]);
    kept_.push_back({0, number_});
    return end;
  }

  bool Holds(size_t first, size_t end, char32_t code) const {
    return std::any_of(signs_.begin() + static_cast<std::ptrdiff_t>(first),
                       signs_.begin() + static_cast<std::ptrdiff_t>(end),
                       [&](const Sign& sign) { return sign.code == code; });
  }

  struct Group {
    size_t digits = 0;
    int value = 0;
  };
  // Up to three groups of digits from i on, with the same sign between them; `end` behind them.
  std::vector<Group> Groups(size_t i, size_t* end) const {
    std::vector<Group> groups;
    char32_t between = 0;
    while (groups.size() < 3 && i < signs_.size() && IsDigit(signs_[i].code)) {
      Group group;
      for (; i < signs_.size() && IsDigit(signs_[i].code) && group.digits < 5; ++i, ++group.digits)
        group.value = group.value * 10 + u_charDigitValue(static_cast<UChar32>(signs_[i].code));
      groups.push_back(group);
      *end = i;
      if (i == signs_.size()) break;
      const char32_t code = signs_[i].code;
      if ((!IsDash(code) && code != '.' && code != '/') || (between != 0 && code != between)) break;
      between = code;
      ++i;
    }
    return groups;
  }
  // Past a date or two years that begin at i, such as 2024-01-15, 15.1.2024, 2023-2024; else i.
  size_t DateFrom(size_t i) const {
    const auto year = [](const Group& g) {
      return g.digits == 4 && g.value >= 1900 && g.value < 2100;
    };
    const auto day = [](const Group& g) { return g.digits <= 2 && g.value >= 1 && g.value <= 31; };
    size_t end = i;
    const std::vector<Group> g = Groups(i, &end);
    if (end < signs_.size() && IsDigit(signs_[end].code)) return i;
    const bool years = g.size() == 2 && year(g[0]) && year(g[1]);
    const bool date =
        g.size() == 3 && day(g[1]) && ((year(g[0]) && day(g[2])) || (day(g[0]) && year(g[2])));
    return years || date ? end : i;
  }
  // Thousands, up to 99.999.999: 10.000.000.
  bool IsAmount(size_t i, size_t end) const {
    if (!IsDigit(signs_[i].code) || u_charDigitValue(static_cast<UChar32>(signs_[i].code)) == 0)
      return false;
    size_t first = i;
    while (first < end && IsDigit(signs_[first].code)) ++first;
    if (first - i > 2 || (end - first) % 4 != 0) return false;
    for (size_t k = first; k < end; ++k) {
      if ((k - first) % 4 == 0 ? signs_[k].code != '.' : !IsDigit(signs_[k].code)) return false;
    }
    return true;
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
