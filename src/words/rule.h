// Why something was said: the name of the words that were chosen, for machines, and when they are.
// Every topic of words/ has a table of its rules, one per code of its statement, in the order of
// the codes; docs/answers.md is made of them.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace northstar {

struct Rule {
  // In lower case: "level_changed".
  std::string_view name;
  // A clause: "the level changed within the last quarter".
  std::string_view when;
};

// REQUIRES: `rules` has a row per value of the enum `Code`.
template <typename Code>
std::string RuleName(std::span<const Rule> rules, Code code) {
  return std::string(rules[static_cast<size_t>(code)].name);
}

}  // namespace northstar
