// How well the mood of texts is told: against published figures, and on feedback that was labelled
// by hand.
#pragma once

#include <string>
#include <vector>

namespace northstar::accuracy {

struct MoodScore {
  int texts = 0;
  double accuracy = 0, macro_f1 = 0;  // over positive, neutral and negative, 0-1
};

struct FamilyScore {
  std::string family;  // "all": of all
  int built = 0, built_right = 0, held_out = 0, held_out_right = 0, held_out_published = 0;
};

struct SentimentScores {
  int published = 0, published_equal = 0;  // example texts; with the same compound to four digits
  // Rows 1, 3, 5 … of the file were looked at while our own words were chosen; 2, 4, 6 … were not.
  MoodScore lexicon_seen, lexicon_held_out;
  MoodScore product_seen, product_held_out;  // with our own words
  MoodScore scorer_seen, scorer_held_out;    // the same where the text is taken for English
  // Rows 2, 4, 6 … of texts that were written when the words were already chosen, to be hard.
  MoodScore lexicon_later, product_later;
  // 300 sentences in twelve families of constructions, and 300 that need idioms, irony or
  // knowledge; half of each was not looked at.
  std::vector<FamilyScore> families, hard;
  int taken_for_english = 0, not_english = 0;  // of feedback_labelled.csv, which is all English
};

// Reads sentiment_published.csv, feedback_labelled.csv and others in `folder`; all 0 where they are
// missing.
SentimentScores MeasureSentiment(const std::string& folder);

}  // namespace northstar::accuracy
