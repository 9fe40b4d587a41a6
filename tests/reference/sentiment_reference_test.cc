// Published results of VADER 3.3.2 (its README and demo, and outputs that others published), to all
// digits; and how well moods and languages are told on texts labelled by hand.
#include <gtest/gtest.h>

#include <cmath>

#include "language/sentiment_scorer.h"
#include "tests/reference/labelled_csv.h"

namespace northstar::language {
namespace {

std::vector<CsvRow> ReadReference(const std::string& name) {
  std::vector<CsvRow> rows = ReadCsv(NORTHSTAR_SOURCE_DIR "/tests/reference/" + name);
  EXPECT_FALSE(rows.empty()) << name;
  return rows;
}

TEST(SentimentReference, EveryPublishedExampleIsReproduced) {
  const SentimentLexicon lexicon = PublishedLexicon();
  for (const CsvRow& row : ReadReference("sentiment_published.csv")) {
    ASSERT_EQ(row.size(), 5U);
    const Sentiment found = ScoreSentiment(row[0], lexicon);
    EXPECT_NEAR(found.compound, std::stod(row[1]), .00005 + 1e-12) << row[0];
    const double shares[] = {found.positive, found.neutral, found.negative};
    for (size_t i = 0; i < 3; ++i) {
      if (row[i + 2].empty()) continue;  // published for another way of finding words only
      EXPECT_NEAR(shares[i], std::stod(row[i + 2]), .0005 + 1e-12) << row[0];
    }
  }
}

// Where the published program weighs by value what it should weigh by place ("but"), ours gives
// what others found who corrected it.
TEST(SentimentReference, ButWeighsByPlace) {
  struct Case {
    const char* text;
    double compound;
  };
  const SentimentLexicon lexicon = PublishedLexicon();
  for (const Case& one :
       {Case{"Defense Minister Dmitri Yazov's apology won't bring Arthur D. Nicholson Jr. back to "
             "life, but the gesture of civility matters.",
             .128},
        Case{
            "Fantastic trio of lectures on knights this week. Was going to thank lecturer, but she "
            "ran off. Which was surprising since she's huge.",
            .8248},
        Case{"May be far from the best of the series, but it's assured, wonderfully respectful of "
             "its past and thrilling enough to make it abundantly clear that this movie phenomenon "
             "has once again reinvented itself for a new generation.",
             .9743}}) {
    EXPECT_NEAR(ScoreSentiment(one.text, lexicon).compound, one.compound, .00005) << one.text;
  }
}

double ShareRight(const SentimentLexicon& lexicon, const std::string& file, size_t first) {
  double right = 0;
  double all = 0;
  const std::vector<CsvRow> rows = ReadReference(file);
  for (size_t i = first; i < rows.size(); i += 2, ++all) {
    const Mood mood = MoodOf(ScoreSentiment(rows[i][0], lexicon).compound);
    right += rows[i][1] == (mood == Mood::kPositive   ? "positive"
                            : mood == Mood::kNegative ? "negative"
                                                      : "neutral");
  }
  return right / all;
}

// Rows 2, 4, 6 … were not looked at while our own words were chosen.
TEST(SentimentReference, OurOwnWordsHelpOnFeedbackOnSoftware) {
  for (const char* file : {"feedback_labelled.csv", "feedback_labelled_later.csv"}) {
    const double published = ShareRight(PublishedLexicon(), file, 1);
    const double product = ShareRight(ProductLexicon(), file, 1);
    EXPECT_GT(product, published + .04) << file;
    EXPECT_GT(product, .7) << file;
  }
}

TEST(EnglishReference, IsToldFromOtherLanguages) {
  const SentimentLexicon lexicon = ProductLexicon();
  const EnglishDetector detector(lexicon);
  int mistaken = 0;
  int others_taken_for_english = 0;
  const std::vector<CsvRow> rows = ReadReference("english_or_not.csv");
  ASSERT_GE(rows.size(), 180U);
  for (const CsvRow& row : rows) {
    const bool english = detector.IsEnglish(row[0]);
    mistaken += english != (row[1] == "english");
    others_taken_for_english += english && row[1] != "english";
  }
  EXPECT_LE(mistaken, 8);
  EXPECT_LE(others_taken_for_english, 3);
}

}  // namespace
}  // namespace northstar::language
