#include "language/contacts.h"

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
  return blank || IsDash(code) || code == '/' || code == '(' || code == ')' || code == '.';
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
      if (signs_[i].code == '@') end = TakeMail(i);
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
    while (first > 0 && IsMailSign(kept_[first - 1].code)) --first;
    return first;
  }

  size_t TakeNumber(size_t i) {
    if (!StartsNumber(signs_[i].code)) return i;
    if (!kept_.empty() && IsWordSign(kept_.back().code)) return i;
    size_t digits = 0;
    size_t end = i;
    for (size_t k = i; k < signs_.size(); ++k) {
      const char32_t code = signs_[k].code;
      if (IsDigit(code)) {
        ++digits;
        end = k + 1;
      } else if (k > i && !IsBetweenDigits(code)) {
        break;
      }
    }
    if (digits < kDigitsOfANumber) return i;
    kept_.push_back({0, number_});
    return end;
  }

  std::vector<Sign> signs_, kept_;
  std::string_view mail_, number_;
};

}  // namespace

std::string ReplaceContacts(std::string_view text, std::string_view mail, std::string_view number) {
  return Replacer(text, mail, number).Run();
}

}  // namespace northstar
