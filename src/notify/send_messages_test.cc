#include "notify/send_messages.h"

#include <gtest/gtest.h>

namespace northstar::notify {
namespace {

// Sending itself is tested against servers in tests/cli/test_check.py.
TEST(SendMessages, PausesDoubleUpToAnHour) {
  constexpr int64_t kMinute = 60'000'000;
  const std::pair<int, int64_t> kRows[] = {{1, 1}, {2, 2}, {3, 4}, {6, 32}, {7, 60}, {500, 60}};
  for (const auto& [attempts, minutes] : kRows)
    EXPECT_EQ(PauseAfter(attempts), minutes * kMinute) << attempts;
}

}  // namespace
}  // namespace northstar::notify
