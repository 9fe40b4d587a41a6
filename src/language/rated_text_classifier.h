// Learns from texts that came with a rating how those sound that are pleased and those that are
// not, for texts that came without one: logistic regression over hashed words and runs of letters,
// in whatever language they are. The ratings are weak labels: somebody who rates high may complain.
//
// Fitted by AdaGrad with L2, both labels with the same total weight, in a fixed order, so that the
// same texts give the same model. Takes 1 MB; 20,000 short texts take about a second.
// Source: Duchi, Hazan & Singer 2011 (AdaGrad); Weinberger et al. 2009 (hashing). Pure and thread
// safe.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "language/sentiment.h"

namespace northstar::language {

struct RatedText {
  std::string text;
  bool positive = false;  // rated high, else low; what was rated in between is left out
};

class RatedTextClassifier {
 public:
  // REQUIRES: both labels occur.
  static RatedTextClassifier Train(std::span<const RatedText> texts);

  // -1 (surely like those rated low) to 1. Nullopt: less than half of what the text consists of
  // occurred in the texts learned from, as in another language, or it consists of nothing.
  std::optional<double> Score(std::string_view text) const;
  std::optional<double> ScoreFeatures(std::span<const uint32_t> features) const;

 private:
  friend class ClassifierTraining;
  std::vector<float> weights_;  // 2^kFeatureBits; exactly 0: never seen
  double bias_ = 0;
};

// How often two ways of telling moods are right about rated texts.
struct ClassifierCheck {
  bool enough = false;  // labels, to compare
  int positive = 0, negative = 0;
  // Mean of the F1 of both labels, 0-1, of each text told by a classifier that did not learn from
  // it nor from the same words; and of the lexicon. "Neutral" or nothing is wrong for either label.
  double classifier_f1 = 0, lexicon_f1 = 0;
  bool better = false;  // the classifier, by more than kLeastGain
};

inline constexpr int kLeastLabels = 300;
inline constexpr int kLeastOfEachLabel = 30;
inline constexpr int kFolds = 5;
inline constexpr double kLeastGain = 0.03;

// `by_lexicon` has the lexicon's mood of each text. REQUIRES: equal lengths.
ClassifierCheck CompareWithLexicon(std::span<const RatedText> texts,
                                   std::span<const Mood> by_lexicon);

// Mean F1 of the labels positive and negative. REQUIRES: equal lengths.
double MacroF1(std::span<const RatedText> texts, std::span<const Mood> told);

}  // namespace northstar::language
