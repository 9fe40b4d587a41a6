// Values as their metrics say, where one form ends and the next begins.
#include "report/format.h"

#include <gtest/gtest.h>

namespace northstar {
namespace {

TEST(FormatValue, DurationsRollOverAtEveryThreshold) {
  Metric metric;
  metric.format = "duration";
  const std::pair<double, const char*> cases[] = {{0, "0\u202fs"},
                                                  {59.94, "59.9\u202fs"},
                                                  {59.96, "1\u202fmin"},
                                                  {89, "1\u202fmin"},
                                                  {91, "2\u202fmin"},
                                                  {3569, "59\u202fmin"},
                                                  {3571, "1\u202fh 00\u202fmin"},
                                                  {7169, "1\u202fh 59\u202fmin"},
                                                  {7171, "2\u202fh 00\u202fmin"},
                                                  {172'769, "47\u202fh 59\u202fmin"},
                                                  {172'771,
                                                   "2\u202f"
                                                   "days"},
                                                  {-7200, "\u22122\u202fh 00\u202fmin"}};
  for (const auto& [seconds, text] : cases)
    EXPECT_EQ(FormatValue(metric, seconds), text) << seconds;
}

TEST(FormatValue, LargeNumbersRollOver) {
  Metric metric;
  EXPECT_EQ(FormatValue(metric, 999'999'999), "1B");
  EXPECT_EQ(FormatValue(metric, -999'999'999), "\u22121B");
  EXPECT_EQ(FormatValue(metric, 999'499'999), "999M");
}

}  // namespace
}  // namespace northstar
