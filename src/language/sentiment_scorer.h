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

// One piece, before it is scored.
struct Feedback {
  std::string text;
  // As it was given, on any scale; finite.
  std::optional<double> rating;
  // As stated ("en", "de-AT"); empty: nobody says, and the text decides.
  std::string language;
};

// In the order in which they are tried.
enum class ScoredBy { kRating, kRatedTexts, kEnglishLexicon, kNothing };

struct ScoredFeedback {
  ScoredBy by = ScoredBy::kNothing;
  // -1 (worst) to 1 (best); says nothing when by nothing.
  double score = 0;

  Mood mood() const { return MoodOf(score); }
};

// Of more rated texts the same part of them is taken every time; so many take five seconds, and
// about 30 MB while learning.
inline constexpr size_t kMostTextsLearned = 20'000;

class SentimentScorer {
 public:
  // Learns from what is rated and written in `all`, or a part of it; nothing in it is kept.
  // `scale`: nullopt, then it is observed; ratings are left unused where that fails, and those
  // beyond the scale anyhow. `names`: what the team calls its things; names that the texts
  // themselves tell are found beside them. `lexicon`: of English words; of the published one, with
  // the published rules alone. The same input in the same order gives the same scorer.
  explicit SentimentScorer(std::span<const Feedback> all,
                           std::optional<RatingScale> scale = std::nullopt,
                           std::span<const std::string> names = {},
                           SentimentLexicon lexicon = ProductLexicon());
  // Not copied: the detector reads the lexicon beside it.
  SentimentScorer(const SentimentScorer&) = delete;
  SentimentScorer& operator=(const SentimentScorer&) = delete;

  // Of any piece, learned from or not. Pure.
  ScoredFeedback Score(const Feedback& feedback) const;

  // Given or observed; nullopt where no scale fits the ratings.
  const std::optional<RatingScale>& scale() const { return scale_; }
  // Of learning against the lexicon; the default without rated texts.
  const ClassifierCheck& check() const { return check_; }

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
