// Why something was said: the name of the words that were chosen, for machines, and when they are.
// Every topic of words/ has a table of its rules, one per code of its statement, which is also what
// docs/answers.md shows.
#pragma once

#include <string_view>

namespace northstar {

struct Rule {
  // In lower case: "level_changed".
  std::string_view name;
  // A clause in the present tense: "the level changed lately".
  std::string_view when;
};

}  // namespace northstar
