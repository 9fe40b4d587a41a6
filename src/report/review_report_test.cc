#include "report/review_report.h"

#include <gtest/gtest.h>

namespace northstar {
namespace {

TEST(ChangedLines, ShowsWhatGoesAndWhatComes) {
  EXPECT_EQ(ChangedLines("a\nb\nc\n", "a\nb\nx\nc\n"), "  b\n+ x\n");
  EXPECT_EQ(ChangedLines("a\nb\nc\n", "a\nB\nc\n"), "  a\n- b\n+ B\n");
  EXPECT_EQ(ChangedLines("", "a\n"), "+ a\n");
  EXPECT_EQ(ChangedLines("a\n", "a\n"), "  \n") << "no line differs; the one before the end";
}

TEST(ChangedLines, RepeatedLinesAreNotTakenTwice) {
  EXPECT_EQ(ChangedLines("a\na\n", "a\na\na\n"), "  a\n+ a\n");
}

}  // namespace
}  // namespace northstar
