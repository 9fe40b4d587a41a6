#include "base/json_path.h"

#include <gtest/gtest.h>

namespace northstar {
namespace {

using Parts = std::vector<std::string>;

TEST(JsonPath, NamesMayBeQuoted) {
  EXPECT_EQ(PathParts("plan"), Parts({"plan"}));
  EXPECT_EQ(PathParts("properties.plan"), Parts({"properties", "plan"}));
  EXPECT_EQ(PathParts("properties.\"Song Length\""), Parts({"properties", "Song Length"}));
  EXPECT_EQ(PathParts("\"a.b\".c"), Parts({"a.b", "c"}));
  EXPECT_EQ(PathParts("\"say \"\"hi\"\"\".c"), Parts({"say \"hi\"", "c"}));
  EXPECT_EQ(PathParts("\"open"), Parts({"open"}));
  EXPECT_EQ(PathParts("5\" pipe"), Parts({"5\" pipe"})) << "a quote in the middle is itself";
}

TEST(JsonPath, WritesWhatItReads) {
  for (const Parts& parts :
       {Parts{"a"}, Parts{"a", "b c"}, Parts{"x.y", "\"", "$z"}, Parts{"", "9"}})
    EXPECT_EQ(PathParts(PathOf(parts)), parts) << PathOf(parts);
  EXPECT_EQ(PathOf({"properties", "plan"}), "properties.plan");
}

}  // namespace
}  // namespace northstar
