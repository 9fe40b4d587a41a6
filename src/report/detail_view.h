// The tables behind tests of candidates that people read, with the words of their columns. All
// other figures of a test are for programs (`--format json`). Internal to report/.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analysis/evaluate/evaluate.h"
#include "base/number_words.h"

namespace northstar {

// A table ready to be shown.
struct ShownTable {
  std::string title;
  std::vector<std::string> columns;
  std::vector<bool> numeric;                   // by column: aligned to the right
  std::vector<std::vector<std::string>> rows;  // as text; "–" for what is not known
};
// Those of the test that hold rows. `money`: how money is written.
std::vector<ShownTable> ShownTables(const TestOutcome& test, const ValueLook& money);

}  // namespace northstar
