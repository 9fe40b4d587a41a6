// The words that change what others say: degrees, negations and fixed phrases of English, with the
// strengths measured by Hutto & Gilbert 2014. All words in small letters. Pure and thread safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace northstar::language {

inline constexpr double kDegree = 0.293;        // an adverb of degree adds or takes
inline constexpr double kCapitals = 0.733;      // a word in capitals among small ones adds
inline constexpr double kNegation = -0.74;      // a negation multiplies
inline constexpr double kNeverSo = 1.25;        // "never so", "never this" multiply
inline constexpr double kBeforeBut = 0.5;       // what stands before "but" counts so much
inline constexpr double kAfterBut = 1.5;        // and after it
inline constexpr double kExclamation = 0.292;   // each of at most four "!" adds
inline constexpr double kQuestion = 0.18;       // each of two or three "?" adds
inline constexpr double kManyQuestions = 0.96;  // four "?" or more add
inline constexpr double kNormalizer = 15;       // sum / sqrt(sum^2 + this) is in -1..1

// What an adverb of degree ("very", "kind of") adds to a positive word; 0: it is none.
double DegreeOf(std::string_view words);
bool Negates(std::string_view word);
// The valence of a phrase as a whole ("yeah right"), whatever its words say.
std::optional<double> PhraseValence(std::string_view words);

}  // namespace northstar::language
