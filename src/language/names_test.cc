// What is read past as a name, and what is not.
#include "language/names.h"

#include <gtest/gtest.h>

namespace northstar::language {
namespace {

std::string Hidden(const Names& names, std::string_view text) {
  return Replaced(text, names.In(text), "name");
}

TEST(Names, GivenOnesAreHidden) {
  const std::vector<std::string> given{"Best Street",    "Best",
                                       "Free",           "Good",
                                       "crash",          "WOW",
                                       "No Frills",      "Joy & Grace",
                                       "T-Love",         "Best Street North",
                                       "Peace-Bank Ltd", "Too Good To Go"};
  const Names names(given);
  struct Case {
    const char* text;
    const char* hidden;
  };
  for (const Case& one :
       {Case{"best street was closed", "name was closed"},
        Case{"BEST STREET WAS CLOSED", "NAME WAS CLOSED"},
        Case{"the Best Street's toilets", "the name's toilets"},
        Case{"at best street north, again", "at name, again"},  // the longest
        Case{"it is the best. Street was closed", "it is the best. Street was closed"},
        Case{"the best street-food", "the name-food"},
        Case{"the best app on the street", "the best app on the street"},
        Case{"I bought it at Best yesterday", "I bought it at name yesterday"},
        Case{"Best was closed again", "Best was closed again"},  // owed to the sentence
        Case{"BEST WAS CLOSED AGAIN", "BEST WAS CLOSED AGAIN"},  // tells nothing
        Case{"Best Shop In Town", "Best Shop In Town"},          // a title
        Case{"the Good plan is too small", "the name plan is too small"},
        Case{"a good plan", "a good plan"},
        Case{"a crash after every update", "a crash after every update"},
        Case{"what a WOW moment it was", "what a WOW moment it was"},
        Case{"no frills is closed", "name is closed"},
        Case{"joy and grace", "joy and grace"},
        Case{"at joy & grace", "at name"},
        Case{"t-love is down", "name is down"},
        Case{"peace-bank ltd is down", "name is down"},
        Case{"too good to go is down", "name is down"},
        Case{"@joybank payment failed, a@best.com", "name payment failed, a@best.com"},
        Case{"", ""}}) {
    EXPECT_EQ(Hidden(names, one.text), one.hidden);
  }
}

TEST(Names, AreNoExpressionsNorIdentifiers) {
  Vocabulary vocabulary;
  AddWords(
      "best street north not no frills too expensive working very good group order failed "
      "order_failed checkout error great app but it crashes every time i open joy",
      vocabulary);
  for (const char* name : {"Best Street", "North Street", "Joy", "No Frills", "Very Group", "joy",
                           "Order Failed", "order failed"})
    EXPECT_TRUE(CouldName(name, vocabulary)) << name;
  for (const char* name : {"too expensive", "Not working", "very good", "order-failed",
                           "checkout.error", "Great app but it crashes every time I open", "Grace",
                           "Best Street Grace", "I", "2024", "", " ", "\xFF"})
    EXPECT_FALSE(CouldName(name, vocabulary)) << name;
}

TEST(Names, GivenOnesAreToldFromOthers) {
  const std::vector<std::string> given{"Best Street", "Good", "WOW"};
  const Names names(given);
  EXPECT_TRUE(names.GivenIn("closed best street"));
  EXPECT_TRUE(names.GivenIn("the Good plan is small"));
  EXPECT_TRUE(names.GivenIn("the WOW crew"));
  EXPECT_FALSE(names.GivenIn("@joy a good street, the best"));
}

class LearnedNames : public ::testing::Test {
 protected:
  Names Learned(const std::vector<std::string_view>& texts,
                const std::vector<std::string>& given = {}) const {
    Names names(given);
    names.Learn(texts, lexicon_);
    return names;
  }
  const SentimentLexicon lexicon_ = ProductLexicon();
};

TEST_F(LearnedNames, AreMostlyCapitalizedWithinSentences) {
  const Names names = Learned({"I was told by Joy to wait", "my Joy app is down",
                               "nobody at Joy answers", "a joy to use", "what a Good day it is",
                               "it is good", "so good", "it is a Good app", "a Good one it is"});
  EXPECT_EQ(Hidden(names, "Joy blocked my card"), "name blocked my card");
  EXPECT_EQ(Hidden(names, "JOY BLOCKED MY CARD"), "NAME BLOCKED MY CARD");
  EXPECT_EQ(Hidden(names, "using it is pure joy"), "using it is pure joy");
  EXPECT_EQ(Hidden(names, "my Good friend is gone"), "my name friend is gone");  // 3 against 2
}

TEST_F(LearnedNames, NeedThreeTextsThatDiffer) {
  const Names twice = Learned({"I was told by Joy to wait", "I was told by Joy to wait",
                               "I was told by Joy to wait", "my Joy app is down, Joy says"});
  EXPECT_EQ(Hidden(twice, "my Joy app"), "my Joy app");
}

TEST_F(LearnedNames, NeedTwoThatWereGiven) {
  const std::vector<std::string_view> texts{"waited an hour at Best", "rude people at Best"};
  EXPECT_EQ(Hidden(Learned(texts, {"Best"}), "Best was closed"), "name was closed");
  EXPECT_EQ(Hidden(Learned(texts), "Best was closed"), "Best was closed");
  EXPECT_EQ(Hidden(Learned({texts[0]}, {"Best"}), "Best was closed"), "Best was closed");
}

TEST_F(LearnedNames, DoNotComeFromTitlesStartsAndCapitals) {
  const Names names =
      Learned({"Love This App", "I Love It", "Love it. Love this", "ALL MY LOVE IS HERE",
               "Really Love The Update", "Love the new one", "LOVE it", "I LOVE it"});
  EXPECT_EQ(Hidden(names, "I do Love it"), "I do Love it");
}

TEST_F(LearnedNames, OfMoodOnly) {
  const Names names = Learned({"I use Acme now", "at Acme it is", "we left Acme today"});
  EXPECT_EQ(Hidden(names, "we left Acme"), "we left Acme");  // hiding it would change nothing
}

TEST_F(LearnedNames, MayBeAcronymsThatWereGiven) {
  const std::vector<std::string_view> texts{"flying with WOW was late", "the WOW crew was rude",
                                            "my WOW flight left early"};
  EXPECT_EQ(Hidden(Learned(texts, {"WOW"}), "WOW lost my bag"), "NAME lost my bag");
  EXPECT_EQ(Hidden(Learned(texts), "WOW lost my bag"), "WOW lost my bag");
}

TEST_F(LearnedNames, ArePartsOfPhrasesOnlyThere) {
  const Names names = Learned({"they closed Best Street again", "waited at Best Street too",
                               "the Best Street shop is gone", "it is best of all"},
                              {"Best Street"});
  EXPECT_EQ(Hidden(names, "this Best shop is gone"), "this Best shop is gone");
}

}  // namespace
}  // namespace northstar::language
