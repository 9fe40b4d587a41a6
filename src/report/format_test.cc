// Values as their metrics say, where one form ends and the next begins.
#include "report/format.h"

#include <gtest/gtest.h>

namespace northstar {
namespace {

TEST(FormatValue, DurationsRollOverAtEveryThreshold) {
  Metric metric;
  metric.format = "duration";
  const std::pair<double, const char*> cases[] = {
      {0, "0s"},        {59.94, "59.9s"},     {59.96, "1m"},     {89, "1m"},
      {91, "2m"},       {3569, "59m"},        {3571, "1h 00m"},  {7169, "1h 59m"},
      {7171, "2h 00m"}, {172'769, "47h 59m"}, {172'771, "2.0d"}, {-7200, "-2h 00m"}};
  for (const auto& [seconds, text] : cases)
    EXPECT_EQ(FormatValue(metric, seconds), text) << seconds;
}

TEST(FormatValue, LargeNumbersRollOver) {
  Metric metric;
  EXPECT_EQ(FormatValue(metric, 999'999'999), "1B");
  EXPECT_EQ(FormatValue(metric, -999'999'999), "-1B");
  EXPECT_EQ(FormatValue(metric, 999'949'999), "999.9M");
}

}  // namespace
}  // namespace northstar
