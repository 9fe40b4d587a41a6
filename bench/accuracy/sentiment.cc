#include "bench/accuracy/sentiment.h"

#include <cmath>
#include <functional>
#include <map>
#include <vector>

#include "language/sentiment_scorer.h"
#include "tests/reference/labelled_csv.h"

namespace northstar::accuracy {
namespace {

using language::Mood;

struct Labelled {
  std::string text;
  Mood mood;
};

Mood MoodNamed(const std::string& name) {
  return name == "positive"   ? Mood::kPositive
         : name == "negative" ? Mood::kNegative
                              : Mood::kNeutral;
}

std::vector<Labelled> ReadLabelled(const std::string& path) {
  std::vector<Labelled> texts;
  for (const CsvRow& row : ReadCsv(path)) {
    if (row.size() != 2) continue;
    texts.push_back({row[0], MoodNamed(row[1])});
  }
  return texts;
}

MoodScore Measure(const std::vector<Labelled>& texts, size_t first,
                  const std::function<Mood(const std::string&)>& tell) {
  MoodScore score;
  double counts[3][3] = {};  // by label, then by what was told
  for (size_t i = first; i < texts.size(); i += 2) {
    ++score.texts;
    counts[static_cast<int>(texts[i].mood)][static_cast<int>(tell(texts[i].text))] += 1;
  }
  for (int mood = 0; mood < 3; ++mood) {
    double of_mood = 0;
    double told = 0;
    for (int other = 0; other < 3; ++other) {
      of_mood += counts[mood][other];
      told += counts[other][mood];
    }
    score.accuracy += counts[mood][mood] / std::max(score.texts, 1);
    if (of_mood + told > 0) score.macro_f1 += 2 * counts[mood][mood] / (of_mood + told) / 3;
  }
  return score;
}

void MeasurePublished(const std::string& path, SentimentScores& scores) {
  const language::SentimentLexicon lexicon = language::PublishedLexicon();
  for (const CsvRow& row : ReadCsv(path)) {
    const double compound = language::ScoreSentiment(row[0], lexicon).compound;
    ++scores.published;
    scores.published_equal +=
        row.size() > 1 && std::lround(compound * 1e4) == std::lround(std::stod(row[1]) * 1e4);
  }
}

bool IsRight(const CsvRow& row, const language::SentimentLexicon& lexicon) {
  return language::MoodOf(language::ScoreSentiment(row[0], lexicon).compound) == MoodNamed(row[1]);
}

// Of rows of text, side and family.
std::vector<FamilyScore> MeasureFamilies(const std::string& path,
                                         const language::SentimentLexicon& published,
                                         const language::SentimentLexicon& product) {
  std::map<std::string, FamilyScore> scores;
  for (const bool held_out : {false, true}) {
    for (const CsvRow& row : ReadCsv(path + (held_out ? "_held_out.csv" : "_built.csv"))) {
      if (row.size() != 3) continue;
      for (const std::string& family : {row[2], std::string("all")}) {
        FamilyScore& score = scores[family];
        score.family = family;
        ++(held_out ? score.held_out : score.built);
        (held_out ? score.held_out_right : score.built_right) += IsRight(row, product);
        if (held_out) score.held_out_published += IsRight(row, published);
      }
    }
  }
  std::vector<FamilyScore> out;
  for (auto& [family, score] : scores) out.push_back(std::move(score));
  return out;
}

}  // namespace

SentimentScores MeasureSentiment(const std::string& folder) {
  SentimentScores scores;
  MeasurePublished(folder + "/sentiment_published.csv", scores);
  const std::vector<Labelled> texts = ReadLabelled(folder + "/feedback_labelled.csv");
  const language::SentimentLexicon published = language::PublishedLexicon();
  const language::SentimentLexicon product = language::ProductLexicon();
  const auto by = [](const language::SentimentLexicon& lexicon) {
    return [&lexicon](const std::string& text) {
      return language::MoodOf(language::ScoreSentiment(text, lexicon).compound);
    };
  };
  scores.lexicon_seen = Measure(texts, 0, by(published));
  scores.lexicon_held_out = Measure(texts, 1, by(published));
  scores.product_seen = Measure(texts, 0, by(product));
  scores.product_held_out = Measure(texts, 1, by(product));
  const std::vector<Labelled> later = ReadLabelled(folder + "/feedback_labelled_later.csv");
  scores.lexicon_later = Measure(later, 1, by(published));
  scores.product_later = Measure(later, 1, by(product));
  scores.families = MeasureFamilies(folder + "/sentiment_families", published, product);
  scores.hard = MeasureFamilies(folder + "/sentiment_hard", published, product);
  const language::SentimentScorer scorer({});
  const auto tell = [&](const std::string& text) { return scorer.Score({text, {}, ""}).mood(); };
  scores.scorer_seen = Measure(texts, 0, tell);
  scores.scorer_held_out = Measure(texts, 1, tell);
  for (const Labelled& one : texts) {
    const bool scored = scorer.Score({one.text, {}, ""}).by != language::ScoredBy::kNothing;
    (scored ? scores.taken_for_english : scores.not_english) += 1;
  }
  return scores;
}

}  // namespace northstar::accuracy
