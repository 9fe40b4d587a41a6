#include "base/period_words.h"

#include <gtest/gtest.h>

namespace northstar {
namespace {

TEST(PeriodWords, AreThoseOfACalendar) {
  const struct {
    Grain grain;
    const char* label;
    const char* words;
  } cases[] = {
      {Grain::kHour, "2026-06-22T14:00", "on Jun 22, 2026, 14:00"},
      {Grain::kDay, "2026-06-02", "on Jun 2, 2026"},
      {Grain::kWeek, "2026-06-22", "in the week of Jun 22, 2026"},
      {Grain::kMonth, "2026-05-01", "in May 2026"},
      {Grain::kQuarter, "2026-04-01", "in Q2 2026"},
      {Grain::kQuarter, "2026-02-01", "in the quarter from Feb 1, 2026"},
      {Grain::kYear, "2026-01-01", "in 2026"},
      {Grain::kYear, "2025-07-01", "in the year from Jul 1, 2025"},
      {Grain::kWeek, "nonsense", "in nonsense"},
  };
  for (const auto& one : cases) EXPECT_EQ(InPeriod(one.grain, one.label), one.words);
}

}  // namespace
}  // namespace northstar
