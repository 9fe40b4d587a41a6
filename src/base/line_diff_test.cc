#include "base/line_diff.h"

#include <gtest/gtest.h>

#include <string>

namespace northstar {
namespace {

std::string Numbers(int first, int last) {
  std::string text;
  for (int i = first; i <= last; ++i) text += std::to_string(i) + "\n";
  return text;
}

TEST(LineDiff, AChangeStandsBetweenThreeLines) {
  EXPECT_EQ(UnifiedDiff("f.yml", Numbers(1, 9), Numbers(1, 4) + "five\n" + Numbers(6, 9)),
            "--- a/f.yml\n+++ b/f.yml\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n");
}

TEST(LineDiff, NearChangesShareAHunkAndFarOnesDoNot) {
  const std::string before = Numbers(1, 30);
  const std::string near = Numbers(1, 1) + "x\n" + Numbers(2, 6) + Numbers(8, 30);
  EXPECT_EQ(UnifiedDiff("f", before, near),
            "--- a/f\n+++ b/f\n@@ -1,10 +1,10 @@\n 1\n+x\n 2\n 3\n 4\n 5\n 6\n-7\n 8\n 9\n 10\n");
  const std::string far = "x\n" + Numbers(2, 29) + "y\n";
  EXPECT_EQ(UnifiedDiff("f", before, far),
            "--- a/f\n+++ b/f\n@@ -1,4 +1,4 @@\n-1\n+x\n 2\n 3\n 4\n"
            "@@ -27,4 +27,4 @@\n 27\n 28\n 29\n-30\n+y\n");
}

TEST(LineDiff, EndsOfFiles) {
  EXPECT_EQ(UnifiedDiff("f", "a\n", "a\n"), "");
  EXPECT_EQ(UnifiedDiff("d/f", "", "a\nb"),
            "--- /dev/null\n+++ b/d/f\n@@ -0,0 +1,2 @@\n+a\n+b\n\\ No newline at end of file\n");
  EXPECT_EQ(UnifiedDiff("f", "a\nb", "a\nc"),
            "--- a/f\n+++ b/f\n@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+c\n"
            "\\ No newline at end of file\n");
  EXPECT_EQ(UnifiedDiff("f", "a\n", ""), "--- a/f\n+++ b/f\n@@ -1 +0,0 @@\n-a\n");
}

TEST(LineDiff, WhatIsTooLongToCompareIsReplaced) {
  const std::string before = Numbers(1, 3000);
  const std::string after = "0\n" + Numbers(2, 2999) + "end\n";
  const std::string diff = UnifiedDiff("f", before, after);
  EXPECT_TRUE(diff.starts_with("--- a/f\n+++ b/f\n@@ -1,3000 +1,3000 @@\n-1\n-2\n"));
  EXPECT_TRUE(diff.ends_with("+2999\n+end\n"));
}

}  // namespace
}  // namespace northstar
