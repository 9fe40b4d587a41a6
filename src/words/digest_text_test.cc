#include "words/digest_text.h"

#include <gtest/gtest.h>

#include "base/text.h"

namespace northstar {
namespace {

// So many code points, two bytes each, the full stop included.
std::string Long(size_t length) {
  std::string text;
  for (size_t i = 0; i + 1 < length; ++i) text += "ü";
  return text + ".";
}

std::vector<DigestSection> Short() {
  return {{"star", "", 1, {"It rose.", "A year ago it was 3."}},
          {"inputs", "Inputs", 3, {"A: 1.", "B: 2."}},
          {"guardrails", "Guardrails", 2, {}},
          {"okrs", "OKRs", 4, {"All made."}}};
}

TEST(DigestText, EveryFormHasItsMarks) {
  const std::vector<DigestSection> sections = Short();
  const DigestText plain = LayOut("acme", sections, DigestForm::kPlain);
  EXPECT_EQ(plain.text,
            "acme\n\nIt rose. A year ago it was 3.\n\nInputs\n- A: 1.\n- B: 2.\n\nOKRs\n- All "
            "made.");
  EXPECT_EQ(plain.more, "");
  EXPECT_EQ(LayOut("acme", sections, DigestForm::kSlack).text,
            "*acme*\n\nIt rose. A year ago it was 3.\n\n*Inputs*\n• A: 1.\n• B: 2.\n\n*OKRs*\n• "
            "All made.");
  EXPECT_EQ(LayOut("acme", sections, DigestForm::kMarkdown).text,
            "**acme**\n\nIt rose. A year ago it was 3.\n\n**Inputs**\n\n- A: 1.\n- B: 2.\n\n"
            "**OKRs**\n\n- All made.");
}

TEST(DigestText, WhatDataSayMeansNothingToAChannel) {
  const std::vector<DigestSection> sections = {
      {"star", "", 1, {"<!channel> a&b\r\n# <script>", "- *c* [d](e) snake_case"}}};
  EXPECT_EQ(LayOut("a\nb", sections, DigestForm::kSlack).text,
            "*a b*\n\n&lt;!channel&gt; a&amp;b  # &lt;script&gt; - *c* [d](e) snake_case");
  EXPECT_EQ(LayOut("a\nb", sections, DigestForm::kMarkdown).text,
            "**a b**\n\n\\<!channel\\> a&b  # \\<script\\> \\- \\*c\\* \\[d\\](e) snake\\_case");
  EXPECT_EQ(LayOut("a\nb", sections, DigestForm::kPlain).text,
            "a b\n\n<!channel> a&b  # <script> - *c* [d](e) snake_case");
}

TEST(DigestText, TheLeastImportantMovesToMoreAndNothingIsCut) {
  const std::vector<DigestSection> sections = {{"star", "", 1, {Long(500)}},
                                               {"inputs", "Inputs", 3, {Long(300), Long(400)}},
                                               {"guardrails", "Guardrails", 2, {Long(600)}},
                                               {"okrs", "OKRs", 4, {Long(40)}}};
  const DigestText found = LayOut("acme", sections, DigestForm::kPlain);
  EXPECT_LE(CodePoints(found.text), kDigestLimit);
  EXPECT_GT(found.text.size(), kDigestLimit);  // it is not bytes that count
  EXPECT_EQ(found.text, "acme\n\n" + Long(500) + "\n\nInputs\n- " + Long(300) +
                            "\n\nGuardrails\n- " + Long(600) + "\n\nOKRs\n- " + Long(40));
  EXPECT_EQ(found.more, "Inputs\n- " + Long(400));
}

TEST(DigestText, TheLimitIsReachedExactly) {
  const auto with = [](size_t length) {
    return LayOut("acme", {{"star", "", 1, {Long(length)}}}, DigestForm::kPlain);
  };
  EXPECT_EQ(CodePoints(with(1494).text), kDigestLimit);
  EXPECT_EQ(with(1494).more, "");
  EXPECT_EQ(with(1495).text, "acme");
  EXPECT_EQ(with(1495).more, Long(1495));
}

TEST(DigestText, MarksOfAChannelCountToo) {
  const std::string ands(400, '&');  // 2,000 characters as Slack takes them
  EXPECT_EQ(LayOut("acme", {{"star", "", 1, {ands}}}, DigestForm::kSlack).text, "*acme*");
  EXPECT_EQ(LayOut("acme", {{"star", "", 1, {ands}}}, DigestForm::kPlain).more, "");
}

TEST(DigestText, AHeadingThatIsTooLongMovesToo) {
  const DigestText found = LayOut(Long(1501), Short(), DigestForm::kPlain);
  EXPECT_TRUE(found.text.starts_with("It rose."));
  EXPECT_EQ(found.more, Long(1501));
}

}  // namespace
}  // namespace northstar
