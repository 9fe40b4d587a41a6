// How a verdict looks: the same word and shape in every form, color beside them and never alone.
// Internal to report/.
#pragma once

#include <fmt/format.h>

#include <string>

#include "analysis/lead/lead.h"

namespace northstar {

// The shapes: a tick in a circle, a triangle, a diamond, a ring, a dot.
struct VerdictLook {
  const char* mark;   // of the shape, on a terminal
  const char* color;  // ANSI
  const char* word;   // as in JSON, in words
  const char* style;  // CSS class and name of the icon
};

inline VerdictLook LookOf(Verdict verdict) {
  switch (verdict) {
    case Verdict::kPass:
      return {"✔", "32", "pass", "pass"};
    case Verdict::kFail:
      return {"▲", "31", "fail", "fail"};
    case Verdict::kUnclear:
      return {"◆", "33", "unclear", "unclear"};
    case Verdict::kInsufficientData:
      return {"○", "36", "not enough data", "nodata"};
    case Verdict::kNotTested:
      break;
  }
  return {"·", "90", "not tested", "untested"};
}

inline std::string Paint(const std::string& text, const char* ansi, bool color) {
  return color ? fmt::format("\033[{}m{}\033[0m", ansi, text) : text;
}

}  // namespace northstar
