// How programs that take ids for numbers write them: data frames add ".0", spreadsheets round.
#pragma once

#include <fmt/format.h>

#include <string>

#include "base/text.h"

namespace northstar::duck {

// Regular expressions of a whole cell, for SQL between single quotes.
inline constexpr const char* kWholeIdPattern = "[-+]?[0-9]+(\\.0)?";
inline constexpr const char* kRoundedIdPattern = "[0-9](\\.[0-9]+)?[eE]\\+[0-9]{2}";

inline std::string WholeIdsNote(const std::string& name, int64_t rows) {
  return fmt::format(
      "'{}' has whole numbers, with a trailing '.0' in {}, as data frames write ids; it was "
      "removed",
      name, Plural(rows, "row"));
}

}  // namespace northstar::duck
