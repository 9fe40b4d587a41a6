// Which scorer is asked, what it learns from ratings, and that other languages never meet the
// English lexicon.
#include "language/sentiment_scorer.h"

#include <gtest/gtest.h>

#include "base/random.h"
#include "base/text.h"

namespace northstar::language {
namespace {

std::string Pick(Random& random, const std::vector<std::string>& of) {
  return of[random.Below(of.size())];
}

// German feedback: what it is about says nothing, what is said of it does.
std::vector<Feedback> GermanFeedback(int count, uint64_t seed) {
  const std::vector<std::string> things = {"Die App",          "Der Export",      "Das Fenster",
                                           "Die Suche",        "Der Kalender",    "Die Anmeldung",
                                           "Der Kundendienst", "Die neue Version"};
  const std::vector<std::string> good = {"läuft stabil", "ist sehr schnell", "gefällt mir",
                                         "hilft uns sehr", "ist übersichtlich"};
  const std::vector<std::string> bad = {"stürzt ständig ab", "ist viel zu langsam", "nervt",
                                        "fehlt mir", "ist unübersichtlich"};
  Random random(seed);
  std::vector<Feedback> all;
  for (int i = 0; i < count; ++i) {
    const bool pleased = random.Below(2) == 0;
    Feedback one;
    one.text = Pick(random, things) + " " + Pick(random, pleased ? good : bad) + ", Nummer " +
               std::to_string(i);
    one.rating = pleased ? 4 + static_cast<double>(random.Below(2))
                         : 1 + static_cast<double>(random.Below(2));
    all.push_back(one);
  }
  return all;
}

TEST(SentimentScorer, TakesTheRatingFirst) {
  const SentimentScorer scorer({}, RatingScale{1, 5});
  const ScoredFeedback scored = scorer.Score({"I love it", 2.0, ""});
  EXPECT_EQ(scored.by, ScoredBy::kRating);
  EXPECT_DOUBLE_EQ(scored.score, -.5);
  EXPECT_EQ(scorer.Score({"I love it", {}, ""}).by, ScoredBy::kEnglishLexicon);
  EXPECT_GT(scorer.Score({"I love it", {}, ""}).score, .3);
}

TEST(SentimentScorer, LeavesOtherLanguagesUnscored) {
  const SentimentScorer scorer({});
  EXPECT_EQ(scorer.Score({"Die App ist super, war nie kaputt", {}, ""}).by, ScoredBy::kNothing);
  EXPECT_EQ(scorer.Score({"I love it", {}, "de"}).by, ScoredBy::kNothing);
  EXPECT_EQ(scorer.Score({"Great", {}, "en-GB"}).by, ScoredBy::kEnglishLexicon);
  EXPECT_EQ(scorer.Score({"", {}, ""}).by, ScoredBy::kNothing);
  EXPECT_EQ(scorer.Score({"👍", {}, ""}).mood(), Mood::kPositive);
  // A rating whose scale nobody knows is no rating.
  EXPECT_EQ(scorer.Score({"Die App nervt", 3.0, ""}).by, ScoredBy::kNothing);
}

double MeanScore(const SentimentScorer& scorer, const std::vector<Feedback>& all) {
  double sum = 0;
  for (const Feedback& one : all) sum += scorer.Score(one).score;
  return sum / static_cast<double>(all.size());
}

std::vector<Feedback> ComplaintsAbout(const std::string& name) {
  std::vector<Feedback> all;
  for (const std::string& text :
       {name + " blocked my card", "I was told by " + name + " to wait for it",
        "nobody at " + name + " answers the phone", "my card at " + name + " is still blocked",
        "@" + name + " payment failed again"})
    all.push_back({text, {}, "en"});
  return all;
}

TEST(SentimentScorer, ANameSaysNothing) {
  const std::vector<Feedback> acme = ComplaintsAbout("Acme");
  const double expected = MeanScore(SentimentScorer(acme), acme);
  EXPECT_LT(expected, 0);
  for (const char* name : {"Joy", "Grace", "United", "Hell"}) {  // told by the texts
    const std::vector<Feedback> all = ComplaintsAbout(name);
    EXPECT_DOUBLE_EQ(MeanScore(SentimentScorer(all), all), expected) << name;
  }
  const std::vector<std::string> given{"Best Street", "No Frills", "Very Bad Bank"};
  for (const std::string& name : given) {  // told by the team, in small letters too
    for (const std::string& written : {name, LowerUtf8(name)}) {
      std::vector<Feedback> all = ComplaintsAbout(written);
      all.back().text = "@acme payment failed again";
      EXPECT_DOUBLE_EQ(MeanScore(SentimentScorer(all, {}, given), all), expected) << written;
    }
  }
}

TEST(SentimentScorer, HiddenNamesDoNotChangeTheLanguage) {
  const std::vector<std::string> given{"Best Street", "Glück Auf", "Der Gute Laden"};
  const SentimentScorer scorer({}, {}, given);
  EXPECT_EQ(scorer.Score({"best street ist wieder geschlossen", {}, ""}).by, ScoredBy::kNothing);
  EXPECT_EQ(scorer.Score({"der gute laden is closed again", {}, ""}).by, ScoredBy::kEnglishLexicon);
}

TEST(SentimentScorer, LearnsFromRatedTextsInAnyLanguage) {
  const std::vector<Feedback> german = GermanFeedback(400, 1);
  const SentimentScorer scorer(german);
  EXPECT_EQ(scorer.scale(), (RatingScale{1, 5}));
  EXPECT_TRUE(scorer.check().better);
  EXPECT_GT(scorer.check().classifier_f1, .95);
  EXPECT_LT(scorer.check().lexicon_f1, .2);
  int right = 0;
  for (const Feedback& one : GermanFeedback(200, 2)) {
    const ScoredFeedback scored = scorer.Score({one.text, {}, ""});
    EXPECT_EQ(scored.by, ScoredBy::kRatedTexts);
    right += scored.mood() == (*one.rating > 3 ? Mood::kPositive : Mood::kNegative);
  }
  EXPECT_GT(right, 190);
  // What it never saw goes on to the next scorer.
  EXPECT_EQ(scorer.Score({"アプリがすぐ落ちる", {}, ""}).by, ScoredBy::kNothing);
}

TEST(SentimentScorer, NeedsEnoughLabels) {
  EXPECT_FALSE(SentimentScorer(GermanFeedback(299, 1)).check().enough);
  std::vector<Feedback> one_sided = GermanFeedback(400, 1);
  for (Feedback& one : one_sided) one.rating = 5.0;
  one_sided[0].rating = 1.0;
  EXPECT_FALSE(SentimentScorer(one_sided).check().enough);
}

TEST(SentimentScorer, KeepsTheLexiconWhereLearningDoesNotHelp) {
  Random random(3);
  std::vector<Feedback> all;
  for (int i = 0; i < 400; ++i) {
    const bool pleased = random.Below(2) == 0;
    all.push_back({pleased ? "I love it, it is great" : "I hate it, it is terrible",
                   pleased ? 5.0 : 1.0, ""});
    all.back().text += " " + std::to_string(i);
  }
  const SentimentScorer scorer(all);
  EXPECT_TRUE(scorer.check().enough);
  EXPECT_DOUBLE_EQ(scorer.check().lexicon_f1, 1);
  EXPECT_FALSE(scorer.check().better);
  EXPECT_EQ(scorer.Score({"It is great", {}, ""}).by, ScoredBy::kEnglishLexicon);
}

TEST(RatedTextClassifier, LearnsNothingFromChance) {
  std::vector<Feedback> german = GermanFeedback(600, 4);
  std::vector<RatedText> texts;
  Random random(5);
  for (const Feedback& one : german) texts.push_back({one.text, random.Below(2) == 0});
  const ClassifierCheck check =
      CompareWithLexicon(texts, std::vector<Mood>(texts.size(), Mood::kPositive));
  EXPECT_LT(check.classifier_f1, .6);
  EXPECT_NEAR(check.lexicon_f1, .33, .05);  // F1 of one label, none of the other
}

TEST(RatedTextClassifier, ATextWrittenTwiceDoesNotTellItself) {
  std::vector<RatedText> texts;
  Random random(6);
  for (int i = 0; i < 200; ++i) {
    const RatedText one{"word" + std::to_string(random.Next()), random.Below(2) == 0};
    texts.push_back(one);
    texts.push_back(one);
  }
  const ClassifierCheck check =
      CompareWithLexicon(texts, std::vector<Mood>(texts.size(), Mood::kNeutral));
  EXPECT_LT(check.classifier_f1, .65);
  EXPECT_EQ(check.lexicon_f1, 0);
}

TEST(RatedTextClassifier, IsTheSameEveryTime) {
  std::vector<RatedText> texts;
  for (const Feedback& one : GermanFeedback(300, 7)) texts.push_back({one.text, *one.rating > 3});
  const auto first = RatedTextClassifier::Train(texts);
  const auto second = RatedTextClassifier::Train(texts);
  for (const RatedText& text : texts) EXPECT_EQ(first.Score(text.text), second.Score(text.text));
  EXPECT_EQ(first.Score(""), std::nullopt);
}

TEST(RatingScale, IsTheNarrowestThatHoldsAll) {
  struct Case {
    std::vector<double> ratings;
    std::optional<RatingScale> scale;
  };
  for (const Case& one : {Case{{}, {}},
                          {{1, 1, 1}, {}},
                          {{0}, {}},
                          {{0, 1}, RatingScale{0, 1}},
                          {{.5}, RatingScale{0, 1}},
                          {{1, 5, 3}, RatingScale{1, 5}},
                          {{4, 4}, RatingScale{1, 5}},
                          {{0, 5}, RatingScale{0, 5}},
                          {{1, 9}, RatingScale{0, 10}},
                          {{7}, RatingScale{0, 10}},
                          {std::vector<double>(30, 7), RatingScale{1, 7}},
                          {{0, 100}, RatingScale{0, 100}},
                          {{-1, 1}, RatingScale{-1, 1}},
                          {{-50, 30}, RatingScale{-100, 100}},
                          {{-300}, {}},
                          {{1e9}, {}}}) {
    EXPECT_EQ(ObserveScale(one.ratings), one.scale);
  }
}

TEST(RatingScale, OneMistakeInAHundredDoesNotWidenIt) {
  std::vector<double> stars;
  for (int i = 0; i < 99; ++i) stars.push_back(1 + i % 5);
  stars.push_back(55);
  EXPECT_EQ(ObserveScale(stars), (RatingScale{1, 5}));
  stars.back() = -1;
  EXPECT_EQ(ObserveScale(stars), (RatingScale{1, 5}));
  stars[0] = 55;  // two are too many to be mistakes
  EXPECT_EQ(ObserveScale(stars), (RatingScale{-100, 100}));
  EXPECT_EQ(ObserveScale(std::vector<double>{1, 3, 5, 55}), (RatingScale{0, 100}));
  const std::vector<double> ten_among_fives(200, 5);
  std::vector<double> ratings = ten_among_fives;
  ratings.back() = 9;  // can be what it says
  EXPECT_EQ(ObserveScale(ratings), (RatingScale{0, 10}));
}

TEST(SentimentScorer, ARatingBeyondTheScaleIsNone) {
  const std::vector<Feedback> all{{"I love it", 55, "en"}, {"Fine", 4, "en"}};
  const SentimentScorer scorer(all, RatingScale{1, 5});
  EXPECT_EQ(scorer.Score(all[0]).by, ScoredBy::kEnglishLexicon);
  EXPECT_EQ(scorer.Score(all[1]).by, ScoredBy::kRating);
}

TEST(RatingScale, LabelsTheEndsAndNotTheMiddle) {
  const RatingScale stars{1, 5};
  const RatingScale ten{0, 10};
  EXPECT_EQ(LabelOf(2, stars), RatingLabel::kLow);
  EXPECT_EQ(LabelOf(3, stars), RatingLabel::kMiddle);
  EXPECT_EQ(LabelOf(4, stars), RatingLabel::kHigh);
  EXPECT_EQ(LabelOf(4, ten), RatingLabel::kLow);
  EXPECT_EQ(LabelOf(7, ten), RatingLabel::kMiddle);
  EXPECT_EQ(LabelOf(8, ten), RatingLabel::kHigh);
  EXPECT_DOUBLE_EQ(stars.ToScore(3), 0);
  EXPECT_DOUBLE_EQ(stars.ToScore(9), 1);
  EXPECT_DOUBLE_EQ(ten.ToScore(0), -1);
}

TEST(EnglishDetector, OtherScriptsAndAccentsSpeakAgainst) {
  const SentimentLexicon lexicon = ProductLexicon();
  const EnglishDetector detector(lexicon);
  EXPECT_TRUE(detector.IsEnglish("The app is slow"));
  EXPECT_FALSE(detector.IsEnglish("The アプリがすぐ落ちる is slow"));
  EXPECT_TRUE(detector.IsEnglish("Excellent product"));
  EXPECT_FALSE(detector.IsEnglish("Excellent prêt"));
  EXPECT_TRUE(detector.IsEnglish("🙂 !!"));
}

TEST(EnglishDetector, KnowsStatedNames) {
  for (const char* name : {"en", "EN-us", "en_GB", "eng", " English "})
    EXPECT_TRUE(NamesEnglish(name));
  for (const char* name : {"de", "enm", "", "es-EN"}) EXPECT_FALSE(NamesEnglish(name));
}

}  // namespace
}  // namespace northstar::language
