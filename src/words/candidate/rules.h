// Which rules the headline of each test of a candidate may have, for schemas and documentation.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "words/rule.h"

namespace northstar {

struct TestRules {
  std::string_view test;  // as in the scorecard; "any test": of several
  std::span<const Rule> rules;
};

// In the order of the scorecard; what any of them may say first.
std::vector<TestRules> RulesOfTests();

}  // namespace northstar
