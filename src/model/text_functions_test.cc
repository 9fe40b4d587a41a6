#include "model/text_functions.h"

#include <gtest/gtest.h>

namespace northstar::text_functions {
namespace {

TEST(TextFunctions, CountCharactersNotBytes) {
  EXPECT_EQ(Substr("Zürich", 1, 2), "Zü");
  EXPECT_EQ(Substr("Zürich", 3, std::nullopt), "rich");
  EXPECT_EQ(Substr("Zürich", 9, 2), "");
  EXPECT_EQ(Substr("Zürich", 2, 0), "");
  EXPECT_EQ(Substr("漢字かな", 2, 2), "字か");
}

TEST(TextFunctions, PartsOfATextCountFromOne) {
  EXPECT_EQ(SplitPart("a-b--c", "-", 1), "a");
  EXPECT_EQ(SplitPart("a-b--c", "-", 3), "");
  EXPECT_EQ(SplitPart("a-b--c", "-", 4), "c");
  EXPECT_EQ(SplitPart("a-b--c", "-", 5), "");
  EXPECT_EQ(SplitPart("a-b--c", "--", 2), "c");
}

TEST(TextFunctions, ReplaceGoesOnBehindWhatItReplaced) {
  EXPECT_EQ(Replace("aaa", "a", "aa"), "aaaaaa");
  EXPECT_EQ(Replace("aaa", "aa", ""), "a");
  EXPECT_EQ(Replace("abc", "x", "y"), "abc");
  EXPECT_EQ(TrimmedText("\t a b \r\n"), "a b");
  EXPECT_EQ(TrimmedText(" \n"), "");
}

TEST(TextFunctions, OnlyListsOfJsonHaveALength) {
  EXPECT_EQ(JsonLength("[1, [2, 3], {}]"), 3);
  EXPECT_EQ(JsonLength("[]"), 0);
  for (const char* text : {"{\"a\": 1}", "\"abc\"", "12", "", "[1", "null"})
    EXPECT_EQ(JsonLength(text), std::nullopt) << text;
}

TEST(TextFunctions, ParamTakesTheValueThatIsFilled) {
  const char* list = R"([{"key": "page", "value": {"string_value": "/home", "int_value": null}},
    {"key": "id", "value": {"string_value": null, "int_value": "1541016707796000000"}},
    {"key": "none", "value": {"string_value": null}}, {"name": "n", "value": 1.5}, 7, {"key": 3}])";
  EXPECT_EQ(Param(list, "page"), "/home");
  EXPECT_EQ(Param(list, "id"), "1541016707796000000");
  EXPECT_EQ(Param(list, "n"), "1.5");
  for (const char* key : {"none", "missing", "", "3"})
    EXPECT_EQ(Param(list, key), std::nullopt) << key;
  EXPECT_EQ(Param("{\"key\": \"a\", \"value\": 1}", "a"), std::nullopt) << "no list";
  EXPECT_EQ(Param("no json", "a"), std::nullopt);
}

}  // namespace
}  // namespace northstar::text_functions
