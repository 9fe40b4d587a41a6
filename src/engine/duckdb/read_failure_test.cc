#include "engine/duckdb/read_failure.h"

#include <gtest/gtest.h>

namespace northstar::duck {
namespace {

TEST(ReadFailure, IsSaidInWords) {
  const std::pair<const char*, const char*> cases[] = {
      {"Invalid Input Error: CSV Error on Line: 2\nOriginal Line: 1,2,3\nExpected Number of "
       "Columns: "
       "2 Found: 3",
       "line 2 has 3 cells where 2 are expected"},
      {"Invalid Input Error: CSV Error on Line: 9\nExpected Number of Columns: 2 Found: 1",
       "line 9 has 1 cell where 2 are expected"},
      {"CSV Error on Line: 4\nInvalid unicode (byte sequence mismatch) detected.",
       "line 4 is not valid UTF-8"},
      {"CSV Error on Line: 4\nValue with unterminated quote found.",
       "line 4 has a quote that is not closed"},
      {"Malformed JSON in file \"/proc/self/fd/5\", at byte 53 in record/value 4: unexpected end",
       "the JSON is malformed or cut off, at byte 53 of record 4"},
      {"Malformed JSON in file \"a.json\", at byte 7 in line 2: x",
       "the JSON is malformed or cut off, at byte 7 of line 2"},
  };
  for (const auto& [message, words] : cases) EXPECT_EQ(WordsOfReadFailure(message), words);
  EXPECT_EQ(WordsOfReadFailure("Binder Error: no such column"), std::nullopt);
}

}  // namespace
}  // namespace northstar::duck
