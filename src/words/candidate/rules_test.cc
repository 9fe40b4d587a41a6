#include "words/candidate/rules.h"

#include <gtest/gtest.h>

#include <set>
#include <string_view>

#include "base/text.h"

namespace northstar {
namespace {

TEST(RulesOfTests, NamesAreForMachinesAndReasonsAreClauses) {
  for (const TestRules& topic : RulesOfTests()) {
    std::set<std::string_view> names;
    for (const Rule& rule : topic.rules) {
      EXPECT_TRUE(IsName(rule.name)) << rule.name;
      EXPECT_TRUE(names.insert(rule.name).second) << topic.test << " has " << rule.name << " twice";
      EXPECT_FALSE(rule.when.empty() || rule.when.ends_with('.')) << rule.name;
    }
  }
}

}  // namespace
}  // namespace northstar
