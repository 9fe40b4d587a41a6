#include "base/path_pattern.h"

#include <gtest/gtest.h>

namespace northstar {
namespace {

bool Matches(const std::string& pattern, const std::string& path) {
  return PartsMatch(PathParts(pattern), PathParts(path));
}

TEST(PathPattern, NamesPartsAsAShellDoes) {
  EXPECT_TRUE(Matches("*.json", "a.json"));
  EXPECT_FALSE(Matches("*.json", "events/a.json"));
  EXPECT_TRUE(Matches("events/2018-11-0[5-7].json", "events/2018-11-06.json"));
  EXPECT_FALSE(Matches("events/2018-11-0[5-7].json", "events/2018-11-08.json"));
  EXPECT_TRUE(Matches("q?.csv", "q\xC3\xA9.csv"));  // one character, two bytes
  EXPECT_FALSE(Matches("*", ".hidden"));
  EXPECT_TRUE(Matches("./a//b", "a/b"));
}

TEST(PathPattern, TakesAPartAsItIsWritten) {
  EXPECT_TRUE(Matches("q[1].csv", "q[1].csv"));
  EXPECT_TRUE(Matches("q[1].csv", "q1.csv"));
}

TEST(PathPattern, TwoStarsAreAnyNumberOfFolders) {
  EXPECT_TRUE(Matches("**/*.json", "a.json"));
  EXPECT_TRUE(Matches("**/*.json", "x/y/a.json"));
  EXPECT_TRUE(Matches("x/**", "x/y/a.json"));
  EXPECT_FALSE(Matches("x/**", "y/a.json"));
  EXPECT_TRUE(Matches("**/a/**/b", "a/x/a/y/z/b"));
  EXPECT_FALSE(Matches("**/a/**/b", "a/x/a/y/z/c"));
}

TEST(PathPattern, ManyStarsAreNoWorkForEver) {
  std::string path, pattern;
  for (int i = 0; i < 60; ++i) {
    path += "a/";
    pattern += "**/a/";
  }
  EXPECT_FALSE(Matches(pattern + "b", path));
}

TEST(PathPattern, AccentsMayBeComposedEitherWay) {
  EXPECT_TRUE(Matches("caf\xC3\xA9.csv", "cafe\xCC\x81.csv"));
}

}  // namespace
}  // namespace northstar
