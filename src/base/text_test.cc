// Numbers for people, at the places where one form ends and the next begins.
#include "base/text.h"

#include <gtest/gtest.h>

#include <limits>

namespace northstar {
namespace {

TEST(Humanize, RollsOverAtEveryThreshold) {
  struct Case {
    double value;
    int digits;
    const char* text;
  };
  const Case cases[] = {{0, 3, "0"},
                        {0.0344, 2, "0.034"},
                        {0.0999, 2, "0.1"},
                        {9.994, 3, "9.99"},
                        {9.996, 3, "10"},
                        {99.96, 3, "100"},
                        {999.4, 3, "999"},
                        {999.6, 3, "1,000"},
                        {999.94, 4, "999.9"},
                        {999.96, 4, "1,000"},
                        {1000, 3, "1,000"},
                        {999'999, 3, "999,999"},
                        {999'999.4, 3, "999,999"},
                        {999'999.5, 3, "1M"},
                        {1'234'567, 3, "1.23M"},
                        {1'234'567, 2, "1.23M"},
                        {99'960'000, 3, "100M"},
                        {999'400'000, 3, "999M"},
                        {999'499'999, 3, "999M"},
                        {999'500'000, 3, "1B"},
                        {999'940'000, 4, "999.9M"},
                        {999'999'999, 4, "1B"},
                        {999'999'999, 9, "999.999999M"},
                        {1e9, 3, "1B"},
                        {2.5e11, 3, "250B"},
                        {999'999'999'999, 3, "1T"},
                        {9.996e14, 3, "1e+15"},
                        {9.99e14, 3, "999T"},
                        {1e40, 3, "1e+40"}};
  for (const Case& c : cases) {
    EXPECT_EQ(Humanize(c.value, c.digits), c.text) << c.value;
    if (c.value == 0) continue;
    EXPECT_EQ(Humanize(-c.value, c.digits), std::string("-") + c.text);
  }
}

TEST(HumanBytes, RollsOverAtEveryThreshold) {
  const std::pair<double, const char*> cases[] = {
      {0, "0 B"},         {999, "999 B"},      {1000, "1.0 KB"},    {99'940, "99.9 KB"},
      {99'960, "100 KB"}, {999'499, "999 KB"}, {999'500, "1.0 MB"}, {999'999'999, "1.0 GB"},
      {1.5e12, "1.5 TB"}, {2e15, "2000 TB"}};
  for (const auto& [bytes, text] : cases) EXPECT_EQ(HumanBytes(bytes), text) << bytes;
}

TEST(PluralOf, FollowsTheRulesOfEnglish) {
  const std::pair<const char*, const char*> cases[] = {
      {"team", "teams"},      {"company", "companies"}, {"industry", "industries"},
      {"day", "days"},        {"box", "boxes"},         {"match", "matches"},
      {"status", "statuses"}, {"class", "classes"},     {"person", "people"},
      {"child", "children"},  {"analysis", "analyses"}, {"woman", "women"},
      {"user_id", "user_ids"}};
  for (const auto& [one, several] : cases) EXPECT_EQ(PluralOf(one), several);
  EXPECT_EQ(PluralOf("users"), "users") << "named in the plural already";
  EXPECT_EQ(PluralOf(""), "");
  for (const auto& [one, several] : cases) {
    if (std::string_view(one) == "analysis") continue;
    EXPECT_EQ(SingularOf(several), one);
  }
  EXPECT_EQ(SingularOf("team"), "team");
  EXPECT_EQ(Plural(1, "company"), "1 company");
  EXPECT_EQ(Plural(1200, "company"), "1,200 companies");
}

TEST(WithThousands, HoldsTheWholeRange) {
  EXPECT_EQ(WithThousands(std::numeric_limits<long long>::min()), "-9,223,372,036,854,775,808");
  EXPECT_EQ(WithThousands(-1000), "-1,000");
  EXPECT_EQ(WithThousands(0), "0");
}

}  // namespace
}  // namespace northstar
