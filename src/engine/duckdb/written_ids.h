// What is said of ids that a program took for numbers.
#pragma once

#include <fmt/format.h>

#include <string>

#include "base/text.h"

namespace northstar::duck {

inline std::string WholeIdsNote(const std::string& name, int64_t rows) {
  return fmt::format(
      "'{}' has whole numbers, with a trailing '.0' in {}, as data frames write ids; it was "
      "removed",
      name, Plural(rows, "row"));
}

}  // namespace northstar::duck
