#include "language/sentiment_rules.h"

#include <algorithm>
#include <array>

namespace northstar::language {
namespace {

// Sorted, as are all tables here.
constexpr std::array<std::string_view, 60> kMore{
    "absolutely",    "amazingly",    "awfully",       "completely", "considerable", "considerably",
    "decidedly",     "deeply",       "effing",        "enormous",   "enormously",   "entirely",
    "especially",    "exceptional",  "exceptionally", "extreme",    "extremely",    "fabulously",
    "flippin",       "flipping",     "frackin",       "fracking",   "frickin",      "fricking",
    "friggin",       "frigging",     "fuckin",        "fucking",    "fuggin",       "fugging",
    "fully",         "greatly",      "hella",         "highly",     "hugely",       "incredible",
    "incredibly",    "intensely",    "major",         "majorly",    "more",         "most",
    "particularly",  "purely",       "quite",         "really",     "remarkably",   "so",
    "substantially", "thoroughly",   "total",         "totally",    "tremendous",   "tremendously",
    "uber",          "unbelievably", "unusually",     "utter",      "utterly",      "very"};
constexpr std::array<std::string_view, 24> kLess{
    "almost",     "barely",       "hardly",  "just enough", "kind of",  "kind-of",
    "kinda",      "kindof",       "less",    "little",      "marginal", "marginally",
    "occasional", "occasionally", "partly",  "scarce",      "scarcely", "slight",
    "slightly",   "somewhat",     "sort of", "sort-of",     "sorta",    "sortof"};
// Those with "n't" are known by that.
constexpr std::array<std::string_view, 37> kNegations{
    "aint",    "arent",   "cannot",  "cant",   "couldnt", "darent",   "despite", "didnt",
    "doesnt",  "dont",    "hadnt",   "hasnt",  "havent",  "isnt",     "mightnt", "mustnt",
    "neednt",  "neither", "never",   "none",   "nope",    "nor",      "not",     "nothing",
    "nowhere", "oughtnt", "rarely",  "seldom", "shant",   "shouldnt", "uh-uh",   "uhuh",
    "wasnt",   "werent",  "without", "wont",   "wouldnt"};
struct Phrase {
  std::string_view words;
  double valence;
};
constexpr std::array<Phrase, 9> kPhrases{{
    {"bad ass", 1.5},
    {"badass", 1.5},
    {"beating heart", 3.5},

    {"bus stop", 0},
    {"kiss of death", -1.5},
    {"the bomb", 3},
    {"the shit", 3},
    {"to die for", 3},
    {"yeah right", -2},
}};

template <size_t kSize>
bool Contains(const std::array<std::string_view, kSize>& words, std::string_view word) {
  return std::binary_search(words.begin(), words.end(), word);
}

}  // namespace

double DegreeOf(std::string_view words) {
  if (Contains(kMore, words)) return kDegree;
  return Contains(kLess, words) ? -kDegree : 0;
}

bool Negates(std::string_view word) {
  return word.find("n't") != std::string_view::npos || Contains(kNegations, word);
}

std::optional<double> PhraseValence(std::string_view words) {
  const auto found = std::lower_bound(
      kPhrases.begin(), kPhrases.end(), words,
      [](const Phrase& phrase, std::string_view wanted) { return phrase.words < wanted; });
  if (found == kPhrases.end() || found->words != words) return std::nullopt;
  return found->valence;
}

}  // namespace northstar::language
