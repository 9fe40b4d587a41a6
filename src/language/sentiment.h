// The mood of one English text, by a lexicon and rules: capitals, degrees ("very", "kind of"),
// negation up to three words before, "least", "but", fixed phrases, "!" and "?", emoticons and
// emoji. Nothing is learned and nothing but the text is looked at, so every figure can be followed
// by hand. Knows no irony. Text in other languages scores 0 or, by chance, something: ask
// detect_english.h first.
//
// Differs from the published program in three places, where that is mistaken: what follows "but" is
// weighted by where it stands, not by its value; an emoji stands apart from what follows it,
// whatever its style and skin tone; and typeset quotes, dashes and apostrophes (isn’t) are read as
// typed ones.
// Source: Hutto & Gilbert 2014, VADER, as of its version 3.3.2. Pure and thread safe.
#pragma once

#include <string_view>

#include "language/sentiment_lexicon.h"

namespace northstar::language {

struct Sentiment {
  double compound = 0;  // -1 (worst) to 1 (best); 0 as well for a text without words
  // Shares of the text, 0-1, which add up to 1; all 0 for a text without words.
  double positive = 0, neutral = 0, negative = 0;
  int words = 0;        // and emoticons
  int words_known = 0;  // of these, in the lexicon
};

// Takes invalid UTF-8 as replacement characters.
Sentiment ScoreSentiment(std::string_view text, const SentimentLexicon& lexicon);

enum class Mood { kNegative, kNeutral, kPositive };

inline constexpr double kMoodThreshold = 0.05;
// Of a score in -1..1: positive from .05, negative to -.05.
Mood MoodOf(double score);

}  // namespace northstar::language
