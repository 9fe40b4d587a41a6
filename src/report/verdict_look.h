// How a verdict looks on a terminal. Internal to report/.
#pragma once

#include <fmt/format.h>

#include <string>

#include "analysis/lead.h"

namespace northstar {

struct VerdictLook {
  const char* mark;
  const char* color;  // ANSI
};

inline VerdictLook LookOf(Verdict verdict) {
  switch (verdict) {
    case Verdict::kPass:
      return {"✔", "32"};
    case Verdict::kFail:
      return {"✘", "31"};
    case Verdict::kUnclear:
      return {"~", "33"};
    case Verdict::kInsufficientData:
      return {"?", "36"};
    case Verdict::kNotTested:
      break;
  }
  return {"·", "90"};
}

inline std::string Paint(const std::string& text, const char* ansi, bool color) {
  return color ? fmt::format("\033[{}m{}\033[0m", ansi, text) : text;
}

}  // namespace northstar
