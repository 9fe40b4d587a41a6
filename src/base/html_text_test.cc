#include "base/html_text.h"

#include <gtest/gtest.h>

namespace northstar {
namespace {

TEST(HtmlText, NothingInItMeansAnything) {
  EXPECT_EQ(EscapeHtml("<a href=\"x\">R&D's</a>"),
            "&lt;a href=&quot;x&quot;&gt;R&amp;D&#39;s&lt;/a&gt;");
  EXPECT_EQ(EscapeSlack("<!channel> R&D's \"x\""), "&lt;!channel&gt; R&amp;D's \"x\"");
  EXPECT_EQ(EscapeHtml("a\r\nb"), EscapeSlack("a\r\nb"));
  EXPECT_EQ(EscapeSlack("a\nb").find('\n'), std::string::npos);
  EXPECT_EQ(EscapeHtml("ü€"), "ü€");
}

}  // namespace
}  // namespace northstar
