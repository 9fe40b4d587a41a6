#include "language/stems.h"

#include <gtest/gtest.h>

#include "language/stop_words.h"

namespace northstar::language {
namespace {

using Words = std::vector<std::string>;

TEST(StemsTest, WordsEndWherePeopleStopReading) {
  EXPECT_EQ(PlainWordsOf("Weekly_active-teams, isn't it?"),
            (Words{"weekly", "active", "teams", "isn", "t", "it"}));
  EXPECT_EQ(PlainWordsOf(" \xff ?! "), Words());
}

TEST(StemsTest, FormsOfAWordAreOne) {
  const Words one = ContentStems("A team completes a task", 0);
  EXPECT_EQ(one, ContentStems("teams that completed tasks", 0));
  EXPECT_EQ(one.size(), 3U);
  EXPECT_EQ(ContentStems("three people", 0), ContentStems("3 people", 0));
  EXPECT_NE(ContentStems("team", 0), ContentStems("user", 0));
  EXPECT_EQ(ContentStems("and of the", 0), Words());
  EXPECT_EQ(ContentStems("", 0), Words());
}

TEST(StemsTest, TheLanguageDecides) {
  const int german = LanguageOf("Ein Team, das in der Woche mit uns eine Aufgabe abschließt");
  EXPECT_EQ(StopWords::BuiltIn().NameOf(german), "german");
  EXPECT_EQ(ContentStems("die Aufgaben", german), ContentStems("eine Aufgabe", german));
  EXPECT_EQ(StopWords::BuiltIn().NameOf(LanguageOf("teams that finish work together")), "english");
  EXPECT_EQ(LanguageOf(""), 0);
  // One row of several languages has no stemmer.
  const int north = LanguageOf("och jag har inte det som är ett lag");
  EXPECT_EQ(StopWords::BuiltIn().NameOf(north), "scandinavian");
  EXPECT_EQ(ContentStems("lagen", north), Words{"lagen"});
}

}  // namespace
}  // namespace northstar::language
