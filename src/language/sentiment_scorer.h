// The mood of pieces of feedback, each by the best that is at hand: the rating its writer gave;
// else what was learned from the team's own rated texts, if that tells moods better than the
// lexicon; else, for English, the lexicon with our product words; else it stays unscored. Every
// score says where it comes from. Text in another language never meets the English lexicon, and
// names (names.h) are hidden from it. Immutable once made; safe to share between threads.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "language/detect_english.h"
#include "language/names.h"
#include "language/rated_text_classifier.h"
#include "language/rating_scale.h"
#include "language/sentiment.h"

namespace northstar::language {

struct Feedback {
  std::string text;
  std::optional<double> rating;  // finite
  std::string language;          // as stated ("en", "de-AT"); empty: nobody says
};

enum class ScoredBy { kRating, kRatedTexts, kEnglishLexicon, kNothing };

struct ScoredFeedback {
  ScoredBy by = ScoredBy::kNothing;
  double score = 0;  // -1 (worst) to 1 (best); says nothing when by nothing

  Mood mood() const { return MoodOf(score); }
};

inline constexpr size_t kMostTextsLearned = 20'000;  // five seconds, about 30 MB while learning

class SentimentScorer {
 public:
  // Learns from what is rated and written in `all`, or a part of it. `scale`: nullopt, then it is
  // observed; ratings are left unused where that fails, and those beyond the scale anyhow. `names`:
  // what the team calls its things; names that the texts themselves tell are found beside them.
  // `lexicon`: of English words; of the published one, with the published rules alone.
  explicit SentimentScorer(std::span<const Feedback> all,
                           std::optional<RatingScale> scale = std::nullopt,
                           std::span<const std::string> names = {},
                           SentimentLexicon lexicon = ProductLexicon());
  // Not copied: the detector reads the lexicon beside it.
  SentimentScorer(const SentimentScorer&) = delete;
  SentimentScorer& operator=(const SentimentScorer&) = delete;

  ScoredFeedback Score(const Feedback& feedback) const;

  const std::optional<RatingScale>& scale() const { return scale_; }
  const ClassifierCheck& check() const { return check_; }  // of learning against the lexicon

 private:
  bool IsEnglish(const Feedback& feedback, std::string_view text) const;
  ScoredFeedback ScoreByLexicon(const Feedback& feedback) const;

  SentimentLexicon lexicon_;
  EnglishDetector detector_;
  Names names_;
  std::optional<RatingScale> scale_;
  ClassifierCheck check_;
  std::optional<RatedTextClassifier> classifier_;  // only where it is better
};

// Stable names for files: "rating", "rated_texts", "english_lexicon", "unscored".
const char* NameOf(ScoredBy by);

}  // namespace northstar::language
