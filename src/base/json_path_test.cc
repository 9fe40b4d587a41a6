#include "base/json_path.h"

#include <gtest/gtest.h>

namespace northstar {
namespace {

using Parts = std::vector<std::string>;

TEST(JsonPath, NamesMayBeQuoted) {
  EXPECT_EQ(JsonPathParts("plan"), Parts({"plan"}));
  EXPECT_EQ(JsonPathParts("properties.plan"), Parts({"properties", "plan"}));
  EXPECT_EQ(JsonPathParts("properties.\"Song Length\""), Parts({"properties", "Song Length"}));
  EXPECT_EQ(JsonPathParts("\"a.b\".c"), Parts({"a.b", "c"}));
  EXPECT_EQ(JsonPathParts("\"say \"\"hi\"\"\".c"), Parts({"say \"hi\"", "c"}));
  EXPECT_EQ(JsonPathParts("\"open"), Parts({"open"}));
  EXPECT_EQ(JsonPathParts("5\" pipe"), Parts({"5\" pipe"})) << "a quote in the middle is itself";
}

TEST(JsonPath, WritesWhatItReads) {
  for (const Parts& parts :
       {Parts{"a"}, Parts{"a", "b c"}, Parts{"x.y", "\"", "$z"}, Parts{"", "9"}})
    EXPECT_EQ(JsonPathParts(JsonPathOf(parts)), parts) << JsonPathOf(parts);
  EXPECT_EQ(JsonPathOf({"properties", "plan"}), "properties.plan");
}

}  // namespace
}  // namespace northstar
