#include "files/number_format.h"

#include <gtest/gtest.h>

namespace northstar::files {
namespace {

TEST(NumberFormat, TellsDatesFromNumbers) {
  using enum NumberLook;
  const std::pair<const char*, NumberLook> cases[] = {
      {"General", kNumber},
      {"GENERAL", kNumber},
      {"Standard", kNumber},  // what a program in German calls it
      {"0.00", kNumber},
      {"0.00E+00", kNumber},
      {"#,##0 \"days\"", kNumber},
      {"#,##0\\ \\d", kNumber},
      {"[Red]-0.00", kNumber},
      {"[$-409]#,##0", kNumber},
      {"[>100]0;\"yyyy\"0", kNumber},
      {"0_d", kNumber},
      {"* 0", kNumber},
      {"@", kNumber},
      {"# ?/?", kNumber},
      {"", kNumber},
      {"\"unclosed yyyy", kNumber},
      {"0;yyyy", kNumber},  // of negative numbers only
      {"yyyy-mm-dd", kDate},
      {"YYYY/MM/DD", kDate},
      {"d.m.yy", kDate},
      {"mmm", kDate},
      {"mm", kDate},
      {"mmmm\\ yyyy;@", kDate},
      {"[$-409]d\\-mmm\\-yyyy;@", kDate},
      {"[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", kDate},
      {"yyyy\"\xE5\xB9\xB4\"m\"\xE6\x9C\x88\"", kDate},
      {"[$-411]ggge\"\xE5\xB9\xB4\"", kDate},
      {"d/m/yyyy h:mm", kDateTime},
      {"yyyy-mm-dd\\Thh:mm:ss.000", kDateTime},
      {"m/d/yy h:mm AM/PM", kDateTime},
      {"h:mm", kTime},
      {"hh:mm:ss", kTime},
      {"mm:ss.0", kTime},
      {"h AM/PM", kTime},
      {"h:mm a/p", kTime},
      {"[$-F400]h:mm:ss\\ AM/PM", kTime},
      {"[h]:mm", kDuration},
      {"[HH]:mm:ss", kDuration},
      {"[mm]:ss", kDuration},
      {"[s]", kDuration},
      {"[h", kDuration},  // unclosed, and still what was meant
  };
  for (const auto& [code, look] : cases) EXPECT_EQ(LookOfFormat(code), look) << code;
}

TEST(NumberFormat, KnowsTheBuiltInOnes) {
  using enum NumberLook;
  const std::pair<int, NumberLook> cases[] = {
      {0, kNumber},    {9, kNumber},  {13, kNumber},   {14, kDate},   {17, kDate},
      {18, kTime},     {21, kTime},   {22, kDateTime}, {23, kNumber}, {26, kNumber},
      {27, kDate},     {36, kDate},   {37, kNumber},   {44, kNumber}, {45, kTime},
      {46, kDuration}, {47, kTime},   {48, kNumber},   {49, kNumber}, {50, kDate},
      {58, kDate},     {59, kNumber}, {-1, kNumber},   {164, kNumber}};
  for (const auto& [id, look] : cases) EXPECT_EQ(LookOfBuiltIn(id), look) << id;
}

}  // namespace
}  // namespace northstar::files
