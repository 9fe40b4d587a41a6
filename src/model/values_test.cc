#include "model/values.h"

#include <gtest/gtest.h>

namespace northstar {
namespace {

// The tables of the core schema, YAML 1.2.2, section 10.3.2.
TEST(YamlScalarTest, ReadsTheCoreSchema) {
  for (const char* text : {"", "~", "null", "Null", "NULL"}) EXPECT_TRUE(IsYamlNull(text)) << text;
  for (const char* text : {"nULL", "none", "nil", " "}) EXPECT_FALSE(IsYamlNull(text)) << text;
  for (const char* text : {"true", "True", "TRUE"}) EXPECT_EQ(ParseYamlBool(text), true) << text;
  for (const char* text : {"false", "False", "FALSE"}) EXPECT_EQ(ParseYamlBool(text), false);
  for (const char* text : {"tRUE", "yes", "on", "y", "1", ""}) EXPECT_FALSE(ParseYamlBool(text));
  const std::pair<const char*, double> kNumbers[] = {
      {"0", 0},  {"-19", -19},   {"+12", 12}, {"0o7", 7},        {"0x3A", 58},    {"0xff", 255},
      {"0.", 0}, {"-0.5", -0.5}, {".5", 0.5}, {"+12e03", 12000}, {"-2E+05", -2e5}};
  for (const auto& [text, value] : kNumbers) EXPECT_EQ(ParseYamlNumber(text), value) << text;
  for (const char* text : {"0x", "0o8", "0xG", "1_000", "+-3", ".inf", "-.INF", ".nan", "nan",
                           "inf", "1e999", "twelve", ""}) {
    EXPECT_FALSE(ParseYamlNumber(text)) << text;
  }
}

}  // namespace
}  // namespace northstar
