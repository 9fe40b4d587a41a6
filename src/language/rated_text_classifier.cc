#include "language/rated_text_classifier.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/random.h"
#include "base/result.h"
#include "base/text.h"
#include "language/text_features.h"

namespace northstar::language {
namespace {

constexpr int kRounds = 12;
constexpr double kStep = 0.5;
constexpr double kTrust = 4;        // the inverse of the strength of L2 over all texts
constexpr double kLeastSeen = 0.5;  // share of a text's features
constexpr uint64_t kSeed = 20141;

using Features = std::vector<uint32_t>;

std::vector<Features> FeaturesOf(std::span<const RatedText> texts) {
  std::vector<Features> features;
  features.reserve(texts.size());
  for (const RatedText& text : texts) features.push_back(TextFeatures(text.text));
  return features;
}

double Logistic(double x) {
  return x >= 0 ? 1 / (1 + std::exp(-x)) : 1 - 1 / (1 + std::exp(x));
}

// Every text has length 1, so that long ones do not count more.
double Sum(const std::vector<float>& weights, double bias, std::span<const uint32_t> features) {
  double sum = 0;
  for (const uint32_t feature : features) sum += weights[feature];
  return bias + sum / std::sqrt(static_cast<double>(std::max<size_t>(features.size(), 1)));
}

}  // namespace

class ClassifierTraining {
 public:
  ClassifierTraining() : squares_(size_t{1} << kFeatureBits) {
    model_.weights_.resize(squares_.size());
  }

  RatedTextClassifier Fit(std::span<const RatedText> texts, std::span<const Features> features,
                          std::vector<size_t> rows) {
    const auto positive = static_cast<double>(
        std::count_if(rows.begin(), rows.end(), [&](size_t row) { return texts[row].positive; }));
    const auto all = static_cast<double>(rows.size());
    NS_CHECK(positive > 0 && positive < all);
    const double weight_of[] = {all / (2 * (all - positive)), all / (2 * positive)};
    decay_ = 1 / (kTrust * all);
    Random random(kSeed);
    for (int round = 0; round < kRounds; ++round) {
      random.Shuffle(std::span(rows));
      for (const size_t row : rows)
        Learn(features[row], texts[row].positive, weight_of[texts[row].positive]);
    }
    return std::move(model_);
  }

 private:
  void Learn(const Features& features, bool positive, double weight) {
    const double error =
        weight * (Logistic(Sum(model_.weights_, model_.bias_, features)) - (positive ? 1 : 0));
    const double slope =
        error / std::sqrt(static_cast<double>(std::max<size_t>(features.size(), 1)));
    for (const uint32_t feature : features) {
      float& w = model_.weights_[feature];
      const double gradient = slope + decay_ * w;
      float& squares = squares_[feature];
      squares += static_cast<float>(gradient * gradient);
      if (squares > 0) w -= static_cast<float>(kStep * gradient / std::sqrt(squares + 1e-6));
    }
    bias_squares_ += error * error;
    if (bias_squares_ > 0) model_.bias_ -= kStep * error / std::sqrt(bias_squares_);
  }

  RatedTextClassifier model_;
  std::vector<float> squares_;
  double bias_squares_ = 0, decay_ = 0;
};

RatedTextClassifier RatedTextClassifier::Train(std::span<const RatedText> texts) {
  std::vector<size_t> rows(texts.size());
  std::iota(rows.begin(), rows.end(), size_t{0});
  return ClassifierTraining().Fit(texts, FeaturesOf(texts), std::move(rows));
}

std::optional<double> RatedTextClassifier::Score(std::string_view text) const {
  return ScoreFeatures(TextFeatures(text));
}

std::optional<double> RatedTextClassifier::ScoreFeatures(std::span<const uint32_t> features) const {
  const auto seen = std::count_if(features.begin(), features.end(),
                                  [&](uint32_t feature) { return weights_[feature] != 0; });
  if (features.empty() ||
      static_cast<double>(seen) < kLeastSeen * static_cast<double>(features.size()))
    return std::nullopt;
  return 2 * Logistic(Sum(weights_, bias_, features)) - 1;
}

double MacroF1(std::span<const RatedText> texts, std::span<const Mood> told) {
  NS_CHECK(texts.size() == told.size());
  double f1 = 0;
  for (const bool positive : {false, true}) {
    const Mood mood = positive ? Mood::kPositive : Mood::kNegative;
    double right = 0;
    double wrong = 0;  // told and not so, or so and not told
    for (size_t i = 0; i < texts.size(); ++i) {
      const bool is = texts[i].positive == positive;
      right += is && told[i] == mood;
      wrong += is != (told[i] == mood);
    }
    if (right > 0) f1 += right / (right + wrong / 2) / 2;
  }
  return f1;
}

ClassifierCheck CompareWithLexicon(std::span<const RatedText> texts,
                                   std::span<const Mood> by_lexicon) {
  ClassifierCheck check;
  for (const RatedText& text : texts) (text.positive ? check.positive : check.negative) += 1;
  check.lexicon_f1 = MacroF1(texts, by_lexicon);
  check.enough = check.positive + check.negative >= kLeastLabels &&
                 std::min(check.positive, check.negative) >= kLeastOfEachLabel;
  if (!check.enough) return check;
  const std::vector<Features> features = FeaturesOf(texts);
  // By its words: a text that was written twice is not learned from when it is told.
  const auto fold_of = [&](size_t i) {
    return static_cast<int>(Mix64(MixText(LowerUtf8(Trim(texts[i].text)))) % kFolds);
  };
  std::vector<Mood> told(texts.size(), Mood::kNeutral);
  for (int fold = 0; fold < kFolds; ++fold) {
    std::vector<size_t> learned;
    bool both[2] = {false, false};
    for (size_t i = 0; i < texts.size(); ++i) {
      if (fold_of(i) == fold) continue;
      learned.push_back(i);
      both[texts[i].positive] = true;
    }
    if (!both[0] || !both[1]) continue;
    const RatedTextClassifier model = ClassifierTraining().Fit(texts, features, learned);
    for (size_t i = 0; i < texts.size(); ++i) {
      if (fold_of(i) == fold) told[i] = MoodOf(model.ScoreFeatures(features[i]).value_or(0));
    }
  }
  check.classifier_f1 = MacroF1(texts, told);
  check.better = check.classifier_f1 - check.lexicon_f1 > kLeastGain;
  return check;
}

}  // namespace northstar::language
