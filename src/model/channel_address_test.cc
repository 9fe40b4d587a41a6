#include "model/channel_address.h"

#include <gtest/gtest.h>

namespace northstar {
namespace {

TEST(ChannelAddress, SaysSchemeAndHostAndNothingElse) {
  const struct {
    const char* url;
    const char* scheme;
    const char* host;
  } kRows[] = {
      {"https://hooks.slack.com/services/T0/B0/secret", "https", "hooks.slack.com"},
      {"HTTP://Example.ORG", "http", "example.org"},
      {"http://127.0.0.1:8080/x?token=1", "http", "127.0.0.1:8080"},
      {"smtps://user:p%40ss@mail.example.org:465", "smtps", "mail.example.org:465"},
      {"smtp://user@example.org:pass@mail.example.org", "smtp", "mail.example.org"},
      {"http://[::1]:80/", "http", "[::1]:80"},
      {"http://[::1]", "http", "[::1]"},
      {"https://example.org?token=1", "https", "example.org"},
  };
  for (const auto& row : kRows) {
    const auto address = ParseChannelAddress(row.url);
    ASSERT_TRUE(address) << row.url;
    EXPECT_EQ(address->scheme, row.scheme);
    EXPECT_EQ(address->host, row.host);
  }
  for (const char* bad : {"", "example.org", "://x", "http://", "http:///path", "http://a b/",
                          "http://a\r\nHost: b/", "http://a:port/", "http://:80/", "http://user@/",
                          "http://[::1/", "http://a:123456/", "http://a:/"})
    EXPECT_FALSE(ParseChannelAddress(bad)) << bad;
}

TEST(ChannelAddress, TakesPlainMailAddresses) {
  for (const char* good : {"team@example.org", "a.b+c@mail-1.example.org", "root@localhost"})
    EXPECT_TRUE(IsMailAddress(good)) << good;
  for (const char* bad :
       {"", "team", "@example.org", "team@", "a@b@c", "Team <team@example.org>", "a b@example.org",
        "a@example.org\r\nBcc: b@example.org", "a@.org", "a@org.", "ä@example.org", "a,b@c.org"})
    EXPECT_FALSE(IsMailAddress(bad)) << bad;
}

}  // namespace
}  // namespace northstar
