// The rules, one by one and by hand; the published examples are in tests/reference.
#include "language/sentiment.h"

#include <gtest/gtest.h>

#include <cmath>

namespace northstar::language {
namespace {

double Normalized(double sum) {
  return sum / std::sqrt(sum * sum + 15);
}

SentimentLexicon SmallLexicon() {
  SentimentLexicon lexicon;
  EXPECT_EQ(
      lexicon.AddWords("good\t1.9\t0.9\t[1, 2]\nbad\t-2.5\nno\t-1.2\nkind\t2.4\n:)\t2\n💔\t-2.9\n"
                       "doubt\t-1.5\nass\t-2.5\n\n# a comment\nnothing\t0\n"),
      0);
  EXPECT_EQ(lexicon.AddEmojiNames("😁\tgood face\n"), 0);
  return lexicon;
}

struct Case {
  const char* text;
  double sum;  // before it is normalised
};

TEST(Sentiment, FollowsEveryRule) {
  const SentimentLexicon lexicon = SmallLexicon();
  for (const Case& one : {
           Case{"it is good", 1.9},
           {"it is GOOD", 1.9 + .733},
           {"IT IS GOOD", 1.9},  // nothing stands out
           {"very good", 1.9 + .293},
           {"VERY good", 1.9 + .293 + .733},
           {"very bad", -2.5 - .293},
           {"barely bad", -2.5 + .293},
           {"very so good", 1.9 + .293 + .293 * .95},
           {"very it is good", 1.9 + .293 * .9},
           {"very it is a good", 1.9},  // too far
           {"not good", 1.9 * -.74},
           {"isn't a good", 1.9 * -.74},
           {"not at the good", 1.9 * -.74},
           {"not at the very good", 1.9 + .293},  // too far
           {"NOT good", 1.9 * -.74},
           {"never so good", (1.9 + .293) * 1.25},
           {"never this good", 1.9 * 1.25},
           {"never been this good", 1.9 * 1.25},
           {"without doubt good", -1.5 * -.74 + 1.9},
           {"no good", 1.9 * -.74},
           {"no", -1.2},
           {"no bad or good", -2.5 * -.74 + 1.9 * -.74},
           {"least good", 1.9 * -.74},
           {"at least good", 1.9},
           {"the least good", 1.9 * -.74},
           {"bad but good", -2.5 * .5 + 1.9 * 1.5},
           {"good BUT it was bad", 1.9 * .5 - 2.5 * 1.5},
           {"bad and bad but bad and bad",
            -2 * 2.5 * .5 - 2 * 2.5 * 1.5},  // by place, not by value
           {"that was the kind of good", 1.9 - .293},
           {"oh this is bad ass", 2 * 1.5},
           {"good!", 1.9 + .292},
           {"good!!!!!!", 1.9 + 4 * .292},
           {"good?", 1.9},
           {"good??", 1.9 + 2 * .18},
           {"good???", 1.9 + 3 * .18},
           {"good????", 1.9 + .96},
           {"nothing good", 1.9},  // what is in the lexicon itself does not negate
           {"the very least good", 1.9 + .293 * .95},
           {"no it nor good", -1.2 + 1.9 * -.74 * -.74},
           {"bad!", -2.5 - .292},
           {"well!!!", 0},  // nothing to emphasise
           {"hello :) there", 2},
           {"\"good\", (good); good...", 3 * 1.9},
           {"isn\u2019t good", 1.9 * -.74},
           {"\u201Cgood\u201D\u2014good\u2026", 2 * 1.9},
           {"it's 😁", 1.9},
           {"it's😁good", 2 * 1.9},
           {"over 💔💔", 2 * -2.9},
           {"over 💔\xEF\xB8\x8F", -2.9},  // with a style selector
           {"g\xC3\xB6\xC3\xB6"
            "d",
            0},
       }) {
    EXPECT_NEAR(ScoreSentiment(one.text, lexicon).compound, Normalized(one.sum), 1e-12) << one.text;
  }
}

TEST(Sentiment, SharesAddUp) {
  const Sentiment sentiment = ScoreSentiment("good bad and so on", SmallLexicon());
  EXPECT_NEAR(sentiment.positive, 2.9 / 9.4, 1e-12);
  EXPECT_NEAR(sentiment.negative, 3.5 / 9.4, 1e-12);
  EXPECT_NEAR(sentiment.positive + sentiment.negative + sentiment.neutral, 1, 1e-12);
  EXPECT_EQ(sentiment.words, 5);
  EXPECT_EQ(sentiment.words_known, 2);
}

TEST(Sentiment, StylesOfEmojiAreNoWords) {
  EXPECT_EQ(ScoreSentiment("over 💔\xEF\xB8\x8F", SmallLexicon()).words, 2);
  EXPECT_EQ(ScoreSentiment("over 💔🏽", SmallLexicon()).words, 2);
}

TEST(Sentiment, OfNothingIsNothing) {
  for (const char* text : {"", " ", "\n\t \xC2\xA0"}) {
    const Sentiment sentiment = ScoreSentiment(text, SmallLexicon());
    EXPECT_EQ(sentiment.compound, 0);
    EXPECT_EQ(sentiment.neutral, 0);
    EXPECT_EQ(sentiment.words, 0);
  }
  EXPECT_EQ(ScoreSentiment("good", SentimentLexicon()).compound, 0);
}

TEST(Sentiment, StaysWithinBoundsWhateverComes) {
  const SentimentLexicon lexicon = SmallLexicon();
  std::string much;
  for (int i = 0; i < 50'000; ++i) much += "good ";
  EXPECT_GT(ScoreSentiment(much, lexicon).compound, .999);
  EXPECT_LE(ScoreSentiment(much, lexicon).compound, 1);
  EXPECT_EQ(ScoreSentiment(std::string(100'000, '!'), lexicon).compound, 0);
  EXPECT_GT(ScoreSentiment("\xFF\xC3 good \xF0\x9F", lexicon).compound, 0);
  EXPECT_GT(ScoreSentiment(std::string("\0 good", 6), lexicon).compound, 0);
}

TEST(Sentiment, UnmetWordsCountWhereTheyNegateNothing) {
  SentimentLexicon lexicon = SmallLexicon();
  EXPECT_EQ(lexicon.AddUnmet("can't\t-0.7\n"), 0);
  EXPECT_NEAR(ScoreSentiment("I can't find the menu", lexicon).compound, Normalized(-.7), 1e-12);
  EXPECT_NEAR(ScoreSentiment("it can't be bad", lexicon).compound, Normalized(2.5 * .74), 1e-12);
  EXPECT_EQ(ScoreSentiment("I can't find the menu", SmallLexicon()).compound, 0);
}

TEST(Sentiment, MoodHasThePublishedLimits) {
  EXPECT_EQ(MoodOf(.05), Mood::kPositive);
  EXPECT_EQ(MoodOf(.0499), Mood::kNeutral);
  EXPECT_EQ(MoodOf(-.0499), Mood::kNeutral);
  EXPECT_EQ(MoodOf(-.05), Mood::kNegative);
}

TEST(SentimentLexicon, CountsWhatItCannotRead) {
  SentimentLexicon lexicon;
  EXPECT_EQ(lexicon.AddWords("no tab\n\t1\nx\tmuch\ny\t4.5\nz\tnan\nok\t1\r\nok\t-1\nlast\t2"), 5);
  EXPECT_EQ(lexicon.size(), 2U);
  EXPECT_EQ(lexicon.ValenceOf("ok"), -1);  // the later row
  EXPECT_EQ(lexicon.ValenceOf("last"), 2);
  EXPECT_EQ(lexicon.ValenceOf("y"), std::nullopt);
  EXPECT_EQ(lexicon.AddEmojiNames("😁😁\ttwo\n😁\t\n"), 2);
  EXPECT_EQ(lexicon.EmojiName("😁"), nullptr);
}

TEST(SentimentLexicon, BuiltInOnesAreComplete) {
  const SentimentLexicon published = PublishedLexicon();
  EXPECT_EQ(published.size(), 7504U);  // 7,517 rows, of which 14 repeat a word; and "heart"
  EXPECT_EQ(published.ValenceOf("great"), 3.1);
  EXPECT_EQ(published.ValenceOf("laggy"), std::nullopt);
  EXPECT_EQ(published.UnmetValence("can't"), std::nullopt);
  const SentimentLexicon product = ProductLexicon();
  EXPECT_LT(product.ValenceOf("laggy").value(), -1);
  EXPECT_EQ(product.ValenceOf("support"), 0);
  EXPECT_TRUE(product.UnmetValence("can't").has_value());
}

TEST(Sentiment, FamiliesOfProductTexts) {
  const SentimentLexicon lexicon = ProductLexicon();
  const auto score = [&](std::string_view text) { return ScoreSentiment(text, lexicon).compound; };
  for (const char* text :
       {"does not load", "It did not sync since Monday", "will not open", "Not responding at all",
        "can not sign in", "no one likes the new menu", "I would not recommend it",
        "recommended to nobody", "no longer fast", "it no longer opens", "used to be fast",
        "This used to be my favorite, now it is a mess", "\xF0\x9F\x98\xA1", "\xF0\x9F\x91\x8E",
        "please stop the emails"})
    EXPECT_LT(score(text), -0.05) << text;
  for (const char* text :
       {"never been easier", "could not be better", "couldn't be happier with it",
        "has never been faster", "no longer slow", "no longer a problem", "nobody is unhappy here",
        "I am used to it, great tool", "used to be slow, now it is fast", "\xF0\x9F\x91\x8D"})
    EXPECT_GT(score(text), 0.05) << text;
}

TEST(Sentiment, ConstructionsOfProductTexts) {
  const SentimentLexicon lexicon = ProductLexicon();
  const auto score = [&](std::string_view text) { return ScoreSentiment(text, lexicon).compound; };
  for (const char* text :
       {"A complete waste of money", "couldn't be worse", "never been more annoying",
        "it keeps signing my colleagues out", "The sync stopped responding",
        "None of my friends like it", "It was my favorite before they changed it",
        "Great, another outage", "Although the colors are nice, it crashes daily",
        "less useful than before", "couldn't fix my problem", "the list takes sooooo long"})
    EXPECT_LT(score(text), -0.05) << text;
  for (const char* text :
       {"works like a charm", "the crashes stopped", "they fixed the awful bug",
        "the calendar syncs again", "Although it crashed once, a great app",
        "could not be more helpful", "hardly any bugs", "It has errors, yet it is wonderful",
        "This is sooooo easy", "Never used a better editor"})
    EXPECT_GT(score(text), 0.05) << text;
  for (const char* text :
       {"Would love to see an export", "Could you support CSV?", "How can I share a folder?",
        "I have not tried it", "It would be great to have folders", "The error log is on the left"})
    EXPECT_NEAR(score(text), 0, 0.05) << text;
}

TEST(SentimentLexicon, PhrasesAreReadAsOneWord) {
  SentimentLexicon lexicon;
  EXPECT_EQ(lexicon.AddPhrases("waste of time\t-2.8\nalone\t1\nno tab here\n"), 2);
  EXPECT_TRUE(lexicon.StartsPhrase("waste"));
  EXPECT_FALSE(lexicon.StartsPhrase("alone"));
  EXPECT_EQ(lexicon.AddUnmet("can't\t-0.7\n"), 0);
  EXPECT_NEAR(ScoreSentiment("a waste of time", lexicon).compound, -2.8 / std::sqrt(2.8 * 2.8 + 15),
              1e-12);
  EXPECT_EQ(ScoreSentiment("a waste. Of time", lexicon).compound, 0);
}

}  // namespace
}  // namespace northstar::language
