#include "api/definition_steps.h"

#include <gtest/gtest.h>

namespace northstar {
namespace {

store::RecordedDefinition Recorded(const std::string& metric, int version,
                                   const std::string& definition) {
  store::RecordedDefinition one;
  one.metric = metric;
  one.state.version = version;
  one.state.definition = definition;
  return one;
}

TEST(DefinitionSteps, EachIsComparedWithTheOneBeforeOfItsMetric) {
  const auto steps =
      StepsOf({Recorded("hits", 1, "a"), Recorded("users", 1, "b"), Recorded("hits", 2, "c"),
               Recorded("hits", 2, "d"), Recorded("users", 1, "b")});
  ASSERT_EQ(steps.size(), 5U);
  EXPECT_FALSE(steps[0].change);
  EXPECT_FALSE(steps[1].change);
  EXPECT_EQ(steps[2].change, DefinitionChange::kNewVersion);
  EXPECT_EQ(steps[3].change, DefinitionChange::kWithoutVersion);
  EXPECT_EQ(steps[4].change, DefinitionChange::kNone);
  EXPECT_EQ(steps[3].recorded.state.definition, "d");
}

}  // namespace
}  // namespace northstar
