// What people write about, found where it is planted, and nothing else.
#include "analysis/feedback/themes.h"

#include <gtest/gtest.h>

#include "base/random.h"
#include "language/terms.h"

namespace northstar {
namespace {

TermSets TermsOfAll(const std::vector<std::string>& texts) {
  TermSets terms;
  for (const std::string& text : texts) terms.push_back(TermsOf(text));
  FoldForms({&terms});
  return terms;
}

std::vector<std::string> Repeated(const std::vector<std::string>& texts, int times) {
  std::vector<std::string> all;
  for (int i = 0; i < times; ++i) all.insert(all.end(), texts.begin(), texts.end());
  return all;
}

std::vector<std::string> Labels(const std::vector<Theme>& themes) {
  std::vector<std::string> labels;
  for (const Theme& theme : themes) labels.push_back(theme.label);
  return labels;
}

TEST(Themes, AreWhatIsSteadilySaid) {
  const std::vector<std::string> texts =
      Repeated({"My refund never came", "The refund is still not here",
                "Waiting for the refund for weeks", "I want my refund", "Refund refused, terrible",
                "The courier was late", "Courier came two days late",
                "Late again, the courier called nobody", "Great, thank you", "All fine, thank you"},
               6);
  const std::vector<Theme> themes = FindThemes(TermsOfAll(texts));
  EXPECT_EQ(Labels(themes), (std::vector<std::string>{"refund", "courier"}));
  EXPECT_EQ(themes[0].texts.size(), 30U);
  EXPECT_EQ(themes[1].texts.size(), 18U);
}

TEST(Themes, FormsOfAWordAreOne) {
  const TermSets terms = TermsOfAll(
      Repeated({"refund please", "my refunds are gone", "they refunded nothing", "it crashes",
                "crashed again", "a crash", "the news", "a new one", "class", "glass"},
               5));
  const std::vector<Theme> themes = FindThemes(terms);
  ASSERT_GE(themes.size(), 2U);
  EXPECT_EQ(themes[0].label, "crash");
  EXPECT_EQ(themes[0].texts.size(), 15U);
  EXPECT_EQ(themes[1].label, "refund");
  EXPECT_EQ(themes[1].texts.size(), 15U);
  TermSets before = TermsOfAll({"a refund", "many refunds", "nothing"});
  EXPECT_EQ(CountTheme(themes[1], before), 2);
}

TEST(Themes, AreNotVerdicts) {
  EXPECT_TRUE(FindThemes(TermsOfAll(Repeated(
                             {"Great app", "I love it, awesome", "Very good", "terrible app",
                              "thank you", "super App, sehr gut", "muy bueno, gracias"},
                             10)))
                  .empty());
}

TEST(Themes, OfOtherLanguages) {
  for (const auto& [texts, label] : std::vector<std::pair<std::vector<std::string>, std::string>>{
           {{"Die Lieferung kam zu spät", "Wo bleibt meine Lieferung", "Lieferung beschädigt",
             "Alles gut, danke"},
            "lieferung"},
           {{"Mi reembolso no llega", "Dónde está el reembolso", "El reembolso fue rechazado",
             "Todo bien, gracias"},
            "reembolso"},
           {{"返金がまだです", "返金されません", "返金はいつですか", "とても良いです"}, "返金"},
           {{"Когда будет возврат", "Возврат не пришёл", "Где мой возврат", "Всё хорошо, спасибо"},
            "возврат"}}) {
    const std::vector<Theme> themes = FindThemes(TermsOfAll(Repeated(texts, 5)));
    ASSERT_FALSE(themes.empty()) << label;
    EXPECT_EQ(themes[0].label, label);
    EXPECT_EQ(themes[0].texts.size(), 15U);
  }
}

TEST(Themes, AFrequentWordHidesNoneBesideIt) {
  // Six in ten texts are about a flight; one in five is about luggage, with or without it.
  std::vector<std::string> texts;
  Random random(1);
  for (int i = 0; i < 300; ++i) {
    std::string text = random.Below(10) < 6 ? "flight" : "";
    if (random.Below(5) == 0) text += ", luggage";
    texts.push_back(text);
  }
  EXPECT_EQ(Labels(FindThemes(TermsOfAll(texts))), (std::vector<std::string>{"flight", "luggage"}));
}

TEST(Themes, OfFewAreFew) {
  EXPECT_TRUE(FindThemes({}).empty());
  EXPECT_TRUE(FindThemes(TermsOfAll({"refund", "refund"})).empty());
  EXPECT_EQ(Labels(FindThemes(TermsOfAll({"refund", "refund", "refund", "courier"}))),
            (std::vector<std::string>{"refund"}));
  EXPECT_EQ(FindThemes(TermsOfAll(Repeated({"refund"}, 4))).size(), 1U);
  // With many people, three are none.
  std::vector<std::string> many(60, "courier");
  many.insert(many.end(), 4, "refund");
  EXPECT_EQ(Labels(FindThemes(TermsOfAll(many))), (std::vector<std::string>{"courier"}));
}

TEST(Themes, AreAtMostTen) {
  std::vector<std::string> texts;
  for (int theme = 0; theme < 15; ++theme)
    texts.insert(texts.end(), 6, "topic" + std::string(1, static_cast<char>('a' + theme)));
  EXPECT_EQ(FindThemes(TermsOfAll(texts)).size(), 10U);
}

}  // namespace
}  // namespace northstar
