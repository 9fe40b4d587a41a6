#include "language/product_rules.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "base/text.h"

namespace northstar::language {
namespace {

using Table = std::span<const std::string_view>;

bool Contains(Table words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

constexpr std::array<std::string_view, 15> kWithNot{"do",  "does", "did",   "is",    "are",
                                                    "was", "were", "has",   "have",  "had",
                                                    "can", "will", "would", "could", "should"};
// What a product that works would do or be.
constexpr std::array<std::string_view, 14> kNotDone{
    "working", "loading", "opening", "responding", "syncing",  "possible", "available",
    "usable",  "able",    "saving",  "starting",   "updating", "showing",  "connecting"};
constexpr std::array<std::string_view, 4> kNobody{"nobody", "no-one", "noone", "none"};
constexpr std::array<std::string_view, 7> kBeing{"be",  "been", "feel", "felt",
                                                 "get", "got",  "have"};
// A new clause: what used to be is over.
constexpr std::array<std::string_view, 6> kNow{"now", "but", "then", "until", "since", "today"};
constexpr std::array<std::string_view, 9> kAccustomed{"am",  "is",      "are", "get", "got",
                                                      "i'm", "getting", "be",  "been"};

// Of two words in small letters, how they are read as one.
std::optional<std::string> Joined(std::string_view first, std::string_view second) {
  if (second == "not" && Contains(kWithNot, first)) {
    if (first == "can") return "can't";
    if (first == "will") return "won't";
    return std::string(first) + "n't";
  }
  if (first == "no" && (second == "longer" || second == "one")) return "no-" + std::string(second);
  if (first == "not" && Contains(kNotDone, second)) return "not-" + std::string(second);
  return std::nullopt;
}

}  // namespace

std::vector<std::string> JoinWords(std::vector<std::string> written) {
  std::vector<std::string> joined;
  for (std::string& word : written) {
    if (!joined.empty()) {
      if (auto both = Joined(LowerUtf8(joined.back()), LowerUtf8(word))) {
        joined.back() = std::move(*both);
        continue;
      }
    }
    joined.push_back(std::move(word));
  }
  return joined;
}

bool NegatesInProducts(std::string_view word) {
  return word == "no-longer" || word.starts_with("not-") ||
         (word != "none" && Contains(kNobody, word));
}

bool PraisesByNegation(std::span<const std::string> words, size_t negation, size_t i) {
  const std::string& word = words[i];
  if (word.size() < 5 || !word.ends_with("er")) return false;
  if (negation + 1 >= i) return false;
  for (size_t between = negation + 1; between < i; ++between) {
    if (!Contains(kBeing, words[between])) return false;
  }
  return true;
}

double FactorOfSentence(std::span<const std::string> words, size_t i, double negation) {
  constexpr size_t kFar = 4;
  for (size_t to = i + 1; to + 1 < words.size() && to <= i + kFar; ++to) {
    if ((words[to] == "to" || words[to] == "for") && Contains(kNobody, words[to + 1]))
      return negation;
  }
  for (size_t back = i; back-- > 0 && back + 2 * kFar > i;) {
    if (Contains(kNow, words[back])) break;
    const bool used = words[back] == "used" && words[back + 1] == "to" && back + 1 < i;
    if (!used) continue;
    if (back > 0 && Contains(kAccustomed, words[back - 1])) break;
    return negation;
  }
  return 1;
}

}  // namespace northstar::language
