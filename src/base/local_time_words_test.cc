#include "base/local_time_words.h"

#include <gtest/gtest.h>

namespace northstar {
namespace {

TEST(LocalTimeWords, AreThoseOfTheZone) {
  const struct {
    const char* zone;
    const char* instant;
    const char* words;
  } cases[] = {
      {"UTC", "2026-07-01T00:00:00Z", "Jul 1, 2026"},
      {"UTC", "2026-07-01T14:05:59Z", "Jul 1, 2026, 14:05"},
      {"America/New_York", "2026-07-01T04:00:00Z", "Jul 1, 2026"},
      {"America/New_York", "2026-07-01T00:00:00Z", "Jun 30, 2026, 20:00"},
      {"Asia/Kolkata", "2026-06-30T18:30:00Z", "Jul 1, 2026"},
  };
  for (const auto& one : cases) {
    auto zone = TimeZone::Load(one.zone);
    ASSERT_TRUE(zone.ok()) << one.zone;
    const Calendar calendar(*std::move(zone), Weekday::kMonday, 1);
    EXPECT_EQ(LocalTimeWords(calendar, ParseTime(one.instant)->us), one.words) << one.zone;
  }
}

}  // namespace
}  // namespace northstar
