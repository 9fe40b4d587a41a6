#include "language/sentiment_scorer.h"

#include <algorithm>
#include <utility>

#include "base/random.h"
#include "base/text.h"

namespace northstar::language {
namespace {

constexpr std::string_view kHiddenName = "name";  // says nothing, and is in no lexicon

std::optional<RatingScale> ScaleOf(std::span<const Feedback> all) {
  std::vector<double> ratings;
  for (const Feedback& one : all) {
    if (one.rating) ratings.push_back(*one.rating);
  }
  return ObserveScale(ratings);
}

// Those rated low and high; of very many, the same part of them every time.
std::vector<const Feedback*> ToLearnFrom(std::span<const Feedback> all, const RatingScale& scale) {
  std::vector<std::pair<uint64_t, const Feedback*>> found;
  for (const Feedback& one : all) {
    if (!one.rating || !scale.Holds(*one.rating) || Trim(one.text).empty()) continue;
    if (LabelOf(*one.rating, scale) == RatingLabel::kMiddle) continue;
    found.emplace_back(MixText(one.text), &one);
  }
  if (found.size() > kMostTextsLearned) {
    std::stable_sort(found.begin(), found.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    found.resize(kMostTextsLearned);
  }
  std::vector<const Feedback*> chosen;
  for (const auto& [hash, one] : found) chosen.push_back(one);
  return chosen;
}

}  // namespace

SentimentScorer::SentimentScorer(std::span<const Feedback> all, std::optional<RatingScale> scale,
                                 std::span<const std::string> names, SentimentLexicon lexicon)
    : lexicon_(std::move(lexicon)),
      detector_(lexicon_),
      names_(names),
      scale_(scale ? scale : ScaleOf(all)) {
  std::vector<std::string_view> english;
  for (const Feedback& one : all) {
    if (IsEnglish(one, one.text)) english.push_back(one.text);
  }
  names_.Learn(english, lexicon_);
  if (!scale_) return;
  std::vector<RatedText> rated;
  std::vector<Mood> by_lexicon;
  for (const Feedback* one : ToLearnFrom(all, *scale_)) {
    rated.push_back({one->text, LabelOf(*one->rating, *scale_) == RatingLabel::kHigh});
    by_lexicon.push_back(ScoreByLexicon(*one).mood());
  }
  check_ = CompareWithLexicon(rated, by_lexicon);
  if (check_.better) classifier_ = RatedTextClassifier::Train(rated);
}

bool SentimentScorer::IsEnglish(const Feedback& feedback, std::string_view text) const {
  return feedback.language.empty() ? detector_.IsEnglish(text) : NamesEnglish(feedback.language);
}

ScoredFeedback SentimentScorer::ScoreByLexicon(const Feedback& feedback) const {
  const std::vector<TextRange> names = names_.In(feedback.text);
  if (!IsEnglish(feedback, Replaced(feedback.text, names, ""))) return {};
  const Sentiment sentiment = ScoreSentiment(Replaced(feedback.text, names, kHiddenName), lexicon_);
  if (sentiment.words == 0) return {};
  return {ScoredBy::kEnglishLexicon, sentiment.compound};
}

ScoredFeedback SentimentScorer::Score(const Feedback& feedback) const {
  if (feedback.rating && scale_ && scale_->Holds(*feedback.rating))
    return {ScoredBy::kRating, scale_->ToScore(*feedback.rating)};
  if (classifier_) {
    if (const auto score = classifier_->Score(feedback.text))
      return {ScoredBy::kRatedTexts, *score};
  }
  return ScoreByLexicon(feedback);
}

const char* NameOf(ScoredBy by) {
  switch (by) {
    case ScoredBy::kRating:
      return "rating";
    case ScoredBy::kRatedTexts:
      return "rated_texts";
    case ScoredBy::kEnglishLexicon:
      return "english_lexicon";
    case ScoredBy::kNothing:
      return "unscored";
  }
  return "unscored";
}

}  // namespace northstar::language
