#include "notify/mime.h"

#include <gtest/gtest.h>

#include "base/text.h"

namespace northstar::notify {
namespace {

MailParts Parts(const std::string& subject) {
  return {"ns@example.org",
          {"a@example.org", "b@example.org"},
          subject,
          "Text ä\n",
          "<p>ä</p>",
          "0123abc",
          1'782'086'400'000'000};
}

TEST(Mime, Base64HoldsTheVectorsOfItsStandard) {
  const std::pair<const char*, const char*> kRows[] = {{"", ""},
                                                       {"f", "Zg=="},
                                                       {"fo", "Zm8="},
                                                       {"foo", "Zm9v"},
                                                       {"foob", "Zm9vYg=="},
                                                       {"fooba", "Zm9vYmE="},
                                                       {"foobar", "Zm9vYmFy"}};  // RFC 4648, 10
  for (const auto& [text, encoded] : kRows) EXPECT_EQ(Base64(text), encoded);
}

TEST(Mime, AHeaderIsPlainOrEncodedAndNeverTwo) {
  EXPECT_EQ(HeaderText("acme: 1 alert started."), "acme: 1 alert started.");
  EXPECT_EQ(HeaderText("ä"), "=?utf-8?B?w6Q=?=");
  EXPECT_EQ(HeaderText("=?utf-8?B?w6Q=?="), "=?utf-8?B?" + Base64("=?utf-8?B?w6Q=?=") + "?=");
  const std::string injected = HeaderText("x\r\nBcc: c@example.org");
  EXPECT_EQ(injected.find_first_of("\r\n"), std::string::npos);
  // Long ones are cut between letters, each word short enough for a line.
  std::string longer;
  for (int i = 0; i < 60; ++i) longer += "é€";
  std::string joined;
  for (const std::string& word : Split(HeaderText(longer), ' ')) {
    const std::string trimmed(Trim(word));
    EXPECT_LE(trimmed.size(), 75U);
    EXPECT_TRUE(trimmed.starts_with("=?utf-8?B?") && trimmed.ends_with("?="));
    joined += trimmed;
  }
}

TEST(Mime, AMailHasItsHeadersAndTwoParts) {
  const std::string mail = MimeMessage(Parts("Überblick\r\nX-Evil: 1"));
  const size_t body = mail.find("\r\n\r\n");
  ASSERT_NE(body, std::string::npos);
  const std::string head = "\r\n" + mail.substr(0, body);
  for (const char* line :
       {"\r\nFrom: ns@example.org\r\n", "\r\nTo: a@example.org,\r\n b@example.org\r\n",
        "\r\nSubject: =?utf-8?B?", "\r\nDate: Mon, 22 Jun 2026 00:00:00 +0000\r\n",
        "\r\nMessage-ID: <0123abc@example.org>\r\n", "\r\nAuto-Submitted: auto-generated\r\n",
        "\r\nMIME-Version: 1.0\r\n", "boundary=\"northstar-0123abc\""})
    EXPECT_NE(head.find(line), std::string::npos) << line;
  EXPECT_EQ(head.find("X-Evil"), std::string::npos);
  EXPECT_NE(mail.find(Base64("Text ä\n")), std::string::npos);
  EXPECT_NE(mail.find(Base64("<p>ä</p>")), std::string::npos);
  EXPECT_TRUE(mail.ends_with("\r\n--northstar-0123abc--\r\n"));
  for (const std::string& line : Split(mail, '\n')) {
    if (line.empty()) continue;
    EXPECT_TRUE(line.ends_with('\r')) << line;
    EXPECT_LE(line.size(), 79U) << line;
  }
  EXPECT_EQ(MimeMessage(Parts("x")), MimeMessage(Parts("x")));
}

TEST(Mime, APictureTravelsWithTheHtml) {
  MailParts parts = Parts("x");
  parts.png = Base64(std::string(300, '\x89'));
  const std::string mail = MimeMessage(parts);
  const size_t text = mail.find("Content-Type: text/plain"),
               related = mail.find("Content-Type: multipart/related;\r\n boundary="),
               html = mail.find("Content-Type: text/html"),
               picture = mail.find(
                   "Content-Type: image/png\r\nContent-ID: <star@northstar>\r\n"
                   "Content-Disposition: inline; filename=\"star.png\"\r\n"
                   "Content-Transfer-Encoding: base64\r\n\r\n");
  EXPECT_LT(text, related);
  EXPECT_LT(related, html);
  EXPECT_LT(html, picture);
  ASSERT_NE(picture, std::string::npos);
  EXPECT_TRUE(mail.ends_with("\r\n--northstar-html-0123abc--\r\n\r\n--northstar-0123abc--\r\n"));
  for (const std::string& line : Split(mail, '\n')) EXPECT_LE(line.size(), 79U) << line;
}

}  // namespace
}  // namespace northstar::notify
