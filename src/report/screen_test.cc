#include "report/screen.h"

#include <gtest/gtest.h>

#include "base/text.h"

namespace northstar {
namespace {

struct Shown {
  const char* what;
  std::string given, shown;
};

TEST(Printable, ShowsWhatCannotBeSeen) {
  const Shown cases[] = {
      {"plain", "pro", "pro"},
      {"control characters", "a\x1b[31mb\tc\x7f", "a [31mb c "},
      {"second set of control characters",
       "a\xc2\x9b"
       "31mb",
       "a 31mb"},
      {"right-to-left override", "pro\u202e001", "pro[U+202E]001"},
      {"isolates and marks", "\u2066a\u2069\u200f\u061c", "[U+2066]a[U+2069][U+200F][U+061C]"},
      {"zero width", "a\u200bb\ufeff\u2060c", "a[U+200B]b[U+FEFF][U+2060]c"},
      {"line and paragraph separators", "a\u2028b\u2029c", "a b c"},
      {"joiner between Latin letters", "a\u200db\u200cc", "a[U+200D]b[U+200C]c"},
      {"joiner of a Persian word", "می\u200cخواهم", "می\u200cخواهم"},
      {"family of three", "👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"},
      {"heart with its variant", "❤\ufe0f", "❤\ufe0f"},
      {"no UTF-8",
       "a\xff"
       "b",
       "a\ufffd"
       "b"},
      {"not a character", "a\uffff", "a\ufffd"},
      {"right-to-left text itself", "שלום", "שלום"},
  };
  for (const Shown& one : cases) EXPECT_EQ(Printable(one.given), one.shown) << one.what;
}

TEST(ForScreen, KeepsOnlyTheProgramsOwnSequences) {
  EXPECT_EQ(ForScreen("a\nb\033[1mc\033[0m\n", {.colors = true}), "a\nb\033[1mc\033[0m\n");
  EXPECT_EQ(ForScreen("a\033[1mb\n", {}), "a [1mb\n");
  EXPECT_EQ(ForScreen("\033[2Ja\033]0;title\a", {.colors = true}), " [2Ja ]0;title ");
  EXPECT_EQ(ForScreen("\r\033[Kloading", {.progress = true}), "\r\033[Kloading");
  EXPECT_EQ(ForScreen("safe\r\033[Kfaked", {}), "safe  [Kfaked");
  EXPECT_EQ(ForScreen("x\u202ey", {.colors = true}), "x[U+202E]y");
}

}  // namespace
}  // namespace northstar
