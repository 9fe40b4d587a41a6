#include "server/sessions.h"

#include <gtest/gtest.h>

namespace northstar::server {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

const Sessions::Clock::time_point kStart = Sessions::Clock::now();

TEST(Sessions, EndWhenNobodyUsesThem) {
  Sessions sessions;
  const std::string cookie = sessions.Begin(7, kStart);
  EXPECT_EQ(cookie.size(), 32u);
  EXPECT_NE(cookie, sessions.Begin(7, kStart));
  EXPECT_EQ(sessions.Find(cookie, kStart + minutes(29)), 7);
  EXPECT_EQ(sessions.Find(cookie, kStart + minutes(58)), 7);
  EXPECT_EQ(sessions.Find(cookie, kStart + minutes(89)), std::nullopt);
  EXPECT_EQ(sessions.Find(cookie, kStart + minutes(59)), std::nullopt) << "it does not come back";
}

TEST(Sessions, EndAfterTwelveHours) {
  Sessions sessions;
  const std::string cookie = sessions.Begin(7, kStart);
  for (int half = 1; half <= 36; ++half)
    ASSERT_EQ(sessions.Find(cookie, kStart + minutes(20) * half), 7);
  EXPECT_EQ(sessions.Find(cookie, kStart + hours(12) + seconds(1)), std::nullopt);
}

TEST(Sessions, AreForTheirCookieAlone) {
  Sessions sessions;
  std::string cookie = sessions.Begin(7, kStart);
  EXPECT_EQ(sessions.Find("", kStart), std::nullopt);
  EXPECT_EQ(sessions.Find(cookie + "0", kStart), std::nullopt);
  const std::string right = cookie;
  cookie[5] = cookie[5] == '0' ? '1' : '0';
  EXPECT_EQ(sessions.Find(cookie, kStart), std::nullopt);
  sessions.End(right);
  EXPECT_EQ(sessions.Find(right, kStart), std::nullopt);
}

TEST(Sessions, LimitTries) {
  Sessions sessions;
  for (int i = 0; i < 10; ++i) EXPECT_TRUE(sessions.MayTry("10.0.0.1", kStart));
  EXPECT_FALSE(sessions.MayTry("10.0.0.1", kStart));
  EXPECT_TRUE(sessions.MayTry("10.0.0.2", kStart));
  int taken = 0;
  for (int i = 0; i < 200; ++i) taken += sessions.MayTry("10.0.1." + std::to_string(i), kStart);
  EXPECT_EQ(taken, 89);
  EXPECT_TRUE(sessions.MayTry("10.0.0.1", kStart + seconds(61)));
}

}  // namespace
}  // namespace northstar::server
