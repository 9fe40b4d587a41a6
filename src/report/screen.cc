#include "report/screen.h"

#include "base/text.h"

namespace northstar {
namespace {

constexpr std::string_view kRewriteLine = "\r\033[K";

// The length of "\033[1;31m" at the start of the text; 0: there is none.
size_t ColorLength(std::string_view text) {
  if (!text.starts_with("\033[")) return 0;
  const size_t end = text.find_first_not_of("0123456789;", 2);
  return end != std::string_view::npos && text[end] == 'm' ? end + 1 : 0;
}

}  // namespace

std::string ForScreen(std::string_view text, ScreenRules rules) {
  std::string out;
  size_t plain = 0;  // where what was not yet copied starts
  for (size_t i = 0; i < text.size();) {
    const std::string_view rest = text.substr(i);
    const size_t kept = rest.front() == '\n'                               ? 1
                        : rules.progress && rest.starts_with(kRewriteLine) ? kRewriteLine.size()
                        : rules.colors                                     ? ColorLength(rest)
                                                                           : 0;
    if (kept == 0) {
      ++i;
      continue;
    }
    out += Printable(text.substr(plain, i - plain));
    out += rest.substr(0, kept);
    plain = i += kept;
  }
  return out + Printable(text.substr(plain));
}

}  // namespace northstar
