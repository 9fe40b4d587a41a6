#include "words/phrases.h"

#include <gtest/gtest.h>

#include "tests/said_rows.h"
#include "words/series_name.h"
#include "words/series_time.h"

namespace northstar::testing {
namespace {

TEST(Phrases, SharesAndCountsAreShort) {
  EXPECT_EQ(Percent(0.1234), "12%");
  EXPECT_EQ(Percent(0.1234, 3), "12.3%");
  EXPECT_EQ(Several("company"), "companies");
  EXPECT_EQ(Several(""), "entities");
  EXPECT_EQ(ShareThatComesBack("user"), "the share of users that come back");
  EXPECT_EQ(Periods(Grain::kWeek, 1), "1 week");
  EXPECT_EQ(Periods(Grain::kMonth, 1'200), "1,200 months");
}

TEST(SeriesName, ColumnsHaveNoPage) {
  const Sentence names = CommaList({{"Revenue", "revenue"}, {"load"}});
  EXPECT_EQ(Marked(names), "<Revenue>, <load>");
  EXPECT_EQ(names.spans()[0].link, "/metric/revenue");
  EXPECT_EQ(names.spans()[1].link, "");
}

TEST(SeriesTime, FilesKeepTheirLabels) {
  EXPECT_EQ(WhenWords({Grain::kMonth}, "2026-05-01"), "in May 2026");
  EXPECT_EQ(WhenWords({Grain::kMonth, true}, "2026-05-01"), "at 2026-05-01");
  EXPECT_EQ(WhenWords({}, "2026-05-01T10:05"), "at 2026-05-01T10:05");
  EXPECT_EQ(StepCount({Grain::kMonth, true}, 3), "3 months");
  EXPECT_EQ(StepCount({}, 1), "1 value");
}

}  // namespace
}  // namespace northstar::testing
